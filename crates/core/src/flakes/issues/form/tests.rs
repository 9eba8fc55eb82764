//! The same facts, written in every generation of the form, give the same fields; and no body makes trouble.

use std::time::{Duration, Instant};

use proptest::prelude::*;

use super::*;

const DASHBOARD: &str = "sig-release-master-blocking";
const TAB: &str = "gce-cos-master-default";

/// What an issue is to say.
#[derive(Clone, Debug)]
struct Facts {
    jobs: Vec<String>,
    tests: Vec<String>,
    since: String,
    reason: String,
    error: String,
}

fn facts() -> Facts {
    let texts = |texts: &[&str]| texts.iter().map(|text| (*text).to_owned()).collect();
    Facts {
        jobs: texts(&[TAB, "kind-master"]),
        tests: texts(&[
            "Kubernetes e2e suite.[It] [sig-storage] Volumes [Driver: a, b] should mount (ext4), twice",
            "k8s.io/kubernetes/pkg/volume.TestMount/size=1,2",
        ]),
        since: "2026-11-02 14:05 UTC".into(),
        reason: "The volume is attached too late.".into(),
        error: "timed out\n  at wait.go:61".into(),
    }
}

fn link() -> String {
    format!("https://testgrid.k8s.io/{DASHBOARD}#{TAB}&width=20")
}

/// How a list of names is written.
type List = fn(&[String]) -> String;

const LISTS: [List; 7] = [
    |names| names.join("\n"),
    |names| lines(names, |_, name| format!("- {name}")),
    |names| lines(names, |_, name| format!("* `{name}`")),
    |names| lines(names, |n, name| format!("{}. {name}", n + 1)),
    |names| lines(names, |_, name| format!("  - [{name}](https://prow.k8s.io/view/gs/b/logs/j-x/1)")),
    |names| format!("```\n{}\n```", names.join("\n")),
    |names| names.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", "),
];

fn lines(names: &[String], line: impl Fn(usize, &String) -> String) -> String {
    names.iter().enumerate().map(|(n, name)| line(n, name)).collect::<Vec<_>>().join("\n")
}

/// A generation of the form.
type Form = fn(&Facts, List) -> String;

const FORMS: [Form; 6] = [bare, bold, bold_tight, form, newest, program];

fn bare(facts: &Facts, list: List) -> String {
    let Facts { jobs, tests, since, reason, error } = facts;
    format!(
        "Which jobs are flaking:\n{}\n\nWhich test(s) are flaking:\n{}\n\nSince when has it been flaking:\n{since}\n\
         Testgrid link:\n{}\n\nReason for failure:\n{reason}\n\nAnything else we need to know:\n```\n{error}\n```\n\
         /kind flake\n/sig storage node\n",
        list(jobs),
        list(tests),
        link()
    )
}

fn bold(facts: &Facts, list: List) -> String {
    let Facts { jobs, tests, since, reason, error } = facts;
    format!(
        "<!-- Use this for tests that sometimes fail.\n### Which jobs are flaking?\nnone -->\n\
         **Which jobs are flaking**:\n\n{}\n\n**Which test(s) are flaking**:\n{}\n\n\
         **Since when has it been flaking**: {since}\n\n**Testgrid link**: {}\n\n**Reason for failure**:\n\n{reason}\n\n\
         **Anything else we need to know**:\n- links to the failure search are welcome\n\n```text\n{error}\n```\n\n\
         <!-- name a SIG -->\n/sig storage\n/sig node",
        list(jobs),
        list(tests),
        link()
    )
}

fn bold_tight(facts: &Facts, list: List) -> String {
    let Facts { jobs, tests, since, reason, error } = facts;
    format!(
        "__Which Job(s) are failing?__\n{}\n**Which Test(s) are failing?**\n{}\n**Since when has it been failing?**\n{since}\n\
         **TestGrid links:** <{}>\n**Reason for failure (if possible):** {reason}\n**Error message**\n~~~\n{error}\n~~~\n\
         **Relevant SIG(s)**: SIG Storage, @kubernetes/sig-node-bugs\n",
        list(jobs),
        list(tests),
        link()
    )
}

fn form(facts: &Facts, list: List) -> String {
    let Facts { jobs, tests, since, reason, error } = facts;
    format!(
        "### Which jobs are flaking?\n\n{}\n\n### Which tests are flaking?\n\n{}\n\n### Since when has it been flaking?\n\n\
         {since}\n\n### Testgrid link\n\n{}\n\n### Reason for failure (if possible)\n\n{reason}\n\n\
         ### Anything else we need to know?\n\n```go\n{error}\n```\n\n### Relevant SIG(s)\n\n/sig storage\n/sig node\n",
        list(jobs),
        list(tests),
        link()
    )
}

