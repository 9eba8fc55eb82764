//! The two columns that hold JSON: the parameters of the Jenkins job, and what the analysis of its log found.

use serde_json::{Map, Value};

use crate::activity::{Category, FailedCase, PullRequest};
use crate::export::web_address;

/// What the parameters say of a run. The names are those of Jenkins' plug-in for pull requests on GitHub.
#[derive(Debug, Default)]
pub(super) struct Description {
    pub(super) pull_request: Option<PullRequest>,
    pub(super) commit: String,
    pub(super) branch: String,
    pub(super) repository: String,
    pub(super) url: String,
}

/// Reads `description`; `None` when it is broken. `ci_stat` asks for exactly 19 keys; here the number of the pull request alone decides.
pub(super) fn description(text: &str) -> Option<Description> {
    let fields: Map<String, Value> = serde_json::from_str(text).ok()?;
    let get = |key: &str| match fields.get(key) {
        Some(Value::String(text)) => text.trim().to_owned(),
        Some(Value::Number(number)) => number.to_string(),
        _ => String::new(),
    };
    let address = |key: &str| web_address(&get(key)).unwrap_or_default();
    let id = get("ghprbPullId");
    let number = if id.is_empty() { None } else { Some(id.parse().ok().filter(|number| *number > 0)?) };
    let pull_request = number.map(|number: u64| PullRequest {
        number,
        title: get("ghprbPullTitle"),
        author: get("ghprbPullAuthorLogin"),
        url: address("ghprbPullLink"),
    });
    let url = [address("RUN_DISPLAY_URL"), address("BUILD_URL")].into_iter().find(|url| !url.is_empty());
    Some(Description {
        pull_request,
        commit: get("ghprbActualCommit"),
        branch: get("ghprbTargetBranch"),
        repository: get("ghprbGhRepository"),
        url: url.unwrap_or_default(),
    })
}

/// Reads `analysis_res`; `None` when it is broken. A category that nobody knows, and a case named `unknown`, are failures that
/// nothing explains.
pub(super) fn analysis(text: &str) -> Option<Vec<FailedCase>> {
    let groups: Map<String, Value> = serde_json::from_str(text).ok()?;
    let mut found = Vec::new();
    for (name, cases) in &groups {
        let category = Category::parse(name).unwrap_or_default();
        let cases = if cases.is_null() { &[][..] } else { cases.as_array()?.as_slice() };
        for case in cases {
            let case = case.as_str()?.trim();
            let known = !case.is_empty() && case != "unknown";
            let (category, case) = if known { (category, case) } else { (Category::Unknown, "") };
            found.push(FailedCase { category, case: case.to_owned(), context: Vec::new() });
        }
    }
    found.sort();
    found.dedup();
    // Where something is known, what is not known says nothing.
    if found.iter().any(|failure| failure.category != Category::Unknown) {
        found.retain(|failure| failure.category != Category::Unknown);
    }
    Some(found)
}
