//! The search for issues: qualifiers, words, and at most a thousand results.

use serde_json::json;

use super::errors::Refusal;
use super::{Answer, Request, list};
use crate::github::listing::{Query, Sort};
use crate::github::wire::{self, Wire};
use crate::github::{GitHub, Issue};

/// The most that a search gives, page by page.
const MOST: usize = 1000;

/// A page of what was found.
pub(super) fn answer(github: &GitHub, request: &Request, base: &str) -> Result<Answer, Refusal> {
    let text = request.pairs.iter().find(|(key, _)| key == "q").map(|(_, text)| text.as_str());
    let text = text.filter(|text| !text.trim().is_empty());
    let terms = terms(text.ok_or_else(|| Refusal::invalid("Search", "q", "missing"))?);
    if !terms.iter().any(|term| matches!(term.as_str(), "is:issue" | "is:pull-request" | "is:pr")) {
        return Err(Refusal::invalid("Search", "q", "invalid"));
    }
    let page = Query { open: None, sort: Sort::Created, ..Query::parse(&request.pairs) };
    let found =
        page.select(github.issues.iter().filter(|issue| terms.iter().all(|term| fits(issue, term, github))));
    let total = found.len();
    let (shown, pages) = page.page_of(&found[..total.min(MOST)]);
    let items: Vec<Wire> = shown.iter().map(|issue| wire::issue(issue, &github.repository).found()).collect();
    let body = json!({"total_count": total, "incomplete_results": false, "items": items});
    Ok(Answer {
        status: 200,
        body: body.to_string().into_bytes(),
        headers: list::link(&format!("{base}/search/issues"), &request.pairs, page.page, pages),
        has_etag: false,
    })
}

/// Splits at blanks outside quotation marks.
fn terms(text: &str) -> Vec<String> {
    let mut quoted = false;
    let ends = |letter: char| {
        quoted ^= letter == '"';
        letter == ' ' && !quoted
    };
    let terms = text.split(ends).map(|term| term.replace('"', ""));
    terms.filter(|term| !term.is_empty()).collect()
}

fn fits(issue: &Issue, term: &str, github: &GitHub) -> bool {
    match term.split_once(':') {
        Some(("repo", name)) => name.eq_ignore_ascii_case(&github.repository),
        Some(("label", name)) => issue.has_label(name),
        Some(("is" | "state" | "type", word)) => is(issue, word),
        Some(("in" | "sort", _)) => true,
        _ => {
            let text = format!("{}\n{}", issue.title, issue.body.as_deref().unwrap_or_default());
            text.to_lowercase().contains(&term.to_lowercase())
        }
    }
}

fn is(issue: &Issue, word: &str) -> bool {
    match word {
        "issue" => issue.pull.is_none(),
        "pr" | "pull-request" => issue.pull.is_some(),
        "open" => issue.open,
        "closed" => !issue.open,
        _ => true,
    }
}
