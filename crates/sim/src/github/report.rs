//! What the fields of an issue form hold, whichever generation of the form it is.

use percent_encoding::{AsciiSet, CONTROLS, utf8_percent_encode};

use super::cases::{Case, Job, Link};
use super::style::Style;
use crate::clock;

/// What `TestGrid` links escape in the name of a tab.
const TAB: &AsciiSet = &CONTROLS.add(b' ').add(b'"').add(b'<').add(b'>').add(b'#').add(b'%');

/// The filled fields.
#[derive(Clone, Debug)]
pub(super) struct Report {
    pub(super) verb: &'static str,
    pub(super) jobs: String,
    pub(super) tests: String,
    pub(super) loose: String,
    pub(super) since: Option<String>,
    pub(super) link: Option<String>,
    pub(super) reason: Option<String>,
    pub(super) more: Option<String>,
    pub(super) sig: Option<String>,
}

impl Report {
    /// The fields of a case, in the writer's style.
    pub(super) fn of(case: &Case, style: Style) -> Self {
        let links: Vec<String> = case.jobs.iter().map(|job| link(job, case.link, style)).collect();
        Self {
            verb: if case.failing { "failing" } else { "flaking" },
            jobs: jobs(case, style),
            tests: style.list(&case.tests),
            loose: style.list(&case.loose),
            since: case.since_s.map(clock::rfc3339).map(|time| time[..10].to_owned()),
            link: (case.link != Link::Missing && !links.is_empty()).then(|| links.join("\n")),
            reason: case.reason.clone().or_else(|| reason(case)),
            more: case.more.clone(),
            sig: case.sig.as_ref().map(|sig| format!("/sig {sig}")),
        }
    }
}

/// Tabs, or Prow jobs; now and then below the name of the dashboard.
fn jobs(case: &Case, style: Style) -> String {
    let prow = style.prow_names && !case.generic;
    let name = |job: &Job| if prow { job.prow.clone() } else { job.tab.clone() };
    let names: Vec<String> = case.jobs.iter().map(name).collect();
    let list = style.list(&names);
    match (case.jobs.first(), style.oddity) {
        (Some(job), 1) if style.bullet == "- " => format!("{}\n{list}", job.dashboard),
        _ => list,
    }
}

/// The address of a tab.
pub(super) fn link(job: &Job, kind: Link, style: Style) -> String {
    let tab = utf8_percent_encode(&job.tab, TAB).to_string();
    let gone = if kind == Link::Dead { "-before-the-move" } else { "" };
    let width = if style.width { "&width=20" } else { "" };
    format!("https://testgrid.k8s.io/{}#{tab}{gone}{width}", job.dashboard)
}

fn reason(case: &Case) -> Option<String> {
    let (_, message, _) = case.newest.as_ref()?;
    (!message.is_empty()).then(|| format!("```\n{message}\n```"))
}
