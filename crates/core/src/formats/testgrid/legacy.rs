//! The older JSON of testgrid.k8s.io: `/<dashboard>/summary` and `/<dashboard>/table`.

use std::fmt;

use serde::Deserialize;
use serde::de::{Deserializer, MapAccess, Visitor};

use super::super::FormatError;
use super::super::json::{Str, read, text_of};
use super::status_text::columns_passed;
use super::{fast_table, normalise, table_wire, wide_rows_warning};
use crate::model::{TabStatus, TabSummary, Table, TimeMs, clean_line};
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
    let top = match fast_table::read(text_of(bytes, source_name)?) {
        Some(table) => table,
        None => table_wire::read_any(bytes, source_name)?,
    };
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
