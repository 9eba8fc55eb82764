//! What the judgement of markers depends on, checked once.

use serde::{Deserialize, Serialize};
use thiserror::Error;

/// What the judgement depends on.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Params {
    /// A marker older than this many days is a problem; `None` for no limit. 1 to 36,500.
    pub max_age_days: Option<u32>,
    /// A ticket must begin with one of these; empty for any. The pytest successor of the original asks for `DCOS`
    /// (dcos/dcos-test-utils, pytest plugin).
    pub ticket_prefixes: Vec<String>,
    /// Take the ticket from the text of the reason where the marker names none.
    pub ticket_from_reason: bool,
    /// Where Jira keys lead, such as `https://jira.example.org`; empty for no links.
    pub jira: String,
}

/// Why [`Params`] were refused.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum ParamsError {
    /// The limit of age cannot be used.
    #[error("the limit of age is {0} days; it must be 1 to {most}", most = Params::MOST_DAYS)]
    MaxAge(u32),
    /// A prefix of tickets is empty, and would fit all.
    #[error("a prefix of tickets is empty; leave it out to allow all tickets")]
    EmptyPrefix,
    /// The address of Jira is none.
    #[error("the address of Jira is {0:?}; it must begin with https:// or http://")]
    Jira(String),
}

impl Params {
    /// The longest limit of age, some hundred years.
    pub const MOST_DAYS: u32 = 36_500;

    /// Gives itself back when the values can be used.
    pub fn check(self) -> Result<Self, ParamsError> {
        if let Some(days) = self.max_age_days
            && !(1..=Self::MOST_DAYS).contains(&days)
        {
            return Err(ParamsError::MaxAge(days));
        }
        if self.ticket_prefixes.iter().any(String::is_empty) {
            return Err(ParamsError::EmptyPrefix);
        }
        let is_web = ["https://", "http://"].into_iter().any(|start| self.jira.starts_with(start));
        if self.jira.is_empty() || is_web { Ok(self) } else { Err(ParamsError::Jira(self.jira)) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_makes_no_sense_is_refused() {
        let good = Params { max_age_days: Some(90), jira: "https://j.example".into(), ..Params::default() };
        assert_eq!(good.clone().check(), Ok(good.clone()));
        assert_eq!(Params { max_age_days: Some(0), ..good.clone() }.check(), Err(ParamsError::MaxAge(0)));
        let prefixes = vec!["DCOS".to_owned(), String::new()];
        assert_eq!(
            Params { ticket_prefixes: prefixes, ..good.clone() }.check(),
            Err(ParamsError::EmptyPrefix)
        );
        let jira = "javascript:alert(1)".to_owned();
        assert_eq!(Params { jira: jira.clone(), ..good }.check(), Err(ParamsError::Jira(jira)));
    }
}
