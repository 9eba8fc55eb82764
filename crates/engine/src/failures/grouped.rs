//! The code behind the door: the core's analysis of failures with a [`Grouping`].

use std::cell::RefCell;
use std::rc::Rc;

use flakescope_core::failures::{
    ClusterView, Clustering, Collection, FailuresFile, FailuresView, Grouping, Model, Params, PredictionView,
    SameAs, k_distances, train, write_clusters, write_labels,
};
use flakescope_core::flakes::{Analysis, TestKey};
use flakescope_core::formats::FormatError;
use flakescope_core::formats::failures::FailureReader;
use flakescope_core::model::{Failure, FailureStatus};
use flakescope_core::warning::Warning;

use super::part::{FailuresPart, FoundFailures, ReadFailures, TakenFailures};

/// How many texts the distances to choose a radius by are measured between.
const K_SAMPLE: usize = 300;

/// How many answers to other parameters are kept.
const KEPT: usize = 4;

/// Reads and groups failures with this grouping.
pub fn failures_part(grouping: Rc<dyn Grouping>) -> Rc<dyn FailuresPart> {
    Rc::new(Part { grouping, model: Rc::default() })
}

/// A model from a file, shared by all failures at hand.
type GivenModel = Rc<RefCell<Option<Rc<Model>>>>;

struct Part {
    grouping: Rc<dyn Grouping>,
    model: GivenModel,
}

impl Part {
    fn found(&self, collection: Collection) -> Rc<dyn FoundFailures> {
        let (grouping, given) = (self.grouping.clone(), self.model.clone());
        Rc::new(Found { collection, grouping, given, made: RefCell::default() })
    }
}

impl FailuresPart for Part {
    fn of_boards(&self, analysis: &Analysis) -> Rc<dyn FoundFailures> {
        self.found(Collection::of_boards(analysis.failed_cells()))
    }

    fn reader(&self) -> Box<dyn ReadFailures> {
        let part = Self { grouping: self.grouping.clone(), model: self.model.clone() };
        Box::new(Reader {
            part,
            open: None,
            records: Vec::new(),
            files: 0,
            model: None,
            warnings: Vec::new(),
        })
    }
}

struct Reader {
    part: Part,
    open: Option<(String, FailureReader)>,
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
                self.records.extend(read.failures);
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

impl ReadFailures for Reader {
    fn begin(&mut self, name: &str) {
        self.close();
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
                *self.part.model.borrow_mut() = Some(Rc::new(model));
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

/// What was found out under some parameters.
#[derive(Clone, Default)]
struct Made {
    params: Params,
    clustering: Option<Rc<Clustering>>,
    k_distances: Option<Rc<[f64]>>,
    model: Option<Rc<Model>>,
}

struct Found {
    collection: Collection,
    grouping: Rc<dyn Grouping>,
    given: GivenModel,
    made: RefCell<Vec<Made>>,
}

impl Found {
    /// What is known under these parameters by now.
    fn known(&self, params: &Params) -> Made {
        let made = self.made.borrow();
        let own = made.iter().find(|made| made.params == *params).cloned();
        own.unwrap_or_else(|| Made { params: *params, ..Made::default() })
    }

    fn keep(&self, new: Made) {
        let mut made = self.made.borrow_mut();
        made.retain(|old| old.params != new.params);
        made.insert(0, new);
        made.truncate(KEPT);
    }

    fn clustering(&self, params: &Params) -> Rc<Clustering> {
        if let Some(known) = self.known(params).clustering {
            return known;
        }
        let found = Rc::new(self.collection.cluster(params, self.grouping.as_ref()));
        self.keep(Made { clustering: Some(found.clone()), ..self.known(params) });
        found
    }

    fn model(&self, params: &Params) -> Rc<Model> {
        if let Some(known) = self.known(params).model {
            return known;
        }
        let model = Rc::new(train(&self.collection.records, params, self.grouping.as_ref()));
        self.keep(Made { model: Some(model.clone()), ..self.known(params) });
        model
    }

    fn k_distances(&self, params: &Params) -> Rc<[f64]> {
        if let Some(known) = self.known(params).k_distances {
            return known;
        }
        let found: Rc<[f64]> = k_distances(&self.collection.records, params, K_SAMPLE).into();
        self.keep(Made { k_distances: Some(found.clone()), ..self.known(params) });
        found
    }
}

impl FoundFailures for Found {
    fn next_step(&self, params: &Params) -> Option<&'static str> {
        let known = self.known(params);
        match known {
            Made { clustering: None, .. } => Some("Grouping the failures"),
            Made { k_distances: None, .. } => Some("Measuring distances"),
            Made { model: None, .. } if self.collection.known() > 0 => Some("Learning chances"),
            _ => None,
        }
    }

    fn take_step(&self, params: &Params) {
        let known = self.known(params);
        if known.clustering.is_none() {
            self.clustering(params);
        } else if known.k_distances.is_none() {
            self.k_distances(params);
        } else {
            self.model(params);
        }
    }

    fn view(&self, params: &Params) -> FailuresView {
        let view = self.collection.view(&self.clustering(params));
        let known = self.known(params);
        let distances = known.k_distances.map(|found| found.to_vec()).unwrap_or_default();
        view.with(distances, known.model.map(|model| model.quality.clone()))
    }

    fn cluster(&self, params: &Params, id: &str) -> Option<ClusterView> {
        self.collection.cluster_view(&self.clustering(params), id)
    }

    fn same_as(&self, params: &Params, key: &TestKey) -> Vec<SameAs> {
        self.collection.same_as(&self.clustering(params), key)
    }

    fn predict(&self, params: &Params, text: &str, test: &str) -> Option<PredictionView> {
        let given = self.given.borrow().clone();
        let model = given.unwrap_or_else(|| self.model(params));
        let failure = Failure {
            status: FailureStatus::Failure,
            log: text.into(),
            test: test.to_owned(),
            ..Failure::default()
        };
        self.collection.predict(&self.clustering(params), &model, failure)
    }

    fn write(&self, params: &Params, file: FailuresFile) -> String {
        match file {
            FailuresFile::Clusters(format) => {
                write_clusters(&self.clustering(params), &self.collection.records, format)
            }
            FailuresFile::Labels => write_labels(&self.clustering(params), &self.collection.records),
            FailuresFile::Model => self.model(params).write(),
        }
    }
}
