//! Failures at hand: what is found out about them step by step, and kept.

use std::cell::RefCell;
use std::rc::Rc;

use flakescope_core::failures::{
    Budget, ClusterView, Clustering, Collection, FailuresFile, FailuresView, FindGroups, Grouping, Groups,
    KDistances, Model, Params, PredictionView, Predictor, ReadTexts, Reading, SameAs, Step, Texts, cluster,
    train, write_clusters, write_labels,
};
use flakescope_core::flakes::TestKey;
use flakescope_core::model::{Failure, FailureStatus};

use super::grouped::GivenModel;
use super::part::{Depth, FoundFailures};

/// How many answers to other parameters are kept.
const KEPT: usize = 4;

pub(super) struct Found {
    collection: Collection,
    grouping: Rc<dyn Grouping>,
    given: GivenModel,
    /// The texts by the rules and the distance that were used last.
    texts: RefCell<Option<Rc<Texts>>>,
    made: RefCell<Vec<Made>>,
    under_way: RefCell<Option<UnderWay>>,
}

/// What was found out under some parameters.
#[derive(Clone, Default)]
struct Made {
    params: Params,
    groups: Option<Rc<Groups>>,
    clustering: Option<Rc<Clustering>>,
    k_distances: Option<Rc<[f64]>>,
    model: Option<Rc<Predictor>>,
}

/// Work that takes more than one step.
struct UnderWay {
    params: Params,
    work: Work,
}

enum Work {
    Read(ReadTexts),
    Group(Rc<Texts>, FindGroups),
    Measure(Rc<Texts>, Box<KDistances>),
}

/// What is to be done next.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Stage {
    Read,
    Group,
    Describe,
    Measure,
    Learn,
}

impl Stage {
    /// What is said before it has begun.
    fn first_step(self) -> Step {
        let label = match self {
            Self::Read => "Reading the texts",
            Self::Group => "Grouping the failures",
            Self::Describe => "Describing the clusters",
            Self::Measure => "Measuring distances",
            Self::Learn => "Learning chances",
        };
        Step { label, done: 0, total: 0 }
    }
}

impl Found {
    pub(super) fn new(collection: Collection, grouping: Rc<dyn Grouping>, given: GivenModel) -> Self {
        let (texts, made, under_way) = <_>::default();
        Self { collection, grouping, given, texts, made, under_way }
    }

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

    fn texts(&self, params: &Params) -> Option<Rc<Texts>> {
        self.texts.borrow().clone().filter(|texts| texts.serve(params))
    }

    fn stage(&self, params: &Params) -> Option<Stage> {
        let known = self.known(params);
        let needs_texts = || self.texts(params).is_none();
        match known {
            Made { groups: None, .. } if needs_texts() => Some(Stage::Read),
            Made { groups: None, .. } => Some(Stage::Group),
            Made { clustering: None, .. } if needs_texts() => Some(Stage::Read),
            Made { clustering: None, .. } => Some(Stage::Describe),
            Made { k_distances: None, .. } if needs_texts() => Some(Stage::Read),
            Made { k_distances: None, .. } => Some(Stage::Measure),
            Made { model: Some(_), .. } => None,
            _ if self.collection.known() == 0 => None,
            _ if needs_texts() => Some(Stage::Read),
            _ => Some(Stage::Learn),
        }
    }

    /// The work that is under way, or that which comes next.
    fn work(&self, params: &Params, stage: Stage) -> Option<Work> {
        let under_way = self.under_way.take().filter(|under_way| under_way.params == *params);
        let texts = || self.texts(params);
        under_way.map(|under_way| under_way.work).or_else(|| match stage {
            Stage::Read => Some(Work::Read(ReadTexts::new(params))),
            Stage::Group => texts().map(|texts| Work::Group(texts.clone(), FindGroups::new(&texts, params))),
            Stage::Measure => {
                texts().map(|texts| Work::Measure(texts.clone(), Box::new(KDistances::new(&texts, params))))
            }
            Stage::Describe | Stage::Learn => None,
        })
    }

    fn put(&self, params: &Params, work: Work) {
        *self.under_way.borrow_mut() = Some(UnderWay { params: *params, work });
    }

