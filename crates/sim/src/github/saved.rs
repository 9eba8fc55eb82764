//! The code host's answers as files: lists of issues page by page, and the project board.

use serde_json::json;

use super::listing::{Query, Sort};
use super::{GitHub, board, wire};

/// The labels whose issues are about tests.
pub const LABELS: [&str; 2] = ["kind/flake", "kind/failing-test"];
const PER_PAGE: usize = 100;

/// File names and contents.
pub fn files(github: &GitHub) -> Vec<(String, Vec<u8>)> {
    let mut files = Vec::new();
    for label in LABELS {
        for (state, open) in [("open", true), ("closed", false)] {
            let name = format!("issues-{}-{state}", label.replace('/', "-"));
            files.extend(
                pages(github, label, open)
                    .into_iter()
                    .enumerate()
                    .map(|(index, page)| (format!("{name}-{}.json", index + 1), page)),
            );
        }
    }
    files.extend(board_pages(github));
    files
}

/// The pages of one list, newest change first.
fn pages(github: &GitHub, label: &str, open: bool) -> Vec<Vec<u8>> {
    let query = Query {
        labels: vec![label.to_owned()],
        open: Some(open),
        sort: Sort::Updated,
        per_page: PER_PAGE,
        ..Query::default()
    };
    let whole: Vec<wire::Wire> = query
        .select(&github.issues)
        .into_iter()
        .map(|issue| wire::issue(issue, &github.repository))
        .collect();
    let mut pages: Vec<Vec<u8>> =
        whole.chunks(PER_PAGE).map(|page| serde_json::to_vec(page).unwrap_or_default()).collect();
    if pages.is_empty() {
        pages.push(b"[]".to_vec());
    }
    pages
}

fn board_pages(github: &GitHub) -> Vec<(String, Vec<u8>)> {
    let pages = github.board.items.len().div_ceil(PER_PAGE).max(1);
    let page = |index: usize| {
        let cursor = (index > 0).then(|| format!("sim-{}", index * PER_PAGE));
        let project = board::project(github, PER_PAGE, cursor.as_deref());
        (
            format!("project-board-{}.json", index + 1),
            json!({"data": {"node": project}}).to_string().into_bytes(),
        )
    };
    (0..pages).map(page).collect()
}

/// Every listed issue and pull request with one of the labels, newest change first, one on a line.
pub fn lines(github: &GitHub) -> Vec<String> {
    let query = Query { open: None, sort: Sort::Updated, ..Query::default() };
    let listed = query.select(&github.issues).into_iter();
    listed
        .filter(|issue| LABELS.iter().any(|label| issue.has_label(label)))
        .filter_map(|issue| serde_json::to_string(&wire::issue(issue, &github.repository)).ok())
        .collect()
}
