//! The bucket of runs, through the JSON API of the storage: a list of a run's files, and each file.

mod junit;
mod route;

use serde::Serialize;

use crate::grid::{Column, Dashboard, Tab};
pub use route::BucketRoute;

/// At most so many names come at once, however many are asked for: lists are long enough to have pages.
const MOST_ON_A_PAGE: usize = 3;

/// At most so many folders come at once.
const MOST_FOLDERS: usize = 20;

/// The part of a list that clients ask for.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct Listing {
    #[serde(skip_serializing_if = "Vec::is_empty")]
    items: Vec<Item>,
    #[serde(skip_serializing_if = "Option::is_none")]
    next_page_token: Option<String>,
}

/// A file. Its size is text, as everywhere in this API.
#[derive(Debug, Serialize)]
struct Item {
    name: String,
    size: String,
}

/// The answer; `None` is a 404, also for a bucket that nobody writes to.
pub(super) fn answer(dashboards: &[Dashboard], route: &BucketRoute) -> Option<Vec<u8>> {
    let tabs = || dashboards.iter().flat_map(|dashboard| &dashboard.tabs);
    let in_bucket = |tab: &&Tab| tab.gcs_prefix.split('/').next() == Some(route.bucket());
    tabs().find(in_bucket)?;
    match route {
        BucketRoute::List { prefix, most, token, .. } => {
            let found = run(tabs().filter(in_bucket), prefix);
            let files = found.map(|(tab, column, folder)| files(tab, column, &folder)).unwrap_or_default();
            let wanted = files.into_iter().filter(|(name, _)| name.starts_with(prefix.as_str()));
            Some(listing(wanted, *most, token))
        }
        BucketRoute::Folders { prefix, from, token, .. } => {
            let job = tabs().filter(in_bucket).find(|tab| folder_of(tab) == prefix.trim_end_matches('/'));
            Some(folders(job, prefix, from, token))
        }
        BucketRoute::Read { object, .. } => {
            let (tab, column, folder) = run(tabs().filter(in_bucket), object)?;
            files(tab, column, &folder).into_iter().find(|(name, _)| name == object).map(|(_, body)| body)
        }
    }
}

/// The folder of a job in its bucket.
fn folder_of(tab: &Tab) -> &str {
    tab.gcs_prefix.split_once('/').map_or("", |(_, folder)| folder)
}

/// The folders of a job's builds, from a name on.
fn folders(job: Option<&Tab>, prefix: &str, from: &str, token: &str) -> Vec<u8> {
    let columns = job.map_or(&[][..], |tab| &tab.columns);
    let mut found: Vec<String> = columns.iter().map(|column| format!("{prefix}{}/", column.build)).collect();
    found.retain(|name| name.as_str() >= from && name.as_str() > token);
    found.sort();
    let has_more = found.len() > MOST_FOLDERS;
    found.truncate(MOST_FOLDERS);
    let next = found.last().filter(|_| has_more).cloned();
    serde_json::to_vec(&serde_json::json!({ "prefixes": found, "nextPageToken": next })).unwrap_or_default()
}

/// The run whose folder a name lies in.
fn run<'a>(tabs: impl Iterator<Item = &'a Tab>, name: &str) -> Option<(&'a Tab, usize, String)> {
    for tab in tabs {
        let (_, prefix) = tab.gcs_prefix.split_once('/')?;
        let build = name.strip_prefix(prefix).and_then(|rest| rest.strip_prefix('/')?.split('/').next());
        let column = build.and_then(|build| tab.columns.iter().position(|column| column.build == build));
        if let (Some(column), Some(build)) = (column, build) {
            return Some((tab, column, format!("{prefix}/{build}")));
        }
    }
    None
}

fn listing(files: impl Iterator<Item = (String, Vec<u8>)>, most: usize, token: &str) -> Vec<u8> {
    let most = most.clamp(1, MOST_ON_A_PAGE);
    let mut items: Vec<Item> = files
        .filter(|(name, _)| name.as_str() > token)
        .map(|(name, body)| Item { name, size: body.len().to_string() })
        .collect();
    let has_more = items.len() > most;
    items.truncate(most);
    let next_page_token = items.last().filter(|_| has_more).map(|last| last.name.clone());
    serde_json::to_vec(&Listing { items, next_page_token }).unwrap_or_default()
}

/// The files of a run, by name.
fn files(tab: &Tab, column: usize, folder: &str) -> Vec<(String, Vec<u8>)> {
    let run = &tab.columns[column];
    let mut files = vec![
        ("artifacts/junit_01.xml", junit::tests(tab, column)),
        ("artifacts/junit_runner.xml", junit::job(tab, column)),
        ("artifacts/logs/node-1/kubelet.log", b"I0101 00:00:00.000000 kubelet started\n".to_vec()),
        ("artifacts/metadata.json", b"{}".to_vec()),
        ("build-log.txt", format!("made-up log of run {}\n", run.build).into_bytes()),
        ("finished.json", finished(tab, column, run)),
        ("prowjob.json", prow_job(tab, run)),
        ("started.json", format!("{{\"timestamp\":{}}}", run.started_at_ms / 1000).into_bytes()),
    ];
    files.sort();
    files.into_iter().map(|(name, body)| (format!("{folder}/{name}"), body)).collect()
}

/// The job is the folder of its runs.
fn prow_job(tab: &Tab, run: &Column) -> Vec<u8> {
    let job = tab.gcs_prefix.rsplit('/').next().unwrap_or_default();
    let (build, place) = (&run.build, &tab.gcs_prefix);
    format!(
        "{{\"spec\":{{\"job\":\"{job}\"}},\"status\":{{\"state\":\"success\",\"build_id\":\"{build}\",\
         \"url\":\"https://prow.k8s.io/view/gs/{place}/{build}\"}}}}"
    )
    .into_bytes()
}

fn finished(tab: &Tab, column: usize, run: &Column) -> Vec<u8> {
    let passed = tab.rows.iter().all(|row| !junit::fails(row, column));
    let result = if passed { "SUCCESS" } else { "FAILURE" };
    let ended_at_s = run.started_at_ms / 1000 + 3600;
    format!("{{\"timestamp\":{ended_at_s},\"passed\":{passed},\"result\":\"{result}\"}}").into_bytes()
}
