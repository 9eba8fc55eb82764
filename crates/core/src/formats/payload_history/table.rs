//! Rows of named fields: a JSON list of objects, or CSV with a header line. Names of columns are read whatever their case
//! and underscores.

use std::fmt;

use serde::Deserialize;
use serde::de::{Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde_json::Value;

use super::notes::Notes;
use crate::formats::{FormatError, json};

/// One row.
pub(super) struct Record {
    /// Its place in the file, from 1; the header line of CSV does not count.
    pub(super) row: usize,
    fields: Vec<(String, Value)>,
}

impl Record {
    /// The value of a column; `None` where it is missing or null.
    pub(super) fn get(&self, column: &str) -> Option<&Value> {
        let column = plain(column);
        // The last counts, as in every JSON reader that takes two of a name.
        let found = self.fields.iter().rev().find(|(name, _)| *name == column);
        found.map(|(_, value)| value).filter(|value| !value.is_null())
    }
}

/// Reads all rows. `must_have` are columns without which the file is another thing.
pub(super) fn read(
    bytes: &[u8],
    source_name: &str,
    must_have: &[&str],
    notes: &mut Notes,
) -> Result<Vec<Record>, FormatError> {
    let text = json::text_of(bytes, source_name)?;
    let content = |message: String| FormatError::Content { source_name: source_name.to_owned(), message };
    let records = match text.trim_start().chars().next() {
        Some('[') => read_json(text, source_name, notes)?,
        Some('{') => return Err(content(NO_LIST.to_owned())),
        None => return Err(content("the file is empty; it should hold a list of rows".to_owned())),
        Some(_) => read_csv(text, must_have, notes).map_err(content)?,
    };
    let missing = must_have.iter().find(|column| !records.is_empty() && !has(&records, column));
    match missing {
        Some(column) => Err(content(format!("no row has the column {column}; is it another kind of file?"))),
        None => Ok(records),
    }
}

const NO_LIST: &str = "the file holds one JSON object; it should hold a list of rows, [ {…}, {…} ]";

/// True when any row has a value in this column.
pub(super) fn has(records: &[Record], column: &str) -> bool {
    records.iter().any(|record| record.get(column).is_some())
}

fn plain(name: &str) -> String {
    name.chars().filter(|c| *c != '_').flat_map(char::to_lowercase).collect()
}

fn read_json(text: &str, source_name: &str, notes: &mut Notes) -> Result<Vec<Record>, FormatError> {
    let items: Vec<Item> = json::read(text.as_bytes(), source_name)?;
    let mut records = Vec::with_capacity(items.len());
    for (place, item) in items.into_iter().enumerate() {
        let row = place + 1;
        match item {
            Item::Row(fields) => {
                note_repeated(&fields, row, notes);
                records.push(Record { row, fields });
            }
            Item::Other(what) => {
                let message = format!("{what} stands where a row should be; it is left out");
                notes.row(row, "something else stands where a row should be; it is left out", &message);
            }
        }
    }
    Ok(records)
}

fn note_repeated(fields: &[(String, Value)], row: usize, notes: &mut Notes) {
    let stands_before = |place: usize, name: &str| fields.iter().take(place).any(|(own, _)| own == name);
    let mut named = fields.iter().enumerate();
    if let Some((_, (name, _))) = named.find(|(place, (name, _))| stands_before(*place, name)) {
        let message = format!("the column {name:?} stands twice in the row; the last counts");
        notes.row(row, "a column stands twice in the row; the last counts", &message);
    }
}

fn read_csv(text: &str, must_have: &[&str], notes: &mut Notes) -> Result<Vec<Record>, String> {
    let mut reader =
        csv::ReaderBuilder::new().flexible(true).trim(csv::Trim::All).from_reader(text.as_bytes());
    let header = reader.headers().map_err(|error| error.to_string())?;
    let names: Vec<String> = header.iter().map(plain).collect();
    if let Some(column) = must_have.iter().find(|column| !names.contains(&plain(column))) {
        return Err(format!("neither a JSON list of rows nor CSV with the column {column}"));
    }
    let mut records = Vec::new();
    for (place, line) in reader.records().enumerate() {
        let row = place + 1;
        let line = line.map_err(|error| format!("row {row}: {error}"))?;
        if line.len() != names.len() {
            let message = format!("{} cells for {} columns; the row is left out", line.len(), names.len());
            notes.row(row, "another number of cells than columns; the row is left out", &message);
            continue;
        }
        records.push(Record { row, fields: names.iter().cloned().zip(line.iter().map(cell)).collect() });
    }
    Ok(records)
}

/// An empty cell is a missing value.
fn cell(text: &str) -> Value {
    if text.is_empty() { Value::Null } else { Value::from(text) }
}

/// What stands in the list.
enum Item {
    Row(Vec<(String, Value)>),
    Other(&'static str),
}

impl<'de> Deserialize<'de> for Item {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(ItemVisitor)
    }
}

struct ItemVisitor;

impl<'de> Visitor<'de> for ItemVisitor {
    type Value = Item;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a row")
    }
    fn visit_bool<E>(self, _: bool) -> Result<Item, E> {
        Ok(Item::Other("true or false"))
    }
    fn visit_i64<E>(self, _: i64) -> Result<Item, E> {
        Ok(Item::Other("a number"))
    }
    fn visit_u64<E>(self, _: u64) -> Result<Item, E> {
        Ok(Item::Other("a number"))
    }
    fn visit_f64<E>(self, _: f64) -> Result<Item, E> {
        Ok(Item::Other("a number"))
    }
    fn visit_str<E>(self, _: &str) -> Result<Item, E> {
        Ok(Item::Other("a text"))
    }
    fn visit_unit<E>(self) -> Result<Item, E> {
        Ok(Item::Other("null"))
    }
    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Item, A::Error> {
        while list.next_element::<IgnoredAny>()?.is_some() {}
        Ok(Item::Other("a list"))
    }
    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Item, A::Error> {
        let mut fields = Vec::with_capacity(14);
        while let Some((name, value)) = map.next_entry::<String, Value>()? {
            fields.push((plain(&name), value));
        }
        Ok(Item::Row(fields))
    }
}
