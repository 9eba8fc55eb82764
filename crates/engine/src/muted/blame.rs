//! Since when markers stand where they do, by the history of their lines: one question a file. Reading it needs a token.

use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use flakescope_core::formats::github::{BlameRange, blame_request, parse_blame};
use flakescope_core::model::Repository;
use flakescope_core::muted::{Blamed, MutedPlace, Row};
use flakescope_core::warning::Warning;
use futures_util::{StreamExt, stream};

use crate::issues::Caller;
use crate::{Progress, Transport};

/// More files of one place are not asked about: a token allows 5,000 points an hour.
const MOST_FILES: usize = 500;

/// Files that are asked about at once.
const AT_ONCE: usize = 4;

/// The days of the lines of rows that name none. What could not be asked is a warning; after some refusals nothing more is asked.
pub(crate) async fn blamed<T: Transport + 'static>(
    caller: &Rc<Caller<T>>,
    place: &MutedPlace,
    rows: &[Row],
    progress: &(impl Progress + ?Sized),
) -> (Blamed, Vec<Warning>) {
    let warn = |message: &str| vec![Warning::new(place.repository.clone(), message)];
    let Some(repository) = Repository::parse(&place.repository).filter(|_| !place.branch.is_empty()) else {
        return (Blamed::new(), Vec::new());
    };
    let undated = rows.iter().filter(|row| row.since.is_empty());
    let mut files: BTreeMap<&str, BTreeSet<u32>> = BTreeMap::new();
    for row in undated {
        files.entry(&row.file).or_default().insert(row.line);
    }
    if files.is_empty() {
        return (Blamed::new(), Vec::new());
    }
    if !caller.has_token() {
        return (
            Blamed::new(),
            warn("The history of lines needs a token. Markers without a day stay without."),
        );
    }
    let (total, mut done) = (u32::try_from(files.len().min(MOST_FILES)).unwrap_or(u32::MAX), 0);
    let mut warnings = Vec::new();
    if files.len() > MOST_FILES {
        warnings = warn(&format!(
            "The history of the first {MOST_FILES} files alone was asked for, of {}.",
            files.len()
        ));
    }
    let ask = |(file, lines)| {
        let body = blame_request(&repository, &place.branch, file);
        async move { (caller.post("/graphql", body).await, file, lines) }
    };
    let mut answers =
        std::pin::pin!(stream::iter(files.into_iter().take(MOST_FILES)).map(ask).buffered(AT_ONCE));
    let (mut blamed, mut refused) = (Blamed::new(), 0);
    while let Some((answer, file, lines)) = answers.next().await {
        done += 1;
        progress.report(done, total, "Asking since when lines are there");
        match answer
            .map_err(|trouble| trouble.words().to_owned())
            .and_then(|answered| read(&answered.body, file))
        {
            Ok(ranges) => blamed.extend(days(file, &lines, &ranges)),
            Err(reason) => {
                warnings.push(Warning::new(file, format!("its history cannot be read: {reason}")));
                refused += 1;
            }
        }
        if refused > AT_ONCE {
            break;
        }
    }
    (blamed, warnings)
}

fn read(body: &[u8], file: &str) -> Result<Vec<BlameRange>, String> {
    let read = parse_blame(body, file).map_err(|error| error.to_string())?;
    read.map_err(|errors| errors.first().map_or_else(String::new, |error| error.message.clone()))
}

/// The day of each line, by the range that it lies in.
fn days(file: &str, lines: &BTreeSet<u32>, ranges: &[BlameRange]) -> Vec<((String, u32), String)> {
    let day = |line: u32| ranges.iter().find(|range| (range.first..=range.last).contains(&line));
    lines.iter().filter_map(|line| Some(((file.to_owned(), *line), day(*line)?.day.clone()))).collect()
}
