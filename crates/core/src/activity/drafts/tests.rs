//! Which cases ask for an issue, and against which issues they are held.

use super::*;
use crate::activity::FailedCase;
use crate::model::TimeMs;

const DAY_MS: i64 = 86_400_000;
/// 2026-11-20T00:00:00Z.
const NOW: i64 = 1_795_132_800_000;

fn run(id: u32, number: Option<u64>, cases: &[&str]) -> RunRow {
    let case = |case: &&str| FailedCase {
        category: Category::Case,
        case: (*case).to_owned(),
        context: vec!["@ada ```x".into()],
    };
    RunRow {
        repository: "o/r".into(),
        job: "nightly".into(),
        id: id.to_string(),
        started_at: TimeMs(NOW + i64::from(id)),
        commit: "c0ffee".into(),
        branch: "master".into(),
        number,
        url: format!("https://ci.example/{id}"),
        failures: cases.iter().map(case).collect(),
        ..RunRow::default()
    }
}

fn report(runs: Vec<RunRow>) -> ActivityReport {
    ActivityReport { runs, ..ActivityReport::default() }
}

fn tests_of(report: &ActivityReport, params: &DraftParams) -> Vec<String> {
    drafts(report, &[], params).into_iter().map(|draft| draft.test).collect()
}

#[test]
fn names_of_tests() {
    for (case, test) in [
        ("FAIL: lock_test.go:655: testLockSuite.TestBatch", "testLockSuite.TestBatch"),
        ("--- FAIL: TestA/b_c (0.01s)", "TestA/b_c"),
        ("test a::b ... FAILED", "a::b"),
        ("FAILED tests/test_a.py::test_b - assert 1 == 2", "tests/test_a.py::test_b"),
        (
            "PANIC: aggregate_test.go:507: testSuiteAgg.TestGroupConcatAggr",
            "testSuiteAgg.TestGroupConcatAggr",
        ),
        ("WARNING: DATA RACE", "WARNING: DATA RACE"),
    ] {
        assert_eq!(test_of(case), test, "{case}");
    }
}

#[test]
fn one_issue_a_case_even_within_one_run() {
    let nightly = report(vec![run(
        1,
        None,
        &["FAIL: a.go:1: s.TestA", "FAIL: a.go:9: s.TestA", "FAIL: b.go:1: s.TestB"],
    )]);
    let params = DraftParams::default();
    assert_eq!(tests_of(&nightly, &params), ["s.TestA", "s.TestB"]);
    let draft = &drafts(&nightly, &[], &params)[0];
    assert_eq!((draft.runs, draft.pull_requests, draft.title.as_str()), (1, 0, "unstable test `s.TestA`"));
    insta::assert_snapshot!("activity_draft", draft.body);
    assert!(
        draft.link.starts_with("https://github.com/o/r/issues/new?title=unstable+test")
            && draft.link.len() < 8_000
    );
    assert_eq!(tests_of(&nightly, &DraftParams { nightly: false, ..params }), Vec::<String>::new());
}

#[test]
fn two_pull_requests() {
    let case = ["FAIL: a.go:1: s.TestA"];
    let params = DraftParams::default();
    let same = report(vec![run(1, Some(7), &case), run(2, Some(7), &case)]);
    assert!(tests_of(&same, &params).is_empty(), "one pull request may be wrong itself");
    let two = report(vec![run(1, Some(7), &case), run(2, Some(8), &case)]);
    assert_eq!(tests_of(&two, &params), ["s.TestA"]);
}

#[test]
fn issues_that_are_there() {
    let failed = report(vec![run(1, None, &["FAIL: a.go:1: s.TestA"])]);
    let issue = |number, open: bool, title: &str, closed_days: i64| Issue {
        repository: Repository::parse("o/r").unwrap(),
        number,
        open,
        title: title.into(),
        closed_at: (!open).then_some(TimeMs(NOW - closed_days * DAY_MS)),
        ..Issue::default()
    };
    let check = |issues: &[Issue], expect: DraftStanding| {
        assert_eq!(drafts(&failed, issues, &DraftParams::default())[0].standing, expect, "{issues:?}");
    };
    let url = |number: u64| format!("https://github.com/o/r/issues/{number}");
    let open = issue(1, true, "unstable test `s.TestA`", 0);
    check(&[issue(2, false, "s.TestA fails", 1), open.clone()], DraftStanding::Known { url: url(1) });
    check(&[issue(3, true, "unstable test `s.TestAB`", 0)], DraftStanding::New);
    check(&[issue(4, false, "s.TestA", 13)], DraftStanding::Again { url: url(4) });
    check(&[issue(5, false, "s.TestA", 20)], DraftStanding::New);
    check(&[issue(6, false, "s.TestA", -1)], DraftStanding::Known { url: url(6) });
    check(&[Issue { repository: Repository::parse("o/x").unwrap(), ..open.clone() }], DraftStanding::New);
    check(&[Issue { is_pull_request: true, ..open }], DraftStanding::New);
    let filed = Issue {
        body: drafts(&failed, &[], &DraftParams::default())[0].body.clone(),
        ..issue(7, true, "x", 0)
    };
    check(&[filed], DraftStanding::Known { url: url(7) });
}

#[test]
fn nothing_acts_in_an_issue() {
    let hostile = "FAIL: `</code> @ada #1 \n/close";
    let long = "x".repeat(9_000);
    let failed =
        report(vec![RunRow { url: "javascript:1".into(), branch: long, ..run(1, None, &[hostile]) }]);
    let draft = &drafts(&failed, &[], &DraftParams::default())[0];
    assert!(
        !draft.body.contains("@ada")
            && !draft.body.contains("\n/close")
            && !draft.body.contains("javascript")
    );
    assert!(draft.link.len() < 8_000 && draft.link.contains("paste"), "{}", draft.link);
    assert!(!draft.title.contains('\n') && draft.title.chars().count() < 130);
}

#[test]
fn params_are_checked() {
    let none = DraftParams { pull_requests: 0, ..DraftParams::default() };
    assert_eq!(none.check(), Err(DraftParamsError::PullRequests(0)));
    let label = DraftParams { labels: vec![" ".into()], ..DraftParams::default() };
    assert_eq!(label.check(), Err(DraftParamsError::EmptyLabel));
    assert_eq!(DraftParams::default().check(), Ok(DraftParams::default()));
}
