//! The code host of the made-up world: issues and pull requests about its tests, a project board, and what is true of
//! each.
//!
//! Everything is drawn from a dice of its own, so that the grids of a seed stay what they are. The steps: who can be
//! tracked and is (`subjects`, `plan`), what each issue is to be (`cases`, `special`, `traps`, `siblings`, `clusters`,
//! `pulls`), how it is written (`forms`, `titles`, `spelling`, `style`), when it lived (`life`), and its number
//! (`numbers`).

pub mod board;
mod cases;
mod clusters;
mod draft;
mod effort;
mod forms;
mod hostile;
mod life;
pub mod listing;
mod model;
mod numbers;
mod people;
mod places;
mod plan;
mod pulls;
mod report;
pub mod saved;
mod siblings;
mod special;
mod spelling;
mod style;
mod subjects;
mod titles;
mod traps;
pub mod truth;
pub mod wire;

pub use model::{Issue, Pull};

use crate::grid::Dashboard;
use crate::truth::DashboardTruth;
use crate::world::WorldOptions;
use board::Board;
use truth::GithubTruth;

/// What the code host is made from, beside the options of the world.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GithubOptions {
    /// `owner/name` of the repository that holds the issues.
    pub repository: String,
    /// Whether one issue has a text of a megabyte.
    pub huge_issue: bool,
}

impl Default for GithubOptions {
    fn default() -> Self {
        Self { repository: "kubernetes/kubernetes".to_owned(), huge_issue: false }
    }
}

/// What the code host holds.
#[derive(Clone, Debug)]
pub struct GitHub {
    /// `owner/name`.
    pub repository: String,
    /// The moment of the reading, seconds since the epoch.
    pub now_s: i64,
    /// Issues and pull requests by number.
    pub issues: Vec<Issue>,
    /// The project board.
    pub board: Board,
}

/// Draws the code host of a world, and the truth about it.
pub(crate) fn draw(
    world: &WorldOptions,
    options: &GithubOptions,
    seen: &[Dashboard],
    truths: &[DashboardTruth],
) -> (GitHub, GithubTruth) {
    let subjects = subjects::Subjects::of(seen, truths);
    let drafts = plan::draw(world, options, &subjects);
    let entries = numbers::give(drafts, &options.repository);
    let (issues, mut truths): (Vec<_>, Vec<_>) = entries.into_iter().unzip();
    effort::settle(&issues, &mut truths, world.now_s);
    let board = Board::draw(world, &options.repository, &issues, &mut truths);
    let truth = GithubTruth::new(&options.repository, &board, truths);
    let repository = options.repository.clone();
    (GitHub { repository, now_s: world.now_s, issues, board }, truth)
}
