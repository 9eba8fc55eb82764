//! Which SIGs an issue names: commands (`/sig node`), mentions (`@kubernetes/sig-node-bugs`), labels (`sig/node`), the
//! form's field in any spelling, and the `[sig-node]` of the title.

use memchr::memmem;

use super::labels::Field;
use super::sections::{Line, Sections};

/// What follows a SIG's name in the names of its teams.
const TEAMS: [&str; 14] = [
    "-api-reviews",
    "-approvers",
    "-bugs",
    "-feature-requests",
    "-leads",
    "-maintainers",
    "-members",
    "-misc",
    "-pr-reviews",
    "-proposals",
    "-reviewers",
    "-test-failures",
    "-triage",
    "-admins",
];

/// SIGs of two words, which people write with a blank.
const TWO_WORDS: [&str; 5] =
    ["api-machinery", "cloud-provider", "cluster-lifecycle", "contributor-experience", "k8s-infra"];

/// Every SIG once, as `sig-node`, in the order of the body and then of the title.
pub(super) fn sigs(title: &str, sections: &Sections<'_>) -> Vec<String> {
    let mut found = Found(Vec::new());
    for line in &sections.lines {
        found.line(line);
    }
    found.tags(title);
    found.0
}

struct Found(Vec<String>);

impl Found {
    /// Takes the name of a SIG without `sig-`. There are a few dozen of them, so that a list is quick enough.
    fn push(&mut self, name: &str) {
        let name = name.to_ascii_lowercase();
        let is_name = (2..=40).contains(&name.len())
            && name.starts_with(|c: char| c.is_ascii_lowercase())
            && name.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-');
        let sig = format!("sig-{}", name.trim_end_matches('-'));
        if is_name && self.0.len() < 64 && !self.0.contains(&sig) {
            self.0.push(sig);
        }
    }

    fn line(&mut self, line: &Line<'_>) {
        let text = line.text.trim().trim_matches('`');
        if let Some(names) = command(text) {
            names.split([' ', '\t', ',']).filter(|name| !name.is_empty()).for_each(|name| self.push(name));
        } else if line.field == Field::Sigs {
            self.field(text);
        } else {
            self.after(text, "@kubernetes/sig-");
            self.after(text, "sig/");
        }
    }

    /// The form's own field: `sig-node`, `SIG Node`, `sig/node`, `@kubernetes/sig-node-bugs`.
    fn field(&mut self, text: &str) {
        let lower = text.to_ascii_lowercase().replace("@kubernetes/", "");
        let mut words = lower.split(|c: char| !c.is_ascii_alphanumeric() && c != '-' && c != '/').peekable();
        while let Some(word) = words.next() {
            let word = word.trim_start_matches(['/', '-']);
            if word == "sig" || word == "sigs" {
                let name = words.next().unwrap_or_default();
                let both = format!("{name}-{}", words.peek().unwrap_or(&""));
                self.push(if TWO_WORDS.contains(&both.as_str()) { &both } else { name });
            } else if let Some(name) = word.strip_prefix("sig-").or_else(|| word.strip_prefix("sig/")) {
                self.push(without_team(name));
            }
        }
    }

    /// Every word that begins with `mark` and does not stand inside another word or an address.
    fn after(&mut self, text: &str, mark: &str) {
        for at in memmem::find_iter(text.as_bytes(), mark.as_bytes()) {
            let before = text.get(..at).and_then(|before| before.chars().next_back());
            let name = text.get(at + mark.len()..).unwrap_or_default();
            let end = name.find(|c: char| !c.is_ascii_alphanumeric() && c != '-').unwrap_or(name.len());
            if before.is_none_or(|c| c.is_whitespace() || "([`\",*".contains(c)) {
                self.push(without_team(name.get(..end).unwrap_or_default()));
            }
        }
    }

    /// `[sig-node]` in a title.
    fn tags(&mut self, title: &str) {
        for tag in title.split('[').skip(1).filter_map(|part| part.split(']').next()) {
            if let Some(name) = tag.to_ascii_lowercase().strip_prefix("sig-") {
                self.push(name.trim());
            }
        }
    }
}

/// What stands after `/sig`.
fn command(text: &str) -> Option<&str> {
    let names = text.get(..4).filter(|command| command.eq_ignore_ascii_case("/sig")).and(text.get(4..))?;
    names.starts_with([' ', '\t', '-']).then(|| names.trim_start_matches('-'))
}

fn without_team(name: &str) -> &str {
    TEAMS.iter().find_map(|team| name.strip_suffix(team)).unwrap_or(name)
}

#[cfg(test)]
mod tests {
    use super::super::sections::split;
    use super::*;

    #[test]
    fn every_spelling() {
        for (body, expect) in [
            ("/sig storage", "sig-storage"),
            ("/sig storage node", "sig-storage sig-node"),
            (" /SIG Storage\r\n/sig api-machinery", "sig-storage sig-api-machinery"),
            ("/sig", ""),
            ("/sigma x", ""),
            ("@kubernetes/sig-cluster-lifecycle-bugs please", "sig-cluster-lifecycle"),
            ("cc @kubernetes/sig-node-test-failures, @kubernetes/sig-auth", "sig-node sig-auth"),
            ("label sig/network and (sig/cli)", "sig-network sig-cli"),
            ("https://github.com/o/r/labels/sig/network", ""),
            ("### Relevant SIG(s)\n\nSIG Node, sig-auth", "sig-node sig-auth"),
            ("### Relevant SIG(s)\nsig API Machinery", "sig-api-machinery"),
            ("### Relevant SIG(s)\n- `/sig node`\n- @kubernetes/sig-storage-misc", "sig-node sig-storage"),
            ("### Relevant SIG(s)\n_No response_", ""),
            ("**Relevant SIG(s)**: /sig node", "sig-node"),
        ] {
            assert_eq!(sigs("", &split(body)).join(" "), expect, "{body}");
        }
        assert_eq!(
            sigs("[Flaking Test] [sig-apps] x [sig-node", &split("/sig auth")),
            ["sig-auth", "sig-apps", "sig-node"]
        );
        let many = (0..200).map(|n| format!("/sig a{n}")).collect::<Vec<_>>().join("\n");
        assert_eq!(sigs("", &split(&many)).len(), 64);
    }
}
