//! The code behind the door: runs from GitHub, from files or of the sample, their causes, and the answer.

use std::borrow::Cow;
use std::cell::RefCell;
use std::collections::BTreeSet;
use std::rc::Rc;

use flakescope_core::activity::causes::{Rules, built_in_rules};
use flakescope_core::activity::drafts::{Draft, drafts};
use flakescope_core::activity::page::{ActivityView, Asked, LogCauses, Message, listed_report};
use flakescope_core::activity::{ActivityFormat, ActivityReport, CiRun, Period, Query, analyse};
use flakescope_core::flakes::Source;
use flakescope_core::formats::bucket_builds::job_folder;
use flakescope_core::model::{Issue, Repository, TimeMs};
use flakescope_core::warning::Warning;
use futures_util::FutureExt;
use futures_util::future::LocalBoxFuture;

use super::given::Given;
use super::part::{ActivityAsk, ActivityPart, ActivityQuestion};
use super::{ActivityRuns, Lists, issues, prow, read_details, read_lists};
use crate::{
    Answer, Error, Exported, GivenFile, Means, Packed, Progress, Reading, SampleFile, Stage, Transport,
};

/// Names to choose from: more are no choice.
const MOST_NAMES: usize = 500;

/// Reads runs and counts them.
pub fn activity_part<T: Transport + 'static>() -> Rc<dyn ActivityPart<T>> {
    Rc::new(Part::default())
}

#[derive(Default)]
struct Part {
    files: RefCell<Option<Rc<Given>>>,
    sample: RefCell<Option<Rc<Given>>>,
    /// What was read last, so that another list reads nothing anew.
    read: RefCell<Option<(ReadBy, Rc<CameIn>)>>,
    /// What was counted last.
    counted: RefCell<Option<(CountedBy, Rc<Counted>)>>,
    /// The issues of the repositories that were asked about last.
    issues: RefCell<Option<(BTreeSet<String>, Rc<Known>)>>,
}

/// What was read is the same when this is.
#[derive(Clone, PartialEq)]
struct ReadBy {
    asked: Asked,
    files: Option<*const Given>,
}

/// What was counted is the same when this is.
#[derive(Clone, PartialEq)]
struct CountedBy {
    read: *const CameIn,
    query: Query,
    rules: String,
}

/// Runs as they came.
struct CameIn {
    runs: Vec<CiRun>,
    warnings: Vec<Warning>,
    given: Option<Rc<Given>>,
    /// When they were asked for; `None` for files.
    read_at: Option<TimeMs>,
}

/// Runs with their causes, counted.
struct Counted {
    report: ActivityReport,
    logs: Vec<LogCauses>,
    /// Why the rules of the user are not in use.
    rules_trouble: String,
    repositories: Vec<String>,
    jobs: Vec<String>,
}

/// Issues that are there, and what could not be asked.
#[derive(Default)]
struct Known {
    issues: Vec<Issue>,
    warnings: Vec<Warning>,
}

