//! TestGrid API v1: JSON with default values left out, one decoded cell per column (GoogleCloudPlatform/testgrid `pb/api/v1`).

use std::borrow::Cow;

use serde::Deserialize;
use serde::de::{DeserializeSeed, Deserializer, Error, MapAccess, SeqAccess};

use super::super::FormatError;
use super::super::json::{Each, Fields, List, Object, Str, read, read_seed, skip, text_of};
use super::fast_rows;
use super::limits::push_run;
use super::status_text::columns_passed;
use super::wide_rows_warning;
use crate::model::{
    Cell, Column, Message, TabStatus, TabSummary, Table, TableBuilder, TextId, TimeMs, clean_line,
};
use crate::warning::Warning;

#[derive(Deserialize)]
struct Named<'a> {
    #[serde(borrow, default)]
    name: Cow<'a, str>,
}

/// Reads `/dashboards` or `/dashboard-groups/{group}`: the boards' names.
pub fn parse_dashboards(bytes: &[u8], source_name: &str) -> Result<Vec<String>, FormatError> {
    #[derive(Deserialize)]
    struct Wire<'a> {
        #[serde(borrow, default)]
        dashboards: Vec<Named<'a>>,
    }
    read::<Wire<'_>>(bytes, source_name).map(|wire| names(wire.dashboards))
}

/// Reads `/dashboards/{d}/tabs`: the tabs' names.
pub fn parse_tabs(bytes: &[u8], source_name: &str) -> Result<Vec<String>, FormatError> {
    #[derive(Deserialize)]
    struct Wire<'a> {
        #[serde(borrow, default)]
        dashboard_tabs: Vec<Named<'a>>,
    }
    read::<Wire<'_>>(bytes, source_name).map(|wire| names(wire.dashboard_tabs))
}

fn names(list: Vec<Named<'_>>) -> Vec<String> {
    list.into_iter().map(|n| clean_line(&n.name).into_owned()).filter(|n| !n.is_empty()).collect()
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct SummaryWire<'a> {
    #[serde(borrow)]
    dashboard_name: Str<'a>,
    tab_name: Str<'a>,
    alert: Str<'a>,
    overall_status: Str<'a>,
    detailed_status_message: Str<'a>,
    last_run_timestamp: Str<'a>,
    last_update_timestamp: Str<'a>,
    latest_passing_build: Str<'a>,
}

/// Reads `/dashboards/{d}/tab-summaries`.
pub fn parse_tab_summaries(bytes: &[u8], source_name: &str) -> Result<Vec<TabSummary>, FormatError> {
    #[derive(Deserialize)]
    struct Wire<'a> {
        #[serde(borrow, default)]
        tab_summaries: Vec<SummaryWire<'a>>,
    }
    read::<Wire<'_>>(bytes, source_name).map(|wire| wire.tab_summaries.iter().map(summary).collect())
}

fn summary(wire: &SummaryWire<'_>) -> TabSummary {
    TabSummary {
        dashboard: clean_line(&wire.dashboard_name.0).into_owned(),
        tab: clean_line(&wire.tab_name.0).into_owned(),
        status: TabStatus::parse(&wire.overall_status.0),
        alert: clean_line(&wire.alert.0).into_owned(),
        last_run_at: known_time(&wire.last_run_timestamp.0),
        last_update_at: known_time(&wire.last_update_timestamp.0),
        latest_green: clean_line(&wire.latest_passing_build.0).into_owned(),
        columns_passed: columns_passed(&wire.detailed_status_message.0),
    }
}

fn known_time(text: &str) -> Option<TimeMs> {
    TimeMs::parse(text).and_then(|t| TimeMs::from_ms(t.0))
}

