//! Where boards and grids come from: the network, the built-in sample, or files. All give the same parts.

mod bundle;
mod paths;

use std::rc::Rc;

use flakescope_core::flakes::Source;
use flakescope_core::formats::FormatError;
use flakescope_core::formats::testgrid::{api_v1, legacy, normalise};
use flakescope_core::model::{TabSummary, Table, TimeMs};
use flakescope_core::warning::Warning;
use futures_util::future::try_join;

pub(crate) use bundle::Bundle;

use crate::address::Address;
use crate::fetch::{Failure, FetchOrigin, Fetched, Fetcher};
use crate::published::Opened;
use crate::{Copied, Transport};
use paths::{group_path, headers_path, legacy_summary_path, legacy_table_path, rows_path, summaries_path};

/// The group that stands for every board of a source that can list them (the sample and files).
pub(crate) const EVERY_BOARD: &str = "";

/// One source.
pub(crate) enum Supply<T> {
    /// An address that was checked.
    Net(Rc<Fetcher<T>>, Address),
    /// The published snapshot of a TestGrid.
    Snapshot(Rc<Fetcher<T>>, Rc<Opened>),
    /// The built-in sample.
    Sample(Rc<Fetcher<T>>, Bundle),
    /// Files; the stock holds all that was in them.
    Files(usize),
}

/// Something that was read, and how old it is.
#[derive(Clone, Debug)]
pub(crate) struct Part<V> {
    pub(crate) value: V,
    pub(crate) fetched_at: TimeMs,
    /// What it is where the source did not answer just now or of late.
    pub(crate) copied: Copied,
}

/// A grid with what could not be read of it.
pub(crate) type Grid = (Table, Vec<Warning>);

impl<T: Transport + 'static> Supply<T> {
    /// The source in words.
    pub(crate) fn words(&self, source: &Source) -> String {
        match (self, source) {
            (Self::Net(..), Source::TestGrid) => "TestGrid".to_owned(),
            (Self::Net(_, address), _) => address.host(),
            (Self::Snapshot(..), _) => "the snapshot".to_owned(),
            (Self::Sample(..), _) => "made-up sample".to_owned(),
            (Self::Files(1), _) => "1 file".to_owned(),
            (Self::Files(count), _) => format!("{count} files"),
        }
    }

    /// The published snapshot of this source, if there is one that is younger than `most_ms`.
    pub(crate) async fn snapshot(&self, most_ms: i64) -> Option<Self> {
        let Self::Net(fetcher, address) = self else { return None };
        let opened = fetcher.published.open(fetcher).await?;
        let fits = opened.is_of(&address.base()) && fetcher.age_ms(opened.made_at()) < most_ms;
        fits.then(|| Self::Snapshot(fetcher.clone(), opened))
    }

    /// The names of a group's boards.
    pub(crate) async fn group(&self, group: &str) -> Result<Vec<String>, Failure> {
        match self {
            Self::Net(_, address) if !address.is_api_v1() => Err(Failure::Absent(
                "groups can be read from an address that ends in /api/v1 alone".to_owned(),
            )),
            Self::Sample(fetcher, bundle) if group == EVERY_BOARD => bundle.boards(fetcher).await,
            _ => self.read(&group_path(group), api_v1::parse_dashboards).await.map(|part| part.value),
        }
    }

    /// The tabs of a board.
    pub(crate) async fn board(&self, dashboard: &str) -> Result<Part<Vec<TabSummary>>, Failure> {
        if self.is_legacy() {
            let parse = |bytes: &[u8], name: &str| legacy::parse_summary(bytes, name, dashboard);
            return self.read(&legacy_summary_path(dashboard), parse).await;
        }
        self.read(&summaries_path(dashboard), api_v1::parse_tab_summaries).await
    }

    /// The grid of a tab.
    pub(crate) async fn grid(&self, dashboard: &str, tab: &str) -> Result<Part<Grid>, Failure> {
        if self.is_legacy() {
            let parse = |bytes: &[u8], name: &str| legacy::parse_table(bytes, name, dashboard, tab);
            return self.read(&legacy_table_path(dashboard, tab), parse).await;
        }
        let (headers_path, rows_path) = (headers_path(dashboard, tab), rows_path(dashboard, tab));
        let (headers, rows) = try_join(self.bytes(&headers_path), self.bytes(&rows_path)).await?;
        let headers = self.parse(&headers_path, headers, api_v1::parse_headers).await?;
        let columns = headers.value;
        let parse = |bytes: &[u8], name: &str| api_v1::parse_rows(bytes, name, dashboard, tab, columns);
        let mut part = self.parse(&rows_path, rows, parse).await?;
        part.fetched_at = part.fetched_at.min(headers.fetched_at);
        part.copied = part.copied.max(headers.copied);
        Ok(part)
    }

    fn is_legacy(&self) -> bool {
        matches!(self, Self::Net(_, address) if !address.is_api_v1())
    }

    async fn read<V>(
        &self,
        path: &str,
        parse: impl FnOnce(&[u8], &str) -> Result<V, FormatError>,
    ) -> Result<Part<V>, Failure> {
        let fetched = self.bytes(path).await?;
        self.parse(path, fetched, parse).await
    }

    async fn bytes(&self, path: &str) -> Result<Fetched, Failure> {
        match self {
            Self::Net(fetcher, address) => {
                fetcher.fetch(&address.host(), &format!("{}{path}", address.base())).await
            }
            Self::Snapshot(_, opened) => opened.answer(path),
            Self::Sample(fetcher, bundle) => bundle.answer(fetcher, path).await,
            Self::Files(_) => Err(Failure::Absent("it is not in the files".to_owned())),
        }
    }

    /// Parses in one step, after a rest; keeps the bytes when they could be read.
    async fn parse<V>(
        &self,
        path: &str,
        fetched: Fetched,
        parse: impl FnOnce(&[u8], &str) -> Result<V, FormatError>,
    ) -> Result<Part<V>, Failure> {
        let name = self.full_name(path);
        if let Some(fetcher) = self.fetcher() {
            fetcher.rest().await;
        }
        let value = parse(&fetched.body, &name).map_err(|error| Failure::Unreadable(error.to_string()))?;
        let copied = match fetched.origin {
            FetchOrigin::Source | FetchOrigin::Store => Copied::Nothing,
            FetchOrigin::OldStore => Copied::Kept,
            FetchOrigin::Snapshot => Copied::Snapshot,
        };
        let part = Part { value, fetched_at: fetched.at, copied };
        if let Self::Net(fetcher, _) = self {
            fetcher.store(&name, fetched).await;
        }
        Ok(part)
    }

    fn fetcher(&self) -> Option<&Fetcher<T>> {
        match self {
            Self::Net(fetcher, _) | Self::Snapshot(fetcher, _) | Self::Sample(fetcher, _) => Some(fetcher),
            Self::Files(_) => None,
        }
    }

    fn full_name(&self, path: &str) -> String {
        match self {
            Self::Net(_, address) => format!("{}{path}", address.base()),
            Self::Snapshot(..) => format!("the snapshot's {path}"),
            Self::Sample(..) => format!("the sample's {path}"),
            Self::Files(_) => path.to_owned(),
        }
    }
}

/// The form in which names of boards and tabs are compared.
pub(crate) fn key(name: &str) -> String {
    normalise(name)
}
