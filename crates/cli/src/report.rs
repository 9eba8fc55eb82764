//! `flakescope report`: what is said in the release meeting.

use flakescope_core::flakes::meeting::MeetingFormat;
use flakescope_engine::Request;

use crate::args::ReportArgs;
use crate::common::CommonArgs;
use crate::config;
use crate::error::CliError;
use crate::values::{FormatWord, ReportFormatArg};

/// Runs the command.
pub(crate) async fn run(flags: ReportArgs) -> Result<(), CliError> {
    let (args, request) = request(flags)?;
    args.export(request).await
}

/// What the flags and the settings file ask for.
pub(crate) fn request(flags: ReportArgs) -> Result<(CommonArgs, Request), CliError> {
    let args = config::with_file(flags.common)?;
    let word = args.format.as_ref().filter(|_| flags.format.is_none());
    let format = flags.format.or(word.map(FormatWord::of::<ReportFormatArg>).transpose()?);
    let format = format.map_or(MeetingFormat::default(), MeetingFormat::from);
    let page = flags.page.as_deref().or(args.page.as_deref()).map(page_address).transpose()?;
    let query = args.query()?;
    Ok((args, Request::Report { query, format, page: page.unwrap_or_default() }))
}

/// The table's page of a Flakescope at this address.
fn page_address(base: &str) -> Result<String, CliError> {
    let is_web = ["https://", "http://"].iter().any(|scheme| base.starts_with(scheme));
    if is_web && !base.contains(['?', '#', ' ']) {
        return Ok(format!("{}/flakes", base.trim_end_matches('/')));
    }
    Err(CliError::Usage(format!("--page takes the address of a Flakescope page, https://…, not {base:?}")))
}
