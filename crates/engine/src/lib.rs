//! The orchestration of Flakescope: turns a request into fetches through a transport, has the core analyse what came,
//! and gives an answer. Knows no browser and no operating system; the worker and the command line run the same code.
//!
//! # For the worker
//!
//! Implement [`Transport`] with the browser's means, make an [`Engine`] and a [`Desk`] once, and pass messages:
//!
//! ```text
//! let desk = Desk::new(Engine::new(BrowserTransport::new()), |message| post(wire::encode(&message)));
//! post(build_id);                                            // text; all that follows is bytes, see `wire`
//! on_message(move |bytes: Vec<u8>| spawn_local(desk.handle(wire::decode(&bytes)?)));
//! on_files(move |files: Vec<NamedFile>| desk.take_files(&files));
//! ```
//!
//! - **Order.** Call [`Desk::handle`] for each message as it comes and spawn the future; never await it before the
//!   next message. What can be done at once is done in the call: `Cancel` is answered before it returns.
//! - **One end.** Each `Ask` ends with exactly one of `Answer { last: true }`, `Failed` and `Cancelled`. Before that
//!   come any number of `Progress` and `Answer { last: false }`; after it nothing with that id. Ids are not re-used.
//! - **Early answers.** Views (`Overview`, `Flakes`, `FlakesTest`, `FlakesJob`) come first at [`Stage::Summaries`]
//!   (job-level numbers), then at [`Stage::Urgent`] (failing and flaky tabs read), at most once a second in between,
//!   and last at [`Stage::Complete`]. A request that comes while a board is being read is answered at once from what
//!   is there, then again as above. A test or job that was not read yet gives no early answer; its tab is read first.
//!   An export waits for everything.
//! - **Shared reading.** Requests on the same source share boards, whatever their window, filter, order or rows:
//!   nothing is fetched, parsed or analysed twice. A reading goes on as long as one request wants it. So when a page
//!   gives way to another: send the new `Ask`, then `Cancel` the old one. When nobody wants it any more, open fetches
//!   are dropped; what arrived stays, and the next `Ask` reads only the rest.
//! - **How fresh.** What was read stays until `Refresh` (a meeting should not see numbers move under a filter);
//!   [`Reading::read_at`] tells the age. Stored bytes of [`Transport::cache_get`] younger than five minutes are used
//!   instead of a fetch; older ones (up to a week) stand in, with a warning, when the source does not answer.
//! - **Failures.** A board or tab that fails is a warning in [`Reading::warnings`] and a count in
//!   [`Reading::tabs_failed`]; later requests are answered without it. `Retry`, then `Ask` again, reads only what
//!   failed; `Refresh`, then `Ask`, reads everything. After `Failed` a new `Ask` is enough.
//! - **Hosts.** [`HOSTS`] and the page's own origin may be read from. Any other host in a query gives
//!   [`TroubleKind::HostNotAllowed`]; [`host_of`] gives the name to show and to send with `AllowHost`.
//! - **Rest.** The engine calls [`Transport::yield_now`] between steps as soon as 8 ms have passed, so that messages
//!   are heard. The longest step is one tab's parse and analysis (some 10 ms for 1,000 tests of 150 runs).
#![forbid(unsafe_code)]
#![cfg_attr(
    not(test),
    warn(clippy::expect_used, clippy::indexing_slicing, clippy::panic, clippy::unreachable)
)]

mod activity;
mod address;
mod analyses;
mod answer;
mod boards;
mod bucket;
mod desk;
mod door;
mod engine;
mod error;
mod failures;
mod fetch;
mod issues;
mod muted;
mod pace;
mod packed;
mod payloads;
mod policy;
mod progress;
mod protocol;
mod published;
mod render;
mod request;
mod secret;
mod stock;
mod supply;
mod transport;
mod underway;
mod watch;
pub mod wire;
mod writers;

pub use activity::issues::KnownIssues;
pub use activity::{ActivityAsk, ActivityPart, ActivityQuestion, ActivityRuns, MakeActivity, activity_part};
pub use address::{HOSTS, host_of};
pub use answer::{Answer, Copied, Exported, Filed, IssueReading, IssueState, Reading, Stage};
pub use desk::Desk;
pub use engine::{Engine, answer};
pub use error::Error;
pub use failures::{
    Depth, FailuresPart, FoundFailures, MOST_FILE_BYTES, MakeFailures, OfRun, ReadFailures, TakenFailures,
    failures_part, too_many_bytes, too_many_bytes_of_activity, too_many_bytes_of_history,
    too_many_bytes_of_runs, too_many_bytes_of_sources,
};
pub use muted::{
    GitHubPlace, GivenFile, GivenSources, MakeMuted, Means, MutedAsk, MutedPart, MutedQuestion,
    SourceMarkers, muted_part,
};
pub use packed::Packed;
pub use payloads::{Earlier, Judged, MakePayloads, PayloadsPart, ReadRuns, payloads_part};
pub use policy::Policy;
pub use progress::{Progress, Quiet};
pub use protocol::{FilesFor, FilesRead, FromEngine, ToEngine, Trouble, TroubleKind};
pub use request::{FailuresAsk, HistoryAsk, PayloadsAsk, Request};
pub use secret::Secret;
pub use transport::{Call, REPLY_HEADERS, Reply, Response, SampleFile, Stored, Transport, TransportError};
pub use writers::{Writers, writers};
