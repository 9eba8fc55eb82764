//! Two files of history, held against each other: which were given or made up, what was read from them, and the last comparison.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use flakescope_core::flakes::Source;
use flakescope_core::formats::payload_history::AnyHistory;
use flakescope_core::formats::payloads::InputFile;
use flakescope_core::payloads::history::{DataType, HistoryReport, HistoryView, Output, Params, Query, Slot};
use flakescope_core::warning::Warning;

use super::part::PayloadsPart;
use super::{made_up_reading, reading};
use crate::{Answer, Engine, Error, Exported, HistoryAsk, Reading, SampleFile, Transport};

/// The file that is in use, and the one that would replace it.
type Pair = [Option<Given>; 2];

/// Both files, as they were given and as they are made up.
#[derive(Default)]
pub(crate) struct Compared {
    files: RefCell<Rc<Pair>>,
    sample: RefCell<Option<Rc<Pair>>>,
    /// How often files were given.
    times: Cell<u32>,
    /// The last comparison, so that another filter or a file of it compares nothing anew.
    last: RefCell<Option<(ComparedBy, Made)>>,
}

/// What a comparison depends on.
struct ComparedBy(Rc<Pair>, Option<DataType>, Params);

impl PartialEq for ComparedBy {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.0, &other.0) && (self.1, &self.2) == (other.1, &other.2)
    }
}

/// A comparison, or why there is none.
type Made = Result<Rc<HistoryReport>, String>;

/// A file with what was read from it, or why it was not.
struct Given {
    name: String,
    read: Result<Rc<AnyHistory>, String>,
}

impl Given {
    /// Reads a file; `part` is the code for it, or why there is none.
    fn read(part: &Result<Rc<dyn PayloadsPart>, String>, InputFile { path, bytes }: InputFile) -> Self {
        let read = part.as_ref().map_err(Clone::clone).and_then(|part| {
            let file = part.read_history(&bytes?, &path)?;
            Ok(Rc::new(file))
        });
        Self { name: path, read }
    }

    fn slot(&self) -> Slot {
        let name = self.name.clone();
        match &self.read {
            Ok(file) => Slot {
                name,
                data_type: Some(file.data_type()),
                rows: u32::try_from(file.rows()).unwrap_or(u32::MAX),
                warnings: file.warnings().to_vec(),
            },
            Err(why) => Slot { warnings: vec![Warning::new(&name, why)], name, ..Slot::default() },
        }
    }
}

/// Both files.
type Both = [Rc<AnyHistory>; 2];

impl Compared {
    /// Files are on their way; their number.
    fn begin(&self) -> u32 {
        self.times.set(self.times.get() + 1);
        self.times.get()
    }

    /// Takes both files in place of earlier ones.
    fn take(&self, files: Pair) {
        *self.files.borrow_mut() = Rc::new(files);
        self.last.take();
    }

    /// What was fetched is read anew.
    pub(super) fn refresh(&self) {
        self.sample.take();
    }

    /// The comparison, made when it is not at hand.
    fn made(&self, part: &dyn PayloadsPart, (pair, both): (&Rc<Pair>, &Both), query: &Query) -> Made {
        let by = ComparedBy(pair.clone(), query.data_type, query.params.clone());
        if let Some((_, made)) = self.last.borrow().as_ref().filter(|(own, _)| *own == by) {
            return made.clone();
        }
        let [current, new] = both;
        let made = part.compare(current, new, query.data_type, &query.params).map(Rc::new);
        *self.last.borrow_mut() = Some((by, made.clone()));
        made
    }
}

/// What was read from each file.
fn slots(pair: &Pair) -> [Slot; 2] {
    pair.each_ref().map(|file| file.as_ref().map(Given::slot).unwrap_or_default())
}

/// Both files; `None` as long as one is missing or could not be read.
fn both(pair: &Pair) -> Option<Both> {
    let read = |file: &Option<Given>| file.as_ref()?.read.as_ref().ok().cloned();
    let [current, new] = pair.each_ref().map(read);
    current.zip(new).map(|(current, new)| [current, new])
}

