//! Answers to requests: where they come from, how their paths are read, and the wire formats.

pub mod api;
mod api_shapes;
mod bucket;
pub mod legacy;
mod legacy_shapes;
mod route;
mod world;

pub use bucket::BucketRoute;
pub use route::{LegacyRoute, Route};
pub use world::Live;

/// Something that can answer like TestGrid: a world, or saved captures.
pub trait Answers: Send + Sync + 'static {
    /// The body of an API v1 answer; `None` is a 404.
    fn api(&self, route: &Route) -> Option<Vec<u8>>;
    /// The body of a legacy answer; `None` is a 404.
    fn legacy(&self, route: &LegacyRoute) -> Option<Vec<u8>>;
    /// A list of a run's files, or one of them; `None` is a 404. Captures hold none.
    fn bucket(&self, _route: &BucketRoute) -> Option<Vec<u8>> {
        None
    }
}
