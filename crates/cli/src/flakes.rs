//! `flakescope flakes`: the table.

use flakescope_core::export::{Format, write_report};
use flakescope_core::flakes::link::to_query_string;
use flakescope_core::flakes::{Query, Report, Sort, Source};
use flakescope_engine::Request;

use crate::args::FlakesArgs;
use crate::common::CommonArgs;
use crate::config;
use crate::error::CliError;
use crate::output;
use crate::push::{PushArgs, push_flakes};
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
    match &flags.push.push {
        Some(address) => push(&args, query, format, (&flags.push, address)).await,
        None => args.export(Request::FlakesExport { query, format }).await,
    }
}

/// Pushes the rows; they are written to a file as well if one is named.
async fn push(
    args: &CommonArgs,
    query: Query,
    format: Format,
    (push, address): (&PushArgs, &str),
) -> Result<(), CliError> {
    let json = args.answer(Request::FlakesExport { query, format: Format::Json }).await?;
    let report: Report = serde_json::from_str(&json).map_err(|error| CliError::Push(error.to_string()))?;
    push_flakes(push, address, &report).await?;
    if args.output.is_some() {
        output::write(&write_report(&report, format), args.output.as_deref())?;
    }
    Ok(())
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
