//! Two files of history, held against each other: which were given, what was read from them, and the last comparison.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use flakescope_core::formats::payload_history::AnyHistory;
use flakescope_core::formats::payloads::InputFile;
use flakescope_core::payloads::history::{DataType, HistoryReport, HistoryView, Output, Params, Query, Slot};
use flakescope_core::warning::Warning;

use super::part::PayloadsPart;
use super::reading;
use crate::{Answer, Engine, Error, Exported, HistoryAsk, Reading, Transport};

/// The file that is in use, and the one that would replace it.
#[derive(Default)]
pub(crate) struct Compared {
    files: RefCell<[Option<Given>; 2]>,
    /// How often files were given.
    times: Cell<u32>,
    /// The last comparison, so that another filter or a file of it compares nothing anew.
    last: RefCell<Option<(ComparedBy, Made)>>,
}

/// What a comparison depends on besides the files.
#[derive(Clone, PartialEq)]
struct ComparedBy(Option<DataType>, Params);

/// A comparison, or why there is none.
type Made = Result<Rc<HistoryReport>, String>;

/// A file with what was read from it, or why it was not.
struct Given {
    name: String,
    read: Result<Rc<AnyHistory>, String>,
}

impl Given {
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
    fn take(&self, files: [Option<Given>; 2]) {
        *self.files.borrow_mut() = files;
        self.last.take();
    }

    fn slots(&self) -> [Slot; 2] {
        self.files.borrow().each_ref().map(|file| file.as_ref().map(Given::slot).unwrap_or_default())
    }

    /// Both files; `None` as long as one is missing or could not be read.
    fn both(&self) -> Option<Both> {
        let files = self.files.borrow();
        let read = |file: &Option<Given>| file.as_ref()?.read.as_ref().ok().cloned();
        let [current, new] = files.each_ref().map(read);
        current.zip(new).map(|(current, new)| [current, new])
    }

    /// The comparison, made when it is not at hand.
    fn made(&self, part: &dyn PayloadsPart, both: &Both, query: &Query) -> Made {
        let by = ComparedBy(query.data_type, query.params.clone());
        if let Some((_, made)) = self.last.borrow().as_ref().filter(|(own, _)| *own == by) {
            return made.clone();
        }
        let [current, new] = both;
        let made = part.compare(current, new, query.data_type, &query.params).map(Rc::new);
        *self.last.borrow_mut() = Some((by, made.clone()));
        made
    }
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
        let read = |InputFile { path, bytes }: InputFile| {
            let read = part.as_ref().map_err(Clone::clone).and_then(|part| {
                let file = part.read_history(&bytes?, &path)?;
                Ok(Rc::new(file))
            });
            Given { name: path, read }
        };
        self.payloads.compared.take(files.map(|file| file.map(read)));
        true
    }

    /// The answer from the two files at hand.
    pub(crate) async fn compare(&self, query: &Query, ask: HistoryAsk) -> Result<Answer, Error> {
        let compared = &self.payloads.compared;
        let mut view = HistoryView { slots: compared.slots(), ..HistoryView::default() };
        let mut reading = reading(words(&view.slots));
        let part = self.payloads.part(&self.fetcher.transport).await?;
        let Some(both) = compared.both() else {
            return match ask {
                HistoryAsk::Look { .. } => Ok(Answer::PayloadsHistory(reading, part.pack_history(&view))),
                HistoryAsk::Export { .. } => Err(Error::NoFiles),
            };
        };
        let made = compared.made(part.as_ref(), &both, query);
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
        0 => "no file".to_owned(),
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
