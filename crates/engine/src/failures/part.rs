//! The door to the code that reads and groups failures. It is large, so a program that comes in parts
//! ([`crate::Transport::failures`]) reaches it through these traits alone.

use std::rc::Rc;

use flakescope_core::failures::{
    ClusterView, FailuresFile, FailuresView, Params, PredictionView, SameAs, Step,
};
use flakescope_core::flakes::{Analysis, TabRun, TestKey};
use flakescope_core::warning::Warning;

/// Makes the code: what a part gives.
pub type MakeFailures = fn() -> Rc<dyn FailuresPart>;

/// Reads and groups failures.
pub trait FailuresPart {
    /// The failures on boards.
    fn of_boards(&self, analysis: &Analysis) -> Rc<dyn FoundFailures>;

    /// Gives chances by this model from now on, the bytes of its file; `None` forgets the last. An error says why it is
    /// none.
    fn use_model(&self, file: Option<&[u8]>) -> Result<(), String>;

    /// Reads files, one after the other.
    fn reader(&self) -> Box<dyn ReadFailures>;
}

/// Takes files as they come.
pub trait ReadFailures {
    /// Begins the file that the user knows as `name`, and ends the one before it. `of_run` says whose results it holds
    /// where that is known.
    fn begin(&mut self, name: &str, of_run: Option<OfRun>);

    /// Takes the next bytes of the file.
    fn push(&mut self, piece: &[u8]);

    /// Takes the file of a model, with which chances are given from now on.
    fn take_model(&mut self, name: &str, bytes: &[u8]);

    /// The end of all files.
    fn finish(self: Box<Self>) -> TakenFailures;
}

/// The run that left a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OfRun {
    /// The test for whose sake it is read.
    pub test: TestKey,
    /// The run.
    pub run: TabRun,
}

/// What files gave.
#[derive(Clone, Default)]
pub struct TakenFailures {
    /// The failures; `None` when no file held any.
    pub found: Option<Rc<dyn FoundFailures>>,
    /// How many results were read.
    pub records: u32,
    /// How many files held failures.
    pub files: u32,
    /// What a model says of itself, if one was among the files.
    pub model: Option<String>,
    /// What could not be read.
    pub warnings: Vec<Warning>,
}

/// How much must be known before a question is answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Depth {
    /// Which failures are the same.
    Clusters,
    /// Chances as well, and what helps to choose the radius.
    Everything,
}

/// Failures at hand, and what was found out about them. What is asked for twice is kept.
pub trait FoundFailures {
    /// What is to be done next before so much is known, with counts; `None` when it is.
    fn next_step(&self, params: &Params, depth: Depth) -> Option<Step>;

    /// Does a short piece of what is to be done next. True when something new can be shown.
    fn take_step(&self, params: &Params) -> bool;

    /// The ranked list, with as much as is known by now.
    fn view(&self, params: &Params) -> FailuresView;

    /// One cluster.
    fn cluster(&self, params: &Params, id: &str) -> Option<ClusterView>;

    /// The clusters that failures of a test belong to.
    fn same_as(&self, params: &Params, key: &TestKey) -> Vec<SameAs>;

    /// What is known of a failure by its text.
    fn predict(&self, params: &Params, text: &str, test: &str) -> Option<PredictionView>;

    /// A file of everything.
    fn write(&self, params: &Params, file: FailuresFile) -> String;
}

/// The most bytes of files with failures that the page takes: with what is made of them they must fit in the memory that
/// a browser gives to a page.
pub const MOST_FILE_BYTES: u64 = 500_000_000;

/// Why so many bytes are not taken, and what to do.
pub fn too_many_bytes(total: u64) -> String {
    too_many(total, "failures cluster FILE")
}

/// As [`too_many_bytes`], for the runs of a payload.
pub fn too_many_bytes_of_runs(total: u64) -> String {
    too_many(total, "payloads verdict --runs FILE")
}

/// As [`too_many_bytes`], for a file of history.
pub fn too_many_bytes_of_history(total: u64) -> String {
    too_many(total, "payloads history --current FILE --new FILE")
}

/// As [`too_many_bytes`], for source files.
pub fn too_many_bytes_of_sources(total: u64) -> String {
    too_many(total, "muted FOLDER")
}

/// As [`too_many_bytes`], for runs of CI and their logs.
pub fn too_many_bytes_of_activity(total: u64) -> String {
    too_many(total, "activity --input FILE --logs FOLDER")
}

fn too_many(total: u64, command: &str) -> String {
    format!(
        "they hold {} MB, and the page reads {} MB at most. Choose fewer files, or use the command line: flakescope {command}",
        total.div_ceil(1_000_000),
        MOST_FILE_BYTES / 1_000_000
    )
}
