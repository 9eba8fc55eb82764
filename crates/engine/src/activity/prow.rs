//! The runs of a Prow job, out of the bucket that they leave their files in: the list of builds since a moment, and how each ended. Any
//! page may read that bucket; Prow's own pages may not be read from another site.

use std::rc::Rc;

use flakescope_core::activity::{CiRun, Query};
use flakescope_core::formats::bucket::{RunFolder, STORAGE_HOST};
use flakescope_core::formats::bucket_builds::{Builds, builds_url};
use flakescope_core::formats::prow::prow_build;
use flakescope_core::warning::Warning;
use futures_util::{StreamExt, stream};

use super::ActivityRuns;
use crate::bucket::RUNS_AT_ONCE;
use crate::fetch::Fetcher;
use crate::{Progress, Transport};

/// More builds of one job are not read; the newest are.
const MOST_BUILDS: usize = 1_000;
/// More pages of the list are not asked for: a page has a thousand builds.
const MOST_PAGES: usize = 20;

/// Reads the runs of the window and of the window before. What cannot be read is a warning; dropping the future ends all requests.
pub(crate) async fn read<T: Transport + 'static>(
    fetcher: &Rc<Fetcher<T>>,
    job: &RunFolder,
    query: &Query,
    progress: &(impl Progress + ?Sized),
) -> ActivityRuns {
    let mut found = ActivityRuns::default();
    progress.report(0, 1, "Reading the list of builds");
    let builds = match list(fetcher, job, query).await {
        Ok(builds) => builds,
        Err(reason) => {
            found.warnings.push(Warning::new(job.page_url(), reason));
            return found;
        }
    };
    let left_out = builds.len().saturating_sub(MOST_BUILDS);
    if left_out > 0 {
        let message =
            format!("of {} builds the newest {MOST_BUILDS} are read; choose a shorter span", builds.len());
        found.warnings.push(Warning::new(job.page_url(), message));
    }
    let folders = builds.iter().skip(left_out).filter_map(|build| job.within(build));
    let total = u32::try_from(builds.len() - left_out).unwrap_or(u32::MAX);
    let read = |folder: RunFolder| async move { build(fetcher, &folder).await };
    let mut reads = stream::iter(folders).map(read).buffered(RUNS_AT_ONCE);
    let (mut done, mut open) = (0, 0);
    while let Some(read) = reads.next().await {
        done += 1;
        progress.report(done, total, "Reading how builds ended");
        match read {
            Ok(Some(run)) => found.runs.push(run),
            Ok(None) => open += 1,
            Err(warning) => found.warnings.push(warning),
        }
        fetcher.rest().await;
    }
    if open > 0 {
        let message = format!("{open} of {total} builds have not ended, or say no result, and are left out");
        found.warnings.push(Warning::new(job.page_url(), message));
    }
    found
}

async fn list<T: Transport + 'static>(
    fetcher: &Rc<Fetcher<T>>,
    job: &RunFolder,
    query: &Query,
) -> Result<Vec<String>, String> {
    let (mut builds, mut page) = (Vec::new(), String::new());
    for _ in 0..MOST_PAGES {
        let url = builds_url(job, query.earliest(), &page);
        let fetched = fetcher.fetch(STORAGE_HOST, &url).await.map_err(|failure| failure.to_string())?;
        let found = Builds::parse(&fetched.body, "the list of builds").map_err(|error| error.to_string())?;
        builds.extend(found.ids);
        page = found.next_page;
        if page.is_empty() {
            break;
        }
    }
    Ok(builds)
}

/// One build; `None` for one that has not ended. What ended does not change, so it is stored.
async fn build<T: Transport + 'static>(
    fetcher: &Rc<Fetcher<T>>,
    folder: &RunFolder,
) -> Result<Option<CiRun>, Warning> {
    let Some(finished) = file(fetcher, folder, "finished.json").await else { return Ok(None) };
    let job = file(fetcher, folder, "prowjob.json").await;
    prow_build(folder, &finished, job.as_deref())
        .map_err(|error| Warning::new(folder.page_url(), error.to_string()))
}

async fn file<T: Transport + 'static>(
    fetcher: &Rc<Fetcher<T>>,
    folder: &RunFolder,
    name: &str,
) -> Option<Vec<u8>> {
    let url = folder.named_file_url(name);
    if let Some(stored) = fetcher.transport.cache_get(&url).await {
        return Some(stored.body);
    }
    let fetched = fetcher.fetch(STORAGE_HOST, &url).await.ok()?;
    let body = fetched.body.clone();
    fetcher.store(&url, fetched).await;
    Some(body)
}
