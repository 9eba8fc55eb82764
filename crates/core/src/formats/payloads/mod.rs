//! What the question `payloads` reads: the files of runs (JUnit XML with what Prow writes beside it, packed or not), lists of runs
//! as JSON, and tables of earlier results.

mod archive;
mod given;
mod group;
mod prow;
mod run;
mod run_list;
mod test_records;

pub use archive::open_archive;
pub use given::{GivenRuns, ReadGiven, run_id};
pub use group::{RunFiles, group_runs, is_archive, is_wanted};
pub use run::{InputFile, read_run};
pub use run_list::{ListedRun, read_run_list};
pub use test_records::read_test_records;
