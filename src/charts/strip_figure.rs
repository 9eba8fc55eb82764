//! A board's jobs by status, as one bar with its numbers in words below.

use flakescope_core::model::TabStatus;
use leptos::prelude::*;

use super::Ink;
use super::bars::Series;
use super::picture::{Drawing, Picture};
use super::strip;
use crate::lazy::{lazy_with, part, silent};

/// One bar of jobs by status. The words below it name every status with its number.
#[component]
pub fn StripFigure(
    /// What the whole is, in words: `sig-release-master-blocking`.
    #[prop(into)]
    title: Signal<String>,
    /// Jobs by status, worst first.
    #[prop(into)]
    statuses: Signal<Vec<(TabStatus, u32)>>,
) -> impl IntoView {
    let item = |(status, count): (TabStatus, u32)| {
        view! {
            <li class=tone(status)>
                <span class="swatch"></span>
                <b>{count}</b>
                " "
                {status.word().to_ascii_lowercase()}
            </li>
        }
    };
    view! {
        <div class="figure">
            {lazy_with(Strip { title, statuses }, PICTURE, place, silent)}
            <ul class="figure-key">{move || statuses.get().into_iter().map(item).collect_view()}</ul>
        </div>
    }
}

/// What the picture needs, in its context.
#[derive(Clone, Copy)]
struct Strip {
    title: Signal<String>,
    statuses: Signal<Vec<(TabStatus, u32)>>,
}

part!(
    /// The picture: the numbers below it say the same, and do not wait for the code that draws.
    PICTURE in digest = strip_picture(|| picture(expect_context()))
);

/// As high as the picture.
fn place() -> AnyView {
    view! { <div class="figure-body" style:height=format!("{}px", strip::HEIGHT)></div> }.into_any()
}

fn picture(Strip { title, statuses }: Strip) -> AnyView {
    let draw = Callback::new(move |(width, _): (u32, String)| {
        let parts: Vec<_> = statuses.read().iter().map(|&(status, count)| (series(status), count)).collect();
        Drawing { svg: strip::svg(&parts, width), width, height: strip::HEIGHT, ..Drawing::default() }
    });
    let description = Signal::derive(move || in_words(&statuses.read()));
    view! { <Picture title description draw links=Signal::stored(Vec::new()) /> }.into_any()
}

/// The class that gives a status its colour.
pub fn tone(status: TabStatus) -> &'static str {
    match status {
        TabStatus::Broken => "is-broken",
        TabStatus::Stale => "is-stale",
        TabStatus::Failing => "is-failing",
        TabStatus::Flaky => "is-flaky",
        TabStatus::Pending => "is-pending",
        TabStatus::Acceptable => "is-acceptable",
        TabStatus::Passing => "is-passing",
        TabStatus::Unknown => "is-unknown",
    }
}

fn series(status: TabStatus) -> Series {
    let (ink, hollow) = match status {
        TabStatus::Broken => (Ink::Broken, false),
        TabStatus::Stale => (Ink::Stale, false),
        TabStatus::Failing => (Ink::Failing, false),
        TabStatus::Flaky => (Ink::Flaky, false),
        TabStatus::Pending => (Ink::Suspect, true),
        TabStatus::Acceptable => (Ink::Recovered, false),
        TabStatus::Passing => (Ink::Passing, false),
        TabStatus::Unknown => (Ink::Stale, true),
    };
    Series { name: status.word(), ink, hollow }
}

/// `1 failing, 8 flaky, 17 passing`.
fn in_words(statuses: &[(TabStatus, u32)]) -> String {
    let part = |(status, count): &(TabStatus, u32)| format!("{count} {}", status.word().to_ascii_lowercase());
    statuses.iter().map(part).collect::<Vec<_>>().join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn statuses_in_words() {
        let statuses = [(TabStatus::Failing, 1), (TabStatus::Passing, 17)];
        assert_eq!(in_words(&statuses), "1 failing, 17 passing");
        assert_eq!(in_words(&[]), "");
    }
}