fn newest(facts: &Facts, list: List) -> String {
    let Facts { jobs, tests, since, reason, error } = facts;
    format!(
        "### Testgrid link\n\n[{DASHBOARD}#{TAB}]({})\n\n### Testgrid test name\n\n{}\n\n### Which tests are failing?\n\n{}\n\n\
         ### Which jobs are failing?\n\n{}\n\n### Since when has it been failing?\n\n{since}\n\n\
         ### Anything else we need to know?\n\n_No response_\n\n### Relevant SIG(s)\n\n/sig storage\nsig/node\n\n\
         ### Error text\n\n```\n{error}\n```\n\n### Reason for failure (if possible)\n\n{reason}\n",
        link(),
        list(tests),
        list(tests),
        list(jobs)
    )
}

fn program(facts: &Facts, list: List) -> String {
    let Facts { jobs, tests, since, reason, error } = facts;
    format!(
        "### Which jobs are flaking?\n- [{DASHBOARD}#{TAB}]({})\n{}\n\n### Which tests are flaking?\n{}\n\
         [Prow](https://prow.k8s.io/view/gs/b/logs/j/1), [Triage](https://storage.googleapis.com/k8s-triage/index.html?test=x)\n\n\
         ### Since when has it been flaking?\nFirst flaky: {since}\nLatest flaky: 2026-11-19\n\n### Testgrid link\n{}\n\n\
         ### Reason for failure (if possible)\n{reason}\n\n### Anything else we need to know?\n```\n{error}\n```\n\n\
         ### Relevant SIG(s)\n/sig storage node\n/kind flake\ncc @kubernetes/release-team-release-signal\n",
        link(),
        list(jobs),
        list(tests),
        link()
    )
}

fn expected(facts: &Facts) -> IssueForm {
    IssueForm {
        jobs: facts.jobs.clone(),
        tests: facts.tests.clone(),
        testgrid_links: vec![TestgridLink { dashboard: DASHBOARD.into(), tab: TAB.into(), address: link() }],
        since: facts.since.clone(),
        reason: facts.reason.clone(),
        sigs: vec!["sig-storage".into(), "sig-node".into()],
        error_text: facts.error.clone(),
        title_test: Some("[sig-storage] Volumes".into()),
        title_job: Some("gce-cos".into()),
        sections_found: true,
        ..IssueForm::default()
    }
}

/// The length of a hostile body, in bytes.
const LENGTH: usize = 60_000;

const TITLE: &str = "[Flaking Test] [sig-storage] Volumes (gce-cos)";

#[test]
fn every_generation_tells_the_same() {
    let facts = facts();
    for (which, form) in FORMS.into_iter().enumerate() {
        for (how, list) in LISTS.into_iter().enumerate() {
            let body = form(&facts, list);
            for body in [body.replace('\n', "\r\n"), body] {
                let mut read = parse_form(TITLE, &body);
                // Only the newest form has this field.
                let names = std::mem::take(&mut read.testgrid_names);
                assert!(names.is_empty() || names == facts.tests);
                assert_eq!(read, expected(&facts), "form {which}, list {how}:\n{body}");
            }
        }
    }
}

#[test]
fn fields_left_empty_are_empty() {
    let nothing = "### Which jobs are flaking?\n\n_No response_\n\n### Which tests are flaking?\n\n_No response_\n\n\
        ### Since when has it been flaking?\n\n_No response_\n\n### Testgrid link\n\n_No response_\n\n\
        ### Reason for failure (if possible)\n\n_No response_\n\n### Relevant SIG(s)\n\n/sig <!-- name -->\n";
    assert_eq!(parse_form("", nothing), IssueForm { sections_found: true, ..IssueForm::default() });
    assert_eq!(parse_form("", ""), IssueForm::default());
    assert_eq!(parse_form("kubectl crashes", "It crashes.\n\n## Steps\n1. run it"), IssueForm::default());
}

#[test]
fn bodies_without_a_form() {
    let body = "[board#a-tab](https://testgrid.k8s.io/board#a-tab)\n[Suite.[It] [sig-x] a](https://prow.k8s.io/view/gs/l/1)\n\
        First flaky: 2026-11-01\nLatest flaky: 2026-11-19\n[Triage](https://go.k8s.io/triage#x)\n/sig x-y\n/kind flake";
    let read = parse_form("[Flaky Test] a", body);
    assert_eq!(
        (read.jobs, read.tests, read.since),
        (vec!["a-tab".into()], vec!["Suite.[It] [sig-x] a".into()], "2026-11-01".into())
    );
    assert_eq!((read.sigs, read.sections_found), (vec!["sig-x-y".to_owned()], false));
    let cluster = "### Failure cluster [0123456789abcdef0123](https://go.k8s.io/triage#0123456789abcdef0123)\n\n\
        ##### Error text:\n```\nboom\n# not a heading\n```\n#### Recent failures:\n[11/1/2026, 5:21:33 AM a-job](https://prow.k8s.io/view/gs/l/a-job/1)\n\n/kind failing-test";
    let read = parse_form("Failure cluster [01234567...] failed 9 builds, 2 jobs, and 3 tests", cluster);
    assert_eq!(read.cluster.as_deref(), Some("0123456789abcdef0123"));
    assert_eq!(
        (read.error_text.as_str(), read.tests.len(), read.sections_found),
        ("boom\n# not a heading", 0, false)
    );
}

