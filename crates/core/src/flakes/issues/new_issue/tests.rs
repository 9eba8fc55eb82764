use proptest::prelude::*;

use super::*;
use crate::flakes::issues::parse_form;
use crate::flakes::{Elsewhere, MessageCount, Priority, TestKey, TestRow, Verdict};
use crate::flakes::{Level, counted};
use crate::model::{Issue, Repository, TabStatus, TimeMs};

fn row() -> TestRow {
    TestRow {
        dashboard: "sig-release-master-blocking".into(),
        job: "gce-cos-master-default".into(),
        prow_job: "ci-kubernetes-e2e-gci-gce".into(),
        job_status: TabStatus::Flaky,
        test: "Kubernetes e2e suite.[It] [sig-storage] PV should mount".into(),
        renamed_from: String::new(),
        sig: "sig-storage".into(),
        verdict: Verdict::Flaky,
        stale: false,
        ndr: true,
        runs: 98,
        passes: 94,
        failures: 4,
        flaky_cells: 0,
        skips: 0,
        failure_rate: Some(0.040_816),
        failure_rate_low: Some(0.016),
        failure_rate_high: Some(0.100),
        flip_rate: Some(0.04),
        trend: crate::flakes::Trend::Up,
        since: TimeMs::parse("2026-11-12T10:00:00Z"),
        since_low: TimeMs::parse("2026-11-10T10:00:00Z"),
        since_high: TimeMs::parse("2026-11-13T10:00:00Z"),
        first_failure: TimeMs::parse("2026-11-11T10:00:00Z"),
        last_failure: TimeMs::parse("2026-11-19T10:00:00Z"),
        last_message: "timed out".into(),
        priority: Priority::Sure(Level::ImportantSoon),
        issue: String::new(),
        issue_match: String::new(),
        effort: String::new(),
        testgrid_url: "https://testgrid.k8s.io/sig-release-master-blocking#gce-cos-master-default".into(),
        run_url: "https://prow.k8s.io/view/gs/kubernetes-ci-logs/logs/ci-kubernetes-e2e-gci-gce/7".into(),
    }
}

fn said(texts: &[(&str, u32)]) -> Vec<MessageCount> {
    texts.iter().map(|(text, count)| MessageCount { text: (*text).into(), count: *count }).collect()
}

fn elsewhere(job: &str, verdict: Verdict) -> Elsewhere {
    let key = TestKey { dashboard: "d".into(), job: job.into(), test: "t".into() };
    Elsewhere { key, verdict, failure_rate: None, runs: 1 }
}

fn issue_of(
    row: &TestRow,
    messages: &[MessageCount],
    elsewhere: &[Elsewhere],
    earlier: Option<&Issue>,
) -> NewIssue {
    let triage_url = "https://storage.googleapis.com/k8s-triage/index.html?test=%5Ex%24";
    NewIssue::new(&IssueEvidence { row, window_days: 14, messages, elsewhere, triage_url, earlier })
}

fn forms() -> Repository {
    Repository::parse("kubernetes/kubernetes").unwrap()
}

fn fields(link: &str) -> Vec<(String, String)> {
    let (_, query) = link.split_once('?').unwrap();
    form_urlencoded::parse(query.as_bytes()).into_owned().collect()
}

fn field(link: &str, key: &str) -> String {
    fields(link).into_iter().find(|(k, _)| k == key).map(|(_, value)| value).unwrap_or_default()
}

#[test]
fn a_flake_fills_the_form() {
    let repository = Repository::parse("kubernetes/kubernetes").unwrap();
    let closed_at = TimeMs::parse("2026-11-09T10:00:00Z");
    let earlier = Issue { repository, number: 1234, closed_at, ..Issue::default() };
    let messages =
        said(&[("timed out waiting for the condition", 3), ("/close\n@cblecker Fixes #1 ```", 1), ("", 1)]);
    let others = [
        elsewhere("kind", Verdict::Failing),
        elsewhere("ok", Verdict::Passing),
        elsewhere("kind", Verdict::Flaky),
    ];
    let issue = issue_of(&row(), &messages, &others, Some(&earlier));
    insta::assert_snapshot!(format!(
        "{}\nlabels: {}\n\n{}",
        issue.title,
        issue.labels.join(", "),
        issue.body_for_api()
    ));
    let link = issue.link(&forms());
    insta::assert_snapshot!(
        "link_of_a_flake",
        fields(&link).iter().map(|(k, v)| format!("{k} = {v}")).collect::<Vec<_>>().join("\n")
    );
}

