//! The files of a repository on GitHub, through the engine.

use flakescope_core::muted::{Known, MutedPlace, Query, Row};
use flakescope_core::warning::Warning;
use flakescope_engine::{Engine, GitHubPlace};
use flakescope_readers::read_file;

use super::args::MutedArgs;
use super::read::Sources;
use crate::error::CliError;
use crate::progress::Terminal;
use crate::question::token_of;
use crate::transport::Native;

/// GitHub, or a server that speaks as it does.
pub(super) struct GitHub(Engine<Native>);

impl GitHub {
    /// With the addresses that were given, and the token of the environment.
    pub(super) fn new(api: Option<&str>, raw: Option<&str>) -> Result<Self, CliError> {
        let engine = Engine::new(Native::default());
        if let Some(address) = api {
            engine.set_github_api(address)?;
        }
        if let Some(address) = raw {
            engine.set_github_raw(address)?;
        }
        engine.set_token(token_of(|name| std::env::var(name).ok()));
        Ok(Self(engine))
    }

    /// What GitHub says about rows: which of their tickets are closed, and since when their lines are there.
    pub(super) async fn known(
        &self,
        place: &MutedPlace,
        rows: &[Row],
        args: &MutedArgs,
    ) -> (Known, Vec<Warning>) {
        let (mut known, mut warnings) = (Known::default(), Vec::new());
        if args.check_tickets {
            (known.closed_tickets, warnings) = self.0.closed_tickets(rows, &Terminal::new()).await;
        }
        if args.since_from_blame {
            let (blamed, told) = self.0.blamed(place, rows, &Terminal::new()).await;
            known.blamed = blamed;
            warnings.extend(told);
        }
        (known, warnings)
    }

    /// Reads a repository.
    pub(super) async fn read(&self, place: &GitHubPlace, query: &Query) -> Result<Sources, CliError> {
        let reader = async |path: String, bytes: Vec<u8>| read_file(&path, &bytes, &query.names);
        let found = self.0.read_sources(place, query, &reader, &Terminal::new()).await?;
        Ok(Sources { place: found.place, files: found.files, owners: found.owners, warnings: found.warnings })
    }
}
