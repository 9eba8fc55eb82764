//! From the cells of a row to a run.

use rustc_hash::FxHashSet;

use super::description::{Description, analysis, description};
use super::notes::{Kind, Notes};
use super::{Cells, CiDataFile, CiDataOptions};
use crate::activity::{CiRun, RunStatus};
use crate::export::web_address;
use crate::model::TimeMs;

/// Takes rows one by one, so that a database need not be held in memory.
#[derive(Clone, Debug)]
pub struct CiDataReader {
    source_name: String,
    options: CiDataOptions,
    keys: FxHashSet<[String; 3]>,
    runs: Vec<CiRun>,
    notes: Notes,
}

impl CiDataReader {
    /// Nothing read yet. `source_name` stands in the warnings.
    pub fn new(source_name: &str, options: CiDataOptions) -> Self {
        Self {
            source_name: source_name.to_owned(),
            options,
            keys: FxHashSet::default(),
            runs: Vec::new(),
            notes: Notes::default(),
        }
    }

    /// Takes a row; `row` is its number from 1, for the warnings.
    pub fn push(&mut self, row: usize, cells: Cells) {
        match self.run(row, cells) {
            Ok(run) => {
                let key = [&run.repository, &run.job, &run.id].map(Clone::clone);
                if self.keys.insert(key) { self.runs.push(run) } else { self.notes.add(Kind::Repeated, row) }
            }
            Err(kind) => self.notes.add(kind, row),
        }
    }

    /// Notes a row that has no cells.
    pub(super) fn note(&mut self, kind: Kind, row: usize) {
        self.notes.add(kind, row);
    }

    /// What was read.
    pub fn finish(self) -> CiDataFile {
        let warnings = self.notes.warnings(&self.source_name);
        CiDataFile { runs: self.runs, warnings }
    }

    fn run(&mut self, row: usize, cells: Cells) -> Result<CiRun, Kind> {
        let [job, id, status, duration, time, commit, branch, _comment, repo, analysis_res, about] = cells;
        let job = job.filter(|job| !job.is_empty()).ok_or(Kind::NoName)?;
        let id = id.filter(|id| !id.is_empty()).ok_or(Kind::NoName)?;
        let status = status.as_deref().and_then(status_of).ok_or(Kind::Status)?;
        let started_at = self.time(row, time.as_deref())?;
        let duration_ms = self.duration(row, duration.as_deref());
        let about = self.described(row, about.as_deref());
        let failures = match analysis_res.filter(|_| status != RunStatus::Success) {
            Some(text) => analysis(&text).unwrap_or_else(|| {
                self.notes.add(Kind::Analysis, row);
                Vec::new()
            }),
            None => Vec::new(),
        };
        let url = if about.url.is_empty() { self.jenkins_url(&job, &id) } else { about.url };
        let given = |own: Option<String>, other| own.filter(|own| !own.is_empty()).unwrap_or(other);
        Ok(CiRun {
            repository: given(repo, about.repository),
            job,
            id,
            attempt: 1,
            status,
            started_at,
            duration_ms,
            queued_ms: None,
            commit: given(commit, about.commit),
            branch: given(branch, about.branch),
            pull_request: about.pull_request,
            url,
            failures,
        })
    }

    /// A time with a zone as it is; one without a zone by the zone that was named, else as UTC.
    fn time(&mut self, row: usize, text: Option<&str>) -> Result<TimeMs, Kind> {
        let text = text.unwrap_or_default().trim();
        if let Some(time) = TimeMs::parse(text) {
            return Ok(time);
        }
        let local = TimeMs::parse(&format!("{text}Z")).ok_or(Kind::Time)?;
        if self.options.utc_offset_min.is_none() {
            self.notes.add(Kind::NoZone, row);
        }
        let ahead = i64::from(self.options.utc_offset_min.unwrap_or_default()) * 60_000;
        Ok(TimeMs(local.0 - ahead))
    }

    fn duration(&mut self, row: usize, text: Option<&str>) -> Option<u64> {
        let text = text.map(str::trim).filter(|text| !text.is_empty())?;
        let duration = text.parse().ok();
        if duration.is_none() {
            self.notes.add(Kind::Duration, row);
        }
        duration
    }

    fn described(&mut self, row: usize, text: Option<&str>) -> Description {
        let Some(text) = text.map(str::trim).filter(|text| !text.is_empty()) else {
            return Description::default();
        };
        description(text).unwrap_or_else(|| {
            self.notes.add(Kind::Description, row);
            Description::default()
        })
    }

    /// The page of a run on Jenkins; folders of jobs are separated by `/`.
    fn jenkins_url(&self, job: &str, id: &str) -> String {
        if self.options.jenkins.is_empty() {
            return String::new();
        }
        let base = self.options.jenkins.trim_end_matches('/');
        let parts: Vec<String> = job.split('/').map(encoded).collect();
        let job = parts.join("/job/");
        web_address(&format!("{base}/job/{job}/{}/", encoded(id))).unwrap_or_default()
    }
}

fn encoded(part: &str) -> String {
    percent_encoding::utf8_percent_encode(part, percent_encoding::NON_ALPHANUMERIC)
        .to_string()
        .replace("%2D", "-")
        .replace("%5F", "_")
        .replace("%2E", ".")
}

fn status_of(word: &str) -> Option<RunStatus> {
    match word.trim().to_ascii_uppercase().as_str() {
        "SUCCESS" => Some(RunStatus::Success),
        "FAILURE" => Some(RunStatus::Failure),
        "ABORTED" => Some(RunStatus::Aborted),
        _ => None,
    }
}
