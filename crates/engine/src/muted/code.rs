//! The code behind the door: sources from GitHub, from files or of the sample, their markers, and the answer.

use std::cell::RefCell;
use std::collections::BTreeSet;
use std::rc::Rc;

use flakescope_core::flakes::{Query as BoardsQuery, Source};
use flakescope_core::formats::sources::open_sources;
use flakescope_core::model::TimeMs;
use flakescope_core::muted::{
    Asked, Blamed, FileMarkers, Known, Language, MutedAt, MutedFormat, MutedNames, MutedPlace, MutedReport,
    MutedView, Names, Owners, PlaceRows, Query, Row, compare, listed_report, make_rows, write_comparison,
    write_muted,
};
use flakescope_core::warning::Warning;
use futures_util::FutureExt;
use futures_util::future::LocalBoxFuture;

use super::compared::{CompareCache, Compared};
use super::part::{GivenFile, GivenSources, MutedAsk, MutedPart, MutedQuestion};
use super::{GitHubPlace, Means, SourceMarkers, blamed, closed, read};
use crate::{Answer, Error, Exported, Packed, Progress, Reading, SampleFile, Stage, Transport};

const LABEL: &str = "Reading files with tests";

/// Reads sources and judges markers.
pub fn muted_part<T: Transport + 'static>() -> Rc<dyn MutedPart<T>> {
    Rc::new(Part::default())
}

#[derive(Default)]
struct Part {
    files: RefCell<Option<Rc<GivenSources>>>,
    sample: RefCell<Option<Rc<GivenSources>>>,
    /// What was read last, so that another filter reads nothing anew.
    read: RefCell<Option<(ReadBy, Rc<ReadSources>)>>,
    /// The tickets that were asked about last, and those that are closed.
    tickets: RefCell<Option<(BTreeSet<String>, Rc<Tickets>)>>,
    /// What the history of lines said about the sources that were read last.
    history: RefCell<Option<(Rc<ReadSources>, Rc<Histories>)>>,
    compared: CompareCache,
}

/// What was read is the same when this is.
#[derive(Clone, PartialEq)]
struct ReadBy {
    asked: Asked,
    files: Option<*const GivenSources>,
}

/// Closed tickets, and what could not be asked.
#[derive(Default)]
struct Tickets {
    closed: BTreeSet<String>,
    warnings: Vec<Warning>,
}

/// What the history of lines says, a part for each source, and what could not be asked.
#[derive(Default)]
struct Histories {
    blamed: Vec<Blamed>,
    warnings: Vec<Warning>,
}

/// Several sources.
#[derive(Default)]
pub(super) struct ReadSources {
    sources: Vec<SourceMarkers>,
    /// Why others could not be read.
    warnings: Vec<Warning>,
    read_at: Option<TimeMs>,
}