impl<T: Transport + 'static> Engine<T> {
    /// Takes the file that is in use and the one that would replace it, in place of earlier ones. The code that reads them is
    /// loaded first. Files that were given later win, even where they are read sooner: false where such have come.
    pub async fn set_compared(&self, files: impl Future<Output = [Option<InputFile>; 2]>) -> bool {
        let time = self.payloads.compared.begin();
        let files = files.await;
        let part = self.payloads.part(&self.fetcher.transport).await.map_err(|error| error.to_string());
        if time != self.payloads.compared.times.get() {
            return false;
        }
        self.payloads.compared.take(files.map(|file| file.map(|file| Given::read(&part, file))));
        true
    }

    /// The two made-up files, fetched once.
    async fn made_up_pair(&self, part: Rc<dyn PayloadsPart>) -> Result<Rc<Pair>, Error> {
        let sample = &self.payloads.compared.sample;
        if let Some(known) = sample.borrow().clone() {
            return Ok(known);
        }
        let (part, mut pair) = (Ok(part), [None, None]);
        for (slot, file) in pair.iter_mut().zip([SampleFile::HistoryCurrent, SampleFile::HistoryNew]) {
            let bytes = Ok(self.fetcher.sample(file).await.map_err(Error::no_sample)?);
            *slot = Some(Given::read(&part, InputFile { path: file.path().to_owned(), bytes }));
        }
        Ok(sample.borrow_mut().insert(Rc::new(pair)).clone())
    }

    /// The answer from the two files at hand, or from the sample.
    pub(crate) async fn compare(
        &self,
        source: &Source,
        query: &Query,
        ask: HistoryAsk,
    ) -> Result<Answer, Error> {
        let compared = &self.payloads.compared;
        let part = self.payloads.part(&self.fetcher.transport).await?;
        let made_up = *source == Source::Sample;
        let pair =
            if made_up { self.made_up_pair(part.clone()).await? } else { compared.files.borrow().clone() };
        let mut view = HistoryView { made_up, slots: slots(&pair), ..HistoryView::default() };
        let mut reading = if made_up { made_up_reading() } else { reading(words(&view.slots)) };
        let Some(both) = both(&pair) else {
            return match ask {
                HistoryAsk::Look { .. } => Ok(Answer::PayloadsHistory(reading, part.pack_history(&view))),
                HistoryAsk::Export { .. } => Err(Error::NoFiles),
            };
        };
        let made = compared.made(part.as_ref(), (&pair, &both), query);
        match ask {
            HistoryAsk::Look { limit } => {
                match made {
                    Ok(report) => view.compared = Some(part.look_at_history(&both, &report, query, limit)),
                    Err(why) => view.problem = why,
                }
                reading.warnings = view.compared.iter().flat_map(|own| own.report.warnings.clone()).collect();
                Ok(Answer::PayloadsHistory(reading, part.pack_history(&view)))
            }
            HistoryAsk::Export { file } => {
                let report = made.map_err(Error::Payload)?;
                let text = part.write_compared(&both, &report, file);
                export(&report, file, text, reading)
            }
        }
    }
}

/// The source in words.
fn words(slots: &[Slot; 2]) -> String {
    match slots.iter().filter(|slot| !slot.name.is_empty()).count() {
        0 => "No file yet".to_owned(),
        1 => "1 file".to_owned(),
        files => format!("{files} files"),
    }
}

/// A file as the command line writes it.
fn export(report: &HistoryReport, file: Output, text: String, reading: Reading) -> Result<Answer, Error> {
    if text.is_empty() {
        return Err(Error::Payload(format!(
            "{} would be empty. There is nothing to write into it. Nothing has to be done.",
            file.file_name(report.data_type)
        )));
    }
    Ok(Answer::Export(Exported {
        file_name: file.file_name(report.data_type),
        media_type: file.media_type().to_owned(),
        text,
        warnings: reading.warnings,
    }))
}
