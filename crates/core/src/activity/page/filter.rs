//! Which rows of a list are shown: a search over any list, and for runs the place that one came from, such as a job, a pull
//! request, a cause or an hour.

use serde::{Deserialize, Serialize};

use crate::activity::profile::{hour_of, stretch_of, weekday_of};
use crate::activity::rows::{CommitRow, FailureRow, JobRow, PullRow, RunRow};
use crate::activity::{Category, Query, RunStatus};
use crate::model::TimeMs;

/// What only other runs tell about a run.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Mark {
    /// The job ran the commit before.
    Rerun,
    /// The first run of a new commit of its pull request.
    NewCommit,
    /// The job both passed and failed on the commit.
    Flake,
}

impl Mark {
    /// Every mark.
    pub const ALL: [Self; 3] = [Self::Rerun, Self::NewCommit, Self::Flake];

    /// The word in a link.
    pub fn word(self) -> &'static str {
        match self {
            Self::Rerun => "rerun",
            Self::NewCommit => "new_commit",
            Self::Flake => "flake",
        }
    }

    /// Reads the word.
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|mark| mark.word() == word)
    }

    /// The mark in words.
    pub fn words(self) -> &'static str {
        match self {
            Self::Rerun => "rerun of the same commit",
            Self::NewCommit => "new commit",
            Self::Flake => "flake",
        }
    }

    fn is_on(self, row: &RunRow) -> bool {
        match self {
            Self::Rerun => row.rerun,
            Self::NewCommit => row.new_commit,
            Self::Flake => row.flake,
        }
    }
}

/// Which rows are shown. All but `text` is about runs alone.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct RowFilter {
    /// A part of any name in the row, without regard to case; empty takes all.
    pub text: String,
    /// The repository of the runs; empty takes all.
    pub repository: String,
    /// Their job; empty takes all.
    pub job: String,
    /// Their pull request; `Some(None)` takes runs of none.
    pub pull: Option<Option<u64>>,
    /// Their commit; empty takes all.
    pub commit: String,
    /// What kind of cause stands for them, or with `case` the kind of that cause.
    pub category: Option<Category>,
    /// What failed in them.
    pub case: Option<String>,
    /// How they ended.
    pub status: Option<RunStatus>,
    /// The hour of the day in which they started, 0 to 23.
    pub hour: Option<u8>,
    /// The day of the week on which they started, 0 for Monday.
    pub weekday: Option<u8>,
    /// The beginning of the stretch of the window in which they started.
    pub start: Option<TimeMs>,
    /// A mark that they have.
    pub mark: Option<Mark>,
}

impl RowFilter {
    /// The same search over other rows.
    #[must_use]
    pub fn only_text(&self) -> Self {
        Self { text: self.text.clone(), ..Self::default() }
    }

