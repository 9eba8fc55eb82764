//! The engine: keeps what was read and analysed between requests.

use std::cell::{Cell, RefCell};
use std::collections::{BTreeMap, BTreeSet};
use std::future::Future;
use std::pin::pin;
use std::rc::Rc;

use flakescope_core::activity::Query as ActivityQuery;
use flakescope_core::activity::drafts::Draft;
use flakescope_core::flakes::issues::IssueList;
use flakescope_core::flakes::{Filter, Query, ReadyFilter, Source, TestKey};
use flakescope_core::formats::bucket::RunFolder;
use flakescope_core::formats::failures::names_failures;
use flakescope_core::formats::github::{looks_like_issues, parse_issues};
use flakescope_core::formats::testgrid::files::{NamedFile, read_files};
use flakescope_core::model::{Repository, Tab};
use flakescope_core::muted::{Blamed, FileMarkers, MutedPlace, Query as MutedQuery, Row};
use flakescope_core::warning::Warning;
use futures_util::future::select;

use crate::activity::issues::KnownIssues;
use crate::activity::{self, ActivityPart, ActivityRuns};
use crate::address::{Address, host_of};
use crate::analyses::{Analysed, Analyses};
use crate::door::Door;
use crate::failures::{
    self, About, Failures, Found, FoundFailures, MOST_RUNS, ReadFailures, TakenFailures, read_runs,
};
use crate::fetch::{Fetched, Fetcher};
use crate::issues::{IssueStock, Issues, filing};
use crate::muted::{self, GitHubPlace, Means, Muted, SourceMarkers};
use crate::pace::Pace;
use crate::payloads::Payloads;
use crate::render::Asked;
use crate::stock::{Stock, Want, Wish};
use crate::supply::{Bundle, Supply};
use crate::{Answer, Error, Filed, Policy, Progress, Reading, Request, Secret, Transport, Writers, render};

/// Answers requests. Several may be alive at once: they share what is being read. Dropping the future of
/// [`Engine::answer`] cancels the request; what it read is kept.
pub struct Engine<T> {
    pub(crate) fetcher: Rc<Fetcher<T>>,
    stocks: RefCell<BTreeMap<Source, Rc<Stock<T>>>>,
    stocks_so_far: Cell<u64>,
    allowed: RefCell<BTreeSet<String>>,
    analyses: Analyses,
    issues: Issues<T>,
    failures: Failures,
    pub(crate) payloads: Payloads,
    pub(crate) muted: Muted<T>,
    activity: Door<dyn ActivityPart<T>>,
    /// Where files of GitHub are read.
    raw: RefCell<String>,
}

