//! Numbers in the order of writing, and the references between issues that need them.

use std::collections::BTreeSet;

use super::draft::Draft;
use super::model::Issue;
use super::truth::IssueTruth;
use crate::dice;

/// The first number; linked issues of the grids lie below.
const FIRST: u64 = 135_000;

/// Numbers the drafts and fills in what they say of each other.
pub(super) fn give(drafts: Vec<Draft>, repository: &str) -> Vec<(Issue, IssueTruth)> {
    let numbers = numbers(&drafts);
    let mut entries: Vec<(Issue, IssueTruth)> = drafts
        .into_iter()
        .enumerate()
        .map(|(index, draft)| number(draft, index, &numbers, repository))
        .collect();
    entries.sort_by_key(|(issue, _)| issue.number);
    entries
}

/// The number of each draft: issues and pull requests that nobody lists lie between them.
fn numbers(drafts: &[Draft]) -> Vec<u64> {
    let mut order: Vec<usize> = (0..drafts.len()).collect();
    order.sort_by_key(|&index| (drafts[index].issue.created_s, index));
    let mut numbers = vec![0; drafts.len()];
    let mut number = FIRST;
    for index in order {
        number += 3 + dice::hash(index as u64, "gap") % 37;
        numbers[index] = number;
    }
    numbers
}

fn number(draft: Draft, index: usize, numbers: &[u64], repository: &str) -> (Issue, IssueTruth) {
    let Draft { mut issue, mut truth } = draft;
    issue.number = numbers[index];
    truth.number = numbers[index];
    let fixed: BTreeSet<u64> = truth.fixes.iter().filter_map(|&other| other_number(other, numbers)).collect();
    truth.fixes = fixed.into_iter().collect();
    issue.title = refer(&issue.title, numbers, repository);
    issue.body = issue.body.map(|body| refer(&body, numbers, repository));
    (issue, truth)
}

fn other_number(index: u64, numbers: &[u64]) -> Option<u64> {
    numbers.get(usize::try_from(index).ok()?).copied()
}

/// Puts numbers in the place of `{#INDEX}` and `{:INDEX}`, and the repository in the place of `{repository}`.
fn refer(text: &str, numbers: &[u64], repository: &str) -> String {
    let text = text.replace("{repository}", repository);
    let text = put(&text, "{#", "#", numbers);
    put(&text, "{:", "", numbers)
}

fn put(text: &str, open: &str, before: &str, numbers: &[u64]) -> String {
    let parts = text.split_once(open).and_then(|(head, rest)| Some((head, rest.split_once('}')?)));
    let found = parts.and_then(|(head, (index, tail))| {
        let number = other_number(index.parse().ok()?, numbers)?;
        Some(format!("{head}{before}{number}{tail}"))
    });
    found.unwrap_or_else(|| text.to_owned())
}
