//! The typed form of the link: what is asked ([`Query`]) and what only the page knows ([`PageKeys`]).

use flakescope_core::activity::page::link::{KEYS as ACTIVITY_KEYS, from_pairs as activity_keys};
use flakescope_core::failures::link::{KEYS as FAILURE_KEYS, from_pairs as failure_keys};
use flakescope_core::flakes::{Query, Source, TestKey, link};
use flakescope_core::muted::link::{KEYS as MUTED_KEYS, from_pairs as muted_keys};
use flakescope_core::payloads::RunsFrom;
use flakescope_core::payloads::history::link::{KEYS as HISTORY_KEYS, from_pairs as history_keys};
use flakescope_core::payloads::link::{KEYS as PAYLOAD_KEYS, from_pairs as payload_keys};
use flakescope_core::warning::Warning;
use flakescope_engine::{
    ActivityAsk, ActivityQuestion, FailuresAsk, HistoryAsk, MutedAsk, MutedQuestion, Packed, PayloadsAsk,
    Request,
};
use leptos::prelude::*;

use super::base;
use super::location::use_location;
use super::rules::kept_rules;

/// Keys of the query string that belong to the page and not to the question.
pub const PAGE_KEYS: [&str; 70] = [
    "age",
    "alpha",
    "arch",
    "as",
    "at_board",
    "at_job",
    "at_test",
    "blame",
    "by",
    "case",
    "cause",
    "change",
    "clock",
    "cluster",
    "cols",
    "commit",
    "compat",
    "corpus",
    "distance",
    "draft",
    "eps",
    "find",
    "from",
    "hour",
    "hours",
    "in_job",
    "in_reason",
    "in_repo",
    "jenkins",
    "jira",
    "kind",
    "label",
    "lang",
    "leeway",
    "list",
    "mark",
    "marks",
    "max_age",
    "min_attempts",
    "min_pulls",
    "min_samples",
    "model",
    "network",
    "newest",
    "nightly",
    "only",
    "only_job",
    "only_repo",
    "owner",
    "passing",
    "percentile",
    "pity",
    "platform",
    "prefix",
    "previous",
    "problem",
    "profile",
    "pull",
    "release",
    "repos",
    "runs",
    "show",
    "start",
    "status",
    "target",
    "tickets",
    "to",
    "topology",
    "type",
    "weekday",
];

/// What the page shows of the answer. On `/flakes`, `at` names the opened row; on `/flakes/job`, the job and the
/// marked test; on `/failures`, the test of whose failed runs the JUnit files are read.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct PageKeys {
    /// The place that is looked at; empty parts are not set.
    pub at: TestKey,
    /// Another form of the same, such as `table` for the grid; empty for the usual one.
    pub shown_as: String,
    /// Names of the columns shown; empty for the usual ones.
    pub columns: Vec<String>,
    /// The id of the cluster that is opened; empty for none.
    pub cluster: String,
    /// The address of a model that gives the chances; empty for none.
    pub model: String,
    /// Keys that one question alone has, with their values as they stand in the link, read by the page that needs them.
    pub own: Vec<(&'static str, String)>,
}

impl PageKeys {
    /// Keys that name a job.
    pub fn at_job(dashboard: &str, job: &str) -> Self {
        Self::at_test(dashboard, job, "")
    }

    /// Keys that name a test.
    pub fn at_test(dashboard: &str, job: &str, test: &str) -> Self {
        let at = TestKey { dashboard: dashboard.to_owned(), job: job.to_owned(), test: test.to_owned() };
        Self { at, ..Self::default() }
    }

    /// The test that is looked at, when all of its name is given.
    pub fn test(&self) -> Option<&TestKey> {
        let named = !self.at.dashboard.is_empty() && !self.at.job.is_empty() && !self.at.test.is_empty();
        named.then_some(&self.at)
    }

    /// A question about the failures that the link names.
    pub fn about_failures(&self, query: Query, ask: FailuresAsk) -> Request {
        let (runs_of, model) = (self.test().cloned(), self.model.clone());
        Request::Failures { query, runs_of, model, params: failure_keys(&self.own).0, ask }
    }

    /// A question about the payload that the link names; none when it names no runs.
    pub fn about_payloads(&self, query: Query, ask: PayloadsAsk) -> Option<Request> {
        let (about, _) = payload_keys(&self.own, (&self.at.dashboard, &self.at.job));
        let named = about.from != RunsFrom::Given || matches!(query.source, Source::Sample | Source::Files);
        named.then_some(Request::Payloads { query, about, ask })
    }

    /// A question about two files of history: those of the sample, or those at hand, which belong to no other source.
    pub fn about_history(&self, source: &Source, ask: HistoryAsk) -> Request {
        let source = if *source == Source::Sample { Source::Sample } else { Source::Files };
        let query = Query { source, ..Query::default() };
        Request::PayloadsHistory { query, about: history_keys(&self.own).0, ask }
    }

    /// A question about the muted tests of the sources that the link names; none when it names none.
    pub fn about_muted(&self, query: Query, ask: MutedAsk) -> Option<Request> {
        let (asked, _) = muted_keys(&self.own);
        let named = !asked.places.is_empty() || matches!(query.source, Source::Sample | Source::Files);
        named.then(|| Request::Muted { query, about: Packed::new(&MutedQuestion { asked, ask }) })
    }

