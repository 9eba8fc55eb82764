//! The older JSON of testgrid.k8s.io: `/<dashboard>/summary` and `/<dashboard>/table`.

use std::fmt;

use serde::Deserialize;
use serde::de::{Deserializer, Error, MapAccess, SeqAccess, Visitor};

use super::super::FormatError;
use super::super::json::{Each, Fields, List, Object, Str, read, read_seed, skip};
use super::limits::push_run;
use super::status_text::columns_passed;
use super::{normalise, wide_rows_warning};
use crate::model::{
    Cell, Column, Message, TabStatus, TabSummary, Table, TableBuilder, TextId, TimeMs, clean_line,
};
use crate::warning::Warning;

#[derive(Default, Deserialize)]
#[serde(default)]
struct SummaryWire<'a> {
    #[serde(borrow)]
    alert: Str<'a>,
    last_run_timestamp: i64,
    last_update_timestamp: i64,
    latest_green: Str<'a>,
    overall_status: Str<'a>,
    status: Str<'a>,
    dashboard_name: Str<'a>,
}

/// The tabs of a summary in the order of the answer.
struct SummaryMap<'a>(Vec<(Str<'a>, SummaryWire<'a>)>);

impl<'de: 'a, 'a> Deserialize<'de> for SummaryMap<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct MapVisitor;
        impl<'de> Visitor<'de> for MapVisitor {
            type Value = SummaryMap<'de>;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object with one entry a tab")
            }
            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
                let mut tabs = Vec::new();
                while let Some(entry) = map.next_entry()? {
                    tabs.push(entry);
                }
                Ok(SummaryMap(tabs))
            }
        }
        deserializer.deserialize_map(MapVisitor)
    }
}

/// Reads `/summary`. `dashboard` is the board's name where the answer does not tell.
pub fn parse_summary(
    bytes: &[u8],
    source_name: &str,
    dashboard: &str,
) -> Result<Vec<TabSummary>, FormatError> {
    let map: SummaryMap<'_> = read(bytes, source_name)?;
    Ok(map.0.iter().map(|(tab, wire)| summary(&tab.0, wire, dashboard)).collect())
}

fn summary(tab: &str, wire: &SummaryWire<'_>, dashboard: &str) -> TabSummary {
    let own = clean_line(&wire.dashboard_name.0);
    let green = clean_line(&wire.latest_green.0);
    TabSummary {
        dashboard: if own.is_empty() { dashboard.to_owned() } else { own.into_owned() },
        tab: clean_line(tab).into_owned(),
        status: TabStatus::parse(&wire.overall_status.0),
        alert: clean_line(&wire.alert.0).into_owned(),
        last_run_at: TimeMs::from_ms(wire.last_run_timestamp),
        last_update_at: TimeMs::from_seconds(wire.last_update_timestamp),
        latest_green: if green == "no recent greens" { String::new() } else { green.into_owned() },
        columns_passed: columns_passed(&wire.status.0),
    }
}

/// Reads `/table`. `dashboard` and `tab` may be empty; the tab's name is then taken from the answer's own fields:
/// the last element of `query`, else `test-group-name`.
pub fn parse_table(
    bytes: &[u8],
    source_name: &str,
    dashboard: &str,
    tab: &str,
) -> Result<(Table, Vec<Warning>), FormatError> {
    let mut top = TopFields::default();
    read_seed(bytes, source_name, Object(&mut top))?;
    if !top.has_tests {
        let message = "no field \"tests\": this is not a saved /table answer".to_owned();
        return Err(FormatError::Content { source_name: source_name.to_owned(), message });
    }
    let columns = top.columns();
    let width = columns.len();
    let (mut table, wrong) = top.builder.finish(columns);
    table.gcs_prefix = first_prefix(&top.query.0);
    last_element(&table.gcs_prefix).clone_into(&mut table.prow_job);
    dashboard.clone_into(&mut table.dashboard);
    table.job = tab_name(tab, &table.prow_job, &top.test_group_name.0);
    Ok((table, wide_rows_warning(source_name, width, &wrong)))
}

fn tab_name(given: &str, prow_job: &str, test_group: &str) -> String {
    if !given.is_empty() {
        return given.to_owned();
    }
    let equal = normalise(prow_job) == normalise(test_group);
    if test_group.is_empty() || (equal && !prow_job.is_empty()) { prow_job } else { test_group }.to_owned()
}

fn first_prefix(query: &str) -> String {
    clean_line(query.split(',').next().unwrap_or_default().trim().trim_matches('/')).into_owned()
}

fn last_element(path: &str) -> &str {
    path.rsplit('/').next().unwrap_or_default()
}

#[derive(Default)]
struct TopFields<'de> {
    builder: TableBuilder,
    has_tests: bool,
    query: Str<'de>,
    test_group_name: Str<'de>,
    changelists: Vec<Str<'de>>,
    timestamps: Vec<i64>,
    custom_columns: Vec<Vec<Str<'de>>>,
}

impl TopFields<'_> {
    fn columns(&self) -> Vec<Column> {
        let count = self.changelists.len().max(self.timestamps.len());
        (0..count).map(|index| self.column(index)).collect()
    }

    fn column(&self, index: usize) -> Column {
        let text =
            |list: &[Str<'_>]| list.get(index).map(|t| clean_line(&t.0).into_owned()).unwrap_or_default();
        Column {
            build: text(&self.changelists),
            started_at: self.timestamps.get(index).and_then(|ms| TimeMs::from_ms(*ms)),
            extra: self.custom_columns.iter().map(|header| text(header)).collect(),
        }
    }
}

