//! Issues about tracked tests that a simple join gets wrong, or that have something else about them.

use super::GithubOptions;
use super::cases::{Case, Link};
use super::draft::Writer;
use super::forms::Form;
use super::hostile;
use super::life::{self, DAY_S, Life};
use super::plan::{Plan, manner, turned};
use super::spelling::Manner;
use super::subjects::Subject;

/// Tracked tests whose issues have something about them.
pub(super) fn write(plan: &mut Plan, options: &GithubOptions, writer: &mut Writer) {
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
    case.name(subject, subject.known_name().to_owned());
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
