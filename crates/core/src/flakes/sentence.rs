//! The answer in one sentence: computed, honest and short.

use super::{DashboardRow, Filter, JobRow, Params, Totals};
use crate::model::TabStatus;

/// A count with its noun, `1 test`, `2 tests`, thousands set apart.
pub fn counted(count: u64, singular: &str, plural: &str) -> String {
    format!("{} {}", thousands(count), if count == 1 { singular } else { plural })
}

/// A number with commas between thousands.
pub fn thousands(count: u64) -> String {
    let digits = count.to_string();
    let head = digits.len() % 3;
    let mut text = digits.get(..head).unwrap_or_default().to_owned();
    for group in digits.get(head..).unwrap_or_default().as_bytes().chunks(3) {
        if !text.is_empty() {
            text.push(',');
        }
        text.extend(group.iter().map(|b| char::from(*b)));
    }
    text
}

fn tests(count: u32) -> String {
    counted(u64::from(count), "test", "tests")
}

/// The sentence of the table page, over everything that was read.
pub(super) fn flakes(totals: &Totals, broken_runs: usize, params: Params) -> String {
    if totals.tests == 0 {
        return "No test has been read yet.".to_owned();
    }
    let mut parts = vec![match totals.flaky {
        0 => no_flaky(totals, params),
        n => format!("{} {} flaky", tests(n), if n == 1 { "is" } else { "are" }),
    }];
    if totals.failing > 0 {
        parts.push(format!("{} failing", counted(u64::from(totals.failing), "is", "are")));
    }
    if totals.suspect > 0 {
        parts.push(format!("{} suspect", counted(u64::from(totals.suspect), "is", "are")));
    }
    list(&parts) + "." + &broken_runs_part(broken_runs, params)
}

/// How many of the failing and flaky tests nobody is on; nothing where that is not known.
pub(super) fn nobody_part(nobody: Option<u32>) -> String {
    match nobody {
        None => String::new(),
        Some(0) => " Somebody is on each of those that flake or fail.".to_owned(),
        Some(1) => " Nobody is on 1 of those that flake or fail.".to_owned(),
        Some(n) => format!(" Nobody is on {} of those that flake or fail.", thousands(u64::from(n))),
    }
}

fn no_flaky(totals: &Totals, params: Params) -> String {
    let days = counted(u64::from(params.window_days), "day", "days");
    format!("No flaky test in {days} ({} runs of {} read)", thousands(totals.runs), tests(totals.tests))
}

fn broken_runs_part(broken_runs: usize, params: Params) -> String {
    let runs = counted(broken_runs as u64, "broken run", "broken runs");
    match (broken_runs, params.keep_broken_runs) {
        (0, _) => String::new(),
        (_, true) => format!(" {runs} counted in."),
        (1, false) => format!(" {runs} is set aside."),
        (_, false) => format!(" {runs} are set aside."),
    }
}

fn list(parts: &[String]) -> String {
    match parts {
        [] => String::new(),
        [only] => only.clone(),
        [first @ .., last] => format!("{} and {last}", first.join(", ")),
    }
}

/// The sentence of the overview: ready or not, by the handbook's traffic light, and what stands in the way.
pub(super) fn overview(boards: &[DashboardRow], jobs: &[JobRow]) -> String {
    let blocking: Vec<&DashboardRow> = boards.iter().filter(|b| b.dashboard.ends_with("-blocking")).collect();
    let judged: Vec<&DashboardRow> =
        if blocking.is_empty() { boards.iter().collect() } else { blocking.clone() };
    let jobs_with = |status: TabStatus| {
        judged.iter().flat_map(|b| &b.statuses).filter(|(s, _)| *s == status).map(|(_, n)| *n).sum::<u32>()
    };
    let failing = jobs_with(TabStatus::Failing) + jobs_with(TabStatus::Broken);
    let flaky_jobs = jobs_with(TabStatus::Flaky);
    let kind = if blocking.is_empty() { "" } else { "blocking " };
    let head = match (blocking.is_empty(), failing, flaky_jobs) {
        _ if jobs.is_empty() => return "No job has been read yet.".to_owned(),
        (true, ..) => String::new(),
        (_, 0, 0) => "Ready: ".to_owned(),
        (_, 0, _) => "Not ready for a cut: ".to_owned(),
        _ => "Not ready: ".to_owned(),
    };
    let failing = match failing {
        0 => format!("no {kind}job fails"),
        1 => format!("1 {kind}job fails"),
        n => format!("{} {kind}jobs fail", thousands(u64::from(n))),
    };
    capitalised(&format!("{head}{failing}, {}.", test_part(&judged)))
}

fn capitalised(sentence: &str) -> String {
    let mut chars = sentence.chars();
    chars.next().map(|c| c.to_uppercase().collect::<String>() + chars.as_str()).unwrap_or_default()
}

