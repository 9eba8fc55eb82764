//! What stands behind the verdict on a test: how large the difference is and how sure, what was required, which runs say nothing,
//! and where it failed.

use flakescope_core::payloads::{RunRow, TestRow, VerdictReport};
use leptos::prelude::*;

use super::row::{Opened, share};
use super::use_page;
use crate::components::issue::out_link;
use crate::format::{fixed, percent};

/// The evidence of the test in the context.
#[component]
pub fn Evidence() -> impl IntoView {
    let page = use_page();
    let row = expect_context::<Opened>().0.get_value();
    let shown = page.view.read_untracked();
    let Some(view) = shown.get() else { return ().into_any() };
    let facts = facts(&row, &view.report);
    let line = |(name, words): (&'static str, String)| view! { <dt>{name}</dt> <dd>{words}</dd> };
    view! {
        <dl class="payload-dl">{facts.into_iter().map(line).collect_view()}</dl>
        {failed_runs(&row, &view.report.runs)}
    }
    .into_any()
}

/// Name and words of each fact that is known.
fn facts(row: &TestRow, report: &VerdictReport) -> Vec<(&'static str, String)> {
    let mut facts = Vec::new();
    facts.extend(row.difference.map(|difference| ("Size", size(row, difference))));
    facts.extend(row.p.map(|p| ("Significance", significance(p))));
    facts.extend(row.q.map(|q| ("Among all tests", among(q))));
    facts.extend(group(row, report).map(|words| ("Group", words)));
    facts.extend(row.flagged_as_before.map(|chance| ("False alarm", false_alarm(chance))));
    facts.extend(row.flagged_at_90.map(|chance| ("Power", power(chance))));
    facts.extend(exactly(row).map(|words| ("Required", words)));
    let silent = [
        ("Missing", &row.missing_in, "Runs that ended without a word of it: "),
        ("Lost", &row.lost_in, "Runs that did not end, or lost results: "),
    ];
    for (name, runs, words) in silent {
        if !runs.is_empty() {
            facts.push((name, format!("{words}{}.", runs.join(", "))));
        }
    }
    if row.skips > 0 {
        facts.push(("Skipped", format!("In {} of the runs.", row.skips)));
    }
    facts
}

/// `It passes 45 percentage points less than before (95 % interval: 20 to 68 less).`
fn size(row: &TestRow, difference: f64) -> String {
    let words = |value: f64| {
        let way = if value < 0.0 { "less" } else { "more" };
        format!("{} {way}", fixed(value.abs() * 100.0, 0))
    };
    let interval = row.difference_low.zip(row.difference_high);
    let interval = interval.map(|(low, high)| format!(" (95 % interval: {} to {})", words(low), words(high)));
    let points = fixed(difference.abs() * 100.0, 0);
    let way = if difference < 0.0 { "less" } else { "more" };
    format!("It passes {points} percentage points {way} than before{}.", interval.unwrap_or_default())
}

fn significance(p: f64) -> String {
    format!(
        "If nothing had changed, so few passes would come up in {} of payloads (one-sided Fisher test).",
        share(p)
    )
}

fn among(q: f64) -> String {
    format!(
        "Of the tests that look as bad or worse, {} are expected to be chance (false-discovery rate).",
        share(q)
    )
}

/// The other tests that fail in the very same runs.
fn group(row: &TestRow, report: &VerdictReport) -> Option<String> {
    let others = report.tests.iter().filter(|other| other.group == row.group && other.test != row.test);
    let names: Vec<&str> = others.map(|other| other.test.as_str()).take(5).collect();
    let known = row.group > 0 && !names.is_empty();
    known.then(|| {
        format!("It fails in the very same runs as {}: one finding, perhaps one cause.", names.join("; "))
    })
}

fn false_alarm(chance: f64) -> String {
    format!(
        "A test that is as good as before would be flagged in {} of payloads all the same.",
        percent(chance, 1)
    )
}

fn power(chance: f64) -> String {
    format!("A test that really passes 90 % would be flagged in {} of payloads.", percent(chance, 0))
}

fn exactly(row: &TestRow) -> Option<String> {
    let exactly = row.required_exactly?;
    let words = if exactly == row.required {
        format!("{exactly} passes, by the table and by the real size of its history.")
    } else {
        format!("{} passes by the table, {exactly} by the real size of its history.", row.required)
    };
    (row.required > 0 || exactly > 0).then_some(words)
}

fn failed_runs(row: &TestRow, runs: &[RunRow]) -> Option<AnyView> {
    let failed = row.runs.chars().zip(runs).filter(|(letter, _)| matches!(letter, 'F' | 'K'));
    let link = |(_, run): (char, &RunRow)| view! { <li>{run_link(run)}</li> };
    let links: Vec<_> = failed.map(link).collect();
    (!links.is_empty()).then(|| {
        view! {
            <p>"It failed in"</p>
            <ul class="payload-runs">{links}</ul>
        }
        .into_any()
    })
}

/// A run by its id, as a link where its page is known.
pub fn run_link(run: &RunRow) -> AnyView {
    if run.url.starts_with("https://") { out_link(&run.url, &run.id) } else { run.id.clone().into_any() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_difference_in_words() {
        let row = TestRow { difference_low: Some(-0.68), difference_high: Some(0.02), ..TestRow::default() };
        assert_eq!(
            size(&row, -0.45),
            "It passes 45 percentage points less than before (95 % interval: 68 less to 2 more)."
        );
        assert_eq!(size(&TestRow::default(), 0.1), "It passes 10 percentage points more than before.");
    }

    #[test]
    fn what_was_required() {
        let row = |required, required_exactly| TestRow { required, required_exactly, ..TestRow::default() };
        assert_eq!(exactly(&row(7, None)), None);
        assert!(
            exactly(&row(7, Some(8))).is_some_and(|words| words.starts_with("7 passes by the table, 8 by"))
        );
    }

    #[test]
    fn tests_of_one_group() {
        let test = |name: &str, group| TestRow { test: name.into(), group, ..TestRow::default() };
        let report =
            VerdictReport { tests: vec![test("a", 1), test("b", 1), test("c", 0)], ..<_>::default() };
        assert!(group(&report.tests[0], &report).is_some_and(|words| words.contains("as b: one")));
        assert_eq!(group(&report.tests[2], &report), None);
    }
}
