//! The sources of a repository on GitHub for the question `muted`: one tree, then each file that can hold tests, read and
//! handed to a reader that the caller gives. The parsers are heavy and live elsewhere.

mod blame;
mod code;
mod compared;
mod part;
mod place;
mod tickets;
mod tree;

use std::cell::RefCell;
use std::rc::Rc;

use flakescope_core::flakes::Query as BoardsQuery;
use flakescope_core::formats::github::TreeEntry;
use flakescope_core::muted::{FileMarkers, MutedPlace, Owners, Query};
use flakescope_core::warning::Warning;
use futures_util::{StreamExt, stream};

pub(crate) use blame::blamed;
pub use code::muted_part;
pub use part::{GivenFile, GivenSources, MakeMuted, MutedAsk, MutedPart, MutedQuestion};
pub use place::GitHubPlace;
pub(crate) use tickets::closed;

use crate::boards::Boards;
use crate::fetch::Fetcher;
use crate::issues::Caller;
use crate::{Answer, Engine, Error, Packed, Progress, Stored, Transport};

/// Where GitHub gives out files.
pub(crate) const RAW: &str = "https://raw.githubusercontent.com";

/// More files are not read: a page would hold its user's line for an hour.
const MOST_FILES: usize = 20_000;

/// Larger files hold no tests that people wrote.
const MOST_BYTES: u64 = 4 << 20;

const LABEL: &str = "Reading files with tests";

/// What the files of a repository hold.
#[derive(Clone, Debug, Default)]
pub struct SourceMarkers {
    /// The repository and its branch.
    pub place: MutedPlace,
    /// What each file holds, by path.
    pub files: Vec<(String, FileMarkers)>,
    /// Who answers for which file.
    pub owners: Owners,
    /// What could not be read.
    pub warnings: Vec<Warning>,
}

/// What reading needs.
#[expect(missing_debug_implementations, reason = "handed on, never looked at")]
pub struct Means<'a, T> {
    pub(crate) caller: &'a Rc<Caller<T>>,
    pub(crate) fetcher: &'a Rc<Fetcher<T>>,
    pub(crate) boards: &'a dyn Boards,
    /// The address of the host of files, without a slash at its end.
    pub(crate) raw: String,
}

/// What the engine keeps for the question: the code, which keeps the rest.
pub(crate) struct Muted<T>(RefCell<Option<Rc<dyn MutedPart<T>>>>);

impl<T> Default for Muted<T> {
    fn default() -> Self {
        Self(RefCell::default())
    }
}

impl<T: Transport + 'static> Muted<T> {
    /// The code, loaded when it is wanted first.
    pub(crate) async fn part(&self, transport: &T) -> Result<Rc<dyn MutedPart<T>>, Error> {
        if let Some(part) = self.0.borrow().clone() {
            return Ok(part);
        }
        let make = transport.muted().await.ok_or(Error::PartMissing)?;
        Ok(self.0.borrow_mut().get_or_insert_with(make).clone())
    }

    /// What was fetched is read anew.
    pub(crate) fn refresh(&self) {
        if let Some(part) = self.0.borrow().as_ref() {
            part.refresh();
        }
    }

    /// Answers.
    pub(crate) async fn answer(
        &self,
        about: (&BoardsQuery, &Packed<MutedQuestion>),
        means: Means<'_, T>,
        progress: &impl Progress,
    ) -> Result<Answer, Error> {
        let part = self.part(&means.fetcher.transport).await?;
        part.answer(means, about, progress).await
    }
}

impl<T: Transport + 'static> Engine<T> {
    /// What opens and takes source files; the code for it is loaded first.
    pub async fn muted_part(&self) -> Result<Rc<dyn MutedPart<T>>, Error> {
        self.muted.part(&self.fetcher.transport).await
    }
}

