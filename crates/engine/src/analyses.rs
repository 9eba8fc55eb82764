//! What was analysed, kept between requests: a new filter, order or row range costs no new analysis.

use std::cell::RefCell;
use std::rc::Rc;

use flakescope_core::flakes::issues::Tracker;
use flakescope_core::flakes::meeting::Changes;
use flakescope_core::flakes::{
    Analysis, Filter, Params, Query, ReadyFilter, Selection, Sort, TabAnalysis, analyse_tab,
};
use flakescope_core::model::Tab;

use crate::Transport;
use crate::failures::FoundFailures;
use crate::fetch::Fetcher;
use crate::issues::IssueStock;
use crate::stock::{Snapshot, SnapshotTab, Stock, Want};

/// How many analyses are kept: the page may ask with two windows in turn.
const KEPT: usize = 2;

/// The newest analyses, newest first.
#[derive(Default)]
pub(crate) struct Analyses {
    kept: RefCell<Vec<Rc<Analysed>>>,
}

/// One analysis and the last selection of its rows.
pub(crate) struct Analysed {
    made_of: MadeOf,
    pub(crate) analysis: Analysis,
    tabs: Vec<Tab>,
    changes: RefCell<Option<(u32, Changes)>>,
    selected: RefCell<Option<(Filter, Sort, Rc<Selection>)>>,
    failures: RefCell<Option<Rc<dyn FoundFailures>>>,
}

/// What an analysis was made of; equal means that it would come out equal.
#[derive(Clone, Debug, PartialEq, Eq)]
struct MadeOf {
    stock: u64,
    boards: Vec<(String, u64)>,
    params: Params,
    /// Number and version of the list of issues.
    issues: Option<(u64, u64)>,
}

impl Analyses {
    /// Analyses what `want` has in stock now, tab by tab, resting in between.
    pub(crate) async fn analyse<T: Transport + 'static>(
        &self,
        stock: &Stock<T>,
        want: &Want,
        params: Params,
        issues: Option<&IssueStock<T>>,
    ) -> Rc<Analysed> {
        let issues_id = issues.map(|issues| (issues.number, issues.state.borrow().version));
        let Snapshot { versions, tabs } = stock.state.borrow().snapshot(want);
        let made_of = MadeOf { stock: stock.number, boards: versions, params, issues: issues_id };
        if let Some(known) = self.find(&made_of) {
            return known;
        }
        let mut analysed = Vec::with_capacity(tabs.len());
        for tab in &tabs {
            analysed.push(analyse_one(stock, tab, params).await);
        }
        stock.fetcher.rest().await;
        let mut analysis = Analysis::new(analysed, params);
        stock.fetcher.rest().await;
        if let Some(issues) = issues {
            // The data's own clock: the same boards and issues give the same rows tomorrow.
            let now = analysis.newest_run_at().unwrap_or_else(|| stock.fetcher.transport.now());
            let tracker = Tracker::new(&issues.state.borrow().list, now);
            analysis = analysis.track(tracker);
        }
        let tabs = tabs.into_iter().map(|tab| tab.tab).collect();
        let analysed = self.keep(Analysed::new(made_of, analysis, tabs));
        stock.fetcher.rest().await;
        analysed
    }

    fn find(&self, made_of: &MadeOf) -> Option<Rc<Analysed>> {
        self.kept.borrow().iter().find(|kept| kept.made_of == *made_of).cloned()
    }

    fn keep(&self, analysed: Analysed) -> Rc<Analysed> {
        let analysed = Rc::new(analysed);
        let mut kept = self.kept.borrow_mut();
        kept.insert(0, analysed.clone());
        kept.truncate(KEPT);
        analysed
    }
}

async fn analyse_one<T: Transport + 'static>(
    stock: &Stock<T>,
    tab: &SnapshotTab,
    params: Params,
) -> TabAnalysis {
    let known = stock.state.borrow().recall(tab, params);
    if let Some(known) = known {
        return known;
    }
    stock.fetcher.rest().await;
    let analysis = analyse_tab(&tab.tab, &params);
    stock.state.borrow_mut().remember(tab, params, &analysis);
    analysis
}

impl Analysed {
    fn new(made_of: MadeOf, analysis: Analysis, tabs: Vec<Tab>) -> Self {
        Self {
            made_of,
            analysis,
            tabs,
            changes: RefCell::default(),
            selected: RefCell::default(),
            failures: RefCell::default(),
        }
    }

    /// The failures on the boards; made once.
    pub(crate) fn failures(
        &self,
        make: impl FnOnce(&Analysis) -> Rc<dyn FoundFailures>,
    ) -> Rc<dyn FoundFailures> {
        self.failures.borrow_mut().get_or_insert_with(|| make(&self.analysis)).clone()
    }

    /// What changed since the day that the query names; `None` when it names none or nothing was read. The last answer
    /// is kept.
    pub(crate) async fn changes<T: Transport>(&self, query: &Query, fetcher: &Fetcher<T>) -> Option<Changes> {
        let days = query.compare_days?;
        let known =
            self.changes.borrow().as_ref().filter(|(of, _)| *of == days).map(|(_, known)| known.clone());
        if known.is_some() {
            return known;
        }
        let since = self.analysis.newest_run_at()?.minus_days(days);
        let mut earlier = Vec::with_capacity(self.tabs.len());
        for tab in &self.tabs {
            fetcher.rest().await;
            earlier.push(analyse_tab(&tab.before(since), &self.made_of.params));
        }
        fetcher.rest().await;
        let changes = self.analysis.changes(&Analysis::new(earlier, self.made_of.params), since);
        *self.changes.borrow_mut() = Some((days, changes.clone()));
        Some(changes)
    }

    /// The rows of the query. Scrolling asks for the same ones again and again: the last selection is kept.
    pub(crate) fn select(&self, filter: &ReadyFilter, sort: Sort) -> Rc<Selection> {
        if let Some((last_filter, last_sort, selection)) = &*self.selected.borrow()
            && last_filter == filter.filter()
            && *last_sort == sort
        {
            return selection.clone();
        }
        let selection = Rc::new(self.analysis.select(filter, sort));
        *self.selected.borrow_mut() = Some((filter.filter().clone(), sort, selection.clone()));
        selection
    }
}
