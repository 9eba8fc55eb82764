//! Which tickets are closed: those that are issues on GitHub are asked for one by one. Jira answers no page of another host.

use std::collections::BTreeSet;
use std::rc::Rc;

use flakescope_core::formats::github::parse_issue_is_open;
use flakescope_core::model::Repository;
use flakescope_core::muted::{Row, Ticket};
use flakescope_core::warning::Warning;
use futures_util::{StreamExt, stream};

use crate::issues::Caller;
use crate::{Progress, Transport};

/// So many issues are asked for without a token, of the 60 requests that an hour allows.
const MOST: usize = 40;
/// And with one.
const MOST_WITH_TOKEN: usize = 1_000;

/// Issues that are asked for at once.
const AT_ONCE: usize = 6;

/// The tickets of the rows that are issues on GitHub and closed, as the rows write them. What could not be asked is a
/// warning; after the first refusal nothing more is asked.
pub(crate) async fn closed<T: Transport + 'static>(
    caller: &Rc<Caller<T>>,
    rows: &[Row],
    progress: &(impl Progress + ?Sized),
) -> (BTreeSet<String>, Vec<Warning>) {
    let mut wanted = tickets(rows);
    let (all, most) = (wanted.len(), if caller.has_token() { MOST_WITH_TOKEN } else { MOST });
    wanted.truncate(most);
    let total = u32::try_from(wanted.len()).unwrap_or(u32::MAX);
    let (mut closed, mut warnings, mut done) = (BTreeSet::new(), Vec::new(), 0);
    if all > most {
        let message = format!("of {all} issues only {most} are asked for. Give a token to ask for more.");
        warnings.push(Warning::new("tickets", message));
    }
    let ask = |(path, texts): (String, Vec<String>)| async move { (caller.get(&path).await, path, texts) };
    let mut answers = std::pin::pin!(stream::iter(wanted).map(ask).buffered(AT_ONCE));
    while let Some((answer, path, texts)) = answers.next().await {
        done += 1;
        progress.report(done, total, "Asking for tickets");
        let read = answer.map_err(|trouble| trouble.words().to_owned()).and_then(|answered| {
            parse_issue_is_open(&answered.body, &path).map_err(|error| error.to_string())
        });
        match read {
            Ok(true) => {}
            Ok(false) => closed.extend(texts),
            Err(reason) => {
                warnings.push(Warning::new(
                    texts.join(", "),
                    format!("the ticket cannot be asked for: {reason}"),
                ));
                if warnings.len() > AT_ONCE {
                    break;
                }
            }
        }
    }
    warnings.sort();
    (closed, warnings)
}

/// The path of each issue, once, with the texts that mean it.
fn tickets(rows: &[Row]) -> Vec<(String, Vec<String>)> {
    let ticket = |row: &Row| match Ticket::parse(&row.ticket, Repository::parse(&row.repository).as_ref())? {
        Ticket::GitHub(repository, number) => {
            Some((format!("/repos/{repository}/issues/{number}"), row.ticket.clone()))
        }
        _ => None,
    };
    let pairs: BTreeSet<(String, String)> = rows.iter().filter_map(ticket).collect();
    let mut grouped: Vec<(String, Vec<String>)> = Vec::new();
    for (path, text) in pairs {
        match grouped.last_mut().filter(|(own, _)| *own == path) {
            Some((_, texts)) => texts.push(text),
            None => grouped.push((path, vec![text])),
        }
    }
    grouped
}