/// Whatever makes a careless scanner read the same text again and again. Read in proportion to its length, each of these
/// takes a fraction of a second even without optimisation; read in proportion to its square, minutes.
#[test]
fn long_bodies_take_time_in_proportion() {
    const MARKS: [&str; 40] = [
        "[",
        "](http",
        "[a](http",
        "`",
        "``a`b```",
        "<!--",
        "(",
        ")",
        "testgrid",
        "testgrid.k8s.io/",
        "\"https://testgrid.k8s.io/a",
        "https://testgrid.k8s.io/(",
        "sig/ab ",
        "@kubernetes/sig-ab ",
        "/sig ab ",
        "cluster [12345678",
        "cluster [12345678] ",
        "**",
        "* ",
        "> ",
        "http",
        "https://",
        "]](",
        "a, ",
        "TestA, ",
        "[sig-a] b, ",
        "\\",
        "Which ",
        ": ",
        "#",
        "~~~",
        "é",
        " ",
        "[Flaky][",
        "expand_more ",
        "###### Which tests are flaking?\n",
        "```\n",
        "https://testgrid.k8s.io/a#b\n",
        "\r",
        "-- ",
    ];
    const HEADINGS: [&str; 5] =
        ["### Which tests are flaking?", "### Jobs", "### Since when", "### Relevant SIGs", ""];
    for (n, marks) in MARKS.into_iter().enumerate() {
        for (m, separator) in ["", "\n"].into_iter().enumerate() {
            let one = format!("{marks}{separator}");
            let heading = HEADINGS[(n + m) % HEADINGS.len()];
            let body = format!("{heading}\n{}", one.repeat(LENGTH / one.len()));
            let start = Instant::now();
            parse_form(&body, &body);
            let took = start.elapsed();
            assert!(took < Duration::from_secs(6), "{marks:?} {separator:?} {heading:?} took {took:?}");
        }
    }
}

/// A name as tests have them: tags, commas, brackets, quotation marks, several words.
fn name() -> impl Strategy<Value = String> {
    let start = prop_oneof![
        Just("Kubernetes e2e suite.[It] [sig-a] "),
        Just("[sig-a] "),
        Just("k8s.io/kubernetes/pkg/"),
        Just("Test"),
        Just("kubetest2."),
    ];
    let word = prop_oneof![
        4 => "[A-Za-z0-9][A-Za-z0-9:/.=_'\"<&;-]{0,9}[A-Za-z0-9]",
        1 => "\\[[A-Za-z][A-Za-z:-]{0,9}\\]",
        1 => "\\([a-z]{1,4}(, [a-z]{1,4}){0,2}\\)",
        1 => Just("größer".to_owned()),
    ];
    (start, "[A-Z][a-z0-9]{2,9}", prop::collection::vec(word, 0..6)).prop_map(|(start, first, words)| {
        let words: String = words.iter().map(|word| format!(" {word}")).collect::<Vec<_>>().concat();
        format!("{start}{first}{words}")
    })
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn every_name_comes_back(names in prop::collection::vec(name(), 1..5), form in 0..6_usize, list in 0..7_usize, crlf: bool) {
        let mut facts = facts();
        facts.tests = unique(names);
        let body = FORMS[form](&facts, LISTS[list]);
        let body = if crlf { body.replace('\n', "\r\n") } else { body };
        prop_assert_eq!(parse_form("", &body).tests, facts.tests, "{}", body);
    }

    #[test]
    fn no_text_panics(title in ".{0,60}", body in "(?s).{0,300}") {
        parse_form(&title, &body);
    }

    #[test]
    fn no_marks_panic(
        title in r"[\[\]()`a:é ]{0,40}",
        body in r"([\[\]()`<>*_~#:?!\\|&é \r\n-]|http://|testgrid\.|/|#|<!--|-->|### Which (jobs|tests) are flaking\?|\*\*Since when\*\*|/sig |sig/|ab){0,60}"
    ) {
        parse_form(&title, &body);
    }
}
