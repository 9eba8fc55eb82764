//! Views without fetching, used by every page.

pub mod frame;

pub use frame::Frame;
