//! The app: everything that touches the browser, and nothing else.
//!
//! [`app`] is the shell; [`pages`] has one folder per question; [`state`] is the link; [`engine_client`] asks the worker;
//! [`engine_worker`] is what the worker runs; [`components`] are views without fetching; [`charts`] are figures;
//! [`format`] is how numbers and times are written.

pub mod app;
pub mod charts;
pub mod components;
pub mod engine_client;
pub mod engine_worker;
pub mod format;
pub mod pages;
pub mod state;
