//! Published snapshots: what a run of `flakescope snapshot` read, as a few static files behind an index, and a history that
//! grows with every run.
//!
//! `index.json` names the other files; each bears the hash of its content in its name, so that an index and its files always
//! fit together, however they were copied or cached. The boards are what the service answered, path by path; the history is
//! one file a month with a count a day for each test. All but the index are packed with gzip.

mod boards;
mod history;
mod index;
mod pack;

pub use boards::Boards;
pub use history::{Histories, Month, Tally};
pub use index::{FileOf, Index, SnapshotError, VERSION};

/// A text as a packed file of a snapshot.
pub fn packed(text: &str) -> Vec<u8> {
    pack::pack(text.as_bytes())
}
