//! Tables and outcomes from letters, for tests.

use crate::model::{Cell, Column, Outcome, Table, TableBuilder, TimeMs};

/// Outcomes from letters, newest first.
pub(super) fn outcomes(letters: &str) -> Vec<Outcome> {
    letters.chars().map(|c| cell(c).outcome()).collect()
}

fn cell(letter: char) -> Cell {
    Cell(match letter {
        'p' => 1,
        's' => 3,
        'r' => 4,
        'f' => 12,
        'F' => 13,
        _ => 0,
    })
}

/// A table from (name, letters), newest first; runs start an hour apart.
pub(super) fn table(rows: &[(&str, &str)]) -> Table {
    let mut builder = TableBuilder::default();
    for (name, letters) in rows {
        letters.chars().for_each(|c| builder.push_cells(cell(c), 1));
        builder.end_row(name);
    }
    let width = rows.iter().map(|(_, letters)| letters.len()).max().unwrap_or(0);
    let column = |n: usize| Column {
        build: format!("{}", width - n),
        started_at: TimeMs::from_ms(1_700_000_000_000 - 3_600_000 * i64::try_from(n).unwrap()),
        extra: Vec::new(),
    };
    let (table, wrong) = builder.finish((0..width).map(column).collect());
    assert_eq!(wrong, Vec::<String>::new());
    table
}
