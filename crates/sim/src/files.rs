//! Writes a world as files that `replay` can serve: the API's answers, the legacy answers, and the truth; and the
//! issues as the code host lists them.
//!
//! ```text
//! DIR/truth.json
//! DIR/api/v1/<path of the answer>.json           names normalised, as in `/dashboards/<d>/tabs/<t>/rows`
//! DIR/legacy/<dashboard>/summary.json            names as people write them
//! DIR/legacy/<dashboard>/<tab>/table.json
//! DIR/github/issues-<label>-<state>-<page>.json   the list of issues, a hundred on a page, labels as `kind-flake`
//! DIR/github/project-board-<page>.json            the project board, as the `GraphQL` service gives it
//! ```
//!
//! A payload is written as `DIR/runs/<build id>/…`, the same runs packed as `DIR/archives/<build id>.zip`, `DIR/history.csv` and
//! `DIR/truth.json`.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use crate::answers::{Answers, LegacyRoute, Live, Route};
use crate::github::saved;
use crate::payload::Payload;
use crate::world::World;

/// Why writing stopped.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum WriteError {
    /// A file or folder could not be written.
    #[error("cannot write {path}: {source}")]
    File {
        /// The operating system's reason.
        source: io::Error,
        /// What was to be written.
        path: PathBuf,
    },
    /// An archive could not be packed.
    #[error("cannot pack an archive: {0}")]
    Archive(#[from] zip::result::ZipError),
    /// The truth could not be put into JSON.
    #[error("cannot write the truth: {0}")]
    Truth(#[from] serde_json::Error),
}

/// How much was written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Written {
    /// Files.
    pub files: usize,
    /// Bytes in them.
    pub bytes: usize,
}

/// Writes a payload below `folder`.
pub fn write_payload(payload: &Payload, folder: &Path) -> Result<Written, WriteError> {
    let mut written = Written::default();
    written.file(&folder.join("truth.json"), &serde_json::to_vec(&payload.truth)?)?;
    written.file(&folder.join("history.csv"), payload.history.as_bytes())?;
    for (path, bytes) in &payload.files {
        written.file(&folder.join("runs").join(path), bytes)?;
    }
    for (name, bytes) in payload.run_archives()? {
        written.file(&folder.join("archives").join(name), &bytes)?;
    }
    Ok(written)
}

/// Writes the whole world below `folder`.
pub fn write_world(world: World, folder: &Path) -> Result<Written, WriteError> {
    let mut written = Written::default();
    let truth = serde_json::to_vec(&world.truth)?;
    written.file(&folder.join("truth.json"), &truth)?;
    for (name, bytes) in saved::files(&world.github) {
        written.file(&folder.join("github").join(name), &bytes)?;
    }
    let live = Live::new(world.dashboards);
    for route in live.routes() {
        written.file(&api_file(folder, &route), &live.api(&route).unwrap_or_default())?;
    }
    for (path, route) in legacy_files(&live) {
        written.file(&folder.join("legacy").join(path), &live.legacy(&route).unwrap_or_default())?;
    }
    Ok(written)
}

/// Writes one file, and the folders above it.
pub fn write_file(path: &Path, bytes: &[u8]) -> Result<(), WriteError> {
    let folder = path.parent().unwrap_or(Path::new("."));
    fs::create_dir_all(folder)
        .and_then(|()| fs::write(path, bytes))
        .map_err(|source| WriteError::File { source, path: path.to_owned() })
}

/// Where the answer to a route lies.
pub fn api_file(folder: &Path, route: &Route) -> PathBuf {
    folder.join(format!("api/v1{}.json", route.path()))
}

impl Written {
    fn file(&mut self, path: &Path, bytes: &[u8]) -> Result<(), WriteError> {
        self.files += 1;
        self.bytes += bytes.len();
        write_file(path, bytes)
    }
}

fn legacy_files(live: &Live) -> Vec<(PathBuf, LegacyRoute)> {
    let mut files = Vec::new();
    for board in live.dashboards() {
        let (folder, dashboard) = (PathBuf::from(&board.name), board.name.clone());
        files.push((folder.join("summary.json"), LegacyRoute::Summary { dashboard: dashboard.clone() }));
        for tab in board.tabs.iter().map(|tab| tab.name.clone()) {
            let path = folder.join(&tab).join("table.json");
            files.push((path, LegacyRoute::Table { dashboard: dashboard.clone(), tab, only_failed: false }));
        }
    }
    files
}
