//! The settings file says the same as the flags, and is told off with line and column.

use std::fs;

use crate::run::{Run, flakescope, folder};

fn with_settings(name: &str, text: &str, flags: &str) -> Run {
    let path = folder(name).join("settings.yaml");
    fs::write(&path, text).unwrap();
    flakescope(&format!("flakes --config {} {flags}", path.display()))
}

#[test]
fn settings_are_flags() {
    let settings = "
# weekly
sample: true
dashboard: sig-release-master-blocking
window-days: 7
keep-broken-runs: true
sig: [storage, node]
verdict:
  - failing
  - flaky
priority: [critical-urgent, important-soon]
text: should
sort: -failure_rate
format: json
";
    let flags = "--sample --dashboard sig-release-master-blocking --window-days 7 --keep-broken-runs --sig storage,node \
                 --verdict failing,flaky --priority critical-urgent --priority important-soon --text should \
                 --sort -failure_rate --format json";
    let mut by_file = with_settings("settings", settings, "").json();
    let mut by_flags = flakescope(&format!("flakes {flags}")).json();
    by_file["generated_at"].take();
    by_flags["generated_at"].take();
    assert!(!by_file["tests"].as_array().unwrap().is_empty());
    assert_eq!(by_file, by_flags);
}

#[test]
fn flags_win() {
    let settings = "sample: true\nformat: json\nsig: [storage]\nkeep-broken-runs: true\n";
    let link = |flags: &str| with_settings("flags_win", settings, &format!("--link {flags}")).out;
    assert_eq!(link("").trim_end(), "?broken=keep&sig=storage&src=sample&v=1");
    assert_eq!(link("--sig node --keep-broken-runs=false").trim_end(), "?sig=node&src=sample&v=1");
    let other = link("--testgrid https://a.example/api/v1");
    assert!(
        other.contains("a.example") && !other.contains("sample"),
        "a source replaces any source: {other}"
    );
    assert!(with_settings("flags_win_2", settings, "--format markdown").out.starts_with("# "));
    assert_eq!(with_settings("no_settings", "# nothing\n", "--link").out.trim_end(), "?v=1");
    assert_eq!(with_settings("empty", "", "--link").out.trim_end(), "?v=1");
}

#[test]
fn mistakes_are_named_with_their_place() {
    for (settings, line, words) in [
        ("sample: true\nwindow_days: 7\n", 2, "window_days"),
        ("sample: true\nverdict: [failing, maybe]\n", 2, "maybe"),
        ("sample: true\n\nwindow-days: soon\n", 3, "not a whole number"),
        ("sample: true\nsort: shoe_size\n", 2, "shoe_size"),
        ("sample: [true\n", 0, "settings"),
        ("sample: true\nsample: false\n", 2, "sample"),
        ("sample: true\nlink: true\n", 2, "link"),
    ] {
        let run = with_settings("mistakes", settings, "");
        assert_eq!((run.code, run.out.as_str()), (2, ""), "{settings}");
        let said = run.one_line();
        assert!(said.contains("settings.yaml") && said.contains(words), "{said}");
        assert!(line == 0 || said.contains(&format!("line {line}")), "{said}");
    }
    let window = with_settings("window", "sample: true\nwindow-days: 999\n", "");
    assert_eq!(window.code, 2);
    assert!(window.one_line().contains("between 1 and 365"), "{}", window.err);
    let both = with_settings("both", "sample: true\ntable: [a.json]\n", "");
    assert_eq!(
        (both.code, both.one_line()),
        (2, "flakescope: choose one source: testgrid, sample, or summary and table")
    );
}

#[test]
fn a_missing_settings_file_is_a_failure() {
    let run = flakescope("flakes --config /nowhere/settings.yaml");
    assert_eq!(run.code, 1);
    assert_eq!(
        run.one_line(),
        "flakescope: /nowhere/settings.yaml cannot be read: no such file or directory. Check the path."
    );
}
