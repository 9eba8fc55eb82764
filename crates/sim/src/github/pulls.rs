//! Pull requests: some say that they fix an issue, some only speak of one.

use super::draft::{Draft, Writer};
use super::life;
use super::model::{Issue, Pull};
use super::people::LOGINS;
use super::subjects::Subject;
use super::truth::IssueTruth;

/// What a pull request says about an issue, and what that means.
struct Kind {
    trap: &'static str,
    /// `{#}` stands for the issue.
    words: &'static str,
    fixes: bool,
    open: bool,
    /// How many are written at most.
    most: usize,
}

const fn kind(trap: &'static str, words: &'static str, fixes: bool, open: bool, most: usize) -> Kind {
    Kind { trap, words, fixes, open, most }
}

const KINDS: [Kind; 9] = [
    kind("pr_fixes", "Fixes {#}", true, true, 4),
    kind("pr_fixes", "This waits for the event before it reads.\n\nfixes: {#}\n", true, true, 3),
    kind("pr_fixes", "Resolves {#}.", true, true, 2),
    kind("pr_closes_with_repository", "closes {repository}{#}", true, true, 3),
    kind("pr_closes_with_repository", "Fixes https://github.com/{repository}/issues/{#}", true, true, 2),
    kind("pr_mentions", "Adds a log line that will help with {#}. It does not mend it.", false, true, 4),
    kind("pr_other_repository", "Fixes kubernetes/test-infra{#}", false, true, 2),
    kind("pr_closed", "Fixes {#}", true, false, 2),
    kind("pr_mentions", "Part of {#}, see also the fix in another place.", false, true, 2),
];

/// Writes them about open issues that track something, and merged ones about issues that are being watched.
pub(super) fn write(untracked: &[&Subject], writer: &mut Writer) {
    let mut open = targets(writer, |draft| draft.truth.open && draft.truth.how_named.is_some());
    writer.dice.shuffle(&mut open);
    for kind in &KINDS {
        for _ in 0..kind.most.min(open.len() / 3) {
            if let Some(target) = open.pop() {
                about(kind, target, writer);
            }
        }
    }
    for target in targets(writer, |draft| draft.truth.trap == Some("monitoring")).into_iter().take(3) {
        about(&kind("pr_merged", "Fixes {#}", true, false, 1), target, writer);
    }
    for subject in untracked.iter().filter(|subject| subject.is_plain()).take(3) {
        names_test(subject, writer);
    }
}

fn targets(writer: &Writer, fits: impl Fn(&Draft) -> bool) -> Vec<usize> {
    (0..writer.drafts.len()).filter(|&index| fits(&writer.drafts[index])).collect()
}

fn about(kind: &Kind, target: usize, writer: &mut Writer) {
    let issue = &writer.drafts[target].issue;
    let (created_s, closed_s) = (issue.created_s, issue.closed_s);
    let address = kind.words.contains("/issues/");
    let body = if address {
        kind.words.replace("{#}", &format!("{{:{target}}}"))
    } else {
        kind.words.replace("{#}", &format!("{{#{target}}}"))
    };
    let body = format!("#### What this does\n\n{body}\n\n/kind flake\n");
    let title = [
        "Wait for the condition in the test",
        "Make the test independent of timing",
        "Do not share the port",
    ];
    let title = (*writer.dice.pick(&title)).to_owned();
    let mut draft = draft(title, body, created_s, writer);
    if !kind.open {
        close(&mut draft.issue, closed_s, writer);
    }
    draft.truth.trap = Some(kind.trap);
    draft.truth.fixes = if kind.fixes { vec![target as u64] } else { Vec::new() };
    writer.push(draft);
}

/// Closed without a merge; or merged when the issue was closed.
fn close(issue: &mut Issue, closed_s: Option<i64>, writer: &mut Writer) {
    let now_s = writer.now_s;
    let end_s = closed_s.unwrap_or_else(|| life::between(issue.created_s, now_s, &mut writer.dice));
    issue.open = false;
    issue.created_s = issue.created_s.min(end_s);
    issue.closed_s = Some(end_s);
    issue.updated_s = end_s;
    issue.pull = Some(Pull { draft: false, merged_s: closed_s });
}

/// Speaks of a test that nobody tracks: a pull request is no issue.
fn names_test(subject: &Subject, writer: &mut Writer) {
    let body = format!("`{}` fails now and then.\n\n/kind flake\n", subject.name());
    let since_s = writer.now_s - 9 * life::DAY_S;
    let mut draft = draft(format!("Deflake {}", subject.name()), body, since_s, writer);
    draft.truth.trap = Some("pr_names_test");
    writer.push(draft);
}

fn draft(title: String, body: String, since_s: i64, writer: &mut Writer) -> Draft {
    let (now_s, dice) = (writer.now_s, &mut writer.dice);
    let created_s = life::between(since_s + 60, now_s - 60, dice);
    let issue = Issue {
        title,
        body: Some(body),
        open: true,
        labels: ["kind/flake", "size/S", "release-note-none"].map(str::to_owned).to_vec(),
        author: (*dice.pick(&LOGINS)).to_owned(),
        comments: dice.below(9) as u64,
        created_s,
        updated_s: life::between(created_s, now_s, dice),
        pull: Some(Pull { draft: dice.chance(0.1), merged_s: None }),
        ..Issue::default()
    };
    let truth = IssueTruth { kind: "pull_request", form: "plain", ..IssueTruth::default() };
    Draft { issue, truth }
}
