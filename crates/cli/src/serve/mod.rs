//! `flakescope serve`: what a static page cannot do alone. The routes and their limits are those of `crates/proxy`; here
//! are the flags, the environment, the documents and the signals.

mod documents;

use std::net::{Ipv4Addr, SocketAddr};
use std::path::{Path, PathBuf};

use clap::Args;
use flakescope_proxy::outside::Outside;
use flakescope_proxy::{App, Config, Secrets};
use tokio::net::TcpListener;
use tokio::signal::unix::{SignalKind, signal};

use crate::error::{CliError, one_line};
use crate::files::{self, reason};
use crate::output;

pub(crate) const SERVE_EXAMPLES: &str = "\
Examples:
  flakescope serve --dist dist
      the built page on this machine
  flakescope serve --port 8080
      the report of the release boards, at /report.html and /report.json
  flakescope serve --listen 0.0.0.0:8787 --config proxy.toml --dist dist
      for others; put a server in front of it that speaks TLS, and set behind_proxy

Routes:
  /testgrid/<board>/summary, /testgrid/<board>/table?tab=…     the older TestGrid JSON: use …/testgrid as the page's source
  /prow/job-history/gs/<bucket>/<path>                         Prow's job history, as text
  /github/repos/<owner>/<name>/issues…, …/git/trees/<ref>      GitHub, for the configured repositories
  /github/graphql/project-board?board=<org>/<number>&after=…   a stored query, for the configured boards
  /hooks/<name>                                                POST to a chat, with the bearer secret
  /report.html, /report.json, /muted.json                      documents, as the configuration says
  /healthz                                                     is it alive?

A configuration, in which every key may be left out:
  origins = [\"https://example.github.io\"]   # pages that may read from here
  repositories = [\"kubernetes/kubernetes\"]
  project_boards = [\"kubernetes/68\"]
  requests_per_minute = 240                 # of one client; a quarter may come at once
  behind_proxy = false                      # take the client from the last entry of X-Forwarded-For
  cache_seconds = 300
  cache_megabytes = 128
  answer_megabytes = 32
  timeout_seconds = 30
  report = [\"--compare-days\", \"7\"]         # flags of `flakescope report`
  muted = [\"dcos/dcos@master\"]             # sources and flags of `flakescope muted`
  [[webhook]]
  name = \"release\"
  kind = \"slack\"                            # or feishu
  address_env = \"SLACK_RELEASE\"             # the variable that holds the address

Environment: GITHUB_TOKEN (give it no rights: public repositories need none), FLAKESCOPE_PROXY_SECRET (at least 16 characters;
without it webhooks are off), and the variables that the webhooks name. None of them is ever written anywhere.

Exit codes: 0 stopped by a signal, 1 failed, 2 wrong use.";

/// The flags of `serve`.
#[derive(Clone, Debug, Args)]
pub(crate) struct ServeArgs {
    /// Listen at this address
    #[arg(long, value_name = "ADDRESS", default_value = "127.0.0.1:8787")]
    listen: SocketAddr,
    /// Listen at this port of this machine, and answer with the report of the usual boards where the configuration names none
    #[arg(long, value_name = "PORT", conflicts_with = "listen")]
    port: Option<u16>,
    /// Take the configuration from this TOML file
    #[arg(long, value_name = "FILE")]
    config: Option<PathBuf>,
    /// Serve the built page in this folder
    #[arg(long, value_name = "FOLDER")]
    dist: Option<PathBuf>,
}

/// Runs the command, until a signal ends it.
pub(crate) async fn run(args: &ServeArgs) -> Result<(), CliError> {
    let mut config = args.config.as_deref().map_or_else(|| Ok(Config::default()), read)?;
    if args.port.is_some() {
        config.report.get_or_insert_default();
    }
    let address = args.port.map_or(args.listen, |port| (Ipv4Addr::LOCALHOST, port).into());
    if let Some(folder) = args.dist.as_ref().filter(|folder| !folder.join("index.html").is_file()) {
        return Err(CliError::Usage(format!("{} holds no page: call make build first", folder.display())));
    }
    let unusable = |error: &dyn std::error::Error| CliError::Usage(one_line(&error.to_string()));
    let secrets =
        Secrets::read(&config, |name| std::env::var(name).ok()).map_err(|error| unusable(&error))?;
    let documents = documents::start(&config)?;
    let app = App::new(&config, secrets, Outside::internet(), args.dist.as_deref(), documents);
    let app = app.map_err(|error| unusable(&error))?;
    let failed =
        |source: std::io::Error| CliError::Start { reason: format!("{address}: {}", reason(&source)) };
    let stop = stop().map_err(failed)?;
    let listener = TcpListener::bind(address).await.map_err(failed)?;
    output::say(&format!("serving at http://{}", listener.local_addr().map_err(failed)?));
    flakescope_proxy::serve(listener, app, stop).await.map_err(failed)
}

fn read(path: &Path) -> Result<Config, CliError> {
    let text = String::from_utf8_lossy(&files::read(path)?).into_owned();
    let mistake =
        |error| CliError::Usage(format!("the configuration in {} cannot be used: {error}", path.display()));
    Config::parse(&text).map_err(mistake)
}

/// Done when the program is told to end.
fn stop() -> std::io::Result<impl Future<Output = ()>> {
    let (mut interrupt, mut terminate) = (signal(SignalKind::interrupt())?, signal(SignalKind::terminate())?);
    Ok(async move {
        tokio::select! { _ = interrupt.recv() => {}, _ = terminate.recv() => {} }
    })
}
