//! The runs of jobs of Prow, through the engine.

use flakescope_core::activity::Query;
use flakescope_core::formats::bucket_builds::job_folder;
use flakescope_core::formats::ci_data::CiDataFile;
use flakescope_engine::Engine;

use crate::error::CliError;
use crate::progress::Terminal;
use crate::transport::Native;

/// Reads them, job by job.
pub(super) async fn read(names: &[String], query: &Query) -> Result<CiDataFile, CliError> {
    let engine = Engine::new(Native::default());
    let mut all = CiDataFile::default();
    for name in names {
        let wrong = || CliError::Usage(format!("{name:?} is no job of Prow; write gs://bucket/logs/job"));
        let job = job_folder(name).ok_or_else(wrong)?;
        let found = engine.read_prow_activity(&job, query, &Terminal::new()).await;
        all.runs.extend(found.runs);
        all.warnings.extend(found.warnings);
    }
    Ok(all)
}
