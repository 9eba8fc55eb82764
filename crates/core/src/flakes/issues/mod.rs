//! Is anyone on it? Issues of a code host, read, joined to tests by a stated kind of match, and how far the work is.

mod words;

pub use words::{Effort, MatchKind, Tracked};
