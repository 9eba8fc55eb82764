//! Failures made ready to be grouped: who they are, their distinct texts, and what these are compared by. It depends on the
//! rules and the distance alone, so that another radius starts from here. It is made in steps, for a page that must stay
//! awake.

use std::rc::Rc;

use super::distinct::{Distinct, distinct};
use super::neighbours::{Learning, Packer, Space};
use super::normalise::{Normaliser, Normalising};
use super::params::{Distance, Params};
use super::step::{Budget, Step};
use crate::model::Failure;

/// Failures made ready.
pub struct Texts {
    /// Rules and distance are those of the texts.
    params: Params,
    /// Places in the input.
    pub(super) members: Vec<usize>,
    pub(super) distinct: Distinct,
    pub(super) normaliser: Normaliser,
    pub(super) measure: Measure,
    /// Failures without a text: they are in no cluster.
    pub(super) silent: usize,
    /// Texts that lost their middle.
    pub(super) cut: usize,
}

/// What texts are compared by.
#[derive(Clone)]
pub(super) enum Measure {
    /// Vectors.
    Cosine(Rc<Space>),
    /// The packed length of each text.
    Ncd(Rc<[u64]>),
}

impl Texts {
    /// All at once.
    pub fn of(records: &[Failure], params: &Params) -> Self {
        let mut reading = ReadTexts::new(params);
        loop {
            match reading.advance(records, Budget::endless()) {
                Reading::Going(next) => reading = *next,
                Reading::Done(texts) => return texts,
            }
        }
    }

    /// True when they are right for these parameters too.
    pub fn serve(&self, params: &Params) -> bool {
        (self.params.profile, self.params.distance) == (params.profile, params.distance)
    }
}

/// The way there.
pub struct ReadTexts {
    params: Params,
    stage: Stage,
}

/// How far it is.
pub enum Reading {
    /// There is more to do.
    Going(Box<ReadTexts>),
    /// They are ready.
    Done(Texts),
}

enum Stage {
    Normalising(Box<Members>),
    Comparing(Box<Normal>, Box<Comparing>),
}

/// Failures as far as they were gone through.
struct Members {
    next: usize,
    places: Vec<usize>,
    texts: Normalising,
    silent: usize,
}

/// What normalising gave.
struct Normal {
    members: Vec<usize>,
    distinct: Distinct,
    normaliser: Normaliser,
    silent: usize,
    cut: usize,
}

enum Comparing {
    Cosine(Learning),
    Ncd(Packer, Vec<u64>),
}

impl ReadTexts {
    /// Nothing is read yet.
    pub fn new(params: &Params) -> Self {
        let params = params.checked();
        let texts = Normalising::new(params.profile);
        let members = Members { next: 0, places: Vec::new(), texts, silent: 0 };
        Self { params, stage: Stage::Normalising(Box::new(members)) }
    }

    /// What is done next, with counts. The records are those that [`Self::advance`] takes.
    pub fn step(&self, records: &[Failure]) -> Step {
        match &self.stage {
            Stage::Normalising(members) => Step::new("Reading the texts", members.next, records.len()),
            Stage::Comparing(ready, work) => {
                Step::new("Learning the words", work.done(), ready.distinct.texts.len())
            }
        }
    }

    /// Goes on for as long as the budget lasts. The records must be the same each time.
    pub fn advance(self, records: &[Failure], budget: Budget) -> Reading {
        let Self { params, stage } = self;
        match stage {
            Stage::Normalising(mut members) => {
                let stage = if members.advance(records, budget) {
                    let ready = Box::new(members.end());
                    let work = Box::new(Comparing::of(&ready, params.distance));
                    Stage::Comparing(ready, work)
                } else {
                    Stage::Normalising(members)
                };
                Reading::Going(Box::new(Self { params, stage }))
            }
            Stage::Comparing(ready, mut work) => {
                if work.advance(&ready.distinct.texts, budget) {
                    return Reading::Done(ready.with(params, work.end()));
                }
                Reading::Going(Box::new(Self { params, stage: Stage::Comparing(ready, work) }))
            }
        }
    }
}

impl Members {
    /// Reads records until the budget is spent; true at their end.
    fn advance(&mut self, records: &[Failure], mut budget: Budget) -> bool {
        for (at, record) in records.iter().enumerate().skip(self.next) {
            if budget.is_spent() {
                return false;
            }
            self.next = at + 1;
            if record.status.is_failure() {
                budget.spend(8 * record.log.len());
                self.take(at, &record.log);
            }
        }
        true
    }

    /// A failure that says nothing is like none, not like all others that say nothing.
    fn take(&mut self, at: usize, log: &str) {
        if log.trim().is_empty() {
            self.silent += 1;
        } else {
            self.places.push(at);
            self.texts.push(log);
        }
    }

    fn end(self) -> Normal {
        let (normaliser, all) = self.texts.finish();
        let (members, silent) = (self.places, self.silent);
        Normal { members, distinct: distinct(all.texts), normaliser, silent, cut: all.cut }
    }
}

impl Normal {
    fn with(self, params: Params, measure: Measure) -> Texts {
        let Self { members, distinct, normaliser, silent, cut } = self;
        Texts { params, members, distinct, normaliser, measure, silent, cut }
    }
}

impl Comparing {
    fn of(ready: &Normal, distance: Distance) -> Self {
        match distance {
            Distance::Cosine => Self::Cosine(Learning::new(ready.distinct.texts.len())),
            Distance::Ncd => Self::Ncd(Packer::new(), Vec::new()),
        }
    }

    fn done(&self) -> usize {
        match self {
            Self::Cosine(learning) => learning.done(),
            Self::Ncd(_, lengths) => lengths.len(),
        }
    }

    /// True at the end.
    fn advance(&mut self, texts: &[String], mut budget: Budget) -> bool {
        match self {
            Self::Cosine(learning) => learning.advance(texts, budget),
            Self::Ncd(packer, lengths) => {
                for text in texts.iter().skip(lengths.len()) {
                    if budget.is_spent() {
                        return false;
                    }
                    budget.spend(Packer::COST * text.len());
                    lengths.push(packer.length(text.as_bytes()));
                }
                true
            }
        }
    }

    fn end(self) -> Measure {
        match self {
            Self::Cosine(learning) => Measure::Cosine(Rc::new(learning.end())),
            Self::Ncd(_, lengths) => Measure::Ncd(lengths.into()),
        }
    }
}
