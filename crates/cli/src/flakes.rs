//! `flakescope flakes`: the table.

use flakescope_core::export::{Format, write_report};
use flakescope_core::flakes::link::to_query_string;
use flakescope_core::flakes::{Query, Report, Sort, Source, TestRow};
use flakescope_core::muted::{MutedAt, MutedNames, Row};
use flakescope_core::warning::Warning;
use flakescope_engine::Request;

use crate::args::FlakesArgs;
use crate::common::CommonArgs;
use crate::config;
use crate::error::CliError;
use crate::muted::rows_of_sources;
use crate::output;
use crate::push::push_flakes;
use crate::values::{FormatArg, FormatWord};

/// Runs the command.
pub(crate) async fn run(flags: FlakesArgs) -> Result<(), CliError> {
    let args = config::with_file(flags.common)?;
    let sort = flags.sort.or(args.sort).map_or(Sort::default(), |sort| sort.0);
    let query = Query { sort, ..args.query()? };
    if flags.link {
        return write_link(&query, &args);
    }
    let format = format(flags.format, &args)?;
    if flags.push.push.is_none() && flags.muted.is_empty() {
        return args.export(Request::FlakesExport { query, format }).await;
    }
    let hosts = (args.github_api.as_deref(), flags.github_raw.as_deref());
    let muted = if flags.muted.is_empty() { None } else { Some(rows_of_sources(&flags.muted, hosts).await?) };
    let json = args.answer(Request::FlakesExport { query, format: Format::Json }).await?;
    let mut report: Report =
        serde_json::from_str(&json).map_err(|error| CliError::Push(error.to_string()))?;
    if let Some(address) = &flags.push.push {
        push_flakes(&flags.push, address, &report).await?;
    }
    if let Some((rows, warnings)) = muted {
        say_muted(&mut report, &rows, warnings);
    }
    // What went into a database is not printed as well.
    if flags.push.push.is_none() || args.output.is_some() {
        output::write(&write_report(&report, format), args.output.as_deref())?;
    }
    Ok(())
}

/// Gives each test the places in which it is muted.
fn say_muted(report: &mut Report, rows: &[Row], warnings: Vec<Warning>) {
    let names = MutedNames::new(rows);
    let words = |test: &TestRow| {
        let lines: Vec<String> = names.of_test(&test.test, "").iter().map(MutedAt::line).collect();
        lines.join("; ")
    };
    report.muted = Some(report.tests.iter().map(words).collect());
    warnings.iter().for_each(output::warn);
    report.warnings.extend(warnings);
}

fn format(flag: Option<FormatArg>, args: &CommonArgs) -> Result<Format, CliError> {
    let word = args.format.as_ref().filter(|_| flag.is_none());
    let format = word.map(FormatWord::of::<FormatArg>).transpose()?;
    Ok(flag.or(format).map_or(Format::default(), Format::from))
}

fn write_link(query: &Query, args: &CommonArgs) -> Result<(), CliError> {
    if query.source == Source::Files {
        return Err(CliError::Usage("a link cannot carry files; leave out --summary and --table".to_owned()));
    }
    output::write(&format!("?{}\n", to_query_string(query)), args.output.as_deref())
}