    /// Does a text or one of several hold the search?
    fn finds<'a>(&self, texts: impl IntoIterator<Item = &'a String>) -> bool {
        let text = self.text.trim().to_lowercase();
        text.is_empty() || texts.into_iter().any(|own| own.to_lowercase().contains(&text))
    }

    /// Is this run shown?
    pub(super) fn takes_run(&self, query: &Query, row: &RunRow) -> bool {
        let same = |wanted: &String, own: &String| wanted.is_empty() || wanted == own;
        same(&self.repository, &row.repository)
            && same(&self.job, &row.job)
            && same(&self.commit, &row.commit)
            && self.pull.is_none_or(|pull| pull == row.number)
            && self.status.is_none_or(|status| status == row.status)
            && self.mark.is_none_or(|mark| mark.is_on(row))
            && self.takes_cause(row)
            && self.takes_start(query, row.started_at)
            && self.finds_run(row)
    }

    fn finds_run(&self, row: &RunRow) -> bool {
        let names = [&row.repository, &row.job, &row.id, &row.commit, &row.branch, &row.author];
        self.finds(names.into_iter().chain(row.failures.iter().map(|failure| &failure.case)))
    }

    /// A run whose failure nothing explains has the cause without a name.
    fn takes_cause(&self, row: &RunRow) -> bool {
        let Some(case) = &self.case else {
            return self
                .category
                .is_none_or(|category| row.status == RunStatus::Failure && row.category == Some(category));
        };
        if case.is_empty() && row.failures.is_empty() {
            return row.status == RunStatus::Failure && self.category == Some(Category::Unknown);
        }
        let is_it = |category| self.category.is_none_or(|own| own == category);
        row.failures.iter().any(|failure| failure.case == *case && is_it(failure.category))
    }

    fn takes_start(&self, query: &Query, time: TimeMs) -> bool {
        self.hour.is_none_or(|hour| usize::from(hour) == hour_of(query, time))
            && self.weekday.is_none_or(|day| usize::from(day) == weekday_of(query, time))
            && self.start.is_none_or(|start| start == stretch_of(query, time))
    }

    /// Is this job shown?
    pub(super) fn takes_job(&self, row: &JobRow) -> bool {
        self.finds([&row.repository, &row.job])
    }

    /// Is this pull request shown?
    pub(super) fn takes_pull(&self, row: &PullRow) -> bool {
        let number = row.number.map(|number| format!("#{number}"));
        self.finds([&row.repository, &row.title, &row.author, &row.branch].into_iter().chain(&number))
    }

    /// Is this commit shown?
    pub(super) fn takes_commit(&self, row: &CommitRow) -> bool {
        self.finds([&row.repository, &row.commit])
    }

    /// Is this cause shown?
    pub(super) fn takes_failure(&self, row: &FailureRow) -> bool {
        let category = row.category.word().to_owned();
        self.finds([&row.repository, &row.case, &category].into_iter().chain(&row.authors).chain(&row.jobs))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::activity::FailedCase;

    const HOUR_MS: i64 = 3_600_000;

    fn row() -> RunRow {
        let failure = |category, case: &str| FailedCase { category, case: case.into(), context: Vec::new() };
        RunRow {
            repository: "o/r".into(),
            job: "unit".into(),
            status: RunStatus::Failure,
            started_at: TimeMs(26 * HOUR_MS + 1),
            number: Some(7),
            commit: "abc".into(),
            author: "Ana".into(),
            rerun: true,
            category: Some(Category::Compile),
            failures: vec![failure(Category::Compile, "no build"), failure(Category::Case, "TestA")],
            ..RunRow::default()
        }
    }

    #[track_caller]
    fn check(filter: &RowFilter, row: &RunRow, expect: bool) {
        let query = Query::span(TimeMs(0), TimeMs(48 * HOUR_MS));
        assert_eq!(filter.takes_run(&query, row), expect, "{filter:?}");
    }

    #[test]
    fn every_part_of_the_filter() {
        type Change = fn(&mut RowFilter);
        let cases: [(Change, bool); 21] = [
            (|_| {}, true),
            (|filter| filter.text = " ana ".into(), true),
            (|filter| filter.text = "TESTA".into(), true),
            (|filter| filter.text = "TestB".into(), false),
            (|filter| filter.repository = "o/s".into(), false),
            (|filter| filter.job = "unit".into(), true),
            (|filter| filter.pull = Some(Some(7)), true),
            (|filter| filter.pull = Some(None), false),
            (|filter| filter.commit = "abcd".into(), false),
            (|filter| filter.category = Some(Category::Compile), true),
            (|filter| filter.category = Some(Category::Case), false),
            (|filter| (filter.category, filter.case) = (Some(Category::Case), Some("TestA".into())), true),
            (|filter| (filter.category, filter.case) = (Some(Category::Env), Some("TestA".into())), false),
            (|filter| filter.status = Some(RunStatus::Success), false),
            (|filter| filter.hour = Some(2), true),
            (|filter| filter.hour = Some(3), false),
            // 1970-01-02 was a Friday.
            (|filter| filter.weekday = Some(4), true),
            (|filter| filter.weekday = Some(3), false),
            (|filter| filter.start = Some(TimeMs(26 * HOUR_MS)), true),
            (|filter| filter.start = Some(TimeMs(25 * HOUR_MS)), false),
            (|filter| filter.mark = Some(Mark::Flake), false),
        ];
        for (change, expect) in cases {
            let mut filter = RowFilter::default();
            change(&mut filter);
            check(&filter, &row(), expect);
        }
    }

    #[test]
    fn a_failure_that_nothing_explains() {
        let unknown = RunRow { failures: Vec::new(), category: Some(Category::Unknown), ..row() };
        let filter = |case: Option<&str>| RowFilter {
            category: Some(Category::Unknown),
            case: case.map(str::to_owned),
            ..RowFilter::default()
        };
        check(&filter(None), &unknown, true);
        check(&filter(Some("")), &unknown, true);
        check(&filter(Some("")), &row(), false);
        let aborted = RunRow { status: RunStatus::Aborted, category: None, ..unknown };
        check(&filter(Some("")), &aborted, false);
    }

    #[test]
    fn words_are_read_back() {
        for mark in Mark::ALL {
            assert_eq!(Mark::parse(mark.word()), Some(mark));
        }
    }
}
