//! The keys of a link that only `activity` has.

use super::asked::{Asked, Span};
use super::filter::{Mark, RowFilter};
use crate::activity::drafts::DraftParams;
use crate::activity::times::{OfDay, moment, offset, zone};
use crate::activity::{ActivityList, Category, Query, RunStatus};
use crate::export::web_address;
use crate::muted::link::places;
use crate::warning::Warning;

/// The keys. Some may stand several times: `label`, `only_job`, `only_repo`.
pub const KEYS: [&str; 25] = [
    "case",
    "cause",
    "clock",
    "commit",
    "draft",
    "find",
    "from",
    "hour",
    "hours",
    "in_job",
    "in_repo",
    "jenkins",
    "label",
    "list",
    "mark",
    "min_pulls",
    "nightly",
    "only_job",
    "only_repo",
    "pull",
    "repos",
    "start",
    "status",
    "to",
    "weekday",
];

/// Stands for runs of no pull request.
const NONE: &str = "none";
/// Stands for a failure that nothing explains: a key without a value is none.
const NO_NAME: &str = "(none)";

/// Keys and values of what differs from the defaults, sorted by key.
pub fn to_pairs(asked: &Asked) -> Vec<(&'static str, String)> {
    let mut pairs = filter_pairs(&asked.filter);
    pairs.extend([
        ("clock", asked.utc_offset_min.map(zone).unwrap_or_default()),
        ("jenkins", asked.jenkins.clone()),
        (
            "list",
            if asked.list == ActivityList::default() { String::new() } else { asked.list.word().to_owned() },
        ),
        ("repos", asked.places.join(",")),
    ]);
    pairs.extend(asked.jobs.iter().map(|job| ("only_job", job.clone())));
    pairs.extend(asked.repositories.iter().map(|name| ("only_repo", name.clone())));
    match asked.span {
        Some(Span::Last { hours }) => pairs.push(("hours", hours.to_string())),
        Some(Span::Between { from, to }) => {
            pairs.extend([("from", from.to_string()), ("to", to.to_string())]);
        }
        None => {}
    }
    pairs.extend(asked.drafts.iter().flat_map(draft_pairs));
    pairs.retain(|(_, value)| !value.is_empty());
    pairs.sort_by_key(|(key, _)| *key);
    pairs
}

fn filter_pairs(filter: &RowFilter) -> Vec<(&'static str, String)> {
    let word = |word: Option<&str>| word.unwrap_or_default().to_owned();
    let pull = |pull: Option<u64>| pull.map_or_else(|| NONE.to_owned(), |number| number.to_string());
    let mut pairs = vec![
        ("cause", word(filter.category.map(Category::word))),
        ("commit", filter.commit.clone()),
        ("find", filter.text.clone()),
        ("hour", filter.hour.map(|hour| hour.to_string()).unwrap_or_default()),
        ("in_job", filter.job.clone()),
        ("in_repo", filter.repository.clone()),
        ("mark", word(filter.mark.map(Mark::word))),
        ("pull", filter.pull.map(pull).unwrap_or_default()),
        ("start", filter.start.map(|time| time.to_string()).unwrap_or_default()),
        ("status", word(filter.status.map(RunStatus::word))),
        ("weekday", filter.weekday.map(|day| day.to_string()).unwrap_or_default()),
    ];
    let case = |case: &String| if case.is_empty() { NO_NAME.to_owned() } else { case.clone() };
    pairs.extend(filter.case.iter().map(|own| ("case", case(own))));
    pairs
}

fn draft_pairs(params: &DraftParams) -> Vec<(&'static str, String)> {
    let usual = DraftParams::default();
    let mut pairs = vec![("draft", "yes".to_owned())];
    if params.pull_requests != usual.pull_requests {
        pairs.push(("min_pulls", params.pull_requests.to_string()));
    }
    if !params.nightly {
        pairs.push(("nightly", "no".to_owned()));
    }
    if params.labels != usual.labels {
        pairs.extend(params.labels.iter().map(|label| ("label", label.clone())));
    }
    pairs
}

