//! The keys of a link that only `muted` has.

use super::asked::Asked;
use super::filter::Order;
use super::language::Language;
use super::marker::Names;
use super::params::Params;
use super::problem::Problem;
use super::report::AgeBucket;
use crate::warning::Warning;

/// The keys.
pub const KEYS: [&str; 17] = [
    "age",
    "blame",
    "by",
    "change",
    "find",
    "in_reason",
    "jira",
    "lang",
    "marks",
    "max_age",
    "only",
    "owner",
    "passing",
    "prefix",
    "problem",
    "repos",
    "tickets",
];

/// Stands for what nobody owns.
const NOBODY: &str = "-";

/// Keys and values of what differs from the defaults, sorted by key.
pub fn to_pairs(asked: &Asked) -> Vec<(&'static str, String)> {
    let Asked { places, compares, checks_tickets, asks_history, compares_boards, query, filter, order } =
        asked;
    let yes = |is: bool| if is { "yes".to_owned() } else { String::new() };
    let words = |words: Vec<&str>| words.join(",");
    let owner = |owner: &String| if owner.is_empty() { NOBODY.to_owned() } else { owner.clone() };
    let pairs = [
        ("age", filter.age.map(|age| age.word().to_owned()).unwrap_or_default()),
        ("blame", yes(*asks_history)),
        ("by", if *order == Order::default() { String::new() } else { order.word().to_owned() }),
        ("change", yes(*compares)),
        ("find", filter.text.clone()),
        ("in_reason", yes(query.params.ticket_from_reason)),
        ("jira", query.params.jira.clone()),
        ("lang", words(query.languages.iter().map(|language| language.word()).collect())),
        ("marks", words(query.names.iter().collect())),
        ("max_age", query.params.max_age_days.map(|days| days.to_string()).unwrap_or_default()),
        ("only", query.only.join(",")),
        ("owner", filter.owner.as_ref().map(owner).unwrap_or_default()),
        ("passing", yes(*compares_boards)),
        ("prefix", query.params.ticket_prefixes.join(",")),
        ("problem", words(query.problems.iter().map(|problem| problem.word()).collect())),
        ("repos", places.join(",")),
        ("tickets", yes(*checks_tickets)),
    ];
    pairs.into_iter().filter(|(_, value)| !value.is_empty()).collect()
}

