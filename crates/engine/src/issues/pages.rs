//! The lists of a repository, page after page: open issues first, then those that were closed of late.

use flakescope_core::formats::github::{pages, parse_issues};
use flakescope_core::model::Repository;
use flakescope_core::warning::Warning;

use super::IssueStock;
use super::state::Trouble;
use crate::Transport;

/// Labels of issues about tests.
const LABELS: [&str; 2] = ["kind/flake", "kind/failing-test"];
/// Issues on a page: the most that the service gives.
const PER_PAGE: usize = 100;
/// Pages of one list that are read.
const MOST_PAGES: u32 = 30;
/// How far back closed issues are read: two weeks as reopen candidates, and as long again.
const CLOSED_DAYS: u32 = 28;

/// Reads every list. What came before a trouble is kept.
pub(super) async fn read<T: Transport + 'static>(
    stock: &IssueStock<T>,
    repository: &Repository,
) -> Result<(), Trouble> {
    let since = stock.caller.fetcher().transport.now().minus_days(CLOSED_DAYS).day();
    let mut trouble = None;
    for state in ["state=open".to_owned(), format!("state=closed&since={since}T00:00:00Z")] {
        for label in LABELS {
            let list = format!("/repos/{repository}/issues?labels={label}&{state}&per_page={PER_PAGE}");
            let found = read_list(stock, repository, &list).await?;
            trouble = trouble.or(found);
        }
    }
    trouble.map_or(Ok(()), Err)
}

/// One list. The trouble that it gives back left an older copy in place of an answer.
async fn read_list<T: Transport + 'static>(
    stock: &IssueStock<T>,
    repository: &Repository,
    list: &str,
) -> Result<Option<Trouble>, Trouble> {
    let mut trouble = None;
    for page in 1..=MOST_PAGES {
        let path = format!("{list}&page={page}");
        let answered = stock.caller.get(&path).await?;
        stock.caller.fetcher().rest().await;
        let taken = take(stock, &answered.body, &format!("{repository}, issues, page {page}"), repository)?;
        stock.change(|state| state.note(answered.quota, answered.at));
        trouble = trouble.or(answered.old);
        let has_next = match &answered.link {
            Some(link) => pages(link).has_next,
            None => taken >= PER_PAGE,
        };
        if !has_next {
            return Ok(trouble);
        }
    }
    Err(Trouble::new(format!("Only the first {MOST_PAGES} pages of a list of issues were read.")))
}

/// Takes a page over; tells how many entries it held.
pub(super) fn take<T: Transport + 'static>(
    stock: &IssueStock<T>,
    bytes: &[u8],
    name: &str,
    repository: &Repository,
) -> Result<usize, Trouble> {
    let (issues, warnings) = parse_issues(bytes, name, repository)
        .map_err(|error| Trouble::new(format!("The issues could not be read: {error}.")))?;
    let entries = issues.len() + warnings.len();
    stock.change(|state| state.add(repository, issues, warnings));
    Ok(entries)
}

/// A warning about the issues of a repository.
pub(super) fn warning(repository: &Repository, message: String) -> Warning {
    Warning::new(format!("issues of {repository}"), message)
}