    /// A question about the runs of CI that the link names; none when it names none.
    pub fn about_activity(&self, query: Query, ask: ActivityAsk) -> Option<Request> {
        let (asked, _) = activity_keys(&self.own);
        let named = !asked.places.is_empty() || matches!(query.source, Source::Sample | Source::Files);
        let page = href("/activity", &query, self);
        let question = ActivityQuestion { asked, rules: kept_rules(), page: base::full(&page), ask };
        let (files, about) = (matches!(question.ask, ActivityAsk::File { .. }), Packed::new(&question));
        let request =
            if files { Request::ActivityFile { query, about } } else { Request::Activity { query, about } };
        named.then_some(request)
    }

    fn pairs(&self) -> Vec<(&'static str, String)> {
        let pairs = [
            ("at_board", self.at.dashboard.clone()),
            ("at_job", self.at.job.clone()),
            ("at_test", self.at.test.clone()),
            ("as", self.shown_as.clone()),
            ("cluster", self.cluster.clone()),
            ("cols", self.columns.join(",")),
            ("model", self.model.clone()),
        ];
        pairs.into_iter().chain(self.own.iter().cloned()).filter(|(_, value)| !value.is_empty()).collect()
    }

    fn set(&mut self, key: &str, value: String) {
        match key {
            "at_board" => self.at.dashboard = value,
            "at_job" => self.at.job = value,
            "at_test" => self.at.test = value,
            "as" => self.shown_as = value,
            "cluster" => self.cluster = value,
            "model" => self.model = value,
            "cols" => self.columns = value.split(',').filter(|c| !c.is_empty()).map(str::to_owned).collect(),
            _ => {
                let known = FAILURE_KEYS
                    .iter()
                    .chain(&PAYLOAD_KEYS)
                    .chain(&HISTORY_KEYS)
                    .chain(&MUTED_KEYS)
                    .chain(&ACTIVITY_KEYS)
                    .find(|known| **known == key);
                self.own.extend(known.map(|known| (*known, value)));
            }
        }
    }
}

/// All that a link holds.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct View {
    /// What is asked.
    pub query: Query,
    /// What the page shows of it.
    pub page: PageKeys,
    /// What could not be read from the link.
    pub warnings: Vec<Warning>,
}

impl View {
    /// Reads a query string, with or without `?`.
    pub fn parse(search: &str) -> Self {
        let (query, warnings) = link::from_query_string(search, &PAGE_KEYS);
        let mut page = PageKeys::default();
        for (key, value) in form_urlencoded::parse(search.trim_start_matches('?').as_bytes()) {
            page.set(&key, value.into_owned());
        }
        Self { query, page, warnings }
    }

    /// Writes the query string, without `?`; empty for the default view.
    pub fn to_query_string(&self) -> String {
        query_string(&self.query, &self.page)
    }
}

/// The query string of a query and page keys, sorted by key; empty when both are default.
pub fn query_string(query: &Query, page: &PageKeys) -> String {
    let shown = page.pairs();
    if shown.is_empty() && *query == Query::default() {
        return String::new();
    }
    let asked = link::to_query_string(query);
    let encode = |text: &str| form_urlencoded::byte_serialize(text.as_bytes()).collect::<String>();
    let mut pairs = Vec::<String>::new();
    let mut put = |pair: String| pairs.insert(pairs.partition_point(|known| *known < pair), pair);
    asked.split('&').filter(|pair| !pair.is_empty()).for_each(|pair| put(pair.to_owned()));
    for (key, value) in shown {
        put(format!("{key}={}", encode(&value)));
    }
    pairs.join("&")
}

/// A full link to one of the app's pages (`path` begins with a slash), under the site's base.
pub fn href(path: &str, query: &Query, page: &PageKeys) -> String {
    match query_string(query, page) {
        text if text.is_empty() => base::address(path),
        text => format!("{}?{text}", base::address(path)),
    }
}

/// The view in the context.
#[derive(Clone, Copy)]
struct CurrentView(Memo<View>);

/// Puts the view of the current address into the context. Call once, after the address.
pub fn provide_view() {
    let search = use_location().search;
    provide_context(CurrentView(Memo::new(move |_| search.with(|search| View::parse(search)))));
}

/// The view of the current address.
///
/// # Panics
/// Outside the app's shell.
pub fn use_view() -> Memo<View> {
    expect_context::<CurrentView>().0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn page_keys_round_trip() {
        let page = PageKeys {
            at: TestKey {
                dashboard: "sig-release-master-blocking".into(),
                job: "gce, cos & more".into(),
                test: "[sig-storage] PV = 100 % +1 ü".into(),
            },
            shown_as: "table".into(),
            columns: vec!["test".into(), "runs".into()],
            cluster: "0123456789abcdef0123".into(),
            model: "https://example.org/model.json?alt=media".into(),
            own: vec![
                ("distance", "ncd".into()),
                ("eps", "0.25".into()),
                ("leeway", "10".into()),
                ("show", "failed".into()),
                ("type", "alerts".into()),
            ],
        };
        let view = View { page, ..View::default() };
        let text = view.to_query_string();
        assert!(!text.contains(['[', ']', ' ', '{']), "{text}");
        assert_eq!(View::parse(&text), view);
        assert_eq!(View::parse(&format!("?{text}")), view);
    }

    #[test]
    fn keys_of_every_question_are_known() {
        let own = FAILURE_KEYS
            .iter()
            .chain(&PAYLOAD_KEYS)
            .chain(&HISTORY_KEYS)
            .chain(&MUTED_KEYS)
            .chain(&ACTIVITY_KEYS);
        let unknown: Vec<_> = own.filter(|key| !PAGE_KEYS.contains(key)).collect();
        assert!(unknown.is_empty(), "{unknown:?} would be warned of");
    }

    #[test]
    fn the_default_view_has_no_query_string() {
        assert_eq!(View::default().to_query_string(), "");
        assert_eq!(View::parse(""), View::default());
    }
}
