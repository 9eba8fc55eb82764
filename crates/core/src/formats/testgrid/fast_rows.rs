//! The rows of API v1 as the service writes them, read several times faster than by the library: 150,000 cells of twelve
//! characters are most of an answer. Anything unusual is left to [`super::api_v1`]; a property test holds both equal.

use std::borrow::Cow;

use super::limits::push_run;
use crate::formats::scanner::Scanner;
use crate::model::{Cell, Message, TableBuilder};

/// The rows, or `None` when the text is not what the service usually writes.
pub(super) fn read(text: &str) -> Option<TableBuilder> {
    let mut builder = TableBuilder::default();
    let mut scanner = Scanner::new(text);
    scanner.object(|scanner, key| match key {
        "rows" => scanner.list(|scanner| row(scanner, &mut builder)),
        _ => scanner.skip_value(),
    })?;
    scanner.is_at_end().then_some(builder)
}

#[inline(never)]
fn row(scanner: &mut Scanner<'_>, builder: &mut TableBuilder) -> Option<()> {
    let mut name = Cow::Borrowed("");
    scanner.object(|scanner, key| match key {
        "name" => scanner.string().map(|text| name = text),
        "cells" => cells(scanner, builder),
        _ => scanner.skip_value(),
    })?;
    builder.end_row(&name);
    Some(())
}

fn cells(scanner: &mut Scanner<'_>, builder: &mut TableBuilder) -> Option<()> {
    scanner.list(|scanner| {
        // Most cells are passes and empty ones, many in a row.
        push(builder, Cell(1), scanner.eat_all("{\"result\":1},"))?;
        push(builder, Cell::EMPTY, scanner.eat_all("{},"))?;
        cell(scanner, builder)
    })
}

fn push(builder: &mut TableBuilder, cell: Cell, count: usize) -> Option<()> {
    push_run(builder, cell, count as u64).ok()
}

fn cell(scanner: &mut Scanner<'_>, builder: &mut TableBuilder) -> Option<()> {
    let (mut result, mut text, mut icon) = (0, Cow::Borrowed(""), Cow::Borrowed(""));
    scanner.object(|scanner, key| {
        match key {
            "result" => result = scanner.small_number()?,
            "message" => text = scanner.string()?,
            "icon" => icon = scanner.string()?,
            _ => scanner.skip_value()?,
        }
        Some(())
    })?;
    let column = u32::try_from(builder.row_width()).ok()?;
    push(builder, Cell::from_number(i64::from(result)), 1)?;
    if !text.is_empty() || !icon.is_empty() {
        let text = builder.texts().intern(&text);
        let icon = builder.texts().intern(&icon);
        builder.push_message(Message { column, text, icon });
    }
    Some(())
}
