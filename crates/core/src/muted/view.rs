//! What the page is given: the numbers above the rows, and the rows in sight.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::asked::Asked;
use super::compare::{Change, compare, side_by_side};
use super::report::{MutedReport, Totals};
use super::row::{MutedPlace, Row};
use super::ticket::Ticket;
use crate::model::TimeMs;
use crate::warning::Warning;

/// The rows of one place.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct PlaceRows {
    /// The place.
    pub place: MutedPlace,
    /// Files that were read.
    pub files: u32,
    /// All its rows, by path and line.
    pub rows: Vec<Row>,
}

/// One place above the rows.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct PlaceView {
    /// `owner/name@ref`, or the name of a folder or an archive.
    pub name: String,
    /// Files that were read.
    pub files: u32,
    /// Markers in them.
    pub markers: u32,
}

/// A row in sight.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct RowView {
    /// The row.
    pub row: Row,
    /// The page of its ticket; empty where there is none.
    pub ticket_url: String,
    /// What became of it, where two places are compared.
    pub change: Option<Change>,
    /// For each of several places: is this test muted there? Empty for one place.
    pub muted_in: Vec<bool>,
}

/// What the page shows.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct MutedView {
    /// Count and age, or what changed, in one sentence.
    pub sentence: String,
    /// The places, in the order in which they were asked for.
    pub places: Vec<PlaceView>,
    /// The numbers of all rows, whatever is listed; of owners and files the first [`MutedView::MOST_BARS`].
    pub totals: Totals,
    /// How many owners there are.
    pub owners: u32,
    /// How many files have markers.
    pub files: u32,
    /// The names of markers with their counts, the most first.
    pub markers: Vec<(String, u32)>,
    /// Where two places are compared: how many rows became what, in the order of [`Change::ALL`].
    pub changes: Option<[u32; 3]>,
    /// The first rows that are listed.
    pub rows: Vec<RowView>,
    /// How many rows are listed in all.
    pub matching: u32,
    /// On which tests of which boards it was judged whether muted tests pass; empty where nobody asked.
    pub compared: String,
}

impl MutedView {
    /// So many owners and files are given.
    pub const MOST_BARS: usize = 12;

    /// The view of places, with at most `limit` rows.
    pub fn of(places: &[PlaceRows], asked: &Asked, limit: u32) -> Self {
        let listed = listed(places, asked);
        let all: Vec<Row> = places.iter().flat_map(|place| place.rows.iter().cloned()).collect();
        let mut totals = Totals::of(&all);
        let (owners, files) = (count(totals.owners.len()), count(totals.files.len()));
        totals.owners.truncate(Self::MOST_BARS);
        totals.files.truncate(Self::MOST_BARS);
        let show = |row: &RowView| RowView {
            ticket_url: ticket_url(&row.row, &asked.query.params.jira),
            ..row.clone()
        };
        Self {
            sentence: listed.sentence.unwrap_or_else(|| totals.sentence()),
            places: places.iter().map(place_view).collect(),
            owners,
            files,
            markers: markers(&all),
            changes: listed.changes,
            matching: count(listed.rows.len()),
            rows: listed.rows.iter().take(limit as usize).map(show).collect(),
            totals,
            compared: String::new(),
        }
    }
}

/// The rows that are listed: what files are made of. `generated_at` is the moment up to which ages were counted.
pub fn listed_report(
    places: &[PlaceRows],
    asked: &Asked,
    generated_at: TimeMs,
    warnings: Vec<Warning>,
) -> MutedReport {
    let muted = listed(places, asked).rows.into_iter().map(|view| view.row).collect();
    MutedReport { generated_at, muted, compared: None, warnings }
}

/// The rows of a listing, and what is said of a comparison.
struct Listed {
    rows: Vec<RowView>,
    changes: Option<[u32; 3]>,
    sentence: Option<String>,
}

fn listed(places: &[PlaceRows], asked: &Asked) -> Listed {
    match places {
        [older, newer] if asked.compares => compared(older, newer, asked),
        _ => beside(places, asked),
    }
}

fn compared(older: &PlaceRows, newer: &PlaceRows, asked: &Asked) -> Listed {
    let comparison = compare((older.place.clone(), &older.rows), (newer.place.clone(), &newer.rows));
    let mut rows = Vec::new();
    for change in Change::ALL {
        let own: Vec<Row> =
            comparison.rows.iter().filter(|(own, _)| *own == change).map(|(_, row)| row.clone()).collect();
        let taken = asked.take(&own);
        rows.extend(taken.into_iter().map(|row| RowView {
            row: row.clone(),
            change: Some(change),
            ..RowView::default()
        }));
    }
    Listed {
        rows,
        changes: Some(Change::ALL.map(|change| count(comparison.count(change)))),
        sentence: Some(comparison.sentence()),
    }
}