fn test_part(boards: &[&DashboardRow]) -> String {
    let mut totals = Totals::default();
    for board in boards {
        totals.add(&board.tests);
    }
    if boards.iter().all(|board| board.jobs_read == 0) {
        return "and the tests are being read".to_owned();
    }
    let counts = [(totals.failing, "failing"), (totals.flaky, "flaky"), (totals.suspect, "suspect")];
    let found: Vec<String> =
        counts.iter().filter(|(n, _)| *n > 0).map(|(n, what)| format!("{n} {what}")).collect();
    match totals.failing + totals.flaky + totals.suspect {
        0 => "and no test is flaky".to_owned(),
        1 => format!("with {} test", list(&found)),
        _ => format!("with {} tests", list(&found)),
    }
}

/// What an empty table means.
pub(super) fn nothing_found(totals: &Totals, filter: &Filter, params: Params) -> String {
    let days = counted(u64::from(params.window_days), "day", "days");
    let read = format!("{}, {} read", tests(totals.tests), counted(totals.runs, "run", "runs"));
    if *filter != Filter::default() {
        return format!("No test matches these filters. {read} in {days}.");
    }
    let per_test = totals.runs / u64::from(totals.tests.max(1));
    if per_test == 0 {
        return format!("No flaky test in {days}. {read}.");
    }
    format!(
        "No flaky test in {days}. {read}; a flake rarer than 1 in {} would mostly not show yet.",
        thousands(per_test)
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(totals: Totals, broken: usize, keep: bool, expect: &str) {
        let params = Params { keep_broken_runs: keep, ..Params::default() };
        assert_eq!(flakes(&totals, broken, params), expect);
    }

    #[test]
    fn sentences_of_the_table() {
        let some = Totals { tests: 312, runs: 4410, ..Totals::default() };
        check(Totals::default(), 0, false, "No test has been read yet.");
        check(some, 0, false, "No flaky test in 14 days (4,410 runs of 312 tests read).");
        check(Totals { flaky: 1, ..some }, 1, false, "1 test is flaky. 1 broken run is set aside.");
        let many = Totals { flaky: 18, failing: 1, suspect: 7, ..some };
        check(
            many,
            2,
            false,
            "18 tests are flaky, 1 is failing and 7 are suspect. 2 broken runs are set aside.",
        );
        check(Totals { flaky: 2, ..some }, 2, true, "2 tests are flaky. 2 broken runs counted in.");
    }

    #[test]
    fn sentences_of_the_overview() {
        let board = |name: &str, statuses: &[(TabStatus, u32)], tests: Totals| DashboardRow {
            dashboard: name.to_owned(),
            statuses: statuses.to_vec(),
            jobs: 3,
            jobs_read: 3,
            tests,
        };
        let job = [JobRow::default()];
        let (a, b) = ("x-blocking", "x-informing");
        let flaky = Totals { tests: 9, flaky: 2, ..Totals::default() };
        let failing_informing = board(b, &[(TabStatus::Failing, 3)], flaky);
        let check = |boards: &[DashboardRow], expect: &str| assert_eq!(overview(boards, &job), expect);
        check(
            &[board(a, &[(TabStatus::Failing, 1), (TabStatus::Flaky, 2)], flaky), failing_informing.clone()],
            "Not ready: 1 blocking job fails, with 2 flaky tests.",
        );
        check(
            &[board(a, &[(TabStatus::Flaky, 2)], flaky)],
            "Not ready for a cut: no blocking job fails, with 2 flaky tests.",
        );
        check(
            &[board(a, &[(TabStatus::Passing, 3)], Totals::default())],
            "Ready: no blocking job fails, and no test is flaky.",
        );
        check(&[failing_informing], "3 jobs fail, with 2 flaky tests.");
        assert_eq!(overview(&[], &[]), "No job has been read yet.");
    }

    #[test]
    fn an_empty_table_says_how_much_was_read() {
        let totals = Totals { tests: 312, runs: 31_200, ..Totals::default() };
        assert_eq!(
            nothing_found(&totals, &Filter::default(), Params::default()),
            "No flaky test in 14 days. 312 tests, 31,200 runs read; a flake rarer than 1 in 100 would mostly not show yet."
        );
        let filter = Filter { text: "x".into(), ..Filter::default() };
        let found = nothing_found(&totals, &filter, Params::default());
        assert_eq!(found, "No test matches these filters. 312 tests, 31,200 runs read in 14 days.");
    }

    #[test]
    fn numbers_for_eyes() {
        for (count, expect) in [(0, "0"), (999, "999"), (1000, "1,000"), (1_234_567, "1,234,567")] {
            assert_eq!(thousands(count), expect);
        }
    }
}