/// Reads `/dashboards/{d}/tabs/{t}/headers`: the runs, newest first.
pub fn parse_headers(bytes: &[u8], source_name: &str) -> Result<Vec<Column>, FormatError> {
    #[derive(Default, Deserialize)]
    #[serde(default)]
    struct Header<'a> {
        #[serde(borrow)]
        build: Str<'a>,
        started: Str<'a>,
        extra: Vec<Str<'a>>,
    }
    #[derive(Deserialize)]
    struct Wire<'a> {
        #[serde(borrow, default)]
        headers: Vec<Header<'a>>,
    }
    let column = |header: Header<'_>| Column {
        build: clean_line(&header.build.0).into_owned(),
        started_at: known_time(&header.started.0),
        extra: header.extra.iter().map(|e| clean_line(&e.0).into_owned()).collect(),
    };
    read::<Wire<'_>>(bytes, source_name).map(|wire| wire.headers.into_iter().map(column).collect())
}

/// Reads `/dashboards/{d}/tabs/{t}/rows` for the runs of [`parse_headers`]. Rows that do not have one cell a column
/// are left out with a warning.
pub fn parse_rows(
    bytes: &[u8],
    source_name: &str,
    dashboard: &str,
    tab: &str,
    columns: Vec<Column>,
) -> Result<(Table, Vec<Warning>), FormatError> {
    let builder = match fast_rows::read(text_of(bytes, source_name)?) {
        Some(builder) => builder,
        None => read_any_rows(bytes, source_name)?,
    };
    let width = columns.len();
    let (mut table, wrong) = builder.finish(columns);
    dashboard.clone_into(&mut table.dashboard);
    tab.clone_into(&mut table.job);
    Ok((table, wide_rows_warning(source_name, width, &wrong)))
}

/// Reads rows in any spelling that JSON allows.
fn read_any_rows(bytes: &[u8], source_name: &str) -> Result<TableBuilder, FormatError> {
    let mut builder = TableBuilder::default();
    read_seed(bytes, source_name, Object(&mut TopFields(&mut builder)))?;
    Ok(builder)
}

struct TopFields<'a>(&'a mut TableBuilder);

impl<'de> Fields<'de> for TopFields<'_> {
    const WHAT: &'static str = "an object with rows";
    fn field<A: MapAccess<'de>>(&mut self, key: &str, map: &mut A) -> Result<(), A::Error> {
        match key {
            "rows" => map.next_value_seed(List { what: "a list of rows", each: EachRow(self.0) }),
            _ => skip(map),
        }
    }
}

struct EachRow<'a>(&'a mut TableBuilder);

impl<'de> Each<'de> for EachRow<'_> {
    fn next<A: SeqAccess<'de>>(&mut self, seq: &mut A) -> Result<bool, A::Error> {
        let mut row = RowFields { builder: self.0, name: Str::default() };
        if seq.next_element_seed(Object(&mut row))?.is_none() {
            return Ok(false);
        }
        let name = row.name;
        self.0.end_row(&name.0);
        Ok(true)
    }
}

struct RowFields<'a, 'de> {
    builder: &'a mut TableBuilder,
    name: Str<'de>,
}

impl<'de> Fields<'de> for RowFields<'_, 'de> {
    const WHAT: &'static str = "a row";
    fn field<A: MapAccess<'de>>(&mut self, key: &str, map: &mut A) -> Result<(), A::Error> {
        match key {
            "name" => self.name = map.next_value()?,
            "cells" => map.next_value_seed(List { what: "a list of cells", each: EachCell(self.builder) })?,
            _ => skip(map)?,
        }
        Ok(())
    }
}

struct EachCell<'a>(&'a mut TableBuilder);

impl<'de> Each<'de> for EachCell<'_> {
    fn next<A: SeqAccess<'de>>(&mut self, seq: &mut A) -> Result<bool, A::Error> {
        let mut cell = CellFields::default();
        if seq.next_element_seed(Object(&mut cell))?.is_none() {
            return Ok(false);
        }
        let column = self.0.row_width();
        push_run(self.0, Cell::from_number(cell.result), 1).map_err(Error::custom)?;
        if !cell.message.0.is_empty() || !cell.icon.0.is_empty() {
            push_text(self.0, column, &cell.message.0, &cell.icon.0);
        }
        Ok(true)
    }
}

