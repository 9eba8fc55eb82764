//! The sim program: reads the command line and ends with 0 (done), 1 (failed) or 2 (wrong use).

use std::process::ExitCode;

use clap::Parser;
use flakescope_sim::cli;

fn main() -> ExitCode {
    match cli::run(cli::Cli::parse()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("flakescope-sim: {error}");
            ExitCode::FAILURE
        }
    }
}
