//! Rules one by one, and the rules of `sync_ci` on the logs that their authors kept.

use std::fs;
use std::path::Path;

use proptest::prelude::*;

use super::*;
use crate::activity::{Category, CiRun, RunStatus};

fn rules(text: &str) -> Rules {
    Rules::new(Rules::read(text.as_bytes(), "rules.json").unwrap()).unwrap()
}

fn found(rules: &Rules, job: &str, log: &str) -> Vec<(Category, String)> {
    failures_of(rules, job, log.as_bytes())
        .into_iter()
        .map(|failure| (failure.category, failure.case))
        .collect()
}

const RULES: &str = r#"[
    {"jobs": [], "regex": "[Cc]onnection reset", "key": "env"},
    {"jobs": ["unit"], "regex": "FAIL: .*", "key": "case"},
    {"jobs": [], "regex": "Caused by:.*?bad toml", "key": "compile", "lines": 3}
]"#;

#[test]
fn categories_jobs_and_windows() {
    let rules = rules(RULES);
    let log = "a\nconnection reset\n[2021-06-19T10:00:00.000Z] FAIL: x [2021-06-19T10:00:00.000Z]y\nFAIL: z\r\nFAIL: z\n";
    let case = |case: &str| (Category::Case, case.to_owned());
    let env = (Category::Env, "connection reset".to_owned());
    assert_eq!(found(&rules, "unit", log), [case("FAIL: x y"), case("FAIL: z"), env.clone()]);
    assert_eq!(found(&rules, "other", log), [env]);
    let compile = (Category::Compile, "Caused by: it isbad toml".to_owned());
    assert_eq!(found(&rules, "", "x\nCaused by:\n it is\nbad toml\n"), [compile]);
    assert_eq!(found(&rules, "", "Caused by:\n it is\nnot\nbad toml\n"), []);
    assert_eq!(found(&rules, "", ""), []);
}

#[test]
fn twenty_lines_around_the_match() {
    let log: String =
        (0..40).map(|n| if n == 10 { "FAIL: x\n".into() } else { format!("line {n}\n") }).collect();
    let failure = failures_of(&rules(RULES), "unit", log.as_bytes()).remove(0);
    assert_eq!((failure.context.len(), failure.context[0].as_str()), (20, "line 5"));
    assert_eq!((failure.context[5].as_str(), failure.context[19].as_str()), ("FAIL: x", "line 24"));
    let joined = failures_of(&rules(RULES), "", b"1\n2\n3\n4\n5\n6\n7\nCaused by: bad toml\n").remove(0);
    assert_eq!(joined.context[5], "Caused by: bad toml", "the window began two lines earlier");
}

#[test]
fn rules_are_read_back() {
    let rule =
        Rule { jobs: vec!["unit".into()], lines: 3, name: "a name".into(), ..built_in_rules()[0].clone() };
    let rules = [built_in_rules(), vec![rule]].concat();
    assert_eq!(Rules::read(Rules::write(&rules).as_bytes(), "x").unwrap(), rules);
}

