//! Plays the code host: lists, search, creation, the project board, quota, conditional requests, and its own errors.
//!
//! Tokens are told apart by what they contain: `bad` is refused, `readonly` may not write, `noproject` may not read
//! boards, `push` may set labels; any other may read and write. The repository `<owner>/issues-off` has no issues. One whose name
//! begins with `private` is not there for who has no token.

mod actions;
mod create;
mod errors;
mod graphql;
mod headers;
mod list;
mod pick;
mod query;
mod quota;
mod request;
mod search;
mod trees;

use std::sync::{Mutex, MutexGuard, PoisonError};

use super::reply::Reply;
use crate::activity::{Activity, REPOSITORIES};
use crate::github::GitHub;
use crate::sources::Sources;
use actions::Workflows;
pub(crate) use actions::saved as actions_answers;
use errors::Refusal;
use quota::{Quota, Resource, Standing};
pub(super) use request::Request;

/// The name of a repository on which issues are switched off.
const ISSUES_OFF: &str = "issues-off";

/// What the name of a repository begins with that is not for everybody.
const PRIVATE: &str = "private";

/// The code host as it is served.
#[derive(Debug)]
pub(super) struct CodeHost {
    state: Mutex<State>,
    original: GitHub,
    sources: Sources,
    workflows: Workflows,
    /// What stands before the path in addresses of further pages; absent = the address of this server.
    link_base: Option<String>,
}

#[derive(Debug)]
struct State {
    github: GitHub,
    quota: Quota,
}

/// A good answer before it has its headers.
struct Answer {
    status: u16,
    body: Vec<u8>,
    /// Header names in lower case.
    headers: Vec<(&'static str, String)>,
    /// Whether it can be asked for again under a condition.
    has_etag: bool,
}

impl CodeHost {
    /// Serves what was drawn.
    pub(super) fn new(github: GitHub, link_base: Option<String>) -> Self {
        let state = Mutex::new(State { github: github.clone(), quota: Quota::default() });
        let workflows = Workflows::of(Activity::served());
        Self { state, original: github, sources: Sources::default(), workflows, link_base }
    }

    /// Other runs than the usual ones.
    pub(super) fn set_activity(&mut self, activity: Activity) {
        self.workflows = Workflows::of(activity);
    }

    /// Whether a path belongs to the code host.
    pub(super) fn has(path: &str) -> bool {
        matches!(path, "/graphql" | "/rate_limit")
            || ["/repos/", "/repositories/", "/search/issues"].iter().any(|head| path.starts_with(head))
    }

    /// Forgets what was made and used.
    pub(super) fn reset(&self) {
        *self.state() = State { github: self.original.clone(), quota: Quota::default() };
    }

    /// Answers as the real service does.
    pub(super) fn answer(&self, request: &Request) -> Reply {
        if request.method == "OPTIONS" {
            return headers::preflight();
        }
        let mut state = self.state();
        let standing = state.quota.standing(request);
        if request.token_says("bad") {
            return Refusal::bad_credentials().reply(request, standing);
        }
        if request.path == "/rate_limit" {
            return headers::ok(&rate_limit(&state, request), standing);
        }
        if standing.is_spent() {
            return Refusal::spent(request).reply(request, standing);
        }
        self.charged(&mut state, request)
    }

    /// An error of the service's own kind, outside its usual course.
    pub(super) fn fail(&self, request: &Request, fault: super::faults::Kind) -> Option<Reply> {
        if request.method == "OPTIONS" {
            return Some(headers::preflight());
        }
        let standing = self.state().quota.standing(request);
        let (refusal, standing) = errors::of_fault(fault, request, standing)?;
        Some(refusal.reply(request, standing))
    }

    /// Answers and counts; what the client has already costs nothing with a token.
    fn charged(&self, state: &mut State, request: &Request) -> Reply {
        let answer = match self.routed(state, request) {
            Ok(answer) => answer,
            Err(refusal) => return refusal.reply(request, state.quota.charge(request, 1)),
        };
        let etag = answer.has_etag.then(|| headers::etag(&answer.body));
        match etag.filter(|etag| request.has_seen(etag)) {
            Some(etag) => {
                let points = u64::from(request.token.is_none());
                headers::unchanged(&etag, state.quota.charge(request, points))
            }
            None => headers::good(answer, request, state.quota.charge(request, 1)),
        }
    }

    fn routed(&self, state: &mut State, request: &Request) -> Result<Answer, Refusal> {
        let base = self.link_base.clone().unwrap_or_else(|| format!("http://{}", request.host));
        match (request.method.as_str(), request.segments().as_slice()) {
            ("GET", ["search", "issues"]) => search::answer(&state.github, request, &base),
            ("GET", ["repos", owner, name, "git", "trees", tree]) => {
                trees::answer(&self.sources, (owner, name), tree, request)
            }
            ("GET", ["repos", owner, name, "actions", "runs", rest @ ..]) => {
                let repository = format!("{owner}/{name}");
                match rest {
                    _ if !REPOSITORIES.contains(&repository.as_str()) => Err(Refusal::not_found()),
                    [] => Ok(actions::runs(&self.workflows, &repository, request)),
                    [id, "jobs"] => actions::jobs(&self.workflows, &repository, id, request),
                    _ => Err(Refusal::not_found()),
                }
            }
            ("POST", ["graphql"]) => graphql::answer(state, &self.sources, request),
            ("GET", ["repositories", id, "issues"]) if is_id(id, &state.github) => {
                Ok(list::answer(&state.github, request, &base))
            }
            (_, ["repos", _, name, ..]) if name.starts_with(PRIVATE) && request.token.is_none() => {
                Err(Refusal::not_found())
            }
            (_, ["repos", _, ISSUES_OFF, "issues", ..]) => Err(Refusal::issues_off()),
            (method, ["repos", owner, name, rest @ ..]) if is_repository(owner, name, &state.github) => {
                match (method, rest) {
                    ("GET", []) => Ok(about(&state.github.repository, name)),
                    ("GET", ["issues"]) => Ok(list::answer(&state.github, request, &base)),
                    ("GET", ["issues", number]) => list::one(&state.github, number),
                    ("POST", ["issues"]) => create::answer(&mut state.github, request),
                    _ => Err(Refusal::not_found()),
                }
            }
            _ => Err(Refusal::not_found()),
        }
    }

    /// A file as the host of files gives it; the path begins behind `/raw`.
    pub(super) fn raw(&self, path: &str) -> Reply {
        trees::raw(&self.sources, path)
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn is_repository(owner: &str, name: &str, github: &GitHub) -> bool {
    format!("{owner}/{name}").eq_ignore_ascii_case(&github.repository)
}

/// What is told of a repository itself.
fn about(repository: &str, name: &str) -> Answer {
    let body = serde_json::json!({"full_name": repository, "private": name.starts_with(PRIVATE)}).to_string();
    Answer { status: 200, body: body.into_bytes(), headers: Vec::new(), has_etag: true }
}

fn is_id(id: &str, github: &GitHub) -> bool {
    id == crate::github::wire::repository_id(&github.repository).to_string()
}

/// The quota of every resource, which costs nothing.
fn rate_limit(state: &State, request: &Request) -> serde_json::Value {
    let of = |resource| state.quota.of(resource, request).json();
    serde_json::json!({
        "resources": {"core": of(Resource::Core), "search": of(Resource::Search), "graphql": of(Resource::Graphql)},
        "rate": of(Resource::Core)
    })
}
