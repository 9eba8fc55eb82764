//! Names that are almost the same: shortened or misspelled by hand.

use super::normalise::NormalName;

/// Do most of the words of the shorter name stand in the other? White space, tags and the suite aside.
pub(super) fn resembles(a: &str, b: &str) -> bool {
    let (a, b) = (NormalName::new(a).words, NormalName::new(b).words);
    let words =
        |text: &str| text.split([' ', '/', '.', '…']).filter(|w| !w.is_empty()).map(str::to_owned).collect();
    let (a, b): (Vec<String>, Vec<String>) = (words(&a), words(&b));
    let (shorter, longer) = if a.len() < b.len() { (a, b) } else { (b, a) };
    let shared = shorter.iter().filter(|word| longer.contains(word)).count();
    !shorter.is_empty() && shared * 10 >= shorter.len() * 6
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn most_words_are_enough() {
        let name = "Kubernetes e2e suite.[It] [sig-network] Services should answer on every node";
        assert!(resembles("Services shold answer on every node", name));
        assert!(resembles("[sig-network] Services should answ…", name));
        assert!(!resembles("Volumes should keep data", name));
        assert!(!resembles("", name) && !resembles(name, ""));
        assert!(resembles("k8s.io/kubernetes/pkg/x.TestA", "k8s.io/kubernetes/pkg/x.TestB"));
    }
}
