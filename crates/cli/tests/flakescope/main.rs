//! The real binary: what it prints, where it writes, how it ends.

#![expect(clippy::unwrap_used, reason = "helpers of tests fail as tests do")]

mod config;
mod failures;
mod files;
mod formats;
mod hostile;
mod muted;
mod muted_github;
mod output;
mod payloads;
mod payloads_disruption;
mod payloads_history;
mod report;
mod run;
mod serve;
mod served;
mod server;
mod tracked;
mod usage;
