//! What is true of the code host: the part `github` of `truth.json`.
//!
//! ```text
//! {"repository": "owner/name", "board": {"id", "org", "number", "items": int, "drafts": int, "redacted": int},
//!  "issues": [{"number": int, "open": bool, "closed_at": RFC 3339,
//!    "kind": "flake|failing_test|bug|pull_request", "form": see below, "quirks": ["crlf", …],
//!    "trap": see below, "how_named": "exact|normalised|unfindable|job_only|cluster",
//!    "tracks": [{"dashboard", "tab", "test", "named": as how_named, "troubled": bool, "failed_since": bool}],
//!    "effort": "awaiting_response|triaged|pr_submitted|monitoring|fixed",
//!    "board_status": str, "fixes": [int]}]}
//! ```
//!
//! `tracks` lists every row that the issue is truly about: of a test with a name of its own, its rows in all tabs,
//! whether they fail there or not (`troubled` tells: truly flaky or broken, and seen so); of a generic row, the row of
//! the named job alone. A row that was renamed within a tab is about one test, under its old and its new name;
//! its issues use the old one.
//! `failed_since` stands for closed issues: the test failed of itself after the issue was closed, so that the issue no
//! longer counts. `named` says how the row's name stands in the issue: letter by letter; without the prefix of the
//! suite, without some tags, in another order or with more blanks (never with tags that the row has not, and never
//! where two tests differ in tags alone); shortened or misspelled, so that no name leads to it; not at all, only job
//! and SIG; not at all, only the text of the failure. `how_named` is the weakest of them. Empty and absent fields are
//! left out; pull requests and issues about other things track nothing.
//!
//! `effort` follows from what the list shows: closed = `fixed`, within two weeks `monitoring`; else an open pull
//! request that says that it fixes or closes the issue = `pr_submitted`; else `triage/accepted`, or assigned and with
//! comments = `triaged`; else `awaiting_response`.
//!
//! Forms: `bold`, `headings`, `testgrid_first`, `odd_headings`, `signalhound`, `free_text`, `null_body`, `cluster`,
//! `plain`. Traps: `sibling_by_tags`, `sibling_by_word`, `mention`, `generic_row`, `parent`, `child`, `renamed`,
//! `reopen_candidate`, `monitoring`, `closed_long_ago`, `several_issues`, `several_tests`, `job_only`, `cluster`,
//! `abbreviated`, `typo`, `unknown_test`, `dead_link`, `missing_sig`, `both_labels`, `hostile`, `huge`, `other_kind`,
//! `pr_fixes`, `pr_closes_with_repository`, `pr_mentions`, `pr_other_repository`, `pr_closed`, `pr_merged`,
//! `pr_names_test`.

use serde::Serialize;

use super::board::Board;

/// What is true of the code host.
#[derive(Clone, Debug, Default, Serialize)]
pub struct GithubTruth {
    /// `owner/name`.
    pub repository: String,
    /// The project board.
    pub board: BoardTruth,
    /// Every issue and pull request, by number.
    pub issues: Vec<IssueTruth>,
}

/// Size and address of the board.
#[derive(Clone, Debug, Default, Serialize)]
pub struct BoardTruth {
    /// Node id.
    pub id: String,
    /// Login of the organisation.
    pub org: String,
    /// Number in the organisation.
    pub number: u64,
    /// Items, those without content included.
    pub items: usize,
    /// Draft items.
    pub drafts: usize,
    /// Items whose content is hidden.
    pub redacted: usize,
}

/// What is true of one issue or pull request.
#[derive(Clone, Debug, Default, Serialize)]
pub struct IssueTruth {
    /// Number in the repository.
    pub number: u64,
    /// Whether it is open.
    pub open: bool,
    /// When it was closed, RFC 3339.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub closed_at: Option<String>,
    /// `flake`, `failing_test`, `bug` or `pull_request`.
    pub kind: &'static str,
    /// What the text is written in.
    pub form: &'static str,
    /// Habits of the writer that a reader has to cope with.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub quirks: Vec<&'static str>,
    /// What a simple join gets wrong about it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub trap: Option<&'static str>,
    /// The weakest `named` of what it tracks.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub how_named: Option<&'static str>,
    /// Every row that it is truly about.
    pub tracks: Vec<Track>,
    /// How far the work is; absent for pull requests.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub effort: Option<&'static str>,
    /// Status on the board, where it is on the board and has one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub board_status: Option<String>,
    /// Issues that the pull request says it fixes.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub fixes: Vec<u64>,
}

/// A row that an issue is about.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Track {
    /// Dashboard as people write it.
    pub dashboard: String,
    /// Tab as people write it.
    pub tab: String,
    /// Row name.
    pub test: String,
    /// How its name stands in the issue.
    pub named: &'static str,
    /// Whether the row is truly flaky or broken, and was seen so.
    pub troubled: bool,
    /// For closed issues: whether it failed of itself since.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub failed_since: Option<bool>,
}

/// Ways of naming, strongest first.
pub(super) const HOW_NAMED: [&str; 5] = ["exact", "normalised", "unfindable", "job_only", "cluster"];

impl GithubTruth {
    pub(super) fn new(repository: &str, board: &Board, issues: Vec<IssueTruth>) -> Self {
        Self { repository: repository.to_owned(), board: board.truth(), issues }
    }
}

impl IssueTruth {
    /// Sets `how_named` to the weakest way in which its rows are named.
    pub(super) fn settle_naming(&mut self) {
        let strength = |track: &Track| HOW_NAMED.iter().position(|&word| word == track.named);
        self.how_named = self.tracks.iter().max_by_key(|track| strength(track)).map(|track| track.named);
    }
}
