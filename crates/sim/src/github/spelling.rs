//! How people write a test's name: as TestGrid shows it, or with less, in another order, or wrong.

use crate::dice::Dice;

/// Prefixes that people leave out.
const PREFIXES: [&str; 3] = ["Kubernetes e2e suite.[It] ", "kubetest2.", "kubetest."];
/// The prefix that people keep.
const KEPT_PREFIX: &str = "E2eNode Suite.[It] ";
/// Suites whose names stand before a dot.
const SUITES: [&str; 4] = ["Kubernetes e2e suite.", "E2eNode Suite.", "kubetest2.", "kubetest."];

/// A way of writing a name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Manner {
    Exact,
    /// Without the prefix of the suite.
    NoPrefix,
    /// Without prefix and SIG tag, as signalhound writes it.
    Short,
    /// Without the tags behind the SIG's.
    FewerTags,
    /// With the tags in another order.
    OtherOrder,
    /// With more than one blank between two words.
    WideBlanks,
    /// Cut in the middle.
    Abbreviated,
    /// With two letters swapped.
    Typo,
}

/// Writes a name in a manner.
pub(super) fn spell(name: &str, manner: Manner, dice: &mut Dice) -> String {
    match manner {
        Manner::Exact => name.to_owned(),
        Manner::NoPrefix => without_prefix(name).to_owned(),
        Manner::Short => without_sig(without_prefix(name)).to_owned(),
        Manner::FewerTags => fewer_tags(name),
        Manner::OtherOrder => other_order(name),
        Manner::WideBlanks => name.replacen(" should ", "  should ", 1).replacen(" with ", "   with ", 1),
        Manner::Abbreviated => abbreviate(without_prefix(name), 38),
        Manner::Typo => typo(name, dice),
    }
}

/// The name without the prefix that people leave out.
pub(super) fn without_prefix(name: &str) -> &str {
    PREFIXES.iter().find_map(|prefix| name.strip_prefix(prefix)).unwrap_or(name)
}

/// What is left when suite, tags and wide blanks go: equal for tests that differ in tags alone.
pub(super) fn bare(name: &str) -> String {
    let rest = SUITES.iter().find_map(|suite| name.strip_prefix(suite)).unwrap_or(name);
    let (words, _) = split_tags(rest);
    words.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The first characters, with dots behind them.
pub(super) fn abbreviate(name: &str, characters: usize) -> String {
    if name.chars().count() <= characters {
        return format!("{name}…");
    }
    let head: String = name.chars().take(characters).collect();
    format!("{}…", head.trim_end())
}

/// The SIG that the name tells, or that its subject suggests.
pub(super) fn sig(name: &str) -> String {
    if let Some((sig, _)) = name.split_once("[sig-").and_then(|(_, rest)| rest.split_once(']')) {
        return sig.to_owned();
    }
    let hints = [
        ("kubeadm", "cluster-lifecycle"),
        ("ClusterLoader", "scalability"),
        ("kubelet", "node"),
        ("scheduler", "scheduling"),
        ("proxy", "network"),
        ("endpointslice", "network"),
        ("volume", "storage"),
        ("apiserver", "api-machinery"),
        ("k8s.io", "api-machinery"),
    ];
    let found = hints.iter().find(|(word, _)| name.contains(word));
    found.map_or("testing", |(_, sig)| sig).to_owned()
}

fn without_sig(name: &str) -> &str {
    let rest = name.strip_prefix("[sig-").and_then(|rest| rest.split_once("] "));
    rest.map_or(name, |(_, rest)| rest)
}

/// Splits the words from the `[…]` and `{…}` tags.
fn split_tags(name: &str) -> (String, Vec<String>) {
    let (mut words, mut tags, mut rest) = (String::new(), Vec::new(), name);
    while let Some(start) = rest.find(['[', '{']) {
        let close = if rest[start..].starts_with('[') { ']' } else { '}' };
        let Some(length) = rest[start..].find(close) else { break };
        words.push_str(&rest[..start]);
        tags.push(rest[start..=start + length].to_owned());
        rest = &rest[start + length + 1..];
    }
    words.push_str(rest);
    (words, tags)
}

/// Drops every tag but the SIG's; the prefix that people leave out goes with them.
fn fewer_tags(name: &str) -> String {
    let (prefix, words, tags) = parts(name);
    let sig = tags.iter().find(|tag| tag.starts_with("[sig-"));
    let sig = sig.map_or(String::new(), |sig| format!("{sig} "));
    format!("{prefix}{sig}{words}")
}

/// Puts the tags behind the words, last one first.
fn other_order(name: &str) -> String {
    let (prefix, words, mut tags) = parts(name);
    tags.reverse();
    format!("{prefix}{words} {}", tags.join(" ")).trim_end().to_owned()
}

/// Prefix that people keep, words, tags.
fn parts(name: &str) -> (&str, String, Vec<String>) {
    let short = without_prefix(name);
    let end = if short.starts_with(KEPT_PREFIX) { KEPT_PREFIX.len() } else { 0 };
    let (words, tags) = split_tags(&short[end..]);
    (&short[..end], words.split_whitespace().collect::<Vec<_>>().join(" "), tags)
}

/// Swaps two different letters in the second half.
fn typo(name: &str, dice: &mut Dice) -> String {
    let mut letters: Vec<char> = name.chars().collect();
    let start = letters.len() / 2 + dice.below(letters.len() / 8 + 1);
    let fits = |pair: &[char]| pair[0] != pair[1] && pair.iter().all(char::is_ascii_lowercase);
    match letters[start..].windows(2).position(fits) {
        Some(at) => letters.swap(start + at, start + at + 1),
        None => letters.truncate(start),
    }
    letters.into_iter().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const NAME: &str =
        "Kubernetes e2e suite.[It] [sig-node] Pods should be created [NodeConformance] [Conformance]";

    #[test]
    fn manners_change_tags_and_blanks_alone() {
        let check = |manner, expected: &str| {
            let spelled = spell(NAME, manner, &mut Dice::new(1, "spelling"));
            assert_eq!(spelled, expected);
            assert_eq!(bare(&spelled), "Pods should be created");
        };
        check(Manner::Exact, NAME);
        check(Manner::NoPrefix, "[sig-node] Pods should be created [NodeConformance] [Conformance]");
        check(Manner::Short, "Pods should be created [NodeConformance] [Conformance]");
        check(Manner::FewerTags, "[sig-node] Pods should be created");
        check(Manner::OtherOrder, "Pods should be created [Conformance] [NodeConformance] [sig-node]");
        check(
            Manner::WideBlanks,
            "Kubernetes e2e suite.[It] [sig-node] Pods  should be created [NodeConformance] [Conformance]",
        );
    }

    #[test]
    fn wrong_names_lead_nowhere() {
        let mut dice = Dice::new(1, "typo");
        assert_ne!(bare(&spell(NAME, Manner::Typo, &mut dice)), bare(NAME));
        assert_eq!(spell(NAME, Manner::Abbreviated, &mut dice), "[sig-node] Pods should be created [Nod…");
        assert_eq!(sig(NAME), "node");
    }
}
