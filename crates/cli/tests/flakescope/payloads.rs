//! `payloads`: files of runs in, verdicts and exit codes out.

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use flakescope_core::formats::junit;
use flakescope_core::model::FailureStatus;
use flakescope_sim::files::write_payload;
use flakescope_sim::payload::{Payload, PayloadOptions};
use serde::Deserialize;
use serde_json::Value;

use crate::run::{Run, folder, with_arguments};

fn payloads(arguments: &[&str], paths: &[&Path]) -> Run {
    let paths = paths.iter().map(|path| path.to_str().unwrap());
    let arguments: Vec<&str> =
        ["payloads"].into_iter().chain(arguments.iter().copied()).chain(paths).collect();
    with_arguments(&arguments)
}

/// Tests by the letters of their ends in ten runs: P, F, K (flaked), S, I (failed, informing), `.` (not there).
const TESTS: [(&str, &str); 8] = [
    ("good", "PPPPPPPPPP"),
    ("a <bad> & \"loud\" one", "PFPFPFPFPF"),
    ("dead", "FFFFFFFFFF"),
    ("flaky", "PKPKPPPPPP"),
    ("skipped", "SSSSSSSSSS"),
    ("informing", "IIIIIIIIPP"),
    ("rare", "PP........"),
    ("twin of the bad one", "PFPFPFPFPF"),
];

fn run_xml(run: usize) -> String {
    let mut xml = String::from("<testsuites><testsuite name=\"e2e\"><testsuite name=\"inner\">");
    for (name, letters) in TESTS {
        let name = name.replace('&', "&amp;").replace('<', "&lt;").replace('"', "&quot;");
        let case = |attributes: &str, inner: &str| {
            format!("<testcase name=\"{name}\"{attributes}>{inner}</testcase>")
        };
        xml += &match letters.as_bytes()[run] {
            b'P' => case("", ""),
            b'F' => case("", "<failure message=\"boom\"/>"),
            b'K' => case("", "<failure message=\"boom\"/>") + &case("", ""),
            b'S' => case("", "<skipped/>"),
            b'I' => case(" lifecycle=\"informing\"", "<failure/>"),
            _ => String::new(),
        };
    }
    xml + "</testsuite></testsuite></testsuites>"
}

/// A folder of ten runs, and a history.
fn world(name: &str) -> (PathBuf, PathBuf) {
    let folder = folder(name);
    for run in 0..10 {
        let of_run = folder.join(format!("runs/179000000000000000{run}"));
        fs::create_dir_all(of_run.join("artifacts/deep")).unwrap();
        fs::write(of_run.join("artifacts/deep/junit_01.xml"), run_xml(run)).unwrap();
        let job = format!(
            "{{\"spec\": {{\"job\": \"e2e-aws\"}}, \"status\": {{\"state\": \"success\", \"build_id\": \"179000000000000000{run}\", \"url\": \"https://prow.example/{run}\"}}}}"
        );
        fs::write(of_run.join("prowjob.json"), job).unwrap();
    }
    let mut csv = String::from("suite,test,passes,failures,flakes\n");
    for (name, passes) in
        [("good", 200), ("a <bad> & \"loud\" one", 190), ("flaky", 198), ("informing", 200), ("dead", 200)]
    {
        let _ = writeln!(csv, "e2e|||inner,\"{}\",{passes},{},0", name.replace('"', "\"\""), 200 - passes);
    }
    let history = folder.join("history.csv");
    fs::write(&history, csv).unwrap();
    (folder.join("runs"), history)
}

fn judged(runs: &Path, history: &Path, more: &[&str]) -> Run {
    let mut arguments = vec!["verdict", "--history", history.to_str().unwrap()];
    arguments.extend(more);
    arguments.push("--runs");
    payloads(&arguments, &[runs])
}