impl<T: Transport + 'static> ActivityPart<T> for Part {
    fn take(&self, files: Vec<GivenFile>) -> ([u32; 2], Vec<Warning>) {
        let given = Given::of(files);
        let read = given.read(&Asked::default().options());
        let counts = [read.runs.len(), given.logs()].map(|count| u32::try_from(count).unwrap_or(u32::MAX));
        *self.files.borrow_mut() = Some(Rc::new(given));
        self.read.take();
        // What is wrong with a row stands in the answer.
        (counts, if read.runs.is_empty() { read.warnings } else { Vec::new() })
    }

    fn refresh(&self) {
        self.read.take();
        self.counted.take();
        self.issues.take();
        self.sample.take();
    }

    fn forget_failures(&self) {
        let is_short = |(_, read): &(ReadBy, Rc<CameIn>)| read.read_at.is_some() && !read.warnings.is_empty();
        self.read.borrow_mut().take_if(|read| is_short(read));
    }

    fn answer<'a>(
        &'a self,
        means: Means<'a, T>,
        (source, question): (&'a Source, &'a Packed<ActivityQuestion>),
        progress: &'a dyn Progress,
    ) -> LocalBoxFuture<'a, Result<Answer, Error>> {
        async move {
            let question = question.open().map_err(|_| Error::PartMissing)?;
            let asked = &question.asked;
            let early = |read: &CameIn| {
                if let (ActivityAsk::Look { limit, .. }, Ok(query)) = (&question.ask, query(asked, read)) {
                    let counted = count(read, &query, &question.rules);
                    let reading = reading(&means, asked, source, read, &counted.report);
                    let found = Found {
                        asked,
                        query: &query,
                        counted: &counted,
                        drafts: Vec::new(),
                        question: &question,
                    };
                    let reading = Reading { stage: Stage::Summaries, ..reading };
                    progress.partial(Answer::Activity(reading, Packed::new(&found.view(*limit, None))));
                }
            };
            let read = self.runs(&means, asked, source, (progress, &early)).await?;
            let query = query(asked, &read).map_err(|error| Error::Activity(format!("{error}.")))?;
            let counted = self.count(&read, &query, &question.rules);
            let (drafts, told) = self.drafts(&means, asked, source, &counted.report, progress).await;
            let mut reading = reading(&means, asked, source, &read, &counted.report);
            reading.warnings.extend(told.iter().cloned());
            let found = Found { asked, query: &query, counted: &counted, drafts, question: &question };
            match &question.ask {
                ActivityAsk::Look { limit, message } => {
                    Ok(Answer::Activity(reading, Packed::new(&found.view(*limit, *message))))
                }
                ActivityAsk::Export { format, period } => {
                    Ok(Answer::Export(found.file(*format, *period, &reading, means.fetcher.transport.now())))
                }
                ActivityAsk::File { repository, .. }
                    if told.iter().any(|one| one.subject.contains(repository)) =>
                {
                    let reason =
                        "Not every issue could be read, so one about the case may be there.".to_owned();
                    Err(Error::CannotFile { reason })
                }
                ActivityAsk::File { repository, test } => {
                    let filed = found.file_issue(&means, (repository, test)).await;
                    // The next question looks at the issues anew, this one among them.
                    self.issues.take();
                    filed
                }
            }
        }
        .boxed_local()
    }
}

impl Part {
    /// The runs, read when they are not at hand.
    async fn runs<T: Transport + 'static>(
        &self,
        means: &Means<'_, T>,
        asked: &Asked,
        source: &Source,
        (progress, early): (&dyn Progress, &impl Fn(&CameIn)),
    ) -> Result<Rc<CameIn>, Error> {
        let given = if asked.places.is_empty() { Some(self.given(means, source).await?) } else { None };
        let by = ReadBy { asked: asked.clone(), files: given.as_ref().map(Rc::as_ptr) };
        let known = |own: &ReadBy| own.files == by.files && own.asked.same_reading(&by.asked);
        if let Some((_, read)) = self.read.borrow().as_ref().filter(|(own, _)| known(own)) {
            return Ok(read.clone());
        }
        let read = Rc::new(match given {
            Some(given) => {
                let ActivityRuns { runs, warnings } = given.read(&asked.options());
                CameIn { runs, warnings, given: Some(given), read_at: None }
            }
            None => read_places(means, asked, progress, early).await?,
        });
        *self.read.borrow_mut() = Some((by, read.clone()));
        Ok(read)
    }

    async fn given<T: Transport + 'static>(
        &self,
        means: &Means<'_, T>,
        source: &Source,
    ) -> Result<Rc<Given>, Error> {
        match source {
            Source::Files => self.files.borrow().clone().ok_or(Error::NoFiles),
            Source::Sample => self.sample(means).await,
            Source::TestGrid | Source::Address(_) => Err(Error::NoActivity),
        }
    }

    async fn sample<T: Transport + 'static>(&self, means: &Means<'_, T>) -> Result<Rc<Given>, Error> {
        if let Some(known) = self.sample.borrow().clone() {
            return Ok(known);
        }
        let bytes = means.fetcher.sample(SampleFile::Activity).await.map_err(Error::no_sample)?;
        let given = Given::of(vec![("the made-up sample.csv".to_owned(), Ok(bytes))]);
        Ok(self.sample.borrow_mut().insert(Rc::new(given)).clone())
    }

    /// The answer out of the runs, with causes by these rules; counted once.
    fn count(&self, read: &Rc<CameIn>, query: &Query, rules: &str) -> Rc<Counted> {
        let by = CountedBy { read: Rc::as_ptr(read), query: query.clone(), rules: rules.to_owned() };
        if let Some((_, known)) = self.counted.borrow().as_ref().filter(|(own, _)| *own == by) {
            return known.clone();
        }
        let counted = Rc::new(count(read, query, rules));
        *self.counted.borrow_mut() = Some((by, counted.clone()));
        counted
    }

    /// Issues about failed cases, where they are wanted. Issues of a code host are read once for the same repositories.
    async fn drafts<T: Transport + 'static>(
        &self,
        means: &Means<'_, T>,
        asked: &Asked,
        source: &Source,
        report: &ActivityReport,
        progress: &dyn Progress,
    ) -> (Vec<Draft>, Vec<Warning>) {
        let Some(params) = &asked.drafts else { return <_>::default() };
        let first = drafts(report, &[], params);
        // Nobody has issues about a made-up world.
        if asked.places.is_empty() && *source == Source::Sample {
            return (first, Vec::new());
        }
        let names: BTreeSet<String> = first.into_iter().map(|draft| draft.repository).collect();
        let known = self.known(means, names, progress).await;
        (drafts(report, &known.issues, params), known.warnings.clone())
    }

    async fn known<T: Transport + 'static>(
        &self,
        means: &Means<'_, T>,
        names: BTreeSet<String>,
        progress: &dyn Progress,
    ) -> Rc<Known> {
        if let Some((_, known)) = self.issues.borrow().as_ref().filter(|(own, _)| *own == names) {
            return known.clone();
        }
        let mut known = Known::default();
        for name in &names {
            if let Some(repository) = Repository::parse(name) {
                let found = issues::read(means.caller, &repository, progress).await;
                known.issues.extend(found.issues);
                known.warnings.extend(found.warnings);
            } else {
                let message = "is no repository on GitHub, so there are no issues to look at";
                known.warnings.push(Warning::new(format!("issues of {name:?}"), message));
            }
        }
        let known = Rc::new(known);
        // What could not be read is tried again with the next question.
        *self.issues.borrow_mut() = known.warnings.is_empty().then(|| (names, known.clone()));
        known
    }
}

