//! What a TestGrid tab holds, free of any wire format: the writers draw it, the judge reads it, a replay fills it.

use std::collections::BTreeMap;

/// No result.
pub const NO_RESULT: u8 = 0;
/// The test passed.
pub const PASS: u8 = 1;
/// The test was skipped, which counts as a pass.
pub const PASS_WITH_SKIPS: u8 = 3;
/// The run has not finished.
pub const RUNNING: u8 = 4;
/// The test failed.
pub const FAIL: u8 = 12;
/// The test failed and passed within one run.
pub const FLAKY: u8 = 13;

/// A dashboard: an ordered list of tabs.
#[derive(Clone, Debug)]
pub struct Dashboard {
    /// Name as people write it.
    pub name: String,
    /// Dashboard group; empty when there is none.
    pub group: String,
    /// Tabs in the order of the configuration.
    pub tabs: Vec<Tab>,
}

/// A tab: columns (runs) times rows (tests).
#[derive(Clone, Debug)]
pub struct Tab {
    /// Name as people write it.
    pub name: String,
    /// Bucket and prefix of the runs; the last path element is the Prow job.
    pub gcs_prefix: String,
    /// Headers of the custom column values, without `Date` and `Time`.
    pub custom_headers: Vec<String>,
    /// Runs, newest first.
    pub columns: Vec<Column>,
    /// Rows in shown order.
    pub rows: Vec<Row>,
    /// When the state was last written, seconds since the epoch.
    pub updated_at_s: i64,
    /// Hours without a run after which the tab is stale.
    pub stale_after_hours: Option<i64>,
    /// Whether the summarizer looks at the health of the tests; most tabs leave it off.
    pub judges_health: bool,
}

/// One run.
#[derive(Clone, Debug)]
pub struct Column {
    /// Build id, kept as text: it is above 2^53.
    pub build: String,
    /// Start, milliseconds since the epoch; 0 = unknown.
    pub started_at_ms: i64,
    /// One value per custom header.
    pub custom: Vec<String>,
}

/// One row of results.
#[derive(Clone, Debug, Default)]
pub struct Row {
    /// Shown name, and row id.
    pub name: String,
    /// One status value per column, newest first.
    pub cells: Vec<u8>,
    /// Texts of the cells that have one, by column index.
    pub notes: BTreeMap<usize, Note>,
    /// Linked issue numbers.
    pub issues: Vec<String>,
}

/// The text of one cell.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Note {
    /// The short text, such as `F` or `1/2`.
    pub icon: String,
    /// The message, cut as the updater cuts it.
    pub message: String,
    /// The message as the test wrote it; of a replay what the capture kept.
    pub text: String,
}

/// What a status value means to the summarizer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// Nothing there, or still running.
    Empty,
    /// Counts as a pass.
    Pass,
    /// Counts as a failure.
    Fail,
    /// Both within one run.
    Flaky,
    /// Anything else.
    Unknown,
}

/// The summarizer's `coalesce(value, ignore running)`.
pub fn outcome(value: u8) -> Outcome {
    match value {
        NO_RESULT | RUNNING => Outcome::Empty,
        1..=3 | 15 => Outcome::Pass,
        9..=12 | 14 => Outcome::Fail,
        FLAKY => Outcome::Flaky,
        _ => Outcome::Unknown,
    }
}

impl Tab {
    /// The Prow job: the last element of the prefix.
    pub fn prow_job(&self) -> &str {
        self.gcs_prefix.rsplit('/').next().unwrap_or_default()
    }
}

impl Row {
    /// Sets a cell and its text.
    pub fn mark(&mut self, column: usize, value: u8, icon: &str, text: String) {
        self.cells[column] = value;
        self.notes.insert(column, Note { icon: icon.to_owned(), message: cut(&text), text });
    }

    /// The text of a cell; empty where there is none.
    pub fn note(&self, column: usize) -> Note {
        self.notes.get(&column).cloned().unwrap_or_default()
    }
}

/// At most 140 characters stay: the first 70 and the last 70, with dots between.
fn cut(text: &str) -> String {
    let characters: Vec<char> = text.chars().collect();
    if characters.len() <= 140 {
        return text.to_owned();
    }
    let head: String = characters[..70].iter().collect();
    let tail: String = characters[characters.len() - 70..].iter().collect();
    format!("{head}...{tail}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_messages_keep_their_ends() {
        let text = format!("{}{}{}", "a".repeat(70), "b".repeat(20), "c".repeat(70));
        assert_eq!(cut(&text), format!("{}...{}", "a".repeat(70), "c".repeat(70)));
        assert_eq!(cut("short"), "short");
    }
}
