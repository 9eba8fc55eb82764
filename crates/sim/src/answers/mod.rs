//! Answers to requests: where they come from, how their paths are read, and the two wire formats.

pub mod api;
mod api_shapes;
pub mod legacy;
mod legacy_shapes;
mod route;
mod world;

pub use route::{LegacyRoute, Route};
pub use world::Live;

/// Something that can answer like TestGrid: a world, or saved captures.
pub trait Answers: Send + Sync + 'static {
    /// The body of an API v1 answer; `None` is a 404.
    fn api(&self, route: &Route) -> Option<Vec<u8>>;
    /// The body of a legacy answer; `None` is a 404.
    fn legacy(&self, route: &LegacyRoute) -> Option<Vec<u8>>;
}
