//! How long tests have been muted, whose they are, and in which files. Each bar is a link to its markers.

use flakescope_core::muted::{AgeBucket, MutedView};
use leptos::prelude::*;

use super::use_page;
use crate::charts::Ink;
use crate::charts::bars::Series;
use crate::charts::stack_figure::{Stack, StackFigure, Stacked};
use crate::engine_client::Opened;
use crate::format::count;

const SERIES: [Series; 1] = [Series { name: "markers", ink: Ink::Suspect, hollow: false }];

/// What the figures have in common.
const fn stacked(kind: &'static str) -> Stacked {
    Stacked { series: &SERIES, kind, unit: "number of markers", things: "markers", upright: false }
}

/// The three figures.
#[component]
pub fn Figures() -> impl IntoView {
    let page = use_page();
    let stacks = move |of: fn(&MutedView) -> Vec<Stack>| {
        Memo::new(move |_| page.view.read().get().map(of).unwrap_or_default())
    };
    let name = move |of: fn(&MutedView) -> Vec<Stack>, place: usize| {
        page.view.read().get().and_then(|view| of(view).into_iter().nth(place)).map(|(name, _)| name)
    };
    let age = Callback::new(move |place: usize| {
        page.link(|asked| asked.filter.age = AgeBucket::ALL.get(place).copied())
    });
    let owner = Callback::new(move |place| page.link(|asked| asked.filter.owner = name(owners, place)));
    let file = Callback::new(move |place| {
        page.link(|asked| asked.filter.text = name(files, place).unwrap_or_default())
    });
    let owners_title = title(page.view, "Markers by owner", |view| (view.totals.owners.len(), view.owners));
    let files_title = title(page.view, "Markers by file", |view| (view.totals.files.len(), view.files));
    let ages_title = Signal::derive(|| "Muted for".to_owned());
    view! {
        <div class="muted-figures">
            <StackFigure id="ages" title=ages_title stacked=stacked("age") stacks=stacks(ages) href=age />
            <StackFigure id="owners" title=owners_title stacked=stacked("owner") stacks=stacks(owners) href=owner />
            <StackFigure id="files" title=files_title stacked=stacked("file") stacks=stacks(files) href=file />
        </div>
    }
}

/// `Markers by file, the first 12 of 310`.
fn title(
    view: Memo<Opened<MutedView>>,
    what: &'static str,
    counts: fn(&MutedView) -> (usize, u32),
) -> Signal<String> {
    Signal::derive(move || match view.read().get().map(counts) {
        Some((shown, all)) if (shown as u64) < u64::from(all) => {
            format!("{what}, the first {shown} of {}", count(all))
        }
        _ => what.to_owned(),
    })
}

fn whole(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}

fn ages(view: &MutedView) -> Vec<Stack> {
    let bars = AgeBucket::ALL.into_iter().zip(view.totals.ages);
    bars.map(|(age, number)| (age.words().to_owned(), vec![whole(number)])).collect()
}

fn owners(view: &MutedView) -> Vec<Stack> {
    view.totals.owners.iter().map(|(name, number)| (name.clone(), vec![whole(*number)])).collect()
}

fn files(view: &MutedView) -> Vec<Stack> {
    view.totals.files.iter().map(|(name, number)| (name.clone(), vec![whole(*number)])).collect()
}
