//! Who answers for a file: CODEOWNERS as GitHub reads it, and the OWNERS files of Kubernetes. Without either nobody is named.

use std::collections::BTreeMap;

/// Where GitHub looks for CODEOWNERS, the first that is there counts (docs.github.com, "About code owners").
const CODEOWNERS: [&str; 3] = [".github/CODEOWNERS", "CODEOWNERS", "docs/CODEOWNERS"];

/// More approvers are not named.
const MOST_NAMED: usize = 3;

/// The owners of a repository's files.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Owners {
    /// Patterns of CODEOWNERS with their owners, in the order of the file.
    rules: Vec<(String, String)>,
    /// Folders with an OWNERS file; the root is empty.
    folders: BTreeMap<String, String>,
}

impl Owners {
    /// Is this a file that names owners?
    pub fn is_file(path: &str) -> bool {
        CODEOWNERS.contains(&path) || path == "OWNERS" || path.ends_with("/OWNERS")
    }

    /// Reads the files that name owners, given with their paths.
    pub fn read<'a>(files: impl IntoIterator<Item = (&'a str, &'a str)>) -> Self {
        let mut owners = Self::default();
        let mut best = CODEOWNERS.len();
        for (path, text) in files {
            match CODEOWNERS.iter().position(|known| *known == path) {
                Some(rank) if rank < best => (best, owners.rules) = (rank, rules(text)),
                Some(_) => {}
                None => {
                    let folder = path.strip_suffix("OWNERS").unwrap_or(path).trim_end_matches('/');
                    owners.folders.insert(folder.to_owned(), approvers(text));
                }
            }
        }
        owners
    }

    /// The owner of a file; empty where none is known. The last rule that fits counts, else the nearest OWNERS file.
    pub fn of(&self, path: &str) -> String {
        let rule = self.rules.iter().rev().find(|(pattern, _)| fits(pattern, path));
        rule.map_or_else(|| self.nearest(path), |(_, owner)| owner.clone())
    }

    fn nearest(&self, path: &str) -> String {
        let mut folder = path;
        while let Some((parent, _)) = folder.rsplit_once('/') {
            folder = parent;
            if let Some(owner) = self.folders.get(folder).filter(|owner| !owner.is_empty()) {
                return owner.clone();
            }
        }
        self.folders.get("").cloned().unwrap_or_default()
    }
}

fn rules(text: &str) -> Vec<(String, String)> {
    let lines = text.lines().map(|line| line.split('#').next().unwrap_or(line));
    let rule = |line: &str| {
        let mut words = line.split_whitespace();
        let pattern = words.next()?.to_owned();
        Some((pattern, words.collect::<Vec<_>>().join(" ")))
    };
    lines.filter_map(rule).collect()
}

/// The SIG that an OWNERS file is labelled with, else its first approvers (kubernetes, "OWNERS files").
fn approvers(text: &str) -> String {
    let (mut section, mut names, mut sig) = (String::new(), Vec::new(), None);
    for line in text.lines().map(|line| line.split('#').next().unwrap_or(line)) {
        if let Some(item) = line.trim_start().strip_prefix("- ") {
            let item = item.trim().trim_matches(['"', '\'']);
            match section.as_str() {
                "approvers" => names.push(item.to_owned()),
                "labels" => sig = sig.or_else(|| item.strip_prefix("sig/").map(|sig| format!("sig-{sig}"))),
                _ => {}
            }
        } else if let Some(name) = line.trim().strip_suffix(':') {
            name.clone_into(&mut section);
        }
    }
    names.truncate(MOST_NAMED);
    sig.unwrap_or_else(|| names.join(" "))
}

/// Does a pattern of CODEOWNERS fit a path? As in a gitignore file: a slash in front or inside ties it to the root, one at
/// the end means all below, and a pattern that names a folder means what lies in it.
fn fits(pattern: &str, path: &str) -> bool {
    let anchored = pattern.trim_end_matches('/').contains('/');
    let pattern = pattern.trim_start_matches('/');
    let (pattern, is_folder) = pattern.strip_suffix('/').map_or((pattern, false), |folder| (folder, true));
    let wanted: Vec<&str> = pattern.split('/').collect();
    let parts: Vec<&str> = path.split('/').collect();
    let starts = if anchored { 0..=0 } else { 0..=parts.len().saturating_sub(1) };
    starts.into_iter().any(|start| {
        let rest = parts.get(start..).unwrap_or_default();
        fits_parts(&wanted, rest, is_folder)
    })
}

