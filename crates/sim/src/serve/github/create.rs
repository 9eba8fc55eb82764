//! A new issue, kept so that it can be read again.

use serde::Deserialize;

use super::errors::Refusal;
use super::{Answer, Request};
use crate::github::wire;
use crate::github::{GitHub, Issue};

/// The longest text that is taken, in characters.
const LONGEST: usize = 65_536;

#[derive(Deserialize)]
struct Wanted {
    title: Option<String>,
    body: Option<String>,
    #[serde(default)]
    labels: Vec<String>,
    #[serde(default)]
    assignees: Vec<String>,
}

/// Makes the issue; labels and assignees of those who may not set them are dropped without a word.
pub(super) fn answer(github: &mut GitHub, request: &Request) -> Result<Answer, Refusal> {
    if request.token.is_none() {
        return Err(Refusal::needs_token());
    }
    if request.token_says("readonly") {
        return Err(Refusal::may_not_write());
    }
    let wanted: Wanted = serde_json::from_slice(&request.body).map_err(|_| Refusal::unreadable())?;
    let title = wanted.title.filter(|title| !title.trim().is_empty());
    let title = title.ok_or_else(|| Refusal::invalid("Issue", "title", "missing_field"))?;
    if wanted.body.as_ref().is_some_and(|body| body.chars().count() > LONGEST) {
        return Err(Refusal::invalid("Issue", "body", "custom"));
    }
    let may_push = request.token_says("push");
    let kept = |names: Vec<String>| if may_push { names } else { Vec::new() };
    let issue = Issue {
        number: github.issues.iter().map(|issue| issue.number).max().unwrap_or(0) + 1,
        title,
        body: wanted.body,
        open: true,
        labels: kept(wanted.labels),
        assignees: kept(wanted.assignees),
        author: "sim-reporter".to_owned(),
        created_s: github.now_s,
        updated_s: github.now_s,
        ..Issue::default()
    };
    let answer = made(&issue, &github.repository);
    github.issues.push(issue);
    Ok(answer)
}

fn made(issue: &Issue, repository: &str) -> Answer {
    let body = serde_json::to_vec(&wire::issue(issue, repository).alone()).unwrap_or_default();
    let address = format!("https://api.github.com/repos/{repository}/issues/{}", issue.number);
    Answer { status: 201, body, headers: vec![("location", address)], has_etag: false }
}
