//! What changed between two refs, and what is muted in one place and not in another. A marker is the same wherever its line
//! has moved to.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use super::row::{MutedPlace, Row};

/// What became of a marker.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Change {
    /// In the newer place alone: muted since.
    MutedSince,
    /// In the older place alone: unmuted since.
    UnmutedSince,
    /// In both.
    Still,
}

impl Change {
    /// Every change, the one to look at first.
    pub const ALL: [Self; 3] = [Self::MutedSince, Self::UnmutedSince, Self::Still];

    /// The change in words.
    pub fn words(self) -> &'static str {
        match self {
            Self::MutedSince => "muted since",
            Self::UnmutedSince => "unmuted since",
            Self::Still => "still muted",
        }
    }
}

/// Two refs compared.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Comparison {
    /// The older place.
    pub older: MutedPlace,
    /// The newer one.
    pub newer: MutedPlace,
    /// The rows with what became of them: by change, then as they came. Those that stay are the newer ones.
    pub rows: Vec<(Change, Row)>,
}

impl Comparison {
    /// How many rows became what.
    pub fn count(&self, change: Change) -> usize {
        self.rows.iter().filter(|(own, _)| *own == change).count()
    }

    /// The change in one sentence.
    pub fn sentence(&self) -> String {
        let [since, unmuted, still] = Change::ALL.map(|change| self.count(change));
        format!(
            "Between {} and {}: {since} muted since, {unmuted} unmuted since, {still} still muted.",
            name(&self.older),
            name(&self.newer)
        )
    }
}

/// The place in words.
pub(super) fn name(place: &MutedPlace) -> String {
    match (place.repository.as_str(), place.branch.as_str()) {
        (repository, "") => repository.to_owned(),
        (repository, branch) => format!("{repository}@{branch}"),
    }
}

/// Compares two places. Equal markers (file, test, marker, ticket, day) are counted against one another one by one.
pub fn compare((older, old): (MutedPlace, &[Row]), (newer, new): (MutedPlace, &[Row])) -> Comparison {
    let (since, still) = apart(new, old);
    let (gone, _) = apart(old, new);
    let tagged = |change: Change, rows: Vec<&Row>| -> Vec<(Change, Row)> {
        rows.into_iter().map(|row| (change, row.clone())).collect()
    };
    let mut rows = tagged(Change::MutedSince, since);
    rows.extend(tagged(Change::UnmutedSince, gone));
    rows.extend(tagged(Change::Still, still));
    Comparison { older, newer, rows }
}

/// The rows that the others do not have, and those that they have.
fn apart<'a>(rows: &'a [Row], others: &[Row]) -> (Vec<&'a Row>, Vec<&'a Row>) {
    let mut left: BTreeMap<[&str; 5], usize> = BTreeMap::new();
    for row in others {
        *left.entry(row.identity()).or_default() += 1;
    }
    rows.iter().partition(|row| match left.get_mut(&row.identity()) {
        Some(count) if *count > 0 => {
            *count -= 1;
            false
        }
        _ => true,
    })
}

/// Which tests are muted where: each file and test once, with a yes or no for each place, in the order of the places.
pub fn side_by_side(places: &[&[Row]]) -> Vec<([String; 2], Vec<bool>)> {
    let keys = |rows: &[Row]| -> BTreeSet<[String; 2]> {
        rows.iter().map(|row| [row.file.clone(), row.test.clone()]).collect()
    };
    let keys: Vec<BTreeSet<[String; 2]>> = places.iter().map(|rows| keys(rows)).collect();
    let all: BTreeSet<&[String; 2]> = keys.iter().flatten().collect();
    all.into_iter().map(|key| (key.clone(), keys.iter().map(|own| own.contains(key)).collect())).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(line: u32, test: &str, ticket: &str) -> Row {
        Row { file: "a.py".into(), line, test: test.into(), ticket: ticket.into(), ..Row::default() }
    }

    #[test]
    fn moved_lines_are_no_change() {
        let old = [row(1, "a", "X-1"), row(5, "b", "X-2"), row(9, "b", "X-2"), row(12, "gone", "")];
        let new = [row(3, "a", "X-1"), row(8, "b", "X-2"), row(9, "a", "X-3")];
        let place = |branch: &str| MutedPlace {
            repository: "o/r".into(),
            branch: branch.into(),
            ..MutedPlace::default()
        };
        let found = compare((place("v1"), &old), (place("main"), &new));
        let shown: Vec<String> = found
            .rows
            .iter()
            .map(|(c, r)| format!("{}: {} {} {}", c.words(), r.line, r.test, r.ticket))
            .collect();
        assert_eq!(
            shown,
            [
                "muted since: 9 a X-3",
                "unmuted since: 9 b X-2",
                "unmuted since: 12 gone ",
                "still muted: 3 a X-1",
                "still muted: 8 b X-2",
            ]
        );
        insta::assert_snapshot!(found.sentence(), @"Between o/r@v1 and o/r@main: 1 muted since, 2 unmuted since, 2 still muted.");
    }

    #[test]
    fn muted_here_not_there() {
        let (one, two) = ([row(1, "a", ""), row(2, "b", "")], [row(7, "b", "X"), row(9, "b", "Y")]);
        let key = |test: &str| ["a.py".to_owned(), test.to_owned()];
        assert_eq!(
            side_by_side(&[&one, &two]),
            [(key("a"), vec![true, false]), (key("b"), vec![true, true])]
        );
    }
}
