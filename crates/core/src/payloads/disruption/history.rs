//! Which runs of history count: of the job, from ten to three days before, with master nodes alike; and those of the
//! previous release where they are too few.

use serde::{Deserialize, Serialize};

use super::runs::Rows;
use super::{HISTORY_FROM_DAYS, HISTORY_TO_DAYS, LEAST_HISTORY};
use crate::model::TimeMs;

/// Which history was used, and why.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct HistoryUsed {
    /// The job whose runs they are; empty where the rows name none.
    pub job: String,
    /// How many runs.
    pub runs: usize,
    /// True for the job of the previous release.
    pub is_previous_release: bool,
    /// The value of `MasterNodesUpdated` that they have; empty for any.
    pub master_nodes_updated: String,
    /// What was decided, in sentences.
    pub notes: Vec<String>,
}

/// Chooses from all rows of history those that count for the runs of `job`.
pub(super) fn choose<'a>(mut history: Rows<'a>, tested: &Rows<'_>, job: &str) -> (Rows<'a>, HistoryUsed) {
    let mut used = HistoryUsed::default();
    leave_out_tested(&mut history, tested, &mut used);
    leave_out_by_time(&mut history, tested, &mut used);
    leave_out_by_master_nodes(&mut history, tested, &mut used);
    let chosen = choose_job(&history, job, &mut used);
    used.runs = chosen.runs().len();
    if used.runs < LEAST_HISTORY {
        used.notes.push(format!("Only {} runs of history; {LEAST_HISTORY} should be there.", used.runs));
    }
    (chosen, used)
}

/// A run is no history of itself.
fn leave_out_tested(history: &mut Rows<'_>, tested: &Rows<'_>, used: &mut HistoryUsed) {
    let own = tested.runs();
    let before = history.rows.len();
    history.retain(|row| !own.contains(row.run.as_str()));
    if history.rows.len() < before {
        used.notes
            .push("The runs that are checked also stand in the history; they do not count there.".to_owned());
    }
}

fn leave_out_by_time(history: &mut Rows<'_>, tested: &Rows<'_>, used: &mut HistoryUsed) {
    let first = tested.rows.iter().filter_map(|row| row.started_at).min();
    let is_dated = history.rows.iter().any(|row| row.started_at.is_some());
    let Some(first) = first.filter(|_| is_dated) else {
        used.notes.push("No start times on both sides: history of any age counts.".to_owned());
        return;
    };
    let (from, to) = (first.minus_days(HISTORY_FROM_DAYS), first.minus_days(HISTORY_TO_DAYS));
    let is_within = |time: TimeMs| (from..=to).contains(&time);
    history.retain(|row| row.started_at.is_some_and(is_within));
    used.notes.push(format!(
        "History from {HISTORY_FROM_DAYS} to {HISTORY_TO_DAYS} days before the first run: {} to {}.",
        from.day(),
        to.day()
    ));
}

/// Any run with updated master nodes makes all count as such (openshift/ci-tools); without one, those without.
fn leave_out_by_master_nodes(history: &mut Rows<'_>, tested: &Rows<'_>, used: &mut HistoryUsed) {
    let has = |rows: &Rows<'_>, word: &str| {
        rows.rows.iter().any(|row| row.master_nodes_updated.eq_ignore_ascii_case(word))
    };
    let Some(word) = ["Y", "N"].into_iter().find(|word| has(tested, word)) else { return };
    if history.rows.iter().all(|row| row.master_nodes_updated.is_empty()) {
        used.notes
            .push("History does not say whether master nodes were updated: all of it counts.".to_owned());
        return;
    }
    history.retain(|row| row.master_nodes_updated.eq_ignore_ascii_case(word));
    word.clone_into(&mut used.master_nodes_updated);
    used.notes.push(match word {
        "Y" => "A run updated the master nodes: history of such runs counts.".to_owned(),
        _ => "No run updated the master nodes: history without that counts.".to_owned(),
    });
}

/// Rows of the job; those of the previous release's job where they are too few and it is there.
fn choose_job<'a>(history: &Rows<'a>, job: &str, used: &mut HistoryUsed) -> Rows<'a> {
    let of = |name: &str| {
        let mut rows = history.clone();
        rows.retain(|row| row.job == name || row.job.is_empty() || name.is_empty());
        rows
    };
    job.clone_into(&mut used.job);
    let own = of(job);
    let count = own.runs().len();
    if count >= LEAST_HISTORY {
        return own;
    }
    let Some(previous) = previous_release(job).filter(|name| history.rows.iter().any(|row| row.job == *name))
    else {
        return own;
    };
    used.notes.push(format!(
        "The job has {count} runs of history, fewer than {LEAST_HISTORY}: that of {previous} is used."
    ));
    let mut rows = history.clone();
    rows.retain(|row| row.job == previous);
    used.job = previous;
    used.is_previous_release = true;
    rows
}

/// The name of the same job one minor release earlier: every `4.16` becomes `4.15`. `None` without a release in the name.
fn previous_release(job: &str) -> Option<String> {
    let mut name = String::with_capacity(job.len());
    let mut is_changed = false;
    for part in job.split_inclusive(|c: char| !c.is_ascii_digit() && c != '.') {
        let word = part.trim_end_matches(|c: char| !c.is_ascii_digit() && c != '.');
        match earlier(word) {
            Some(earlier) => {
                is_changed = true;
                name += &earlier;
                name += part.get(word.len()..).unwrap_or_default();
            }
            None => name += part,
        }
    }
    is_changed.then_some(name)
}

/// `4.16` as `4.15`; `None` for anything else.
fn earlier(word: &str) -> Option<String> {
    let (major, minor) = word.split_once('.')?;
    let (major, minor): (u32, u32) = (major.parse().ok()?, minor.parse().ok()?);
    Some(format!("{major}.{}", minor.checked_sub(1)?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_job_one_release_earlier() {
        for (job, expect) in [
            (
                "release-master-ci-4.16-e2e-aws-ovn-upgrade",
                Some("release-master-ci-4.15-e2e-aws-ovn-upgrade"),
            ),
            ("nightly-4.16-upgrade-from-stable-4.15-e2e", Some("nightly-4.15-upgrade-from-stable-4.14-e2e")),
            ("e2e-4.16", Some("e2e-4.15")),
            ("4.10", Some("4.9")),
            ("e2e-4.16.3-metal", None),
            ("e2e-4.0-metal", None),
            ("e2e-aws", None),
            ("", None),
        ] {
            assert_eq!(previous_release(job).as_deref(), expect, "{job}");
        }
    }
}
