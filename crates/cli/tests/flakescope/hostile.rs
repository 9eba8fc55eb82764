//! Issues that try to break a terminal, a spreadsheet, a document or a chat: nothing of them acts in what is written.

use flakescope_sim::world::{World, WorldOptions};

use crate::run::{Run, command, of};
use crate::server::start;

const SMALL: WorldOptions =
    WorldOptions { seed: 9, jobs: 4, tests: 30, columns: 40, days: 15, even: false, now_s: 1_795_176_000 };

const ATTACKS: [&str; 6] = [
    "<script>alert(1)</script><img src=x onerror=\"alert(1)\"></textarea>",
    "[click](javascript:alert(1)) [[javascript:alert(1)][x]] <javascript:alert(1)|x>",
    "\u{202e}desrever\u{2066}\u{1b}[31mred\u{1b}]8;;https://evil.example\u{1b}\\\u{7}\u{8}\u{feff}",
    "=cmd|' /C calc'!A0",
    "@everyone <!channel> <@U123> kubernetes/kubernetes#1",
    "#+BEGIN_SRC sh\nrm -rf ~\n#+END_SRC\n{{{x}}} src_sh[:results]{ls} ```",
];

/// Every issue attacks with its title, its text, its labels and those who are on it; one of them is a megabyte.
fn hostile() -> String {
    let mut world = World::build(SMALL);
    assert!(world.github.issues.len() > ATTACKS.len());
    for (issue, attack) in world.github.issues.iter_mut().zip(ATTACKS.iter().cycle()) {
        issue.title = format!("{attack} {}", issue.title);
        let body = issue.body.take().unwrap_or_default();
        issue.body = Some(format!("{attack}\n\n{body}\n\n### Anything else we need to know?\n\n{attack}\n"));
        issue.labels.push(format!("priority/{attack}"));
        issue.assignees = vec![(*attack).to_owned()];
    }
    if let Some(body) = world.github.issues.iter_mut().find_map(|issue| issue.body.as_mut()) {
        body.push_str(&"<script>alert(2)</script>\u{202e}".repeat(40_000));
    }
    start(world, Vec::new())
}

fn run(question: &str, address: &str, format: &str) -> Run {
    let arguments = format!(
        "{question} --format {format} --testgrid {address}/api/v1 --github kubernetes/kubernetes \
         --github-api {address} --project-board kubernetes/68"
    );
    of(command().args(arguments.split_whitespace()).env("GH_TOKEN", "ghp_x").output().unwrap())
}

/// What would act in a text of this format.
fn live(format: &str) -> &'static [&'static str] {
    match format {
        "html" => &["<script", "<img", "</textarea", "onerror=\"", "href=\"javascript:"],
        "markdown" => &["<script", "<img", "](javascript:", "@everyone", "```"],
        "org" => &["[[javascript:", "#+BEGIN_SRC", "{{{x}}}", "src_sh["],
        "slack" => &["<javascript:", "<!channel", "<@U", "@everyone"],
        _ => &[],
    }
}

fn check(question: &str, format: &str, address: &str) {
    let run = run(question, address, format);
    assert_eq!((run.code, run.err.as_str()), (0, ""), "{question} {format}");
    // The report's text names issues only where their labels differ or nobody has answered them.
    if question == "flakes" || format == "json" {
        assert!(run.out.contains("https://github.com/kubernetes/kubernetes/issues/"), "{question} {format}");
    }
    for mark in live(format) {
        assert!(!run.out.contains(mark), "{question} {format}: {mark}");
    }
    let deceiving = |c: &char| {
        (c.is_control() && !matches!(c, '\n' | '\r'))
            || matches!(c, '\u{feff}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
    };
    assert_eq!(run.out.chars().find(deceiving), None, "{question} {format}");
    assert!(run.out.len() < 1_000_000, "{question} {format}: {}", run.out.len());
}

#[test]
fn nothing_of_an_issue_acts_in_any_format() {
    let address = hostile();
    for format in ["csv", "json", "markdown", "org", "html"] {
        check("flakes", format, &address);
    }
    for format in ["markdown", "org", "html", "slack", "json"] {
        check("report", format, &address);
    }
}

#[test]
fn no_cell_of_the_csv_is_a_formula() {
    let run = run("flakes --verdict all", &hostile(), "csv");
    let mut reader = csv::ReaderBuilder::new().from_reader(run.out.as_bytes());
    for record in reader.records() {
        for cell in &record.unwrap() {
            let risky = cell.starts_with(['=', '+', '-', '@', '\t', '\r']);
            assert!(!risky || cell.parse::<f64>().is_ok(), "{cell}");
        }
    }
}
