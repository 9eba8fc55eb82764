//! The door to the code that reads runs and counts them. It lies in a part of its own ([`crate::Transport::activity`]), which a
//! program reaches through this trait alone.

use std::rc::Rc;

use flakescope_core::activity::page::{Asked, Message};
use flakescope_core::activity::{ActivityFormat, Period};
use flakescope_core::flakes::Source;
use flakescope_core::warning::Warning;
use futures_util::future::LocalBoxFuture;
use serde::{Deserialize, Serialize};

use crate::{Answer, Error, GivenFile, Means, Packed, Progress};

/// Makes the code: what a part gives.
pub type MakeActivity<T> = fn() -> Rc<dyn ActivityPart<T>>;

/// What is asked about runs.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ActivityQuestion {
    /// Which runs, and which rows are listed.
    pub asked: Asked,
    /// Rules about causes in logs, as their file has them; empty for our own.
    pub rules: String,
    /// Where the button of a message leads: the address of the page.
    pub page: String,
    /// What is wanted of them.
    pub ask: ActivityAsk,
}

/// What is wanted of the runs.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum ActivityAsk {
    /// How did CI do?
    Look {
        /// The most rows that are given; the rest is counted.
        limit: u32,
        /// A message to preview.
        message: Option<Message>,
    },
    /// A file: the list in sight as a table, or everything.
    Export {
        /// The format.
        format: ActivityFormat,
        /// For a message: hourly or daily; `None` for what fits the window.
        period: Option<Period>,
    },
    /// Files the issue that is drafted about a case; needs a token.
    File {
        /// The repository.
        repository: String,
        /// The test.
        test: String,
    },
}

/// Reads runs and counts them.
pub trait ActivityPart<T> {
    /// Takes files in place of earlier ones: how many runs and how many logs are in them, and which hold neither.
    fn take(&self, files: Vec<GivenFile>) -> ([u32; 2], Vec<Warning>);

    /// What was fetched is asked for anew.
    fn refresh(&self);

    /// What was not read to its end is asked for anew.
    fn forget_failures(&self);

    /// Answers. Dropping the future ends the reading.
    fn answer<'a>(
        &'a self,
        means: Means<'a, T>,
        about: (&'a Source, &'a Packed<ActivityQuestion>),
        progress: &'a dyn Progress,
    ) -> LocalBoxFuture<'a, Result<Answer, Error>>;
}
