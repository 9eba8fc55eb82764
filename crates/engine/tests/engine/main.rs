//! The engine against a scripted transport with a clock of its own: nothing here waits, everything is repeatable.

mod activity;
mod desk;
mod dice;
mod failures;
mod fake;
mod issues;
mod muted;
mod muted_question;
mod patience;
mod payloads;
mod payloads_history;
mod published;
mod same_failures;
mod sharing;
mod sources;
mod staging;
mod store;
mod wire;
mod world;
