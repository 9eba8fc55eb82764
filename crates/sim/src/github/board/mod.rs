//! The project board of those who watch the signal: items with a status, drafts, and items that may not be seen.

mod columns;
mod wire;

pub use wire::{page_size, project};

use super::model::Issue;
use super::truth::{BoardTruth, IssueTruth};
use crate::dice::Dice;
use crate::world::WorldOptions;

/// Options of the field `Status`, in the order of the board.
pub const STATUSES: [&str; 9] = [
    "NEW",
    "CRITICAL",
    "FAILING",
    "FLAKY",
    "INVESTIGATING",
    "OBSERVING",
    "RESOLVED",
    "PASSING",
    "WAITING FOR RELEASE",
];

/// A board.
#[derive(Clone, Debug, Default)]
pub struct Board {
    /// Node id.
    pub id: String,
    /// Login of the organisation.
    pub org: String,
    /// Number in the organisation.
    pub number: u64,
    /// `owner/name` of the repository that its issues lie in.
    pub repository: String,
    /// Items in order.
    pub items: Vec<Item>,
}

/// One item.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Item {
    /// What it is.
    pub content: Content,
    /// Its status, where it has one.
    pub status: Option<String>,
    /// `master-blocking` or `master-informing`, where it is said.
    pub testgrid_board: Option<String>,
    /// The text of the field `Testgrid URL`.
    pub testgrid_url: Option<String>,
    /// The date of the field `Date`.
    pub date: Option<String>,
}

/// What an item is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Content {
    /// An issue or pull request, by number.
    Issue(u64),
    /// A note that is no issue yet.
    Draft {
        /// Title.
        title: String,
        /// Text.
        body: String,
    },
    /// Something that the reader may not see; the service says `null`.
    Hidden,
    /// The same; the service says that it is redacted.
    Redacted,
}

impl Board {
    /// Draws the board, and writes the statuses into the truth.
    pub(super) fn draw(
        world: &WorldOptions,
        repository: &str,
        issues: &[Issue],
        truths: &mut [IssueTruth],
    ) -> Self {
        let mut dice = Dice::new(world.seed, "github board");
        let mut items = columns::of_issues(issues, truths, &mut dice);
        columns::add_others(&mut items, &mut dice);
        dice.shuffle(&mut items);
        let org = repository.split('/').next().unwrap_or_default().to_owned();
        let id = format!("PVT_kwDOsim{:08x}", crate::dice::hash(1, repository) & 0xffff_ffff);
        Self { id, org, number: 68, repository: repository.to_owned(), items }
    }

    pub(super) fn truth(&self) -> BoardTruth {
        let count = |fits: fn(&Content) -> bool| self.items.iter().filter(|item| fits(&item.content)).count();
        BoardTruth {
            id: self.id.clone(),
            org: self.org.clone(),
            number: self.number,
            items: self.items.len(),
            drafts: count(|content| matches!(content, Content::Draft { .. })),
            redacted: count(|content| matches!(content, Content::Hidden | Content::Redacted)),
        }
    }
}
