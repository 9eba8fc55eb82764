//! Issues about tests whose names are almost those of others: other tags, or another word.

use super::cases::Case;
use super::draft::Writer;
use super::forms::Form;
use super::plan::Plan;
use super::spelling::{self, Manner};
use super::subjects::{Subject, Subjects};

/// Words that change the meaning, and what they become.
const WORDS: [(&str, &str); 8] = [
    (" should not ", " should "),
    (" should ", " should not "),
    ("udp", "http"),
    ("3 pods", "7 pods"),
    ("created", "replaced"),
    ("updated", "rolled back"),
    ("Test", "TestSlow"),
    ("restore", "rollback"),
];
const TAGS: [&str; 3] = ["[Feature:Windows]", "[Disruptive]", "[Feature:DynamicResourceAllocation]"];

/// Writes them; the tests that they resemble stay untracked.
pub(super) fn write(plan: &mut Plan, subjects: &Subjects, writer: &mut Writer) {
    let few = |most: usize, plan: &Plan| most.min(plan.untracked.len() / 3);
    for _ in 0..few(4, plan) {
        known_sibling(plan, subjects, writer);
    }
    for turn in 0..few(3, plan) {
        unknown_sibling(plan, turn, subjects, writer);
    }
    for turn in 0..few(5, plan) {
        other_word(plan, turn, subjects, writer);
    }
}

/// About a test of the world that differs from a troubled one in tags alone.
fn known_sibling(plan: &mut Plan, subjects: &Subjects, writer: &mut Writer) {
    let sibling = |subject: &Subject| {
        let names = subjects.bare.get(&spelling::bare(subject.name()))?;
        let others = names.iter().filter(|name| *name != subject.name());
        others.filter_map(|name| subjects.all.get(name)).find(|other| !other.is_troubled())
    };
    let Some(bait) = plan.bait(|subject| !subject.generic && sibling(subject).is_some()) else { return };
    let Some(sibling) = sibling(bait) else { return };
    let mut case = Case::about(&[sibling], Form::Headings, Manner::Exact, &mut writer.dice);
    bait.trouble().for_each(|place| case.add_job(place));
    case.newest = None;
    writer.write(&case.with_trap("sibling_by_tags"));
}

/// About a test that no tab has, and that has a tag more than a troubled one.
fn unknown_sibling(plan: &mut Plan, turn: usize, subjects: &Subjects, writer: &mut Writer) {
    let Some(bait) = plan.bait(|subject| subject.name().contains("[sig-") && subject.is_plain()) else {
        return;
    };
    let name = format!("{} {}", bait.name(), TAGS[turn % TAGS.len()]);
    if !subjects.names.contains(&name) {
        unknown(bait, name, "sibling_by_tags", writer);
    }
}

/// About a test that no tab has, and whose name has another word.
fn other_word(plan: &mut Plan, turn: usize, subjects: &Subjects, writer: &mut Writer) {
    let changed = |subject: &Subject| {
        let name = subject.name();
        let turned = WORDS.iter().cycle().skip(turn).take(WORDS.len());
        let mut names = turned.map(|(from, to)| name.replacen(from, to, 1));
        names.find(|new| new != name && !subjects.bare.contains_key(&spelling::bare(new)))
    };
    let Some(bait) = plan.bait(|subject| subject.is_plain() && changed(subject).is_some()) else { return };
    let Some(name) = changed(bait) else { return };
    unknown(bait, name, "sibling_by_word", writer);
}

fn unknown(bait: &Subject, name: String, trap: &'static str, writer: &mut Writer) {
    let sig = Some(bait.sig());
    let mut case = Case { tests: vec![name.clone()], loose: vec![name], sig, ..Case::default() };
    bait.trouble().for_each(|place| case.add_job(place));
    case.newest = None;
    writer.write(&case.with_trap(trap));
}
