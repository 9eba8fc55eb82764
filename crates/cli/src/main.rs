//! `flakescope`: the questions of the page from a terminal or a cron job, answered by the same engine.
#![forbid(unsafe_code)]
#![cfg_attr(
    not(test),
    warn(clippy::expect_used, clippy::indexing_slicing, clippy::panic, clippy::unreachable)
)]

mod activity;
mod args;
mod common;
mod config;
mod error;
mod failures;
mod files;
mod flakes;
mod memory;
mod muted;
mod output;
mod payloads;
mod progress;
mod push;
mod question;
mod report;
mod serve;
mod snapshot;
mod transport;
mod values;

use std::process::ExitCode;

use clap::Parser;

use args::{Cli, Command};
use error::CliError;

fn main() -> ExitCode {
    match run(Cli::parse()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            output::say(&format!("flakescope: {error}"));
            ExitCode::from(error.exit_code())
        }
    }
}

/// The one place that starts the runtime: one thread, because the engine needs no more.
fn run(cli: Cli) -> Result<(), CliError> {
    let command = match cli.command {
        Command::Failures(args) => return failures::run(args),
        Command::Payloads(args) => return payloads::run(args),
        command => command,
    };
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
    let runtime = runtime.map_err(|source| CliError::Start { reason: source.to_string() })?;
    match command {
        Command::Failures(args) => failures::run(args),
        Command::Payloads(args) => payloads::run(args),
        Command::Flakes(args) => runtime.block_on(flakes::run(args)),
        Command::Report(args) => runtime.block_on(report::run(args)),
        Command::Muted(args) => runtime.block_on(muted::run(&args)),
        Command::Activity(args) => runtime.block_on(activity::run(&args)),
        Command::Serve(args) => runtime.block_on(serve::run(&args)),
        Command::Snapshot(args) => runtime.block_on(snapshot::run(args)),
    }
}