/// Everything that an answer is made of.
struct Found<'a> {
    asked: &'a Asked,
    query: &'a Query,
    counted: &'a Counted,
    drafts: Vec<Draft>,
    question: &'a ActivityQuestion,
}

impl Found<'_> {
    fn view(self, limit: u32, message: Option<Message>) -> ActivityView {
        let Counted { report, logs, rules_trouble, repositories, jobs } = self.counted;
        let text = message.map(|message| message.write(report, self.asked.list, &self.question.page));
        let own = &self.question.rules;
        ActivityView {
            repositories: repositories.clone(),
            job_names: jobs.clone(),
            logs: logs.clone(),
            rules: if own.is_empty() { Rules::write(&built_in_rules()) } else { own.clone() },
            rules_trouble: rules_trouble.clone(),
            message: text.unwrap_or_default(),
            drafts: self.drafts,
            ..ActivityView::of(report, self.query, self.asked, limit)
        }
    }

    /// The rows in sight as a file.
    fn file(
        self,
        format: ActivityFormat,
        period: Option<Period>,
        reading: &Reading,
        now: TimeMs,
    ) -> Exported {
        let report = listed_report(&self.counted.report, self.query, self.asked);
        let name = match format {
            ActivityFormat::Csv => format!("activity-{}", self.asked.list.word().replace('_', "-")),
            ActivityFormat::Feishu | ActivityFormat::Slack => format!("activity-{}", format.word()),
            _ => "activity".to_owned(),
        };
        let text = Message { format, period }.write(&report, self.asked.list, &self.question.page);
        Exported { text, ..Exported::named(&name, format.extension(), format.media_type(), reading, now) }
    }

    /// Files what was drafted, where nothing stands about it.
    async fn file_issue<T: Transport + 'static>(
        self,
        means: &Means<'_, T>,
        (repository, test): (&str, &str),
    ) -> Result<Answer, Error> {
        let is_it = |draft: &&Draft| draft.repository == repository && draft.test == test;
        let draft = self.drafts.iter().find(is_it).filter(|draft| draft.is_to_file());
        let gone = || Error::CannotFile { reason: "No such case asks for an issue any more.".to_owned() };
        issues::file(means.caller, draft.ok_or_else(gone)?).await.map(Answer::Filed)
    }
}