/// Reads the pairs of a link, in any order. What cannot be read is told and passed over.
pub fn from_pairs(pairs: &[(&'static str, String)]) -> (Asked, Vec<Warning>) {
    let (mut asked, mut warnings) = (Asked::default(), Vec::new());
    for (key, value) in pairs.iter().filter(|(key, _)| KEYS.contains(key)) {
        if let Err(why) = read_pair(&mut asked, key, value) {
            let message = format!("{key}={value:?} was passed over; {why}.");
            warnings.push(Warning::new("this link", message));
        }
    }
    (asked, warnings)
}

fn read_pair(asked: &mut Asked, key: &str, value: &str) -> Result<(), String> {
    let (query, filter) = (&mut asked.query, &mut asked.filter);
    match key {
        "age" => filter.age = Some(bucket(value)?),
        "blame" => asked.asks_history = yes(value)?,
        "by" => asked.order = Order::parse(value).ok_or_else(|| one_of(&Order::ALL.map(Order::word)))?,
        "change" => asked.compares = yes(value)?,
        "find" => value.clone_into(&mut filter.text),
        "in_reason" => query.params.ticket_from_reason = yes(value)?,
        "jira" => query.params = checked(Params { jira: value.to_owned(), ..query.params.clone() })?,
        "lang" => query.languages = each(value, Language::parse, &Language::ALL.map(Language::word))?,
        "marks" => query.names = Names::new(items(value)).map_err(|error| error.to_string())?,
        "max_age" => {
            let days = value.parse().map_err(|_| "it must be a number of days".to_owned())?;
            query.params = checked(Params { max_age_days: Some(days), ..query.params.clone() })?;
        }
        "only" => query.only = items(value),
        "owner" => filter.owner = Some(if value == NOBODY { String::new() } else { value.to_owned() }),
        "passing" => asked.compares_boards = yes(value)?,
        "prefix" => query.params.ticket_prefixes = items(value),
        "problem" => query.problems = each(value, Problem::parse, &Problem::ALL.map(Problem::word))?,
        "repos" => asked.places = places(value),
        _ => asked.checks_tickets = yes(value)?,
    }
    Ok(())
}

fn bucket(value: &str) -> Result<AgeBucket, String> {
    AgeBucket::parse(value).ok_or_else(|| one_of(&AgeBucket::ALL.map(AgeBucket::word)))
}

fn yes(value: &str) -> Result<bool, String> {
    if value == "yes" { Ok(true) } else { Err("it can only be \"yes\"".to_owned()) }
}

fn checked(params: Params) -> Result<Params, String> {
    params.check().map_err(|error| error.to_string())
}

fn one_of(words: &[&str]) -> String {
    format!("it can be {}", words.join(", "))
}

/// The words of a list, each read; each once, in the order of the list.
fn each<T: PartialEq>(value: &str, parse: fn(&str) -> Option<T>, words: &[&str]) -> Result<Vec<T>, String> {
    let mut found = Vec::new();
    for word in items(value) {
        let item = parse(&word).ok_or_else(|| one_of(words))?;
        if !found.contains(&item) {
            found.push(item);
        }
    }
    Ok(found)
}

fn items(value: &str) -> Vec<String> {
    value.split(',').map(str::trim).filter(|item| !item.is_empty()).map(str::to_owned).collect()
}

/// The places of a text, between commas, spaces or ends of lines; each once, at most [`Asked::MOST_PLACES`].
pub fn places(text: &str) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    for word in text.split(|c: char| c == ',' || c.is_whitespace()) {
        let word = word.trim_start_matches("https://github.com/").trim_end_matches('/');
        if !word.is_empty() && !found.iter().any(|known| known == word) {
            found.push(word.to_owned());
        }
    }
    found.truncate(Asked::MOST_PLACES);
    found
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::muted::{Query, RowFilter};

    proptest! {
        #[test]
        fn a_link_restores_the_question(
            places in prop::collection::btree_set("[a-z]{1,5}/[a-z]{1,5}@[a-z.0-9]{1,5}", 0..4),
            (compares, checks_tickets, asks_history, compares_boards) in any::<(bool, bool, bool, bool)>(),
            ticket_from_reason in any::<bool>(),
            names in prop::collection::btree_set("[a-z]{1,6}", 0..3),
            languages in prop::sample::subsequence(Language::ALL.to_vec(), 0..=5),
            problems in prop::sample::subsequence(Problem::ALL.to_vec(), 0..=10),
            only in prop::collection::btree_set("[a-zA-Z]{1,6}", 0..3),
            max_age_days in prop::option::of(1..=36_500_u32),
            (age, owner) in (prop::option::of(prop::sample::select(AgeBucket::ALL.to_vec())), prop::option::of("[a-z@/]{0,6}")),
            order in prop::sample::select(Order::ALL.to_vec()),
            text in "\\PC{0,12}",
        ) {
            let params = Params { max_age_days, ticket_from_reason, ..Params::default() };
            let query = Query {
                names: Names::new(names).unwrap(),
                languages,
                only: only.into_iter().collect(),
                problems,
                params,
            };
            let filter = RowFilter { text, owner, age };
            let asked = Asked { places: places.into_iter().collect(), compares, checks_tickets, asks_history, compares_boards, query, filter, order };
            let pairs = to_pairs(&asked);
            prop_assert!(pairs.iter().map(|(key, _)| *key).is_sorted());
            let backwards: Vec<_> = pairs.iter().cloned().rev().collect();
            prop_assert_eq!(from_pairs(&pairs), (asked.clone(), Vec::new()));
            prop_assert_eq!(from_pairs(&backwards).0, asked);
        }

        /// Whatever is written as places, the link that is made of it names the same ones.
        #[test]
        fn places_stay_what_they_are(words in prop::collection::vec("(https://github.com/){0,2}[a-z/@, ]{0,6}/{0,2}", 0..6)) {
            let found = places(&words.join(" "));
            prop_assert!(!found.contains(&String::new()));
            prop_assert_eq!(places(&found.join(",")), found);
        }
    }

    #[test]
    fn what_cannot_be_read_is_said() {
        for (key, value) in [
            ("age", "old"),
            ("blame", "no"),
            ("by", "x"),
            ("change", "no"),
            ("jira", "javascript:alert(1)"),
            ("lang", "cobol"),
            ("marks", "a b"),
            ("max_age", "0"),
            ("max_age", "-1"),
            ("passing", "no"),
            ("problem", "ugly"),
            ("tickets", "1"),
        ] {
            let (asked, warnings) = from_pairs(&[(key, value.to_owned())]);
            assert_eq!(asked, Asked::default(), "{key}={value}");
            assert!(warnings[0].message.contains("was passed over"), "{warnings:?}");
        }
        assert!(to_pairs(&Asked::default()).is_empty());
    }

    #[test]
    fn places_come_in_lines_or_as_pages() {
        let text = " o/r@main,\nhttps://github.com/a/b/ o/r@main";
        assert_eq!(places(text), ["o/r@main", "a/b"]);
    }

    /// A link with these was read, written, and read again as another one.
    #[test]
    fn what_is_no_place_is_left_out() {
        let text = "o/r / https://github.com/ , https://github.com/https://github.com/a/b///";
        assert_eq!(places(text), ["o/r", "a/b"]);
        assert_eq!(places(&places(text).join(",")), places(text));
    }
}
