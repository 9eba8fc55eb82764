//! Where each column stands in a file, and what its values are as text.

use serde_json::{Map, Value};

use super::{COLUMNS, Cells};

/// Names are compared whatever their case, without blanks around them.
fn place(name: &str) -> Option<usize> {
    let name = name.trim().trim_start_matches('\u{feff}');
    COLUMNS.iter().position(|column| column.eq_ignore_ascii_case(name))
}

/// Which column of the table each column of a file is.
pub(super) fn header<'a>(names: impl Iterator<Item = &'a str>) -> Vec<Option<usize>> {
    names.map(place).collect()
}

/// The cells of a line under that header. What a database writes for null is missing.
pub(super) fn of_line<'a>(header: &[Option<usize>], line: impl Iterator<Item = &'a str>) -> Cells {
    let mut cells = Cells::default();
    for (column, text) in header.iter().zip(line) {
        let missing = text.is_empty() || text == "NULL" || text == "\\N";
        if let Some(cell) = column.and_then(|column| cells.get_mut(column)).filter(|_| !missing) {
            *cell = Some(text.to_owned());
        }
    }
    cells
}

/// The cells of an object. Lists and objects are taken as the JSON that they are.
pub(super) fn of_object(fields: Map<String, Value>) -> Cells {
    let mut cells = Cells::default();
    for (name, value) in fields {
        if let Some(cell) = place(&name).and_then(|column| cells.get_mut(column)) {
            *cell = match value {
                Value::Null => None,
                Value::String(text) => Some(text),
                other => Some(other.to_string()),
            };
        }
    }
    cells
}
