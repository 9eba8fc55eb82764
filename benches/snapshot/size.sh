#!/usr/bin/env bash
# How large a snapshot of boards as large as the Kubernetes release boards is (46 tabs, 1,000 tests, 150 runs, made up), and how
# long it takes to make one from a server on this machine.
set -euo pipefail
cd "$(dirname "$0")/../.."
source scripts/env.sh

cargo build --quiet --release -p flakescope-sim -p flakescope-cli
programs="${CARGO_TARGET_DIR:-target}/release"
out=$(mktemp -d)
coproc SIM { exec "$programs/flakescope-sim" serve --tests 1000; }
trap 'kill "$SIM_PID" 2>/dev/null || true; rm -rf "$out"' EXIT
read -r line <&"${SIM[0]}"

start=$(date +%s%N)
"$programs/flakescope" snapshot --testgrid "${line#listening on }/api/v1" --github off --out "$out"
echo "snapshot: made in $((($(date +%s%N) - start) / 1000000)) ms"