/// Reads a repository. A file that cannot be read is a warning; dropping the future ends all requests.
pub(crate) async fn read<T: Transport + 'static, R: AsyncFn(String, Vec<u8>) -> FileMarkers>(
    means: &Means<'_, T>,
    place: &GitHubPlace,
    query: &Query,
    reader: &R,
    progress: &(impl Progress + ?Sized),
) -> Result<SourceMarkers, Error> {
    progress.report(0, 1, "Reading the list of files");
    let (entries, warnings) = tree::read(means.caller, place)
        .await
        .map_err(|reason| Error::Sources { repository: place.repository.to_string(), reason })?;
    let mut found = SourceMarkers { place: place.muted(), warnings, ..SourceMarkers::default() };
    let wanted = wanted(entries, query, place, &mut found.warnings);
    let total = u32::try_from(wanted.len()).unwrap_or(u32::MAX);
    let fetch = |entry| fetch(means, place, entry);
    let mut reads = stream::iter(wanted).map(fetch).buffer_unordered(means.fetcher.policy.requests_per_host);
    let (mut owners, mut done) = (Vec::new(), 0);
    progress.report(0, total, LABEL);
    while let Some((path, bytes)) = reads.next().await {
        done += 1;
        match bytes {
            Ok(bytes) if Owners::is_file(&path) => {
                owners.push((path, String::from_utf8_lossy(&bytes).into_owned()));
            }
            Ok(bytes) => {
                let markers = reader(path.clone(), bytes).await;
                found.files.push((path, markers));
            }
            Err(reason) => found.warnings.push(Warning::new(format!("{place} {path}"), reason)),
        }
        progress.report(done, total, LABEL);
        means.fetcher.rest().await;
    }
    drop(reads);
    found.files.sort_by(|a, b| a.0.cmp(&b.0));
    found.warnings.sort();
    found.owners = Owners::read(owners.iter().map(|(path, text)| (path.as_str(), text.as_str())));
    Ok(found)
}

/// The files that are read, and a warning where some are not.
fn wanted(
    entries: Vec<TreeEntry>,
    query: &Query,
    place: &GitHubPlace,
    warnings: &mut Vec<Warning>,
) -> Vec<TreeEntry> {
    let mut wanted: Vec<TreeEntry> = entries.into_iter().filter(|entry| query.needs(&entry.path)).collect();
    wanted.sort_by(|a, b| a.path.cmp(&b.path));
    let large = wanted.iter().filter(|entry| entry.size > MOST_BYTES).count();
    wanted.retain(|entry| entry.size <= MOST_BYTES);
    if large > 0 {
        let message = format!("{large} files are larger than {} MB and are left out", MOST_BYTES >> 20);
        warnings.push(Warning::new(place.to_string(), message));
    }
    if wanted.len() > MOST_FILES {
        let message = format!("of {} files with tests only the first {MOST_FILES} are read", wanted.len());
        warnings.push(Warning::new(place.to_string(), message));
        wanted.truncate(MOST_FILES);
    }
    wanted
}

/// One file. What was stored for its content is as good as new: the tree names files by what they hold.
async fn fetch<T: Transport + 'static>(
    means: &Means<'_, T>,
    place: &GitHubPlace,
    entry: TreeEntry,
) -> (String, Result<Vec<u8>, String>) {
    let url = place.raw_url(&means.raw, &entry.path);
    let key = format!("{url}?sha={}", entry.sha);
    let transport = &means.fetcher.transport;
    if let Some(stored) = transport.cache_get(&key).await {
        return (entry.path, Ok(stored.body));
    }
    let host = crate::host_of(&means.raw).unwrap_or_default();
    match means.fetcher.fetch(&host, &url).await {
        Ok(fetched) => {
            let stored = Stored { body: fetched.body.clone(), stored_at: fetched.at };
            transport.cache_put(&key, stored).await;
            (entry.path, Ok(fetched.body))
        }
        Err(failure) => (entry.path, Err(format!("cannot be read: {failure}"))),
    }
}
