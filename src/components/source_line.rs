//! The line that is always there: where the data come from, how old they are, how much of it came, what went wrong;
//! while something is being read, how far that is. It keeps its place, so that nothing moves when data arrive.

use flakescope_core::flakes::Source;
use flakescope_core::model::TimeMs;
use flakescope_core::warning::Warning;
use flakescope_engine::{Copied, Reading};
use leptos::prelude::*;
use std::time::Duration;

use super::copied::CopiedLine;
use super::issues_menu::IssuesMenu;
use super::menu::Menu;
use super::shown::use_shown;
use super::source_menu::SourceMenu;
use crate::engine_client::AnswerState;
use crate::format;
use crate::state::location::use_location;
use crate::state::view::use_view;

/// The age is written anew this often.
const TICK: Duration = Duration::from_secs(20);

/// The line.
#[component]
pub fn SourceLine() -> impl IntoView {
    let shown = use_shown();
    let view = use_view();
    let path = use_location().path;
    let reading = shown.reading();
    let now = use_now();
    let name = Signal::derive(move || match reading.read().as_ref() {
        Some(reading) if !reading.source.is_empty() => reading.source.clone(),
        _ if matches!(path.read().as_str(), "/muted" | "/activity")
            && view.read().query.source == Source::TestGrid =>
        {
            "No source yet".to_owned()
        }
        _ => source_name(&view.read().query.source),
    });
    // In their place is what is being read, or that a sample stands in.
    let covered = move |state: AnswerState| state.standing_in.get() || state.progress.with(Option::is_some);
    let facts = move || match reading.read().as_ref() {
        Some(reading) if !shown.state().get().is_some_and(covered) => facts(reading, now.get()),
        _ => String::new(),
    };
    let made_up = move || reading.read().as_ref().is_some_and(|reading| reading.made_up);
    let warnings = Memo::new(move |_| {
        let mut all = view.read().warnings.clone();
        all.extend(reading.read().as_ref().map(|reading| reading.warnings.clone()).unwrap_or_default());
        all
    });
    view! {
        <div class="source-line">
            <Show when=made_up>
                <span class="made-up">"made up"</span>
            </Show>
            <SourceMenu name />
            <StandingIn />
            <CopiedLine now />
            <span class="source-facts">{facts}</span>
            <Warnings warnings />
            <IssuesMenu />
            <Progress />
        </div>
    }
}

/// Says that the sample stands in for `TestGrid`.
#[component]
fn StandingIn() -> impl IntoView {
    let shown = use_shown();
    let view = use_view();
    let is_live = move || view.read().query.source == Source::TestGrid;
    let state = move || shown.state().get().filter(|state| is_live() && state.standing_in.get());
    move || {
        state().map(|state| {
            view! {
                <strong role="status">"TestGrid cannot be reached. You see a made-up sample."</strong>
                <button type="button" class="btn quiet" on:click=move |_| state.retry.run(())>
                    "Try again"
                </button>
            }
        })
    }
}

/// How far the reading is, with a way to stop it; after a stop, a way to go on.
#[component]
fn Progress() -> impl IntoView {
    let shown = use_shown();
    let bar = |state: AnswerState| {
        let progress = move || state.progress.get().unwrap_or_default();
        view! {
            <span class="progress">
                <progress
                    aria-label="Reading"
                    max=move || progress().total.max(1)
                    value=move || progress().done
                ></progress>
                <span>{move || progress_words(&progress())}</span>
                <button type="button" class="btn" on:click=move |_| state.cancel.run(())>
                    "Cancel"
                </button>
            </span>
        }
    };
    let resume = |state: AnswerState| {
        view! {
            <strong>"Stopped."</strong>
            <button type="button" class="btn quiet" on:click=move |_| state.retry.run(())>
                "Read on"
            </button>
        }
    };
    move || {
        let state = shown.state().get()?;
        if state.busy.get() && state.progress.with(Option::is_some) {
            Some(bar(state).into_any())
        } else {
            state.stopped.get().then(|| resume(state).into_any())
        }
    }
}

/// The warnings as a number that opens.
#[component]
fn Warnings(warnings: Memo<Vec<Warning>>) -> impl IntoView {
    let shown = use_shown();
    let retry = move |_| {
        if let Some(state) = shown.state().get_untracked() {
            state.retry.run(());
        }
    };
    let failed = move || shown.reading().read().as_ref().is_some_and(|reading| reading.tabs_failed > 0);
    let label = move || format::plural(warnings.read().len() as u64, "warning");
    let item = |warning: Warning| view! { <li><b>{warning.subject}</b>" "{warning.message}</li> };
    view! {
        <Show when=move || !warnings.read().is_empty()>
            <Menu label=move || view! { {label} } class="btn quiet is-suspect" list_class="menu-list start warnings">
                <ul>{move || warnings.get().into_iter().map(item).collect_view()}</ul>
                <Show when=failed>
                    <button type="button" class="btn" on:click=retry>
                        "Read again what failed"
                    </button>
                </Show>
            </Menu>
        </Show>
    }
}

/// The source of a question before anything was read.
fn source_name(source: &Source) -> String {
    match source {
        Source::TestGrid => "TestGrid".to_owned(),
        Source::Address(address) => address.clone(),
        Source::Sample => "the built-in sample".to_owned(),
        Source::Files => "files".to_owned(),
    }
}

/// `read 2 min ago · 46 of 46 tabs · newest run 3 h ago`
fn facts(reading: &Reading, now: TimeMs) -> String {
    let mut facts = Vec::new();
    // What stands in says its age itself.
    if let Some(at) = reading.read_at.filter(|_| !reading.made_up && reading.copied == Copied::Nothing) {
        facts.push(format!("read {}", format::ago(now, at)));
    }
    if reading.tabs > 0 {
        facts.push(format!("{} of {} tabs", reading.tabs_read, reading.tabs));
    }
    if let Some(at) = reading.newest_run_at {
        facts.push(format!("newest run {}", format::moment(at)));
    }
    facts.join(" \u{b7} ")
}

fn progress_words(progress: &crate::engine_client::ProgressState) -> String {
    match progress.total {
        0 | 1 => progress.label.clone(),
        total => format!("{}: {} of {}", progress.label, format::count(progress.done), format::count(total)),
    }
}

/// The clock, ticking slowly.
fn use_now() -> Signal<TimeMs> {
    #[expect(clippy::cast_possible_truncation, reason = "milliseconds since 1970 are far below 2^53")]
    let read = || TimeMs(js_sys::Date::now() as i64);
    let now = RwSignal::new(read());
    if let Ok(handle) = set_interval_with_handle(move || now.set(read()), TICK) {
        on_cleanup(move || handle.clear());
    }
    now.into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_facts_of_a_reading() {
        let time = |text| TimeMs::parse(text).unwrap();
        let reading = Reading {
            tabs_read: 44,
            tabs: 46,
            read_at: Some(time("2026-11-20T11:58:00Z")),
            newest_run_at: Some(time("2026-11-20T09:12:00Z")),
            ..Reading::default()
        };
        assert_eq!(
            facts(&reading, time("2026-11-20T12:00:00Z")),
            "read 2 min ago \u{b7} 44 of 46 tabs \u{b7} newest run 20 Nov 2026, 09:12 UTC"
        );
    }
}