    /// Goes on with work, and keeps what it gave at its end.
    fn go_on(&self, params: &Params, work: Work) -> bool {
        let budget = Budget::step();
        match work {
            Work::Read(reading) => match reading.advance(&self.collection.records, budget) {
                Reading::Going(reading) => self.put(params, Work::Read(*reading)),
                Reading::Done(texts) => *self.texts.borrow_mut() = Some(Rc::new(texts)),
            },
            Work::Group(texts, mut finding) => {
                if finding.advance(&texts, budget) {
                    let groups = Rc::new(finding.end(&texts, self.grouping.as_ref()));
                    self.keep(Made { groups: Some(groups), ..self.known(params) });
                } else {
                    self.put(params, Work::Group(texts, finding));
                }
            }
            Work::Measure(texts, mut measuring) => {
                if measuring.advance(&texts, budget) {
                    self.keep(Made { k_distances: Some(measuring.end().into()), ..self.known(params) });
                    return true;
                }
                self.put(params, Work::Measure(texts, measuring));
            }
        }
        false
    }

    /// Says what the groups are.
    fn describe(&self, params: &Params) -> Option<()> {
        let (known, texts) = (self.known(params), self.texts(params)?);
        let found = Clustering::of(&self.collection.records, &texts, known.groups.as_deref()?);
        self.keep(Made { clustering: Some(Rc::new(found)), ..known });
        Some(())
    }

    fn learn(&self, params: &Params) -> Option<Rc<Predictor>> {
        let (known, texts) = (self.known(params), self.texts(params)?);
        let model = Model::learn(&self.collection.records, &texts, known.groups.as_deref()?);
        let model = Rc::new(Predictor::new(Rc::new(model)));
        self.keep(Made { model: Some(model.clone()), ..known });
        Some(model)
    }

    /// What is known, once it is as much as asked.
    fn finished(&self, params: &Params, depth: Depth) -> Made {
        while self.next_step(params, depth).is_some() {
            self.take_step(params);
        }
        self.known(params)
    }

    fn clustering(&self, params: &Params) -> Rc<Clustering> {
        let known = self.finished(params, Depth::Clusters).clustering;
        known.unwrap_or_else(|| Rc::new(cluster(&self.collection.records, params, self.grouping.as_ref())))
    }

    /// The model of these failures, also where no outcome is known: it says so.
    fn model(&self, params: &Params) -> Rc<Predictor> {
        let known = self.finished(params, Depth::Everything).model;
        known.or_else(|| self.learn(params)).unwrap_or_else(|| {
            let model = train(&self.collection.records, params, self.grouping.as_ref());
            Rc::new(Predictor::new(Rc::new(model)))
        })
    }
}

impl FoundFailures for Found {
    fn next_step(&self, params: &Params, depth: Depth) -> Option<Step> {
        let stage = self.stage(params)?;
        let known = self.known(params);
        if depth == Depth::Clusters && known.clustering.is_some() {
            return None;
        }
        let under_way = self.under_way.borrow();
        let work = under_way.as_ref().filter(|under_way| under_way.params == *params);
        Some(match work.map(|under_way| &under_way.work) {
            Some(Work::Read(reading)) => reading.step(&self.collection.records),
            Some(Work::Group(texts, finding)) => finding.step(texts),
            Some(Work::Measure(_, measuring)) => measuring.step(),
            None => stage.first_step(),
        })
    }

    fn take_step(&self, params: &Params) -> bool {
        let Some(stage) = self.stage(params) else { return false };
        match (self.work(params, stage), stage) {
            (Some(work), _) => self.go_on(params, work),
            (None, Stage::Describe) => self.describe(params).is_some(),
            (None, _) => self.learn(params).is_some(),
        }
    }

    fn view(&self, params: &Params) -> FailuresView {
        let view = self.collection.view(&self.clustering(params));
        let known = self.known(params);
        let distances = known.k_distances.map(|found| found.to_vec()).unwrap_or_default();
        view.with(distances, known.model.map(|model| model.model().quality.clone()))
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
            FailuresFile::Model => self.model(params).model().write(),
        }
    }
}
