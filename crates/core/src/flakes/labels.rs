//! Who owns a test, told by its name.

/// The first `[sig-…]` tag, without brackets; empty if there is none.
pub fn sig(test: &str) -> &str {
    test.split('[')
        .skip(1)
        .find(|part| part.starts_with("sig-"))
        .and_then(|part| part.split_once(']'))
        .map_or("", |(sig, _)| sig)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn first_tag() {
        for (test, expect) in [
            ("Kubernetes e2e suite.[It] [sig-storage] PV [sig-node]", "sig-storage"),
            ("[sig-storage][Slow] x", "sig-storage"),
            ("[sig-storage x", ""),
            ("[k8s.io] [sig-node] x", "sig-node"),
            ("no tag", ""),
            ("", ""),
        ] {
            assert_eq!(sig(test), expect);
        }
    }
}