impl<T: Transport + 'static> Engine<T> {
    /// An engine with the default [`Policy`].
    pub fn new(transport: T) -> Self {
        Self::with_policy(transport, Policy::default())
    }

    /// An engine with limits of its own.
    pub fn with_policy(transport: T, policy: Policy) -> Self {
        let fetcher = Rc::new(Fetcher::new(transport, policy));
        Self {
            issues: Issues::new(fetcher.clone()),
            fetcher,
            stocks: RefCell::default(),
            stocks_so_far: Cell::default(),
            allowed: RefCell::default(),
            analyses: Analyses::default(),
            failures: Failures::default(),
            payloads: Payloads::default(),
            muted: Muted::default(),
            activity: Door::default(),
            raw: RefCell::new(muted::RAW.to_owned()),
        }
    }

    /// Answers a request. Early answers go to `progress`.
    pub async fn answer(&self, request: Request, progress: &impl Progress) -> Result<Answer, Error> {
        let query = request.query();
        query.params.check()?;
        if let Request::Payloads { about, ask, .. } = &request {
            let hand = self.runs_at_hand(&request, about, progress).await?;
            return self.payloads.answer((about, *ask), hand, &self.fetcher, progress).await;
        }
        if let Request::PayloadsHistory { query, about, ask } = &request {
            return self.compare(&query.source, about, *ask).await;
        }
        if let Request::Muted { query, about } = &request {
            return self.muted.answer((query, about), self.means(), progress).await;
        }
        if let Request::Activity { query, about } | Request::ActivityFile { query, about } = &request {
            let part = self.activity_part().await?;
            return part.answer(self.means(), (&query.source, about), progress).await;
        }
        let about_failures = About::of(&request);
        if let Some(about) = about_failures {
            self.use_model(about.model).await?;
        }
        let runs_of = about_failures.and_then(|about| about.runs_of);
        if let Some(ask) = about_failures
            && runs_of.is_none()
            && let Some((found, reading)) = self.failures_apart(&query.source).await?
        {
            return Ok(failures::answer(ask, &found, reading, &self.fetcher, progress).await);
        }
        let writers = if render::is_file(&request) { Some(self.writers().await?) } else { None };
        let asked = Asked { request: &request, filter: self.ready(&query.filter).await?, writers };
        let want = Want::of(&request)?;
        if runs_of.is_some() && matches!(query.source, Source::Sample | Source::Files) {
            return Err(Error::NoRuns);
        }
        let stock = self.stock(&query.source)?;
        stock.forget_total_failure(&want);
        let wish = stock.wish(want);
        let issues = self.issues.of(query);
        self.read(&wish, issues.as_ref(), &asked, progress).await;
        stock.check_readable(&wish.want, &query.source)?;
        if let Some(ask) = about_failures {
            let (analysed, reading) = self.analyse(&wish, issues.as_ref(), query).await;
            let (found, reading) = match runs_of {
                Some(test) => self.failures_of_runs(test, &analysed, reading, progress).await?,
                None => (self.failures_on_boards(&analysed).await?, reading),
            };
            return Ok(failures::answer(ask, &found, reading, &self.fetcher, progress).await);
        }
        self.view(&wish, issues.as_ref(), &asked).await
    }

    async fn writers(&self) -> Result<Writers, Error> {
        self.fetcher.transport.writers().await.ok_or(Error::PartMissing)
    }

    /// The tabs of the boards that a request is about, as far as they were read for earlier requests, each with the name of its
    /// board: for a program that keeps what was read.
    pub fn tabs(&self, request: &Request) -> Result<Vec<(String, Tab)>, Error> {
        let stock = self.stock(&request.query().source)?;
        let tabs = stock.state.borrow().snapshot(&Want::of(request)?).tabs;
        Ok(tabs.into_iter().map(|tab| (tab.board, tab.tab)).collect())
    }

    async fn ready(&self, filter: &Filter) -> Result<ReadyFilter, Error> {
        if filter.text.is_empty() {
            return Ok(filter.without_search());
        }
        let compile = self.fetcher.transport.search().await.ok_or(Error::PartMissing)?;
        Ok(filter.ready(compile)?)
    }

    /// Registers what a request wants before its future runs, so that a reading is not abandoned in between.
    pub(crate) fn hold(&self, request: &Request) -> Option<Wish<T>> {
        let want = Want::of(request).ok()?;
        Some(self.stock(&request.query().source).ok()?.wish(want))
    }

    /// Lets the engine read from `host` (or `host:port`) as well.
    pub fn allow_host(&self, host: &str) {
        self.allowed.borrow_mut().insert(host.trim().to_ascii_lowercase());
    }

    /// Reads issues through the proxy at one address while there is no token, and looks for the published snapshot at the
    /// other; an empty one, or one that cannot be used, is the usual way. The user named them, so that their hosts are agreed to.
    pub fn set_places(&self, proxy: &str, snapshot: &str) {
        let own_origin = self.fetcher.transport.own_origin();
        let place = |text: &str| {
            self.allow_host(&host_of(text)?);
            Address::parse(text)
                .and_then(|place| place.check(&self.allowed.borrow(), own_origin.as_deref()))
                .ok()
        };
        self.issues.set_proxy(place(proxy).map(|proxy| format!("{}/github", proxy.base())));
        self.fetcher.published.look_in(place(snapshot));
    }

    /// Takes a GitHub token, kept in memory alone and sent to GitHub's API alone; `None` forgets it.
    pub fn set_token(&self, token: Option<Secret>) {
        self.issues.set_token(token);
        self.activity.opened().into_iter().for_each(|part| part.forget_failures());
    }

    /// Asks GitHub at another address, for a server of one's own.
    pub fn set_github_api(&self, address: &str) -> Result<(), Error> {
        self.issues.set_api(&Address::parse(address)?.base());
        Ok(())
    }

    /// Reads files of GitHub at another address, for a server of one's own.
    pub fn set_github_raw(&self, address: &str) -> Result<(), Error> {
        *self.raw.borrow_mut() = Address::parse(address)?.base();
        Ok(())
    }

    /// Reads the files of a repository on GitHub that can hold tests, and hands each to `reader`: the parsers are no part
    /// of the engine. Dropping the future ends the reading; what was fetched stays in the transport's store.
    pub async fn read_sources<R: AsyncFn(String, Vec<u8>) -> FileMarkers>(
        &self,
        place: &GitHubPlace,
        query: &MutedQuery,
        reader: &R,
        progress: &impl Progress,
    ) -> Result<SourceMarkers, Error> {
        muted::read(&self.means(), place, query, reader, progress).await
    }

    /// What reading sources needs.
    fn means(&self) -> Means<'_, T> {
        let raw = self.raw.borrow().clone();
        Means { caller: self.issues.caller(), fetcher: &self.fetcher, boards: self, raw }
    }

    /// The tickets of rows that are issues on GitHub and closed, as the rows write them, and what could not be asked.
    pub async fn closed_tickets(
        &self,
        rows: &[Row],
        progress: &impl Progress,
    ) -> (BTreeSet<String>, Vec<Warning>) {
        muted::closed(self.issues.caller(), rows, progress).await
    }

    /// Since when the lines of rows without a day are there, by the history of their files, and what could not be asked. Needs a
    /// token.
    pub async fn blamed(
        &self,
        place: &MutedPlace,
        rows: &[Row],
        progress: &impl Progress,
    ) -> (Blamed, Vec<Warning>) {
        muted::blamed(self.issues.caller(), place, rows, progress).await
    }

    /// Reads the runs of a repository on GitHub Actions, those of the window before among them. What came before the service refused is
    /// kept. Dropping the future ends the reading.
    pub async fn read_activity(
        &self,
        repository: &Repository,
        query: &ActivityQuery,
        progress: &impl Progress,
    ) -> ActivityRuns {
        activity::read(self.issues.caller(), repository, query, progress).await
    }

    /// What takes files with runs; the code for it is loaded first.
    pub async fn activity_part(&self) -> Result<Rc<dyn ActivityPart<T>>, Error> {
        self.activity.open(self.fetcher.transport.activity()).await
    }

    /// Reads the runs of a job of Prow, those of the window before among them. Dropping the future ends the reading.
    pub async fn read_prow_activity(
        &self,
        job: &RunFolder,
        query: &ActivityQuery,
        progress: &impl Progress,
    ) -> ActivityRuns {
        activity::prow::read(&self.fetcher, job, query, progress).await
    }

    /// The open issues of a repository and those that were closed of late, all pages.
    pub async fn known_issues(&self, repository: &Repository, progress: &impl Progress) -> KnownIssues {
        activity::issues::read(self.issues.caller(), repository, progress).await
    }

    /// Files an issue about a failed case, with the token. The caller has looked whether there is one, and has shown the text.
    pub async fn file_draft(&self, draft: &Draft) -> Result<Filed, Error> {
        activity::issues::file(self.issues.caller(), draft).await
    }

    /// Takes files over, in place of earlier ones: the names of the boards in them, and what could not be read. Saved
    /// lists of issues may be among them.
    pub fn set_files(&self, files: &[NamedFile]) -> (Vec<String>, Vec<Warning>) {
        let (lists, grids): (Vec<NamedFile>, Vec<NamedFile>) =
            files.iter().cloned().partition(|file| looks_like_issues(&file.bytes));
        let issue_warnings = self.set_issue_files(&lists);
        let (dataset, mut warnings) = read_files(&grids);
        warnings.extend(issue_warnings);
        let dashboards = dataset.boards.iter().map(|board| board.dashboard.clone()).collect();
        let mut stock = self.new_stock(Supply::Files(files.len()));
        stock.put_files(dataset, warnings.clone());
        self.stocks.borrow_mut().insert(Source::Files, Rc::new(stock));
        (dashboards, warnings)
    }

    /// Takes saved lists of issues over, in place of earlier ones; gives back what could not be read.
    pub fn set_issue_files(&self, files: &[NamedFile]) -> Vec<Warning> {
        let (list, warnings) = issue_files(files);
        self.issues.set_files((!files.is_empty()).then_some(list));
        warnings
    }

    /// Forgets what was fetched, files excepted: the next request reads anew. Requests that are under way go on
    /// with what they have.
    pub fn refresh(&self) {
        self.fetcher.distrust_stored();
        self.fetcher.published.forget();
        self.issues.refresh();
        self.failures.refresh();
        self.payloads.refresh();
        self.muted.refresh();
        self.activity.opened().into_iter().for_each(|part| part.refresh());
        self.stocks.borrow_mut().retain(|source, _| *source == Source::Files);
    }

    /// Forgets failures alone: the next request reads what could not be read before.
    pub fn retry_failed(&self) {
        self.stocks.borrow().values().for_each(|stock| stock.forget_failures());
        self.issues.forget_failures();
        self.failures.forget_failures();
        self.activity.opened().into_iter().for_each(|part| part.forget_failures());
    }

    /// Waits until everything is read that `wish` is for, and the issues; gives early answers on the way.
    pub(crate) async fn read(
        &self,
        wish: &Wish<T>,
        issues: Option<&Rc<IssueStock<T>>>,
        asked: &Asked<'_>,
        progress: &(impl Progress + ?Sized),
    ) {
        let mut pace = Pace::new(&self.fetcher.policy, self.fetcher.transport.now());
        loop {
            let seen = wish.stock.changed.version();
            let count = wish.stock.state.borrow().count(&wish.want);
            pace.report(count, progress);
            // Without a board there is nothing to track.
            let waits_for_issues = issues.filter(|issues| !issues.state.borrow().is_settled());
            if count.is_complete() && (waits_for_issues.is_none() || !count.has_a_board()) {
                return;
            }
            if pace.is_partial_due(count, self.fetcher.transport.now()) && render::can_be_early(asked.request)
            {
                self.give_partial(wish, issues, asked, progress).await;
            } else {
                beside(wish, waits_for_issues, wish.stock.changed.changed_since(seen)).await;
            }
        }
    }

    async fn give_partial(
        &self,
        wish: &Wish<T>,
        issues: Option<&Rc<IssueStock<T>>>,
        asked: &Asked<'_>,
        progress: &(impl Progress + ?Sized),
    ) {
        if let Ok(answer) = self.view(wish, issues, asked).await
            && !render::is_empty_handed(&answer)
        {
            progress.partial(answer);
        }
    }

    async fn view(
        &self,
        wish: &Wish<T>,
        issues: Option<&Rc<IssueStock<T>>>,
        asked: &Asked<'_>,
    ) -> Result<Answer, Error> {
        let (stock, query) = (&wish.stock, asked.request.query());
        let (analysed, reading) = self.analyse(wish, issues, query).await;
        if let Some(about) = About::of(asked.request) {
            let found = self.failures_on_boards(&analysed).await?;
            return Ok(failures::look(about, &found, reading, self.fetcher.transport.now()));
        }
        let changes = match asked.request {
            Request::Overview { .. } | Request::Report { .. } | Request::FlakesExport { .. } => {
                stock.read_beside(analysed.changes(query, &self.fetcher)).await
            }
            _ => None,
        };
        match render::answer(asked, &analysed, changes, reading, self.fetcher.transport.now()) {
            Some(answer) => Ok(answer),
            None => filing::file(asked.request, &analysed.analysis, issues.map(Rc::as_ref))
                .await
                .map(Answer::Filed),
        }
    }

    /// What is in stock now, analysed, and the words beside it.
    pub(crate) async fn analyse(
        &self,
        wish: &Wish<T>,
        issues: Option<&Rc<IssueStock<T>>>,
        query: &Query,
    ) -> (Rc<Analysed>, Reading) {
        let stock = &wish.stock;
        let mut reading = stock.reading_words(&wish.want, &query.source);
        if let Some(issues) = issues {
            issues.tell(&mut reading);
        }
        let analysed = self.analyses.analyse(stock, &wish.want, query.params, issues.map(Rc::as_ref));
        (stock.read_beside(analysed).await, reading)
    }

    /// Failures that lie on no board: in the files at hand, or in the file that a link names.
    async fn failures_apart(&self, source: &Source) -> Result<Option<Found>, Error> {
        match source {
            Source::Files => Ok(self.failures.of_files()),
            Source::Address(address) if names_failures(address) => self.failures_at(address).await.map(Some),
            _ => Ok(None),
        }
    }

    async fn failures_at(&self, address: &str) -> Result<Found, Error> {
        if let Some(known) = self.failures.at(address) {
            return Ok(known);
        }
        let fetched = self.fetch_file(address).await?;
        let mut reader = self.read_failures().await?;
        reader.begin(address, None);
        reader.push(&fetched.body);
        self.failures.link(address, reader.finish())
    }

    /// Gives chances by the model that a link names, in place of another. Without one in the link, that of a link before is
    /// forgotten; one from a file stays.
    async fn use_model(&self, address: &str) -> Result<(), Error> {
        if self.failures.uses_model_at(address) {
            return Ok(());
        }
        let bytes = if address.is_empty() { Vec::new() } else { self.fetch_file(address).await?.body };
        let part = self.failures.part(&self.fetcher.transport).await?;
        self.failures.use_model(part.as_ref(), address, &bytes)
    }

    /// A file at an address from a link.
    async fn fetch_file(&self, address: &str) -> Result<Fetched, Error> {
        let own_origin = self.fetcher.transport.own_origin();
        let place = Address::parse_file(address)?.check(&self.allowed.borrow(), own_origin.as_deref())?;
        let fetched = self.fetcher.fetch(&place.host(), &place.file()).await;
        fetched.map_err(|failure| Error::of_failures(address.to_owned(), &[failure], Vec::new()))
    }

    /// All failures in the JUnit files of the newest runs in which a test failed.
    async fn failures_of_runs(
        &self,
        test: &TestKey,
        analysed: &Analysed,
        mut reading: Reading,
        progress: &impl Progress,
    ) -> Result<Found, Error> {
        let mut failed = analysed.analysis.failed_runs(test);
        failed.truncate(MOST_RUNS);
        let runs = (test.clone(), failed);
        let taken = if let Some(known) = self.failures.in_runs(&runs) {
            known
        } else {
            let reader = self.read_failures().await?;
            let taken = read_runs(&self.fetcher, reader, (test, runs.1.clone()), progress).await;
            self.failures.keep_runs(runs, &taken);
            taken
        };
        let found = taken.found.ok_or_else(|| failures::no_runs(test, &taken.warnings))?;
        reading.warnings.extend(taken.warnings);
        Ok((found, reading))
    }

    /// The failures on analysed boards.
    async fn failures_on_boards(&self, analysed: &Analysed) -> Result<Rc<dyn FoundFailures>, Error> {
        let part = self.failures.part(&self.fetcher.transport).await?;
        Ok(analysed.failures(|analysis| part.of_boards(analysis)))
    }

    /// Takes pieces of files with failures; the code for it is loaded first.
    pub async fn read_failures(&self) -> Result<Box<dyn ReadFailures>, Error> {
        Ok(self.failures.part(&self.fetcher.transport).await?.reader())
    }

    /// Takes what such files gave, in place of earlier ones.
    pub fn set_failures(&self, taken: TakenFailures) {
        self.failures.take(taken);
    }

    pub(crate) fn issues(&self) -> &Issues<T> {
        &self.issues
    }

    pub(crate) fn stock(&self, source: &Source) -> Result<Rc<Stock<T>>, Error> {
        let (place, supply) = match source {
            Source::TestGrid => self.net(source.clone(), Source::PUBLIC_API)?,
            Source::Address(address) => {
                let base = Address::parse(address)?.base();
                self.net(Source::Address(base), address)?
            }
            Source::Sample => (source.clone(), Supply::Sample(self.fetcher.clone(), Bundle::default())),
            Source::Files => return self.stocks.borrow().get(source).cloned().ok_or(Error::NoFiles),
        };
        let mut stocks = self.stocks.borrow_mut();
        Ok(stocks.entry(place).or_insert_with(|| Rc::new(self.new_stock(supply))).clone())
    }

    fn net(&self, place: Source, address: &str) -> Result<(Source, Supply<T>), Error> {
        let own_origin = self.fetcher.transport.own_origin();
        let address = Address::parse(address)?.check(&self.allowed.borrow(), own_origin.as_deref())?;
        Ok((place, Supply::Net(self.fetcher.clone(), address)))
    }

    fn new_stock(&self, supply: Supply<T>) -> Stock<T> {
        self.stocks_so_far.set(self.stocks_so_far.get() + 1);
        Stock::new(self.stocks_so_far.get(), supply, self.fetcher.clone())
    }
}

