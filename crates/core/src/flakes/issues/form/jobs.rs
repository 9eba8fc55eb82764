//! The entries of a list as jobs: `board#tab`, `board - tab`, links to TestGrid and to Prow, several on a line.

use super::TestgridLink;
use super::items::{entries, is_evidence, is_separator, marked, text_of};
use super::markup::{Piece, pieces};
use super::prose::is_nothing;
use super::sections::Line;
use super::testgrid::link_of;
use crate::model::clean_line;

/// The jobs of a field. Names of the dashboards that the issue links to are not taken for jobs.
pub(super) fn jobs<'a>(lines: impl Iterator<Item = Line<'a>>, links: &[TestgridLink]) -> Vec<String> {
    let mut names = Vec::new();
    for (entry, is_code) in entries(lines) {
        let found = if is_code { vec![entry.to_owned()] } else { jobs_in(entry) };
        names.extend(found.iter().flat_map(|text| separated(without_board(text, links))));
    }
    let names = names.iter().map(|name| finished(name)).filter(|name| !is_nothing(name)).collect();
    without_boards(names, links)
}

/// The jobs of one entry: those in back-ticks or linked, else the text, else what its addresses lead to.
fn jobs_in(entry: &str) -> Vec<String> {
    let all = pieces(entry);
    let named: Vec<Piece<'_>> = all.iter().copied().filter(|piece| !is_evidence(*piece)).collect();
    match named.iter().find(|piece| !is_separator(**piece)) {
        None => all.iter().filter_map(|piece| job_of(address(*piece)?)).collect(),
        Some(Piece::Plain(_)) => vec![text_of(&all)],
        Some(_) => named.iter().filter_map(|piece| name_of(*piece)).collect(),
    }
}

/// The job of a link or of code. A link that bears the dashboard's name leads to the tab.
fn name_of(piece: Piece<'_>) -> Option<String> {
    let name = marked(piece)?;
    let tab = address(piece).and_then(link_of).filter(|link| link.dashboard == name && !link.tab.is_empty());
    Some(tab.map_or(name, |link| link.tab))
}

fn address(piece: Piece<'_>) -> Option<&str> {
    match piece {
        Piece::Link { address, .. } | Piece::Address(address) => Some(address),
        Piece::Plain(_) | Piece::Code(_) => None,
    }
}

/// The job that a page of TestGrid or Prow is about.
fn job_of(address: &str) -> Option<String> {
    if let Some(link) = link_of(address) {
        return Some(link.tab).filter(|tab| !tab.is_empty());
    }
    let after =
        ["/logs/", "/directory/", "?job=", "&job="].iter().find_map(|mark| Some(address.split_once(mark)?.1));
    let job = match address.split_once("/pr-logs/pull/") {
        // pull/<number>/<job>/<run> or pull/<repository>/<number>/<job>/<run>
        Some((_, path)) => path.trim_end_matches('/').rsplit('/').nth(1),
        None => after?.split(['/', '?', '&', '#']).next(),
    };
    job.filter(|job| job.contains('-')).map(str::to_owned)
}

/// What follows the dashboard's name: `board#tab`, `board - tab`, `board/tab`.
fn without_board<'a>(text: &'a str, links: &[TestgridLink]) -> &'a str {
    let separators = [' ', '-', '/', '#', ':', '>', '–', '—', '→'];
    let after = |link: &TestgridLink| {
        let rest = text.trim().strip_prefix(link.dashboard.as_str())?;
        Some(rest.trim_start_matches(separators)).filter(|tab| *tab != rest && !tab.is_empty())
    };
    let hash = |text: &'a str| match text.split_once('#') {
        Some((board, tab)) if !board.contains(' ') && !tab.is_empty() => tab.split('&').next().unwrap_or(tab),
        _ => text,
    };
    // An issue has a handful of links; a hostile one with thousands need not have its boards told apart.
    links.iter().take(50).find_map(after).unwrap_or_else(|| hash(text))
}

