//! What is known of one list of issues.

use flakescope_core::flakes::issues::IssueList;
use flakescope_core::formats::github::{Quota, Refusal};
use flakescope_core::model::{Issue, Repository, TimeMs};
use flakescope_core::warning::Warning;

use super::Place;
use crate::fetch::Failure;
use crate::{IssueReading, IssueState};

/// What is known of one list of issues.
#[derive(Clone, Debug, Default)]
pub(crate) struct State {
    pub(crate) list: IssueList,
    /// Grows with every change to the list.
    pub(crate) version: u64,
    quota: Option<Quota>,
    stage: IssueState,
    trouble: Option<Trouble>,
    /// Entries that could not be read.
    hole: Option<Trouble>,
    warnings: Vec<Warning>,
    read_at: Option<TimeMs>,
}

/// Why a list is not complete.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Trouble {
    words: String,
    retry_at: Option<TimeMs>,
}

impl Trouble {
    /// A sentence of our own.
    pub(super) fn new(words: impl Into<String>) -> Self {
        Self { words: words.into(), retry_at: None }
    }

    /// What the service said, and until when it refuses.
    pub(super) fn of_refusal(refusal: &Refusal, now: TimeMs) -> Self {
        let retry_at = match refusal {
            Refusal::Primary { resets_at } => *resets_at,
            Refusal::Secondary { retry_after_s } => Some(TimeMs(now.0 + i64::from(*retry_after_s) * 1000)),
            _ => None,
        };
        Self { words: refusal.words(), retry_at }
    }

    /// The sentence.
    pub(crate) fn words(&self) -> &str {
        &self.words
    }

    /// No answer at all, or none that can be read.
    pub(super) fn of_failure(failure: &Failure) -> Self {
        Self::new(format!("GitHub could not be read: {failure}."))
    }
}

impl State {
    /// A list that came whole.
    pub(super) fn whole(list: &IssueList) -> Self {
        Self { list: list.clone(), version: 1, stage: IssueState::Complete, ..Self::default() }
    }

    /// Nothing yet of this repository.
    pub(super) fn of(repository: &Repository) -> Self {
        let list = IssueList { repository: repository.clone(), ..IssueList::default() };
        Self { list, ..Self::default() }
    }

    /// True when nothing more will come by itself.
    pub(crate) fn is_settled(&self) -> bool {
        matches!(self.stage, IssueState::Complete | IssueState::Incomplete)
    }

    /// True when something is missing.
    pub(super) fn is_incomplete(&self) -> bool {
        self.stage == IssueState::Incomplete
    }

    /// Adds what a page holds.
    pub(super) fn add(&mut self, repository: &Repository, issues: Vec<Issue>, warnings: Vec<Warning>) {
        self.list.repository = repository.clone();
        if !warnings.is_empty() {
            self.hole.get_or_insert_with(|| Trouble::new("Some entries of the list could not be read."));
        }
        self.list.issues.extend(issues);
        self.warnings.extend(warnings);
        self.version += 1;
    }

    /// Notes a status on the project board.
    pub(super) fn put_status(&mut self, number: u64, status: String) {
        self.list.board_statuses.insert(number, status);
        self.version += 1;
    }

    /// Notes what may still be asked, and how old the oldest part is.
    pub(super) fn note(&mut self, quota: Option<Quota>, read_at: TimeMs) {
        self.quota = quota.or_else(|| self.quota.take());
        self.read_at = Some(self.read_at.map_or(read_at, |known| known.min(read_at)));
    }

    /// Adds a warning that leaves the list complete.
    pub(super) fn warn(&mut self, warning: Warning) {
        self.warnings.push(warning);
    }

    /// The end of the reading.
    pub(super) fn settle(&mut self, trouble: Option<Trouble>) {
        let trouble = trouble.or_else(|| self.hole.take());
        self.list.complete = trouble.is_none();
        self.stage = if trouble.is_none() { IssueState::Complete } else { IssueState::Incomplete };
        self.trouble = trouble;
        self.version += 1;
    }

    /// The words beside an answer.
    pub(super) fn words(&self, place: &Place) -> IssueReading {
        let trouble = self.trouble.clone();
        IssueReading {
            source: place.words(),
            state: if self.stage == IssueState::Off { IssueState::Reading } else { self.stage },
            issues: u32::try_from(self.list.issues.iter().filter(|i| !i.is_pull_request).count())
                .unwrap_or(u32::MAX),
            quota_limit: self.quota.as_ref().map(|quota| quota.limit),
            quota_remaining: self.quota.as_ref().map(|quota| quota.remaining),
            quota_resets_at: self.quota.as_ref().and_then(|quota| quota.resets_at),
            retry_at: trouble.as_ref().and_then(|trouble| trouble.retry_at),
            trouble: trouble.map(|trouble| trouble.words).unwrap_or_default(),
            read_at: self.read_at,
        }
    }

    /// What did not go well.
    pub(super) fn warnings(&self, place: &Place) -> Vec<Warning> {
        let trouble = self.trouble.iter().map(|trouble| {
            let until = trouble.retry_at.map(|at| format!(" Not before {at}.")).unwrap_or_default();
            let words = format!("{}{until} A test without an issue may have one.", trouble.words);
            Warning::new(format!("issues ({})", place.words()), words)
        });
        trouble.chain(self.warnings.iter().cloned()).collect()
    }
}