/// Reads repositories on GitHub and jobs of Prow, one after the other. What cannot be read is a warning. Lists come first, and `early` is
/// given what they hold: the jobs of failed runs may take minutes.
async fn read_places<T: Transport + 'static>(
    means: &Means<'_, T>,
    asked: &Asked,
    progress: &dyn Progress,
    early: &impl Fn(&CameIn),
) -> Result<CameIn, Error> {
    let now = means.fetcher.transport.now();
    let query = asked.query_until(now).map_err(|error| Error::Activity(format!("{error}.")))?;
    let mut read = CameIn { runs: Vec::new(), warnings: Vec::new(), given: None, read_at: Some(now) };
    let mut whole = Vec::new();
    for name in asked.places.iter().take(Asked::MOST_PLACES) {
        match (job_folder(name), Repository::parse(name)) {
            (Some(job), _) => read.take(prow::read(means.fetcher, &job, &query, progress).await),
            (None, Some(repository)) => match read_lists(means.caller, &repository, &query, progress).await {
                Lists::Whole(found) => whole.push((repository, found)),
                Lists::Short(found) => read.take(found),
            },
            (None, None) => {
                let error = Error::NoPlaceOfRuns { text: name.clone() };
                read.warnings.push(Warning::new(name, error.to_string()));
            }
        }
    }
    if !whole.is_empty() {
        early(&read.with(whole.iter().map(|(_, found)| found)));
    }
    for (repository, found) in whole {
        read.take(read_details(means.caller, &repository, (found, &query), progress).await);
    }
    match read.warnings.first() {
        Some(first) if read.runs.is_empty() => {
            Err(Error::NoRunsRead { reason: format!("{}: {}", first.subject, first.message) })
        }
        _ => Ok(read),
    }
}

impl CameIn {
    fn take(&mut self, found: ActivityRuns) {
        self.runs.extend(found.runs);
        self.warnings.extend(found.warnings);
    }

    /// With what else there is by now.
    fn with<'a>(&self, more: impl Iterator<Item = &'a ActivityRuns>) -> Self {
        let (runs, warnings) = (self.runs.clone(), self.warnings.clone());
        let mut all = Self { runs, warnings, given: None, read_at: self.read_at };
        more.for_each(|found| all.take(found.clone()));
        all
    }
}

/// What is asked of the runs. A code host was asked up to the moment at which it was read.
fn query(asked: &Asked, read: &CameIn) -> Result<Query, flakescope_core::activity::QueryError> {
    read.read_at.map_or_else(|| asked.query_of(&read.runs), |now| asked.query_until(now))
}

fn count(read: &CameIn, query: &Query, rules: &str) -> Counted {
    let mut runs = Cow::Borrowed(read.runs.as_slice());
    let (rules, rules_trouble) = ready(rules);
    let logs = match (&read.given, rules) {
        (Some(given), Some(rules)) if given.logs() > 0 => given.explain(runs.to_mut(), &rules),
        _ => Vec::new(),
    };
    let report = analyse(&runs, query, read.warnings.clone());
    let names = |name: fn(&CiRun) -> &String| {
        let names: BTreeSet<&String> = runs.iter().map(name).filter(|name| !name.is_empty()).collect();
        names.into_iter().take(MOST_NAMES).cloned().collect()
    };
    let (repositories, jobs) = (names(|run| &run.repository), names(|run| &run.job));
    Counted { report, logs, rules_trouble, repositories, jobs }
}

/// The rules of the user; our own, where there are none or where they cannot be used, and then why not.
fn ready(text: &str) -> (Option<Rules>, String) {
    let own = || Rules::new(built_in_rules()).ok();
    if text.trim().is_empty() {
        return (own(), String::new());
    }
    match Rules::read(text.as_bytes(), "the rules").and_then(Rules::new) {
        Ok(rules) => (Some(rules), String::new()),
        Err(error) => {
            (own(), format!("{error}. Your rules are not in use; those of the page stand in. Correct them."))
        }
    }
}

/// The words beside the answer.
fn reading<T: Transport + 'static>(
    means: &Means<'_, T>,
    asked: &Asked,
    source: &Source,
    read: &CameIn,
    report: &ActivityReport,
) -> Reading {
    let name = match (asked.places.as_slice(), source) {
        ([], Source::Sample) => "made-up sample".to_owned(),
        ([], _) => "files".to_owned(),
        ([place], _) => place.clone(),
        (places, _) => format!("{} repositories", places.len()),
    };
    Reading {
        source: name,
        made_up: asked.places.is_empty() && *source == Source::Sample,
        stage: Stage::Complete,
        read_at: read.read_at,
        newest_run_at: report.runs.last().map(|run| run.started_at),
        warnings: report.warnings.clone(),
        issues: Box::new(means.caller.allowance()),
        ..Reading::default()
    }
}
