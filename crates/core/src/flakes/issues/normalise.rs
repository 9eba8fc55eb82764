//! Test names compared without what people leave out when they write them into an issue.

use crate::sorting::sort;

/// A name without suite prefix and tags, and the tags that it bore.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct NormalName {
    /// What is left: words with single blanks between them.
    pub(crate) words: String,
    /// The tags without their brackets, sorted; `[It]` and its like say nothing and are left out.
    pub(crate) tags: Vec<String>,
}

/// Node types of the Ginkgo framework that it writes before a name; people never do.
const NODE_TAGS: [&str; 8] = [
    "It",
    "BeforeEach",
    "AfterEach",
    "JustBeforeEach",
    "BeforeSuite",
    "AfterSuite",
    "SynchronizedBeforeSuite",
    "SynchronizedAfterSuite",
];

/// Programs whose name stands before that of a step.
const PROGRAMS: [&str; 2] = ["kubetest.", "kubetest2."];

impl NormalName {
    /// Takes `name` apart. An opening bracket that is never closed is an ordinary sign.
    pub(crate) fn new(name: &str) -> Self {
        let (mut words, mut tags) = (String::with_capacity(name.len()), Vec::new());
        let mut rest = without_prefix(name.trim());
        while let Some((before, tag, after)) = next_tag(rest) {
            push_words(&mut words, before);
            tags.extend((!NODE_TAGS.contains(&tag)).then(|| tag.trim().to_owned()));
            rest = after;
        }
        push_words(&mut words, rest);
        sort(&mut tags);
        tags.dedup();
        Self { words, tags }
    }

    /// Could somebody have meant this test and written `written`? People lose tags, but do not make them up: a tag that the
    /// test has not makes it another test. The tag of a SIG is forgiven where the test has none, for titles give one.
    pub(super) fn may_be(&self, written: &Self) -> bool {
        self.words == written.words && self.may_bear(&written.tags)
    }

    /// Could these be tags of this test, as somebody wrote them?
    pub(crate) fn may_bear(&self, tags: &[String]) -> bool {
        let is_sig = |tag: &&String| tag.starts_with("sig-");
        let has_sig = self.tags.iter().any(|tag| is_sig(&tag));
        let forgiven = |tag: &&String| self.tags.contains(tag) || (!has_sig && is_sig(tag));
        tags.iter().all(|tag| forgiven(&tag))
    }
}

/// `Kubernetes e2e suite.` and its like, and the programs, are how TestGrid writes names, not part of them.
fn without_prefix(name: &str) -> &str {
    let head = name.find(['[', '{']).and_then(|at| name.get(..at)).unwrap_or(name);
    let suite = [" suite.", " Suite."].iter().find_map(|end| head.find(end).map(|at| at + end.len()));
    let program = PROGRAMS.iter().find(|program| name.starts_with(**program)).map(|program| program.len());
    suite.or(program).and_then(|end| name.get(end..)).unwrap_or(name)
}

/// What stands before the first `[…]` or `{…}`, its content, and what follows.
fn next_tag(text: &str) -> Option<(&str, &str, &str)> {
    let open = text.find(['[', '{'])?;
    let (before, from) = text.split_at_checked(open)?;
    let close = if from.starts_with('[') { ']' } else { '}' };
    let (tag, after) = from.get(1..)?.split_once(close)?;
    Some((before, tag, after))
}

fn push_words(words: &mut String, text: &str) {
    for word in text.split_whitespace() {
        if !words.is_empty() {
            words.push(' ');
        }
        words.push_str(word);
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn check(name: &str, words: &str, tags: &[&str]) {
        assert_eq!(
            NormalName::new(name),
            NormalName { words: words.to_owned(), tags: tags.iter().map(|tag| (*tag).to_owned()).collect() }
        );
    }

    #[test]
    fn tags_and_prefixes_go() {
        check("", "", &[]);
        check(
            "Kubernetes e2e suite.[It] [sig-storage] PV  should\tmount",
            "PV should mount",
            &["sig-storage"],
        );
        check("[sig-node] [Serial] Pods {slow} run [sig-node]", "Pods run", &["Serial", "sig-node", "slow"]);
        check("kubetest2.Up", "Up", &[]);
        check("E2eNode Suite.[BeforeSuite]", "", &[]);
        check("k8s.io/kubernetes/pkg/x.TestA", "k8s.io/kubernetes/pkg/x.TestA", &[]);
        check("a [never closed", "a [never closed", &[]);
        check("TestSuite.TestA", "TestSuite.TestA", &[]);
    }

    #[test]
    fn only_lost_tags_are_forgiven() {
        let same = |a: &str, b: &str| NormalName::new(a).may_be(&NormalName::new(b));
        assert!(same("[sig-x] a b", "a  b"));
        assert!(same("Kubernetes e2e suite.[It] [sig-x] [Slow] a", "[Slow] [sig-x] a"));
        assert!(!same("[Driver: a] x", "[Driver: b] x"));
        assert!(!same("[sig-x] a b", "[sig-x] a b [Disruptive]"));
        assert!(same("a b", "[sig-x] a b") && !same("[sig-y] a b", "[sig-x] a b"));
        assert!(!same("[sig-x] a b", "[sig-x] a c"));
    }

    proptest! {
        #[test]
        fn normal_stays_normal(name in ".{0,80}") {
            let normal = NormalName::new(&name);
            prop_assert!(normal.may_be(&normal));
            prop_assert!(!normal.words.contains("  "));
        }
    }
}
