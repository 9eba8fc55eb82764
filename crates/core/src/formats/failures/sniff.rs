//! Whether a file holds failures, told from its name and its first bytes alone.

/// How many of a file's first bytes are worth looking at.
pub const HEAD_BYTES: usize = 64 << 10;

/// Endings of what no other part of the product reads.
const ENDINGS: [&str; 9] = [".gz", ".jsonl", ".log", ".ndjson", ".out", ".tap", ".txt", ".xml", ".zip"];

/// Keys of JSON that holds failures: records (`log` and its relatives) and slices of triage (`clustered`).
const KEYS: [&str; 5] = ["\"log\"", "\"failure_text\"", "\"full_stack\"", "\"clustered\"", "\"stack\""];

/// True when a file with this name and these first bytes ([`HEAD_BYTES`] at most) holds failures or may hold some, and no
/// grids or issues.
pub fn looks_like_failures(name: &str, head: &[u8]) -> bool {
    let name = name.to_ascii_lowercase();
    if ENDINGS.iter().any(|ending| name.ends_with(ending)) {
        return true;
    }
    let has = |key: &str| memchr::memmem::find(head, key.as_bytes()).is_some();
    match head.trim_ascii_start().first() {
        Some(b'{' | b'[') => KEYS.iter().any(|key| has(key)),
        Some(b'<') => !has("<html"),
        _ => false,
    }
}

/// True when an address names a file that may hold failures, and no API.
pub fn names_failures(address: &str) -> bool {
    let path = address.split(['?', '#']).next().unwrap_or_default().to_ascii_lowercase();
    ENDINGS.iter().chain(&[".json"]).any(|ending| path.ends_with(ending))
}

/// True for the file of a model ([`crate::failures::Model`]).
pub fn looks_like_model(head: &[u8]) -> bool {
    let has = |key: &str| memchr::memmem::find(head, key.as_bytes()).is_some();
    head.trim_ascii_start().first() == Some(&b'{') && has("\"version\"") && has("\"stop_lines\"")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_by_name_and_first_bytes() {
        for (name, head, expect) in [
            ("records.json", r#"[{"id": 1, "log": "x"}]"#, true),
            ("failure_data_0a.json", r#"{"clustered": []}"#, true),
            ("records.JSONL.gz", "\u{1f}\u{8b}", true),
            ("build", "<testsuite/>", true),
            ("page", "<!doctype html><html>", false),
            ("table.json", r#"{"test-group-name": "a", "tests": []}"#, false),
            ("issues.json", r#"[{"html_url": "https://github.com/a/b/issues/1"}]"#, false),
            ("empty", "", false),
        ] {
            assert_eq!(looks_like_failures(name, head.as_bytes()), expect, "{name}");
        }
        assert!(names_failures("https://example.org/a/records.JSON?alt=media"));
        assert!(!names_failures("https://example.org/api/v1"));
        assert!(looks_like_model(br#" {"version": 1, "params": {}, "stop_lines": []"#));
        assert!(!looks_like_model(br#"{"version": 1}"#));
    }
}
