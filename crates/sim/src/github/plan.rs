//! Which tests are tracked, and the order in which the issues are drawn.

use std::collections::BTreeMap;

use super::cases::{Case, Link};
use super::draft::{Draft, Writer};
use super::forms::Form;
use super::life::{self, DAY_S, Life};
use super::spelling::Manner;
use super::subjects::{Subject, Subjects};
use super::{GithubOptions, clusters, hostile, pulls, siblings, traps};
use crate::dice::Dice;
use crate::world::WorldOptions;

/// Tracked tests of a hundred.
const TRACKED_PERCENT: usize = 65;
/// Tests beyond these are left out, so that a huge world does not get a huge code host.
const MOST_SUBJECTS: usize = 400;
/// Tests of a regression that one issue names.
const TESTS_PER_LIST: usize = 12;

/// Tests in trouble, shared out.
#[derive(Debug, Default)]
pub(super) struct Plan<'a> {
    /// To be tracked, one or few by an issue.
    pub(super) tracked: Vec<&'a Subject>,
    /// To be tracked by a list, by the tab of the regression that broke them.
    pub(super) lists: BTreeMap<String, Vec<&'a Subject>>,
    /// Not to be tracked.
    pub(super) untracked: Vec<&'a Subject>,
}

/// Draws every issue and pull request.
pub(super) fn draw(world: &WorldOptions, options: &GithubOptions, subjects: &Subjects) -> Vec<Draft> {
    let mut writer = Writer { dice: Dice::new(world.seed, "github"), now_s: world.now_s, drafts: Vec::new() };
    let mut plan = Plan::share_out(subjects, &mut writer.dice);
    let all_untracked = plan.untracked.clone();
    special(&mut plan, options, &mut writer);
    plain(&plan, &mut writer);
    lists(&plan, &mut writer);
    traps::write(&mut plan, subjects, &mut writer);
    siblings::write(&mut plan, subjects, &mut writer);
    clusters::write(subjects, &all_untracked, &mut writer);
    pulls::write(&all_untracked, &mut writer);
    writer.drafts
}

impl<'a> Plan<'a> {
    fn share_out(subjects: &'a Subjects, dice: &mut Dice) -> Self {
        let (mut single, mut lists) = (Vec::new(), BTreeMap::<String, Vec<&Subject>>::new());
        for subject in subjects.troubled() {
            match subject.regression() {
                Some(place) => lists.entry(place.tab.clone()).or_default().push(subject),
                None => single.push(subject),
            }
        }
        let mut plan = Self::default();
        let rest = keep_tracked(&mut single, dice);
        plan.untracked.extend(rest);
        for list in lists.values_mut() {
            let rest = keep_tracked(list, dice);
            plan.untracked.extend(rest);
        }
        dice.shuffle(&mut plan.untracked);
        Self { tracked: single, lists, untracked: plan.untracked }
    }

    /// Takes the first tracked test that fits.
    pub(super) fn take(&mut self, fits: impl Fn(&Subject) -> bool) -> Option<&'a Subject> {
        let index = self.tracked.iter().position(|subject| fits(subject))?;
        Some(self.tracked.remove(index))
    }

    /// Takes the first untracked test that fits; it stays untracked.
    pub(super) fn bait(&mut self, fits: impl Fn(&Subject) -> bool) -> Option<&'a Subject> {
        let index = self.untracked.iter().position(|subject| fits(subject))?;
        Some(self.untracked.remove(index))
    }
}

/// Cuts a list to the tracked share; gives the rest.
fn keep_tracked<'a>(subjects: &mut Vec<&'a Subject>, dice: &mut Dice) -> Vec<&'a Subject> {
    dice.shuffle(subjects);
    subjects.truncate(MOST_SUBJECTS);
    subjects.split_off((subjects.len() * TRACKED_PERCENT).div_ceil(100).min(subjects.len()))
}

/// The n-th of the manners that a plain name is written in.
pub(super) fn manner(turn: usize) -> Manner {
    use Manner::{Exact, FewerTags, NoPrefix, OtherOrder, WideBlanks};
    [Exact, NoPrefix, FewerTags, Exact, OtherOrder, NoPrefix, WideBlanks][turn % 7]
}

