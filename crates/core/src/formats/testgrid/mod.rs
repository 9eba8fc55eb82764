//! TestGrid's two JSON faces: the API v1 and the older `/summary` and `/table`, read into one model.

pub mod api_v1;
pub mod files;
pub mod legacy;
mod names;

pub use names::normalise;
