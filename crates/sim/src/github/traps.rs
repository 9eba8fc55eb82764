//! Issues that a simple join or a simple rule gets wrong: closed ones, ones about jobs, and ones about something else.

use super::cases::{Case, Link};
use super::draft::Writer;
use super::forms::Form;
use super::life::{self, DAY_S, Life};
use super::plan::Plan;
use super::spelling::Manner;
use super::subjects::{Subject, Subjects};

/// Writes them; the tests that they concern stay untracked.
pub(super) fn write(plan: &mut Plan, subjects: &Subjects, writer: &mut Writer) {
    let few = |most: usize, plan: &Plan| most.min(plan.untracked.len() / 6);
    for _ in 0..few(6, plan) {
        reopen_candidate(plan, writer);
    }
    for turn in 0..few(8, plan) {
        closed_long_ago(plan, turn, writer);
    }
    for turn in 0..few(5, plan) {
        other_kind(plan, turn, writer);
    }
    for turn in 0..few(5, plan) {
        job_only(plan, turn, writer);
    }
    for turn in 0..4 {
        unknown_test(subjects, turn, writer);
    }
    for _ in 0..few(4, plan) {
        parent(plan, subjects, writer);
    }
    setup_step(subjects, writer);
}

/// Closed within two weeks, and the test failed again since in every job where it fails at all.
fn reopen_candidate(plan: &mut Plan, writer: &mut Writer) {
    let oldest_s = writer.now_s - 13 * DAY_S;
    let again = |subject: &Subject| subject.trouble().filter_map(|place| place.newest_own_s).min();
    let recent = |subject: &Subject| again(subject).is_some_and(|again| again > oldest_s + DAY_S);
    let Some(subject) = plan.bait(|subject| !subject.generic && recent(subject)) else { return };
    let again_s = again(subject).unwrap_or(writer.now_s);
    let closed_s = life::between(oldest_s, again_s - DAY_S / 8, &mut writer.dice);
    let mut case = Case::about(&[subject], Form::Headings, Manner::Exact, &mut writer.dice);
    case.life = Life::ClosedAt(closed_s);
    writer.write(&case.with_trap("reopen_candidate"));
}

/// Closed weeks or months ago; the test is in trouble today.
fn closed_long_ago(plan: &mut Plan, turn: usize, writer: &mut Writer) {
    let recent_s = writer.now_s - 16 * DAY_S;
    let alive = |subject: &Subject| subject.trouble().all(|place| place.failed_since(recent_s));
    let Some(subject) = plan.bait(|subject| !subject.generic && alive(subject)) else { return };
    let closed_s = life::between(writer.now_s - 200 * DAY_S, writer.now_s - 20 * DAY_S, &mut writer.dice);
    let form = [Form::Bold, Form::Headings][turn % 2];
    let mut case = Case::about(&[subject], form, Manner::Exact, &mut writer.dice);
    case.life = Life::ClosedAt(closed_s);
    writer.write(&case.with_trap("closed_long_ago"));
}

/// A bug report that quotes a test: no list by label has it.
fn other_kind(plan: &mut Plan, turn: usize, writer: &mut Writer) {
    let Some(subject) = plan.bait(|subject| !subject.generic) else { return };
    let mut case = Case::about(&[subject], Form::FreeText, Manner::Exact, &mut writer.dice);
    let subject_of_bug =
        ["kubelet restarts twice", "watch cache grows without limit", "kubectl prints the wrong age"];
    case.title = Some(format!("{}, seen while a test ran", subject_of_bug[turn % 3]));
    case.tracks.clear();
    let index = writer.write(&case.with_trap("other_kind"));
    let draft = &mut writer.drafts[index];
    draft.issue.labels.retain(|label| !matches!(label.as_str(), "kind/flake" | "kind/failing-test"));
    draft.issue.labels.insert(0, "kind/bug".to_owned());
    draft.truth.kind = "bug";
}

/// Names job and SIG: it is about the untracked tests of that SIG in that job.
fn job_only(plan: &mut Plan, turn: usize, writer: &mut Writer) {
    let Some(subject) =
        plan.bait(|subject| subject.name().contains("[sig-") && subject.trouble().count() == 1)
    else {
        return;
    };
    let sig = subject.sig();
    let Some(home) = subject.trouble().next() else { return };
    let form = [Form::Headings, Form::Bold][turn % 2];
    let mut case = Case { form, sig: Some(sig.clone()), failing: subject.is_broken(), ..Case::default() };
    case.add_job(home);
    let untracked = plan.untracked.iter().copied().chain([subject]).filter(|other| other.sig() == sig);
    for place in untracked.flat_map(Subject::trouble).filter(|place| place.tab == home.tab) {
        case.track(place, "job_only");
    }
    case.more = Some("Not always the same test.".to_owned());
    writer.write(&case.with_trap("job_only"));
}

/// About a test that no tab has.
fn unknown_test(subjects: &Subjects, turn: usize, writer: &mut Writer) {
    let places = subjects.all.values().filter(|subject| !subject.generic).flat_map(|subject| &subject.places);
    let Some(place) = places.step_by(7).nth(turn * 3) else { return };
    let names = [
        "Kubernetes e2e suite.[It] [sig-network] Gateways should forget routes that were deleted [Conformance]",
        "k8s.io/kubernetes/pkg/kubelet/gone.TestThatMovedAway",
        "Kubernetes e2e suite.[It] [sig-storage] Floppy volumes should eject on request",
        "[sig-node] Hibernation should wake up in time",
    ];
    let test = names[turn % names.len()].to_owned();
    let sig = Some(super::spelling::sig(&test));
    let mut case = Case { tests: vec![test.clone()], loose: vec![test], sig, ..Case::default() };
    case.add_job(place);
    case.newest = None;
    case.link = if turn.is_multiple_of(2) { Link::Good } else { Link::Dead };
    writer.write(&case.with_trap("unknown_test"));
}

/// About a parent, while it is a child that is in trouble and untracked.
fn parent(plan: &mut Plan, subjects: &Subjects, writer: &mut Writer) {
    let Some(child) = plan.bait(|subject| subject.parent.is_some()) else { return };
    let Some(parent) = child.parent.as_ref().and_then(|name| subjects.all.get(name)) else { return };
    let mut case = Case::about(&[parent], Form::Headings, Manner::Exact, &mut writer.dice);
    child.trouble().for_each(|place| case.add_job(place));
    writer.write(&case.with_trap("parent"));
}

/// About the step that brings the cluster up, which every job of a kind has.
fn setup_step(subjects: &Subjects, writer: &mut Writer) {
    let steps = subjects.all.values().filter(|subject| subject.name() == "kubetest2.Up");
    for subject in
        steps.filter(|subject| subject.places.iter().any(|place| place.newest_bad_s.is_some())).take(2)
    {
        let mut case = Case::about(&[subject], Form::Headings, Manner::Exact, &mut writer.dice);
        case.failing = true;
        writer.write(&case.with_trap("generic_row"));
    }
}
