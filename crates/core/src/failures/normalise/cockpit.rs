//! The rules of cockpit's test learning: line by line, and lines that many logs have are left out.

use std::borrow::Cow;

use regex::bytes::Regex;
use rustc_hash::{FxHashMap, FxHashSet};

use super::super::params::Profile;
use super::{pattern, text_of};

/// Lines are left out when more than this share of the texts has them.
fn max_share(profile: Profile) -> Option<f64> {
    match profile {
        Profile::Triage => None,
        Profile::Cockpit2018 => Some(0.07),
        Profile::Cockpit2019 => Some(0.17),
    }
}

/// Patterns and what each match gives way to, in order, for each line.
pub(super) struct Patterns(Vec<(Regex, String)>);

impl Patterns {
    pub(super) fn of_2018() -> Self {
        Self::new([
            (r"Wrote.*\.(png|html|log)", "Wrote file"),
            (r"Journal extracted to.*\.log", "Journal extracted"),
            (r"Core dumps downloaded to.*\.core", "Core dumps downloaded"),
            (r"^not ok.*", "not ok"),
            (r"^ok.*", "ok"),
            (r"# Flake.*", "# Flake"),
            (r#"File "/[^"]+/([^/]+)""#, r#"File "$1""#),
            (r"#{3,80}\s+", "### "),
            (r"\d+", "000"),
        ])
    }

    pub(super) fn of_2019() -> Self {
        let hashes = [128, 64, 56, 40, 32].into_iter().flat_map(|length| {
            [("[0-9a-f]", "x"), ("[0-9A-F]", "X")]
                .map(|(class, x)| (format!("{class}{{{length}}}"), x.repeat(length)))
        });
        let hex = "[0-9a-fA-F]";
        let guid = format!("{hex}{{8}}-{hex}{{4}}-{hex}{{4}}-{hex}{{4}}-{hex}{{12}}");
        let others = [
            (guid, "xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx".to_owned()),
            (r"\d+".to_owned(), "000".to_owned()),
            (r"(?:/[a-zA-Z0-9_.-]+)+/([a-zA-Z0-9_.-]+)\b".to_owned(), "$1".to_owned()),
        ];
        Self::new(hashes.chain(others))
    }

    fn new<P: AsRef<str>, W: Into<String>>(rules: impl IntoIterator<Item = (P, W)>) -> Self {
        Self(
            rules
                .into_iter()
                .filter_map(|(rule, with)| Some((pattern(rule.as_ref())?, with.into())))
                .collect(),
        )
    }

    /// The text's lines, freed of blanks at their ends and of what varies.
    pub(super) fn apply(&self, text: &str) -> String {
        let text = text.replace("\r\n", "\n").replace('\r', "\n");
        let lines: Vec<String> = text.split('\n').map(|line| self.line(line.trim())).collect();
        lines.join("\n")
    }

    fn line(&self, line: &str) -> String {
        let mut bytes = Cow::Borrowed(line.as_bytes());
        for (rule, with) in &self.0 {
            if let Cow::Owned(changed) = rule.replace_all(&bytes, with.as_bytes()) {
                bytes = Cow::Owned(changed);
            }
        }
        text_of(bytes.into_owned())
    }
}

/// The lines that more than the profile's share of the texts has.
pub(super) fn stop_lines(profile: Profile, texts: &[String]) -> FxHashSet<String> {
    let Some(share) = max_share(profile) else { return FxHashSet::default() };
    let mut counts: FxHashMap<&str, usize> = FxHashMap::default();
    for text in texts {
        let mut lines: Vec<&str> = text.split('\n').collect();
        lines.sort_unstable();
        lines.dedup();
        for line in lines {
            *counts.entry(line).or_default() += 1;
        }
    }
    let limit = share * texts.len() as f64;
    counts.into_iter().filter(|(_, count)| *count as f64 > limit).map(|(line, _)| line.to_owned()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_rules_of_2018() {
        let patterns = Patterns::of_2018();
        assert_eq!(patterns.0.len(), 9);
        for (line, expect) in [
            (" Wrote a-127.0.0.2-FAIL.png ", "Wrote file"),
            ("Journal extracted to x-FAIL.log", "Journal extracted"),
            ("not ok 26 testA", "not ok"),
            ("ok 1 testB", "ok"),
            ("File \"/build/a/check-b\", line 74", "File \"check-b\", line 000"),
            ("##########   x 12", "### x 000"),
            ("a\r\nb\rc", "a\nb\nc"),
        ] {
            assert_eq!(patterns.apply(line), expect);
        }
    }

    #[test]
    fn the_rules_of_2019() {
        let patterns = Patterns::of_2019();
        assert_eq!(patterns.0.len(), 13);
        for (line, expect) in [
            ("/usr/lib/python3/site.py:12", "site.py:000"),
            ("id 2e24e003-9ffd-4e78-852c-9dcb6cbef493", "id xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx"),
            ("030ca60025c7c6c20941bf6f12570967", &"x".repeat(32)),
            ("030CA60025C7C6C20941BF6F12570967", &"X".repeat(32)),
            ("/one 7", "/one 000"),
        ] {
            assert_eq!(patterns.apply(line), expect);
        }
    }

    #[test]
    fn lines_of_many_texts_are_stop_lines() {
        let texts: Vec<String> = (0..10).map(|n| format!("all\n{}\n{n}", n % 5)).collect();
        let stop = stop_lines(Profile::Cockpit2019, &texts);
        let mut stop: Vec<_> = stop.iter().map(String::as_str).collect();
        stop.sort_unstable();
        assert_eq!(stop, ["0", "1", "2", "3", "4", "all"]);
        assert!(stop_lines(Profile::Triage, &texts).is_empty());
    }
}
