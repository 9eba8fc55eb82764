//! `flakescope payloads history`: two files of history, compared.

use std::path::{Path, PathBuf};

use clap::{Args, ValueEnum};
use flakescope_core::export::Format;
use flakescope_core::formats::payload_history::{HistorySubject, read_history, read_test_summaries};
use flakescope_core::payloads::history::{
    DataType, HistoryReport, Mode, Params, Releases, compare_history, compare_tests, keeps_current,
    write_history, write_pull_request, write_results, write_review, write_test_results,
};

use crate::error::CliError;
use crate::files::{self, reason};
use crate::output;
use crate::values::FormatArg;

pub(super) const HELP: &str = "\
Examples:
  flakescope payloads history --data-type disruptions --current query_results.json --new new.json --leeway 30 --format markdown
      what rose, what fell, what is new and what is gone
  flakescope payloads history --data-type alerts --current a.json --new b.json --leeway 30 --output-dir out --fail-on-increase
      the files for a pull request, and exit code 3 when something rose
  flakescope payloads history --data-type disruptions --current a.json --new b.json --compat --output-dir out
      the same files as job-run-aggregator's analyze-historical-data, with its defects

Input: JSON lists or CSV with the columns of openshift/origin's query_results.json; for tests those of its test summaries.
Percentiles are seconds. A value counts as changed above the leeway, a rise from zero always. Rows with fewer than 100
runs are marked as weak; they count for --fail-on-increase as well.

In the folder: results_<type>.json (the rows to keep), comparison_<type>.csv, and what is added to require_review (only when
something changed) and pr_message.md, so that several types can share a folder.

Exit codes: 0 done, 1 failed, 2 wrong use, 3 something rose (with --fail-on-increase).";

/// The flags of `payloads history`.
#[derive(Clone, Debug, Args)]
pub(super) struct HistoryArgs {
    /// What the files are about
    #[arg(long, value_enum)]
    data_type: DataTypeArg,
    /// The file that is in use
    #[arg(long, value_name = "FILE")]
    current: PathBuf,
    /// The file that would replace it
    #[arg(long, value_name = "FILE")]
    new: PathBuf,
    /// So many percent more or less are no change
    #[arg(long, value_name = "PERCENT", default_value_t = f64::from(Params::LEEWAY), allow_negative_numbers = true)]
    leeway: f64,
    /// The release that is worked on [default: the newest of the new file]
    #[arg(long, value_name = "RELEASE", requires = "previous_release")]
    target_release: Option<String>,
    /// The release before [default: the second newest of the new file]
    #[arg(long, value_name = "RELEASE", requires = "target_release")]
    previous_release: Option<String>,
    /// Follow the rules of the original with its defects
    #[arg(long)]
    compat: bool,
    /// Write the files for a pull request into this folder
    #[arg(long, value_name = "DIR")]
    output_dir: Option<PathBuf>,
    /// Write the comparison in this format [default: csv, with a folder only into it]
    #[arg(long, value_name = "FORMAT")]
    format: Option<FormatArg>,
    /// Write the comparison to this file instead of the standard output
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
    /// End with exit code 3 when something rose
    #[arg(long)]
    fail_on_increase: bool,
}

/// The words of `--data-type`.
#[derive(Clone, Copy, Debug, ValueEnum)]
enum DataTypeArg {
    /// How long backends were disrupted
    Disruptions,
    /// How long alerts fired
    Alerts,
    /// How often tests failed
    Tests,
}

impl From<DataTypeArg> for DataType {
    fn from(word: DataTypeArg) -> Self {
        match word {
            DataTypeArg::Disruptions => Self::Disruptions,
            DataTypeArg::Alerts => Self::Alerts,
            DataTypeArg::Tests => Self::Tests,
        }
    }
}

/// A comparison with the rows to keep.
struct Compared {
    report: HistoryReport,
    results: String,
}

/// Runs the command.
pub(super) fn run(args: &HistoryArgs) -> Result<(), CliError> {
    let Compared { report, results } = compare(args)?;
    report.warnings.iter().for_each(output::warn);
    if let Some(folder) = &args.output_dir {
        write_folder(folder, &report, &results)?;
    }
    if args.output_dir.is_none() || args.format.is_some() || args.output.is_some() {
        let format = args.format.map_or(Format::default(), Format::from);
        output::write(&write_history(&report, format), args.output.as_deref())?;
    }
    let risen = report.totals.risen;
    if args.fail_on_increase && risen > 0 {
        return Err(CliError::Regression(report.summary()));
    }
    output::say(&report.summary());
    Ok(())
}

fn compare(args: &HistoryArgs) -> Result<Compared, CliError> {
    let params = args.params()?;
    match DataType::from(args.data_type).subject() {
        Some(subject) => compare_files(args, subject, &params),
        None => compare_test_files(args, &params),
    }
}

impl HistoryArgs {
    /// Checked before a file is read, so that wrong use is said as such.
    fn params(&self) -> Result<Params, CliError> {
        let releases = self.target_release.clone().zip(self.previous_release.clone());
        let params = Params {
            leeway_percent: self.leeway,
            releases: releases.map(|(target, previous)| Releases { target, previous }),
            mode: if self.compat { Mode::Compat } else { Mode::Repaired },
        };
        params.check().map_err(|error| CliError::Usage(error.to_string()))
    }
}

fn compare_files(args: &HistoryArgs, subject: HistorySubject, params: &Params) -> Result<Compared, CliError> {
    let read = |path: &Path| -> Result<_, CliError> {
        Ok(read_history(&files::read(path)?, &path.display().to_string(), subject)?)
    };
    let (current, new) = (read(&args.current)?, read(&args.new)?);
    let report = compare_history(&current, &new, subject, params)?;
    Ok(Compared { results: write_results(&new, &report), report })
}

fn compare_test_files(args: &HistoryArgs, params: &Params) -> Result<Compared, CliError> {
    let read = |path: &Path| -> Result<_, CliError> {
        Ok(read_test_summaries(&files::read(path)?, &path.display().to_string())?)
    };
    let (current, new) = (read(&args.current)?, read(&args.new)?);
    let report = compare_tests(&current, &new, params)?;
    if keeps_current(&new) {
        output::say(&format!(
            "The new file covers fewer than {} days; the results are those of the current file.",
            Params::LEAST_DAYS
        ));
    }
    Ok(Compared { results: write_test_results(&current, &new), report })
}

/// The files of the original, and the comparison as a table.
fn write_folder(folder: &Path, report: &HistoryReport, results: &str) -> Result<(), CliError> {
    std::fs::create_dir_all(folder)
        .map_err(|source| CliError::Write { path: folder.to_owned(), reason: reason(&source) })?;
    let word = report.data_type.word();
    let put = |name: &str, text: &str| output::write(text, Some(&folder.join(name)));
    put(&format!("results_{word}.json"), results)?;
    // Of tests the original writes no more than that.
    if report.mode == Mode::Compat && report.data_type == DataType::Tests {
        return Ok(());
    }
    put(&format!("comparison_{word}.csv"), &write_history(report, Format::Csv))?;
    add(&folder.join("require_review"), &write_review(report))?;
    add(&folder.join("pr_message.md"), &write_pull_request(report))
}

/// Adds to a file what is not nothing.
fn add(path: &Path, text: &str) -> Result<(), CliError> {
    if text.is_empty() {
        return Ok(());
    }
    let before = if path.exists() { files::read(path)? } else { Vec::new() };
    output::write(&(String::from_utf8_lossy(&before) + text), Some(path))
}
