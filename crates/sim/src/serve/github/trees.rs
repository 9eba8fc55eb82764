//! Trees of the made-up repository, and its files as the host of files gives them. Real answers hold at most 100,000 entries;
//! here the repository [`LARGE`] is cut short much earlier.

use serde_json::json;

use super::errors::Refusal;
use super::{Answer, Request};
use crate::serve::reply::Reply;
use crate::sources::{LARGE, NAME, Node, Sources};

/// So many entries of [`LARGE`] come at once.
const MOST_AT_ONCE: usize = 700;

/// A tree by ref or by name, with all below it where that is asked for.
pub(super) fn answer(
    sources: &Sources,
    (owner, name): (&str, &str),
    tree: &str,
    request: &Request,
) -> Result<Answer, Refusal> {
    let repository = format!("{owner}/{name}");
    if ![NAME, LARGE].contains(&repository.as_str()) {
        return Err(Refusal::not_found());
    }
    let recursive = request.pairs.iter().any(|(key, _)| key == "recursive");
    let mut nodes = sources.tree(tree, recursive).ok_or_else(Refusal::not_found)?;
    let truncated = repository == LARGE && recursive && nodes.len() > MOST_AT_ONCE;
    if truncated {
        nodes.truncate(MOST_AT_ONCE);
    }
    let entries: Vec<serde_json::Value> = nodes.iter().map(|node| entry(node, &repository)).collect();
    let body = json!({"sha": sources.sha_of(tree), "url": "", "tree": entries, "truncated": truncated});
    Ok(Answer { status: 200, body: body.to_string().into_bytes(), headers: Vec::new(), has_etag: true })
}

fn entry(node: &Node, repository: &str) -> serde_json::Value {
    let (path, sha) = (&node.path, &node.sha);
    let url = |kind: &str| format!("https://api.github.com/repos/{repository}/git/{kind}/{sha}");
    match node.size {
        Some(size) => {
            json!({"path": path, "mode": "100644", "type": "blob", "sha": sha, "size": size, "url": url("blobs")})
        }
        None => json!({"path": path, "mode": "040000", "type": "tree", "sha": sha, "url": url("trees")}),
    }
}

/// `/<owner>/<name>/<ref>/<path>`: the file, which any page may read.
pub(super) fn raw(sources: &Sources, path: &str) -> Reply {
    let missing = || Reply { cors: true, ..Reply::text(404, "404: Not Found") };
    let mut parts = path.trim_start_matches('/').splitn(4, '/');
    let (Some(owner), Some(name), Some(reference), Some(file)) =
        (parts.next(), parts.next(), parts.next(), parts.next())
    else {
        return missing();
    };
    if ![NAME, LARGE].contains(&format!("{owner}/{name}").as_str()) {
        return missing();
    }
    match sources.file(reference, file) {
        Some(text) => Reply { cors: true, ..Reply::text(200, text) }.with("cache-control", "max-age=300"),
        None => missing(),
    }
}
