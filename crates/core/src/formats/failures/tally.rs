//! What was wrong with the records of a file, counted: one warning a kind, not one a record.

use crate::warning::Warning;

/// How often each thing was met.
#[derive(Clone, Debug, Default)]
pub(super) struct Tally {
    /// Pieces of JSON that are no record.
    pub(super) broken: usize,
    /// Records with bytes that are not UTF-8.
    pub(super) not_utf8: usize,
    /// Halves of surrogate pairs.
    pub(super) surrogates: usize,
    /// Failures without any text.
    pub(super) empty_logs: usize,
    /// Words for the end of a test that are not known.
    pub(super) unknown_status: usize,
    /// Dates that cannot be read.
    pub(super) bad_dates: usize,
    /// Named entities in XML, which are never expanded.
    pub(super) entities: usize,
    /// Things to say as they are.
    pub(super) notes: Vec<String>,
}

impl Tally {
    /// One warning for each kind that was met.
    pub(super) fn warnings(self, name: &str) -> Vec<Warning> {
        let counts = [
            (self.broken, "pieces are no readable record; they are left out"),
            (self.not_utf8, "records hold bytes that are not UTF-8; they show as \u{fffd}"),
            (self.surrogates, "halves of surrogate pairs stand in the texts; they show as \u{fffd}"),
            (self.empty_logs, "failures have an empty log; they are equal to one another only"),
            (self.unknown_status, "records have an unknown status word; they are not taken as failures"),
            (self.bad_dates, "dates cannot be read; they stay empty"),
            (self.entities, "named entities stand in the XML; they are shown as written, never expanded"),
        ];
        let counted = counts.into_iter().filter(|(count, _)| *count > 0);
        let lines = counted.map(|(count, what)| format!("{count} {what}")).chain(self.notes);
        lines.map(|message| Warning::new(name, message)).collect()
    }
}
