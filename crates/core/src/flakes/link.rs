//! The query string of `flakes`: `v=1`, short sorted keys, defaults left out, lists separated by commas.

use super::issues::EffortGroup;
use super::{Column, IssueSource, Level, Params, ProjectBoard, Query, Sort, Source, Verdict};
use crate::model::Repository;
use crate::warning::Warning;

/// The version that this code writes. Older links are lifted by [`UPGRADES`], newer ones are read as far as possible.
const VERSION: u32 = 1;

/// The keys and values of a link, sorted by key. A list: a tree would be most of what reading a link costs the page.
type Pairs = Vec<(String, String)>;

/// `UPGRADES[n]` lifts the keys of version n + 1 to version n + 2. There is only one version so far.
const UPGRADES: [fn(&mut Pairs); 0] = [];

/// Writes the query as a query string without `?`; `v=1` alone for the default query.
pub fn to_query_string(query: &Query) -> String {
    let mut text = form_urlencoded::Serializer::new(String::new());
    for (key, value) in to_pairs(query) {
        text.append_pair(key, &value);
    }
    text.finish()
}

/// The keys and values of a link, sorted by key.
fn to_pairs(query: &Query) -> Vec<(&'static str, String)> {
    let (default, filter) = (Query::default(), &query.filter);
    let sigs: Vec<&str> = filter.sigs.iter().map(|s| s.strip_prefix("sig-").unwrap_or(s)).collect();
    let mut pairs = vec![("v", VERSION.to_string())];
    let mut put = |key, value: String, is_default: bool| {
        if !is_default {
            let place = pairs.partition_point(|(known, _)| *known < key);
            pairs.insert(place, (key, value));
        }
    };
    put("board", list(&query.dashboards), query.dashboards == default.dashboards);
    put("group", list(&query.dashboard_groups), query.dashboard_groups.is_empty());
    put(
        "days",
        query.params.window_days.to_string(),
        query.params.window_days == Params::DEFAULT_WINDOW_DAYS,
    );
    put("broken", "keep".to_owned(), !query.params.keep_broken_runs);
    put("job", list(&filter.jobs), filter.jobs.is_empty());
    put("sig", list(&sigs), sigs.is_empty());
    put("verdict", verdicts_word(&filter.verdicts), filter.verdicts == default.filter.verdicts);
    put(
        "priority",
        list(&filter.priorities.iter().map(|l| l.word()).collect::<Vec<_>>()),
        filter.priorities.is_empty(),
    );
    put(
        "effort",
        list(&filter.efforts.iter().map(|e| e.word()).collect::<Vec<_>>()),
        filter.efforts.is_empty(),
    );
    put("issues", issues_word(&query.issues).to_owned(), query.issues == IssueSource::default());
    put(
        "project",
        query.project_board.as_ref().map(ToString::to_string).unwrap_or_default(),
        query.project_board.is_none(),
    );
    put(
        "compare",
        query.compare_days.map(|days| days.to_string()).unwrap_or_default(),
        query.compare_days.is_none(),
    );
    put("q", filter.text.clone(), filter.text.is_empty());
    put("sort", sort_word(query.sort), query.sort == Sort::default());
    put("src", source_word(&query.source), query.source == Source::default());
    pairs
}

/// Reads a query string (with or without `?`). Keys in `page_keys` belong to the page and are passed over. Unknown
/// keys, unreadable values and links of a newer version are warnings; what can be read is kept.
pub fn from_query_string(text: &str, page_keys: &[&str]) -> (Query, Vec<Warning>) {
    let text = text.strip_prefix('?').unwrap_or(text);
    let mut pairs = Pairs::new();
    for (key, value) in form_urlencoded::parse(text.as_bytes()) {
        if !page_keys.contains(&key.as_ref()) {
            put_last(&mut pairs, &key, &value);
        }
    }
    let mut warnings = Vec::new();
    upgrade(&mut pairs, &mut warnings);
    let mut query = Query::default();
    for (key, value) in &pairs {
        if let Err(message) = read_pair(&mut query, key, value) {
            warnings.push(Warning::new("this link", message));
        }
    }
    (query, warnings)
}

