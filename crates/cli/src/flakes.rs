//! `flakescope flakes`: the table.

use flakescope_core::export::Format;
use flakescope_core::flakes::link::to_query_string;
use flakescope_core::flakes::{Query, Sort, Source};
use flakescope_engine::Request;

use crate::args::FlakesArgs;
use crate::common::CommonArgs;
use crate::config;
use crate::error::CliError;
use crate::output;
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
    args.export(Request::FlakesExport { query, format }).await
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
