//! Exported files: a JSON list of objects, a JSON object on every line, or lines with a header, with commas or tabs between cells.

use serde_json::{Map, Value};

use super::notes::Kind;
use super::reader::CiDataReader;
use super::{CiDataFile, CiDataOptions, cells};
use crate::formats::{FormatError, json, read_json};

/// Without these columns a file is another thing.
const MUST_HAVE: [&str; 4] = ["job", "job_id", "status", "time"];

/// Reads a file. The numbers of rows count from 1, the header line left out.
pub fn read_ci_data(
    bytes: &[u8],
    source_name: &str,
    options: &CiDataOptions,
) -> Result<CiDataFile, FormatError> {
    let text = json::text_of(bytes, source_name)?;
    let mut reader = CiDataReader::new(source_name, options.clone());
    match text.trim_start().chars().next() {
        Some('[') => push_values(&mut reader, read_json::<Vec<Value>>(text.as_bytes(), source_name)?),
        Some('{') => push_objects(&mut reader, text, source_name)?,
        _ => push_lines(&mut reader, text)
            .map_err(|message| FormatError::Content { source_name: source_name.to_owned(), message })?,
    }
    Ok(reader.finish())
}

/// One object on every line, or one object with a single list in it, as some programs export a table.
fn push_objects(reader: &mut CiDataReader, text: &str, source_name: &str) -> Result<(), FormatError> {
    if let Ok(whole) = serde_json::from_str::<Map<String, Value>>(text) {
        let mut lists: Vec<Value> = whole.values().filter(|value| value.is_array()).cloned().collect();
        if let (1, Some(Value::Array(rows))) = (whole.len(), lists.pop()) {
            push_values(reader, rows);
        } else {
            push_values(reader, vec![Value::Object(whole)]);
        }
        return Ok(());
    }
    let mut rows = 0;
    for (place, line) in text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty()) {
        rows += 1;
        let syntax = |error: serde_json::Error| FormatError::Syntax {
            source_name: source_name.to_owned(),
            line: place + 1,
            column: error.column(),
            message: error.to_string(),
        };
        match serde_json::from_str::<Map<String, Value>>(line) {
            Ok(fields) => reader.push(rows, cells::of_object(fields)),
            // A file that is broken from its first line on is another thing.
            Err(error) if rows == 1 => return Err(syntax(error)),
            Err(_) => reader.note(Kind::NoRow, rows),
        }
    }
    Ok(())
}

fn push_values(reader: &mut CiDataReader, values: Vec<Value>) {
    for (place, value) in values.into_iter().enumerate() {
        match value {
            Value::Object(fields) => reader.push(place + 1, cells::of_object(fields)),
            _ => reader.note(Kind::NoRow, place + 1),
        }
    }
}

fn push_lines(reader: &mut CiDataReader, text: &str) -> Result<(), String> {
    let first = text.lines().next().unwrap_or_default();
    let delimiter = if first.contains('\t') { b'\t' } else { b',' };
    let mut lines =
        csv::ReaderBuilder::new().flexible(true).delimiter(delimiter).from_reader(text.as_bytes());
    let names = lines.headers().map_err(|error| error.to_string())?.clone();
    let header = cells::header(names.iter());
    let is_there = |column: &&&str| names.iter().any(|name| name.trim().eq_ignore_ascii_case(column));
    if let Some(missing) = MUST_HAVE.iter().find(|column| !is_there(column)) {
        return Err(format!(
            "neither a JSON list of rows nor lines with the column {missing} in their header"
        ));
    }
    for (place, line) in lines.records().enumerate() {
        let row = place + 1;
        match line {
            Ok(line) if line.len() == header.len() => reader.push(row, cells::of_line(&header, line.iter())),
            _ => reader.note(Kind::Cells, row),
        }
    }
    Ok(())
}
