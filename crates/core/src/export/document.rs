//! A text before it is written in a format: a title and blocks of parts. Parts hold plain text, so that each writer can
//! escape for itself and none is told what is safe.

use std::borrow::Cow;

use super::sheet::Sheet;

/// A text with a title.
#[derive(Clone, Debug, Default)]
pub(crate) struct Document<'a> {
    pub(crate) title: String,
    pub(crate) blocks: Vec<Block<'a>>,
}

/// A block of a text.
#[derive(Clone, Debug)]
pub(crate) enum Block<'a> {
    Heading(String),
    Line(Line<'a>),
    List(Vec<Line<'a>>),
    Table(Sheet<'a>),
}

/// What stands on one line.
pub(crate) type Line<'a> = Vec<Part<'a>>;

/// A piece of a line.
#[derive(Clone, Debug)]
pub(crate) enum Part<'a> {
    Text(Cow<'a, str>),
    Strong(Cow<'a, str>),
    /// A text and its address; without a safe address the text alone is written.
    Link(Cow<'a, str>, Cow<'a, str>),
}

impl<'a> Part<'a> {
    pub(crate) fn text(text: impl Into<Cow<'a, str>>) -> Self {
        Self::Text(text.into())
    }

    pub(crate) fn strong(text: impl Into<Cow<'a, str>>) -> Self {
        Self::Strong(text.into())
    }

    pub(crate) fn link(text: impl Into<Cow<'a, str>>, address: impl Into<Cow<'a, str>>) -> Self {
        Self::Link(text.into(), address.into())
    }
}

impl<'a> Document<'a> {
    pub(crate) fn new(title: impl Into<String>) -> Self {
        Self { title: title.into(), blocks: Vec::new() }
    }

    pub(crate) fn heading(&mut self, text: impl Into<String>) {
        self.blocks.push(Block::Heading(text.into()));
    }

    pub(crate) fn line(&mut self, parts: Line<'a>) {
        self.blocks.push(Block::Line(parts));
    }

    /// A list; nothing when it has no line.
    pub(crate) fn list(&mut self, lines: Vec<Line<'a>>) {
        if !lines.is_empty() {
            self.blocks.push(Block::List(lines));
        }
    }

    pub(crate) fn table(&mut self, sheet: Sheet<'a>) {
        self.blocks.push(Block::Table(sheet));
    }
}
