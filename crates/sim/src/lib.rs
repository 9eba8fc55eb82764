//! A made-up CI world with known truth, written to files or played over HTTP.
//!
//! The world is drawn from a seed: two release dashboards, their tabs, runs and tests, with flaky, broken and
//! recovered tests, broken runs, outages, and the cases that simple rules get wrong. What is true about each test is
//! written beside it ([`truth`]). A code host holds issues about some of the tests ([`github`]). The same options give
//! the same bytes, on every platform.
//!
//! ```text
//! flakescope-sim write  --out DIR --seed N [world options] [--bundle FILE]
//! flakescope-sim write-sample --out public/sample/bundle.json
//! flakescope-sim failures --out FILE --truth FILE --seed N [--count N] [--causes N] [--base-rate R] [--size BYTES]
//! flakescope-sim serve  --listen 127.0.0.1:0 --seed N [world options] [--fault KIND[=PATTERN[:ARG]]]… [--link-base URL]
//! flakescope-sim write-seeds --out DIR
//! flakescope-sim replay --dir DIR [--listen ADDR]
//!
//! world options: --jobs N --tests N --columns N --days N --even --now TIME --repository OWNER/NAME --huge-issue
//! ```
//!
//! This crate knows nothing of the product's other crates: its writers follow the documented formats, so that a wrong
//! field name on either side cannot pass unseen.

pub mod activity;
pub mod answers;
pub mod bundle;
pub mod cli;
pub mod clock;
pub mod dice;
pub mod disruption;
pub mod failures;
pub mod files;
pub mod github;
pub mod grid;
pub mod judge;
pub mod names;
mod packed;
pub mod payload;
pub mod replay;
pub mod seeds;
pub mod serve;
pub mod sources;
pub mod truth;
pub mod world;
