//! The real markers of dcos/dcos: six files of 2018 with their 11 markers, and all 63 usages that its history holds. They lie
//! beside the checkout and are no part of the product; without them these tests say so and pass.
#![expect(clippy::print_stdout, reason = "a skipped test says why")]

use std::fs;
use std::path::PathBuf;

use flakescope_core::model::TimeMs;
use flakescope_core::muted::{
    FileMarkers, Known, Marker, MutedPlace, Names, Owners, Params, Problem, Row, make_rows,
};
use flakescope_readers::read_file;
use serde_json::Value;

fn folder() -> Option<PathBuf> {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data/xfailflake");
    if folder.is_dir() {
        return Some(folder);
    }
    println!("SKIPPED: the captures are not beside the checkout (../shared/data/xfailflake)");
    None
}

fn json(name: &str) -> Option<Value> {
    let bytes = fs::read(folder()?.join(name)).expect("the capture is whole");
    Some(serde_json::from_slice(&bytes).expect("the capture is JSON"))
}

fn text(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        // The list of a text in a tuple.
        Value::Array(parts) => parts.iter().map(text).collect::<Vec<_>>().join(" "),
        _ => String::new(),
    }
}

/// What of a marker the expectations name.
fn shown(file: &str, marker: &Marker) -> [String; 7] {
    let line = marker.line.to_string();
    let Marker { marker: name, ticket, since, reason, .. } = marker.clone();
    [file.to_owned(), line, function(marker), name, ticket, since, reason]
}

fn expected(list: &Value) -> Vec<[String; 7]> {
    let line = |entry: &Value| entry["line"].to_string();
    let fields = ["test", "marker", "ticket", "since", "reason"];
    let row = |entry: &Value| {
        let [test, marker, ticket, since, reason] = fields.map(|field| text(&entry[field]));
        let file = text(&entry["file"]).rsplit('/').next().unwrap_or_default().to_owned();
        [file, line(entry), test, marker, ticket, since, reason]
    };
    list.as_array().expect("a list").iter().map(row).collect()
}

fn flakes_of(text: &str) -> Vec<Marker> {
    let found = read_file("test_a.py", text.as_bytes(), &Names::default());
    assert_eq!(found.trouble, None, "{text}");
    found.markers.into_iter().filter(|marker| marker.name() == "xfailflake").collect()
}

#[test]
fn the_six_real_files_give_the_11_markers() {
    let (Some(folder), Some(snapshots)) = (folder(), json("snapshots_expected.json")) else { return };
    let mut files: Vec<PathBuf> =
        fs::read_dir(folder.join("dcos-4d616537")).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.sort();
    let mut found = Vec::new();
    for path in files {
        let name = path.file_name().unwrap().to_str().unwrap().trim_end_matches(".txt").to_owned();
        let markers = flakes_of(&fs::read_to_string(&path).unwrap());
        found.extend(markers.iter().map(|marker| shown(&name, marker)));
    }
    assert_eq!(found, expected(&snapshots["master_2018-12-19"]["expected"]));
    assert_eq!(found.len(), 11);
    let stacked: Vec<&[String; 7]> = found.iter().filter(|row| row[2] == "test_vip").collect();
    assert_eq!(stacked.len(), 2, "the second of two stacked markers");
}

/// The source of a usage as its history has it, beginning at a line. An excerpt ends with the first line of the function; its
/// parameters may go on, and a method stands in a class.
fn source(usage: &Value, line: usize) -> String {
    let excerpt = usage["excerpt"].as_str().expect("a text");
    let class = if excerpt.starts_with(' ') { "class TestRebuilt:" } else { "" };
    let indent = &excerpt[..excerpt.len() - excerpt.trim_start().len()];
    let end = if excerpt.ends_with(':') { "" } else { "):" };
    format!("{class}{}{excerpt}{end}\n{indent}    pass\n", "\n".repeat(line - 1))
}

/// The function of a test, as the captures name it.
fn function(marker: &Marker) -> String {
    marker.test.rsplit("::").next().unwrap_or_default().to_owned()
}

