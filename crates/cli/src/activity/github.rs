//! The runs of a repository on GitHub Actions, through the engine.

use flakescope_core::activity::Query;
use flakescope_core::formats::ci_data::CiDataFile;
use flakescope_core::model::Repository;
use flakescope_engine::Engine;

use crate::error::CliError;
use crate::progress::Terminal;
use crate::question::token_of;
use crate::transport::Native;

/// Reads them with the token of the environment, if there is one.
pub(super) async fn read(name: &str, api: Option<&str>, query: &Query) -> Result<CiDataFile, CliError> {
    let repository = Repository::parse(name)
        .ok_or_else(|| CliError::Usage(format!("{name:?} is no repository; write owner/name")))?;
    let engine = Engine::new(Native::default());
    if let Some(address) = api {
        engine.set_github_api(address)?;
    }
    engine.set_token(token_of(|name| std::env::var(name).ok()));
    let found = engine.read_activity(&repository, query, &Terminal::new()).await;
    Ok(CiDataFile { runs: found.runs, warnings: found.warnings })
}
