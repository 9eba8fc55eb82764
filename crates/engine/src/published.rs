//! The published snapshot beside the page (`flakescope snapshot`): what the services answered when it was made. It is looked for
//! once, shown until the source has answered, and stands in for it when it does not.

use std::cell::RefCell;
use std::rc::Rc;

use flakescope_core::model::TimeMs;
use flakescope_core::snapshot::{Boards, Index, SnapshotError};
use futures_util::FutureExt;
use futures_util::future::{LocalBoxFuture, Shared};

use crate::Transport;
use crate::address::Address;
use crate::fetch::{Failure, FetchOrigin, Fetched, Fetcher};

/// The snapshot, opened once, when it is first needed.
#[derive(Default)]
pub(crate) struct Published {
    opening: RefCell<Option<Opening>>,
    /// The folder that the user names in place of the usual one.
    folder: RefCell<Option<Address>>,
}

/// The opening of the snapshot; whoever needs it drives it on.
type Opening = Shared<LocalBoxFuture<'static, Option<Rc<Opened>>>>;

/// What it holds.
#[derive(Debug)]
pub(crate) struct Opened {
    source: String,
    made_at: TimeMs,
    boards: Boards,
}

impl Published {
    /// Looks in another folder; `None` for the usual one. The address was checked.
    pub(crate) fn look_in(&self, folder: Option<Address>) {
        *self.folder.borrow_mut() = folder;
        self.forget();
    }

    /// Looks anew when it is next needed.
    pub(crate) fn forget(&self) {
        self.opening.take();
    }

    /// The snapshot, however old; `None` where there is none that can be read, which is no error: the source is asked anyway.
    pub(crate) async fn open<T: Transport + 'static>(&self, fetcher: &Rc<Fetcher<T>>) -> Option<Rc<Opened>> {
        let opening = self
            .opening
            .borrow_mut()
            .get_or_insert_with(|| open(fetcher.clone(), self.folder.borrow().clone()).boxed_local().shared())
            .clone();
        opening.await
    }
}

impl Opened {
    /// When it was made.
    pub(crate) fn made_at(&self) -> TimeMs {
        self.made_at
    }

    /// True for the boards of this TestGrid.
    pub(crate) fn is_of(&self, base: &str) -> bool {
        self.source == base
    }

    /// What the service answered to this path.
    pub(crate) fn answer(&self, path: &str) -> Result<Fetched, Failure> {
        let Some(body) = self.boards.get(path) else {
            return Err(Failure::Absent("it is not in the snapshot".to_owned()));
        };
        Ok(Fetched { body: body.to_vec(), at: self.made_at, origin: FetchOrigin::Snapshot })
    }
}

/// Reads the index, then the file of the boards. Both are kept, so that they are there without a network as well.
async fn open<T: Transport + 'static>(
    fetcher: Rc<Fetcher<T>>,
    folder: Option<Address>,
) -> Option<Rc<Opened>> {
    let folder = match folder {
        Some(folder) => folder,
        None => Address::parse(&fetcher.transport.snapshot_folder()?).ok()?,
    };
    let index = read(&fetcher, &folder, Index::NAME, Index::parse).await?;
    let (made_at, file) = (index.made_at?, index.boards?);
    if fetcher.age_ms(made_at) > fetcher.policy.keep_ms {
        return None;
    }
    let parse = |bytes: &[u8]| file.check(bytes).and_then(|()| Boards::parse(&file.name, bytes));
    let boards = read(&fetcher, &folder, &file.name, parse).await?;
    Some(Rc::new(Opened { source: index.source, made_at, boards }))
}

async fn read<T: Transport, V>(
    fetcher: &Fetcher<T>,
    folder: &Address,
    name: &str,
    parse: impl FnOnce(&[u8]) -> Result<V, SnapshotError>,
) -> Option<V> {
    let url = format!("{}/{name}", folder.base());
    let fetched = fetcher.fetch(&folder.host(), &url).await.ok()?;
    fetcher.rest().await;
    let value = parse(&fetched.body).ok()?;
    fetcher.store(&url, fetched).await;
    Some(value)
}