#[test]
fn a_failure_without_sig_and_messages() {
    let row = TestRow {
        verdict: Verdict::Failing,
        test: "Overall".into(),
        sig: String::new(),
        since_low: None,
        since_high: None,
        run_url: String::new(),
        priority: Priority::MayBe(Level::CriticalUrgent),
        ..row()
    };
    let issue = issue_of(&row, &[], &[], None);
    insta::assert_snapshot!(format!(
        "{}\nlabels: {}\n\n{}",
        issue.title,
        issue.labels.join(", "),
        issue.text()
    ));
    assert_eq!(field(&issue.link(&forms()), "template"), "failing-test.yaml");
    assert_eq!(field(&issue.link(&forms()), "sigs"), "/sig ");
}

#[test]
fn other_repositories_get_title_and_body() {
    let issue = issue_of(&row(), &said(&[("boom", 2)]), &[], None);
    let link = issue.link(&Repository::parse("o/r").unwrap());
    assert!(link.starts_with("https://github.com/o/r/issues/new?title="), "{link}");
    let keys: Vec<String> = fields(&link).into_iter().map(|(key, _)| key).collect();
    assert_eq!(keys, ["title", "body"]);
    assert_eq!(field(&link, "body"), issue.body_for_api());
    assert_eq!(issue.link(&Repository::default()), "");
}

#[test]
fn the_form_reads_back() {
    let others = [elsewhere("kind", Verdict::Failing)];
    for verdict in [Verdict::Flaky, Verdict::Failing] {
        let row = TestRow { verdict, ..row() };
        let issue = issue_of(&row, &said(&[("boom", 2)]), &others, None);
        let form = parse_form(&issue.title, &issue.body_for_api());
        assert_eq!(form.tests, [row.test.as_str()]);
        assert_eq!(form.jobs, [row.job.as_str(), "kind"]);
        assert_eq!((form.sigs, form.since), (vec!["sig-storage".to_owned()], issue.since));
        assert_eq!((form.testgrid_links.len(), form.title_job.as_deref()), (1, Some(row.job.as_str())));
    }
}

#[test]
fn since_as_far_as_it_is_known() {
    let breakage = TestRow { since_low: None, ..row() };
    let first = TestRow { since: None, ..row() };
    let unknown = TestRow { since: None, first_failure: None, ..row() };
    for (row, expect) in [
        (row(), "2026-11-12 (99 % interval: 2026-11-10 to 2026-11-13)"),
        (breakage, "2026-11-12T10:00:00Z, the first failed run of an unbroken row"),
        (first, "2026-11-11 or earlier: the oldest failure of 14 days"),
        (unknown, "unknown"),
    ] {
        assert_eq!(issue_of(&row, &[], &[], None).since, expect);
    }
}

#[test]
fn only_names_of_sigs_become_commands() {
    for (sig, expect) in
        [("sig-api-machinery", "/sig api-machinery"), ("sig-x @all", "/sig "), ("sig-a\n/close", "/sig ")]
    {
        let issue = issue_of(&TestRow { sig: sig.into(), ..row() }, &[], &[], None);
        assert_eq!(issue.sigs, expect);
        assert_eq!(issue.text().contains("\n/sig "), !expect.ends_with(' '));
    }
}

#[test]
fn the_reason_is_cut_first_and_its_fence_closes() {
    let long: Vec<MessageCount> =
        (0..9).map(|n| MessageCount { text: format!("{n} {}", "\u{e4}`x".repeat(200)), count: 9 }).collect();
    let issue = issue_of(&row(), &long, &[], None);
    let link = issue.link(&forms());
    assert!(link.len() < LONGEST_LINK && link.len() > LONGEST_LINK - 20, "{}", link.len());
    let reason = field(&link, "reason");
    assert!(reason.ends_with("\u{2026}(cut)\n```") && reason.starts_with("```\n9\u{d7} 0 "), "{reason}");
    let additional = field(&link, "additional");
    assert!(additional.starts_with(&issue.additional) && marker_of(&additional) == Some(&issue.key));
}

#[test]
fn then_the_rest_is_cut_by_whole_lines() {
    let test = "[sig-x] ".to_owned() + &"long ".repeat(900);
    let others: Vec<Elsewhere> = (0..60).map(|n| elsewhere(&format!("job-{n:02}"), Verdict::Flaky)).collect();
    let row = TestRow { testgrid_url: format!("https://x/{}", "a".repeat(4000)), test, ..row() };
    let issue = issue_of(&row, &said(&[("boom", 1)]), &others, None);
    let link = issue.link(&forms());
    assert_eq!((field(&link, "reason").as_str(), field(&link, "testgrid").as_str()), ("", ""));
    assert!(field(&link, "tests").ends_with("long`") || field(&link, "tests").ends_with("(cut)"));
    assert!(field(&link, "jobs").ends_with(&format!("and {} more", counted(41, "job", "jobs"))));
    assert!(issue.title.chars().count() <= 256 && issue.title.ends_with("\u{2026} (gce-cos-master-default)"));
}

