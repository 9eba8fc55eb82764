//! The list of issues, page by page, and one issue alone.

use super::errors::Refusal;
use super::{Answer, Request};
use crate::github::listing::Query;
use crate::github::wire::{self, Wire};
use crate::github::{GitHub, Issue};

/// A page of the list.
pub(super) fn answer(github: &GitHub, request: &Request, base: &str) -> Answer {
    let query = Query::parse(&request.pairs);
    let whole = query.select(&github.issues);
    let (page, pages) = query.page_of(&whole);
    let wired: Vec<Wire> = page.iter().map(|issue| wire::issue(issue, &github.repository)).collect();
    let path = format!("{base}/repositories/{}/issues", wire::repository_id(&github.repository));
    Answer {
        status: 200,
        body: serde_json::to_vec(&wired).unwrap_or_default(),
        headers: link(&path, &request.pairs, query.page, pages),
        has_etag: true,
    }
}

/// One issue.
pub(super) fn one(github: &GitHub, number: &str) -> Result<Answer, Refusal> {
    let fits = |issue: &&Issue| number.parse() == Ok(issue.number);
    let issue = github.issues.iter().find(fits).ok_or_else(Refusal::not_found)?;
    let body = serde_json::to_vec(&wire::issue(issue, &github.repository).alone()).unwrap_or_default();
    Ok(Answer { status: 200, body, headers: Vec::new(), has_etag: true })
}

/// The header that leads to the other pages; absent where there is one page.
pub(super) fn link(
    path: &str,
    pairs: &[(String, String)],
    page: usize,
    pages: usize,
) -> Vec<(&'static str, String)> {
    let to = |number: usize, word: &str| format!("<{path}?{}>; rel=\"{word}\"", with_page(pairs, number));
    let mut parts = Vec::new();
    if page > 1 {
        parts.push(to(page.min(pages + 1) - 1, "prev"));
    }
    if page < pages {
        parts.extend([to(page + 1, "next"), to(pages, "last")]);
    }
    if page > 1 {
        parts.push(to(1, "first"));
    }
    if parts.is_empty() { Vec::new() } else { vec![("link", parts.join(", "))] }
}

fn with_page(pairs: &[(String, String)], page: usize) -> String {
    let others = pairs.iter().filter(|(key, _)| key != "page");
    let mut query = form_urlencoded::Serializer::new(String::new());
    query.extend_pairs(others).append_pair("page", &page.to_string());
    query.finish()
}