/// Every place's rows, each with where its test is muted as well.
fn beside(places: &[PlaceRows], asked: &Asked) -> Listed {
    let all: Vec<Row> = places.iter().flat_map(|place| place.rows.iter().cloned()).collect();
    let muted_in = if places.len() > 1 { muted_in(places) } else { BTreeMap::new() };
    let view = |row: &Row| {
        let muted_in = muted_in.get(&[row.file.clone(), row.test.clone()]).cloned().unwrap_or_default();
        RowView { row: row.clone(), muted_in, ..RowView::default() }
    };
    let rows = asked.take(&all).into_iter().map(view).collect();
    Listed { rows, changes: None, sentence: None }
}

fn muted_in(places: &[PlaceRows]) -> BTreeMap<[String; 2], Vec<bool>> {
    let rows: Vec<&[Row]> = places.iter().map(|place| place.rows.as_slice()).collect();
    side_by_side(&rows).into_iter().collect()
}

fn place_view(place: &PlaceRows) -> PlaceView {
    PlaceView {
        name: super::compare::name(&place.place),
        files: place.files,
        markers: count(place.rows.len()),
    }
}

/// The names of markers, the most frequent first, then by name.
fn markers(rows: &[Row]) -> Vec<(String, u32)> {
    let mut counts: BTreeMap<&str, u32> = BTreeMap::new();
    for row in rows {
        let known = counts.entry(row.name()).or_default();
        *known = known.saturating_add(1);
    }
    let mut named: Vec<(String, u32)> = counts.into_iter().map(|(name, n)| (name.to_owned(), n)).collect();
    named.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
    named
}

pub(super) fn ticket_url(row: &Row, jira: &str) -> String {
    Ticket::parse(&row.ticket, row.github().as_ref()).and_then(|ticket| ticket.url(jira)).unwrap_or_default()
}

fn count(length: usize) -> u32 {
    u32::try_from(length).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn place(branch: &str, rows: &[(&str, &str, &str)]) -> PlaceRows {
        let place = MutedPlace { repository: "o/r".into(), branch: branch.into(), commit: String::new() };
        let row = |(file, test, ticket): &(&str, &str, &str)| Row {
            repository: "o/r".into(),
            branch: branch.into(),
            file: (*file).into(),
            test: (*test).into(),
            ticket: (*ticket).into(),
            marker: "pytest.mark.skip".into(),
            ..Row::default()
        };
        PlaceRows { place, files: 3, rows: rows.iter().map(row).collect() }
    }

    fn names(view: &MutedView) -> Vec<&str> {
        view.rows.iter().map(|row| row.row.test.as_str()).collect()
    }

    #[test]
    fn one_place() {
        let place = place("main", &[("a.py", "t", "#7"), ("b.py", "u", "AB-1")]);
        let mut asked = Asked::default();
        asked.query.params.jira = "https://jira.example".into();
        let view = MutedView::of(&[place], &asked, 1);
        assert_eq!((view.matching, names(&view)), (2, vec!["t"]));
        assert_eq!(view.rows[0].ticket_url, "https://github.com/o/r/issues/7");
        assert_eq!(view.places[0].name, "o/r@main");
        assert_eq!((view.places[0].files, view.places[0].markers), (3, 2));
        assert_eq!(view.markers, [("skip".to_owned(), 2)]);
        assert_eq!((view.changes, view.rows[0].muted_in.len()), (None, 0));
    }

    #[test]
    fn two_places_beside_one_another() {
        let places = [place("1", &[("a.py", "t", ""), ("b.py", "u", "")]), place("2", &[("a.py", "t", "")])];
        let asked = Asked { order: crate::muted::Order::File, ..Asked::default() };
        let view = MutedView::of(&places, &asked, 9);
        let muted_in: Vec<&[bool]> = view.rows.iter().map(|row| row.muted_in.as_slice()).collect();
        assert_eq!(muted_in, [&[true, true][..], &[true, false], &[true, true]]);
    }

    #[test]
    fn two_places_compared() {
        let places = [
            place("1", &[("a.py", "t", ""), ("b.py", "u", "")]),
            place("2", &[("a.py", "t", ""), ("c.py", "v", "")]),
        ];
        let asked = Asked { compares: true, ..Asked::default() };
        let view = MutedView::of(&places, &asked, 9);
        assert_eq!(view.changes, Some([1, 1, 1]));
        let changes: Vec<(Option<Change>, &str)> =
            view.rows.iter().map(|row| (row.change, row.row.test.as_str())).collect();
        assert_eq!(
            changes,
            [(Some(Change::MutedSince), "v"), (Some(Change::UnmutedSince), "u"), (Some(Change::Still), "t")]
        );
        assert_eq!(view.sentence, "Between o/r@1 and o/r@2: 1 muted since, 1 unmuted since, 1 still muted.");
        assert_eq!(listed_report(&places, &asked, TimeMs(0), Vec::new()).muted.len(), 3);
    }
}
