//! TestGrid's sentence about the newest columns, read back into numbers.

use std::sync::LazyLock;

use regex::Regex;

use crate::model::ColumnsPassed;

/// Takes all known forms of the sentence (`pkg/summarizer/summary.go`, from 2020 on).
static SENTENCE: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(concat!(
        r"([0-9]+) of ([0-9]+) \([0-9.]+ ?%\) recent columns passed ",
        r"\(([0-9]+) of ([0-9]+) or [0-9.]+ ?% cells\)(?:\. ([0-9]+) columns ignored)?"
    ))
    .ok()
});

/// The numbers of the sentence; `None` for other sentences, such as "no completed results".
pub(super) fn columns_passed(sentence: &str) -> Option<ColumnsPassed> {
    let found = SENTENCE.as_ref()?.captures(sentence)?;
    let number = |group: usize| found.get(group).and_then(|m| m.as_str().parse().ok());
    Some(ColumnsPassed {
        passed: number(1)?,
        columns: number(2)?,
        cells_passed: number(3)?,
        cells: number(4)?,
        ignored: number(5).unwrap_or(0),
    })
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
        for sentence in
            ["", "no completed results", "99999999999 of 1 (1%) recent columns passed (1 of 1 or 1% cells)"]
        {
            assert_eq!(columns_passed(sentence), None);
        }
    }
}
