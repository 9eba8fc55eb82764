//! Whatever a file holds, reading it ends with an answer: no panic, no endless walk, markers on lines that there are.

use flakescope_core::muted::{Marker, Names};
use flakescope_readers::read_file;
use proptest::prelude::*;

const PATHS: [&str; 8] =
    ["test_a.py", "a_test.go", "a.rs", "ATest.java", "a.test.js", "a.test.ts", "a.test.tsx", "a.test.mts"];

/// Pieces that make markers, and pieces that break them.
const PIECES: [&str; 44] = [
    "@pytest.mark.skip",
    "@pytest.mark.xfailflake(jira='A-1',",
    "def test_a():",
    "class A:",
    "pytestmark = [",
    "pytest.param(1, marks=",
    "pytest.skip('x')",
    "\n",
    "\n    ",
    "(",
    ")",
    "[",
    "]",
    "{",
    "}",
    "'",
    "\"",
    "\"\"\"",
    "`",
    "f'{",
    "#",
    "//",
    "/*",
    "*/",
    "func TestA(t *testing.T) {",
    "t.Skip(\"x\")",
    "XIt(\"a [Flaky]\", func() {",
    "if a {",
    "else",
    "#[ignore = \"x\"]",
    "#[cfg_attr(a, ignore)]",
    "fn a() {",
    "mod m {",
    "@Ignore(\"x\")",
    "@DisabledOnOs(",
    "void a() {",
    "it.skip('a', () => {",
    "xdescribe(`a`, ",
    "test.skip(",
    "${",
    ",",
    ";",
    "\\",
    "ä\u{2028}\u{feff}",
];

fn check(path: &str, text: &[u8]) -> Result<(), TestCaseError> {
    let names = Names::new(["slow".to_owned()]).expect("a name");
    let found = read_file(path, text, &names);
    let lines = text.split(|byte| *byte == b'\n').count();
    for Marker { line, marker, .. } in &found.markers {
        prop_assert!((1..=lines).contains(&(*line as usize)) && !marker.is_empty());
    }
    prop_assert!(found.markers.is_sorted_by_key(|marker| marker.line));
    prop_assert_eq!(read_file(path, text, &names), found);
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn pieces_in_any_order(pieces in prop::collection::vec(prop::sample::select(&PIECES[..]), 0..40)) {
        for path in PATHS {
            check(path, pieces.concat().as_bytes())?;
        }
    }

    #[test]
    fn any_bytes(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        for path in PATHS {
            check(path, &[b"skip ignore Ignore Skip ", &bytes[..]].concat())?;
        }
    }
}

#[test]
fn large_and_long_files() {
    for path in PATHS {
        let large = "x = 'skip ignore Ignore Skip'\n".repeat(200_000);
        let found = read_file(path, large.as_bytes(), &Names::default());
        assert!(found.trouble.is_some_and(|trouble| trouble.message.contains("larger")), "{path}");
    }
}
