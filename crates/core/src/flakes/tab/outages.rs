//! Outages: many tests of a job whose long episodes begin or end together, folded into one line.

use super::super::{Outage, Params};
use super::Grid;
use super::episodes::Episode;
use crate::sorting::sort_by_key;

/// The outages of a tab, newest first, over every served run. Tests count together when the episodes start in the same
/// run, or end in the same run, and are at least [`Params::BROKEN_RUN_FAILURES`] and more than
/// [`Params::BROKEN_RUN_SHARE`] of the tests with a result in that run.
pub(super) fn find(grid: &Grid) -> Vec<Outage> {
    let mut long = grid.long_episodes.clone();
    let mut found = Vec::new();
    take_groups(&mut long, grid, |e| e.oldest, &mut found);
    take_groups(&mut long, grid, |e| e.newest, &mut found);
    sort_by_key(&mut found, |group: &Group| (group.newest, group.oldest));
    found.iter().filter_map(|group| outage(group, grid)).collect()
}

struct Group {
    newest: usize,
    oldest: usize,
    open: bool,
    tests: u32,
}

/// Moves the episodes that share a column (by `key`) with enough others out of `long`.
fn take_groups(
    long: &mut Vec<Episode>,
    grid: &Grid,
    key: impl Fn(&Episode) -> usize,
    found: &mut Vec<Group>,
) {
    for column in 0..grid.table.columns.len() {
        let group: Vec<Episode> = long.iter().copied().filter(|e| key(e) == column).collect();
        if group.is_empty() || !is_many(group.len(), results_in(grid, column)) {
            continue;
        }
        long.retain(|e| key(e) != column);
        found.push(Group {
            newest: most_common(group.iter().map(|e| e.newest)),
            oldest: most_common(group.iter().map(|e| e.oldest)),
            open: group.iter().filter(|e| e.open).count() * 2 > group.len(),
            tests: u32::try_from(group.len()).unwrap_or(u32::MAX),
        });
    }
}

fn is_many(tests: usize, results: usize) -> bool {
    tests >= Params::BROKEN_RUN_FAILURES as usize && tests as f64 > Params::BROKEN_RUN_SHARE * results as f64
}

fn results_in(grid: &Grid, column: usize) -> usize {
    grid.rows.all().filter(|o| o.get(column).is_some_and(|o| o.is_result())).count()
}

fn most_common(columns: impl Iterator<Item = usize>) -> usize {
    let mut counts = std::collections::BTreeMap::<usize, usize>::new();
    columns.for_each(|column| *counts.entry(column).or_default() += 1);
    counts
        .into_iter()
        .max_by_key(|(column, count)| (*count, std::cmp::Reverse(*column)))
        .map_or(0, |(column, _)| column)
}

fn outage(group: &Group, grid: &Grid) -> Option<Outage> {
    let (from, to) = (grid.table.columns.get(group.oldest)?, grid.table.columns.get(group.newest)?);
    Some(Outage {
        from: from.started_at,
        from_build: from.build.clone(),
        to: if group.open { None } else { to.started_at },
        to_build: if group.open { String::new() } else { to.build.clone() },
        open: group.open,
        runs: u32::try_from(group.oldest.saturating_sub(group.newest) + 1).unwrap_or(u32::MAX),
        tests: group.tests,
    })
}
