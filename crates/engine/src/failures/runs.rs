//! The JUnit files of the runs in which a test failed: whole texts, where the boards have the ends of them.

use std::rc::Rc;

use flakescope_core::flakes::{FailedRun, TestKey};
use flakescope_core::formats::bucket::{RunFile, RunFiles, RunFolder, STORAGE_HOST};
use flakescope_core::warning::Warning;
use futures_util::{StreamExt, stream};

use super::part::{OfRun, ReadFailures, TakenFailures};
use crate::fetch::{Fetched, Fetcher};
use crate::{Progress, Transport};

/// The newest runs are read, so many of them.
pub(crate) const MOST_RUNS: usize = 20;

/// Runs that are read at once; each asks for one file after the other.
const RUNS_AT_ONCE: usize = 4;

/// More pages of a list of files are not asked for: a page has a thousand names.
const MOST_PAGES: usize = 10;

/// More files of one run are not read.
const MOST_FILES: usize = 60;

/// The files of one run, or why there are none.
type RunTexts = Result<Vec<(String, Vec<u8>)>, String>;

/// Reads the runs into `reader`. What cannot be read is a warning that names the run.
pub(crate) async fn read_runs<T: Transport + 'static>(
    fetcher: &Rc<Fetcher<T>>,
    mut reader: Box<dyn ReadFailures>,
    (key, runs): (&TestKey, Vec<FailedRun>),
    progress: &impl Progress,
) -> TakenFailures {
    let total = u32::try_from(runs.len()).unwrap_or(u32::MAX);
    let mut warnings = Vec::new();
    let reads = stream::iter(runs.iter().map(|run| read_run(fetcher, run))).buffered(RUNS_AT_ONCE);
    let mut reads = std::pin::pin!(reads.zip(stream::iter(&runs)).zip(stream::iter(1..)));
    progress.report(0, total, LABEL);
    while let Some(((texts, run), done)) = reads.next().await {
        match texts {
            Ok(texts) => texts.iter().for_each(|text| take(reader.as_mut(), key, run, text)),
            Err(why) => warnings.push(Warning::new(format!("{} run {}", key.job, run.build), why)),
        }
        progress.report(done, total, LABEL);
        fetcher.rest().await;
    }
    let mut taken = reader.finish();
    taken.warnings.splice(0..0, warnings);
    taken
}

const LABEL: &str = "Reading the JUnit files of failed runs";

fn take(reader: &mut dyn ReadFailures, key: &TestKey, run: &FailedRun, (name, bytes): &(String, Vec<u8>)) {
    let of_run = OfRun { test: key.clone(), run: run.clone() };
    reader.begin(&format!("{} {}/{name}", key.job, run.build), Some(of_run));
    reader.push(bytes);
}

async fn read_run<T: Transport + 'static>(fetcher: &Rc<Fetcher<T>>, run: &FailedRun) -> RunTexts {
    let folder = RunFolder::of_page(&run.url).ok_or("the board does not say where its files lie")?;
    let mut texts = Vec::new();
    for file in junit_files(fetcher, &folder).await?.iter().take(MOST_FILES) {
        let url = folder.file_url(file);
        let fetched = fetch(fetcher, &url).await?;
        texts.push((folder.short_name(file).to_owned(), fetched.body.clone()));
        fetcher.store(&url, fetched).await;
    }
    if texts.is_empty() { Err("it left no JUnit file".to_owned()) } else { Ok(texts) }
}

async fn junit_files<T: Transport + 'static>(
    fetcher: &Rc<Fetcher<T>>,
    folder: &RunFolder,
) -> Result<Vec<RunFile>, String> {
    let (mut found, mut page) = (Vec::new(), String::new());
    for _ in 0..MOST_PAGES {
        let url = folder.list_url(&page);
        let list = RunFiles::parse(&fetch(fetcher, &url).await?.body, "the list of its files");
        let list = list.map_err(|error| error.to_string())?;
        found.extend(list.files.into_iter().filter(RunFile::is_junit));
        page = list.next_page;
        if page.is_empty() {
            break;
        }
    }
    Ok(found)
}

async fn fetch<T: Transport + 'static>(fetcher: &Rc<Fetcher<T>>, url: &str) -> Result<Fetched, String> {
    fetcher.fetch(STORAGE_HOST, url).await.map_err(|failure| format!("its files cannot be read: {failure}"))
}