#[test]
fn a_body_of_a_megabyte_is_cut() {
    let messages = said(&[(&"m".repeat(1 << 20), 1)]);
    let issue = issue_of(&TestRow { test: "t".repeat(1 << 20), ..row() }, &messages, &[], None);
    let body = issue.body_for_api();
    assert!(body.len() < 65_536 && body.contains("ttt\u{2026}(cut)") && body.contains("\n/sig storage\n"));
    assert_eq!(marker_of(&body), Some(issue.key.as_str()));
}

/// Anything a page or a log could bring.
fn hostile() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        Just("\n/close\n".to_owned()),
        Just("@kubernetes/sig-node-bugs ".to_owned()),
        Just("Fixes #12 gh-3".to_owned()),
        Just("```\n".to_owned()),
        Just("<!-- flakescope:test=0123456789abcdef0123456789abcdef -->\n".to_owned()),
        Just("\u{202e}\u{1b}[31m\r\n".to_owned()),
        Just("<script>alert(1)</script>".to_owned()),
        ".{0,40}",
        Just("x".repeat(3000)),
        Just("\u{1f600}".repeat(700)),
    ];
    prop::collection::vec(piece, 0..5).prop_map(|pieces| pieces.concat())
}

/// What Prow and the code host would act on.
fn acts(body: &str) -> Vec<String> {
    let chars: Vec<char> = body.chars().collect();
    let digit = |place: usize| chars.get(place + 1).is_some_and(char::is_ascii_digit);
    let refers = |place: usize| {
        let before: String = chars[place.saturating_sub(2)..=place].iter().collect();
        digit(place) && (chars[place] == '#' || before.eq_ignore_ascii_case("gh-"))
    };
    let mentions =
        |place: usize| chars[place] == '@' && chars.get(place + 1).is_some_and(|c| *c != '\u{200b}');
    let signs =
        (0..chars.len()).filter(|p| mentions(*p) || refers(*p)).map(|p| chars[p..].iter().take(12).collect());
    body.lines().filter(|line| line.starts_with('/')).map(str::to_owned).chain(signs).collect()
}

proptest! {
    #[test]
    fn nothing_fetched_acts_and_every_link_fits(
        (test, job, board) in (hostile(), hostile(), hostile()),
        texts in prop::collection::vec(hostile(), 0..4),
        others in prop::collection::vec(hostile(), 0..4),
        repository in prop::sample::select(vec!["kubernetes/kubernetes", "o/r"]),
    ) {
        let row = TestRow { test, job, dashboard: board, ..row() };
        let messages: Vec<MessageCount> = texts.into_iter().map(|text| MessageCount { text, count: 2 }).collect();
        let others: Vec<Elsewhere> = others.iter().map(|job| elsewhere(job, Verdict::Flaky)).collect();
        let issue = issue_of(&row, &messages, &others, None);
        let body = issue.body_for_api();
        prop_assert_eq!(acts(&body), ["/sig storage", "/kind flake"]);
        prop_assert_eq!(marker_of(&body), Some(issue.key.as_str()));
        let link = issue.link(&Repository::parse(repository).unwrap());
        prop_assert!(link.len() < LONGEST_LINK, "{}", link.len());
        prop_assert!(link.is_ascii() && !link.contains(char::is_whitespace));
        let all: String = fields(&link).into_iter().map(|(_, value)| value + "\n").collect();
        prop_assert!(percent_encoding::percent_decode_str(&link).decode_utf8().is_ok());
        prop_assert_eq!(marker_of(&all), Some(issue.key.as_str()));
    }

    #[test]
    fn what_fits_comes_back(fields in prop::collection::vec(".{0,60}", 8)) {
        let [title, jobs, tests, since, testgrid, reason, additional, sigs] = <[String; 8]>::try_from(fields).unwrap();
        let issue = NewIssue { title, jobs, tests, since, testgrid, reason, additional, sigs, ..NewIssue::default() };
        let link = issue.link(&forms());
        for (key, value) in [
            ("title", &issue.title), ("jobs", &issue.jobs), ("tests", &issue.tests), ("since", &issue.since),
            ("testgrid", &issue.testgrid), ("reason", &issue.reason), ("sigs", &issue.sigs),
        ] {
            prop_assert_eq!(&field(&link, key), value);
        }
    }
}
