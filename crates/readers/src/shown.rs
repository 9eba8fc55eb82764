//! Markers as short lines, so that a test shows a source and what is found in it side by side.

use flakescope_core::muted::{FileMarkers, Marker, Names};

use crate::read_file;

/// Holds what is found in a text to one line for each marker: line, kind, test, marker, and what else is known.
pub(crate) fn check(path: &str, text: &str, expect: &[&str]) {
    let found = found(path, text);
    assert_eq!(found.trouble, None, "{text}");
    assert_eq!(lines(&found), expect, "{text}");
}

/// What is found, with `slow` and `my.quarantine` as the user's own names.
pub(crate) fn found(path: &str, text: &str) -> FileMarkers {
    let names = Names::new(["slow".to_owned(), "my.quarantine".to_owned()]).unwrap();
    read_file(path, text.as_bytes(), &names)
}

pub(crate) fn lines(found: &FileMarkers) -> Vec<String> {
    found.markers.iter().map(line).collect()
}

fn line(marker: &Marker) -> String {
    let fields = [
        ("ticket", &marker.ticket),
        ("since", &marker.since),
        ("reason", &marker.reason),
        ("condition", &marker.condition),
        ("strict", &marker.strict.map(|strict| strict.to_string()).unwrap_or_default()),
    ];
    let extra = marker.extra.iter().map(|(name, value)| (name.as_str(), value));
    let told: Vec<String> = fields
        .into_iter()
        .chain(extra)
        .filter(|(_, value)| !value.is_empty())
        .map(|(name, value)| format!("{name}={value}"))
        .collect();
    let head =
        [marker.line.to_string(), marker.kind.word().to_owned(), marker.test.clone(), marker.marker.clone()];
    head.into_iter().chain(told).collect::<Vec<_>>().join(" ")
}
