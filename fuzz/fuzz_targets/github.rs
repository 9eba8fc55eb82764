//! GitHub: lists of issues and their forms, project boards, trees, the history of lines, runs and jobs of Actions.
#![no_main]

use flakescope_core::flakes::issues::parse_form;
use flakescope_core::formats::github::{self, actions_attempts};
use flakescope_core::model::Repository;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    if let Some((issues, _)) =
        Repository::parse("o/r").and_then(|own| github::parse_issues(bytes, "fuzz", &own).ok())
    {
        for issue in issues {
            let _ = parse_form(&issue.title, &issue.body);
        }
    }
    let _ = github::parse_issue_is_open(bytes, "fuzz");
    let _ = github::parse_project_page(bytes, "fuzz");
    let _ = github::parse_project_id(bytes, "fuzz");
    let _ = github::parse_tree(bytes, "fuzz");
    let _ = github::parse_blame(bytes, "fuzz");
    let _ = github::error_sentence(bytes);
    let jobs = github::parse_actions_jobs(bytes, "fuzz").unwrap_or_default();
    if let Ok(page) = github::parse_actions_runs(bytes, "fuzz", "o/r") {
        for run in &page.runs {
            let _ = actions_attempts(run, &jobs);
        }
    }
});
