//! `flakescope snapshot`: what the page would read, as static files that a host can publish, and a history that every run
//! adds to.

mod folder;
mod recorder;

use std::path::PathBuf;
use std::rc::Rc;

use clap::Args;
use flakescope_core::export::Format;
use flakescope_core::flakes::{IssueSource, Query, Source};
use flakescope_core::snapshot::{Boards, FileOf, Histories, Index, VERSION};
use flakescope_core::warning::Warning;
use flakescope_engine::{Answer, Engine, Request, Transport};

use crate::common::CommonArgs;
use crate::config;
use crate::error::CliError;
use crate::output;
use crate::progress::Terminal;
use folder::Folder;
use recorder::Recorder;

pub(crate) const SNAPSHOT_EXAMPLES: &str = "\
Examples:
  flakescope snapshot --out public/snapshot
      the Kubernetes release boards; a run every hour adds to the history that is there
  flakescope snapshot --dashboard sig-release-1.37-blocking --out snapshot
      one board

The folder holds index.json, which names the other files. They bear the hash of their content in their names and are written
before the index, so that a run that is cut short leaves the snapshot before it, whole. Files of the snapshot before stay for
readers of its index; older ones are removed.

Exit codes: 0 done, 1 failed, 2 wrong use.";

/// The flags of `snapshot`.
#[derive(Clone, Debug, Args)]
pub(crate) struct SnapshotArgs {
    #[command(flatten)]
    pub(crate) common: CommonArgs,
    /// Write into this folder; its history is kept
    #[arg(long, value_name = "FOLDER", help_heading = "Where to write")]
    pub(crate) out: PathBuf,
}

/// Runs the command.
pub(crate) async fn run(flags: SnapshotArgs) -> Result<(), CliError> {
    let args = config::with_file(flags.common)?;
    let mut query = args.query()?;
    let source = match &query.source {
        Source::TestGrid => Source::PUBLIC_API.to_owned(),
        Source::Address(address) => address.trim_end_matches('/').to_owned(),
        Source::Sample | Source::Files => {
            return Err(CliError::Usage(
                "a snapshot is made of a TestGrid, not of files or the sample".to_owned(),
            ));
        }
    };
    // What is there must be readable before anything is asked of others.
    let folder = Folder::open(&flags.out)?;
    let mut histories = folder.histories()?;
    leave_out_private(&args, &mut query).await?;
    let recorder = Rc::new(Recorder::default());
    let engine = args.engine_with(recorder.clone(), &query)?;
    let request = Request::FlakesExport { query, format: Format::Json };
    let report = read(&engine, &request).await?;
    let tabs = engine.tabs(&request)?;
    tabs.iter().filter_map(|(_, tab)| tab.table.as_deref()).for_each(|table| histories.add(table));
    let mut dashboards: Vec<String> = tabs.into_iter().map(|(dashboard, _)| dashboard).collect();
    dashboards.dedup();
    let index = Index {
        version: VERSION,
        made_at: Some(recorder.now()),
        source: source.clone(),
        dashboards,
        ..Index::default()
    };
    let said = write(&folder, index, &recorder.boards(&source), &histories, &report)?;
    output::say(&said);
    Ok(())
}

/// A snapshot is for everybody, and what a token opens may not be. Asked beside the recorder, which keeps what it hears.
async fn leave_out_private(args: &CommonArgs, query: &mut Query) -> Result<(), CliError> {
    if let Some(repository) = args.engine(query)?.private_issues(query).await {
        let message = "its issues are left out, and every test counts as not looked up. GitHub does not say that everybody may \
                       read them, and a snapshot is for everybody. Name a public repository, or take the token away.";
        output::warn(&Warning::new(repository.to_string(), message));
        (query.issues, query.project_board) = (IssueSource::Off, None);
    }
    Ok(())
}

/// The report as JSON, and on the way everything that it is made of.
async fn read(engine: &Engine<Rc<Recorder>>, request: &Request) -> Result<String, CliError> {
    let answer = {
        let terminal = Terminal::new();
        engine.answer(request.clone(), &terminal).await?
    };
    let Answer::Export(file) = answer else { return Ok(String::new()) };
    file.warnings.iter().for_each(output::warn);
    Ok(file.text)
}

/// Writes the files, then the index, and says how large they are.
fn write(
    folder: &Folder,
    mut index: Index,
    boards: &Boards,
    histories: &Histories,
    report: &str,
) -> Result<String, CliError> {
    let put = |word: &str, about: &str, bytes: Vec<u8>| -> Result<FileOf, CliError> {
        let file = FileOf::new(word, about, &bytes);
        folder.put(&file.name, &bytes).map(|()| file)
    };
    index.boards = Some(put("boards", "", boards.write())?);
    index.report = Some(put("report", "", flakescope_core::snapshot::packed(report))?);
    for (name, month) in histories.months() {
        index.history.push(put(&format!("history-{name}"), name, month.write())?);
    }
    let kilobytes = |bytes: u64| bytes.div_ceil(1024);
    let (all, history): (u64, u64) =
        (index.files().map(|file| file.bytes).sum(), index.history.iter().map(|file| file.bytes).sum());
    let counted = |count: usize, one: &str| format!("{count} {one}{}", if count == 1 { "" } else { "s" });
    let said = format!(
        "snapshot of {}: {} kB, of these {} kB for {} of history",
        counted(index.dashboards.len(), "board"),
        kilobytes(all),
        kilobytes(history),
        counted(index.history.len(), "month")
    );
    folder.finish(index)?;
    Ok(said)
}
