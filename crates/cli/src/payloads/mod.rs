//! `flakescope payloads`: do N runs of one job on one payload show a regression against history?

mod args;
mod cross_jobs;
mod disruption;
mod history;
mod input;
mod required_passes;
mod verdict;

use clap::{Args, Subcommand};
use flakescope_core::payloads::Lists;

pub(crate) use args::PAYLOADS_EXAMPLES;
use args::{CrossJobsArgs, ListsArgs, RequiredPassesArgs, VerdictArgs};

use crate::error::CliError;
use crate::output;

/// The flags of `payloads`.
#[derive(Clone, Debug, Args)]
pub(crate) struct PayloadsArgs {
    #[command(subcommand)]
    command: PayloadsCommand,
}

/// What is asked about payloads.
#[derive(Clone, Debug, Subcommand)]
enum PayloadsCommand {
    /// Judge N runs of one job, test by test, against history
    Verdict(VerdictArgs),
    /// Count the passes of one test over runs of many jobs
    CrossJobs(CrossJobsArgs),
    /// Print how many of N attempts must pass
    RequiredPasses(RequiredPassesArgs),
    /// Print the tests that are judged by name, as JSON to edit and to give to verdict --lists
    Lists(ListsArgs),
    /// Compare two files of history: did disruption, alerts or failures of tests get worse?
    #[command(after_long_help = history::HELP)]
    History(history::HistoryArgs),
    /// Check the disruption in some runs of one job against history
    #[command(after_long_help = disruption::HELP)]
    Disruption(disruption::DisruptionArgs),
}

/// Runs the command.
pub(crate) fn run(args: PayloadsArgs) -> Result<(), CliError> {
    match args.command {
        PayloadsCommand::Verdict(args) => verdict::run(&args),
        PayloadsCommand::CrossJobs(args) => cross_jobs::run(&args),
        PayloadsCommand::RequiredPasses(args) => required_passes::run(&args),
        PayloadsCommand::Lists(args) => output::write(&Lists::default().write(), args.output.as_deref()),
        PayloadsCommand::History(args) => history::run(&args),
        PayloadsCommand::Disruption(args) => disruption::run(&args),
    }
}
