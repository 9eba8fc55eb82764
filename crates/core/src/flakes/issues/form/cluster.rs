//! Issues made from the failure search: `Failure cluster [0123abcd…]`.

use memchr::memmem;

/// The longest id of a failure cluster in the title or the body: titles often cut it short.
pub(super) fn cluster(title: &str, body: &str) -> Option<String> {
    let ids = ids(title).chain(ids(body));
    ids.reduce(|best, id| if id.len() > best.len() { id } else { best }).map(str::to_ascii_lowercase)
}

/// Every id that stands in brackets after the word "cluster".
fn ids(text: &str) -> impl Iterator<Item = &str> {
    memmem::find_iter(text.as_bytes(), b"luster [").filter_map(|at| {
        let word = text.get(..at)?;
        let inner = text.get(at + "luster [".len()..)?;
        let end = inner.find(|c: char| !c.is_ascii_hexdigit())?;
        let (id, after) = inner.split_at_checked(end)?;
        let is_closed = after.trim_start_matches(['.', '…']).starts_with(']');
        (word.ends_with(['c', 'C']) && (8..=40).contains(&id.len()) && is_closed).then_some(id)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_are_found() {
        let long = "0123456789abcdef0123";
        let body = format!("### Failure cluster [{}](https://go.k8s.io/triage#{long})", long.to_uppercase());
        assert_eq!(cluster("Failure cluster [01234567...] failed 9 builds", &body).as_deref(), Some(long));
        assert_eq!(cluster("failure Cluster [01234567…]", "").as_deref(), Some("01234567"));
        for none in [
            "cluster [1234567]",
            "cluster [12345678",
            "cluster [kind-abc]",
            "luster [12345678]",
            "[12345678]",
        ] {
            assert_eq!(cluster(none, ""), None, "{none}");
        }
    }
}