#[test]
fn all_63_usages_are_read_from_their_source() {
    let Some(file) = json("xfailflake_usages.json") else { return };
    let usages = file["usages"].as_array().expect("a list");
    assert_eq!(usages.len(), 63);
    for usage in usages {
        let markers = flakes_of(&source(usage, 2));
        let [keywords, name, test] = ["kwargs", "marker", "test"].map(|key| &usage[key]);
        let fits = |marker: &&Marker| {
            function(marker) == text(test)
                && marker.marker == text(name)
                && arguments(marker) == sorted(keywords)
        };
        assert!(markers.iter().any(|marker| fits(&marker)), "{usage:#}\n{markers:#?}");
    }
}

/// The arguments of a marker as keywords with their values.
fn arguments(marker: &Marker) -> Vec<(String, String)> {
    let known = [("jira", &marker.ticket), ("reason", &marker.reason), ("since", &marker.since)];
    let known = known.into_iter().filter(|(_, value)| !value.is_empty());
    let mut all: Vec<(String, String)> =
        known.map(|(key, value)| (key.to_owned(), value.clone())).chain(marker.extra.clone()).collect();
    all.sort();
    all
}

fn sorted(keywords: &Value) -> Vec<(String, String)> {
    let pairs = keywords.as_array().expect("pairs").iter();
    let mut all: Vec<(String, String)> = pairs.map(|pair| (text(&pair[0]), text(&pair[1]))).collect();
    all.sort();
    all
}

/// The three snapshots of which the source files are not at hand are rebuilt from the usages: the same test with the same
/// arguments, at the line that the snapshot names.
#[test]
fn the_other_snapshots_come_out_as_described() {
    let (Some(snapshots), Some(file)) = (json("snapshots_expected.json"), json("xfailflake_usages.json"))
    else {
        return;
    };
    let usages = file["usages"].as_array().expect("a list");
    for (name, count) in [("first_use_2018-11-30", 6), ("f2f42d171", 2), ("617708b0c", 2)] {
        let expected = snapshots[name]["expected"].as_array().expect("a list");
        assert_eq!(expected.len(), count, "{name}");
        for entry in expected {
            let line = usize::try_from(entry["line"].as_u64().expect("a line")).unwrap();
            let usage = usages.iter().find(|usage| is_same(usage, entry)).expect("the usage of the snapshot");
            let markers = flakes_of(&source(usage, line));
            let row = self::expected(&Value::Array(vec![entry.clone()])).remove(0);
            let found: Vec<[String; 7]> = markers.iter().map(|marker| shown(&row[0], marker)).collect();
            // Other decorators may stand above the marker in the excerpt; the line is then that of the excerpt's first.
            assert!(found.iter().any(|own| own[2..] == row[2..]), "{entry:#}\n{found:#?}");
            let wrong = entry["extra"]["date"].is_string();
            let problems = problems_of(markers);
            assert_eq!(problems.contains(&Problem::WrongKeyword), wrong, "{entry:#}");
            assert_eq!(problems.contains(&Problem::NoTicket), entry["ticket"].is_null(), "{entry:#}");
        }
    }
}

fn is_same(usage: &Value, entry: &Value) -> bool {
    let value = |key: &str| {
        let pairs = usage["kwargs"].as_array().expect("pairs");
        pairs.iter().find(|pair| pair[0] == key).map(|pair| text(&pair[1])).unwrap_or_default()
    };
    let same_values = [("jira", "ticket"), ("since", "since"), ("reason", "reason")]
        .into_iter()
        .all(|(key, field)| value(key) == text(&entry[field]));
    same_values && usage["test"] == entry["test"] && usage["marker"] == entry["marker"]
}

fn problems_of(markers: Vec<Marker>) -> Vec<Problem> {
    let files = [("test_a.py".to_owned(), FileMarkers { markers, trouble: None })];
    let now = TimeMs::parse("2019-10-01T00:00:00Z").expect("a time");
    let nothing = (&Owners::default(), &Known::default());
    let (rows, _) = make_rows(&MutedPlace::default(), &files, nothing, &Params::default(), now);
    rows.iter().flat_map(|row: &Row| row.problems.clone()).collect()
}
