//! The code behind the door: the core's analysis of failures with a [`Grouping`].

use std::cell::RefCell;
use std::rc::Rc;

use flakescope_core::failures::{Collection, Grouping, Model, Predictor};
use flakescope_core::flakes::Analysis;
use flakescope_core::formats::FormatError;
use flakescope_core::formats::failures::FailureReader;
use flakescope_core::model::Failure;
use flakescope_core::warning::Warning;

use super::found::Found;
use super::part::{FailuresPart, FoundFailures, OfRun, ReadFailures, TakenFailures};

/// Reads and groups failures with this grouping.
pub fn failures_part(grouping: Rc<dyn Grouping>) -> Rc<dyn FailuresPart> {
    Rc::new(Part { grouping, model: Rc::default() })
}

/// A model from a file, shared by all failures at hand.
pub(super) type GivenModel = Rc<RefCell<Option<Rc<Predictor>>>>;

struct Part {
    grouping: Rc<dyn Grouping>,
    model: GivenModel,
}

impl Part {
    fn found(&self, collection: Collection) -> Rc<dyn FoundFailures> {
        Rc::new(Found::new(collection, self.grouping.clone(), self.model.clone()))
    }
}

impl FailuresPart for Part {
    fn of_boards(&self, analysis: &Analysis) -> Rc<dyn FoundFailures> {
        self.found(Collection::of_boards(analysis.failed_cells()))
    }

    fn use_model(&self, file: Option<&[u8]>) -> Result<(), String> {
        let model = file.map(Model::read).transpose().map_err(|error| error.to_string())?;
        *self.model.borrow_mut() = model.map(ready);
        Ok(())
    }

    fn reader(&self) -> Box<dyn ReadFailures> {
        let part = Self { grouping: self.grouping.clone(), model: self.model.clone() };
        Box::new(Reader {
            part,
            open: None,
            of_run: None,
            records: Vec::new(),
            files: 0,
            model: None,
            warnings: Vec::new(),
        })
    }
}

fn ready(model: Model) -> Rc<Predictor> {
    Rc::new(Predictor::new(Rc::new(model)))
}

struct Reader {
    part: Part,
    open: Option<(String, FailureReader)>,
    of_run: Option<OfRun>,
    records: Vec<Failure>,
    files: u32,
    model: Option<String>,
    warnings: Vec<Warning>,
}

impl Reader {
    fn close(&mut self) {
        let Some((name, reader)) = self.open.take() else { return };
        match reader.finish() {
            Ok(read) => {
                self.files += u32::from(!read.failures.is_empty());
                let of_run = self.of_run.take();
                self.records
                    .extend(read.failures.into_iter().map(|failure| stamped(failure, of_run.as_ref())));
                self.warnings.extend(read.warnings);
            }
            Err(error) => self.refuse(&name, &error),
        }
    }

    /// The message begins with the file's name, which stands beside it already.
    fn refuse(&mut self, name: &str, error: &FormatError) {
        let message = error.to_string();
        let message = message.strip_prefix(&format!("{name}: ")).unwrap_or(&message);
        self.warnings.push(Warning::new(name, message));
    }
}

/// What the run tells of a result stands above what the file says: files name neither job nor board.
fn stamped(failure: Failure, of_run: Option<&OfRun>) -> Failure {
    let Some(OfRun { test, run }) = of_run else { return failure };
    Failure {
        test: if names(&test.test, &failure.test) { test.test.clone() } else { failure.test },
        context: test.dashboard.clone(),
        job: test.job.clone(),
        date: run.started_at.or(failure.date),
        revision: run.revision.clone(),
        url: run.url.clone(),
        ..failure
    }
}

/// True when a row of a board and a test case are the same test: a row may have the name of the suite in front.
fn names(row: &str, case: &str) -> bool {
    row.strip_suffix(case).is_some_and(|suite| suite.is_empty() || suite.ends_with('.'))
}

impl ReadFailures for Reader {
    fn begin(&mut self, name: &str, of_run: Option<OfRun>) {
        self.close();
        self.of_run = of_run;
        self.open = Some((name.to_owned(), FailureReader::new(name)));
    }

    fn push(&mut self, piece: &[u8]) {
        let Some((name, mut reader)) = self.open.take() else { return };
        match reader.push(piece) {
            Ok(()) => self.open = Some((name, reader)),
            Err(error) => self.refuse(&name, &error),
        }
    }

    fn take_model(&mut self, name: &str, bytes: &[u8]) {
        match Model::read(bytes) {
            Ok(model) => {
                self.model = Some(model.quality.sentence.clone());
                *self.part.model.borrow_mut() = Some(ready(model));
            }
            Err(error) => self.warnings.push(Warning::new(name, error.to_string())),
        }
    }

    fn finish(mut self: Box<Self>) -> TakenFailures {
        self.close();
        let Self { part, records, files, model, warnings, .. } = *self;
        let count = u32::try_from(records.len()).unwrap_or(u32::MAX);
        let found = (count > 0).then(|| part.found(Collection::of_records(records)));
        TakenFailures { found, records: count, files, model, warnings }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_and_test_cases() {
        for (row, case, same) in [
            ("[sig-node] pods run", "[sig-node] pods run", true),
            ("Kubernetes e2e suite.[It] pods run", "[It] pods run", true),
            ("[sig-node] pods run", "pods run", false),
            ("pods run", "other", false),
        ] {
            assert_eq!(names(row, case), same, "{row} {case}");
        }
    }
}
