//! `flakescope payloads disruption`: the disruption in some runs of one job, against history.

use std::path::PathBuf;

use clap::Args;
use flakescope_core::export::Format;
use flakescope_core::formats::payload_history::{HistoryFile, read_disruption_runs};
use flakescope_core::model::DisruptionRun;
use flakescope_core::payloads::disruption::{Verdict, check_disruption, write_disruption};

use crate::error::CliError;
use crate::files;
use crate::output;
use crate::values::FormatArg;

pub(super) const HELP: &str = "\
Example:
  flakescope payloads disruption --runs runs.json --history history.csv
      is the disruption in these runs worse than history?

Input: JSON lists or CSV with the columns BackendName, DisruptionSeconds and JobRunName, and where they are known JobName,
JobRunStartTime, MasterNodesUpdated and Topology.

Checks of each backend: the mean against the historical mean plus five deviations, with the longest run thrown away; and how
many runs stay within the historical P70 (3 s of grace) and P85 (7 s). Twelve backends must be there. History is that of the
job from ten to three days before the first run; under 100 runs that of the same job of the previous release.

Exit codes: 0 done, 1 failed, 2 wrong use, 3 a check failed (with --fail-on-increase).";

/// The flags of `payloads disruption`.
#[derive(Clone, Debug, Args)]
pub(super) struct DisruptionArgs {
    /// Files with the runs that are checked
    #[arg(long, value_name = "FILE", required = true, num_args = 1..)]
    runs: Vec<PathBuf>,
    /// Files with earlier runs
    #[arg(long, value_name = "FILE", required = true, num_args = 1..)]
    history: Vec<PathBuf>,
    /// Check the runs of this job, where the files hold several
    #[arg(long, value_name = "NAME")]
    job: Option<String>,
    /// Write in this format
    #[arg(long, value_name = "FORMAT", default_value = "markdown")]
    format: FormatArg,
    /// Write to this file instead of the standard output
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
    /// End with exit code 3 when a check failed
    #[arg(long)]
    fail_on_increase: bool,
}

/// Runs the command.
pub(super) fn run(args: &DisruptionArgs) -> Result<(), CliError> {
    let (runs, history) = (read(&args.runs)?, read(&args.history)?);
    let report = check_disruption(&runs, &history, args.job.as_deref())?;
    report.warnings.iter().for_each(output::warn);
    output::write(&write_disruption(&report, Format::from(args.format)), args.output.as_deref())?;
    if args.fail_on_increase && report.verdict == Verdict::Failed {
        return Err(CliError::Regression(report.sentence));
    }
    output::say(&report.sentence);
    Ok(())
}

fn read(paths: &[PathBuf]) -> Result<Vec<HistoryFile<DisruptionRun>>, CliError> {
    let read = |path: &PathBuf| -> Result<_, CliError> {
        Ok(read_disruption_runs(&files::read(path)?, &path.display().to_string())?)
    };
    paths.iter().map(read).collect()
}