/// Reads the pairs of a link, in any order. What cannot be read is told and passed over.
pub fn from_pairs(pairs: &[(&'static str, String)]) -> (Asked, Vec<Warning>) {
    let (mut asked, mut warnings) = (Asked::default(), Vec::new());
    let mut warn = |key: &str, value: &str, why: &str| {
        warnings.push(Warning::new("this link", format!("{key}={value:?} was passed over; {why}.")));
    };
    for (key, value) in pairs.iter().filter(|(key, _)| KEYS.contains(key)) {
        if let Err(why) = read_pair(&mut asked, key, value) {
            warn(key, value, &why);
        }
    }
    let value = |wanted: &str| pairs.iter().find(|(key, _)| *key == wanted).map(|(_, value)| value.as_str());
    match (value("from"), value("to")) {
        (Some(from), Some(to)) => {
            let clock = asked.utc_offset_min.unwrap_or(0);
            let times = moment(from, clock, OfDay::First).zip(moment(to, clock, OfDay::Last));
            match times.map(|(from, to)| Query::span(from, to).check()) {
                Some(Ok(query)) => asked.span = Some(Span::Between { from: query.from, to: query.to }),
                Some(Err(error)) => warn("from", from, &error.to_string()),
                None => warn("from", from, "write both ends as 2026-11-20T10:00:00Z"),
            }
        }
        (Some(from), None) => warn("from", from, "the end is missing: to"),
        (None, Some(to)) => warn("to", to, "the beginning is missing: from"),
        (None, None) => {}
    }
    asked.drafts = drafts(pairs, &mut warn);
    (asked, warnings)
}

fn read_pair(asked: &mut Asked, key: &str, value: &str) -> Result<(), String> {
    let filter = &mut asked.filter;
    match key {
        "case" if value == NO_NAME => filter.case = Some(String::new()),
        "case" => filter.case = Some(value.to_owned()),
        "cause" => filter.category = Some(word(value, Category::parse, &Category::ALL.map(Category::word))?),
        "clock" => asked.utc_offset_min = Some(clock(value)?),
        "commit" => value.clone_into(&mut filter.commit),
        "find" => value.clone_into(&mut filter.text),
        "hour" => filter.hour = Some(hour(value)?),
        "hours" => asked.span = Some(Span::Last { hours: hours(value)? }),
        "in_job" => value.clone_into(&mut filter.job),
        "in_repo" => value.clone_into(&mut filter.repository),
        "jenkins" => asked.jenkins = jenkins(value)?,
        "list" => asked.list = word(value, ActivityList::parse, &ActivityList::ALL.map(ActivityList::word))?,
        "mark" => filter.mark = Some(word(value, Mark::parse, &Mark::ALL.map(Mark::word))?),
        "only_job" => asked.jobs.push(name(value)?),
        "only_repo" => asked.repositories.push(name(value)?),
        "pull" => filter.pull = Some(pull(value)?),
        "repos" => asked.places = places(value),
        "start" => {
            filter.start =
                Some(moment(value, 0, OfDay::First).ok_or("it must be a time such as 2026-11-20T10:00:00Z")?);
        }
        "status" => {
            filter.status = Some(word(value, RunStatus::parse, &RunStatus::ALL.map(RunStatus::word))?);
        }
        "weekday" => filter.weekday = Some(weekday(value)?),
        // Read together, as they depend on one another.
        _ => {}
    }
    Ok(())
}

fn word<T>(value: &str, parse: fn(&str) -> Option<T>, words: &[&str]) -> Result<T, String> {
    parse(value).ok_or_else(|| format!("it can be {}", words.join(", ")))
}

/// How far a clock is ahead of UTC.
fn clock(value: &str) -> Result<i32, String> {
    let most = Query::MOST_OFFSET;
    // A plus sign in a link that somebody typed is a space.
    let minutes = offset(&value.replace(' ', "+")).filter(|minutes| (-most..=most).contains(minutes));
    minutes.ok_or_else(|| "write how far it is ahead of UTC, such as +08:00, or UTC".to_owned())
}

fn hour(value: &str) -> Result<u8, String> {
    value.parse().ok().filter(|hour| *hour < 24).ok_or_else(|| "it must be 0 to 23".to_owned())
}

fn weekday(value: &str) -> Result<u8, String> {
    value.parse().ok().filter(|day| *day < 7).ok_or_else(|| "it must be 0 (Monday) to 6".to_owned())
}

fn hours(value: &str) -> Result<u32, String> {
    let most = u32::try_from(Query::MOST_DAYS * 24).unwrap_or(u32::MAX);
    let hours = value.parse().ok().filter(|hours| (1..=most).contains(hours));
    hours.ok_or_else(|| format!("it must be 1 to {most}"))
}

fn jenkins(value: &str) -> Result<String, String> {
    let address = web_address(value).ok_or("it must be an address such as https://jenkins.example.org")?;
    Ok(address.trim_end_matches('/').to_owned())
}

fn name(value: &str) -> Result<String, String> {
    if value.is_empty() { Err("the name is empty".to_owned()) } else { Ok(value.to_owned()) }
}

fn pull(value: &str) -> Result<Option<u64>, String> {
    if value == NONE {
        return Ok(None);
    }
    value.parse().map(Some).map_err(|_| format!("it must be a number, or {NONE:?}"))
}

/// How issues are drafted, if they are.
fn drafts(pairs: &[(&'static str, String)], warn: &mut impl FnMut(&str, &str, &str)) -> Option<DraftParams> {
    let values =
        |wanted: &'static str| pairs.iter().filter(move |(key, _)| *key == wanted).map(|(_, value)| value);
    let wanted = values("draft").next()?;
    if wanted != "yes" {
        warn("draft", wanted, "it can only be \"yes\"");
        return None;
    }
    let usual = DraftParams::default();
    let labels: Vec<String> = values("label").cloned().collect();
    let params = DraftParams {
        pull_requests: match values("min_pulls").next() {
            Some(text) => text.parse().unwrap_or(0),
            None => usual.pull_requests,
        },
        nightly: values("nightly").next().is_none_or(|word| word != "no"),
        labels: if labels.is_empty() { usual.labels } else { labels },
    };
    params.check().map_err(|error| warn("draft", wanted, &error.to_string())).ok()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::model::TimeMs;

    fn span() -> impl Strategy<Value = Option<Span>> {
        prop_oneof![
            Just(None),
            (1..80_000_u32).prop_map(|hours| Some(Span::Last { hours })),
            (0..1_700_000_000_i64, 0..100_000_000_i64).prop_map(|(from, long)| {
                let at = |seconds: i64| TimeMs(seconds * 1000);
                Some(Span::Between { from: at(from), to: at(from + long) })
            }),
        ]
    }

    prop_compose! {
        fn filter()(
            text in "\\PC{0,8}",
            (repository, job, commit) in ("[a-z/]{0,6}", "\\PC{0,8}", "[0-9a-f]{0,8}"),
            pull in prop::option::of(prop::option::of(any::<u64>())),
            category in prop::option::of(prop::sample::select(Category::ALL.to_vec())),
            case in prop::option::of("\\PC{0,9}"),
            status in prop::option::of(prop::sample::select(RunStatus::ALL.to_vec())),
            (hour, weekday) in (prop::option::of(0..24_u8), prop::option::of(0..7_u8)),
            start in prop::option::of(0..1_700_000_000_i64),
            mark in prop::option::of(prop::sample::select(Mark::ALL.to_vec())),
        ) -> RowFilter {
            let start = start.map(|seconds| TimeMs(seconds * 1000));
            RowFilter { text, repository, job, pull, commit, category, case, status, hour, weekday, start, mark }
        }
    }

    proptest! {
        #[test]
        fn a_link_restores_the_question(
            places in prop::collection::btree_set("[a-z]{1,5}/[a-z]{1,5}", 0..4),
            span in span(),
            (repositories, jobs) in (prop::collection::vec("\\PC{1,6}", 0..3), prop::collection::vec("\\PC{1,6}", 0..3)),
            utc_offset_min in prop::option::of(-840..=840_i32),
            jenkins in prop::sample::select(vec!["", "https://ci.example.org", "http://ci.example.org/view"]),
            list in prop::sample::select(ActivityList::ALL.to_vec()),
            filter in filter(),
            drafts in prop::option::of((1..=1000_u32, any::<bool>(), prop::collection::vec("[a-z/]{1,6}", 1..3))),
        ) {
            let drafts = drafts.map(|(pull_requests, nightly, labels)| DraftParams { pull_requests, nightly, labels });
            let (places, jenkins) = (places.into_iter().collect(), jenkins.to_owned());
            let asked = Asked { places, span, repositories, jobs, utc_offset_min, jenkins, list, filter, drafts };
            let pairs = to_pairs(&asked);
            prop_assert!(pairs.iter().map(|(key, _)| *key).is_sorted());
            prop_assert_eq!(from_pairs(&pairs), (asked, Vec::new()));
        }
    }

    #[test]
    fn what_cannot_be_read_is_said() {
        for (key, value) in [
            ("cause", "weather"),
            ("clock", "8"),
            ("clock", "+15:00"),
            ("draft", "no"),
            ("from", "2026-11-20"),
            ("hour", "24"),
            ("hours", "0"),
            ("jenkins", "javascript:alert(1)"),
            ("list", "x"),
            ("mark", "x"),
            ("only_job", ""),
            ("pull", "x"),
            ("start", "now"),
            ("status", "x"),
            ("to", "2026-11-20"),
            ("weekday", "7"),
        ] {
            let (asked, warnings) = from_pairs(&[(key, value.to_owned())]);
            assert_eq!(asked, Asked::default(), "{key}={value}");
            assert!(warnings[0].message.contains("was passed over"), "{warnings:?}");
        }
        let backwards = [("from", "2026-11-20".to_owned()), ("to", "2026-11-19".to_owned())];
        assert!(from_pairs(&backwards).1[0].message.contains("before it begins"));
        let many = [("draft", "yes".to_owned()), ("min_pulls", "x".to_owned())];
        assert!(from_pairs(&many).1[0].message.contains("1 to 1000"));
        assert!(to_pairs(&Asked::default()).is_empty());
    }

    #[test]
    fn days_are_whole_on_the_clock_of_the_link() {
        let pairs = [
            ("from", "2021-06-19".to_owned()),
            ("to", "2021-06-19".to_owned()),
            ("clock", " 08:00".to_owned()),
        ];
        let time = |text: &str| TimeMs::parse(text).unwrap();
        let (from, to) = (time("2021-06-18T16:00:00Z"), time("2021-06-19T15:59:59.999Z"));
        assert_eq!(from_pairs(&pairs).0.span, Some(Span::Between { from, to }));
    }
}