/// Of a key that is there twice, the last value counts.
fn put_last(pairs: &mut Pairs, key: &str, value: &str) {
    pairs.retain(|(known, _)| known != key);
    let place = pairs.partition_point(|(known, _)| known.as_str() < key);
    pairs.insert(place, (key.to_owned(), value.to_owned()));
}

fn upgrade(pairs: &mut Pairs, warnings: &mut Vec<Warning>) {
    let Some(place) = pairs.iter().position(|(key, _)| key == "v") else { return };
    let (_, text) = pairs.remove(place);
    match text.parse::<u32>() {
        Ok(version) if version <= VERSION => {
            UPGRADES.iter().skip(version.saturating_sub(1) as usize).for_each(|lift| lift(pairs));
        }
        Ok(version) => warnings.push(Warning::new(
            "this link",
            format!("It was made by a newer version ({version}; this one writes {VERSION}). What could be read is shown."),
        )),
        Err(_) => warnings.push(Warning::new("this link", format!("Its version {text:?} is not a number."))),
    }
}

fn read_pair(query: &mut Query, key: &str, value: &str) -> Result<(), String> {
    let filter = &mut query.filter;
    match key {
        "board" => query.dashboards = items(value),
        "group" => query.dashboard_groups = items(value),
        "days" => query.params.window_days = read_days("days", value)?,
        "broken" if value == "keep" => query.params.keep_broken_runs = true,
        "job" => filter.jobs = items(value),
        "sig" => filter.sigs = items(value),
        "verdict" => filter.verdicts = read_verdicts(value)?,
        "priority" => filter.priorities = read_words(value, Level::parse, "priority")?,
        "effort" => filter.efforts = read_words(value, EffortGroup::parse, "effort")?,
        "issues" => query.issues = read_issues(value)?,
        "project" => query.project_board = Some(read_project_board(value)?),
        "compare" => query.compare_days = Some(read_days("compare", value)?),
        "q" => value.clone_into(&mut filter.text),
        "sort" => query.sort = read_sort(value)?,
        "src" => query.source = read_source(value),
        "broken" => return Err(format!("broken={value:?} was passed over; it can only be \"keep\".")),
        _ => return Err(format!("Its part {key:?} is unknown and was passed over.")),
    }
    Ok(())
}

/// Reads the verdict list of a link or a command line: `all`, or words separated by commas.
pub fn read_verdicts(value: &str) -> Result<Vec<Verdict>, String> {
    if value == "all" { Ok(Verdict::ALL.to_vec()) } else { read_words(value, Verdict::parse, "verdict") }
}

/// Reads a sort order: a column's name, `-` before it for the largest first, `worst` for the default order.
pub fn read_sort(value: &str) -> Result<Sort, String> {
    let (name, descending) = value.strip_prefix('-').map_or((value, false), |name| (name, true));
    if name == "worst" {
        return Ok(Sort { column: None, descending });
    }
    let column = Column::parse(name)
        .ok_or_else(|| format!("sort={value:?} was passed over; there is no such column."))?;
    Ok(Sort { column: Some(column), descending })
}

/// Reads a source: `testgrid`, `sample`, `files`, or an address.
pub fn read_source(value: &str) -> Source {
    match value {
        "testgrid" | "" => Source::TestGrid,
        "sample" => Source::Sample,
        "files" => Source::Files,
        address => Source::Address(address.to_owned()),
    }
}

fn source_word(source: &Source) -> String {
    match source {
        Source::TestGrid => "testgrid".to_owned(),
        Source::Sample => "sample".to_owned(),
        Source::Files => "files".to_owned(),
        Source::Address(address) => address.clone(),
    }
}

