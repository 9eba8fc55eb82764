//! The app: everything that touches the browser, and nothing else.
//!
//! [`app`] is the shell; [`pages`] has one folder per question; [`state`] is the link; [`engine_client`] asks the worker;
//! [`engine_worker`] is what the worker runs; [`components`] are views without fetching; [`charts`] are figures;
//! [`format`] is how numbers and times are written; [`lazy`] loads the parts that are not in the page's main file, and
//! [`first_view`] says when those may come that nobody waits for.

#[cfg(feature = "page")]
pub mod app;
#[cfg(feature = "page")]
pub mod charts;
#[cfg(feature = "page")]
pub mod components;
#[cfg(feature = "page")]
pub mod engine_client;
pub mod engine_worker;
#[cfg(feature = "page")]
pub mod first_view;
#[cfg(feature = "page")]
pub mod format;
#[cfg(feature = "page")]
pub mod lazy;
#[cfg(feature = "page")]
pub mod pages;
#[cfg(feature = "page")]
pub mod state;