#[test]
fn a_payload_is_judged_test_by_test() {
    let (runs, history) = world("payloads-verdict");
    let run = judged(&runs, &history, &["--format", "json"]);
    assert_eq!(run.code, 0, "{}", run.err);
    let report = run.json();
    let rows: Vec<(&str, &str, &str, &str)> = report["tests"]
        .as_array()
        .unwrap()
        .iter()
        .map(|test| {
            let text = |key: &str| test[key].as_str().unwrap();
            (text("test"), text("verdict"), text("rule"), text("runs"))
        })
        .collect();
    assert_eq!(
        rows,
        [
            ("dead", "failed", "no_pass", "FFFFFFFFFF"),
            ("a <bad> & \"loud\" one", "failed", "required_passes", "PFPFPFPFPF"),
            ("rare", "failed", "too_few_attempts", "PP........"),
            ("informing", "informing", "required_passes", "FFFFFFFFPP"),
            ("flaky", "flaky", "required_passes", "PKPKPPPPPP"),
            ("twin of the bad one", "passed", "required_passes", "PFPFPFPFPF"),
            ("good", "passed", "required_passes", "PPPPPPPPPP"),
            ("skipped", "not_run", "did_not_run", "SSSSSSSSSS"),
        ]
    );
    let bad = &report["tests"][1];
    assert_eq!((&bad["required"], &bad["history_percent"]), (&Value::from(7), &Value::from(95)));
    let reason = "passed only 5 of 10, and 7 are required, because it passed 95 % of 200 runs before";
    assert_eq!(bad["reason"], reason);
    // 3 of 3 judged tests stand below it: q is never less than p.
    assert!(bad["q"].as_f64().unwrap() >= bad["p"].as_f64().unwrap());
    assert_eq!(report["tests"][2]["missing_in"].as_array().unwrap().len(), 8);
    let sentence = report["sentence"].as_str().unwrap();
    assert_eq!(
        sentence,
        "The payload fails over 10 runs of e2e-aws: 3 of 7 tests that ran failed, first \"dead\", which failed in all 10 attempts."
    );
}

#[test]
fn exit_code_3_only_where_it_is_asked_for() {
    let (runs, history) = world("payloads-exit");
    for (more, code) in [
        (vec![], 0),
        (vec!["--fail-on-regression"], 3),
        (vec!["--fail-on-regression", "--history-failed"], 2),
    ] {
        let run = judged(&runs, &history, &more);
        assert_eq!(run.code, code, "{more:?}: {}", run.err);
    }
    let run = judged(&runs, &history, &["--fail-on-regression"]);
    let last = run.err.lines().last().unwrap();
    assert!(last.starts_with("flakescope: The payload fails over 10 runs"), "{last}");
    assert!(run.out.starts_with("# The payload fails"), "the report is written all the same");
}

#[test]
fn every_format() {
    let (runs, history) = world("payloads-formats");
    let csv = judged(&runs, &history, &["--format", "csv"]).out;
    let mut reader = csv::ReaderBuilder::new().from_reader(csv.as_bytes());
    assert_eq!(reader.headers().unwrap().len(), 27);
    assert_eq!(reader.records().map(Result::unwrap).count(), 8);
    let markdown = judged(&runs, &history, &["--format", "markdown"]).out;
    for words in [
        "## Failed (3)",
        "## Failed, informing only (1)",
        "PFPFPFPFPF",
        "one that passes 90 % would be flagged",
        "missing in 1790000000000000002",
    ] {
        assert!(markdown.contains(words), "{words}: {markdown}");
    }
    let html = judged(&runs, &history, &["--format", "html"]).out;
    assert!(
        html.contains("a &lt;bad&gt; &amp; &quot;loud&quot; one") && html.contains("https://prow.example/3"),
        "{html}"
    );
    assert!(!html.contains("<script") && !html.contains("src="));
    let file = runs.with_file_name("verdict.csv");
    let run = judged(&runs, &history, &["--format", "csv", "-o", file.to_str().unwrap()]);
    assert_eq!((run.out.as_str(), fs::read_to_string(file).unwrap()), ("", csv));
}

/// What stands in `system-out`, as openshift/ci-tools names it.
#[derive(Deserialize)]
struct Details {
    name: String,
    testsuitename: String,
    summary: String,
    passes: Vec<RunOf>,
    failures: Vec<RunOf>,
    skips: Vec<RunOf>,
}