fn sort_word(sort: Sort) -> String {
    let name = sort.column.map_or("worst", Column::name);
    if sort.descending { format!("-{name}") } else { name.to_owned() }
}

fn verdicts_word(verdicts: &[Verdict]) -> String {
    if verdicts == Verdict::ALL {
        "all".to_owned()
    } else {
        list(&verdicts.iter().map(|v| v.word()).collect::<Vec<_>>())
    }
}

/// Reads whose issues: `usual`, `off`, `files`, or `owner/name`.
pub fn read_issues(value: &str) -> Result<IssueSource, String> {
    match value {
        "usual" => Ok(IssueSource::Usual),
        "off" => Ok(IssueSource::Off),
        "files" => Ok(IssueSource::Files),
        name => Repository::parse(name).map(IssueSource::Of).ok_or_else(|| {
            format!("issues={value:?} was passed over; it is not a repository such as kubernetes/kubernetes.")
        }),
    }
}

fn read_project_board(value: &str) -> Result<ProjectBoard, String> {
    ProjectBoard::parse(value)
        .ok_or_else(|| format!("project={value:?} was passed over; it is not a board such as kubernetes/68."))
}

fn issues_word(issues: &IssueSource) -> &str {
    match issues {
        IssueSource::Usual => "usual",
        IssueSource::Off => "off",
        IssueSource::Files => "files",
        IssueSource::Of(repository) => repository.as_str(),
    }
}

fn read_days(key: &str, value: &str) -> Result<u32, String> {
    let days =
        value.parse().map_err(|_| format!("{key}={value:?} was passed over; it is not a number of days."))?;
    let params = Params { window_days: days, ..Params::default() };
    params.check().map(|p| p.window_days).map_err(|e| format!("{key}={value:?} was passed over: {e}."))
}

fn read_words<T>(value: &str, parse: impl Fn(&str) -> Option<T>, what: &str) -> Result<Vec<T>, String> {
    let read = |word: &String| {
        parse(word).ok_or_else(|| format!("{what}={word:?} was passed over; there is no such {what}."))
    };
    items(value).iter().map(read).collect()
}

/// Joins with commas; a comma or a percent sign inside an item is written `%2C`, `%25`.
fn list<S: AsRef<str>>(items: &[S]) -> String {
    let escaped = items.iter().map(|item| item.as_ref().replace('%', "%25").replace(',', "%2C"));
    escaped.collect::<Vec<_>>().join(",")
}

