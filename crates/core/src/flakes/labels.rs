//! Who owns a test, told by its name.

/// The first `[sig-…]` tag, without brackets; empty if there is none.
pub fn sig(test: &str) -> &str {
    let mut tags = test.split('[').skip(1).filter_map(|part| part.split_once(']'));
    tags.find(|(tag, _)| tag.starts_with("sig-")).map_or("", |(sig, _)| sig)
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
            ("[sig-open never closed [sig-cli] x", "sig-cli"),
            ("[k8s.io] [sig-node] x", "sig-node"),
            ("no tag", ""),
            ("", ""),
        ] {
            assert_eq!(sig(test), expect);
        }
    }
}