#[derive(Deserialize)]
struct RunOf {
    jobrunid: String,
    humanurl: String,
    gcsartifacturl: String,
}

#[test]
fn the_aggregated_junit_reads_back_to_the_same_verdicts() {
    let (runs, history) = world("payloads-junit");
    let json = judged(&runs, &history, &["--format", "json"]).json();
    let xml = judged(&runs, &history, &["--format", "junit"]).out;
    let mut read = Vec::new();
    let met = junit::walk(&xml, |suites, case| {
        let path: Vec<&str> = suites.iter().map(|suite| suite.name.as_str()).collect();
        let details: Details = serde_saphyr::from_str(&case.output).unwrap();
        assert_eq!(
            (path.join("|||"), case.name.as_str()),
            (details.testsuitename.clone(), details.name.as_str())
        );
        let flaked = details
            .passes
            .iter()
            .any(|pass| details.failures.iter().any(|fail| fail.jobrunid == pass.jobrunid));
        let verdict = match (case.status, case.informing) {
            (Some(FailureStatus::Failure), true) => "informing",
            (Some(FailureStatus::Failure), false) => "failed",
            (Some(FailureStatus::Skip), _) => "not_run",
            _ if flaked => "flaky",
            _ => "passed",
        };
        let first = details.passes.iter().chain(&details.failures).chain(&details.skips).next().unwrap();
        assert!(first.humanurl.starts_with("https://prow.example/") && first.gcsartifacturl.is_empty());
        read.push((
            details.name,
            verdict,
            details.summary,
            [details.passes.len(), details.failures.len(), details.skips.len()],
        ));
    });
    assert_eq!((met.breaks, met.cases), (0, 8));
    read.sort();
    let mut expect: Vec<(String, &str, String, [usize; 3])> = Vec::new();
    for test in json["tests"].as_array().unwrap() {
        let text = |key: &str| test[key].as_str().unwrap();
        let count = |key: &str| usize::try_from(test[key].as_u64().unwrap()).unwrap();
        let counts = [count("passes"), count("failures") + count("flakes"), count("skips")];
        expect.push((text("test").to_owned(), text("verdict"), text("reason").to_owned(), counts));
    }
    expect.sort();
    assert_eq!(read, expect);
}

#[test]
fn cut_files_never_let_a_test_pass() {
    let (runs, history) = world("payloads-cut");
    let cut = |run: usize| {
        let file = runs.join(format!("179000000000000000{run}/artifacts/deep/junit_01.xml"));
        let whole = run_xml(run);
        fs::write(file, &whole[..whole.find("flaky").unwrap()]).unwrap();
    };
    (0..3).for_each(cut);
    let report = judged(&runs, &history, &["--format", "json"]).json();
    let flaky = report["tests"].as_array().unwrap().iter().find(|test| test["test"] == "flaky").unwrap();
    assert_eq!((&flaky["runs"], &flaky["attempts"]), (&Value::from("???KPPPPPP"), &Value::from(7)));
    assert_eq!(flaky["lost_in"].as_array().unwrap().len(), 3);
    assert!(!report["sentence"].as_str().unwrap().contains("lost results"));
    cut(3);
    let run = judged(&runs, &history, &["--format", "json"]);
    let report = run.json();
    assert!(report["causes"][0].as_str().unwrap().starts_with("4 runs have not finished or lost results"));
    assert!(run.err.contains("junit_01.xml is broken or cut short; 3 test cases can be read"), "{}", run.err);
}

/// A zip archive of one file, stored as it is (PKWARE APPNOTE 6.3).
fn archive(name: &str, bytes: &[u8]) -> Vec<u8> {
    let four = |n: usize| u32::try_from(n).unwrap().to_le_bytes();
    let mut sizes = vec![0; 10];
    sizes.extend([four(bytes.len()), four(bytes.len()), four(name.len())].concat());
    let head = [b"PK\x03\x04\x14\0\0\0", sizes.as_slice(), name.as_bytes(), bytes].concat();
    let list = [b"PK\x01\x02\x14\0\x14\0\0\0", sizes.as_slice(), &[0; 14], name.as_bytes()].concat();
    let end = [b"PK\x05\x06\0\0\0\0\x01\0\x01\0".as_slice(), &four(list.len()), &four(head.len()), &[0; 2]]
        .concat();
    [head, list, end].concat()
}

