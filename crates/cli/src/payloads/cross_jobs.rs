//! `payloads cross-jobs`: one test over runs of many jobs.

use clap::ValueEnum;
use flakescope_core::payloads::cross_jobs::{CrossQuery, cross_jobs};
use flakescope_core::payloads::runs::Coordinates;
use flakescope_core::payloads::write_cross_jobs;

use super::args::{CrossJobsArgs, GroupArg};
use super::input;
use super::verdict::end;
use crate::error::CliError;
use crate::output;

/// Counts, writes, and ends.
pub(super) fn run(args: &CrossJobsArgs) -> Result<(), CliError> {
    let read = input::read(&args.io.runs)?;
    let found = cross_jobs(&read.runs, &query(args), read.warnings);
    found.warnings.iter().for_each(output::warn);
    output::write(&write_cross_jobs(&found, args.io.format.into()), args.io.output.as_deref())?;
    end(found.passed, &found.sentence, args.io.fail_on_regression)
}

fn query(args: &CrossJobsArgs) -> CrossQuery {
    CrossQuery {
        test: test(args),
        minimum: args.minimum_successful_count,
        platform: word(args.platform),
        network: word(args.network),
        infrastructure: word(args.infrastructure),
        include: args.include_job_names.clone(),
        exclude: args.exclude_job_names.clone(),
    }
}

/// The tests of openshift/ci-tools, `jobruntestcaseanalyzer`; the suite of the third is not the same everywhere.
fn test(args: &CrossJobsArgs) -> Coordinates {
    match args.test_group {
        Some(GroupArg::Install) => Coordinates::new("cluster install", "install should succeed: overall"),
        Some(GroupArg::Overall) => Coordinates::new("step graph", "Run multi-stage test test phase"),
        Some(GroupArg::Upgrade) => Coordinates::new("", "upgrade should succeed: overall"),
        None => Coordinates::new(
            args.suite.as_deref().unwrap_or_default(),
            args.test.as_deref().unwrap_or_default(),
        ),
    }
}

/// The word as it stands on the command line; empty for none.
fn word<T: ValueEnum>(value: Option<T>) -> String {
    let named = value.and_then(|value| value.to_possible_value());
    named.map_or_else(String::new, |value| value.get_name().to_owned())
}