impl<T: Transport + 'static> MutedPart<T> for Part {
    fn needs(&self, path: &str, alone: bool) -> bool {
        Query::default().needs(path) || alone && Language::of(path).is_some()
    }

    fn open(&self, name: &str, bytes: &[u8]) -> Result<GivenSources, String> {
        open(name, bytes)
    }

    fn take(&self, sources: GivenSources) -> u32 {
        let files = u32::try_from(sources.files.len()).unwrap_or(u32::MAX);
        *self.files.borrow_mut() = Some(Rc::new(sources));
        self.read.take();
        files
    }

    fn refresh(&self) {
        self.read.take();
        self.tickets.take();
        self.history.take();
        self.compared.forget();
        self.sample.take();
    }

    fn answer<'a>(
        &'a self,
        means: Means<'a, T>,
        (query, question): (&'a BoardsQuery, &'a Packed<MutedQuestion>),
        progress: &'a dyn Progress,
    ) -> LocalBoxFuture<'a, Result<Answer, Error>> {
        async move {
            let MutedQuestion { asked, ask } = question.open().map_err(|_| Error::PartMissing)?;
            let source = &query.source;
            let read = self.sources(&means, &asked, source, progress).await?;
            let now = means.fetcher.transport.now();
            let tickets = self.tickets(&means, &read, &asked, progress).await;
            let history = self.history(&means, &read, &asked, progress).await;
            let (mut places, mut warnings) = judged(&read, &asked, (&tickets.closed, &history.blamed), now);
            warnings.extend(tickets.warnings.iter().chain(&history.warnings).cloned());
            let compared = match ask {
                MutedAsk::OfTest { .. } => Rc::default(),
                _ => self.compared(&means, (&read, &places), (&asked, query), progress).await?,
            };
            compared.mark(&mut places);
            warnings.extend(compared.warnings.iter().cloned());
            let reading = reading(&read, &asked, source, warnings);
            Ok(match ask {
                MutedAsk::Export { format } => {
                    let report = MutedReport {
                        compared: Some(compared.sentence.clone()).filter(|sentence| !sentence.is_empty()),
                        ..listed_report(&places, &asked, now, reading.warnings.clone())
                    };
                    Answer::Export(file(&places, &asked, (&report, format), &reading))
                }
                MutedAsk::List { limit } => {
                    let view = MutedView::of(&places, &asked, limit);
                    let compared = compared.sentence.clone();
                    Answer::Muted(reading, Packed::new(&MutedView { compared, ..view }))
                }
                MutedAsk::OfTest { test } => {
                    Answer::MutedOfTest(Packed::new(&of_test(&places, &asked, &test)))
                }
            })
        }
        .boxed_local()
    }
}

impl Part {
    /// The sources, read when they are not at hand.
    async fn sources<T: Transport + 'static>(
        &self,
        means: &Means<'_, T>,
        asked: &Asked,
        source: &Source,
        progress: &dyn Progress,
    ) -> Result<Rc<ReadSources>, Error> {
        let given = if asked.places.is_empty() { Some(self.given(means, source).await?) } else { None };
        let by = ReadBy { asked: asked.clone(), files: given.as_ref().map(Rc::as_ptr) };
        let known = |own: &ReadBy| own.files == by.files && own.asked.same_reading(&by.asked);
        if let Some((_, read)) = self.read.borrow().as_ref().filter(|(own, _)| known(own)) {
            return Ok(read.clone());
        }
        let read = Rc::new(match given {
            Some(given) => read_given(means, &given, &asked.query, progress).await,
            None => read_places(means, asked, progress).await?,
        });
        // What could not be read is tried again with the next question.
        if read.warnings.is_empty() {
            *self.read.borrow_mut() = Some((by, read.clone()));
        }
        Ok(read)
    }

    async fn given<T: Transport + 'static>(
        &self,
        means: &Means<'_, T>,
        source: &Source,
    ) -> Result<Rc<GivenSources>, Error> {
        match source {
            Source::Files => self.files.borrow().clone().ok_or(Error::NoFiles),
            Source::Sample => self.sample(means).await,
            Source::TestGrid | Source::Address(_) => Err(Error::NoSources),
        }
    }

    async fn sample<T: Transport + 'static>(&self, means: &Means<'_, T>) -> Result<Rc<GivenSources>, Error> {
        if let Some(known) = self.sample.borrow().clone() {
            return Ok(known);
        }
        let bytes = means.fetcher.sample(SampleFile::Sources).await.map_err(Error::no_sample)?;
        let sources = open("made-up/sources", &bytes)
            .map_err(|reason| Error::Sources { repository: "the made-up sample".to_owned(), reason })?;
        Ok(self.sample.borrow_mut().insert(Rc::new(sources)).clone())
    }

    /// Which tickets are closed; asked once for the same tickets.
    async fn tickets<T: Transport + 'static>(
        &self,
        means: &Means<'_, T>,
        read: &ReadSources,
        asked: &Asked,
        progress: &dyn Progress,
    ) -> Rc<Tickets> {
        if !asked.checks_tickets {
            return Rc::default();
        }
        let (places, _) = judged(read, asked, (&BTreeSet::new(), &[]), means.fetcher.transport.now());
        let rows: Vec<Row> = places.into_iter().flat_map(|place| place.rows).collect();
        let wanted: BTreeSet<String> =
            rows.iter().map(|row| row.ticket.clone()).filter(|ticket| !ticket.is_empty()).collect();
        if let Some((_, known)) = self.tickets.borrow().as_ref().filter(|(own, _)| *own == wanted) {
            return known.clone();
        }
        let (closed, warnings) = closed(means.caller, &rows, progress).await;
        let tickets = Rc::new(Tickets { closed, warnings });
        *self.tickets.borrow_mut() = tickets.warnings.is_empty().then(|| (wanted, tickets.clone()));
        tickets
    }
}

