//! The issues of a repository, all pages of those that are open and of those that were closed of late; and filing new ones, one by one.

use std::rc::Rc;

use flakescope_core::activity::drafts::Draft;
use flakescope_core::formats::github::{pages, parse_issues};
use flakescope_core::model::{Issue, Repository};
use flakescope_core::warning::Warning;
use serde_json::json;

use crate::issues::Caller;
use crate::{Error, Filed, Progress, Transport};

/// Issues on a page: the most that the service gives.
const PER_PAGE: usize = 100;
/// Pages of one list that are read.
const MOST_PAGES: u32 = 200;
/// How far back closed issues are read.
const CLOSED_DAYS: u32 = 28;
/// What the service asks for between two writings.
const BETWEEN_WRITES_MS: u32 = 1_000;

/// The issues of a repository.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct KnownIssues {
    /// The issues that were read.
    pub issues: Vec<Issue>,
    /// Why the list is not complete; empty where it is. Without it a new issue could be the second about one case.
    pub warnings: Vec<Warning>,
}

/// Reads them. What came before a trouble is kept.
pub(crate) async fn read<T: Transport + 'static>(
    caller: &Rc<Caller<T>>,
    repository: &Repository,
    progress: &(impl Progress + ?Sized),
) -> KnownIssues {
    let since = caller.now().minus_days(CLOSED_DAYS).day();
    let mut known = KnownIssues::default();
    for state in ["state=open".to_owned(), format!("state=closed&since={since}T00:00:00Z")] {
        if let Err(reason) = list(caller, repository, &state, &mut known, progress).await {
            known.warnings.push(Warning::new(format!("issues of {repository}"), reason));
            break;
        }
    }
    known
}

async fn list<T: Transport + 'static>(
    caller: &Rc<Caller<T>>,
    repository: &Repository,
    state: &str,
    known: &mut KnownIssues,
    progress: &(impl Progress + ?Sized),
) -> Result<(), String> {
    for page in 1..=MOST_PAGES {
        progress.report(page - 1, page, "Reading issues");
        let path = format!("/repos/{repository}/issues?{state}&per_page={PER_PAGE}&page={page}");
        let answered = caller.get(&path).await.map_err(|trouble| trouble.words().to_owned())?;
        caller.rest().await;
        let name = format!("{repository}, issues, page {page}");
        let (issues, warnings) =
            parse_issues(&answered.body, &name, repository).map_err(|error| format!("{error}."))?;
        let entries = issues.len() + warnings.len();
        known.issues.extend(issues);
        known.warnings.extend(warnings);
        if let Some(old) = answered.old {
            known.warnings.push(Warning::new(name, format!("{} An older list stands in.", old.words())));
        }
        let has_next = answered.link.map_or(entries >= PER_PAGE, |link| pages(&link).has_next);
        if !has_next {
            return Ok(());
        }
    }
    Err(format!("Only the first {MOST_PAGES} pages of a list of issues were read."))
}

/// Files one, once: a second try could file it twice.
pub(crate) async fn file<T: Transport + 'static>(
    caller: &Rc<Caller<T>>,
    draft: &Draft,
) -> Result<Filed, Error> {
    let refuse = |reason: &str| Error::CannotFile { reason: reason.to_owned() };
    let repository =
        Repository::parse(&draft.repository).ok_or_else(|| refuse("Its repository is none of GitHub."))?;
    if !caller.has_token() {
        return Err(refuse("Filing needs a token."));
    }
    let body = json!({ "title": draft.title, "body": draft.body, "labels": draft.labels });
    let posted = caller.post(&format!("/repos/{repository}/issues"), body.to_string()).await;
    let answered = posted.map_err(|trouble| Error::NotFiled { reason: trouble.words().to_owned() })?;
    let list = [b"[".as_slice(), &answered.body, b"]"].concat();
    let made = parse_issues(&list, "the new issue", &repository)
        .ok()
        .and_then(|(issues, _)| issues.into_iter().next());
    let made = made.ok_or_else(|| Error::NotFiled { reason: "the answer could not be read".to_owned() })?;
    caller.sleep(BETWEEN_WRITES_MS).await;
    Ok(Filed { url: made.url(), number: made.number, already: false })
}
