//! The files: tests in five languages with their markers, and files without tests.

use super::MutedTruth;

/// A text that knows at which line it is.
#[derive(Default)]
struct Text {
    text: String,
    line: u32,
}

impl Text {
    /// Adds a line; gives its number.
    fn line(&mut self, line: &str) -> u32 {
        self.text += line;
        self.text.push('\n');
        self.line += 1;
        self.line
    }
}

/// One marker before it is written.
struct Mute {
    ticket: String,
    since: String,
    reason: String,
}

/// Writes the file of a number, with its markers or without.
type Writer = fn(usize, bool) -> (Text, Vec<MutedTruth>);

/// A file with tests: path, text, and what is true about it. Of eight files five are Python.
pub(super) fn test_file(number: usize) -> (String, String, Vec<MutedTruth>) {
    write(number, true)
}

/// The same file before anything in it was muted.
pub(super) fn without_markers(number: usize) -> (String, String) {
    let (path, text, _) = write(number, false);
    (path, text)
}

fn write(number: usize, muted: bool) -> (String, String, Vec<MutedTruth>) {
    let group = number / 40;
    let (path, writer): (String, Writer) = match number % 8 {
        5 => (format!("pkg/group{group}/part{number}_test.go"), go),
        6 => (format!("java/src/test/java/org/group{group}/Part{number}Test.java"), java),
        7 => (format!("web/group{group}/part{number}.test.ts"), javascript),
        4 => (format!("crates/group{group}/src/part{number}.rs"), rust),
        _ => (format!("python/group{group}/tests/test_part{number}.py"), python),
    };
    let (text, mut truth) = writer(number, muted);
    for one in &mut truth {
        one.file.clone_from(&path);
    }
    (path, text.text, truth)
}

/// A file that holds no test.
pub(super) fn other_file(number: usize) -> (String, String) {
    let group = number / 100;
    let path = match number % 5 {
        0 => format!("docs/group{group}/page{number}.md"),
        1 => format!("python/group{group}/module{number}.py"),
        2 => format!("pkg/group{group}/code{number}.go"),
        3 => format!("web/group{group}/code{number}.ts"),
        _ => format!("config/group{group}/file{number}.yaml"),
    };
    (path, format!("made-up file {number}, which names pytest.mark.skip and holds no test\n"))
}

fn mute(number: usize) -> Mute {
    let (year, month, day) = (2016 + number % 10, 1 + number % 12, 1 + number % 28);
    Mute {
        ticket: format!("MADE-{number}"),
        since: format!("{year}-{month:02}-{day:02}"),
        reason: format!("part {number}'s disk is \"slow\""),
    }
}

fn truth(line: u32, test: &str, marker: &str, reason: &str) -> MutedTruth {
    let [test, marker, reason] = [test, marker, reason].map(str::to_owned);
    MutedTruth { line, test, marker, reason, ..MutedTruth::default() }
}

/// A marker over several lines, a plain skip, and what only looks like one.
fn python(number: usize, muted: bool) -> (Text, Vec<MutedTruth>) {
    let (mut text, mut found, mute) = (Text::default(), Vec::new(), mute(number));
    text.line("import pytest");
    text.line("# @pytest.mark.xfailflake(jira='NONE-1', reason='a comment', since='2001-01-01')");
    if muted {
        let Mute { ticket, since, reason } = mute;
        let line = text.line("@pytest.mark.xfailflake(");
        text.line(&format!("    since='{since}',"));
        text.line(&format!("    jira='{ticket}',"));
        text.line(&format!("    reason='part {number}\\'s disk '"));
        text.line("           'is \"slow\"',");
        text.line(")");
        found.push(MutedTruth {
            ticket,
            since,
            ..truth(line, "test_disk", "pytest.mark.xfailflake", &reason)
        });
    }
    text.line("def test_disk():");
    text.line("    assert \"@pytest.mark.skip\"");
    if muted && number.is_multiple_of(2) {
        let line = text.line("@pytest.mark.skip(reason='broken')");
        found.push(truth(line, "test_net", "pytest.mark.skip", "broken"));
    }
    text.line("def test_net():");
    text.line("    pass");
    (text, found)
}

fn go(number: usize, muted: bool) -> (Text, Vec<MutedTruth>) {
    let (mut text, mut found) = (Text::default(), Vec::new());
    text.line("package part");
    text.line(&format!("func TestPart{number}(t *testing.T) {{"));
    text.line("\t// t.Skip(\"a comment\")");
    if muted {
        let line = text.line("\tt.Skip(\"broken\")");
        found.push(truth(line, &format!("TestPart{number}"), "t.Skip", "broken"));
    }
    text.line("}");
    (text, found)
}

fn java(number: usize, muted: bool) -> (Text, Vec<MutedTruth>) {
    let (mut text, mut found) = (Text::default(), Vec::new());
    text.line(&format!("class Part{number}Test {{"));
    text.line("    /** @Disabled void no() {} */");
    if muted {
        let line = text.line("    @Disabled(\"broken\")");
        found.push(truth(line, &format!("Part{number}Test.disk"), "@Disabled", "broken"));
    }
    text.line("    @Test void disk() {}");
    text.line("}");
    (text, found)
}

fn javascript(number: usize, muted: bool) -> (Text, Vec<MutedTruth>) {
    let (mut text, mut found) = (Text::default(), Vec::new());
    text.line(&format!("describe('part {number}', () => {{"));
    text.line("  const text = `it.skip('no', () => {})`;");
    if muted {
        let line = text.line("  it.skip('disk', () => {});");
        found.push(truth(line, &format!("part {number} > disk"), "it.skip", ""));
    }
    text.line("  it('runs', () => {});");
    text.line("});");
    (text, found)
}

fn rust(number: usize, muted: bool) -> (Text, Vec<MutedTruth>) {
    let (mut text, mut found) = (Text::default(), Vec::new());
    text.line(&format!("//! Part {number}: #[ignore] in a comment."));
    text.line("mod tests {");
    text.line("    #[test]");
    if muted {
        let line = text.line("    #[ignore = \"broken\"]");
        found.push(truth(line, "tests::disk", "#[ignore]", "broken"));
    }
    text.line("    fn disk() {}");
    text.line("}");
    (text, found)
}