/// Jobs separated by commas: names of jobs are single words, so that every part must be one.
fn separated(text: &str) -> Vec<String> {
    let is_word = |part: &&str| !part.is_empty() && !part.contains(char::is_whitespace);
    let head = text.split_once(" (").map_or(text, |(head, _)| if is_word(&head) { head } else { text });
    let text = head.replace(" and ", ", ");
    let parts: Vec<&str> = text.split([',', ';']).map(str::trim).filter(|part| !part.is_empty()).collect();
    if parts.iter().all(is_word) {
        parts.into_iter().map(str::to_owned).collect()
    } else {
        vec![head.to_owned()]
    }
}

fn finished(name: &str) -> String {
    clean_line(name).trim().trim_end_matches(':').trim_matches('`').to_owned()
}

/// Without names of linked dashboards, in full or without what all of them begin with, if others are left.
fn without_boards(names: Vec<String>, links: &[TestgridLink]) -> Vec<String> {
    let is_board = |name: &String| {
        let ends = |board: &str| {
            board.strip_suffix(name.as_str()).is_some_and(|rest| rest.is_empty() || rest.ends_with('-'))
        };
        links.iter().take(50).any(|link| ends(&link.dashboard))
    };
    if names.iter().all(is_board) {
        names
    } else {
        names.into_iter().filter(|name| !is_board(name)).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::super::labels::Field;
    use super::super::sections::split;
    use super::super::testgrid::links;
    use super::*;

    #[test]
    fn every_spelling() {
        let link = "https://testgrid.k8s.io/sig-release-master-blocking#gce-cos";
        for (body, expect) in [
            ("gce-cos", "gce-cos"),
            ("- `gce-cos`", "gce-cos"),
            ("* sig-release-master-blocking\n* * gce-cos", "gce-cos"),
            ("master-blocking:\n- gce-cos", "gce-cos"),
            ("sig-release-master-blocking#gce-cos", "gce-cos"),
            ("sig-release-master-blocking - gce-cos", "gce-cos"),
            ("sig-release-master-blocking/gce-cos", "gce-cos"),
            ("other-board#gce-cos&width=20", "gce-cos"),
            ("sig-release-master-blocking, gce-cos", "gce-cos"),
            (link, "gce-cos"),
            (
                "[sig-release-master-blocking#gce-cos](https://testgrid.k8s.io/sig-release-master-blocking#gce-cos)",
                "gce-cos",
            ),
            (
                "[sig-release-master-blocking](https://testgrid.k8s.io/sig-release-master-blocking#gce-cos)",
                "gce-cos",
            ),
            ("[link](https://testgrid.k8s.io/sig-release-master-blocking#gce-cos)", "gce-cos"),
            ("gce-cos: https://testgrid.k8s.io/sig-release-master-blocking#gce-cos", "gce-cos"),
            ("gce-cos (blocking)", "gce-cos"),
            ("gce-cos, a-b and c-d", "gce-cos|a-b|c-d"),
            ("`gce-cos` (a.k.a. `ci-gce`)", "gce-cos|ci-gce"),
            ("https://prow.k8s.io/view/gs/kubernetes-ci-logs/logs/ci-gce/123", "ci-gce"),
            ("https://prow.k8s.io/view/gs/b/pr-logs/pull/77/pull-gce/123/", "pull-gce"),
            ("https://prow.k8s.io/?job=ci-gce", "ci-gce"),
            ("Conformance - GCE - master", "Conformance - GCE - master"),
            ("many different jobs, see triage", "many different jobs, see triage"),
            ("sig-release-master-blocking", "sig-release-master-blocking"),
            ("N/A", ""),
        ] {
            let text = format!("### Which jobs are flaking?\n{body}\n### Testgrid link\n{link}\n");
            let found = jobs(split(&text).of(Field::Jobs), &links(link));
            assert_eq!(found.join("|"), expect, "{body}");
        }
    }
}
