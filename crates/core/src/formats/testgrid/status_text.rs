//! TestGrid's sentence about the newest columns, read back into numbers.

use crate::model::ColumnsPassed;

/// The numbers of the sentence in all its known forms (`pkg/summarizer/summary.go`, from 2020 on), such as
/// `3 of 4 (75.0%) recent columns passed (6 of 8 or 75.0% cells). 1 columns ignored`; `None` for other sentences, such
/// as "no completed results".
pub(super) fn columns_passed(sentence: &str) -> Option<ColumnsPassed> {
    let (columns, cells) = sentence.split_once(" recent columns passed (")?;
    let (columns, _percent) = columns.rsplit_once(" (")?;
    let (cells, rest) = cells.split_once(" or ")?;
    let (_percent, rest) = rest.split_once(" cells)")?;
    let ((passed, columns), (cells_passed, cells)) = (one_of(columns)?, one_of(cells)?);
    let ignored = rest.strip_prefix(". ").and_then(|rest| rest.split_once(" columns ignored"));
    let ignored = ignored.and_then(|(number, _)| number.parse().ok()).unwrap_or(0);
    Some(ColumnsPassed { passed, columns, cells_passed, cells, ignored })
}

/// `Tab stats: 3 of 4` has 3 and 4.
fn one_of(words: &str) -> Option<(u32, u32)> {
    let (some, all) = words.rsplit_once(" of ")?;
    Some((some.rsplit(' ').next()?.parse().ok()?, all.parse().ok()?))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(sentence: &str, expect: [u32; 5]) {
        let found = columns_passed(sentence).unwrap();
        assert_eq!([found.passed, found.columns, found.cells_passed, found.cells, found.ignored], expect);
    }

    #[test]
    fn every_known_form() {
        check("0 of 9 (0.0%) recent columns passed (1085 of 1103 or 98.4% cells)", [0, 9, 1085, 1103, 0]);
        check(
            "Tab stats: 10 of 10 (100.0%) recent columns passed (26510 of 26510 or 100.0% cells)",
            [10, 10, 26510, 26510, 0],
        );
        check(
            "Tab stats: 3 of 4 (75.0%) recent columns passed (6 of 8 or 75.0% cells). 1 columns ignored",
            [3, 4, 6, 8, 1],
        );
        check(
            "1 of 1 (100 %) recent columns passed (1 of 1 or 100 % cells)\nStatus info: Not enough runs",
            [1, 1, 1, 1, 0],
        );
    }

    #[test]
    fn other_sentences() {
        for sentence in [
            "",
            "no completed results",
            "a of b (1%) recent columns passed (1 of 1 or 1% cells)",
            "99999999999 of 1 (1%) recent columns passed (1 of 1 or 1% cells)",
        ] {
            assert_eq!(columns_passed(sentence), None);
        }
    }
}
