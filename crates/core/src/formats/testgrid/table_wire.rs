//! The older `/table` answer as it stands in JSON, read by the library in any spelling that JSON allows.

use serde::Deserialize;
use serde::de::{Error, IgnoredAny, MapAccess, SeqAccess};

use super::super::FormatError;
use super::super::json::{Each, Fields, List, Object, Str, read_seed, skip};
use super::cell_texts::{CellTexts, NumberedTexts};
use super::limits::push_run;
use crate::model::{Cell, Column, TableBuilder, TimeMs, clean_line};

/// What the answer holds that we use.
#[derive(Default)]
pub(super) struct TableWire<'de> {
    pub(super) builder: TableBuilder,
    pub(super) has_tests: bool,
    pub(super) query: Str<'de>,
    pub(super) test_group_name: Str<'de>,
    changelists: Vec<Str<'de>>,
    timestamps: Vec<i64>,
    custom_columns: Vec<Vec<Str<'de>>>,
}

/// Something that gives the value of the field whose key was just read.
pub(super) trait Value<'de> {
    /// Why it gives none.
    type Error;
    /// Reads the value.
    fn value<T: Deserialize<'de>>(&mut self) -> Result<T, Self::Error>;
}

/// A value of the library's map.
struct MapValue<'a, A>(&'a mut A);

impl<'de, A: MapAccess<'de>> Value<'de> for MapValue<'_, A> {
    type Error = A::Error;
    fn value<T: Deserialize<'de>>(&mut self) -> Result<T, A::Error> {
        self.0.next_value()
    }
}

/// Reads the answer with the library.
pub(super) fn read_any<'de>(bytes: &'de [u8], source_name: &str) -> Result<TableWire<'de>, FormatError> {
    let mut wire = TableWire::default();
    read_seed(bytes, source_name, Object(&mut wire))?;
    Ok(wire)
}

impl<'de> TableWire<'de> {
    /// Reads a field that is not `tests`.
    pub(super) fn head_field<V: Value<'de>>(&mut self, key: &str, value: &mut V) -> Result<(), V::Error> {
        match key {
            "query" => self.query = value.value()?,
            "test-group-name" => self.test_group_name = value.value()?,
            "changelists" => self.changelists = value.value::<Option<_>>()?.unwrap_or_default(),
            "timestamps" => self.timestamps = value.value::<Option<_>>()?.unwrap_or_default(),
            "custom-columns" => self.custom_columns = value.value::<Option<_>>()?.unwrap_or_default(),
            _ => drop(value.value::<IgnoredAny>()?),
        }
        Ok(())
    }

    /// The runs, newest first.
    pub(super) fn columns(&self) -> Vec<Column> {
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

impl<'de> Fields<'de> for TableWire<'de> {
    const WHAT: &'static str = "a saved /table answer";
    fn field<A: MapAccess<'de>>(&mut self, key: &str, map: &mut A) -> Result<(), A::Error> {
        if key != "tests" {
            return self.head_field(key, &mut MapValue(map));
        }
        self.has_tests = true;
        let each = EachTest { builder: &mut self.builder, texts: CellTexts::default() };
        map.next_value_seed(List { what: "a list of tests", each })
    }
}

struct EachTest<'a> {
    builder: &'a mut TableBuilder,
    texts: CellTexts,
}

impl<'de> Each<'de> for EachTest<'_> {
    fn next<A: SeqAccess<'de>>(&mut self, seq: &mut A) -> Result<bool, A::Error> {
        self.texts.clear();
        let mut row = RowFields { builder: self.builder, texts: &mut self.texts, name: Str::default() };
        if seq.next_element_seed(Object(&mut row))?.is_none() {
            return Ok(false);
        }
        let name = row.name;
        self.texts.place(self.builder);
        self.builder.end_row(&name.0);
        Ok(true)
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
    found: &'a mut NumberedTexts,
) -> List<EachText<'a>> {
    found.clear();
    List { what, each: EachText { builder, found } }
}

struct EachText<'a> {
    builder: &'a mut TableBuilder,
    found: &'a mut NumberedTexts,
}

impl<'de> Each<'de> for EachText<'_> {
    fn next<A: SeqAccess<'de>>(&mut self, seq: &mut A) -> Result<bool, A::Error> {
        let Some(text) = seq.next_element::<Str<'de>>()? else { return Ok(false) };
        self.found.push(&text.0, self.builder);
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
