//! When the runs of a job started, their build ids, and which of them share a commit.

use super::catalogue::{Cadence, CommitStyle, TabSpec};
use super::options::WorldOptions;
use crate::clock;
use crate::dice::Dice;
use crate::grid::Column;

const DAY_S: usize = 86_400;
/// Commits of the product for one of the test infrastructure.
const COMMITS_PER_INFRA: usize = 12;
const HEX: &[u8] = b"0123456789abcdef";

/// The runs of one job, newest first.
#[derive(Clone, Debug)]
pub(crate) struct Timetable {
    pub(crate) columns: Vec<Column>,
    /// Number of the commit that each column ran on; grows with age.
    pub(crate) commits: Vec<usize>,
}

impl Timetable {
    /// Draws start times and build ids; commits come later, when the story is known.
    pub(crate) fn draw(spec: &TabSpec, options: &WorldOptions, stale: bool, dice: &mut Dice) -> Self {
        let (count, interval_s) = rhythm(spec.cadence, options);
        let lag_s = if stale { 4 * DAY_S } else { dice.below(interval_s / 2) + 600 };
        let columns = (0..count).map(|index| column(options.now_s, lag_s, index, interval_s, dice)).collect();
        Self { columns, commits: (0..count).collect() }
    }

    /// Gives neighbouring columns one commit now and then, and all columns of `together` the same.
    pub(crate) fn share_commits(
        &mut self,
        style: CommitStyle,
        together: Option<(usize, usize)>,
        dice: &mut Dice,
    ) {
        let mut commit = 0;
        for column in 1..self.columns.len() {
            let inside = together.is_some_and(|(newest, oldest)| column > newest && column <= oldest);
            let shares = style != CommitStyle::Absent && style != CommitStyle::Ones && dice.chance(0.3);
            commit += usize::from(!(inside || shares));
            self.commits[column] = commit;
        }
        self.fill_custom(style, dice);
    }

    fn fill_custom(&mut self, style: CommitStyle, dice: &mut Dice) {
        let last = self.commits.last().copied().unwrap_or(0);
        let product: Vec<String> = (0..=last).map(|_| commit_token(dice)).collect();
        let infra: Vec<String> = (0..=last / COMMITS_PER_INFRA).map(|_| commit_token(dice)).collect();
        for (column, &commit) in self.columns.iter_mut().zip(&self.commits) {
            column.custom = match style {
                CommitStyle::Token => {
                    vec![product[commit].clone(), infra[commit / COMMITS_PER_INFRA].clone()]
                }
                CommitStyle::InVersion => {
                    vec![format!("v1.36.0-alpha.0.{}+{}", 9000_usize.saturating_sub(commit), product[commit])]
                }
                CommitStyle::Ones => vec!["1".to_owned(), String::new()],
                CommitStyle::Absent => Vec::new(),
            };
        }
    }

    /// The oldest column on the commit of `column`: where a change that came with it shows first.
    pub(crate) fn first_run_of_commit(&self, column: usize) -> usize {
        let commit = self.commits[column];
        self.commits.iter().rposition(|&other| other == commit).unwrap_or(column)
    }

    /// The newest column on the commit of `column`.
    pub(crate) fn last_run_of_commit(&self, column: usize) -> usize {
        let commit = self.commits[column];
        self.commits.iter().position(|&other| other == commit).unwrap_or(column)
    }
}

/// Headers of the custom values of a style.
pub(crate) fn custom_headers(style: CommitStyle) -> Vec<String> {
    let names: &[&str] = match style {
        CommitStyle::Token => &["Commit", "infra-commit"],
        CommitStyle::InVersion => &["Version"],
        CommitStyle::Ones => &["Commit", "Infra-Commit"],
        CommitStyle::Absent => &[],
    };
    names.iter().map(|&name| name.to_owned()).collect()
}

fn rhythm(cadence: Cadence, options: &WorldOptions) -> (usize, usize) {
    let usual_s = (options.days * DAY_S / options.columns.max(1)).max(300);
    let interval_s = match cadence {
        _ if options.even => usual_s,
        Cadence::Usual => usual_s,
        Cadence::Hours(hours) => usual_s.max(hours * 3600),
        Cadence::Daily => DAY_S,
    };
    let fitting = (options.days * DAY_S / interval_s).clamp(1, options.columns.max(1));
    let limit = if cadence == Cadence::Daily && !options.even { 14 } else { fitting };
    (fitting.min(limit), interval_s)
}

fn column(now_s: i64, lag_s: usize, index: usize, interval_s: usize, dice: &mut Dice) -> Column {
    let age_s = lag_s + index * interval_s + dice.below(interval_s / 5 + 1);
    let started_at_ms = (now_s - i64::try_from(age_s).unwrap_or(0)) * 1000;
    let within_second_ms = i64::try_from(dice.below(1000)).unwrap_or(0);
    Column { build: clock::build_id(started_at_ms + within_second_ms), started_at_ms, custom: Vec::new() }
}

/// Nine hex digits, one of them surely a letter.
fn commit_token(dice: &mut Dice) -> String {
    let letter = dice.word(&HEX[10..], 1);
    format!("{}{letter}{}", dice.word(HEX, 3), dice.word(HEX, 5))
}
