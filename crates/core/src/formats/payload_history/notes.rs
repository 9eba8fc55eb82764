//! What was wrong with single rows, a few of a kind in words and the rest counted: a file may be wrong in every row.

use std::collections::BTreeMap;

use crate::sorting::sort_by_key;
use crate::warning::Warning;

/// So many rows of a kind are named.
const NAMED: usize = 3;

/// Collects what is wrong.
#[derive(Debug, Default)]
pub(super) struct Notes {
    kinds: BTreeMap<String, Kind>,
    general: Vec<String>,
}

#[derive(Debug, Default)]
struct Kind {
    named: Vec<(usize, String)>,
    more: usize,
}

impl Notes {
    /// Something about one row. `kind` says in few words what is wrong, for those that are only counted.
    pub(super) fn row(&mut self, row: usize, kind: &str, message: &str) {
        let found = self.kinds.entry(kind.to_owned()).or_default();
        if found.named.len() < NAMED {
            found.named.push((row, format!("row {row}: {message}")));
        } else {
            found.more += 1;
        }
    }

    /// Something about the whole file.
    pub(super) fn file(&mut self, message: impl Into<String>) {
        self.general.push(message.into());
    }

    /// What is about the whole file, one warning for each row that is named, in their order, and one a kind for the rest.
    pub(super) fn warnings(self, source_name: &str) -> Vec<Warning> {
        let (mut named, mut more) = (Vec::new(), Vec::new());
        for (kind, found) in self.kinds {
            named.extend(found.named);
            more.extend((found.more > 0).then(|| format!("{} more rows: {kind}", found.more)));
        }
        sort_by_key(&mut named, |(row, _)| *row);
        let named = named.into_iter().map(|(_, message)| message);
        let messages = self.general.into_iter().chain(named).chain(more);
        messages.map(|message| Warning::new(source_name, message)).collect()
    }
}
