//! What an issue says: the fields of the issue form, whichever generation wrote it, found by their headings.

use serde::{Deserialize, Serialize};

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
pub fn parse_form(_title: &str, _body: &str) -> IssueForm {
    IssueForm::default()
}
