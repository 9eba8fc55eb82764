//! The door to the code that reads and judges runs. It lies in a part of its own ([`crate::Transport::payloads`]), which a program
//! reaches through these traits alone.

use std::rc::Rc;

use flakescope_core::flakes::TabRuns;
use flakescope_core::formats::payload_history::AnyHistory;
use flakescope_core::formats::payloads::{GivenRuns, InputFile};
use flakescope_core::payloads::history;
use flakescope_core::payloads::{Params, TestFilter, VerdictFormat, VerdictReport, VerdictView};

use crate::Packed;

/// Makes the code: what a part gives.
pub type MakePayloads = fn() -> Rc<dyn PayloadsPart>;

/// Reads and judges runs.
pub trait PayloadsPart {
    /// Reads files, one run after the other.
    fn reader(&self) -> Box<dyn ReadRuns>;

    /// The runs of a tab by its cells: the places of those that are judged.
    fn of_board(&self, board: &TabRuns, job: &str, places: &[usize]) -> GivenRuns;

    /// The verdict. An error says why there can be none.
    fn judge(
        &self,
        runs: &GivenRuns,
        earlier: &Earlier,
        job: &str,
        params: &Params,
    ) -> Result<Judged, String>;

    /// What the page shows of a verdict: at most `limit` tests.
    fn view(&self, judged: &Judged, filter: &TestFilter, limit: u32) -> Packed<VerdictView>;

    /// A verdict as a file.
    fn write(&self, judged: &Judged, format: VerdictFormat) -> String;

    /// Reads a file of history. An error says why it cannot be read.
    fn read_history(&self, bytes: &[u8], name: &str) -> Result<AnyHistory, String>;

    /// Compares the current file and the new one. An error says why they cannot be compared.
    fn compare(
        &self,
        current: &AnyHistory,
        new: &AnyHistory,
        wanted: Option<history::DataType>,
        params: &history::Params,
    ) -> Result<history::HistoryReport, String>;

    /// What the page shows of a comparison: at most `limit` rows.
    fn look_at_history(
        &self,
        both: &[Rc<AnyHistory>; 2],
        report: &history::HistoryReport,
        query: &history::Query,
        limit: u32,
    ) -> history::ComparedView;

    /// The two files and their comparison, ready for the page.
    fn pack_history(&self, view: &history::HistoryView) -> Packed<history::HistoryView>;

    /// One of the files that come out of a comparison.
    fn write_compared(
        &self,
        both: &[Rc<AnyHistory>; 2],
        report: &history::HistoryReport,
        output: history::Output,
    ) -> String;
}

/// Takes files and reads the runs in them.
pub trait ReadRuns {
    /// Takes a file.
    fn take(&mut self, file: InputFile);

    /// All files are here; how many runs are to be read.
    fn begin(&mut self) -> u32;

    /// Reads the next run; false when none is left.
    fn advance(&mut self) -> bool;

    /// The end of all runs.
    fn finish(self: Box<Self>) -> GivenRuns;
}

/// What is known from before.
#[derive(Clone, Debug, Default)]
pub enum Earlier {
    /// What stands beside the runs: a table among their files, else nothing.
    #[default]
    Beside,
    /// Files with earlier runs, or with a table.
    Files(Rc<GivenRuns>),
    /// The tab that the runs stand on.
    Board(Rc<TabRuns>),
}

/// A verdict, and the jobs that it chose from.
#[derive(Clone, Debug, Default)]
pub struct Judged {
    /// The verdict.
    pub report: VerdictReport,
    /// The jobs of the runs with how many runs each has, when there are several.
    pub jobs: Vec<(String, u32)>,
}
