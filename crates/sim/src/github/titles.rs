//! Titles as people and robots write them.

use super::cases::Case;
use super::forms::{Form, cluster_hash};
use super::spelling;
use crate::dice::Dice;

/// The title of an issue.
pub(super) fn title(case: &Case, dice: &mut Dice) -> String {
    if let Some(title) = &case.title {
        return title.clone();
    }
    let job = case.jobs.first().map_or("", |job| job.tab.as_str());
    let first = case.tests.first().map_or("", String::as_str);
    match case.form {
        Form::Cluster => cluster(case),
        Form::NullBody => format!("{} {first} ({job})", kind(case, dice)),
        _ if case.tests.is_empty() => format!("{} {job} does not pass", kind(case, dice)),
        _ if case.tests.len() > 1 => {
            let head = spelling::abbreviate(spelling::without_prefix(first), 60);
            format!("{} {head} and {} more ({job})", kind(case, dice), case.tests.len() - 1)
        }
        _ => format!("{} {}", kind(case, dice), about(case, first, job, dice)),
    }
}

fn kind(case: &Case, dice: &mut Dice) -> &'static str {
    match (case.failing, dice.below(4)) {
        (true, _) => "[Failing Test]",
        (false, 0) => "[Flaky Test]",
        (false, _) => "[Flaking Test]",
    }
}

/// The test, whole or abbreviated, with or without SIG and job.
fn about(case: &Case, name: &str, job: &str, dice: &mut Dice) -> String {
    let short = spelling::without_prefix(name);
    let tag = match &case.sig {
        Some(sig) if !short.contains("[sig-") => format!("[sig-{sig}] "),
        _ => String::new(),
    };
    match dice.below(4) {
        0 => format!("{tag}{}", spelling::abbreviate(short, 48)),
        1 => format!("{tag}{short}"),
        _ => format!("{tag}{short} ({job})"),
    }
}

fn cluster(case: &Case) -> String {
    let jobs = case.jobs.len();
    let plural = if jobs == 1 { "" } else { "s" };
    format!("Failure cluster [{}...] failed in {jobs} job{plural}", &cluster_hash(case)[..8])
}
