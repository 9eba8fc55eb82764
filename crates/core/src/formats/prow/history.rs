//! One run on the page of a job's history.

use serde::Deserialize;

use super::jobs::{Refs, with_refs};
use super::status_of;
use crate::activity::CiRun;
use crate::model::TimeMs;

/// Nanoseconds in a millisecond.
const NANOSECONDS: u64 = 1_000_000;

#[derive(Default, Deserialize)]
#[serde(default, rename_all = "PascalCase")]
pub(super) struct Entry {
    spyglass_link: String,
    #[serde(rename = "ID")]
    id: String,
    started: String,
    duration: u64,
    result: String,
    refs: Option<Refs>,
}

/// The run, if it ended. Its job stands in the link, before the id.
pub(super) fn run(entry: &Entry) -> Option<CiRun> {
    let mut parts = entry.spyglass_link.trim_end_matches('/').rsplit('/');
    let id = parts.next().filter(|id| *id == entry.id && !id.is_empty())?;
    let run = CiRun {
        job: parts.next().filter(|job| !job.is_empty())?.to_owned(),
        id: id.to_owned(),
        attempt: 1,
        status: status_of(&entry.result)?,
        started_at: TimeMs::parse(&entry.started)?,
        duration_ms: Some(entry.duration / NANOSECONDS),
        ..CiRun::default()
    };
    Some(with_refs(run, entry.refs.as_ref()))
}
