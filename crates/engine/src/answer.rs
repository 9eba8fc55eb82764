//! What comes back: the view that was asked for, and how much of the data stands behind it.

use flakescope_core::activity::page::ActivityView;
use flakescope_core::failures::{ClusterView, FailuresView, PredictionView, SameAs};
use flakescope_core::flakes::{FlakesView, JobView, OverviewView, TestView};
use flakescope_core::model::TimeMs;
use flakescope_core::muted::{MutedAt, MutedView};
use flakescope_core::payloads::VerdictView;
use flakescope_core::payloads::history::HistoryView;
use flakescope_core::warning::Warning;
use serde::{Deserialize, Serialize};

use crate::Packed;

/// The answer to a [`crate::Request`]. While a board is being read, earlier and partial answers to the same request
/// come first; [`Reading::stage`] tells.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Answer {
    /// To [`crate::Request::Overview`].
    Overview(Reading, Box<OverviewView>),
    /// To [`crate::Request::Flakes`].
    Flakes(Reading, Box<FlakesView>),
    /// To [`crate::Request::FlakesTest`]; `None` when no such test was read.
    FlakesTest(Reading, Option<Box<TestView>>),
    /// To [`crate::Request::FlakesJob`]; `None` when no such job was read.
    FlakesJob(Reading, Option<Box<JobView>>),
    /// To [`crate::Request::FlakesExport`], [`crate::Request::Report`], [`crate::FailuresAsk::Export`],
    /// [`crate::PayloadsAsk::Export`], [`crate::HistoryAsk::Export`], [`crate::MutedAsk::Export`] and [`crate::ActivityAsk::Export`].
    Export(Exported),
    /// To [`crate::Request::FileIssue`] and [`crate::ActivityAsk::File`].
    Filed(Filed),
    /// To [`crate::FailuresAsk::List`].
    Failures(Reading, Box<FailuresView>),
    /// To [`crate::FailuresAsk::Cluster`]; `None` when there is no such cluster.
    FailuresCluster(Reading, Option<Box<ClusterView>>),
    /// To [`crate::FailuresAsk::OfTest`].
    FailuresOfTest(Reading, Vec<SameAs>),
    /// To [`crate::FailuresAsk::Predict`]; `None` when there is no failure to learn from.
    FailuresPredict(Option<Box<PredictionView>>),
    /// To [`crate::PayloadsAsk::Verdict`].
    Payloads(Reading, Packed<VerdictView>),
    /// To [`crate::HistoryAsk::Look`].
    PayloadsHistory(Reading, Packed<HistoryView>),
    /// To [`crate::MutedAsk::List`].
    Muted(Reading, Packed<MutedView>),
    /// To [`crate::ActivityAsk::Look`].
    Activity(Reading, Packed<ActivityView>),
    /// To [`crate::MutedAsk::OfTest`].
    MutedOfTest(Packed<Vec<MutedAt>>),
}

/// What stands behind an answer: the second bar of every page.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Reading {
    /// Where the data come from, in words: `TestGrid`, `made-up sample`, `2 files`, a host.
    pub source: String,
    /// True for the sample: the page must say that the data are made up.
    pub made_up: bool,
    /// How far the reading is.
    pub stage: Stage,
    /// Tabs whose grid was read.
    pub tabs_read: u32,
    /// Tabs whose grid could not be read; each has a warning.
    pub tabs_failed: u32,
    /// Tabs on the boards.
    pub tabs: u32,
    /// When the oldest part of the data was fetched.
    pub read_at: Option<TimeMs>,
    /// What stands in for answers of the source.
    pub copied: Copied,
    /// Start of the newest run in the data.
    pub newest_run_at: Option<TimeMs>,
    /// What did not go well.
    pub warnings: Vec<Warning>,
    /// The issues beside the boards.
    pub issues: Box<IssueReading>,
}

/// What stands in for answers of the source, in part or in whole; of several the last in this order.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Copied {
    /// Nothing: the source answered, of late or now.
    #[default]
    Nothing,
    /// The published snapshot, until the source has answered.
    Snapshot,
    /// Earlier answers, because the source does not answer.
    Kept,
    /// The published snapshot, because the source does not answer.
    SnapshotAlone,
}

/// How far the reading of the issues is.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct IssueReading {
    /// Where they come from, in words: a repository, `made-up sample`, `files`; empty when none are read.
    pub source: String,
    /// How far it is.
    pub state: IssueState,
    /// Issues read.
    pub issues: u32,
    /// Requests that the code host allows in an hour, if it told.
    pub quota_limit: Option<u32>,
    /// Of those, the ones that are left.
    pub quota_remaining: Option<u32>,
    /// When the hour begins anew.
    pub quota_resets_at: Option<TimeMs>,
    /// When it is worth trying again, if the code host refused.
    pub retry_at: Option<TimeMs>,
    /// Why issues are missing, in sentences; empty when none are.
    pub trouble: String,
    /// When the oldest part was fetched.
    pub read_at: Option<TimeMs>,
}

/// How far the reading of the issues is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum IssueState {
    /// None are wanted.
    #[default]
    Off,
    /// On its way.
    Reading,
    /// All were read: a test without one is untracked.
    Complete,
    /// Some are missing: whether a test without one is tracked is unknown.
    Incomplete,
}

/// How far the reading is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Stage {
    /// Job-level numbers alone.
    #[default]
    Summaries,
    /// The grids of failing and flaky tabs as well.
    Urgent,
    /// Everything that could be read.
    Complete,
}

/// An issue about a test.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Filed {
    /// Its page.
    pub url: String,
    /// Its number.
    pub number: u64,
    /// True when it was there already, and nothing was filed.
    pub already: bool,
}

/// A file made for the user.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Exported {
    /// A name such as `flakescope-flakes-2026-11-20.csv`; the day is that of the newest run.
    pub file_name: String,
    /// Its media type.
    pub media_type: String,
    /// Its content. Every format is UTF-8 text.
    pub text: String,
    /// What did not go well: not every format has a place for it.
    pub warnings: Vec<Warning>,
}

impl Exported {
    /// A file without its text; its name has the day of the newest run.
    pub(crate) fn named(
        what: &str,
        extension: &str,
        media_type: &str,
        reading: &Reading,
        now: TimeMs,
    ) -> Self {
        let day = reading.newest_run_at.unwrap_or(now).day();
        Self {
            file_name: format!("flakescope-{what}-{day}.{extension}"),
            media_type: media_type.to_owned(),
            text: String::new(),
            warnings: reading.warnings.clone(),
        }
    }
}
