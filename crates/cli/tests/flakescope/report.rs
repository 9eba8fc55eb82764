//! The report for the meeting, from the same flags and settings as the table.

use std::fs;

use crate::run::{flakescope, folder};

#[test]
fn every_format_is_whole() {
    for (format, start, end) in [
        ("markdown", "# Release signal", "\n"),
        ("org", "#+title: release signal", "\n"),
        ("html", "<!doctype html>", "</html>\n"),
        ("slack", "*release signal", "\n"),
        ("json", "{", "}\n"),
    ] {
        let run = flakescope(&format!("report --sample --format {format}"));
        assert_eq!((run.code, run.err.as_str()), (0, ""), "{format}");
        let low = run.out.to_lowercase();
        assert!(low.starts_with(&start.to_lowercase()), "{format}: {:?}", run.out.get(..80));
        assert!(run.out.ends_with(end), "{format}");
        assert!(run.out.contains("made-up sample"), "{format}");
    }
    let usual = flakescope("report --sample").out;
    assert!(usual.starts_with("# Release signal"), "Markdown is the usual format");
}

#[test]
fn a_comparison_tells_what_changed() {
    let without = flakescope("report --sample --format json").json();
    assert!(without["changes"].is_null() && without["compare_since"].is_null());
    let with = flakescope("report --sample --format json --compare-days 7").json();
    assert!(with["compare_since"].is_string());
    assert!(
        ["new", "fixed", "worse", "better"].iter().all(|list| with["changes"][list].is_array()),
        "{with}"
    );
}

#[test]
fn the_table_says_what_changed_as_the_report_does() {
    let report = flakescope("report --sample --format json --compare-days 7").json();
    let table = flakescope("flakes --sample --format json --compare-days 7").json();
    assert!(report["changes"].is_object());
    assert_eq!(table["changes"], report["changes"]);
    assert!(flakescope("flakes --sample --format json").json()["changes"].is_null());
    let since = format!("## Since {}", &report["compare_since"].as_str().unwrap()[..10]);
    let markdown = flakescope("flakes --sample --format markdown --compare-days 7").out;
    assert!(markdown.contains(&since), "{since}");
    let csv = flakescope("flakes --sample --compare-days 7").out;
    assert_eq!(csv, flakescope("flakes --sample").out, "a CSV holds the tests alone");
}

#[test]
fn links_lead_to_the_page_that_was_named() {
    assert!(!flakescope("report --sample").out.contains("flakes?"), "no page, no links");
    for page in ["https://flakes.example", "https://flakes.example/", "https://flakes.example/sub/path/"] {
        let run = flakescope(&format!("report --sample --page {page}"));
        let link = format!("]({}/flakes?", page.trim_end_matches('/'));
        assert!(run.out.contains(&link), "{page}: {}", run.err);
    }
    for page in ["javascript:alert(1)", "flakes.example", "file:///etc"] {
        let run = flakescope(&format!("report --sample --page {page}"));
        assert_eq!((run.code, run.out.as_str()), (2, ""), "{page}: {}", run.err);
    }
}

#[test]
fn settings_are_shared_with_the_table() {
    let folder = folder("report_settings");
    let (settings, output) = (folder.join("settings.yaml"), folder.join("report.txt"));
    let text =
        "sample: true\nsig: [storage]\nwindow-days: 7\nsort: -failure_rate\npage: https://flakes.example\n";
    fs::write(&settings, format!("{text}format: slack\noutput: {}\n", output.display())).unwrap();
    let run = flakescope(&format!("report --config {}", settings.display()));
    assert_eq!((run.code, run.out.as_str(), run.err.as_str()), (0, "", ""));
    let written = fs::read_to_string(&output).unwrap();
    assert!(written.starts_with("*Release signal") && written.contains("https://flakes.example/flakes?"));
    assert!(written.contains("Window: 7 days"));
    let table = flakescope(&format!("flakes --config {} --format csv -o -", settings.display()));
    assert_eq!((table.code, table.err.as_str()), (0, ""));
    let other = flakescope(&format!("flakes --config {} -o -", settings.display()));
    assert_eq!((other.code, other.out.as_str()), (2, ""));
    assert!(other.one_line().contains("\"slack\"; here it can be csv, json"), "{}", other.err);
}

#[test]
fn wrong_use() {
    for flags in ["--format csv", "--compare-days 0", "--compare-days 400", "--sort test", "--link"] {
        let run = flakescope(&format!("report --sample {flags}"));
        assert_eq!((run.code, run.out.as_str()), (2, ""), "{flags}");
    }
}
