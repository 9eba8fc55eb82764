//! The `GraphQL` door: one project with its fields and items, and the quota.

use serde::Deserialize;
use serde_json::{Map, Value, json};

use super::errors::Refusal;
use super::pick::pick;
use super::query::{self, Selection};
use super::quota::Resource;
use super::{Answer, Request, State};
use crate::github::board;
use crate::sources::{LineHistory, NAME, Sources};

#[derive(Deserialize)]
struct Posted {
    query: String,
    #[serde(default)]
    variables: Option<Map<String, Value>>,
}

/// Answers a query; what is wrong with it comes as a success with `errors`.
pub(super) fn answer(state: &State, sources: &Sources, request: &Request) -> Result<Answer, Refusal> {
    if request.token.is_none() {
        return Err(Refusal::needs_token());
    }
    if request.token_says("noproject") {
        let message =
            "Your token has not been granted the required scopes to execute this query: read:project.";
        return Err(Refusal::graphql("INSUFFICIENT_SCOPES", message));
    }
    let posted: Posted = serde_json::from_slice(&request.body).map_err(|_| Refusal::unreadable())?;
    let tree = query::parse(&posted.query, &posted.variables.unwrap_or_default());
    let tree = tree.ok_or_else(|| Refusal::graphql("PARSE_ERROR", "The query was not understood"))?;
    let root = root((state, sources), request, &tree)?;
    let mut errors = Vec::new();
    let data = pick(&root, &tree, &mut errors);
    if let Some(first) = errors.first() {
        return Err(Refusal::graphql("undefinedField", first));
    }
    let body = json!({"data": data}).to_string().into_bytes();
    Ok(Answer { status: 200, body, headers: Vec::new(), has_etag: false })
}

/// Everything that a query can reach.
fn root(
    (state, sources): (&State, &Sources),
    request: &Request,
    tree: &[Selection],
) -> Result<Value, Refusal> {
    let github = &state.github;
    let project = project(state, tree)?;
    let quota = state.quota.of(Resource::Graphql, request);
    Ok(json!({
        "node": project,
        "repository": repository(sources, tree),
        "organization": {
            "__typename": "Organization", "login": github.board.org, "projectV2": project
        },
        "rateLimit": {
            "__typename": "RateLimit", "limit": quota.limit, "used": quota.used, "cost": 1,
            "remaining": quota.remaining(),
            "resetAt": crate::clock::rfc3339(i64::try_from(quota.reset_s).unwrap_or(0))
        }
    }))
}

/// A file of the made-up sources with the history of its lines; null for anything else.
fn repository(sources: &Sources, tree: &[Selection]) -> Value {
    let text =
        |field, argument| argument_of(tree, field, argument).and_then(Value::as_str).unwrap_or_default();
    let name = format!("{}/{}", text("repository", "owner"), text("repository", "name"));
    let (reference, path) = (text("object", "expression"), text("blame", "path"));
    let ranges = sources.history(reference, path).filter(|_| name == NAME);
    let range = |range: LineHistory| {
        json!({
            "__typename": "BlameRange", "startingLine": range.first, "endingLine": range.last,
            "commit": {"__typename": "Commit", "committedDate": format!("{}T12:00:00Z", range.day)}
        })
    };
    let ranges: Option<Vec<Value>> = ranges.map(|ranges| ranges.into_iter().map(range).collect());
    let blame = ranges.map(|ranges| json!({"__typename": "Blame", "ranges": ranges}));
    json!({"__typename": "Repository", "object": {"__typename": "Commit", "blame": blame}})
}

/// The project, when the query names this one.
fn project(state: &State, tree: &[Selection]) -> Result<Value, Refusal> {
    let board = &state.github.board;
    let is = |field, argument, expected: Value| {
        argument_of(tree, field, argument).is_none_or(|value| *value == expected)
    };
    let here = is("node", "id", json!(board.id))
        && is("organization", "login", json!(board.org))
        && is("projectV2", "number", json!(board.number));
    if !here {
        return Err(Refusal::graphql(
            "NOT_FOUND",
            "Could not resolve to a ProjectV2 with the given number or id.",
        ));
    }
    let Some(first) = argument_of(tree, "items", "first") else {
        return Ok(board::project(&state.github, 0, None));
    };
    let first = board::page_size(first.as_u64()).ok_or_else(|| {
        Refusal::graphql("EXCESSIVE_PAGINATION", "Requesting more than 100 records on the `items` connection")
    })?;
    let after = argument_of(tree, "items", "after").and_then(Value::as_str);
    Ok(board::project(&state.github, first, after))
}

/// An argument of the first field of a name, wherever it stands.
fn argument_of<'a>(tree: &'a [Selection], field: &str, argument: &str) -> Option<&'a Value> {
    tree.iter().find_map(|selection| match selection {
        Selection::Field { name, arguments, .. } if name == field => arguments.get(argument),
        Selection::Field { inner, .. } | Selection::On { inner, .. } => argument_of(inner, field, argument),
    })
}
