//! How long tests have been muted, whose they are, and in which files. Each bar is a link to its markers.

use flakescope_core::muted::{AgeBucket, MutedView};
use leptos::prelude::*;

use super::use_page;
use crate::charts::count_figure::{Count, CountFigure};
use crate::engine_client::Opened;
use crate::format::count;

/// The three figures.
#[component]
pub fn Figures() -> impl IntoView {
    let page = use_page();
    let bars = move |of: fn(&MutedView) -> Vec<Count>| {
        Memo::new(move |_| page.view.read().get().map(of).unwrap_or_default())
    };
    let age = Callback::new(move |name: String| {
        let age = AgeBucket::ALL.into_iter().find(|age| age.words() == name);
        page.link(|asked| asked.filter.age = age)
    });
    let owner = Callback::new(move |name: String| page.link(|asked| asked.filter.owner = Some(name)));
    let file = Callback::new(move |name: String| page.link(|asked| asked.filter.text = name));
    let owners_title = title(page.view, "Markers by owner", |view| (view.totals.owners.len(), view.owners));
    let files_title = title(page.view, "Markers by file", |view| (view.totals.files.len(), view.files));
    let ages_title = Signal::derive(|| "Muted for".to_owned());
    view! {
        <div class="muted-figures">
            <CountFigure id="ages" title=ages_title kind="age" bars=bars(ages) href=age />
            <CountFigure id="owners" title=owners_title kind="owner" bars=bars(owners) href=owner />
            <CountFigure id="files" title=files_title kind="file" bars=bars(files) href=file />
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

fn ages(view: &MutedView) -> Vec<Count> {
    let bars = AgeBucket::ALL.into_iter().zip(view.totals.ages);
    bars.map(|(age, number)| (age.words().to_owned(), whole(number))).collect()
}

fn owners(view: &MutedView) -> Vec<Count> {
    view.totals.owners.iter().map(|(name, number)| (name.clone(), whole(*number))).collect()
}

fn files(view: &MutedView) -> Vec<Count> {
    view.totals.files.iter().map(|(name, number)| (name.clone(), whole(*number))).collect()
}
