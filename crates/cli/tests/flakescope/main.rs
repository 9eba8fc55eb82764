//! The real binary: what it prints, where it writes, how it ends.

#![expect(
    clippy::print_stdout,
    clippy::unwrap_used,
    reason = "a skipped test says why, figures are printed, and helpers fail as tests do"
)]

mod activity;
mod activity_github;
mod activity_issues;
mod config;
mod failures;
mod files;
mod formats;
mod hostile;
mod muted;
mod muted_boards;
mod muted_github;
mod mysql;
mod output;
mod payloads;
mod payloads_disruption;
mod payloads_history;
#[path = "../../../core/tests/postgres/mod.rs"]
mod postgres;
mod push;
mod push_tls;
mod recipes;
mod report;
mod run;
mod serve;
mod served;
mod server;
mod snapshot;
mod tracked;
mod usage;
