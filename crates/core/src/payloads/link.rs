//! The keys of a link that only `payloads` has.

use super::query::{Query, RunsFrom};
use super::report::Outcome;
use super::{Params, TestFilter};
use crate::thousandths;
use crate::warning::Warning;

/// The keys.
pub const KEYS: [&str; 8] = ["alpha", "corpus", "find", "min_attempts", "newest", "pity", "runs", "show"];

/// Keys and values of what differs from the defaults, sorted by key. The board and the job stand in the
/// link as those of any other page do.
pub fn to_pairs(query: &Query) -> Vec<(&'static str, String)> {
    let Query { from, params, filter, .. } = query;
    let usual = Params::default();
    let number = |value: u32, usual: u32| if value == usual { String::new() } else { value.to_string() };
    let alpha = thousandths::word(params.alpha);
    let show: Vec<&str> = filter.verdicts.iter().map(|verdict| verdict.word()).collect();
    let (newest, runs) = match from {
        RunsFrom::Given => <_>::default(),
        RunsFrom::Newest { runs } => (runs.to_string(), String::new()),
        RunsFrom::Listed { addresses } => (String::new(), addresses.join(",")),
    };
    let pairs = [
        ("alpha", if alpha == thousandths::word(usual.alpha) { String::new() } else { alpha }),
        ("corpus", number(params.corpus, usual.corpus)),
        ("find", filter.text.clone()),
        ("min_attempts", number(params.min_attempts, usual.min_attempts)),
        ("newest", newest),
        ("pity", number(params.pity, usual.pity)),
        ("runs", runs),
        ("show", show.join(",")),
    ];
    pairs.into_iter().filter(|(_, value)| !value.is_empty()).collect()
}

/// Reads the pairs of a link, in any order, with the board and the job that it names. What cannot be read is told and passed
/// over.
pub fn from_pairs(pairs: &[(&'static str, String)], (dashboard, job): (&str, &str)) -> (Query, Vec<Warning>) {
    let (mut query, mut warnings) = (Query::default(), Vec::new());
    for (key, value) in pairs.iter().filter(|(key, _)| KEYS.contains(key)) {
        if let Err(why) = read_pair(&mut query, key, value) {
            let message = format!("{key}={value:?} was passed over; {why}.");
            warnings.push(Warning::new("this link", message));
        }
    }
    (query.dashboard, query.job) = (dashboard.to_owned(), job.to_owned());
    (query, warnings)
}

fn read_pair(query: &mut Query, key: &str, value: &str) -> Result<(), &'static str> {
    let params = &mut query.params;
    match key {
        "alpha" => params.alpha = thousandths::parse(value).ok_or("it must lie between 0.001 and 0.999")?,
        "corpus" => params.corpus = within(value, 1, 1_000_000).ok_or("it must be between 1 and 1000000")?,
        "min_attempts" => {
            params.min_attempts = within(value, 0, 1000).ok_or("it must be between 0 and 1000")?;
        }
        "pity" => params.pity = within(value, 0, 1000).ok_or("it must be between 0 and 1000")?,
        "find" => value.clone_into(&mut query.filter.text),
        "newest" => {
            let runs = within(value, 2, RunsFrom::MOST_RUNS).ok_or("it must be between 2 and 30")?;
            query.from = RunsFrom::Newest { runs };
        }
        "runs" => query.from = RunsFrom::Listed { addresses: addresses(value) },
        _ => {
            query.filter.verdicts =
                verdicts(value).ok_or("it can be failed, informing, flaky, passed, not_run")?;
        }
    }
    Ok(())
}

fn within(value: &str, least: u32, most: u32) -> Option<u32> {
    value.parse().ok().filter(|number| (least..=most).contains(number))
}

/// The addresses of a text, between commas, spaces or ends of lines; each once.
pub fn addresses(text: &str) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    for word in text.split(|c: char| c == ',' || c.is_whitespace()).filter(|word| !word.is_empty()) {
        if !found.iter().any(|known| known == word) {
            found.push(word.to_owned());
        }
    }
    found
}

/// In the order of the words; what is usual is not said.
fn verdicts(value: &str) -> Option<Vec<Outcome>> {
    let mut found = value.split(',').map(Outcome::parse).collect::<Option<Vec<Outcome>>>()?;
    crate::sorting::sort(&mut found);
    found.dedup();
    Some(if found == TestFilter::USUAL { Vec::new() } else { found })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn any_from() -> impl Strategy<Value = RunsFrom> {
        prop_oneof![
            Just(RunsFrom::Given),
            (2..=30_u32).prop_map(|runs| RunsFrom::Newest { runs }),
            prop::collection::btree_set("[a-z/0-9]{3,9}", 1..4)
                .prop_map(|set| RunsFrom::Listed { addresses: set.into_iter().collect() }),
        ]
    }

    proptest! {
        #[test]
        fn a_link_restores_the_question(
            from in any_from(),
            thousandths in 1..=999_u32,
            (corpus, pity, min_attempts) in (1..=1_000_000_u32, 0..=1000_u32, 0..=1000_u32),
            verdicts in prop::sample::subsequence(Outcome::ALL.to_vec(), 0..=5),
            text in "\\PC{0,12}",
        ) {
            let params = Params { alpha: f64::from(thousandths) / 1000.0, corpus, pity, min_attempts, ..Params::default() };
            let verdicts = if verdicts == TestFilter::USUAL { Vec::new() } else { verdicts };
            let (dashboard, job) = ("b".to_owned(), "j".to_owned());
            let query = Query { from, dashboard, job, params, filter: TestFilter { verdicts, text } };
            let pairs = to_pairs(&query);
            prop_assert!(pairs.iter().map(|(key, _)| *key).is_sorted());
            let backwards: Vec<_> = pairs.iter().cloned().rev().collect();
            prop_assert_eq!(from_pairs(&pairs, ("b", "j")), (query.clone(), Vec::new()));
            prop_assert_eq!(from_pairs(&backwards, ("b", "j")).0, query);
        }
    }

    #[test]
    fn what_cannot_be_read_is_said() {
        for (key, value) in [
            ("alpha", "0"),
            ("alpha", "NaN"),
            ("corpus", "0"),
            ("newest", "1"),
            ("newest", "31"),
            ("pity", "-1"),
            ("show", "all"),
        ] {
            let (query, warnings) = from_pairs(&[(key, value.to_owned())], ("", ""));
            assert_eq!(query, Query::default(), "{key}={value}");
            assert!(warnings[0].message.contains("was passed over"), "{warnings:?}");
        }
        assert!(to_pairs(&Query::default()).is_empty());
    }

    #[test]
    fn addresses_come_in_lines_or_with_commas() {
        assert_eq!(addresses(" a/1,\n b/2\tc/3 a/1"), ["a/1", "b/2", "c/3"]);
    }
}
