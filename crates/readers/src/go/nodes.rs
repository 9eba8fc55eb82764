//! The nodes of Ginkgo, and what the tags in their names say (onsi.github.io/ginkgo, "Pending Specs"; kubernetes/community,
//! "Kinds of tests").

use flakescope_core::muted::Kind;

/// A node of Ginkgo.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Node {
    pub(super) kind: Kind,
    /// `P` or `X` in front: it does not run.
    pub(super) pending: bool,
}

/// Names of nodes, each also with `F`, `P` or `X` in front.
const SUITES: [&str; 5] = ["Describe", "Context", "When", "DescribeTable", "DescribeTableSubtree"];
const TESTS: [&str; 4] = ["It", "Specify", "Entry", "Measure"];

/// The node that a function makes. Kubernetes wraps them: `SIGDescribe`, `ConformanceIt`.
pub(super) fn node(name: &str) -> Option<Node> {
    let kind = |name: &str| {
        if SUITES.contains(&name) { Some(Kind::Suite) } else { TESTS.contains(&name).then_some(Kind::Test) }
    };
    let bare = |start: char| name.strip_prefix(start).and_then(kind);
    if let Some(kind) = bare('P').or_else(|| bare('X')) {
        return Some(Node { kind, pending: true });
    }
    let wrapped = match name {
        name if name.ends_with("Describe") => Some(Kind::Suite),
        "ConformanceIt" => Some(Kind::Test),
        _ => None,
    };
    let kind = kind(name).or_else(|| bare('F')).or(wrapped)?;
    Some(Node { kind, pending: false })
}

/// The tags in a name that mute: the marker and the reason of each.
pub(super) fn tags(name: &str) -> Vec<(String, String)> {
    let tags = name.split('[').skip(1).filter_map(|rest| rest.split_once(']')).map(|(tag, _)| tag);
    tags.filter_map(|tag| {
        let (word, reason) = tag.split_once(':').unwrap_or((tag, ""));
        matches!(word, "Flaky" | "Disabled").then(|| (format!("[{tag}]"), reason.trim().to_owned()))
    })
    .collect()
}
