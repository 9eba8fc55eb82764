//! An issue or a pull request as the code host keeps it, free of the wire format.

/// One issue or pull request.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Issue {
    /// Number in the repository.
    pub number: u64,
    /// Title.
    pub title: String,
    /// Text; `None` where nothing was written.
    pub body: Option<String>,
    /// Whether it is open.
    pub open: bool,
    /// Why it was closed, or that it was opened again.
    pub state_reason: Option<&'static str>,
    /// Names of its labels.
    pub labels: Vec<String>,
    /// Login of whoever wrote it.
    pub author: String,
    /// Logins of those it is assigned to.
    pub assignees: Vec<String>,
    /// Title of its milestone.
    pub milestone: Option<String>,
    /// Number of comments.
    pub comments: u64,
    /// When it was written, seconds since the epoch.
    pub created_s: i64,
    /// When it changed last.
    pub updated_s: i64,
    /// When it was closed.
    pub closed_s: Option<i64>,
    /// What makes it a pull request.
    pub pull: Option<Pull>,
}

/// The part that only pull requests have.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Pull {
    /// Whether it is a draft.
    pub draft: bool,
    /// When it was merged.
    pub merged_s: Option<i64>,
}

impl Issue {
    /// Whether it bears the label, in any case.
    pub fn has_label(&self, label: &str) -> bool {
        self.labels.iter().any(|own| own.eq_ignore_ascii_case(label))
    }
}
