//! CSV by RFC 4180: UTF-8, a header line, CRLF, quotes where needed, and no cell that a spreadsheet would run.

use std::borrow::Cow;

use super::Value;
use super::sheet::Sheet;

/// Writes one table.
pub(crate) fn write(sheet: &Sheet<'_>) -> String {
    let mut writer = csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(Vec::new());
    // Writing to memory cannot fail; a record that is lost would show as a short file in the tests.
    let _ = writer.write_record(&sheet.columns);
    for row in &sheet.rows {
        let _ = writer.write_record(row.iter().map(|cell| guarded(cell.value).into_owned()));
    }
    writer.into_inner().ok().and_then(|bytes| String::from_utf8(bytes).ok()).unwrap_or_default()
}

/// A cell that begins with `=`, `+`, `-` or `@`, blanks before it or not, gets a leading `'` unless it is a number
/// (CWE-1236). Tabs and line ends are blanks by then.
fn guarded(value: Value<'_>) -> Cow<'_, str> {
    let text = value.text();
    let risky = text.trim_start().starts_with(['=', '+', '-', '@']);
    if risky && text.parse::<f64>().is_err() { Cow::Owned(format!("'{text}")) } else { text }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn check(text: &str, expect: &str) {
        let sheet = Sheet { columns: vec!["a"], rows: vec![vec![Value::Text(text).into()]] };
        assert_eq!(write(&sheet), format!("a\r\n{expect}\r\n"));
    }

    #[test]
    fn quoting_and_formulas() {
        check("plain", "plain");
        check("a,b", "\"a,b\"");
        check("a \"b\"", "\"a \"\"b\"\"\"");
        check("=HYPERLINK(\"x\")", "\"'=HYPERLINK(\"\"x\"\")\"");
        check("@cmd", "'@cmd");
        check("-1.5", "-1.5");
        check("+1e3", "+1e3");
        check("-x", "'-x");
        check("\t=x", "' =x");
        check("\r\u{202e}@x", "' @x");
        check("\tx", " x");
    }

    proptest! {
        #[test]
        fn what_is_written_is_read_back(rows in prop::collection::vec(prop::collection::vec(".{0,20}", 3), 0..6)) {
            let values = rows.iter().map(|row| row.iter().map(|text| Value::Text(text).into()).collect()).collect();
            let text = write(&Sheet { columns: vec!["a", "b", "c"], rows: values });
            let mut reader = csv::ReaderBuilder::new().from_reader(text.as_bytes());
            let read: Vec<Vec<String>> =
                reader.records().map(|r| r.unwrap().iter().map(str::to_owned).collect()).collect();
            let expect: Vec<Vec<String>> = rows.iter()
                .map(|row| row.iter().map(|text| guarded(Value::Text(text)).into_owned()).collect()).collect();
            prop_assert_eq!(read, expect);
        }

        #[test]
        fn no_cell_is_a_formula(text in "[\t\r ]{0,2}[=+@-].{0,12}") {
            let written = guarded(Value::Text(&text)).into_owned();
            prop_assert!(written.starts_with('\'') || written.parse::<f64>().is_ok());
        }
    }
}