/// A sparse file: it takes no room on the disk, and must take none in memory.
#[cfg(target_os = "linux")]
#[test]
fn a_file_of_1_gb_makes_its_run_incomplete() {
    let (runs, history) = world("payloads-large");
    let file = fs::File::create(runs.join("1790000000000000000/junit_large.xml")).unwrap();
    file.set_len(1 << 30).unwrap();
    let run = judged(&runs, &history, &["--format", "json"]);
    let report = run.json();
    assert!(report["runs"][0]["incomplete"].as_str().unwrap().contains("256 MB"), "{}", report["runs"][0]);
    let peak = run
        .err
        .lines()
        .last()
        .unwrap()
        .split("peak memory ")
        .nth(1)
        .and_then(|rest| rest.strip_suffix(" MB"));
    assert!(peak.and_then(|peak| peak.parse::<u32>().ok()).unwrap() < 100, "{}", run.err);
}

#[test]
fn archives_lists_and_files_give_the_same_verdict_as_folders() {
    let (runs, history) = world("payloads-shapes");
    let letters = |run: &Run| {
        let report = run.json();
        let tests = report["tests"].as_array().unwrap().iter();
        tests.map(|test| format!("{} {} {}", test["test"], test["verdict"], test["runs"])).collect::<Vec<_>>()
    };
    let folders = letters(&judged(&runs, &history, &["--format", "json"]));
    let entries: Vec<String> = (0..10)
        .map(|run| {
            format!(
                r#"{{"id": "{run}", "files": ["runs/179000000000000000{run}/artifacts/deep/junit_01.xml"]}}"#
            )
        })
        .collect();
    let list = runs.with_file_name("list.json");
    fs::write(&list, format!(r#"{{"job": "e2e-aws", "runs": [{}]}}"#, entries.join(","))).unwrap();
    assert_eq!(letters(&judged(&list, &history, &["--format", "json"])), folders);
    let packed = runs.with_file_name("packed");
    fs::create_dir_all(&packed).unwrap();
    for run in 0..10 {
        let bytes = archive("artifacts/junit_01.xml", run_xml(run).as_bytes());
        fs::write(packed.join(format!("{run}.zip")), bytes).unwrap();
    }
    assert_eq!(letters(&judged(&packed, &history, &["--format", "json"])), folders);
    fs::write(packed.join("9.zip"), &archive("a/junit_01.xml", run_xml(9).as_bytes())[..200]).unwrap();
    let broken = judged(&packed, &history, &["--format", "json"]);
    assert!(broken.err.contains("9.zip: the archive has no readable list of files"), "{}", broken.err);
    assert_eq!(broken.json()["runs"].as_array().unwrap().len(), 10);
    let files: Vec<PathBuf> = (0..10)
        .map(|run| runs.join(format!("179000000000000000{run}/artifacts/deep/junit_01.xml")))
        .collect();
    let paths: Vec<&Path> = files.iter().map(PathBuf::as_path).collect();
    let named =
        payloads(&["verdict", "--history", history.to_str().unwrap(), "--format", "json", "--runs"], &paths);
    assert_eq!(letters(&named), folders);
}

#[test]
fn what_cannot_be_judged_is_said_in_one_line() {
    let (runs, history) = world("payloads-wrong");
    let beside = |name: &str, text: &str| {
        let path = runs.with_file_name(name);
        fs::write(&path, text).unwrap();
        path
    };
    let list =
        beside("list.json", r#"[{"id": "7", "tests": [{"name": "a", "result": "pass"}]}, {"id": "7"}]"#);
    let nan = beside("nan.csv", "suite,test,passes,failures,flakes\ns,a,NaN,1,1\n");
    let other = beside("other.csv", "job,suite,test,passes,failures,flakes\ne2e-gcp,s,a,1,1,1\n");
    let twice = beside("1.json", r#"[{"id": "1", "job": "a"}, {"id": "2", "job": "b"}]"#);
    let empty = folder("payloads-empty");
    for (runs, history, code, message) in [
        (&list, &history, 1, "two runs have the id \"7\""),
        (&runs, &nan, 1, "nan.csv: line 2: "),
        (&runs, &other, 1, "the history of \"e2e-gcp\", and the runs are of \"e2e-aws\""),
        (&twice, &history, 1, "the runs are of 2 jobs (a, b)"),
        (&empty, &history, 1, "holds no run"),
        (&runs, &empty.join("none.csv"), 1, "cannot be read"),
        (&empty.join("none.xml"), &history, 1, "cannot be read"),
    ] {
        let run = judged(runs, history, &[]);
        assert_eq!((run.code, run.out.as_str()), (code, ""), "{message}: {}", run.err);
        let last = run.err.lines().last().unwrap();
        assert!(last.starts_with("flakescope: ") && last.contains(message), "{message}: {}", run.err);
    }
}

#[test]
fn wrong_use() {
    let (runs, history) = world("payloads-use");
    for more in [
        vec!["--alpha", "1.5"],
        vec!["--alpha", "NaN"],
        vec!["--corpus", "0"],
        vec!["--pity", "-1"],
        vec!["--min-attempts", "many"],
        vec!["--format", "xml"],
    ] {
        let run = judged(&runs, &history, &more);
        assert_eq!((run.code, run.out.as_str()), (2, ""), "{more:?}: {}", run.err);
    }
    for arguments in [
        "payloads",
        "payloads verdict",
        "payloads required-passes --attempts 10",
        "payloads required-passes --attempts 10 --rate 101",
        "payloads required-passes --attempts 10 --rate NaN",
        "payloads cross-jobs --runs a",
        "payloads cross-jobs --runs a --test-group install --test b",
        "payloads cross-jobs --runs a --test b --platform moon",
    ] {
        let run = crate::run::flakescope(arguments);
        assert_eq!((run.code, run.out.as_str()), (2, ""), "{arguments}: {}", run.err);
    }
}

#[test]
fn help_shows_every_flag_and_examples() {
    for (command, words) in [
        (
            "verdict",
            "--runs --history --history-failed --job --lists --alpha --corpus --pity --min-attempts --format --output --fail-on-regression",
        ),
        ("required-passes", "--attempts --rate --corpus --alpha --exact"),
        (
            "cross-jobs",
            "--test-group --test --suite --minimum-successful-count --platform --network --infrastructure --include-job-names --exclude-job-names",
        ),
        ("lists", "--output"),
    ] {
        let help = crate::run::flakescope(&format!("payloads {command} --help"));
        assert_eq!(help.code, 0);
        for word in words.split(' ') {
            assert!(help.out.contains(word), "{command}: {word} is missing:\n{}", help.out);
        }
    }
    let help = crate::run::flakescope("payloads --help").out;
    assert!(
        help.contains("flakescope payloads verdict --runs runs/") && help.contains("3 the payload fails"),
        "{help}"
    );
}

#[test]
fn a_payload_without_a_history_is_held_to_70_percent() {
    let (runs, _) = world("payloads-unknown");
    let run = payloads(&["verdict", "--format", "json", "--runs"], &[&runs]);
    assert!(
        run.err.contains("warning: history: no history was given; every test is held to 70 %"),
        "{}",
        run.err
    );
    assert!(run.json()["tests"].as_array().unwrap().iter().all(|test| test["history_percent"] == 70));
    let run = payloads(&["verdict", "--history-failed", "--format", "json", "--runs"], &[&runs]);
    assert!(run.json()["tests"].as_array().unwrap().iter().all(|test| test["history_percent"] == 99));
}

#[test]
fn required_passes_are_printed() {
    for (arguments, expect) in [
        ("--attempts 10 --rate 95", "7"),
        ("--attempts 12 --rate 100", "11"),
        ("--attempts 1 --rate 96", "1"),
        ("--attempts 1 --rate 96 --exact", "0"),
        ("--attempts 40 --rate 95", "34"),
        ("--attempts 10 --rate 95 --corpus 20", "6"),
        ("--attempts 10 --rate 95 --alpha 0.001", "5"),
    ] {
        let run = crate::run::flakescope(&format!("payloads required-passes {arguments}"));
        assert_eq!((run.code, run.out.trim_end()), (0, expect), "{arguments}: {}", run.err);
    }
}

#[test]
fn earlier_runs_are_a_history() {
    let (runs, _) = world("payloads-earlier");
    let report = judged(&runs, &runs, &["--format", "json"]);
    assert!(report.json()["history"].as_str().unwrap().contains("99 %"), "the judged runs are no history");
    let earlier = runs.with_file_name("earlier");
    for run in 0..10 {
        fs::create_dir_all(earlier.join(format!("8000000{run}"))).unwrap();
        fs::write(earlier.join(format!("8000000{run}/j.xml")), run_xml(run)).unwrap();
    }
    let report = judged(&runs, &earlier, &["--format", "json"]).json();
    let bad = report["tests"]
        .as_array()
        .unwrap()
        .iter()
        .find(|test| test["test"] == "twin of the bad one")
        .unwrap();
    assert_eq!(
        (&bad["history_runs"], &bad["history_percent"], &bad["verdict"]),
        (&10.into(), &50.into(), &"passed".into())
    );
}

#[test]
fn lists_can_be_edited() {
    let (runs, history) = world("payloads-lists");
    let lists = runs.with_file_name("lists.json");
    let printed = payloads(&["lists"], &[]).out;
    let own = printed.replace("\"initialize\"", "\"dead\"");
    fs::write(&lists, own).unwrap();
    let report = judged(&runs, &history, &["--format", "json", "--lists", lists.to_str().unwrap()]).json();
    let dead = report["tests"].as_array().unwrap().iter().find(|test| test["test"] == "dead").unwrap();
    assert_eq!((&dead["verdict"], &dead["rule"]), (&"passed".into(), &"always_pass".into()));
    fs::write(&lists, r#"{"never_fail": [{"test": "flaky", "reason": "never"}]}"#).unwrap();
    let report = judged(&runs, &history, &["--format", "json", "--lists", lists.to_str().unwrap()]).json();
    let flaky = report["tests"].as_array().unwrap().iter().find(|test| test["test"] == "flaky").unwrap();
    assert_eq!(flaky["reason"], "must never fail (never), and failed in 2 runs");
}

#[test]
fn one_test_over_many_jobs() {
    let list = folder("payloads-cross").join("runs.json");
    let run = |id: u32, job: &str, result: &str| {
        format!(
            r#"{{"id": "{id}", "job": "{job}", "url": "https://prow.example/{id}", "tests": [{{"suite": "cluster install",
            "name": "install should succeed: overall", "result": "{result}"}}]}}"#
        )
    };
    let runs = [
        run(1, "e2e-aws-ovn", "pass"),
        run(2, "e2e-aws-sdn", "fail"),
        run(3, "e2e-gcp-ovn", "pass"),
        run(4, "e2e-aws-ovn-upi", "pass"),
    ];
    fs::write(&list, format!("[{}]", runs.join(","))).unwrap();
    let cross = |more: &[&str]| {
        let mut arguments = vec!["cross-jobs", "--test-group", "install"];
        arguments.extend(more);
        arguments.push("--runs");
        payloads(&arguments, &[&list])
    };
    let found = cross(&["--format", "json", "--platform", "aws", "--minimum-successful-count", "2"]).json();
    assert_eq!(
        (&found["passed"], &found["passes"], &found["failures"]),
        (&true.into(), &2.into(), &1.into())
    );
    let run = cross(&[
        "--platform",
        "aws",
        "--infrastructure",
        "ipi",
        "--minimum-successful-count",
        "2",
        "--fail-on-regression",
    ]);
    assert_eq!(run.code, 3, "{}", run.err);
    let junit =
        cross(&["--format", "junit", "--exclude-job-names", "gcp", "--minimum-successful-count", "3"]).out;
    for words in [
        "<testsuite name=\"payload-cross-jobs\"",
        "test 'install should succeed: overall' has required number of successful passes across payload jobs for excluding:gcp",
        "required minimum successful count 3, got 2",
    ] {
        assert!(junit.contains(words), "{words}: {junit}");
    }
    assert!(cross(&["--format", "csv"]).out.starts_with("job,run,result,incomplete\r\n"));
}

