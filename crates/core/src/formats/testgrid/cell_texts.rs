//! The texts of a row of the older `/table`: one entry for each filled cell, in column order, before or after the cells.

use std::iter::Peekable;
use std::slice::Iter;

use crate::model::{Message, TableBuilder, TextId};

/// Texts that are not empty, each with the number of its cell among the filled ones.
#[derive(Default)]
pub(super) struct NumberedTexts {
    texts: Vec<(usize, TextId)>,
    next: usize,
}

impl NumberedTexts {
    pub(super) fn clear(&mut self) {
        self.texts.clear();
        self.next = 0;
    }

    /// The text of the next filled cell.
    pub(super) fn push(&mut self, text: &str, builder: &mut TableBuilder) {
        if !text.is_empty() {
            self.texts.push((self.next, builder.texts().intern(text)));
        }
        self.next += 1;
    }

    /// The next `count` filled cells say nothing.
    pub(super) fn push_empty(&mut self, count: usize) {
        self.next += count;
    }
}

/// The texts of a row until its cells are known.
#[derive(Default)]
pub(super) struct CellTexts {
    pub(super) messages: NumberedTexts,
    pub(super) icons: NumberedTexts,
    filled: Vec<usize>,
}

impl CellTexts {
    pub(super) fn clear(&mut self) {
        self.messages.clear();
        self.icons.clear();
    }

    /// Gives the texts to the cells of the builder's row.
    pub(super) fn place(&mut self, builder: &mut TableBuilder) {
        let mut messages = self.messages.texts.iter().peekable();
        let mut icons = self.icons.texts.iter().peekable();
        if messages.peek().is_some() || icons.peek().is_some() {
            let filled = builder.row_cells().iter().enumerate().filter(|(_, cell)| cell.is_filled());
            self.filled.clear();
            self.filled.extend(filled.map(|(column, _)| column));
        }
        while let Some(number) = first(&mut messages, &mut icons) {
            let Some(column) = self.filled.get(number) else { return };
            let text = messages.next_if(|(n, _)| *n == number).map(|(_, id)| *id).unwrap_or_default();
            let icon = icons.next_if(|(n, _)| *n == number).map(|(_, id)| *id).unwrap_or_default();
            if text != TextId::default() || icon != TextId::default() {
                let column = u32::try_from(*column).unwrap_or(u32::MAX);
                builder.push_message(Message { column, text, icon });
            }
        }
    }
}

/// The number of the next cell that has a text.
fn first(
    messages: &mut Peekable<Iter<'_, (usize, TextId)>>,
    icons: &mut Peekable<Iter<'_, (usize, TextId)>>,
) -> Option<usize> {
    let numbers = [messages.peek(), icons.peek()].into_iter().flatten();
    numbers.map(|(number, _)| *number).min()
}
