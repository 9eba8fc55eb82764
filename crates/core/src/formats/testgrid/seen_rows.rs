//! What a reader made of rows, for tests that hold two readers to each other.

use crate::model::{Column, TableBuilder};

/// Everything in the rows, a line each, and what did not fit `width` columns.
pub(super) fn seen(builder: TableBuilder, width: usize) -> String {
    let (table, wrong) = builder.finish(vec![Column::default(); width]);
    let row = |(number, row)| {
        let said: Vec<(u32, &str, &str)> = table
            .messages(row)
            .iter()
            .map(|m| (m.column, table.texts.get(m.text), table.texts.get(m.icon)))
            .collect();
        format!("{:?} {:?} {said:?}\n", table.name(row), table.cells(number))
    };
    table.rows.iter().enumerate().map(row).collect::<String>() + &format!("{wrong:?}")
}
