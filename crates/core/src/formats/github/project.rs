//! A project board (Projects v2), read over GraphQL: which status each issue has. The options of the status are the
//! board's own; no word is built in (docs.github.com/graphql, `ProjectV2`).

use serde_json::{Value, json};

use super::super::{FormatError, json};
use super::entry::in_address;
use super::errors::{not_expected, short};
use crate::model::Repository;

/// Asks for one page of a board; variables `id` and `after`.
pub const PROJECT_QUERY: &str = "query($id:ID!,$after:String){node(id:$id){...on ProjectV2{\
fields(first:50){nodes{__typename ...on ProjectV2SingleSelectField{name options{name}}}}\
items(first:100,after:$after){pageInfo{hasNextPage endCursor}nodes{type \
content{__typename ...on Issue{number title url repository{nameWithOwner}}\
...on PullRequest{number title url repository{nameWithOwner}}...on DraftIssue{title}}\
fieldValues(first:20){nodes{__typename ...on ProjectV2ItemFieldSingleSelectValue{name \
field{...on ProjectV2FieldCommon{name}}}}}}}}}}";

/// Asks for the id of a board; variables `owner` and `number`.
pub const PROJECT_ID_QUERY: &str =
    "query($owner:String!,$number:Int!){organization(login:$owner){projectV2(number:$number){id}}}";

/// The name of the field that holds an item's status, on every board from its start.
const STATUS: &str = "status";

/// The body of the request for the page of board `id` that begins after the cursor `after`.
pub fn project_request(id: &str, after: Option<&str>) -> String {
    json!({"query": PROJECT_QUERY, "variables": {"id": id, "after": after}}).to_string()
}

/// The body of the request for the id of an organisation's board.
pub fn project_id_request(organisation: &str, number: u32) -> String {
    json!({"query": PROJECT_ID_QUERY, "variables": {"owner": organisation, "number": number}}).to_string()
}

/// One page of a board.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ProjectPage {
    /// What the status may be, in the board's order.
    pub status_options: Vec<String>,
    /// The items, in the board's order.
    pub items: Vec<ProjectItem>,
    /// Where the next page begins.
    pub end_cursor: Option<String>,
    /// Is there a next page?
    pub has_next: bool,
    /// What went wrong; the rest of the page may be there all the same.
    pub errors: Vec<GraphqlError>,
}

/// One item of a board.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ProjectItem {
    /// The issue's repository; `None` for drafts and redacted items.
    pub repository: Option<Repository>,
    /// The issue's number; `None` for drafts and redacted items.
    pub number: Option<u64>,
    /// The status, one of the page's options; empty if it has none.
    pub status: String,
    /// True for an item that is no issue yet.
    pub is_draft: bool,
    /// True for a pull request.
    pub is_pull_request: bool,
    /// The title; empty if redacted.
    pub title: String,
    /// True where the token may not see the item.
    pub redacted: bool,
}

/// What GraphQL says went wrong. It says so with HTTP status 200.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GraphqlError {
    /// What to do about it.
    pub kind: GraphqlErrorKind,
    /// In the service's words, one line.
    pub message: String,
}

/// The kinds of GraphQL errors that are treated differently.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum GraphqlErrorKind {
    /// The allowance is used up; the headers tell until when.
    RateLimited,
    /// There is no such board, or the token may not see it.
    NotFound,
    /// The token may not read boards (it needs `read:project`).
    Forbidden,
    /// Anything else.
    Other,
}

/// Reads the answer to [`PROJECT_QUERY`]. An answer with errors alone is a page without items.
pub fn parse_project_page(bytes: &[u8], source_name: &str) -> Result<ProjectPage, FormatError> {
    let answer: Value = json::read(bytes, source_name)?;
    let errors = errors_of(&answer);
    let board = answer.pointer("/data/node").filter(|node| !node.is_null());
    match board {
        Some(board) => Ok(ProjectPage { errors, ..page(board) }),
        None if !errors.is_empty() => Ok(ProjectPage { errors, ..ProjectPage::default() }),
        None => Err(not_expected(source_name, &answer, "a project board")),
    }
}

/// Reads the answer to [`PROJECT_ID_QUERY`]: the board's id, or the errors that stand in its place.
pub fn parse_project_id(
    bytes: &[u8],
    source_name: &str,
) -> Result<Result<String, Vec<GraphqlError>>, FormatError> {
    let answer: Value = json::read(bytes, source_name)?;
    let errors = errors_of(&answer);
    match answer.pointer("/data/organization/projectV2/id").and_then(Value::as_str) {
        Some(id) => Ok(Ok(id.to_owned())),
        None if !errors.is_empty() => Ok(Err(errors)),
        None => Err(not_expected(source_name, &answer, "the id of a project board")),
    }
}