fn push_text(builder: &mut TableBuilder, column: usize, text: &str, icon: &str) {
    let text: TextId = builder.texts().intern(text);
    let icon = builder.texts().intern(icon);
    builder.push_message(Message { column: u32::try_from(column).unwrap_or(u32::MAX), text, icon });
}

#[derive(Default)]
struct CellFields<'de> {
    result: i64,
    message: Str<'de>,
    icon: Str<'de>,
}

impl<'de> Fields<'de> for CellFields<'de> {
    const WHAT: &'static str = "a cell";
    fn field<A: MapAccess<'de>>(&mut self, key: &str, map: &mut A) -> Result<(), A::Error> {
        match key {
            "result" => self.result = map.next_value_seed(Number)?,
            "message" => self.message = map.next_value()?,
            "icon" => self.icon = map.next_value()?,
            _ => skip(map)?,
        }
        Ok(())
    }
}

/// A cell's number. Anything beyond 64 bits is an error with its place.
struct Number;

impl<'de> DeserializeSeed<'de> for Number {
    type Value = i64;
    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<i64, D::Error> {
        i64::deserialize(deserializer)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::seen_rows::seen;
    use super::*;

    fn check_equal(text: &str, width: usize) -> bool {
        let Some(fast) = fast_rows::read(text) else { return false };
        let any = read_any_rows(text.as_bytes(), "rows").expect("what the fast reader takes is JSON");
        assert_eq!(seen(fast, width), seen(any, width), "{text}");
        true
    }

    #[test]
    fn usual_answers_take_the_fast_way() {
        for text in [
            r#"{"rows":[{"name":"a","cells":[{"result":1},{"result":1},{},{"result":12,"message":"boom","icon":"F"}]}]}"#,
            r#"{"rows": [{"name": "a", "cells": [{"result": 1}, {}, {"result": 13, "cell_id": "x"}], "issues": ["1"]}]}"#,
            r#"{"rows":[{"cells":[{},{}],"alert":{"properties":{"a":"b"}},"name":"late"}]}"#,
            r#"{"rows":[{"name":"a\"b\u0041\\","cells":[{"message":"\n","result":12}]}]}"#,
            r#"{"rows":[]}"#,
            "{}",
        ] {
            assert!(check_equal(text, 4), "{text}");
        }
    }

    #[test]
    fn unusual_answers_are_left_to_the_library() {
        for text in [
            r#"{"rows":null}"#,
            r#"{"rows":[{"name":"a","cells":[{"result":1.0}]}]}"#,
            r#"{"rows":[{"name":"a","cells":[{"result":01}]}]}"#,
            r#"{"rows":[{"name":"a","cells":[{"result":1},]}]}"#,
            r#"{"rows":[]} x"#,
        ] {
            assert!(fast_rows::read(text).is_none(), "{text}");
        }
    }

    prop_compose! {
        fn cells()(numbers in prop::collection::vec((0..20_u16, r"[a-z <>]{0,6}|\\n|\\u00e9|\\\\", 0..4_u8), 0..12)) -> String {
            let cell = |(number, text, kind): &(u16, String, u8)| match kind {
                0 => "{}".to_owned(),
                1 => format!("{{\"result\":{number}}}"),
                2 => format!("{{\"result\": {number}, \"message\": \"{text}\"}}"),
                _ => format!("{{\"cell_id\":\"{text}\",\"icon\":\"{text}\",\"result\":{number}}}"),
            };
            numbers.iter().map(cell).collect::<Vec<_>>().join(",")
        }
    }

    proptest! {
        #[test]
        fn both_ways_read_the_same(rows in prop::collection::vec(("[a-z ]{0,9}", cells()), 0..5), cut in 0..400_usize) {
            let row = |(name, cells): &(String, String)| format!("{{\"name\":\"{name}\",\"cells\":[{cells}]}}");
            let text = format!("{{\"rows\":[{}]}}", rows.iter().map(row).collect::<Vec<_>>().join(","));
            prop_assert!(check_equal(&text, 5));
            let cut = text.char_indices().nth(cut).map_or(text.len(), |(at, _)| at);
            check_equal(&text[..cut], 5);
        }
    }
}
