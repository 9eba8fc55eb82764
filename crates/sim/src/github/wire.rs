//! Issues as the REST service gives them, in its order of fields.

use serde::Serialize;

use super::model::Issue;
use crate::clock::rfc3339;
use crate::dice;

const API: &str = "https://api.github.com";
const PAGES: &str = "https://github.com";

/// The number by which the service names a repository in the addresses of pages.
pub fn repository_id(repository: &str) -> u64 {
    100_000_000 + dice::hash(3, repository) % 800_000_000
}

/// One issue of a list.
pub fn issue(issue: &Issue, repository: &str) -> Wire {
    let address = format!("{API}/repos/{repository}/issues/{}", issue.number);
    let id = 2_000_000_000 + issue.number * 7919;
    let kind = if issue.pull.is_some() { "PR" } else { "I" };
    Wire {
        repository_url: format!("{API}/repos/{repository}"),
        labels_url: format!("{address}/labels{{/name}}"),
        comments_url: format!("{address}/comments"),
        events_url: format!("{address}/events"),
        html_url: html_url(issue, repository),
        id,
        node_id: format!("{kind}_kwDOsim{id:x}"),
        number: issue.number,
        title: issue.title.clone(),
        user: user(&issue.author),
        labels: issue.labels.iter().map(|name| label(name, repository)).collect(),
        state: if issue.open { "open" } else { "closed" },
        locked: false,
        assignee: issue.assignees.first().map(|login| user(login)),
        assignees: issue.assignees.iter().map(|login| user(login)).collect(),
        milestone: issue.milestone.as_ref().map(|title| milestone(title, repository)),
        comments: issue.comments,
        created_at: rfc3339(issue.created_s),
        updated_at: rfc3339(issue.updated_s),
        closed_at: issue.closed_s.map(rfc3339),
        author_association: "MEMBER",
        active_lock_reason: None,
        draft: issue.pull.map(|pull| pull.draft),
        pull_request: issue.pull.map(|pull| pull_request(issue.number, pull.merged_s, repository)),
        body: issue.body.clone(),
        reactions: Reactions { url: format!("{address}/reactions"), ..Reactions::default() },
        timeline_url: format!("{address}/timeline"),
        performed_via_github_app: None,
        state_reason: issue.state_reason,
        closed_by: None,
        score: None,
        url: address,
    }
}

/// The page of an issue or pull request.
pub fn html_url(issue: &Issue, repository: &str) -> String {
    let kind = if issue.pull.is_some() { "pull" } else { "issues" };
    format!("{PAGES}/{repository}/{kind}/{}", issue.number)
}

/// An issue on the wire.
#[derive(Clone, Debug, Serialize)]
pub struct Wire {
    url: String,
    repository_url: String,
    labels_url: String,
    comments_url: String,
    events_url: String,
    html_url: String,
    id: u64,
    node_id: String,
    number: u64,
    title: String,
    user: User,
    labels: Vec<Label>,
    state: &'static str,
    locked: bool,
    assignee: Option<User>,
    assignees: Vec<User>,
    milestone: Option<Milestone>,
    comments: u64,
    created_at: String,
    updated_at: String,
    closed_at: Option<String>,
    author_association: &'static str,
    active_lock_reason: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    draft: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pull_request: Option<PullRequest>,
    body: Option<String>,
    /// Only in the answer about one issue, and `null` there.
    #[serde(skip_serializing_if = "Option::is_none")]
    closed_by: Option<serde_json::Value>,
    reactions: Reactions,
    timeline_url: String,
    performed_via_github_app: Option<String>,
    state_reason: Option<&'static str>,
    /// Only in the answer of a search.
    #[serde(skip_serializing_if = "Option::is_none")]
    score: Option<f64>,
}

impl Wire {
    /// As the answer about one issue has it.
    #[must_use]
    pub fn alone(self) -> Self {
        Self { closed_by: Some(serde_json::Value::Null), ..self }
    }

    /// As the answer of a search has it.
    #[must_use]
    pub fn found(self) -> Self {
        Self { score: Some(1.0), ..self }
    }
}

