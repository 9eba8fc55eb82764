//! `flakescope payloads`: is a payload worse than history?

mod disruption;
mod history;

use clap::{Args, Subcommand};

use crate::error::CliError;

/// The flags of `payloads`.
#[derive(Clone, Debug, Args)]
pub(crate) struct PayloadsArgs {
    #[command(subcommand)]
    command: PayloadsCommand,
}

/// What is asked about payloads.
#[derive(Clone, Debug, Subcommand)]
enum PayloadsCommand {
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
        PayloadsCommand::History(args) => history::run(&args),
        PayloadsCommand::Disruption(args) => disruption::run(&args),
    }
}
