//! The name of a row where there is little room: the SIG and what the test is about.

use crate::components::names::{Part, parts};
use crate::format;

/// `storage: PV should mount`, from a name with all its tags and prefixes; the SIG only if there is room.
pub(crate) fn short(name: &str, with_sig: bool) -> String {
    let parts = parts(name);
    let sig = parts
        .iter()
        .find(|(part, _)| with_sig && *part == Part::Sig)
        .map(|(_, tag)| tag.trim_matches(['[', ']']));
    let main: Vec<&str> =
        parts.iter().filter(|(part, _)| *part == Part::Main).map(|(_, text)| *text).collect();
    match (sig, main.join(" ")) {
        (_, main) if main.is_empty() => name.to_owned(),
        (Some(sig), main) => format!("{}: {main}", format::sig(sig)),
        (None, main) => main,
    }
}

#[cfg(test)]
mod tests {
    use super::short;

    #[test]
    fn names() {
        let name = "Kubernetes e2e suite.[It] [sig-storage] PV should mount [Slow] twice";
        assert_eq!(short(name, true), "storage: PV should mount twice");
        assert_eq!(short(name, false), "PV should mount twice");
        assert_eq!(short("ci-job.Overall", true), "ci-job.Overall");
        assert_eq!(short("[Slow]", true), "[Slow]");
    }
}
