//! What an issue is to be, before it is written.

use super::forms::Form;
use super::life::Life;
use super::places::Place;
use super::spelling::{self, Manner};
use super::subjects::Subject;
use super::truth::Track;
use crate::dice::Dice;

/// A job as an issue names it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Job {
    pub(super) dashboard: String,
    pub(super) tab: String,
    /// The Prow job behind the tab.
    pub(super) prow: String,
}

/// Whether the issue has a `TestGrid` link, and a good one.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Link {
    #[default]
    Good,
    /// To a tab that is gone.
    Dead,
    Missing,
}

/// One issue to be.
#[derive(Clone, Debug, Default)]
pub(super) struct Case {
    pub(super) form: Form,
    pub(super) trap: Option<&'static str>,
    pub(super) failing: bool,
    pub(super) both_labels: bool,
    pub(super) generic: bool,
    /// Names as they stand in the issue.
    pub(super) tests: Vec<String>,
    /// Names for a field in which people write loosely.
    pub(super) loose: Vec<String>,
    /// Rows that it is about, with the newest failure of each.
    pub(super) tracks: Vec<(Track, Option<i64>)>,
    pub(super) jobs: Vec<Job>,
    pub(super) sig: Option<String>,
    pub(super) link: Link,
    pub(super) life: Life,
    pub(super) since_s: Option<i64>,
    /// Start, message and build of the newest failure.
    pub(super) newest: Option<(i64, String, String)>,
    pub(super) reason: Option<String>,
    pub(super) more: Option<String>,
    pub(super) title: Option<String>,
}

impl Case {
    /// An issue about these tests, each written in the manner that its name allows.
    pub(super) fn about(subjects: &[&Subject], form: Form, manner: Manner, dice: &mut Dice) -> Self {
        let mut case = Self { form, ..Self::default() };
        for subject in subjects {
            let spoils = matches!(manner, Manner::Abbreviated | Manner::Typo);
            let manner = if subject.is_plain() || spoils { manner } else { Manner::Exact };
            case.name(subject, spelling::spell(subject.known_name(), manner, dice));
            let loose = if subject.is_plain() { Manner::FewerTags } else { Manner::Exact };
            case.loose.push(spelling::spell(subject.known_name(), loose, dice));
        }
        case.failing = subjects.iter().any(|subject| subject.is_broken());
        case.generic = subjects.iter().any(|subject| subject.generic);
        case.sig = subjects.first().map(|subject| subject.sig());
        case
    }

    /// Names a test, and tracks every row of it.
    pub(super) fn name(&mut self, subject: &Subject, spelled: String) {
        for place in &subject.places {
            self.track(place, named(&spelled, &place.test));
        }
        let mut places: Vec<&Place> = subject.trouble().collect();
        if places.is_empty() {
            places.extend(subject.places.first());
        }
        for place in places {
            self.add_job(place);
        }
        self.tests.push(spelled);
    }

    /// Tracks one row.
    pub(super) fn track(&mut self, place: &Place, named: &'static str) {
        let track = Track {
            dashboard: place.dashboard.clone(),
            tab: place.tab.clone(),
            test: place.test.clone(),
            named,
            troubled: place.troubled,
            failed_since: None,
        };
        self.tracks.push((track, place.newest_own_s));
    }

    /// Names a job, and takes its failure as an example.
    pub(super) fn add_job(&mut self, place: &Place) {
        let job =
            Job { dashboard: place.dashboard.clone(), tab: place.tab.clone(), prow: place.prow_job.clone() };
        if !self.jobs.contains(&job) {
            self.jobs.push(job);
        }
        self.since_s = self.since_s.into_iter().chain(place.oldest_own_s).min();
        if let (None, Some(at), Some((message, build))) = (&self.newest, place.newest_own_s, &place.newest) {
            self.newest = Some((at, message.clone(), build.clone()));
        }
    }

    /// The same with a trap.
    pub(super) fn with_trap(self, trap: &'static str) -> Self {
        Self { trap: Some(trap), ..self }
    }
}

/// How a row's name stands in the issue.
fn named(spelled: &str, name: &str) -> &'static str {
    if spelled == name {
        "exact"
    } else if spelling::bare(spelled) == spelling::bare(name) {
        "normalised"
    } else {
        "unfindable"
    }
}
