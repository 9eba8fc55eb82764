//! Which chips a question has, and the question without one of them.

use flakescope_core::flakes::{Filter, Query, Source, Verdict};

use crate::format;

/// What a chip stands for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Part {
    Board(String),
    Group(String),
    Window,
    KeepBroken,
    Verdicts,
    Priorities,
    Sig(String),
    Job(String),
    Text,
}

/// A chip: what it stands for, its words, the whole of it, and whether it can be taken away.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct ChipOf {
    pub(super) part: Part,
    pub(super) label: String,
    pub(super) title: String,
    pub(super) removable: bool,
}

/// The chips of a question; `filtered` adds those of the table's filter.
pub(super) fn chips(query: &Query, filtered: bool) -> Vec<ChipOf> {
    let mut chips = Vec::new();
    let mut push = |part, label: String, title: String, removable| {
        chips.push(ChipOf { part, label, title, removable });
    };
    let has_others =
        query.dashboards.len() + query.dashboard_groups.len() > 1 || query.source == Source::Files;
    for name in &query.dashboards {
        push(Part::Board(name.clone()), format::board(name).to_owned(), format!("Board {name}"), has_others);
    }
    for name in &query.dashboard_groups {
        push(Part::Group(name.clone()), format!("group {name}"), format!("All boards of {name}"), has_others);
    }
    if query.source == Source::Files && query.dashboards.is_empty() {
        push(Part::Board(String::new()), "all boards in the files".to_owned(), String::new(), false);
    }
    let days = query.params.window_days;
    let default_window = days == Query::default().params.window_days;
    push(
        Part::Window,
        format::plural(days, "day"),
        "Window, back from the newest run".to_owned(),
        !default_window,
    );
    if query.params.keep_broken_runs {
        push(Part::KeepBroken, "broken runs kept".to_owned(), "Broken runs count".to_owned(), true);
    }
    if filtered {
        filter_chips(&query.filter, &mut push);
    }
    chips
}

fn filter_chips(filter: &Filter, push: &mut impl FnMut(Part, String, String, bool)) {
    if filter.verdicts != Filter::DEFAULT_VERDICTS {
        let words: Vec<&str> = filter.verdicts.iter().map(|verdict| verdict.word()).collect();
        let label = if takes_all(filter) { "every verdict".to_owned() } else { words.join(", ") };
        push(Part::Verdicts, label, "Verdicts".to_owned(), true);
    }
    if !filter.priorities.is_empty() {
        let words: Vec<&str> = filter.priorities.iter().map(|level| level.word()).collect();
        push(Part::Priorities, words.join(", "), "Priorities".to_owned(), true);
    }
    for sig in &filter.sigs {
        push(Part::Sig(sig.clone()), format!("SIG {}", format::sig(sig)), String::new(), true);
    }
    for job in &filter.jobs {
        push(Part::Job(job.clone()), format!("job {job}"), String::new(), true);
    }
    if !filter.text.is_empty() {
        push(Part::Text, format!("\u{201c}{}\u{201d}", filter.text), "Search".to_owned(), true);
    }
}

/// True when the filter leaves tests of every verdict.
pub(super) fn takes_all(filter: &Filter) -> bool {
    filter.verdicts.is_empty() || Verdict::ALL.iter().all(|verdict| filter.verdicts.contains(verdict))
}

/// Takes a part out of the question.
pub(super) fn remove(query: &mut Query, part: &Part) {
    match part {
        Part::Board(name) => query.dashboards.retain(|board| board != name),
        Part::Group(name) => query.dashboard_groups.retain(|group| group != name),
        Part::Window => query.params.window_days = Query::default().params.window_days,
        Part::KeepBroken => query.params.keep_broken_runs = false,
        Part::Verdicts => query.filter.verdicts = Filter::DEFAULT_VERDICTS.to_vec(),
        Part::Priorities => query.filter.priorities.clear(),
        Part::Sig(name) => query.filter.sigs.retain(|sig| sig != name),
        Part::Job(name) => query.filter.jobs.retain(|job| job != name),
        Part::Text => query.filter.text.clear(),
    }
}

/// Puts a value into a list, or takes it out; keeps the order of `all` where it is given.
pub(super) fn toggle<T: PartialEq + Clone>(list: &mut Vec<T>, value: &T, all: &[T]) {
    if list.contains(value) {
        list.retain(|other| other != value);
    } else {
        list.push(value.clone());
        if !all.is_empty() {
            *list = all.iter().filter(|known| list.contains(known)).cloned().collect();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn labels(query: &Query) -> Vec<String> {
        chips(query, true).into_iter().map(|chip| chip.label).collect()
    }

    #[test]
    fn every_part_has_a_chip_and_goes_with_it() {
        let mut query = Query::default();
        query.params.window_days = 7;
        query.params.keep_broken_runs = true;
        query.filter.sigs = vec!["storage".into()];
        query.filter.jobs = vec!["gce-cos".into()];
        query.filter.text = "timeout".into();
        query.filter.verdicts = Verdict::ALL.to_vec();
        assert_eq!(
            labels(&query),
            [
                "master-blocking",
                "master-informing",
                "7 days",
                "broken runs kept",
                "every verdict",
                "SIG storage",
                "job gce-cos",
                "\u{201c}timeout\u{201d}",
            ]
        );
        for chip in chips(&query, true).into_iter().filter(|chip| !matches!(chip.part, Part::Board(_))) {
            remove(&mut query, &chip.part);
        }
        assert_eq!(query, Query::default());
    }

    #[test]
    fn the_last_board_stays() {
        let mut query = Query::default();
        remove(&mut query, &Part::Board("sig-release-master-blocking".into()));
        assert_eq!(chips(&query, false).iter().filter(|chip| chip.removable).count(), 0);
    }

    #[test]
    fn toggles_keep_the_order() {
        let mut verdicts = Filter::DEFAULT_VERDICTS.to_vec();
        toggle(&mut verdicts, &Verdict::Flaky, &Verdict::ALL);
        toggle(&mut verdicts, &Verdict::Passing, &Verdict::ALL);
        toggle(&mut verdicts, &Verdict::Flaky, &Verdict::ALL);
        assert_eq!(verdicts, Verdict::ALL);
    }
}