/// A real run of Kubernetes, and nine made from it by letting some tests fail; what it takes is printed.
#[test]
fn ten_runs_of_kubernetes() {
    let capture = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../../../shared/data/k8s-e2e-junit-sonobuoy/k8s-2021-4-failures-junit_01.xml");
    let Ok(real) = fs::read_to_string(capture) else {
        println!("SKIPPED: the captures are not beside the checkout (../shared/data/k8s-e2e-junit-sonobuoy)");
        return;
    };
    let runs = folder("payloads-kubernetes");
    for run in 0..10 {
        let xml =
            if run == 0 { real.clone() } else { real.replacen("<failure", "<skipped/><ignored", run % 4) };
        fs::create_dir_all(runs.join(format!("9000000{run}"))).unwrap();
        fs::write(runs.join(format!("9000000{run}/junit_01.xml")), xml).unwrap();
    }
    let start = std::time::Instant::now();
    let run = payloads(&["verdict", "--format", "json", "--runs"], &[&runs]);
    println!(
        "ten runs of Kubernetes in {:?}: {}",
        start.elapsed(),
        run.err.lines().last().unwrap_or_default()
    );
    let report = run.json();
    assert_eq!(report["tests"].as_array().unwrap().len(), 5771);
    // 21 of the 25 that ran never failed; the first of the others was skipped more often than it failed.
    assert_eq!((&report["totals"]["not_run"], &report["totals"]["passed"]), (&5746.into(), &22.into()));
}