#[test]
fn what_cannot_be_a_rule_is_told() {
    for (text, expect) in [
        (r#"[{"regex": "(", "key": "env"}]"#, "rule 1 ((): unclosed group"),
        (r#"[{"regex": "a", "key": "env"}, {"regex": "", "key": "env"}]"#, "rule 2 (): the pattern is empty"),
        (r#"[{"regex": "a", "key": "unknown"}]"#, "rule 1 (a): its key must be env, compile, check or case"),
        (
            r#"[{"regex": "a", "key": "env", "lines": 21}]"#,
            "rule 1 (a): it looks at 21 lines; 20 is the most",
        ),
    ] {
        let error = Rules::new(Rules::read(text.as_bytes(), "r").unwrap()).unwrap_err();
        assert_eq!(error.to_string(), expect);
    }
    for text in ["3", "{\"a\": 1}", "[{\"regex\": \"a\"}]", "[", r#"[{"regex": "a", "key": "b"}]"#] {
        assert!(Rules::read(text.as_bytes(), "r").is_err(), "{text}");
    }
    let named = rules(r#"{"socket_close": "Socket closed"}"#);
    assert_eq!(found(&named, "", "x Socket closed"), [(Category::Env, "socket_close".to_owned())]);
}

#[test]
fn only_what_did_not_pass_is_explained() {
    let rules = rules(RULES);
    let run = |status| CiRun { status, job: "unit".into(), ..CiRun::default() };
    for (status, count) in [(RunStatus::Success, 0), (RunStatus::Failure, 1), (RunStatus::Aborted, 1)] {
        let mut run = run(status);
        explain(&mut run, &rules, b"FAIL: a\n");
        assert_eq!(run.failures.len(), count);
        explain(&mut run, &rules, b"nothing\n");
        assert_eq!(run.failures.len(), count, "what was known stays");
    }
}

#[test]
fn the_built_in_rules() {
    let rules = Rules::new(built_in_rules()).unwrap();
    for (line, category) in [
        ("error: could not compile `core` (lib) due to 2 previous errors", Category::Compile),
        ("FAIL\tgithub.com/a/b [build failed]", Category::Compile),
        ("pkg/a.go:12:3: undefined: x", Category::Compile),
        ("src/a.cpp:1:2: error: expected ';'", Category::Compile),
        ("Diff in /src/a.rs at line 3:", Category::Check),
        ("would reformat a.py", Category::Check),
        ("--- FAIL: TestA (0.01s)", Category::Case),
        ("test a::b ... FAILED", Category::Case),
        ("FAILED tests/test_a.py::test_b - assert 1 == 2", Category::Case),
        ("curl: (6) Could not resolve host: github.com", Category::Env),
        ("write: No space left on device", Category::Env),
    ] {
        let found = found(&rules, "", line);
        assert_eq!(found.first().map(|(category, _)| *category), Some(category), "{line}");
    }
    assert_eq!(found(&rules, "", "ok  \tgithub.com/a/b\t0.1s\ntest a ... ok"), []);
}

/// What each log holds by `sync_ci_regex_rules.json`, worked out by hand: the line that a rule fits, and of several the one with
/// the weightiest category. `tics_fail.log` ends with a failed branch, which no rule knows.
const LOGS: [(&str, &str, Category, &str); 16] = [
    (
        "FAIL_integration_common_test",
        "",
        Category::Case,
        "FAIL: coprocessor_cache_test.go:102: testCoprocessorSuite.TestAdmission",
    ),
    (
        "copr_test_case",
        "",
        Category::Case,
        "Test fail: Outputs are not matching. Test case: sql/randgen-topn/5_math_2.sql",
    ),
    (
        "integration_fatal_error",
        "",
        Category::Case,
        "[FATAL] [main.go:694] [\"run test\"] [test=select] [error=\"sql:SELECT c2 from t where not (c2 > 2);: run ",
    ),
    (
        "mysql_test_error",
        "",
        Category::Case,
        "[fatal] run test [window_functions] err: sql:SHOW CREATE VIEW v;: failed to run query",
    ),
    ("pd_build_failed", "", Category::Compile, "make: *** [swagger-spec] Error 1"),
    (
        "replace_error",
        "",
        Category::Env,
        "fatal: reference is not a tree: 0f135cbb543c5a19e0344f07e8ccc65fb33eb245",
    ),
    ("tics_fail", "", Category::Unknown, ""),
    (
        "tidb_ghpr_check_2",
        "",
        Category::Env,
        "go: github.com/BurntSushi/toml@v0.3.1: Get http://goproxy.pingcap.net/",
    ),
    (
        "tidb_ghpr_mybatis_case_error",
        "tidb_ghpr_mybatis",
        Category::Case,
        "### Error querying database.  Cause: com.mysql.jdbc.exceptions.jdbc4.MySQLSyntaxErrorException: Table 'ibtest.numerics' doesn't exist",
    ),
    (
        "tidb_ghpr_unit_test_build_error",
        "",
        Category::Compile,
        "can't load package: package github.com/pingcap/tidb/server:",
    ),
    (
        "tidb_ghpr_unit_test_build_error2",
        "",
        Category::Compile,
        "build github.com/pingcap/tidb/cmd/benchdb: cannot load github.com/pingcap/tidb/store/tikv/config: no matching versions for query \"latest\"",
    ),
    (
        "tidb_integration_fail",
        "",
        Category::Case,
        "FAIL: lock_test.go:655: testLockSuite.TestBatchResolveTxnFallenBackFromAsyncCommit",
    ),
    ("tidb_panic", "", Category::Case, "PANIC: aggregate_test.go:507: testSuiteAgg.TestGroupConcatAggr"),
    (
        "tidb_race_build_failed",
        "",
        Category::Compile,
        "FAIL github.com/pingcap/tidb/planner/core [setup failed]",
    ),
    ("tikv_compile_error", "", Category::Compile, "error: could not compile `tikv`"),
    ("tikv_toml_error", "", Category::Compile, "Caused by:   could not parse input as TOML"),
];

#[test]
fn the_real_logs_by_their_rules() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data/ci-stat");
    if !folder.is_dir() {
        println!("SKIPPED: {} is not there", folder.display());
        return;
    }
    let text = fs::read_to_string(folder.join("sync_ci_regex_rules.json")).unwrap();
    let rules = rules(&text);
    for (name, job, category, start) in LOGS {
        let log = fs::read(folder.join("jenkins-logs").join(format!("{name}.log"))).unwrap();
        let mut run = CiRun { status: RunStatus::Failure, job: job.into(), ..CiRun::default() };
        explain(&mut run, &rules, &log);
        assert_eq!(run.category(), Some(category), "{name}");
        let case = run.failures.first().map(|failure| failure.case.as_str()).unwrap_or_default();
        assert!(case.starts_with(start) && case.is_empty() == start.is_empty(), "{name}: {case}");
        assert!(run.failures.iter().all(|failure| (1..=20).contains(&failure.context.len())), "{name}");
    }
    let env = rules_of(&folder, "sync_ci_envrules.json");
    assert_eq!(found(&env, "", "curl: (56) Recv failure: Connection reset by peer").len(), 2);
}

fn rules_of(folder: &Path, name: &str) -> Rules {
    rules(&fs::read_to_string(folder.join(name)).unwrap())
}

proptest! {
    #[test]
    fn no_log_panics(log in prop::collection::vec(any::<u8>(), 0..400)) {
        failures_of(&rules(RULES), "unit", &log);
    }

    /// Every case stands in the log, but for the times and what fools a reader.
    #[test]
    fn cases_are_of_the_log(lines in prop::collection::vec("(FAIL: [a-z]{0,4}|[a-z ]{0,8}|connection reset)", 0..30)) {
        let log = lines.join("\n");
        for (_, case) in found(&rules(RULES), "unit", &log) {
            prop_assert!(log.contains(&case));
        }
    }
}
