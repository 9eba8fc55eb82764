//! Which issue is about a test: one that was filed for it, or one that names it in its title or in its text.

use super::DraftStanding;
use crate::flakes::issues::marker_of;
use crate::model::{Issue, TimeMs};

/// How long after it was closed an issue is named in a new one: two weeks, as in the handbook of the release team.
const AGAIN_DAYS: u32 = 14;

/// What stands about a test. An open issue comes first, then the one that was closed last.
pub(super) fn standing<'a>(
    issues: impl Iterator<Item = &'a Issue>,
    test: &str,
    key: &str,
    last_failure: Option<TimeMs>,
) -> DraftStanding {
    let is_about = |issue: &&Issue| {
        let filed = marker_of(&issue.body) == Some(key);
        !issue.is_pull_request && (filed || names(&issue.title, test) || names(&issue.body, test))
    };
    let about: Vec<&Issue> = issues.filter(is_about).collect();
    if let Some(open) = about.iter().find(|issue| issue.open) {
        return DraftStanding::Known { url: open.url() };
    }
    let newest = about.iter().max_by_key(|issue| (issue.closed_at, issue.number));
    let Some((issue, closed_at)) = newest.and_then(|issue| Some((issue, issue.closed_at?))) else {
        return DraftStanding::New;
    };
    match last_failure {
        Some(failed) if failed <= closed_at => DraftStanding::Known { url: issue.url() },
        Some(failed) if failed.minus_days(AGAIN_DAYS) <= closed_at => {
            DraftStanding::Again { url: issue.url() }
        }
        _ => DraftStanding::New,
    }
}

/// Does a text hold this name, and not as a part of a longer one?
fn names(text: &str, name: &str) -> bool {
    let is_part = |c: char| c.is_alphanumeric() || c == '_';
    text.match_indices(name).any(|(at, found)| {
        let before = text.get(..at).and_then(|before| before.chars().next_back());
        let after = text.get(at + found.len()..).and_then(|after| after.chars().next());
        !before.is_some_and(is_part) && !after.is_some_and(is_part)
    })
}
