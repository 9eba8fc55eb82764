//! What an issue says: the fields of the issue form, whichever generation wrote it, found by their headings.

mod cluster;
mod comments;
mod headings;
mod items;
mod jobs;
mod labels;
mod markup;
mod prose;
mod sections;
mod sigs;
mod summary;
mod testgrid;
#[cfg(test)]
mod tests;
mod title;

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use labels::Field;
use sections::Sections;

/// The facts in an issue's title and body. Texts are as they were written, without the markup around them, so that
/// names can be compared with TestGrid's letter by letter; they may be hostile. Empty where nothing was found.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct IssueForm {
    /// Jobs or tabs named under "Which jobs are flaking?", in order, each once.
    pub jobs: Vec<String>,
    /// Tests named under "Which tests are flaking?", in order, each once.
    pub tests: Vec<String>,
    /// Tests named under "Testgrid test name", the field of the newest form.
    pub testgrid_names: Vec<String>,
    /// Every link to TestGrid, wherever it stands, each tab once.
    pub testgrid_links: Vec<TestgridLink>,
    /// Since when, in the writer's words.
    pub since: String,
    /// The reason for the failure, in the writer's words.
    pub reason: String,
    /// SIGs that the issue is given to, as `sig-storage`, in order, each once.
    pub sigs: Vec<String>,
    /// Id of the failure cluster that the issue is about: 8 to 40 hexadecimal digits in lower case.
    pub cluster: Option<String>,
    /// What the test printed: the first block of code under "Error text", the reason or the remarks.
    pub error_text: String,
    /// The test that the title names; its `[sig-…]` tags are kept.
    pub title_test: Option<String>,
    /// The job that the title names in parentheses at its end.
    pub title_job: Option<String>,
    /// Was any heading of the form there?
    pub sections_found: bool,
}

/// A link to a tab on TestGrid.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct TestgridLink {
    /// The dashboard, percent-decoded.
    pub dashboard: String,
    /// The tab, percent-decoded; empty for the dashboard's summary.
    pub tab: String,
    /// The link as it was written. To be shown as text: a link to follow is made of the two names.
    pub address: String,
}

/// Reads the title and the body of an issue. Takes time in proportion to their length.
pub fn parse_form(title: &str, body: &str) -> IssueForm {
    let body = comments::without_comments(body);
    let sections = sections::split(&body);
    let testgrid_links = testgrid::links(&body);
    let (jobs, tests) = names(&sections, &testgrid_links);
    let read = title::read_title(title);
    IssueForm {
        jobs: unique(jobs),
        tests: unique(tests),
        testgrid_names: unique(items::tests(sections.of(Field::TestgridName))),
        since: prose::since(&sections),
        reason: prose::text(&sections, Field::Reason),
        sigs: sigs::sigs(title, &sections),
        cluster: cluster::cluster(title, &body),
        error_text: prose::error_text(&sections),
        title_test: read.test,
        title_job: read.job,
        sections_found: sections.found,
        testgrid_links,
    }
}

/// Jobs and tests from their fields; from the links at the top where the text has no such fields.
fn names(sections: &Sections<'_>, links: &[TestgridLink]) -> (Vec<String>, Vec<String>) {
    let has_fields = sections.of(Field::Jobs).chain(sections.of(Field::Tests)).next().is_some();
    if !has_fields {
        return summary::linked(sections.of(Field::Start));
    }
    (jobs::jobs(sections.of(Field::Jobs), links), items::tests(sections.of(Field::Tests)))
}

/// Each name once, in the order of their first mention.
fn unique(names: Vec<String>) -> Vec<String> {
    let mut seen = BTreeSet::new();
    names.into_iter().filter(|name| seen.insert(name.clone())).collect()
}