/// Do the parts of a pattern fit those of a path, from the left? Like [`glob`] it goes back to the last `**` alone.
fn fits_parts(wanted: &[&str], parts: &[&str], is_folder: bool) -> bool {
    let (mut w, mut p, mut star) = (0, 0, None);
    loop {
        let fits = match wanted.get(w) {
            Some(&"**") => {
                star = Some((w, p));
                w += 1;
                continue;
            }
            None if !is_folder || p < parts.len() => return true,
            // `docs/*` means the files in the folder, not those in its folders.
            Some(&"*") if w + 1 == wanted.len() && !is_folder => {
                if p + 1 == parts.len() {
                    return true;
                }
                false
            }
            wanted => wanted.zip(parts.get(p)).is_some_and(|(w, p)| glob(w.as_bytes(), p.as_bytes())),
        };
        match star {
            _ if fits => (w, p) = (w + 1, p + 1),
            Some((star_w, star_p)) if star_p < parts.len() => {
                (w, p) = (star_w + 1, star_p + 1);
                star = Some((star_w, star_p + 1));
            }
            _ => return false,
        }
    }
}

/// `*` stands for any text and `?` for one sign. Goes back to the last `*` alone, so that hostile patterns cost no more than
/// the product of both lengths.
fn glob(pattern: &[u8], text: &[u8]) -> bool {
    let (mut p, mut t, mut star) = (0, 0, None);
    while t < text.len() {
        match pattern.get(p) {
            Some(b'*') => {
                star = Some((p, t));
                p += 1;
            }
            Some(sign) if *sign == b'?' || text.get(t) == Some(sign) => (p, t) = (p + 1, t + 1),
            _ => match star {
                Some((star_p, star_t)) => {
                    (p, t) = (star_p + 1, star_t + 1);
                    star = Some((star_p, star_t + 1));
                }
                None => return false,
            },
        }
    }
    pattern.get(p..).unwrap_or_default().iter().all(|sign| *sign == b'*')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn patterns_fit_as_in_a_gitignore_file() {
        for (pattern, path, expect) in [
            ("*", "a/b.py", true),
            ("*.py", "a/b.py", true),
            ("*.py", "a/b.go", false),
            ("/a/", "a/b/c.py", true),
            ("/a/", "x/a/c.py", false),
            ("a/", "x/a/c.py", true),
            ("a/", "x/a", false),
            ("/docs/*", "docs/a.md", true),
            ("/docs/*", "docs/b/a.md", false),
            ("/a/**/c.py", "a/x/y/c.py", true),
            ("/a/**/c.py", "a/c.py", true),
            ("**/logs", "deep/in/logs/a.py", true),
            ("a/b", "a/b/c.py", true),
            ("a/b", "x/a/b/c.py", false),
            ("test_?.py", "t/test_1.py", true),
            ("test_?.py", "t/test_12.py", false),
            ("*a*b*c", "xaybzc", true),
            ("*a*b*c", "xaybz", false),
        ] {
            assert_eq!(fits(pattern, path), expect, "{pattern} {path}");
        }
    }

    #[test]
    fn the_last_rule_and_the_nearest_file_count() {
        let code = "# all\n* @all\n/a/ @team-a @team-b # both\n/a/free.py\n";
        let owners = Owners::read([
            ("docs/CODEOWNERS", "* @docs"),
            ("CODEOWNERS", code),
            ("b/OWNERS", "approvers:\n- zoe\n"),
        ]);
        for (path, expect) in [("x.py", "@all"), ("a/b.py", "@team-a @team-b"), ("a/free.py", "")] {
            assert_eq!(owners.of(path), expect, "{path}");
        }
        let owners = Owners::read([
            ("OWNERS", "approvers:\n  - ann\n  - bob\n"),
            ("b/OWNERS", "# x\nreviewers:\n- eve\napprovers:\n- zoe\nlabels:\n  - \"sig/node\"\n"),
            ("b/c/OWNERS", "options: {}\n"),
        ]);
        for (path, expect) in [("x.py", "ann bob"), ("b/c/t.py", "sig-node"), ("a/t.py", "ann bob")] {
            assert_eq!(owners.of(path), expect, "{path}");
        }
        assert_eq!(Owners::default().of("a/b.py"), "");
        assert!(
            Owners::is_file("a/OWNERS")
                && Owners::is_file(".github/CODEOWNERS")
                && !Owners::is_file("a/CODEOWNERS")
        );
    }
}
