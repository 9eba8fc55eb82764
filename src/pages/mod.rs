//! The pages, one folder per question. A page asks the engine and draws the answer; it computes nothing.

pub mod about;
pub mod activity;
pub mod failures;
pub mod flakes;
pub mod job;
pub mod method;
pub mod muted;
pub mod not_found;
pub mod overview;
pub mod parts;
pub mod payloads;

pub use about::AboutPage;
pub use activity::ActivityPage;
pub use failures::FailuresPage;
pub use flakes::FlakesPage;
pub use job::JobPage;
pub use method::MethodPage;
pub use muted::MutedPage;
pub use not_found::NotFoundPage;
pub use overview::OverviewPage;
pub use payloads::PayloadsPage;
pub use payloads::history::PayloadsHistoryPage;
