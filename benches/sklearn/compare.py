"""The obvious version of `flakescope failures cluster` in scikit-learn, on the same file, beside the command line.

Both read the file, free the texts of numbers, weigh words by TF-IDF, find all neighbours within the radius and group
them with DBSCAN. scikit-learn gets word pairs, equal texts once with a weight, and precomputed sparse neighbours.

    python3 -m venv ../sklearn && ../sklearn/bin/pip install -r benches/sklearn/requirements.txt
    cargo build --release -p flakescope-cli -p flakescope-sim
    ../sklearn/bin/python benches/sklearn/compare.py --count 5000 --size 10000
    ../sklearn/bin/python benches/sklearn/compare.py --count 10000 --size 0
    ../sklearn/bin/python benches/sklearn/compare.py --count 100000 --size 0 --only-flakescope
"""

import argparse
import json
import os
import re
import subprocess
import sys
import tempfile
import time
from collections import Counter

from sklearn.cluster import DBSCAN
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.metrics import adjusted_rand_score
from sklearn.neighbors import NearestNeighbors

VARYING = re.compile(r"0x[0-9a-f]+|[0-9a-f]{8,}|\d+")


def by_sklearn(path, eps, min_samples):
    """Labels and the seconds that they took, from the file on."""
    start = time.perf_counter()
    with open(path, encoding="utf-8") as lines:
        texts = [VARYING.sub("0", json.loads(line)["log"]) for line in lines]
    counts = Counter(texts)
    vectors = TfidfVectorizer(ngram_range=(1, 2), sublinear_tf=True).fit_transform(counts)
    near = NearestNeighbors(radius=eps, metric="cosine").fit(vectors).radius_neighbors_graph(mode="distance")
    dbscan = DBSCAN(eps=eps, min_samples=min_samples, metric="precomputed")
    groups = dict(zip(counts, dbscan.fit(near, sample_weight=list(counts.values())).labels_))
    return [groups[text] for text in texts], time.perf_counter() - start


def by_flakescope(program, path, eps, min_samples):
    """The same of the command line, with the start of the program."""
    start = time.perf_counter()
    command = [program, "failures", "cluster", path, "--eps", str(eps), "--min-samples", str(min_samples)]
    ran = subprocess.run(command, check=True, capture_output=True, text=True)
    took = time.perf_counter() - start
    print(f"flakescope says: {ran.stderr.strip()}")
    return json.loads(ran.stdout)["labels"], took


def alone(labels):
    """Noise as groups of one."""
    return [label if label >= 0 else -1 - at for at, label in enumerate(labels)]


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--count", type=int, default=5000)
    parser.add_argument("--size", type=int, default=10_000)
    parser.add_argument("--eps", type=float, default=0.35)
    parser.add_argument("--min-samples", type=int, default=3)
    parser.add_argument("--programs", default=os.path.join(os.environ.get("CARGO_TARGET_DIR", "target"), "release"))
    parser.add_argument("--only-flakescope", action="store_true", help="scikit-learn takes all memory beyond some 20,000")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "failures.jsonl")
        sim = [os.path.join(asked.programs, "flakescope-sim"), "failures", "--out", path, "--with-causes"]
        subprocess.run([*sim, "--count", str(asked.count), "--size", str(asked.size)], check=True)
        with open(path, encoding="utf-8") as lines:
            causes = [json.loads(line)["cause"] for line in lines]
        program = os.path.join(asked.programs, "flakescope")
        own, took = by_flakescope(program, path, asked.eps, asked.min_samples)
        print(f"flakescope:   {took:8.2f} s, adjusted Rand index {adjusted_rand_score(causes, alone(own)):.3f}")
        if asked.only_flakescope:
            return
        theirs, rival = by_sklearn(path, asked.eps, asked.min_samples)
        print(f"scikit-learn: {rival:8.2f} s, adjusted Rand index {adjusted_rand_score(causes, alone(theirs)):.3f}")
        print(f"{asked.count} failures of {asked.size} bytes: flakescope is {rival / took:.1f} times as fast")


if __name__ == "__main__":
    sys.exit(main())