fn page(board: &Value) -> ProjectPage {
    let cursor = board.pointer("/items/pageInfo/endCursor").and_then(Value::as_str);
    let has_next = board.pointer("/items/pageInfo/hasNextPage").and_then(Value::as_bool);
    ProjectPage {
        status_options: status_options(board),
        items: list(board, "/items/nodes").iter().map(item).collect(),
        end_cursor: cursor.map(str::to_owned),
        has_next: has_next.unwrap_or_default(),
        errors: Vec::new(),
    }
}

fn status_options(board: &Value) -> Vec<String> {
    let fields = list(board, "/fields/nodes").iter().filter(|field| is_status(text(field, "/name")));
    fields.flat_map(|field| list(field, "/options")).map(|option| text(option, "/name").to_owned()).collect()
}

/// Reads an item. One that is `null` or of an unknown kind counts as redacted: it is there, and no more is known.
fn item(node: &Value) -> ProjectItem {
    let content = node.get("content").unwrap_or(&Value::Null);
    let kind = text(content, "/__typename");
    let repository = Repository::parse(text(content, "/repository/nameWithOwner"));
    let number = content.get("number").and_then(Value::as_u64);
    let is_draft = kind == "DraftIssue" || text(node, "/type") == "DRAFT_ISSUE";
    ProjectItem {
        repository: repository.or_else(|| in_address(text(content, "/url"))),
        number,
        status: status(node).to_owned(),
        is_draft,
        is_pull_request: kind == "PullRequest",
        title: text(content, "/title").to_owned(),
        redacted: !is_draft && number.is_none(),
    }
}

fn status(node: &Value) -> &str {
    let values = list(node, "/fieldValues/nodes");
    values.iter().find(|value| is_status(text(value, "/field/name"))).map_or("", |value| text(value, "/name"))
}

fn is_status(name: &str) -> bool {
    name.eq_ignore_ascii_case(STATUS)
}

pub(super) fn errors_of(answer: &Value) -> Vec<GraphqlError> {
    let error =
        |error: &Value| GraphqlError { kind: kind_of(error), message: short(text(error, "/message")) };
    list(answer, "/errors").iter().map(error).collect()
}

fn kind_of(error: &Value) -> GraphqlErrorKind {
    match text(error, "/type") {
        "RATE_LIMITED" | "RATE_LIMIT" => GraphqlErrorKind::RateLimited,
        "NOT_FOUND" => GraphqlErrorKind::NotFound,
        "FORBIDDEN" | "INSUFFICIENT_SCOPES" => GraphqlErrorKind::Forbidden,
        _ => GraphqlErrorKind::Other,
    }
}

pub(super) fn text<'a>(value: &'a Value, pointer: &str) -> &'a str {
    value.pointer(pointer).and_then(Value::as_str).unwrap_or_default()
}