fn items(value: &str) -> Vec<String> {
    let unescape = |item: &str| item.replace("%2C", ",").replace("%25", "%");
    value.split(',').filter(|item| !item.is_empty()).map(unescape).collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::flakes::Filter;

    fn check(text: &str, expect: &str) {
        let (query, warnings) = from_query_string(text, &["row"]);
        let lines: Vec<String> = warnings.into_iter().map(|w| w.message).collect();
        assert_eq!(format!("{} | {}", to_query_string(&query), lines.join(" ")), expect, "{text}");
    }

    #[test]
    fn links() {
        check("", "v=1 | ");
        check("?v=1&row=x", "v=1 | ");
        check("board=a,b%252Cc&days=7&broken=keep", "board=a%2Cb%252Cc&broken=keep&days=7&v=1 | ");
        check(
            "verdict=all&sig=sig-storage,none&sort=-failure_rate",
            "sig=storage%2Cnone&sort=-failure_rate&v=1&verdict=all | ",
        );
        check("src=sample", "src=sample&v=1 | ");
        check("src=http://127.0.0.1:1/api/v1", "src=http%3A%2F%2F127.0.0.1%3A1%2Fapi%2Fv1&v=1 | ");
        check("src=testgrid&sort=worst&days=14&issues=usual", "v=1 | ");
        check("effort=untracked,triaged&compare=7", "compare=7&effort=untracked%2Ctriaged&v=1 | ");
        check("issues=kubernetes/test-infra", "issues=kubernetes%2Ftest-infra&v=1 | ");
    }

    #[test]
    fn what_cannot_be_read_is_said() {
        check(
            "days=0",
            "v=1 | days=\"0\" was passed over: the window is 0 days; it must be between 1 and 365.",
        );
        check("days=x", "v=1 | days=\"x\" was passed over; it is not a number of days.");
        check("verdict=bad", "v=1 | verdict=\"bad\" was passed over; there is no such verdict.");
        check("sort=-bad", "v=1 | sort=\"-bad\" was passed over; there is no such column.");
        check("colour=red", "v=1 | Its part \"colour\" is unknown and was passed over.");
        check(
            "v=9",
            "v=1 | It was made by a newer version (9; this one writes 1). What could be read is shown.",
        );
        check(
            "issues=../x",
            "v=1 | issues=\"../x\" was passed over; it is not a repository such as kubernetes/kubernetes.",
        );
        check(
            "project=kubernetes",
            "v=1 | project=\"kubernetes\" was passed over; it is not a board such as kubernetes/68.",
        );
        check("effort=none", "v=1 | effort=\"none\" was passed over; there is no such effort.");
        check("v=x", "v=1 | Its version \"x\" is not a number.");
        check("broken=no", "v=1 | broken=\"no\" was passed over; it can only be \"keep\".");
    }

    fn words() -> impl Strategy<Value = Vec<String>> {
        prop::collection::vec("[^\u{0}]{1,12}", 1..4)
    }

    prop_compose! {
        fn queries()(
            (dashboards, dashboard_groups, jobs, sigs) in (words(), words(), words(), words()),
            verdicts in prop::sample::subsequence(Verdict::ALL.to_vec(), 1..=5),
            priorities in prop::sample::subsequence(Level::ALL.to_vec(), 0..=3),
            text in ".{0,20}",
            column in prop::option::of(prop::sample::select(Column::ALL.to_vec())),
            (descending, keep_broken_runs, window_days) in (any::<bool>(), any::<bool>(), 1..=365_u32),
            efforts in prop::sample::subsequence(EffortGroup::ALL.to_vec(), 0..=8),
            compare_days in prop::option::of(1..=365_u32),
            project_board in prop::option::of("[a-z]{1,9}/[1-9]".prop_map(|text| ProjectBoard::parse(&text).unwrap())),
            issues in prop_oneof![
                Just(IssueSource::Usual), Just(IssueSource::Off), Just(IssueSource::Files),
                "[a-z]{1,9}/[a-z.]{1,9}x".prop_map(|name| IssueSource::Of(Repository::parse(&name).unwrap()))
            ],
            source in prop_oneof![
                Just(Source::TestGrid), Just(Source::Sample), Just(Source::Files), "https://[a-z]{1,9}/.{0,9}".prop_map(Source::Address)
            ],
        ) -> Query {
            let sigs = sigs.into_iter().map(|s| s.trim_start_matches("sig-").to_owned()).filter(|s| !s.is_empty()).collect();
            Query {
                source, dashboards, dashboard_groups, issues, project_board, compare_days,
                params: Params { window_days, keep_broken_runs },
                filter: Filter { jobs, sigs, verdicts, priorities, efforts, text },
                sort: Sort { column, descending },
            }
        }
    }

    proptest! {
        #[test]
        fn a_link_restores_the_view(query in queries()) {
            let (read, warnings) = from_query_string(&to_query_string(&query), &[]);
            prop_assert_eq!(read, query);
            prop_assert_eq!(warnings, vec![]);
        }

        #[test]
        fn any_text_is_read(text in ".{0,200}") {
            let (query, _) = from_query_string(&text, &[]);
            let again = from_query_string(&to_query_string(&query), &[]);
            prop_assert_eq!(again, (query, vec![]));
        }
    }
}
