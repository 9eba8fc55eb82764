//! The question `muted`: which tests are muted, since when, why, and under which ticket?
//!
//! A reader of source text finds a [`Marker`]; [`make_rows`] makes a [`Row`] out of it, with what the marker alone cannot
//! know: where it lies, how old it is, and what is wrong with it. The readers know this module; it does not know them.

mod asked;
mod compare;
mod filter;
mod known;
mod language;
pub mod link;
mod make_rows;
mod marker;
mod named;
mod of_test;
mod owners;
mod params;
mod passing;
mod problem;
mod query;
mod report;
mod row;
mod ticket;
mod view;
mod write;

pub use asked::Asked;
pub use compare::{Change, Comparison, compare, side_by_side};
pub use filter::{Order, RowFilter};
pub use known::{Blamed, Known};
pub use language::Language;
pub use make_rows::make_rows;
pub use marker::{FileMarkers, Kind, Marker, Names, NamesError, SyntaxTrouble};
pub use named::{Agreement, Match, MutedNames, Reach};
pub use of_test::MutedAt;
pub use owners::Owners;
pub use params::{Params, ParamsError};
pub use passing::{ENOUGH_PASSES, Judged, Passes, PassingJudge};
pub use problem::Problem;
pub use query::Query;
pub use report::{AgeBucket, MutedReport, Totals};
pub use row::{COLUMNS, MutedPlace, Row};
pub use ticket::Ticket;
pub use view::{MutedView, PlaceRows, PlaceView, RowView, listed_report};
pub use write::{HISTORY_COLUMNS, MutedFormat, history_row, write_comparison, write_muted};
