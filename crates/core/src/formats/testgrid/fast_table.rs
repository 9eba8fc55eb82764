//! The older `/table` as the service writes it, read several times faster than by the library. Anything unusual is left
//! to [`super::table_wire`]; a property test holds both equal.

use std::borrow::Cow;

use serde::Deserialize;

use super::cell_texts::{CellTexts, NumberedTexts};
use super::limits::push_run;
use super::table_wire::{TableWire, Value};
use crate::formats::scanner::Scanner;
use crate::model::{Cell, TableBuilder};

impl<'a> Value<'a> for Scanner<'a> {
    type Error = ();
    fn value<T: Deserialize<'a>>(&mut self) -> Result<T, ()> {
        Scanner::value(self).ok_or(())
    }
}

/// The answer, or `None` when the text is not what the service usually writes.
pub(super) fn read(text: &str) -> Option<TableWire<'_>> {
    let mut wire = TableWire::default();
    let mut scanner = Scanner::new(text);
    scanner.object(|scanner, key| {
        if key != "tests" {
            return wire.head_field(key, scanner).ok();
        }
        wire.has_tests = true;
        let mut texts = CellTexts::default();
        scanner.list(|scanner| row(scanner, &mut wire.builder, &mut texts))
    })?;
    scanner.is_at_end().then_some(wire)
}

#[inline(never)]
fn row(scanner: &mut Scanner<'_>, builder: &mut TableBuilder, texts: &mut CellTexts) -> Option<()> {
    let mut name = Cow::Borrowed("");
    texts.clear();
    scanner.object(|scanner, key| match key {
        "name" => scanner.string().map(|text| name = text),
        "statuses" => scanner.list(|scanner| run(scanner, builder)),
        "messages" => cell_texts(scanner, builder, &mut texts.messages),
        "short_texts" => cell_texts(scanner, builder, &mut texts.icons),
        _ => scanner.skip_value(),
    })?;
    texts.place(builder);
    builder.end_row(&name);
    Some(())
}

#[inline(never)]
fn cell_texts(
    scanner: &mut Scanner<'_>,
    builder: &mut TableBuilder,
    found: &mut NumberedTexts,
) -> Option<()> {
    found.clear();
    scanner.list(|scanner| {
        // Most cells say nothing, many in a row.
        found.push_empty(scanner.eat_all("\"\","));
        found.push(&scanner.string()?, builder);
        Some(())
    })
}

fn run(scanner: &mut Scanner<'_>, builder: &mut TableBuilder) -> Option<()> {
    let (count, value) = scanner.attempt(usual_run).or_else(|| any_run(scanner))?;
    push_run(builder, Cell::from_number(i64::from(value)), u64::from(count)).ok()
}

/// (count, value) of equal cells, to the letter as the service writes them.
fn usual_run(scanner: &mut Scanner<'_>) -> Option<(u32, u32)> {
    scanner.eat_text("{\"count\":")?;
    let count = scanner.small_number()?;
    scanner.eat_text(",\"value\":")?;
    let value = scanner.small_number()?;
    scanner.eat_text("}")?;
    Some((count, value))
}

