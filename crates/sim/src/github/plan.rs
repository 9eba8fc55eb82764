//! Which tests are tracked, and the order in which the issues are drawn.

use std::collections::BTreeMap;

use super::cases::{Case, Link};
use super::draft::{Draft, Writer};
use super::forms::Form;
use super::spelling::Manner;
use super::subjects::{Subject, Subjects};
use super::{GithubOptions, clusters, pulls, siblings, special, traps};
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
    special::write(&mut plan, options, &mut writer);
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
pub(super) fn turned(turn: usize) -> (Form, Manner) {
    let form = Form::TURNS[turn % Form::TURNS.len()];
    (form, fitting(form, manner(turn)))
}

/// The manner that a form allows: names inside sentences are whole, signalhound has its own way.
fn fitting(form: Form, manner: Manner) -> Manner {
    match form {
        Form::FreeText | Form::NullBody => Manner::Exact,
        Form::Signalhound => Manner::Short,
        _ => manner,
    }
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
