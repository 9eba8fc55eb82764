//! Filing an issue about a test: once, with a token, after the user has seen what will be written.

use std::cell::RefCell;
use std::collections::BTreeSet;

use flakescope_core::flakes::Analysis;
use flakescope_core::flakes::issues::{NewIssue, filed_issue};
use flakescope_core::formats::github::parse_issues;
use flakescope_core::model::Issue;
use serde_json::json;

use super::{IssueStock, Place};
use crate::{Error, Filed, Request, Transport};

/// The issues that are being filed, by key.
#[derive(Default)]
pub(super) struct Filing(RefCell<BTreeSet<String>>);

/// One issue's turn; it ends when this is dropped.
struct Turn<'a>(&'a Filing, &'a str);

impl Filing {
    /// Begins; `None` when the same issue is under way.
    fn begin<'a>(&'a self, key: &'a str) -> Option<Turn<'a>> {
        self.0.borrow_mut().insert(key.to_owned()).then_some(Turn(self, key))
    }
}

impl Drop for Turn<'_> {
    fn drop(&mut self) {
        self.0.0.borrow_mut().remove(self.1);
    }
}

/// Files the issue, or gives back the one that was filed before.
pub(crate) async fn file<T: Transport + 'static>(
    request: &Request,
    analysis: &Analysis,
    issues: Option<&IssueStock<T>>,
) -> Result<Filed, Error> {
    let Request::FileIssue { key, .. } = request else { return Err(refuse("This is no issue to file.")) };
    let stock = issues.filter(|stock| matches!(stock.place, Place::GitHub { .. }));
    let stock = stock.ok_or_else(|| refuse("No repository was chosen to file it in."))?;
    let issue = analysis.new_issue(key).ok_or_else(|| refuse("The test was not read."))?;
    if let Some(known) = filed_issue(&stock.state.borrow().list.issues, &issue.key) {
        return Ok(Filed { url: known.url(), number: known.number, already: true });
    }
    if !stock.state.borrow().list.complete {
        return Err(refuse("Not every issue could be read, so one about this test may be there."));
    }
    if !stock.caller.has_token() {
        return Err(refuse("Filing needs a token."));
    }
    post(stock, &issue).await
}

/// Posts it, once. While the answer is awaited nobody else may file: the stock is marked by the issue's key.
async fn post<T: Transport + 'static>(stock: &IssueStock<T>, issue: &NewIssue) -> Result<Filed, Error> {
    let _turn = stock.filing.begin(&issue.key).ok_or_else(|| refuse("It is being filed already."))?;
    let repository = stock.state.borrow().list.repository.clone();
    let body = json!({ "title": issue.title, "body": issue.body_for_api(), "labels": issue.labels });
    let posted = stock.caller.post(&format!("/repos/{repository}/issues"), body.to_string()).await;
    let answered = posted.map_err(|trouble| Error::NotFiled { reason: trouble.words().to_owned() })?;
    let list = [b"[".as_slice(), &answered.body, b"]"].concat();
    let made: Option<Issue> = parse_issues(&list, "the new issue", &repository)
        .ok()
        .and_then(|(issues, _)| issues.into_iter().next());
    let made = made.ok_or_else(|| Error::NotFiled { reason: "the answer could not be read".to_owned() })?;
    let filed = Filed { url: made.url(), number: made.number, already: false };
    stock.change(|state| state.add(&repository, vec![made], Vec::new()));
    Ok(filed)
}

fn refuse(reason: &str) -> Error {
    Error::CannotFile { reason: reason.to_owned() }
}
