//! The real binary: what it prints, where it writes, how it ends.

#![expect(clippy::unwrap_used, reason = "helpers of tests fail as tests do")]

mod activity;
mod activity_github;
mod activity_issues;
mod config;
mod failures;
mod files;
mod formats;
mod hostile;
mod muted;
mod muted_github;
mod mysql;
mod output;
mod payloads;
mod payloads_disruption;
mod payloads_history;
mod report;
mod run;
mod served;
mod server;
mod tracked;
mod usage;