fn any_run(scanner: &mut Scanner<'_>) -> Option<(u32, u32)> {
    let (mut count, mut value) = (0, 0);
    scanner.object(|scanner, key| {
        match key {
            "count" => count = scanner.small_number()?,
            "value" => value = scanner.small_number()?,
            _ => scanner.skip_value()?,
        }
        Some(())
    })?;
    Some((count, value))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::seen_rows::seen;
    use super::super::table_wire::read_any;
    use super::*;

    fn all(wire: TableWire<'_>, width: usize) -> String {
        let head = format!("{:?}", (wire.has_tests, &wire.query, &wire.test_group_name, wire.columns()));
        head + &seen(wire.builder, width)
    }

    fn check_equal(text: &str, width: usize) -> bool {
        let Some(fast) = read(text) else { return false };
        let any = read_any(text.as_bytes(), "table").expect("what the fast reader takes is JSON");
        assert_eq!(all(fast, width), all(any, width), "{text}");
        true
    }

    #[test]
    fn usual_answers_take_the_fast_way() {
        for text in [
            r#"{"query":"b/logs/j","tests":[{"name":"a","messages":["","boom"],"short_texts":["","F"],
                "statuses":[{"count":2,"value":0},{"count":1,"value":1},{"count":1,"value":12}]}]}"#,
            r#"{"tests": [{"statuses": [{"value": 1, "count": 4}], "name": "late", "alert": {"text": "x"}}]}"#,
            r#"{"tests":[{"name":"a","statuses":[{"count":4}],"messages":[],"graphs":[{"values":[[1.5,null]]}]}]}"#,
            r#"{"tests":[{"name":"a\"\u0041","statuses":[{"count":4,"value":12}],"messages":["\n","","x","y","z"]}]}"#,
            r#"{"tests":[{"name":"a","messages":["old","old"],"messages":["","new"],"statuses":[{"count":4,"value":1}]}]}"#,
            r#"{"changelists":["2","1"],"timestamps":[2000,1000.0],"custom-columns":null,"tests":[],"bugs":{}}"#,
            r#"{"changelists":["2","1"],"timestamps":[2000,1000],"custom-columns":[["a","b"]],"test-group-name":"g"}"#,
        ] {
            let is_whole = !text.contains("1000.0");
            assert_eq!(check_equal(text, 4), is_whole, "{text}");
        }
    }

    #[test]
    fn unusual_answers_are_left_to_the_library() {
        for text in [
            r#"{"tests":null}"#,
            r#"{"tests":[null]}"#,
            r#"{"tests":[{"name":null}]}"#,
            r#"{"tests":[{"statuses":[{"count":-1,"value":1}]}]}"#,
            r#"{"tests":[{"statuses":[{"count":1,"value":1},]}]}"#,
            r#"{"tests":[{"messages":["",]}]}"#,
            r#"{"tests":[{"messages":[null]}]}"#,
            r#"{"tests":[]} x"#,
            r#"{"tests":[{"statuses":[{"count":999999,"value":1}]}]}"#,
        ] {
            assert!(read(text).is_none(), "{text}");
        }
    }

    fn list(items: &[String]) -> String {
        format!("[{}]", items.join(","))
    }

    prop_compose! {
        fn row()(
            name in "[a-z ]{0,9}",
            runs in prop::collection::vec((0..4_u8, 0..20_u8, any::<bool>()), 0..5),
            texts in prop::collection::vec(r"|[a-z <>]{0,6}|\\n|\\u00e9|\\\\", 0..9),
            turn in 0..4_usize,
        ) -> String {
            let run = |(count, value, usual): &(u8, u8, bool)| match usual {
                true => format!("{{\"count\":{count},\"value\":{value}}}"),
                false => format!("{{ \"value\": {value}, \"count\": {count}, \"x\": [] }}"),
            };
            let texts: Vec<String> = texts.iter().map(|text| format!("\"{text}\"")).collect();
            let mut fields = [
                format!("\"name\":\"{name}\""),
                format!("\"statuses\":{}", list(&runs.iter().map(run).collect::<Vec<_>>())),
                format!("\"messages\": {}", list(&texts)),
                format!("\"short_texts\":{}", list(texts.get(turn..).unwrap_or_default())),
            ];
            fields.rotate_left(turn);
            format!("{{{}}}", fields.join(","))
        }
    }

    proptest! {
        #[test]
        fn both_ways_read_the_same(rows in prop::collection::vec(row(), 0..5), cut in 0..600_usize) {
            let text = format!("{{\"query\":\"a/b\",\"tests\":{}}}", list(&rows));
            prop_assert!(check_equal(&text, 5));
            let cut = text.char_indices().nth(cut).map_or(text.len(), |(at, _)| at);
            check_equal(&text[..cut], 5);
        }
    }
}
