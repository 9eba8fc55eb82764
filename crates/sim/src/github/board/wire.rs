//! The board as objects of the `GraphQL` schema, whole: a query picks from them what it names.

use serde_json::{Value, json};

use super::super::wire;
use super::super::{GitHub, Issue};
use super::{Board, Content, Item, STATUSES};
use crate::clock::rfc3339;
use crate::dice;

/// Items that a query may ask for at once.
pub fn page_size(asked: Option<u64>) -> Option<usize> {
    let asked = usize::try_from(asked?).ok()?;
    (1..=100).contains(&asked).then_some(asked)
}

/// The project, with `first` items behind the cursor `after`.
pub fn project(github: &GitHub, first: usize, after: Option<&str>) -> Value {
    let board = &github.board;
    let start = after.and_then(|cursor| cursor.strip_prefix("sim-")?.parse().ok()).unwrap_or(0_usize);
    let start = start.min(board.items.len());
    let end = (start + first).min(board.items.len());
    let nodes: Vec<Value> = (start..end).map(|index| item(github, index)).collect();
    json!({
        "__typename": "ProjectV2", "id": board.id, "number": board.number, "title": "CI Signal", "closed": false,
        "public": true, "url": format!("https://github.com/orgs/{}/projects/{}", board.org, board.number),
        "fields": {"totalCount": 6, "nodes": fields(board)},
        "items": {
            "totalCount": board.items.len(), "nodes": nodes,
            "pageInfo": {
                "hasNextPage": end < board.items.len(), "hasPreviousPage": start > 0,
                "startCursor": format!("sim-{start}"), "endCursor": format!("sim-{end}")
            }
        }
    })
}

fn fields(board: &Board) -> Vec<Value> {
    let field =
        |name: &str, kind: &str| json!({"__typename": kind, "id": id("PVTF", board, name), "name": name});
    let choice = |name: &str, options: &[&str]| {
        let options: Vec<Value> =
            options.iter().map(|option| json!({"id": id("opt", board, option), "name": option})).collect();
        json!({"__typename": "ProjectV2SingleSelectField", "id": id("PVTSSF", board, name), "name": name, "options": options})
    };
    vec![
        field("Title", "ProjectV2Field"),
        choice("Status", &STATUSES),
        choice("Testgrid Board", &["master-blocking", "master-informing"]),
        field("Testgrid URL", "ProjectV2Field"),
        field("Date", "ProjectV2Field"),
        json!({"__typename": "ProjectV2IterationField", "id": id("PVTIF", board, "Cycle"), "name": "Cycle"}),
    ]
}

fn id(prefix: &str, board: &Board, name: &str) -> String {
    format!("{prefix}_{:08x}", dice::hash(board.number, name) & 0xffff_ffff)
}

fn item(github: &GitHub, index: usize) -> Value {
    let item = &github.board.items[index];
    let kind = match item.content {
        Content::Draft { .. } => "DRAFT_ISSUE",
        Content::Hidden | Content::Redacted => "REDACTED",
        Content::Issue(_) => "ISSUE",
    };
    json!({
        "__typename": "ProjectV2Item", "id": format!("PVTI_sim{index:06}"), "type": kind, "isArchived": false,
        "content": content(github, &item.content), "fieldValues": {"nodes": values(item)}
    })
}

fn content(github: &GitHub, content: &Content) -> Value {
    match content {
        Content::Issue(number) => {
            let issue = github.issues.iter().find(|issue| issue.number == *number);
            issue.map_or(Value::Null, |issue| issue_node(issue, &github.repository))
        }
        Content::Draft { title, body } => json!({"__typename": "DraftIssue", "title": title, "body": body}),
        Content::Redacted => json!({"__typename": "RedactedProjectV2Item"}),
        Content::Hidden => Value::Null,
    }
}

fn issue_node(issue: &Issue, repository: &str) -> Value {
    let kind = if issue.pull.is_some() { "PullRequest" } else { "Issue" };
    let state = match (issue.open, issue.pull.and_then(|pull| pull.merged_s)) {
        (true, _) => "OPEN",
        (false, Some(_)) => "MERGED",
        (false, None) => "CLOSED",
    };
    let labels: Vec<Value> = issue.labels.iter().map(|name| json!({"name": name})).collect();
    json!({
        "__typename": kind, "id": format!("{}_kwDOsim{}", &kind[..1], issue.number),
        "createdAt": rfc3339(issue.created_s), "updatedAt": rfc3339(issue.updated_s), "closedAt": issue.closed_s.map(rfc3339),
        "number": issue.number, "title": issue.title, "state": state, "body": issue.body,
        "url": wire::html_url(issue, repository), "labels": {"nodes": labels},
        "repository": {"nameWithOwner": repository}
    })
}

fn values(item: &Item) -> Vec<Value> {
    let named = |name: &str| json!({"__typename": "ProjectV2Field", "name": name});
    let choice = |field: &str, name: &String| json!({"__typename": "ProjectV2ItemFieldSingleSelectValue", "name": name, "field": named(field)});
    let text = |field: &str, text: &String| json!({"__typename": "ProjectV2ItemFieldTextValue", "text": text, "field": named(field)});
    let mut values: Vec<Value> = Vec::new();
    if let Content::Draft { title, .. } = &item.content {
        values.push(text("Title", title));
    }
    values.extend(item.status.as_ref().map(|name| choice("Status", name)));
    values.extend(item.testgrid_board.as_ref().map(|name| choice("Testgrid Board", name)));
    values.extend(item.testgrid_url.as_ref().map(|link| text("Testgrid URL", link)));
    values.extend(item.date.as_ref().map(
        |date| json!({"__typename": "ProjectV2ItemFieldDateValue", "date": date, "field": named("Date")}),
    ));
    values
}
