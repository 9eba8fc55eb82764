//! Bodies that a program wrote without the form's headings: `[board#tab](TestGrid)` for the job, `[test](Prow)` for the
//! test.

use super::items::{entries, is_evidence, marked};
use super::markup::{Piece, pieces};
use super::sections::Line;
use super::testgrid::link_of;
use crate::model::clean_line;

/// Jobs and tests that are named by links alone.
pub(super) fn linked<'a>(lines: impl Iterator<Item = Line<'a>>) -> (Vec<String>, Vec<String>) {
    let (mut jobs, mut tests) = (Vec::new(), Vec::new());
    for piece in entries(lines).filter(|(_, is_code)| !is_code).flat_map(|(entry, _)| pieces(entry)) {
        let Piece::Link { address, .. } = piece else { continue };
        if let Some(link) = link_of(address) {
            jobs.extend(Some(link.tab).filter(|tab| !tab.is_empty()));
        } else if is_run(address) && !is_evidence(piece) {
            tests.extend(marked(piece).map(|name| clean_line(&name).trim().to_owned()));
        }
    }
    (jobs, tests)
}

/// A page of one run on Prow.
fn is_run(address: &str) -> bool {
    address.contains("prow") && address.contains("/view/")
}

#[cfg(test)]
mod tests {
    use super::super::labels::Field;
    use super::super::sections::split;
    use super::*;

    #[test]
    fn links_name_job_and_test() {
        let body = "[board#a-job](https://testgrid.k8s.io/board#a-job)\n\
            - [Suite.[It] [sig-x] a](https://prow.k8s.io/view/gs/b/logs/a-job/1)\n\
            [Prow](https://prow.k8s.io/view/gs/b/logs/a-job/1) [Triage](https://go.k8s.io/triage#x)\n\
            [other](https://example.com/view/x) [Summary](https://testgrid.k8s.io/board#Summary)";
        let (jobs, tests) = linked(split(body).of(Field::Start));
        assert_eq!((jobs, tests), (vec!["a-job".to_owned()], vec!["Suite.[It] [sig-x] a".to_owned()]));
    }
}
