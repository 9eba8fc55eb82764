//! The files that runs left in their bucket: listed page by page, and read one after the other.

use std::rc::Rc;

use flakescope_core::formats::bucket::{RunFile, RunFiles, RunFolder, STORAGE_HOST};

use crate::Transport;
use crate::fetch::{Fetched, Fetcher};

/// Runs that are read at once; each asks for one file after the other.
pub(crate) const RUNS_AT_ONCE: usize = 4;

/// More pages of a list of files are not asked for: a page has a thousand names.
const MOST_PAGES: usize = 10;

/// More files of one run are not read.
const MOST_FILES: usize = 60;

/// The files of one run, named within its folder, or why there are none.
pub(crate) type RunTexts = Result<Vec<(String, Vec<u8>)>, String>;

/// Which files of a run are read.
pub(crate) struct Wanted {
    /// The folder that they lie in; empty for that of the run.
    pub(crate) below: &'static str,
    pub(crate) is_wanted: fn(&RunFile) -> bool,
}

/// Reads the wanted files of a run.
pub(crate) async fn read_run<T: Transport + 'static>(
    fetcher: &Rc<Fetcher<T>>,
    folder: &RunFolder,
    wanted: &Wanted,
) -> RunTexts {
    let mut texts = Vec::new();
    for file in list(fetcher, folder, wanted).await?.iter().take(MOST_FILES) {
        let url = folder.file_url(file);
        let fetched = fetch(fetcher, &url).await?;
        texts.push((folder.short_name(file).to_owned(), fetched.body.clone()));
        fetcher.store(&url, fetched).await;
    }
    Ok(texts)
}

async fn list<T: Transport + 'static>(
    fetcher: &Rc<Fetcher<T>>,
    folder: &RunFolder,
    wanted: &Wanted,
) -> Result<Vec<RunFile>, String> {
    let (mut found, mut page) = (Vec::new(), String::new());
    for _ in 0..MOST_PAGES {
        let url = folder.list_url(wanted.below, &page);
        let list = RunFiles::parse(&fetch(fetcher, &url).await?.body, "the list of its files");
        let list = list.map_err(|error| error.to_string())?;
        found.extend(list.files.into_iter().filter(wanted.is_wanted));
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