pub(super) fn list<'a>(value: &'a Value, pointer: &str) -> &'a [Value] {
    value.pointer(pointer).and_then(Value::as_array).map_or(&[], Vec::as_slice)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(answer: &Value) -> Result<ProjectPage, String> {
        parse_project_page(answer.to_string().as_bytes(), "board").map_err(|error| error.to_string())
    }

    fn status_value(name: &str) -> Value {
        json!({"nodes": [
            {"__typename": "ProjectV2ItemFieldTextValue", "text": "x", "field": {"name": "Testgrid URL"}},
            null, {"__typename": "ProjectV2ItemFieldDateValue"},
            {"__typename": "ProjectV2ItemFieldSingleSelectValue", "name": name, "field": {"name": "Status"}},
        ]})
    }

    fn board(items: &[Value]) -> Value {
        json!({"data": {"node": {
            "fields": {"nodes": [{"__typename": "ProjectV2Field"}, null, {"name": "K8s Release", "options": [{"name": "1.36"}]},
                {"name": "Status", "options": [{"name": "NEW"}, {"name": "OBSERVING"}]}]},
            "items": {"pageInfo": {"hasNextPage": true, "endCursor": "c1"}, "nodes": items},
        }}})
    }

    #[test]
    fn every_kind_of_item_survives() {
        let page = read(&board(&[
            json!({"type": "ISSUE", "content": {"__typename": "Issue", "number": 5, "title": "t",
                "repository": {"nameWithOwner": "o/r"}}, "fieldValues": status_value("NEW")}),
            json!({"content": {"__typename": "PullRequest", "number": 6, "url": "https://github.com/o/r/pull/6"}}),
            json!({"content": {"__typename": "DraftIssue", "title": "d"}, "fieldValues": status_value("OBSERVING")}),
            json!({"type": "REDACTED", "content": null, "fieldValues": {"nodes": null}}),
            json!(null),
            json!({"content": 7, "fieldValues": []}),
        ]))
        .unwrap();
        let redacted = ProjectItem { redacted: true, ..ProjectItem::default() };
        let own = |number| ProjectItem {
            repository: Repository::parse("o/r"),
            number: Some(number),
            ..ProjectItem::default()
        };
        let expect = [
            ProjectItem { title: "t".into(), status: "NEW".into(), ..own(5) },
            ProjectItem { is_pull_request: true, ..own(6) },
            ProjectItem {
                title: "d".into(),
                status: "OBSERVING".into(),
                is_draft: true,
                ..ProjectItem::default()
            },
            redacted.clone(),
            redacted.clone(),
            redacted,
        ];
        assert_eq!(page.items, expect);
        assert_eq!(page.status_options, ["NEW", "OBSERVING"]);
        assert_eq!((page.end_cursor.as_deref(), page.has_next, page.errors), (Some("c1"), true, vec![]));
    }

    #[test]
    fn errors_are_typed() {
        for (kind, expect) in [
            ("RATE_LIMITED", GraphqlErrorKind::RateLimited),
            ("NOT_FOUND", GraphqlErrorKind::NotFound),
            ("INSUFFICIENT_SCOPES", GraphqlErrorKind::Forbidden),
            ("FORBIDDEN", GraphqlErrorKind::Forbidden),
            ("", GraphqlErrorKind::Other),
        ] {
            let error = json!({"type": kind, "message": "no\nway"});
            let alone = json!({"data": {"node": null}, "errors": [error]});
            let expect = [GraphqlError { kind: expect, message: "no way".into() }];
            assert_eq!(
                read(&alone).unwrap(),
                ProjectPage { errors: expect.to_vec(), ..ProjectPage::default() }
            );
            let mut beside = board(&[Value::Null]);
            beside["errors"] = json!([error]);
            let page = read(&beside).unwrap();
            assert_eq!((page.items.len(), page.errors), (1, expect.to_vec()));
        }
    }

    #[test]
    fn what_is_no_board_is_refused() {
        assert_eq!(read(&json!({"data": {"node": null}})).unwrap_err(), "board: this is not a project board");
        assert_eq!(read(&json!([])).unwrap_err(), "board: this is not a project board");
        let refused = json!({"message": "Bad credentials"});
        assert_eq!(read(&refused).unwrap_err(), "board: GitHub says: Bad credentials");
        assert!(
            parse_project_page(b"{\"data\":", "board").unwrap_err().to_string().contains("line 1, column 8")
        );
    }

    #[test]
    fn the_id_is_found() {
        let read = |answer: Value| parse_project_id(answer.to_string().as_bytes(), "id");
        let found = json!({"data": {"organization": {"projectV2": {"id": "PVT_x"}}}});
        assert_eq!(read(found), Ok(Ok("PVT_x".to_owned())));
        let missing =
            json!({"data": {"organization": null}, "errors": [{"type": "NOT_FOUND", "message": "m"}]});
        assert_eq!(read(missing).unwrap().unwrap_err()[0].kind, GraphqlErrorKind::NotFound);
        assert!(read(json!({"data": {"organization": null}})).is_err());
    }

    #[test]
    fn requests_are_json() {
        let body: Value = serde_json::from_str(&project_request("a\"b", None)).unwrap();
        assert_eq!((&body["variables"]["id"], &body["variables"]["after"]), (&json!("a\"b"), &Value::Null));
        let body: Value = serde_json::from_str(&project_id_request("o", 68)).unwrap();
        assert_eq!(body["variables"], json!({"owner": "o", "number": 68}));
        for query in [PROJECT_QUERY, PROJECT_ID_QUERY] {
            assert_eq!(query.matches('{').count(), query.matches('}').count());
            assert_eq!(query.matches('(').count(), query.matches(')').count());
        }
    }
}