/// A form, and a manner that it allows.
fn turned(turn: usize) -> (Form, Manner) {
    let form = Form::TURNS[turn % Form::TURNS.len()];
    (form, fitting(form, manner(turn)))
}

/// The manner that a form allows: names inside sentences are whole, signalhound has its own way.
pub(super) fn fitting(form: Form, manner: Manner) -> Manner {
    match form {
        Form::FreeText | Form::NullBody => Manner::Exact,
        Form::Signalhound => Manner::Short,
        _ => manner,
    }
}

/// Tracked tests whose issues have something about them.
fn special(plan: &mut Plan, options: &GithubOptions, writer: &mut Writer) {
    let few = |most: usize, plan: &Plan| most.min(plan.tracked.len() / 8);
    generic(plan, writer);
    for turn in 0..few(4, plan) {
        unfindable(plan, turn, writer);
    }
    for _ in 0..few(6, plan) {
        monitoring(plan, writer);
    }
    for _ in 0..few(6, plan) {
        one(plan, |subject| subject.parent.is_some(), "child", writer, |_| {});
    }
    for _ in 0..few(3, plan) {
        renamed(plan, writer);
    }
    for (title, body) in hostile::ATTACKS.iter().take(few(5, plan)) {
        attacked(plan, title, body, writer);
    }
    if options.huge_issue {
        one(
            plan,
            |_| true,
            "huge",
            writer,
            |case| {
                case.form = Form::Headings;
                case.more = Some(hostile::huge());
            },
        );
    }
    for _ in 0..few(2, plan) {
        one(plan, |_| true, "missing_sig", writer, |case| case.sig = None);
        one(plan, |_| true, "dead_link", writer, |case| case.link = Link::Dead);
        one(plan, |_| true, "both_labels", writer, |case| case.both_labels = true);
    }
    for _ in 0..few(4, plan) {
        several_issues(plan, writer);
    }
    for _ in 0..few(4, plan) {
        null_body(plan, writer);
    }
    for turn in 0..few(6, plan) {
        mention(plan, turn, writer);
    }
}

/// One issue about one tracked test, changed.
fn one(
    plan: &mut Plan,
    fits: impl Fn(&Subject) -> bool,
    trap: &'static str,
    writer: &mut Writer,
    change: impl FnOnce(&mut Case),
) {
    let Some(subject) = plan.take(|subject| !subject.generic && fits(subject)) else { return };
    let (form, manner) = turned(writer.drafts.len());
    let mut case = Case::about(&[subject], form, manner, &mut writer.dice);
    case.trap = Some(trap);
    change(&mut case);
    writer.write(&case);
}

/// A title alone, which names the test in full.
fn null_body(plan: &mut Plan, writer: &mut Writer) {
    let Some(subject) = plan.take(|subject| !subject.generic) else { return };
    let case = Case::about(&[subject], Form::NullBody, Manner::Exact, &mut writer.dice);
    writer.write(&case);
}

/// Generic rows: only the named job is meant.
fn generic(plan: &mut Plan, writer: &mut Writer) {
    while let Some(subject) = plan.take(|subject| subject.generic) {
        let form = [Form::Headings, Form::Bold][writer.drafts.len() % 2];
        let case = Case::about(&[subject], form, Manner::Exact, &mut writer.dice);
        writer.write(&case.with_trap("generic_row"));
    }
}

/// Truly about the test, but no name leads to it.
fn unfindable(plan: &mut Plan, turn: usize, writer: &mut Writer) {
    let one_row = |subject: &Subject| subject.is_plain() && subject.trouble().count() == 1;
    let Some(subject) = plan.take(one_row) else { return };
    let (manner, trap) = [(Manner::Abbreviated, "abbreviated"), (Manner::Typo, "typo")][turn % 2];
    let case = Case::about(&[subject], Form::Headings, manner, &mut writer.dice);
    writer.write(&case.with_trap(trap));
}

