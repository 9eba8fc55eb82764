//! All that a link asks: which sources, how they are read and judged, and which rows are listed.

use serde::{Deserialize, Serialize};

use super::filter::{Order, RowFilter};
use super::query::Query;
use super::row::Row;

/// All that a link asks.
#[expect(clippy::struct_excessive_bools, reason = "each is a switch of its own on the page and in the link")]
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Asked {
    /// Repositories on GitHub as people write them, `owner/name@ref`; empty for the files at hand or the sample.
    pub places: Vec<String>,
    /// Of two places: what changed from the first to the second?
    pub compares: bool,
    /// Ask GitHub which tickets are closed.
    pub checks_tickets: bool,
    /// Ask GitHub since when a line is there, where its marker names no day.
    pub asks_history: bool,
    /// Hold the tests against the boards of the link: which are muted and pass?
    pub compares_boards: bool,
    /// How sources are read and judged, and the markers and problems that are listed.
    pub query: Query,
    /// Which of these rows are listed.
    pub filter: RowFilter,
    /// In which order.
    pub order: Order,
}

impl Asked {
    /// More places are not read at once: each is a request for its tree, and some hundreds for its files.
    pub const MOST_PLACES: usize = 6;

    /// The rows that are listed, in their order.
    pub fn take<'a>(&self, rows: &'a [Row]) -> Vec<&'a Row> {
        let mut taken = self.filter.take(rows, self.order);
        taken.retain(|row| self.query.keeps(row));
        taken
    }

    /// The same sources, read and judged in the same way; what is listed does not matter.
    pub fn same_reading(&self, other: &Self) -> bool {
        let key =
            |asked: &Self| (asked.places.clone(), asked.query.names.clone(), asked.query.languages.clone());
        key(self) == key(other)
    }
}
