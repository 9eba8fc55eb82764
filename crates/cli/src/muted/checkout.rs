//! What a checkout says of itself: the repository on GitHub, the branch and the commit. Read from git's own files, because git
//! may not be installed.

use std::fs::read_to_string;
use std::path::{Path, PathBuf};

use flakescope_core::model::Repository;
use flakescope_core::muted::MutedPlace;

/// The place of a folder; its name alone where it is no checkout.
pub(super) fn place(folder: &Path) -> MutedPlace {
    let whole = folder.canonicalize().unwrap_or_else(|_| folder.to_owned());
    let name = whole.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let unknown = MutedPlace { repository: name, ..MutedPlace::default() };
    let Some(git) = git_folder(folder) else { return unknown };
    let (branch, commit) = head(&git).unwrap_or_default();
    let config = read_to_string(common(&git).join("config")).unwrap_or_default();
    let repository = origin(&config).map_or(unknown.repository, |repository| repository.to_string());
    MutedPlace { repository, branch, commit }
}

/// `.git`, or where the file of that name leads to in a work tree.
fn git_folder(folder: &Path) -> Option<PathBuf> {
    let git = folder.join(".git");
    if git.is_dir() {
        return Some(git);
    }
    let text = read_to_string(git).ok()?;
    Some(folder.join(text.strip_prefix("gitdir:")?.trim()))
}

/// Where the settings and the branches lie: elsewhere for a work tree.
fn common(git: &Path) -> PathBuf {
    read_to_string(git.join("commondir")).map_or_else(|_| git.to_owned(), |inner| git.join(inner.trim()))
}

/// The branch and the commit that are checked out.
fn head(git: &Path) -> Option<(String, String)> {
    let head = read_to_string(git.join("HEAD")).ok()?;
    let Some(name) = head.trim().strip_prefix("ref: ") else {
        return Some((head.trim().to_owned(), head.trim().to_owned()));
    };
    let branch = name.strip_prefix("refs/heads/").unwrap_or(name).to_owned();
    let commit = read_to_string(common(git).join(name)).ok().map(|text| text.trim().to_owned());
    Some((branch, commit.or_else(|| packed(&common(git), name)).unwrap_or_default()))
}

/// The commit of a branch that git has packed away.
fn packed(git: &Path, name: &str) -> Option<String> {
    let text = read_to_string(git.join("packed-refs")).ok()?;
    let line = text.lines().find(|line| line.split_once(' ').is_some_and(|(_, own)| own == name))?;
    line.split_once(' ').map(|(commit, _)| commit.to_owned())
}

/// The repository on GitHub that the remote `origin` names.
fn origin(config: &str) -> Option<Repository> {
    let section = config.split("[remote \"origin\"]").nth(1)?.split("\n[").next()?;
    let url =
        section.lines().find_map(|line| line.trim().strip_prefix("url")?.trim().strip_prefix('='))?.trim();
    let (_, path) = url.split_once("github.com")?;
    let path = path.trim_start_matches([':', '/']).trim_end_matches('/');
    Repository::parse(path.strip_suffix(".git").unwrap_or(path))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_repository_of_the_remote() {
        let config = |url: &str| {
            format!(
                "[core]\n\tbare = false\n[remote \"origin\"]\n\turl = {url}\n\tfetch = +x\n[remote \"b\"]\n\turl = git@github.com:x/y\n"
            )
        };
        for (url, expect) in [
            ("https://github.com/dcos/dcos.git", Some("dcos/dcos")),
            ("git@github.com:dcos/dcos", Some("dcos/dcos")),
            ("ssh://git@github.com/dcos/dcos/", Some("dcos/dcos")),
            ("https://gitlab.com/dcos/dcos", None),
            ("/srv/git/github.com/x", None),
        ] {
            assert_eq!(origin(&config(url)).map(|own| own.to_string()).as_deref(), expect, "{url}");
        }
        assert_eq!(origin("[core]\n"), None);
    }
}