/// Closed within two weeks, and quiet since.
fn monitoring(plan: &mut Plan, writer: &mut Writer) {
    let now_s = writer.now_s;
    let newest = |subject: &Subject| subject.places.iter().filter_map(|place| place.newest_bad_s).max();
    let quiet = |subject: &Subject| newest(subject).is_some_and(|newest| newest < now_s - 2 * DAY_S);
    let Some(subject) = plan.take(|subject| !subject.generic && quiet(subject)) else { return };
    let last_s = newest(subject).unwrap_or(now_s).max(now_s - 13 * DAY_S);
    let closed_s = life::between(last_s + DAY_S / 4, now_s - DAY_S / 2, &mut writer.dice);
    let (form, manner) = turned(writer.drafts.len());
    let mut case = Case::about(&[subject], form, manner, &mut writer.dice);
    case.life = Life::ClosedAt(closed_s);
    writer.write(&case.with_trap("monitoring"));
}

/// Written before the tags changed.
fn renamed(plan: &mut Plan, writer: &mut Writer) {
    let Some(subject) = plan.take(|subject| subject.names.len() > 1) else { return };
    let mut case = Case { form: Form::Bold, sig: Some(subject.sig()), ..Case::default() };
    case.name(subject, subject.names[0].clone());
    writer.write(&case.with_trap("renamed"));
}

fn attacked(plan: &mut Plan, title: &str, body: &str, writer: &mut Writer) {
    one(
        plan,
        |_| true,
        "hostile",
        writer,
        |case| {
            case.title = Some(format!("{title}{}", case.tests.join(" ")));
            case.form = Form::Headings;
            case.more = Some(body.to_owned());
        },
    );
}

/// Two issues about the same test, in two forms.
fn several_issues(plan: &mut Plan, writer: &mut Writer) {
    let Some(subject) = plan.take(|subject| !subject.generic) else { return };
    for (form, manner) in [(Form::Headings, Manner::Exact), (Form::Bold, Manner::NoPrefix)] {
        let case = Case::about(&[subject], form, manner, &mut writer.dice);
        writer.write(&case.with_trap("several_issues"));
    }
}

/// Another test is named, and said to be another matter.
fn mention(plan: &mut Plan, turn: usize, writer: &mut Writer) {
    let Some(subject) = plan.take(|subject| !subject.generic) else { return };
    let Some(other) = plan.bait(|subject| !subject.generic && subject.is_plain()) else { return };
    let form = [Form::Headings, Form::Bold, Form::TestgridFirst][turn % 3];
    let mut case = Case::about(&[subject], form, manner(turn), &mut writer.dice);
    let words = format!("This is not the same as `{}`, which fails for another reason.", other.name());
    if turn.is_multiple_of(2) {
        case.more = Some(words);
    } else {
        case.reason = Some(format!("Unknown.\n{}\nhas nothing to do with it.", other.name()));
    }
    writer.write(&case.with_trap("mention"));
}

/// The rest of the tracked tests, one or few by an issue.
fn plain(plan: &Plan, writer: &mut Writer) {
    let (mut rest, mut turn) = (plan.tracked.as_slice(), 0);
    while !rest.is_empty() {
        let size = [1, 1, 1, 2, 1, 1, 1, 3, 1][turn % 9].min(rest.len());
        let (now, later) = rest.split_at(size);
        let (form, manner) = turned(turn);
        let mut case = Case::about(now, form, manner, &mut writer.dice);
        case.trap = (size > 1).then_some("several_tests");
        case.link = if turn % 9 == 8 { Link::Missing } else { Link::Good };
        writer.write(&case);
        (rest, turn) = (later, turn + 1);
    }
}

/// The tests of a regression, as long lists.
fn lists(plan: &Plan, writer: &mut Writer) {
    for (tab, subjects) in &plan.lists {
        for part in subjects.chunks(TESTS_PER_LIST) {
            let (form, manner) = turned(writer.drafts.len());
            let mut case = Case::about(part, form, manner, &mut writer.dice);
            case.jobs.retain(|job| job.tab == *tab);
            case.failing = true;
            writer.write(&case.with_trap("several_tests"));
        }
    }
}
