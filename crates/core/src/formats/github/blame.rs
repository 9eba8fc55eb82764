//! Since when the lines of a file are as they are, read over GraphQL (docs.github.com/graphql, `Blame`, `BlameRange`).

use serde_json::{Value, json};

use super::super::{FormatError, json};
use super::errors::not_expected;
use super::project::{GraphqlError, errors_of, list, text};
use crate::model::Repository;

/// Asks for one file; variables `owner`, `name`, `at` (a branch, a tag or a commit) and `path`.
const BLAME_QUERY: &str = "query($owner:String!,$name:String!,$at:String!,$path:String!){\
repository(owner:$owner,name:$name){object(expression:$at){__typename ...on Commit{\
blame(path:$path){ranges{startingLine endingLine commit{committedDate}}}}}}}";

/// Lines that came with one commit.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct BlameRange {
    /// The first line, from 1.
    pub first: u32,
    /// The last line.
    pub last: u32,
    /// The day of the commit, `YYYY-MM-DD` in UTC.
    pub day: String,
}

/// The body of the request for one file.
pub fn blame_request(repository: &Repository, reference: &str, path: &str) -> String {
    let repository = repository.to_string();
    let (owner, name) = repository.split_once('/').unwrap_or((&repository, ""));
    let variables = json!({"owner": owner, "name": name, "at": reference, "path": path});
    json!({"query": BLAME_QUERY, "variables": variables}).to_string()
}

/// Reads the answer: the ranges in their order, or the errors that stand in their place.
pub fn parse_blame(
    bytes: &[u8],
    source_name: &str,
) -> Result<Result<Vec<BlameRange>, Vec<GraphqlError>>, FormatError> {
    let answer: Value = json::read(bytes, source_name)?;
    let errors = errors_of(&answer);
    match answer.pointer("/data/repository/object/blame/ranges") {
        Some(ranges) => Ok(Ok(list(ranges, "").iter().filter_map(range).collect())),
        None if !errors.is_empty() => Ok(Err(errors)),
        None => Err(not_expected(source_name, &answer, "the history of a file")),
    }
}

/// A range; none where a part of it is missing.
fn range(value: &Value) -> Option<BlameRange> {
    let line = |key| u32::try_from(value.get(key)?.as_u64()?).ok();
    let day = text(value, "/commit/committedDate").get(..10)?.to_owned();
    Some(BlameRange { first: line("startingLine")?, last: line("endingLine")?, day })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ranges_and_errors() {
        let text = r#"{"data":{"repository":{"object":{"__typename":"Commit","blame":{"ranges":[
            {"startingLine":1,"endingLine":4,"commit":{"committedDate":"2024-03-05T23:59:59Z"}},
            {"startingLine":5,"commit":{}}]}}}}}"#;
        let expect = BlameRange { first: 1, last: 4, day: "2024-03-05".into() };
        assert_eq!(parse_blame(text.as_bytes(), "a file"), Ok(Ok(vec![expect])));
        let refused = r#"{"data":null,"errors":[{"type":"NOT_FOUND","message":"No such file"}]}"#;
        let errors = parse_blame(refused.as_bytes(), "a file").unwrap().unwrap_err();
        assert_eq!(errors[0].message, "No such file");
        assert!(parse_blame(b"{}", "a file").is_err());
    }

    #[test]
    fn names_stand_in_variables() {
        let repository = Repository::parse("o/r").unwrap();
        let body: Value = serde_json::from_str(&blame_request(&repository, "a\"b", "c}.py")).unwrap();
        assert_eq!(body["variables"]["path"], "c}.py");
        assert_eq!(body["query"], BLAME_QUERY);
    }
}
