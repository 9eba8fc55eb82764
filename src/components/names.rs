//! Long test names made readable: the SIG is a chip, the stable part is bold, the suite's prefix and the tags are dimmed.

use leptos::prelude::*;

use crate::format;

/// What a part of a name is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// The suite, a package, a tag: needed to be exact, not to recognise.
    Dim,
    /// The first `[sig-…]` tag.
    Sig,
    /// What the test is about.
    Main,
}

/// Splits a name. The parts in their order are the name, but for the blanks at their ends.
pub fn parts(name: &str) -> Vec<(Part, &str)> {
    let (prefix, mut rest) = name.split_at(prefix_length(name));
    let mut parts = vec![(Part::Dim, prefix)];
    let mut sig_seen = false;
    while let Some((before, tag, after)) = split_tag(rest) {
        let is_sig = !sig_seen && tag.starts_with("[sig-");
        parts.push((Part::Main, before));
        parts.push((if is_sig { Part::Sig } else { Part::Dim }, tag));
        sig_seen |= is_sig;
        rest = after;
    }
    parts.push((Part::Main, rest));
    parts.into_iter().map(|(part, text)| (part, text.trim())).filter(|(_, text)| !text.is_empty()).collect()
}

/// How much of the name is the suite (`Kubernetes e2e suite.[It] `) or the package (`k8s.io/kubernetes/pkg/kubelet.`).
fn prefix_length(name: &str) -> usize {
    if let Some(sig) = name.find("[sig-") {
        return sig;
    }
    match name.find(".Test") {
        Some(dot) if !name.contains(' ') => dot + 1,
        _ => 0,
    }
}

fn split_tag(text: &str) -> Option<(&str, &str, &str)> {
    let (before, from_tag) = text.split_at(text.find('[')?);
    let (tag, after) = from_tag.split_at(from_tag.find(']')? + 1);
    Some((before, tag, after))
}

/// The parts in the order in which one recognises a test: SIG, what it is about, and then the rest.
fn by_weight(name: &str) -> Vec<(Part, &str)> {
    let parts = parts(name);
    let all_of = |wanted| parts.iter().filter(move |(part, _)| *part == wanted).copied();
    all_of(Part::Sig).chain(all_of(Part::Main)).chain(all_of(Part::Dim)).collect()
}

/// A test's name, with the whole of it as its tip.
#[component]
pub fn TestName(
    /// The name.
    #[prop(into)]
    name: String,
    /// What one recognises it by goes first: for narrow places.
    #[prop(default = false)]
    short: bool,
) -> impl IntoView {
    let spans = if short { by_weight(&name) } else { parts(&name) }
        .into_iter()
        .map(|(part, text)| match part {
            Part::Dim => view! { <span class="tn-dim">{format!("{text} ")}</span> }.into_any(),
            Part::Sig => {
                let sig = format::sig(text.trim_matches(['[', ']'])).to_owned();
                view! { <span class="sig">{sig}</span>" " }.into_any()
            }
            Part::Main => view! { <span class="tn-main">{format!("{text} ")}</span> }.into_any(),
        })
        .collect_view();
    view! {
        <span class="test-name" title=name>
            {spans}
        </span>
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use Part::{Dim, Main, Sig};

    #[test]
    fn names_are_split() {
        for (name, wanted) in [
            (
                "Kubernetes e2e suite.[It] [sig-storage] PV should mount [Slow] [sig-node]",
                vec![
                    (Dim, "Kubernetes e2e suite.[It]"),
                    (Sig, "[sig-storage]"),
                    (Main, "PV should mount"),
                    (Dim, "[Slow]"),
                    (Dim, "[sig-node]"),
                ],
            ),
            (
                "k8s.io/kubernetes/pkg/kubelet.TestRun/a_case",
                vec![(Dim, "k8s.io/kubernetes/pkg/kubelet."), (Main, "TestRun/a_case")],
            ),
            ("Overall", vec![(Main, "Overall")]),
            ("a [broken", vec![(Main, "a [broken")]),
            ("", vec![]),
        ] {
            assert_eq!(parts(name), wanted, "{name}");
        }
    }
}
