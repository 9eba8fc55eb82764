//! The made-up CI world: dashboards, tabs, runs and tests, drawn from a seed, with the truth about each.

mod actor;
mod cast;
mod catalogue;
mod causes;
mod job_rows;
mod message;
mod options;
mod play;
pub mod rates;
mod roles;
mod story;
mod strikes;
mod suites;
mod tab;
mod timetable;
mod vocabulary;

pub use options::{DEFAULT_NOW_S, WorldOptions};

use crate::clock;
use crate::github::{self, GitHub, GithubOptions};
use crate::grid::Dashboard;
use crate::truth::{DashboardTruth, Truth};
use catalogue::{BLOCKING, INFORMING, TabSpec};

/// A whole world: what can be seen, and what is true.
#[derive(Debug)]
pub struct World {
    /// What it was made from.
    pub options: WorldOptions,
    /// What can be seen.
    pub dashboards: Vec<Dashboard>,
    /// The code host with the issues about its tests.
    pub github: GitHub,
    /// What is true.
    pub truth: Truth,
}

impl World {
    /// Makes the world of these options; the same options give the same world.
    pub fn build(options: WorldOptions) -> Self {
        Self::build_with(options, &GithubOptions::default())
    }

    /// The same with options for the code host; they change neither grids nor the truth about tests.
    pub fn build_with(options: WorldOptions, code_host: &GithubOptions) -> Self {
        let blocking = options.blocking_jobs();
        let boards = [
            ("sig-release-master-blocking", &BLOCKING[..], blocking),
            ("sig-release-master-informing", &INFORMING[..], options.jobs - blocking),
        ];
        let (dashboards, truths): (Vec<_>, Vec<_>) =
            boards.into_iter().map(|(name, specs, count)| dashboard(name, specs, count, &options)).unzip();
        let (code_host, issues) = github::draw(&options, code_host, &dashboards, &truths);
        let now = clock::rfc3339(options.now_s);
        let truth = Truth { made_up: true, seed: options.seed, now, dashboards: truths, github: issues };
        Self { options, dashboards, github: code_host, truth }
    }
}

fn dashboard(
    name: &str,
    specs: &[TabSpec],
    count: usize,
    options: &WorldOptions,
) -> (Dashboard, DashboardTruth) {
    let (tabs, truths) = (0..count)
        .map(|index| tab::build(&specs[index % specs.len()], index / specs.len(), name, options))
        .unzip();
    let seen = Dashboard { name: name.to_owned(), group: "sig-release".to_owned(), tabs };
    (seen, DashboardTruth { name: name.to_owned(), tabs: truths })
}
