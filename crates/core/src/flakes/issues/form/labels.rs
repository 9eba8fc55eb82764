//! Which field a heading announces. Told by its words, because their order, number and punctuation differ between the
//! generations of the form and between those who fill it in by hand.

/// A field of the form, or a part of the text that is none.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Field {
    Jobs,
    Tests,
    TestgridName,
    TestgridLink,
    Since,
    /// The first failure, which some name instead.
    First,
    /// The newest failure: dated, but no field of ours.
    Latest,
    Reason,
    More,
    Sigs,
    ErrorText,
    /// Before the first heading.
    Start,
    /// Under a heading of another kind.
    Other,
}

/// A heading that is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Label {
    pub(super) field: Field,
    /// Do the words alone show that it is a heading? Words like "Tests" need markup around them.
    pub(super) is_plain: bool,
}

/// The longest heading, in bytes: what is longer is prose.
const LONGEST: usize = 80;

const TROUBLE: [&str; 8] = ["flaking", "failing", "flaky", "flakey", "flaked", "failed", "flake", "failure"];

/// Reads a heading without its markup and its `?` or `:`.
pub(super) fn label(heading: &str) -> Option<Label> {
    if heading.len() > LONGEST {
        return None;
    }
    let heading = heading.to_ascii_lowercase().replace("(s)", "s");
    let words: Vec<&str> =
        heading.split(|c: char| !c.is_ascii_alphanumeric()).filter(|w| !w.is_empty()).collect();
    plain(&words)
        .map(|field| Label { field, is_plain: true })
        .or_else(|| marked(&words).map(|field| Label { field, is_plain: false }))
}

/// Headings that are told by their words alone.
fn plain(words: &[&str]) -> Option<Field> {
    match words {
        ["which", rest @ ..] if rest.len() <= 8 && has(rest, &TROUBLE) => which(rest),
        ["testgrid", rest @ ..] if rest.len() <= 3 => testgrid(rest),
        ["since", "when", ..] => Some(Field::Since),
        ["first", trouble] if is_trouble(trouble) => Some(Field::First),
        ["latest" | "last", trouble] if is_trouble(trouble) => Some(Field::Latest),
        ["reason", "for", "failure" | "failing" | "flake" | "flaking", ..] => Some(Field::Reason),
        ["anything", "else", "we", ..] => Some(Field::More),
        ["relevant", "sig" | "sigs", ..] => Some(Field::Sigs),
        _ => None,
    }
}

fn which(rest: &[&str]) -> Option<Field> {
    if has(rest, &["test", "tests", "testcase", "testcases"]) {
        Some(Field::Tests)
    } else {
        has(rest, &["job", "jobs"]).then_some(Field::Jobs)
    }
}

fn testgrid(rest: &[&str]) -> Option<Field> {
    if has(rest, &["name", "names"]) {
        Some(Field::TestgridName)
    } else {
        has(rest, &["link", "links", "url", "urls"]).then_some(Field::TestgridLink)
    }
}

/// Headings that could as well be words in a sentence.
fn marked(words: &[&str]) -> Option<Field> {
    match words {
        ["job" | "jobs"] | [_, "job" | "jobs"] | ["job" | "jobs", "name" | "names"] => Some(Field::Jobs),
        ["test" | "tests"] | ["test" | "tests", "name" | "names"] => Some(Field::Tests),
        [trouble, "test" | "tests"] if is_trouble(trouble) => Some(Field::Tests),
        ["testgrid"] | ["link", "to", "testgrid"] => Some(Field::TestgridLink),
        ["since"] => Some(Field::Since),
        ["reason" | "reasons"] | [_, "reason" | "reasons"] => Some(Field::Reason),
        ["anything", "else"] | ["additional", "context" | "info" | "information"] => Some(Field::More),
        ["sig" | "sigs"] | [_, "sig" | "sigs"] => Some(Field::Sigs),
        ["text" | "error"] | ["error", "text" | "message"] | ["failure", "text"] => Some(Field::ErrorText),
        _ => None,
    }
}

fn is_trouble(word: &str) -> bool {
    TROUBLE.contains(&word) || matches!(word, "fail" | "fails" | "seen" | "occurrence" | "flakes")
}

fn has(words: &[&str], any: &[&str]) -> bool {
    words.iter().any(|word| any.contains(word))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_decide() {
        for (heading, field, is_plain) in [
            ("Which jobs are flaking", Field::Jobs, true),
            ("Which job(s) are failing", Field::Jobs, true),
            ("WHICH JOBS ARE FLAKY", Field::Jobs, true),
            ("Which test(s) are flaking", Field::Tests, true),
            ("which tests are failing", Field::Tests, true),
            ("Since when has it been flaking", Field::Since, true),
            ("First flaky", Field::First, true),
            ("Latest flaky", Field::Latest, true),
            ("Testgrid test name", Field::TestgridName, true),
            ("TestGrid test name(s)", Field::TestgridName, true),
            ("Testgrid link", Field::TestgridLink, true),
            ("TestGrid Links", Field::TestgridLink, true),
            ("Reason for failure (if possible)", Field::Reason, true),
            ("Anything else we need to know", Field::More, true),
            ("Relevant SIG(s)", Field::Sigs, true),
            ("Jobs", Field::Jobs, false),
            ("Failing jobs", Field::Jobs, false),
            ("Test name", Field::Tests, false),
            ("Error text", Field::ErrorText, false),
            ("testgrid", Field::TestgridLink, false),
        ] {
            assert_eq!(label(heading), Some(Label { field, is_plain }), "{heading}");
        }
        let long = format!("Which jobs are flaking {}", "x".repeat(80));
        for none in
            ["", "Steps to reproduce", "Which version", "test a thing", "testgrid k8s io board tab x", &long]
        {
            assert_eq!(label(none), None, "{none}");
        }
    }
}
