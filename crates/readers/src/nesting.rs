//! How deep a text nests. Parsers and walks call themselves once a level; a hostile text would use up the stack.

use flakescope_core::muted::FileMarkers;

use crate::lines;

/// Levels that are read: no test nests deeper, and the walk over so many fits the smallest stack that we run on.
pub(crate) const DEEPEST: usize = 250;

/// What is said of a text that nests deeper.
pub(crate) fn refused() -> FileMarkers {
    lines::trouble(1, format!("nested more than {DEEPEST} deep; the file was not read"))
}

/// What one token does to the depth.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Step {
    /// Opens a level: a bracket or an indentation.
    Open,
    /// Closes one.
    Close,
    /// Ends what hangs together in this level: a comma, the end of a statement.
    Apart,
    /// Makes what hangs together one longer: an operator, a dot, a keyword.
    Link,
    /// Anything else.
    Flat,
}

/// Does a text nest deeper than [`DEEPEST`]? Each link counts as a level, because chains of operators and calls are trees as
/// deep as they are long.
pub(crate) fn is_too_deep(steps: impl Iterator<Item = Step>) -> bool {
    let (mut open, mut links, mut total) = (Vec::new(), 0_usize, 0_usize);
    for step in steps {
        match step {
            Step::Open => {
                open.push(links);
                links = 0;
                total += 1;
            }
            Step::Close => {
                total = total.saturating_sub(links);
                if let Some(outer) = open.pop() {
                    // What was closed is one link of what it stands in: the call of a chain.
                    links = outer + 1;
                }
            }
            Step::Apart => {
                total = total.saturating_sub(links);
                links = 0;
            }
            Step::Link => {
                links += 1;
                total += 1;
            }
            Step::Flat => {}
        }
        if total > DEEPEST {
            return true;
        }
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, times: usize, expect: bool) {
        let text = text.repeat(times);
        let step = |byte: u8| match byte {
            b'(' => Step::Open,
            b')' => Step::Close,
            b',' => Step::Apart,
            b'+' => Step::Link,
            _ => Step::Flat,
        };
        assert_eq!(is_too_deep(text.bytes().map(step)), expect, "{}", &text[..6]);
    }

    #[test]
    fn depth_counts_and_length_does_not() {
        check("((((((", 50, true);
        check("()()()", 20, false);
        check("a+b+c+", 100, true);
        check("a+b+c,", 1000, false);
        check("f(a+b)", 60, false);
        check("f(a+b),", 1000, false);
        check("f(a)()", 150, true);
        check("(+,(+,", 300, true);
        check("(+,(+,", 100, false);
        check("))))))", 100, false);
    }
}