impl Part {
    /// Since when lines are there; asked once for the same sources.
    async fn history<T: Transport + 'static>(
        &self,
        means: &Means<'_, T>,
        read: &Rc<ReadSources>,
        asked: &Asked,
        progress: &dyn Progress,
    ) -> Rc<Histories> {
        if !asked.asks_history {
            return Rc::default();
        }
        if let Some((_, known)) = self.history.borrow().as_ref().filter(|(own, _)| Rc::ptr_eq(own, read)) {
            return known.clone();
        }
        let (places, _) = judged(read, asked, (&BTreeSet::new(), &[]), means.fetcher.transport.now());
        let mut found = Histories::default();
        for place in &places {
            let (blamed, warnings) = blamed(means.caller, &place.place, &place.rows, progress).await;
            found.blamed.push(blamed);
            found.warnings.extend(warnings);
        }
        let found = Rc::new(found);
        *self.history.borrow_mut() = found.warnings.is_empty().then(|| (read.clone(), found.clone()));
        found
    }
}

impl Part {
    /// The rows held against the boards, if that is asked.
    async fn compared<T: Transport + 'static>(
        &self,
        means: &Means<'_, T>,
        (read, places): (&Rc<ReadSources>, &[PlaceRows]),
        (asked, query): (&Asked, &BoardsQuery),
        progress: &dyn Progress,
    ) -> Result<Rc<Compared>, Error> {
        if !asked.compares_boards {
            return Ok(Rc::default());
        }
        self.compared.of(means, (read, places), query, progress).await
    }
}

/// Opens an archive.
fn open(name: &str, bytes: &[u8]) -> Result<GivenSources, String> {
    let needed = |path: &str| Query::default().needs(path);
    let files = open_sources(name, bytes, &needed).map_err(|error| error.to_string())?;
    let files = files.into_iter().map(|(path, bytes)| (path, bytes.map_err(|error| error.to_string())));
    let name = name.strip_suffix(".zip").unwrap_or(name).to_owned();
    Ok(GivenSources { name, files: files.collect() })
}

/// Reads repositories on GitHub, one after the other. What cannot be read is a warning while anything can.
async fn read_places<T: Transport + 'static>(
    means: &Means<'_, T>,
    asked: &Asked,
    progress: &dyn Progress,
) -> Result<ReadSources, Error> {
    let mut found = ReadSources::default();
    let mut first = None;
    for text in asked.places.iter().take(Asked::MOST_PLACES) {
        let read = match GitHubPlace::parse(text) {
            Some(place) => {
                read(means, &place, &asked.query, &reader(means, &asked.query.names), progress).await
            }
            None => Err(Error::NoRepository { text: text.clone() }),
        };
        match read {
            Ok(source) => found.sources.push(source),
            Err(error) => {
                found.warnings.push(Warning::new(text, error.to_string()));
                first = first.or(Some(error));
            }
        }
    }
    found.read_at = Some(means.fetcher.transport.now());
    match first {
        Some(error) if found.sources.is_empty() => Err(error),
        _ => Ok(found),
    }
}

/// Hands files to the parsers.
fn reader<T: Transport>(means: &Means<'_, T>, names: &Names) -> impl AsyncFn(String, Vec<u8>) -> FileMarkers {
    async move |path, bytes| means.fetcher.transport.read_source(path, bytes, names).await
}

