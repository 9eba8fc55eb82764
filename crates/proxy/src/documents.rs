//! Documents that the server makes itself, by the same engine as the page: the report of the meeting, and the muted tests.

use std::sync::Arc;

use futures_util::future::BoxFuture;

/// A document at an address of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Document {
    /// `/report.html`
    ReportHtml,
    /// `/report.json`
    ReportJson,
    /// `/muted.json`, as Redash takes a table from an address.
    Muted,
}

/// Makes a document, or says in a sentence why it cannot.
pub type MakeDocument = Arc<dyn Fn(Document) -> BoxFuture<'static, Result<String, String>> + Send + Sync>;

impl Document {
    /// The document at a path.
    pub(crate) fn at(path: &str) -> Option<Self> {
        match path {
            "/report.html" => Some(Self::ReportHtml),
            "/report.json" => Some(Self::ReportJson),
            "/muted.json" => Some(Self::Muted),
            _ => None,
        }
    }

    pub(crate) fn media_type(self) -> &'static str {
        match self {
            Self::ReportHtml => "text/html; charset=utf-8",
            Self::ReportJson | Self::Muted => "application/json",
        }
    }
}
