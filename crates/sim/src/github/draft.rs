//! An issue before it has a number, and the writer that turns cases into drafts.

use super::cases::Case;
use super::model::Issue;
use super::style::Style;
use super::truth::IssueTruth;
use super::{forms, life, people, titles};
use crate::dice::Dice;

/// An issue whose number, and whose references to others, stand open: texts say `{#INDEX}`, `fixes` holds indices.
#[derive(Clone, Debug, Default)]
pub(super) struct Draft {
    pub(super) issue: Issue,
    pub(super) truth: IssueTruth,
}

/// Writes one issue after the other.
#[derive(Debug)]
pub(super) struct Writer {
    pub(super) dice: Dice,
    pub(super) now_s: i64,
    pub(super) drafts: Vec<Draft>,
}

impl Writer {
    /// Writes a case down; gives its index.
    pub(super) fn write(&mut self, case: &Case) -> usize {
        let style = Style::draw(case.form, &mut self.dice);
        let mut issue = Issue {
            title: titles::title(case, &mut self.dice),
            body: forms::body(case, style, self.now_s),
            ..Issue::default()
        };
        life::live(&mut issue, case, self.now_s, &mut self.dice);
        people::gather(&mut issue, case, &mut self.dice);
        let truth = truth(case, style, &issue);
        self.push(Draft { issue, truth })
    }

    /// Keeps a draft; gives its index.
    pub(super) fn push(&mut self, mut draft: Draft) -> usize {
        draft.truth.open = draft.issue.open;
        draft.truth.closed_at = draft.issue.closed_s.map(crate::clock::rfc3339);
        draft.truth.settle_naming();
        self.drafts.push(draft);
        self.drafts.len() - 1
    }
}

fn truth(case: &Case, style: Style, issue: &Issue) -> IssueTruth {
    let mut tracks = case.tracks.clone();
    for (track, newest_own_s) in &mut tracks {
        track.failed_since = issue.closed_s.map(|closed| newest_own_s.is_some_and(|newest| newest > closed));
    }
    let mut tracks: Vec<_> = tracks.into_iter().map(|(track, _)| track).collect();
    tracks.sort();
    tracks.dedup();
    IssueTruth {
        kind: if case.failing { "failing_test" } else { "flake" },
        form: case.form.word(),
        quirks: style.quirks(case, issue.body.as_deref().unwrap_or("")),
        trap: case.trap,
        tracks,
        ..IssueTruth::default()
    }
}
