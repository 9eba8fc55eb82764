//! A log against the rules.

use std::borrow::Cow;
use std::collections::BTreeSet;

use memchr::memchr_iter;

use super::rules::{Ready, Rules};
use crate::activity::run::{CiRun, FailedCase, RunStatus};
use crate::model::clean_line;
use crate::sorting::sort_by;

/// Lines of context that are kept: so many before the match, and together with it and those after it so many.
const BEFORE: usize = 5;
const CONTEXT: usize = 20;

/// The longest case and the longest line of context, in characters.
const LONGEST: usize = 400;

/// More failures of one log are not kept.
const MOST: usize = 500;

/// What the rules find in a log of a job: the weightiest category first, within it in the order of the log, each case once.
/// Empty when no rule knows the failure.
pub fn failures_of(rules: &Rules, job: &str, log: &[u8]) -> Vec<FailedCase> {
    let lines = lines_of(log);
    let fits: Vec<&Ready> = rules.ready.iter().filter(|ready| is_for(ready, job)).collect();
    let joined: Vec<&Ready> = fits.iter().copied().filter(|ready| ready.rule.lines > 1).collect();
    let mut found = Finds { lines: &lines, seen: BTreeSet::new(), failures: Vec::new() };
    for (place, line) in lines.iter().enumerate() {
        for at in rules.single.matches(line) {
            let ready = rules.single_places.get(at).and_then(|at| rules.ready.get(*at));
            if let Some(ready) = ready.filter(|ready| is_for(ready, job)) {
                found.look(ready, place, line, &[line]);
            }
        }
        for ready in &joined {
            let end = lines.len().min(place + ready.rule.lines);
            let window = lines.get(place..end).unwrap_or_default();
            found.look(ready, place, &window.concat(), window);
        }
    }
    let mut failures = found.failures;
    sort_by(&mut failures, |a, b| a.category.cmp(&b.category));
    failures
}

/// Puts into a run that failed or was aborted what the rules find in its log. What was known stays where nothing is found.
pub fn explain(run: &mut CiRun, rules: &Rules, log: &[u8]) {
    if run.status == RunStatus::Success {
        return;
    }
    let found = failures_of(rules, &run.job, log);
    if !found.is_empty() {
        run.failures = found;
    }
}

fn is_for(ready: &Ready, job: &str) -> bool {
    ready.rule.jobs.is_empty() || ready.rule.jobs.iter().any(|own| own == job)
}

/// Lines without their ends.
fn lines_of(log: &[u8]) -> Vec<&[u8]> {
    let mut starts = 0;
    let mut lines: Vec<&[u8]> = Vec::new();
    for end in memchr_iter(b'\n', log).chain([log.len()]) {
        let line = log.get(starts..end).unwrap_or_default();
        lines.push(line.strip_suffix(b"\r").unwrap_or(line));
        starts = end + 1;
    }
    lines
}

struct Finds<'a> {
    lines: &'a [&'a [u8]],
    seen: BTreeSet<(crate::activity::Category, String)>,
    failures: Vec<FailedCase>,
}

impl Finds<'_> {
    /// Looks for a rule in the text that begins at a line and is made of some.
    fn look(&mut self, ready: &Ready, place: usize, text: &[u8], made_of: &[&[u8]]) {
        let Some(found) = ready.regex.find(text).filter(|found| !found.is_empty()) else { return };
        let matched = String::from_utf8_lossy(found.as_bytes());
        let case = if ready.rule.name.is_empty() {
            shortened(clean_line(&without_times(&matched)).trim())
        } else {
            ready.rule.name.clone()
        };
        if self.failures.len() < MOST && self.seen.insert((ready.rule.key, case.clone())) {
            let at = place + line_at(made_of, found.start());
            self.failures.push(FailedCase { category: ready.rule.key, case, context: self.context(at) });
        }
    }

    fn context(&self, at: usize) -> Vec<String> {
        let start = at.saturating_sub(BEFORE);
        let lines = self.lines.iter().skip(start).take(CONTEXT);
        lines.map(|line| shortened(&clean_line(&String::from_utf8_lossy(line)))).collect()
    }
}

/// In which of some joined lines a byte stands.
fn line_at(lines: &[&[u8]], byte: usize) -> usize {
    let mut end = 0;
    let past = lines.iter().take_while(|line| {
        end += line.len();
        end <= byte
    });
    past.count()
}

/// The text without the times that Jenkins puts before each line, `[2021-06-19T10:00:00.000Z]` (`sync_ci`, `RemoveTime`).
fn without_times(text: &str) -> Cow<'_, str> {
    const SHAPE: &[u8] = b"[20dd-dd-ddTdd:dd:dd.dddZ]";
    let is_time = |bytes: &[u8]| {
        let fits = |(byte, shape): (&u8, &u8)| match shape {
            b'd' => byte.is_ascii_digit(),
            other => byte == other,
        };
        bytes.len() == SHAPE.len() && bytes.iter().zip(SHAPE).all(fits)
    };
    let mut rest = text;
    let mut kept = String::new();
    while let Some(at) = rest.find('[') {
        let (before, after) = rest.split_at(at);
        let skip = if after.as_bytes().get(..SHAPE.len()).is_some_and(is_time) { SHAPE.len() } else { 1 };
        kept += before;
        kept += after.get(..skip).filter(|_| skip == 1).unwrap_or_default();
        rest = after.get(skip..).unwrap_or_default();
    }
    if kept.is_empty() { Cow::Borrowed(rest) } else { Cow::Owned(kept + rest) }
}

fn shortened(text: &str) -> String {
    match text.char_indices().nth(LONGEST) {
        Some((end, _)) => format!("{}…", text.get(..end).unwrap_or_default()),
        None => text.to_owned(),
    }
}
