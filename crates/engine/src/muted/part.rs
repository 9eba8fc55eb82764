//! The door to the code that reads sources and judges markers. It lies in a part of its own ([`crate::Transport::muted`]),
//! which a program reaches through this trait alone.

use std::rc::Rc;

use flakescope_core::muted::{Asked, MutedFormat};
use futures_util::future::LocalBoxFuture;
use serde::{Deserialize, Serialize};

use super::Means;
use crate::{Answer, Error, Packed, Progress};
use flakescope_core::flakes::Query;

/// Makes the code: what a part gives.
pub type MakeMuted<T> = fn() -> Rc<dyn MutedPart<T>>;

/// What is asked about muted tests.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MutedQuestion {
    /// Which sources, how they are judged, and which rows are listed.
    pub asked: Asked,
    /// What is wanted of them.
    pub ask: MutedAsk,
}

/// What is wanted of the rows.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum MutedAsk {
    /// Which tests are muted?
    List {
        /// The most rows that are given; the rest is counted.
        limit: u32,
    },
    /// A file of all that are listed.
    Export {
        /// The format.
        format: MutedFormat,
    },
    /// Is the test of this name on a board muted, and where?
    OfTest {
        /// Its name.
        test: String,
    },
}

/// A file with its path in the source, or why it could not be read.
pub type GivenFile = (String, Result<Vec<u8>, String>);

/// Files that the user gave, or that ship with the page.
#[derive(Clone, Debug, Default)]
pub struct GivenSources {
    /// The name of the folder or of the archive.
    pub name: String,
    /// The files, in any order.
    pub files: Vec<GivenFile>,
}

/// Reads sources and judges markers.
pub trait MutedPart<T> {
    /// Is this file read, when it lies in a folder? `alone` is true for one that was named, whatever it is called.
    fn needs(&self, path: &str, alone: bool) -> bool;

    /// Opens an archive: the files in it that are read. An error says why it cannot be opened.
    fn open(&self, name: &str, bytes: &[u8]) -> Result<GivenSources, String>;

    /// Takes files in place of earlier ones; how many there are.
    fn take(&self, sources: GivenSources) -> u32;

    /// Fetched trees are asked for anew.
    fn refresh(&self);

    /// Answers. Dropping the future ends the reading.
    fn answer<'a>(
        &'a self,
        means: Means<'a, T>,
        about: (&'a Query, &'a Packed<MutedQuestion>),
        progress: &'a dyn Progress,
    ) -> LocalBoxFuture<'a, Result<Answer, Error>>;
}