/// Reads files that are at hand.
async fn read_given<T: Transport + 'static>(
    means: &Means<'_, T>,
    given: &GivenSources,
    query: &Query,
    progress: &dyn Progress,
) -> ReadSources {
    let place = MutedPlace { repository: given.name.clone(), ..MutedPlace::default() };
    let mut source = SourceMarkers { place, ..SourceMarkers::default() };
    let (owners, files): (Vec<&GivenFile>, Vec<&GivenFile>) =
        given.files.iter().partition(|(path, _)| Owners::is_file(path));
    let total = u32::try_from(files.len()).unwrap_or(u32::MAX);
    for (done, (path, bytes)) in (0..).zip(files) {
        progress.report(done, total, LABEL);
        match bytes {
            Ok(bytes) if fits(path, query) => {
                let names = &query.names;
                let markers = means.fetcher.transport.read_source(path.clone(), bytes.clone(), names).await;
                source.files.push((path.clone(), markers));
            }
            Ok(_) => {}
            Err(reason) => source.warnings.push(Warning::new(path, reason)),
        }
        means.fetcher.rest().await;
    }
    source.files.sort_by(|a, b| a.0.cmp(&b.0));
    source.owners = owners_of(&owners);
    ReadSources { sources: vec![source], ..ReadSources::default() }
}

/// Is the file in a language that is asked for?
fn fits(path: &str, query: &Query) -> bool {
    query.languages.is_empty() || Language::of(path).is_some_and(|own| query.languages.contains(&own))
}

fn owners_of(files: &[&GivenFile]) -> Owners {
    let text = |(path, bytes): &&GivenFile| {
        let bytes = bytes.as_ref().ok()?;
        Some((path.clone(), String::from_utf8_lossy(bytes).into_owned()))
    };
    let texts: Vec<(String, String)> = files.iter().filter_map(text).collect();
    Owners::read(texts.iter().map(|(path, text)| (path.as_str(), text.as_str())))
}

/// The rows of each source.
fn judged(
    read: &ReadSources,
    asked: &Asked,
    (closed, blamed): (&BTreeSet<String>, &[Blamed]),
    now: TimeMs,
) -> (Vec<PlaceRows>, Vec<Warning>) {
    let (mut places, mut warnings) = (Vec::new(), read.warnings.clone());
    for (place, source) in read.sources.iter().enumerate() {
        let blamed = blamed.get(place).cloned().unwrap_or_default();
        let known = Known { closed_tickets: closed.clone(), blamed };
        let beside = (&source.owners, &known);
        let (rows, told) = make_rows(&source.place, &source.files, beside, &asked.query.params, now);
        warnings.extend(source.warnings.iter().cloned());
        warnings.extend(told);
        let files = u32::try_from(source.files.len()).unwrap_or(u32::MAX);
        places.push(PlaceRows { place: source.place.clone(), files, rows });
    }
    (places, warnings)
}

/// The words beside the answer.
fn reading(read: &ReadSources, asked: &Asked, source: &Source, warnings: Vec<Warning>) -> Reading {
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
        warnings,
        ..Reading::default()
    }
}

fn of_test(places: &[PlaceRows], asked: &Asked, test: &str) -> Vec<MutedAt> {
    let rows: Vec<Row> = places.iter().flat_map(|place| place.rows.iter().cloned()).collect();
    MutedNames::new(&rows).of_test(test, &asked.query.params.jira)
}

fn file(
    places: &[PlaceRows],
    asked: &Asked,
    (report, format): (&MutedReport, MutedFormat),
    reading: &Reading,
) -> Exported {
    let jira = &asked.query.params.jira;
    let text = match (places, format) {
        ([older, newer], MutedFormat::Markdown) if asked.compares => {
            let side = |place: &PlaceRows| place.place.clone();
            write_comparison(&compare((side(older), &older.rows), (side(newer), &newer.rows)), jira)
        }
        _ => write_muted(report, format, jira),
    };
    let now = report.generated_at;
    Exported { text, ..Exported::named("muted", format.extension(), format.media_type(), reading, now) }
}
