//! The question `failures`: which failures are the same failure, and what is the chance that one is a false positive?
//!
//! [`cluster`] groups, [`KDistances`] helps to choose the radius, [`train`] and [`Predictor::predict`] give chances, and
//! [`evaluate`] says how good both are. Texts are normalised, equal ones collapse into one with a weight, near ones are
//! found, and DBSCAN groups them. DBSCAN itself comes in as a [`Grouping`], because the crate that has it brings a random
//! source along.

mod cluster;
mod clustering;
mod collection;
mod describe;
mod distinct;
mod effects;
mod evaluate;
mod id;
mod k_distances;
mod leaders;
pub mod link;
mod model;
mod name;
pub mod neighbours;
pub mod normalise;
mod outcome;
mod params;
mod predict;
mod quality;
mod rates;
mod spans;
mod stacking;
mod step;
mod texts;
mod timeline;
mod view;
mod write;

pub use cluster::{Cluster, Count, Trend};
pub use clustering::{Clustering, FindGroups, Grouping, Groups, cluster};
pub use collection::Collection;
pub use evaluate::{Evaluation, Method, evaluate};
pub use id::cluster_id;
pub use k_distances::KDistances;
pub use model::{Model, ModelError, train};
pub use outcome::{Outcomes, outcomes};
pub use params::{Distance, Params, Profile};
pub use predict::{Evidence, Prediction, Predictor, write_predictions};
pub use quality::Quality;
pub use spans::common_spans;
pub use step::{Budget, Step};
pub use texts::{ReadTexts, Reading, Texts};
pub use view::{ClusterRow, ClusterView, FailuresView, Member, PredictionView, SameAs, Timeline};
pub use write::{ClusterFormat, FailuresFile, write_clusters, write_labels};
