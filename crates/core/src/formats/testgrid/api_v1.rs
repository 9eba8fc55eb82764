//! TestGrid API v1: JSON with default values left out, one decoded cell per column (research: formats A.8).

use std::borrow::Cow;

use serde::Deserialize;
use serde::de::{DeserializeSeed, Deserializer, Error, MapAccess, SeqAccess};

use super::super::FormatError;
use super::super::json::{Each, Fields, List, Object, Str, read, read_seed, skip};
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
    let mut builder = TableBuilder::default();
    read_seed(bytes, source_name, Object(&mut TopFields(&mut builder)))?;
    let width = columns.len();
    let (mut table, wrong) = builder.finish(columns);
    dashboard.clone_into(&mut table.dashboard);
    tab.clone_into(&mut table.job);
    Ok((table, wide_rows_warning(source_name, width, &wrong)))
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
