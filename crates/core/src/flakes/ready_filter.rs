//! A filter made ready to be asked of every test.

use std::fmt;

use super::analysis::Test;
use super::labels::sig;
use super::{CompileSearch, Filter, FilterError, Search};

/// A [`Filter`] whose search was made.
#[derive(Clone)]
pub struct ReadyFilter {
    filter: Filter,
    sigs: Vec<String>,
    /// `None` finds everything.
    search: Option<Search>,
}

impl fmt::Debug for ReadyFilter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("ReadyFilter").field(&self.filter).finish()
    }
}

impl Filter {
    /// Makes the filter ready; `compile` is called only if there is a text to search for.
    pub fn ready(&self, compile: CompileSearch) -> Result<ReadyFilter, FilterError> {
        let search = if self.text.is_empty() { None } else { Some(compile(&self.text)?) };
        Ok(ReadyFilter { search, ..self.without_search() })
    }

    /// Makes the filter ready for a place that has no search; its text is passed over.
    pub fn without_search(&self) -> ReadyFilter {
        let sigs = self.sigs.iter().map(|s| full_sig(s)).collect();
        ReadyFilter { filter: self.clone(), sigs, search: None }
    }
}

impl ReadyFilter {
    /// What it was made of.
    pub fn filter(&self) -> &Filter {
        &self.filter
    }

    /// The same search beside other choices.
    pub(super) fn with(&self, filter: &Filter) -> Self {
        Self { search: self.search.clone(), ..filter.without_search() }
    }

    pub(super) fn takes(&self, test: &Test<'_>) -> bool {
        let filter = &self.filter;
        let any = |list: &[String], value: &str| list.is_empty() || list.iter().any(|v| v == value);
        filter.verdicts.contains(&test.stats.verdict)
            && any(&filter.jobs, &test.tab.job.job)
            && (self.sigs.is_empty() || any(&self.sigs, sig(test.name())))
            && self.takes_priority(test)
            && self.takes_effort(test)
            && self.takes_text(test)
    }

    fn takes_priority(&self, test: &Test<'_>) -> bool {
        let wanted = &self.filter.priorities;
        wanted.is_empty() || test.priority().level().is_some_and(|level| wanted.contains(&level))
    }

    fn takes_effort(&self, test: &Test<'_>) -> bool {
        let wanted = &self.filter.efforts;
        wanted.is_empty() || wanted.contains(&test.effort_group())
    }

    fn takes_text(&self, test: &Test<'_>) -> bool {
        let Some(finds) = &self.search else { return true };
        [test.name(), &test.tab.job.job, test.last_message()].into_iter().any(|text| finds(text))
    }
}

/// `storage` and `sig-storage` are the same; `none` is no SIG.
fn full_sig(word: &str) -> String {
    match word {
        "none" => String::new(),
        _ if word.starts_with("sig-") => word.to_owned(),
        _ => format!("sig-{word}"),
    }
}