/// What is true about made-up payloads is found, and nothing else is.
#[test]
fn made_up_payloads() {
    for seed in 1..=5 {
        let folder = folder(&format!("made-up-payload-{seed}"));
        let payload = Payload::build(PayloadOptions { seed, ..PayloadOptions::default() });
        write_payload(&payload, &folder).unwrap();
        let (runs, history) = (folder.join("runs"), folder.join("history.csv"));
        let asked = ["verdict", "--format", "json", "--history", history.to_str().unwrap(), "--runs"];
        let report: Value = serde_json::from_str(&payloads(&asked, &[&runs]).out).unwrap();
        let named = |verdict: &str| -> Vec<&str> {
            let tests = report["tests"].as_array().unwrap().iter();
            tests.filter(|row| row["verdict"] == verdict).map(|row| row["test"].as_str().unwrap()).collect()
        };
        let truth = &payload.truth;
        assert_eq!(named("failed"), [&truth.regressed], "seed {seed}");
        assert_eq!(named("flaky"), [&truth.flaky]);
        assert_eq!(named("informing"), [&truth.informing]);
        assert_eq!(named("not_run"), [&truth.skipped]);
        assert_eq!((&report["passed"], report["job"].as_str()), (&Value::Bool(false), Some(&*truth.job)));
        let incomplete = report["runs"].as_array().unwrap().iter().filter(|run| run["incomplete"] != "");
        assert_eq!(
            incomplete.map(|run| run["id"].as_str().unwrap()).collect::<Vec<_>>(),
            [&truth.missing_run]
        );
    }
}

/// The payload that ships with the page.
#[test]
fn the_built_in_payload_is_what_the_simulator_makes() {
    let shipped = include_bytes!("../../../../public/sample/payload.zip");
    let made = Payload::build(PayloadOptions::default()).archive().unwrap();
    assert!(
        made == shipped,
        "public/sample/payload.zip is not of this code: flakescope-sim write-sample-payload --out public/sample/payload.zip"
    );
}
