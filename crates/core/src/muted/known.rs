//! What other sources say about tickets and tests. The markers alone cannot know it.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

/// What is known beside the source; empty where nothing was asked.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Known {
    /// Tickets that are closed, as the markers write them.
    pub closed_tickets: BTreeSet<String>,
    /// Tests that pass on TestGrid, by name.
    pub passing_tests: BTreeSet<String>,
}
