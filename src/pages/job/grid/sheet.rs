//! The grid's content: which rows are shown, and what each cell says.

use std::sync::Arc;

use flakescope_core::flakes::{GridColumn, GridRow};

use super::super::answer::Job;
use super::geometry::Spot;
use super::when::{self, Head};
use crate::format;

/// A job's grid with the rows that the filter leaves. Cheap to copy.
#[derive(Clone, Debug, PartialEq)]
pub struct Sheet {
    job: Job,
    shown: Arc<[usize]>,
    heads: Arc<[Head]>,
    /// How many of the shown rows are job-level rows; they come first and are not filtered.
    pub leading: usize,
}

impl Sheet {
    /// The grid, restricted to tests whose names hold every word of `filter`, whatever the case.
    pub(crate) fn new(job: Job, filter: &str) -> Self {
        let view = job.view();
        let words: Vec<String> = filter.split_whitespace().map(str::to_ascii_lowercase).collect();
        let matches = |row: &GridRow| {
            let name = row.name.to_ascii_lowercase();
            words.iter().all(|word| name.contains(word))
        };
        let leading = view.rows.iter().take_while(|row| row.verdict.is_none()).count();
        let tests =
            view.rows.iter().enumerate().skip(leading).filter(|(_, row)| words.is_empty() || matches(row));
        let shown = (0..leading).chain(tests.map(|(index, _)| index)).collect();
        let heads = when::heads(view.columns.iter().map(|column| column.started_at)).into();
        Self { job, shown, heads, leading }
    }

    /// How many rows are shown.
    pub(crate) fn rows(&self) -> usize {
        self.shown.len()
    }

    /// How many tests there are, shown or not.
    pub(crate) fn tests(&self) -> usize {
        self.job.view().rows.len() - self.leading
    }

    /// The columns, newest first.
    pub(crate) fn columns(&self) -> &[GridColumn] {
        &self.job.view().columns
    }

    /// The heads of the columns.
    pub(crate) fn heads(&self) -> &[Head] {
        &self.heads
    }

    /// The newest column that lies before the window; none when all lie in it.
    pub(crate) fn window_end(&self) -> Option<usize> {
        self.job.view().columns.iter().position(|column| !column.in_window).filter(|&end| end > 0)
    }

    /// A shown row.
    pub(crate) fn row(&self, row: usize) -> Option<&GridRow> {
        self.job.view().rows.get(*self.shown.get(row)?)
    }

    /// The letters of a shown row, a byte a column.
    pub(crate) fn cells(&self, row: usize) -> &[u8] {
        let start = self.shown.get(row).map_or(usize::MAX, |row| row * self.job.view().columns.len());
        let end = start.saturating_add(self.job.view().columns.len());
        self.job.view().cells.as_bytes().get(start..end).unwrap_or_default()
    }

    /// Where a test is shown.
    pub(crate) fn find(&self, test: &str) -> Option<usize> {
        (0..self.rows()).find(|&row| self.row(row).is_some_and(|r| r.name == test))
    }

    /// The letter of a cell; `.` outside the grid.
    pub(crate) fn letter(&self, spot: Spot) -> char {
        self.cells(spot.row).get(spot.column).copied().map_or('.', char::from)
    }

    /// What a cell's result said; often nothing.
    pub(crate) fn message(&self, spot: Spot) -> &str {
        let Some(row) = self.row(spot.row) else { return "" };
        let text = row.messages.iter().find(|(column, _)| usize::try_from(*column) == Ok(spot.column));
        let text = text.and_then(|(_, text)| self.job.view().texts.get(usize::try_from(*text).ok()?));
        text.map_or("", String::as_str)
    }

    /// All that a cell says, for reading aloud: `test, run build, time, outcome, message`.
    pub(crate) fn reading(&self, spot: Spot) -> String {
        let (Some(row), Some(column)) = (self.row(spot.row), self.columns().get(spot.column)) else {
            return String::new();
        };
        let outcome = outcome(self.letter(spot));
        let set_aside = if column.broken { ", in a broken run" } else { "" };
        let mut parts = vec![row.name.clone(), format!("run {}", column.build)];
        parts.extend(column.started_at.map(format::moment));
        parts.push(format!("{outcome}{set_aside}"));
        parts.extend(Some(self.message(spot)).filter(|text| !text.is_empty()).map(str::to_owned));
        parts.join(", ")
    }
}

/// A cell's letter in words.
pub(crate) fn outcome(letter: char) -> &'static str {
    match letter {
        'p' => "passed",
        'f' => "failed",
        'F' => "flaky: failed and passed",
        's' => "skipped",
        'x' => "set aside",
        _ => "no result",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use flakescope_core::flakes::{JobView, Verdict};
    use flakescope_core::model::TimeMs;

    fn view() -> JobView {
        let row = |name: &str, verdict, messages| GridRow { name: name.into(), verdict, messages };
        let column = |build: &str, broken| GridColumn {
            build: build.into(),
            started_at: TimeMs::parse("2026-11-20T14:05:00Z"),
            broken,
            in_window: true,
            ..GridColumn::default()
        };
        JobView {
            columns: vec![column("103", false), column("102", true), column("101", false)],
            rows: vec![
                row("job.Overall", None, vec![]),
                row("[sig-storage] PV should mount", Some(Verdict::Flaky), vec![(2, 0)]),
                row("[sig-network] Services", Some(Verdict::Passing), vec![]),
            ],
            cells: "fffpxfp.s".into(),
            texts: vec!["timed out".into()],
            ..JobView::default()
        }
    }

    fn made(view: JobView, filter: &str) -> Sheet {
        Sheet::new(Job::of(view), filter)
    }

    #[test]
    fn cells_are_read() {
        let sheet = made(view(), "");
        assert_eq!((sheet.rows(), sheet.leading, sheet.tests()), (3, 1, 2));
        let reading = |row, column| sheet.reading(Spot { row, column });
        assert_eq!(
            reading(1, 2),
            "[sig-storage] PV should mount, run 101, 20 Nov 2026, 14:05 UTC, failed, timed out"
        );
        assert_eq!(
            reading(1, 1),
            "[sig-storage] PV should mount, run 102, 20 Nov 2026, 14:05 UTC, set aside, in a broken run"
        );
        assert_eq!(reading(2, 2), "[sig-network] Services, run 101, 20 Nov 2026, 14:05 UTC, skipped");
        assert_eq!(reading(9, 0), "");
        assert_eq!(sheet.letter(Spot { row: 2, column: 1 }), '.');
        assert_eq!(sheet.letter(Spot { row: 0, column: 9 }), '.');
    }

    #[test]
    fn the_filter_leaves_job_rows_alone() {
        let sheet = made(view(), " services NETWORK ");
        assert_eq!((sheet.rows(), sheet.leading, sheet.tests()), (2, 1, 2));
        assert_eq!(sheet.cells(1), b"p.s");
        assert_eq!(sheet.find("[sig-network] Services"), Some(1));
        assert_eq!(sheet.find("[sig-storage] PV should mount"), None);
        assert_eq!(made(view(), "nothing").rows(), 1);
    }

    #[test]
    fn short_cells_are_no_panic() {
        let short = made(JobView { cells: "fff".into(), ..view() }, "");
        assert_eq!(short.cells(2), b"");
        assert_eq!(short.letter(Spot { row: 2, column: 2 }), '.');
    }
}