/// The issues in saved answers. A file that cannot be read leaves the list incomplete.
fn issue_files(files: &[NamedFile]) -> (IssueList, Vec<Warning>) {
    let mut list = IssueList { complete: true, ..IssueList::default() };
    let mut warnings = Vec::new();
    for file in files {
        match parse_issues(&file.bytes, &file.name, &Repository::default()) {
            Ok((issues, found)) => {
                list.issues.extend(issues);
                list.complete &= found.is_empty();
                warnings.extend(found);
            }
            Err(error) => {
                list.complete = false;
                warnings.push(Warning::new(&file.name, error.to_string()));
            }
        }
    }
    if let Some(first) = list.issues.first() {
        list.repository = first.repository.clone();
    }
    (list, warnings)
}

/// Waits for a change of the boards or, as long as they are awaited, of the issues; both are read on meanwhile.
async fn beside<T: Transport + 'static>(
    wish: &Wish<T>,
    issues: Option<&Rc<IssueStock<T>>>,
    boards_change: impl Future<Output = ()>,
) {
    let Some(issues) = issues else { return wish.stock.read_beside(boards_change).await };
    let issues_change = issues.changed.changed_since(issues.changed.version());
    let (boards_change, issues_change) = (pin!(boards_change), pin!(issues_change));
    let any_change = select(boards_change, issues_change);
    issues.read_beside(wish.stock.read_beside(any_change)).await;
}

/// Answers one request and forgets everything: the command line's way.
pub async fn answer<T: Transport + 'static>(
    request: Request,
    transport: T,
    progress: &impl Progress,
) -> Result<Answer, Error> {
    Engine::new(transport).answer(request, progress).await
}
