//! The one model that every format is read into: boards, tabs, columns, rows and cells.

mod cell;
mod dataset;
mod failure;
mod history;
mod issue;
mod status;
mod summary;
mod table;
mod text;
mod time;

pub use cell::{Cell, Outcome};
pub use dataset::{Board, Dataset, Tab};
pub use failure::{Failure, FailureStatus};
pub use history::{DisruptionRun, HistoryKey, HistoryRow, Seconds, TestSummary};
pub use issue::{Issue, Repository};
pub use status::TabStatus;
pub use summary::{ColumnsPassed, TabSummary};
pub use table::{Column, Message, Row, Table, TableBuilder};
pub(crate) use text::is_deceiving;
pub use text::{Text, TextId, TextPool, clean_line};
pub use time::TimeMs;
