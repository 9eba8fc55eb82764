//! The documents of the server: made by the same code as `flakescope report` and `flakescope muted`, on a thread of their
//! own, because an engine stays on one thread and a reading must not hold up the routes.

use std::sync::Arc;
use std::time::{Duration, Instant};

use clap::Parser;
use flakescope_core::flakes::meeting::MeetingFormat;
use flakescope_engine::{Answer, Engine, Quiet, Request};
use flakescope_proxy::{Config, Document, MakeDocument};
use tokio::sync::{mpsc, oneshot};

use crate::args::{Cli, Command};
use crate::error::{CliError, one_line};
use crate::muted::{self, MutedArgs};
use crate::report;
use crate::transport::Native;

/// Documents that wait to be made; more clients than that are told to come back.
const QUEUE: usize = 16;

/// A document that is wanted, and where it goes.
type Order = (Document, oneshot::Sender<Result<String, String>>);

/// What makes the documents.
struct Maker {
    report: Option<(Engine<Native>, Request)>,
    muted: Option<MutedArgs>,
    read_at: Instant,
    fresh: Duration,
}

/// Starts the thread; `None` when the configuration wants no documents.
pub(super) fn start(config: &Config) -> Result<Option<MakeDocument>, CliError> {
    if config.report.is_none() && config.muted.is_none() {
        return Ok(None);
    }
    // Wrong flags should be told now, and not to the first client.
    Maker::new(config)?;
    let (orders, mut wanted) = mpsc::channel::<Order>(QUEUE);
    let failed = |error: std::io::Error| CliError::Start { reason: error.to_string() };
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().map_err(failed)?;
    let config = config.clone();
    let work = move || {
        let Ok(mut maker) = Maker::new(&config) else { return };
        runtime.block_on(async {
            while let Some((document, to)) = wanted.recv().await {
                let made = maker.make(document).await.map_err(|error| one_line(&error.to_string()));
                // Who asked may have gone.
                let _ = to.send(made);
            }
        });
    };
    std::thread::Builder::new().name("documents".to_owned()).spawn(work).map_err(failed)?;
    Ok(Some(Arc::new(move |document| {
        let orders = orders.clone();
        Box::pin(async move {
            let (to, made) = oneshot::channel();
            let busy = |_| "too many are being made. Try again in a minute.".to_owned();
            orders.try_send((document, to)).map_err(busy)?;
            made.await.map_err(|_| "the maker has ended. Start the server anew.".to_owned())?
        })
    })))
}

impl Maker {
    fn new(config: &Config) -> Result<Self, CliError> {
        let report = match flags("report", config.report.as_deref())? {
            Some(Command::Report(flags)) => {
                let (args, request) = report::request(flags)?;
                Some((args.engine(request.query())?, request))
            }
            _ => None,
        };
        let muted = match flags("muted", config.muted.as_deref())? {
            Some(Command::Muted(args)) => Some(args),
            _ => None,
        };
        let fresh = Duration::from_secs(config.cache_seconds.into());
        Ok(Self { report, muted, read_at: Instant::now(), fresh })
    }

    async fn make(&mut self, document: Document) -> Result<String, CliError> {
        let format = match document {
            Document::ReportHtml => MeetingFormat::Html,
            Document::ReportJson => MeetingFormat::Json,
            Document::Muted => {
                let args = self.muted.as_ref().ok_or_else(|| not_wanted("muted"))?;
                return muted::redash(args).await;
            }
        };
        let (engine, request) = self.report.as_ref().ok_or_else(|| not_wanted("report"))?;
        if self.read_at.elapsed() >= self.fresh {
            engine.refresh();
            self.read_at = Instant::now();
        }
        let Request::Report { query, page, .. } = request.clone() else { return Err(not_wanted("report")) };
        match engine.answer(Request::Report { query, format, page }, &Quiet).await? {
            Answer::Export(file) => Ok(file.text),
            _ => Err(not_wanted("report")),
        }
    }
}

fn not_wanted(key: &str) -> CliError {
    CliError::Usage(format!("the configuration has no {key:?}."))
}

/// The flags as the sub-command reads them.
fn flags(command: &str, flags: Option<&[String]>) -> Result<Option<Command>, CliError> {
    let Some(flags) = flags else { return Ok(None) };
    let words = ["flakescope", command].into_iter().chain(flags.iter().map(String::as_str));
    let wrong = |error: clap::Error| {
        let words = error.to_string();
        let first = words.lines().next().unwrap_or_default().trim_start_matches("error: ").to_owned();
        CliError::Usage(format!("{command:?} in the configuration: {first}"))
    };
    Cli::try_parse_from(words).map(|cli| Some(cli.command)).map_err(wrong)
}
