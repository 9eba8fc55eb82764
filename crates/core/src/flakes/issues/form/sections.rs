//! The body cut into fields at its headings, with blocks of code told apart: a `#` in a log is no heading.

use super::headings::{Heading, heading};
use super::labels::Field;

/// A line of a field.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Line<'a> {
    pub(super) field: Field,
    pub(super) text: &'a str,
    /// Number of the block of code that it is in, from 1; 0 outside.
    pub(super) block: usize,
}

/// The body by fields.
#[derive(Debug, Default)]
pub(super) struct Sections<'a> {
    pub(super) lines: Vec<Line<'a>>,
    /// Was there a heading of the form?
    pub(super) found: bool,
}

impl<'a> Sections<'a> {
    /// The lines of one field, in order.
    pub(super) fn of(&self, field: Field) -> impl Iterator<Item = Line<'a>> {
        self.lines.iter().copied().filter(move |line| line.field == field)
    }

    /// The first block of code in a field, without its fences.
    pub(super) fn block(&self, field: Field) -> Option<String> {
        let first = self.of(field).find(|line| line.block > 0)?.block;
        let lines = self.of(field).filter(|line| line.block == first);
        Some(lines.map(|line| line.text).collect::<Vec<_>>().join("\n"))
    }
}

/// Cuts the body.
pub(super) fn split(body: &str) -> Sections<'_> {
    let mut cutter = Cutter::new();
    for text in body.lines() {
        cutter.line(text);
    }
    cutter.sections
}

struct Cutter<'a> {
    sections: Sections<'a>,
    field: Field,
    level: usize,
    /// What closes the open block of code.
    fence: Option<&'a str>,
    blocks: usize,
}

impl<'a> Cutter<'a> {
    fn new() -> Self {
        Self { sections: Sections::default(), field: Field::Start, level: 0, fence: None, blocks: 0 }
    }

    fn line(&mut self, text: &'a str) {
        let heading = heading(text).filter(|heading| self.counts(text, heading));
        match (heading, self.fence, fence(text)) {
            (Some(heading), ..) => self.open(heading),
            (None, Some(open), Some(close)) if close.starts_with(open) && is_bare(text) => self.fence = None,
            (None, None, Some(open)) => {
                self.fence = Some(open);
                self.blocks += 1;
            }
            (None, ..) => self.keep(text),
        }
    }

    /// In a block of code only the form's own headings count: they show that the block was never closed. A heading of
    /// another kind ends a field unless it is below the field's own. Dates belong to dates, not to prose.
    fn counts(&self, text: &str, heading: &Heading<'_>) -> bool {
        let is_dated = matches!(self.field, Field::Start | Field::Since | Field::First | Field::Latest);
        match (self.fence, heading.field) {
            (Some(_), field) => field != Field::Other && text.trim_start().starts_with("##"),
            (None, Field::First | Field::Latest) => is_dated,
            (None, Field::Other) => heading.level <= self.level || !is_list(self.field),
            (None, _) => true,
        }
    }

    fn open(&mut self, heading: Heading<'a>) {
        (self.field, self.level, self.fence) = (heading.field, heading.level, None);
        self.sections.found |=
            !matches!(heading.field, Field::Other | Field::First | Field::Latest | Field::ErrorText);
        if !heading.value.is_empty() {
            self.keep(heading.value);
        }
    }

    fn keep(&mut self, text: &'a str) {
        let block = if self.fence.is_some() { self.blocks } else { 0 };
        self.sections.lines.push(Line { field: self.field, text, block });
    }
}

/// People group the names in a list under headings of their own.
fn is_list(field: Field) -> bool {
    matches!(field, Field::Jobs | Field::Tests | Field::TestgridName)
}

/// The marks of a line that opens or closes a block of code. A line of code in its own back-ticks is none.
fn fence(text: &str) -> Option<&str> {
    let text = text.trim_start_matches([' ', '\t', '>', '-', '*']);
    let mark = text.chars().next().filter(|c| matches!(c, '`' | '~'))?;
    let rest = text.trim_start_matches(mark);
    let marks = text.strip_suffix(rest)?;
    (marks.len() >= 3 && !rest.contains('`')).then_some(marks)
}

/// Does nothing follow the marks? Only then they can close a block.
fn is_bare(text: &str) -> bool {
    text.trim_end().ends_with(['`', '~'])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(body: &str, field: Field, expect: &[(&str, usize)]) {
        let sections = split(body);
        let lines: Vec<_> = sections.of(field).map(|line| (line.text, line.block)).collect();
        assert_eq!(lines, expect, "{body}");
    }

    #[test]
    fn headings_cut() {
        let body =
            "before\n### Which jobs are flaking?\n\na\r\n**Which tests are flaking**: b\nc\n## Other\nd";
        check(body, Field::Start, &[("before", 0)]);
        check(body, Field::Jobs, &[("", 0), ("a", 0)]);
        check(body, Field::Tests, &[("b", 0), ("c", 0)]);
        check(body, Field::Other, &[("d", 0)]);
        assert!(split(body).found && !split("## Other").found);
    }

    #[test]
    fn code_hides_headings() {
        let body = "### Reason for failure\n```go\n# no heading\n**Jobs**\n```\nx\n~~~~\n~~~\n~~~~\ny";
        let expect = [("# no heading", 1), ("**Jobs**", 1), ("x", 0), ("~~~", 2), ("y", 0)];
        check(body, Field::Reason, &expect);
        assert_eq!(split(body).block(Field::Reason).unwrap(), "# no heading\n**Jobs**");
        check("### Which tests are flaking?\n```\na\n### Testgrid link\nb", Field::TestgridLink, &[("b", 0)]);
        check(
            "### Which tests are flaking?\n```a test```\nb",
            Field::Tests,
            &[("```a test```", 0), ("b", 0)],
        );
    }

    #[test]
    fn groups_in_a_list_stay_in_it() {
        let body = "### Which tests are flaking?\n#### sig-node\na\n## End\nb";
        check(body, Field::Tests, &[("#### sig-node", 0), ("a", 0)]);
    }
}