#[derive(Clone, Debug, Serialize)]
struct User {
    login: String,
    id: u64,
    node_id: String,
    avatar_url: String,
    gravatar_id: &'static str,
    url: String,
    html_url: String,
    followers_url: String,
    following_url: String,
    gists_url: String,
    starred_url: String,
    subscriptions_url: String,
    organizations_url: String,
    repos_url: String,
    events_url: String,
    received_events_url: String,
    #[serde(rename = "type")]
    kind: &'static str,
    site_admin: bool,
}

fn user(login: &str) -> User {
    let url = format!("{API}/users/{login}");
    let id = 1_000_000 + dice::hash(4, login) % 90_000_000;
    User {
        login: login.to_owned(),
        id,
        node_id: format!("U_kgDOsim{id:x}"),
        avatar_url: format!("https://avatars.githubusercontent.com/u/{id}?v=4"),
        gravatar_id: "",
        html_url: format!("{PAGES}/{login}"),
        followers_url: format!("{url}/followers"),
        following_url: format!("{url}/following{{/other_user}}"),
        gists_url: format!("{url}/gists{{/gist_id}}"),
        starred_url: format!("{url}/starred{{/owner}}{{/repo}}"),
        subscriptions_url: format!("{url}/subscriptions"),
        organizations_url: format!("{url}/orgs"),
        repos_url: format!("{url}/repos"),
        events_url: format!("{url}/events{{/privacy}}"),
        received_events_url: format!("{url}/received_events"),
        kind: if login.ends_with("robot") { "Bot" } else { "User" },
        site_admin: false,
        url,
    }
}

#[derive(Clone, Debug, Serialize)]
struct Label {
    id: u64,
    node_id: String,
    url: String,
    name: String,
    color: &'static str,
    default: bool,
    description: Option<&'static str>,
}

fn label(name: &str, repository: &str) -> Label {
    let id = 300_000_000 + dice::hash(5, name) % 90_000_000;
    let color = match name.split('/').next() {
        Some("kind") => "e11d21",
        Some("sig") => "d2b48c",
        Some("priority") => "fef2c0",
        _ => "ededed",
    };
    Label {
        id,
        node_id: format!("LA_kwDOsim{id:x}"),
        url: format!("{API}/repos/{repository}/labels/{name}"),
        name: name.to_owned(),
        color,
        default: false,
        description: None,
    }
}

#[derive(Clone, Debug, Serialize)]
struct Milestone {
    url: String,
    html_url: String,
    labels_url: String,
    id: u64,
    node_id: String,
    number: u64,
    title: String,
    description: Option<String>,
    creator: User,
    open_issues: u64,
    closed_issues: u64,
    state: &'static str,
    created_at: &'static str,
    updated_at: &'static str,
    due_on: Option<String>,
    closed_at: Option<String>,
}

fn milestone(title: &str, repository: &str) -> Milestone {
    let number = 60 + dice::hash(6, title) % 30;
    let url = format!("{API}/repos/{repository}/milestones/{number}");
    Milestone {
        html_url: format!("{PAGES}/{repository}/milestone/{number}"),
        labels_url: format!("{url}/labels"),
        id: 9_000_000 + number,
        node_id: format!("MI_kwDOsim{number:x}"),
        number,
        title: title.to_owned(),
        description: None,
        creator: user("sim-release-robot"),
        open_issues: 120,
        closed_issues: 480,
        state: "open",
        created_at: "2026-04-22T09:00:00Z",
        updated_at: "2026-11-18T09:00:00Z",
        due_on: None,
        closed_at: None,
        url,
    }
}

#[derive(Clone, Debug, Serialize)]
struct PullRequest {
    url: String,
    html_url: String,
    diff_url: String,
    patch_url: String,
    merged_at: Option<String>,
}

fn pull_request(number: u64, merged_s: Option<i64>, repository: &str) -> PullRequest {
    let page = format!("{PAGES}/{repository}/pull/{number}");
    PullRequest {
        url: format!("{API}/repos/{repository}/pulls/{number}"),
        diff_url: format!("{page}.diff"),
        patch_url: format!("{page}.patch"),
        merged_at: merged_s.map(rfc3339),
        html_url: page,
    }
}

#[derive(Clone, Debug, Default, Serialize)]
struct Reactions {
    url: String,
    total_count: u64,
    #[serde(rename = "+1")]
    plus: u64,
    #[serde(rename = "-1")]
    minus: u64,
    laugh: u64,
    hooray: u64,
    confused: u64,
    heart: u64,
    rocket: u64,
    eyes: u64,
}
