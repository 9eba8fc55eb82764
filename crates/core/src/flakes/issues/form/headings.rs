//! Is this line a heading of the form? `### Heading`, `**Heading**:`, `Heading:`, each with or without a value after it.

use super::labels::{Field, Label, label};
use super::markup::without_bullets;

/// The level of a heading that is not marked with `#`: below all that are.
const UNMARKED: usize = 7;

/// A heading and what follows it on its line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Heading<'a> {
    pub(super) field: Field,
    /// How many `#`; 7 where there are none.
    pub(super) level: usize,
    pub(super) value: &'a str,
}

/// Reads a line as a heading.
pub(super) fn heading(line: &str) -> Option<Heading<'_>> {
    let line = line.trim();
    if line.starts_with('#') { hashed(line) } else { bold(line).or_else(|| bare(line)) }
}

/// `## Heading` of any kind, or `##Heading` of a known one.
fn hashed(line: &str) -> Option<Heading<'_>> {
    let text = line.trim_start_matches('#');
    let level = line.len() - text.len();
    let inner = text.trim().trim_end_matches('#').trim_end().trim_matches(['*', '_']);
    if level >= UNMARKED {
        return None;
    }
    match labelled(inner) {
        Some((label, value)) => Some(Heading { field: label.field, level, value }),
        None => text.starts_with([' ', '\t']).then_some(Heading { field: Field::Other, level, value: "" }),
    }
}

/// `**Heading**: value`, `**Heading:** value`, `__Heading__` or `*Heading*`, also in a list.
fn bold(line: &str) -> Option<Heading<'_>> {
    let line = without_bullets(line);
    let mark = ["**", "__", "*", "_"].into_iter().find(|mark| line.starts_with(mark))?;
    let (inner, after) = line.strip_prefix(mark)?.split_once(mark)?;
    let (label, value) = labelled(inner)?;
    let value =
        if value.is_empty() { after.trim_start_matches([':', '?', '*', '_', ' ', '\t']) } else { value };
    Some(Heading { field: label.field, level: UNMARKED, value })
}

/// `Heading: value` or `Heading` alone, where the words show what it is.
fn bare(line: &str) -> Option<Heading<'_>> {
    let (label, value) = labelled(without_bullets(line))?;
    label.is_plain.then_some(Heading { field: label.field, level: UNMARKED, value })
}

/// The label before the first `:` or `?`, and the value after it.
fn labelled(text: &str) -> Option<(Label, &str)> {
    let (name, value) = text.split_once([':', '?']).unwrap_or((text, ""));
    Some((label(name)?, value.trim_start_matches([':', '?', '*', '_', ' ', '\t'])))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_spelling() {
        for (line, field, level, value) in [
            ("### Which jobs are flaking?", Field::Jobs, 3, ""),
            ("###Which jobs are flaking?", Field::Jobs, 3, ""),
            ("## Which jobs are flaking: ##", Field::Jobs, 2, ""),
            ("#### **Which tests are failing?**", Field::Tests, 4, ""),
            ("### Testgrid link: https://a/b#c", Field::TestgridLink, 3, "https://a/b#c"),
            ("**Which jobs are flaking**:", Field::Jobs, 7, ""),
            ("**Which jobs are flaking:** a-job", Field::Jobs, 7, "a-job"),
            ("**Which jobs are flaking**: a-job", Field::Jobs, 7, "a-job"),
            ("- __Testgrid link__ https://a", Field::TestgridLink, 7, "https://a"),
            ("*Jobs*: x", Field::Jobs, 7, "x"),
            ("Which test(s) are flaking:", Field::Tests, 7, ""),
            (" Testgrid link: https://a", Field::TestgridLink, 7, "https://a"),
            ("Which jobs are failing", Field::Jobs, 7, ""),
            ("- First flaky: today", Field::First, 7, "today"),
            ("## Steps", Field::Other, 2, ""),
        ] {
            assert_eq!(heading(line), Some(Heading { field, level, value }), "{line}");
        }
        for none in
            ["", "Tests: a", "**a test**", "#12", "####### Tests", "https://testgrid.k8s.io/a#b", "*", "**"]
        {
            assert_eq!(heading(none), None, "{none}");
        }
    }
}
