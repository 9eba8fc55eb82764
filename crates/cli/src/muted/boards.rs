//! The boards that muted tests are held against, by the flags that `flakes` has for them.

use std::path::PathBuf;

use clap::Args;
use flakescope_core::flakes::BoardTests;
use flakescope_core::warning::Warning;

use crate::common::CommonArgs;
use crate::error::CliError;
use crate::progress::Terminal;

/// The flags.
#[derive(Clone, Debug, Args)]
pub(super) struct BoardArgs {
    /// Hold the tests against this board: which are muted, and pass there every time? May repeat
    #[arg(long, value_name = "DASHBOARD", help_heading = "How to judge")]
    passing_on: Vec<String>,
    /// Read these boards from this TestGrid: a base address that ends in /api/v1, else the older JSON
    #[arg(long, value_name = "URL", requires = "passing_on", conflicts_with_all = ["summary", "table"], help_heading = "How to judge")]
    testgrid: Option<String>,
    /// Hold the tests against a saved answer of /<dashboard>/summary; may repeat
    #[arg(long, value_name = "FILE", help_heading = "How to judge")]
    summary: Vec<PathBuf>,
    /// And of /<dashboard>/table; may repeat
    #[arg(long, value_name = "FILE", help_heading = "How to judge")]
    table: Vec<PathBuf>,
    /// Look back this many days from each job's newest run, 1 to 365 [default: 14]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..=365), help_heading = "How to judge")]
    window_days: Option<u32>,
}

impl BoardArgs {
    /// The tests of the boards with what could not be read; `None` when no board is named.
    pub(super) async fn read(&self) -> Result<Option<(BoardTests, Vec<Warning>)>, CliError> {
        if self.passing_on.is_empty() && self.summary.is_empty() && self.table.is_empty() {
            return match self.window_days {
                Some(_) => {
                    Err(CliError::Usage("--window-days needs a board; name it with --passing-on".to_owned()))
                }
                None => Ok(None),
            };
        }
        let common = CommonArgs {
            dashboard: self.passing_on.clone(),
            testgrid: self.testgrid.clone(),
            summary: self.summary.clone(),
            table: self.table.clone(),
            window_days: self.window_days,
            ..CommonArgs::default()
        };
        let query = common.query()?;
        let engine = common.engine(&query)?;
        Ok(Some(engine.board_tests(&query, &Terminal::new()).await?))
    }
}