impl<'de> Fields<'de> for TopFields<'de> {
    const WHAT: &'static str = "a saved /table answer";
    fn field<A: MapAccess<'de>>(&mut self, key: &str, map: &mut A) -> Result<(), A::Error> {
        match key {
            "query" => self.query = map.next_value()?,
            "test-group-name" => self.test_group_name = map.next_value()?,
            "changelists" => self.changelists = map.next_value::<Option<_>>()?.unwrap_or_default(),
            "timestamps" => self.timestamps = map.next_value::<Option<_>>()?.unwrap_or_default(),
            "custom-columns" => self.custom_columns = map.next_value::<Option<_>>()?.unwrap_or_default(),
            "tests" => {
                self.has_tests = true;
                map.next_value_seed(List {
                    what: "a list of tests",
                    each: EachTest::new(&mut self.builder),
                })?;
            }
            _ => skip(map)?,
        }
        Ok(())
    }
}

/// The texts of a row, each with the number of its cell among the filled ones: they may come before the cells.
#[derive(Default)]
struct CellTexts {
    messages: Vec<(usize, TextId)>,
    icons: Vec<(usize, TextId)>,
}

struct EachTest<'a> {
    builder: &'a mut TableBuilder,
    texts: CellTexts,
}

impl<'a> EachTest<'a> {
    fn new(builder: &'a mut TableBuilder) -> Self {
        Self { builder, texts: CellTexts::default() }
    }
}

impl<'de> Each<'de> for EachTest<'_> {
    fn next<A: SeqAccess<'de>>(&mut self, seq: &mut A) -> Result<bool, A::Error> {
        self.texts.messages.clear();
        self.texts.icons.clear();
        let mut row = RowFields { builder: self.builder, texts: &mut self.texts, name: Str::default() };
        if seq.next_element_seed(Object(&mut row))?.is_none() {
            return Ok(false);
        }
        let name = row.name;
        place_texts(self.builder, &self.texts);
        self.builder.end_row(&name.0);
        Ok(true)
    }
}

/// `messages` and `short_texts` have one entry for each filled cell, in column order.
fn place_texts(builder: &mut TableBuilder, texts: &CellTexts) {
    if texts.messages.is_empty() && texts.icons.is_empty() {
        return;
    }
    let filled: Vec<usize> = builder
        .row_cells()
        .iter()
        .enumerate()
        .filter(|(_, cell)| cell.is_filled())
        .map(|(column, _)| column)
        .collect();
    let mut icons = texts.icons.iter().peekable();
    let mut messages = texts.messages.iter().peekable();
    for (number, column) in filled.into_iter().enumerate() {
        let text = messages.next_if(|(n, _)| *n == number).map(|(_, id)| *id).unwrap_or_default();
        let icon = icons.next_if(|(n, _)| *n == number).map(|(_, id)| *id).unwrap_or_default();
        if text != TextId::default() || icon != TextId::default() {
            builder.push_message(Message { column: u32::try_from(column).unwrap_or(u32::MAX), text, icon });
        }
    }
}

struct RowFields<'a, 'de> {
    builder: &'a mut TableBuilder,
    texts: &'a mut CellTexts,
    name: Str<'de>,
}

impl<'de> Fields<'de> for RowFields<'_, 'de> {
    const WHAT: &'static str = "a test";
    fn field<A: MapAccess<'de>>(&mut self, key: &str, map: &mut A) -> Result<(), A::Error> {
        match key {
            "name" => self.name = map.next_value()?,
            "statuses" => {
                map.next_value_seed(List { what: "a list of statuses", each: EachRun(self.builder) })?;
            }
            "messages" => {
                map.next_value_seed(text_list("a list of messages", self.builder, &mut self.texts.messages))?;
            }
            "short_texts" => {
                map.next_value_seed(text_list("a list of short texts", self.builder, &mut self.texts.icons))?;
            }
            _ => skip(map)?,
        }
        Ok(())
    }
}

fn text_list<'a>(
    what: &'static str,
    builder: &'a mut TableBuilder,
    found: &'a mut Vec<(usize, TextId)>,
) -> List<EachText<'a>> {
    List { what, each: EachText { builder, found, number: 0 } }
}

struct EachText<'a> {
    builder: &'a mut TableBuilder,
    found: &'a mut Vec<(usize, TextId)>,
    number: usize,
}

impl<'de> Each<'de> for EachText<'_> {
    fn next<A: SeqAccess<'de>>(&mut self, seq: &mut A) -> Result<bool, A::Error> {
        let Some(text) = seq.next_element::<Str<'de>>()? else { return Ok(false) };
        if !text.0.is_empty() {
            self.found.push((self.number, self.builder.texts().intern(&text.0)));
        }
        self.number += 1;
        Ok(true)
    }
}

struct EachRun<'a>(&'a mut TableBuilder);

impl<'de> Each<'de> for EachRun<'_> {
    fn next<A: SeqAccess<'de>>(&mut self, seq: &mut A) -> Result<bool, A::Error> {
        let mut run = RunFields::default();
        if seq.next_element_seed(Object(&mut run))?.is_none() {
            return Ok(false);
        }
        push_run(self.0, Cell::from_number(run.value), run.count).map_err(Error::custom)?;
        Ok(true)
    }
}

#[derive(Default)]
struct RunFields {
    count: u64,
    value: i64,
}

impl<'de> Fields<'de> for RunFields {
    const WHAT: &'static str = "a run of equal cells";
    fn field<A: MapAccess<'de>>(&mut self, key: &str, map: &mut A) -> Result<(), A::Error> {
        match key {
            "count" => self.count = map.next_value()?,
            "value" => self.value = map.next_value()?,
            _ => skip(map)?,
        }
        Ok(())
    }
}
