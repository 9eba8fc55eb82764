//! From what stands in a file to rows: place, age, owner, link and problems.

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

use super::known::Known;
use super::marker::{FileMarkers, Marker};
use super::owners::Owners;
use super::params::Params;
use super::problem::{age_days, problems};
use super::row::{MutedPlace, Row};
use super::ticket::Ticket;
use crate::model::{Repository, TimeMs};
use crate::warning::Warning;

/// Everything but what is plain in every part of an address; a path stays a path.
const PATH: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~').remove(b'/');

/// The rows of the files of one place, by path and line, and a warning for each file that could not be read in full.
/// `now` decides about ages.
pub fn make_rows(
    place: &MutedPlace,
    files: &[(String, FileMarkers)],
    (owners, known): (&Owners, &Known),
    params: &Params,
    now: TimeMs,
) -> (Vec<Row>, Vec<Warning>) {
    let mut rows = Vec::new();
    for (path, found) in files {
        let owner = owners.of(path);
        let complete =
            |row: Row| Row { owner: owner.clone(), permalink: permalink(place, path, row.line), ..row };
        rows.extend(
            found.markers.iter().map(|marker| complete(row(place, path, marker, (known, params), now))),
        );
    }
    rows.sort_by(|a, b| (&a.file, a.line).cmp(&(&b.file, b.line)));
    let warning = |(path, found): &(String, FileMarkers)| {
        let trouble = found.trouble.as_ref()?;
        Some(Warning::new(format!("{path}, line {}", trouble.line), trouble.message.clone()))
    };
    (rows, files.iter().filter_map(warning).collect())
}

fn row(
    place: &MutedPlace,
    path: &str,
    marker: &Marker,
    (known, params): (&Known, &Params),
    now: TimeMs,
) -> Row {
    let ticket = match Ticket::find(&marker.reason) {
        Some(found) if marker.ticket.is_empty() && params.ticket_from_reason => found,
        _ => marker.ticket.trim(),
    };
    let blamed = || known.blamed.get(&(path.to_owned(), marker.line)).cloned().unwrap_or_default();
    let since = if marker.since.is_empty() { blamed() } else { marker.since.clone() };
    Row {
        repository: place.repository.clone(),
        branch: place.branch.clone(),
        file: path.to_owned(),
        line: marker.line,
        test: marker.test.clone(),
        kind: marker.kind,
        marker: marker.marker.clone(),
        ticket: ticket.to_owned(),
        age_days: age_days(&since, now),
        since,
        reason: marker.reason.clone(),
        strict: marker.strict,
        condition: marker.condition.clone(),
        owner: String::new(),
        permalink: String::new(),
        problems: problems(marker, ticket, params, known, now),
        passes_on: String::new(),
    }
}

/// The line on GitHub; empty where the place is no repository there.
fn permalink(place: &MutedPlace, path: &str, line: u32) -> String {
    let revision = if place.commit.is_empty() { &place.branch } else { &place.commit };
    let Some(repository) = Repository::parse(&place.repository).filter(|_| !revision.is_empty()) else {
        return String::new();
    };
    let encode = |text| utf8_percent_encode(text, PATH);
    format!("https://github.com/{repository}/blob/{}/{}#L{line}", encode(revision), encode(path))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::muted::{Problem, SyntaxTrouble};

    fn rows_of(place: &MutedPlace, params: &Params, marker: Marker) -> (Vec<Row>, Vec<Warning>) {
        let trouble = Some(SyntaxTrouble { line: 3, message: "no end".into() });
        let later = Marker { line: 9, ..Marker::default() };
        let files = [
            ("b/t_test.py".to_owned(), FileMarkers { markers: vec![later], trouble }),
            ("a b/test_#1.py".to_owned(), FileMarkers { markers: vec![marker], trouble: None }),
        ];
        let owners = Owners::read([("CODEOWNERS", "*.py @snakes\n/b/ @bees")]);
        let now = TimeMs::parse("2020-01-11T00:00:00Z").unwrap();
        make_rows(place, &files, (&owners, &Known::default()), params, now)
    }

    #[test]
    fn a_row_knows_its_place() {
        let place =
            MutedPlace { repository: "o/r".into(), branch: "release 1".into(), commit: String::new() };
        let marker = Marker {
            line: 4,
            reason: "DCOS-7 - slow".into(),
            since: "2020-01-01".into(),
            ..Marker::default()
        };
        let (rows, warnings) = rows_of(&place, &Params::default(), marker.clone());
        assert_eq!(rows[0].permalink, "https://github.com/o/r/blob/release%201/a%20b/test_%231.py#L4");
        assert_eq!((rows[0].owner.as_str(), rows[1].owner.as_str()), ("@snakes", "@bees"));
        assert_eq!((rows[0].ticket.as_str(), rows[0].age_days), ("", Some(10)));
        assert_eq!(rows[0].problems, [Problem::NoTicket]);
        assert_eq!(warnings, [Warning::new("b/t_test.py, line 3", "no end")]);
        let params = Params { ticket_from_reason: true, ..Params::default() };
        let commit = MutedPlace { commit: "0123abc".into(), ..place };
        let (rows, _) = rows_of(&commit, &params, marker);
        assert_eq!((rows[0].ticket.as_str(), rows[0].problems.len()), ("DCOS-7", 0));
        assert!(rows[0].permalink.contains("/blob/0123abc/"), "{}", rows[0].permalink);
    }

    #[test]
    fn a_folder_has_no_links() {
        let place = MutedPlace { repository: "folder".into(), ..MutedPlace::default() };
        let (rows, _) = rows_of(&place, &Params::default(), Marker::default());
        assert_eq!(rows[0].permalink, "");
    }
}
