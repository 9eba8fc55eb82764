//! What other sources say about tickets and lines. The markers alone cannot know it.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

/// The days from which lines are as they are, `YYYY-MM-DD`, by path and line.
pub type Blamed = BTreeMap<(String, u32), String>;

/// What is known beside the source; empty where nothing was asked.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Known {
    /// Tickets that are closed, as the markers write them.
    pub closed_tickets: BTreeSet<String>,
    /// The days of lines, by the history of one place; they stand in for markers that name none.
    pub blamed: Blamed,
}
