//! Says that what is shown is not what the source says now: there is no network, the source does not answer, or the published
//! snapshot is shown until it has answered.

use flakescope_core::model::TimeMs;
use flakescope_engine::{Copied, Reading};
use leptos::prelude::*;

use super::shown::use_shown;
use crate::format::plural;

/// The line; nothing where the data are what the source says.
#[component]
pub fn CopiedLine(
    /// The clock.
    now: Signal<TimeMs>,
) -> impl IntoView {
    let shown = use_shown();
    let reading = shown.reading();
    let offline = use_offline();
    let words = Memo::new(move |_| {
        reading.read().as_ref().map(|reading| words(reading, offline.get(), now.get())).unwrap_or_default()
    });
    // While something is being read there is nothing to try again.
    let idle = move || shown.state().get().is_some_and(|state| !state.busy.get() && !state.stopped.get());
    let again = move |_| {
        if let Some(state) = shown.state().get_untracked() {
            state.retry.run(());
        }
    };
    view! {
        <Show when=move || !words.read().is_empty()>
            <strong role="status">{words}</strong>
            <Show when=idle>
                <button type="button" class="btn quiet" on:click=again>
                    "Try again"
                </button>
            </Show>
        </Show>
    }
}

/// `Offline. Data of 3 hours ago.`
fn words(reading: &Reading, offline: bool, now: TimeMs) -> String {
    let Some(read_at) = reading.read_at.filter(|_| !reading.made_up) else { return String::new() };
    let what = match reading.copied {
        Copied::Snapshot | Copied::SnapshotAlone => "Snapshot",
        Copied::Nothing | Copied::Kept => "Data",
    };
    let why = match reading.copied {
        _ if offline => "Offline. ".to_owned(),
        Copied::Nothing => return String::new(),
        Copied::Snapshot => String::new(),
        Copied::Kept | Copied::SnapshotAlone => format!("{} does not answer. ", reading.source),
    };
    format!("{why}{what} of {}.", age(now, read_at))
}

fn age(now: TimeMs, then: TimeMs) -> String {
    let minutes = now.0.saturating_sub(then.0).max(0).unsigned_abs() / 60_000;
    let (count, unit) = match minutes {
        0 => return "a moment ago".to_owned(),
        1..60 => (minutes, "minute"),
        60..2880 => (minutes / 60, "hour"),
        _ => (minutes / 1440, "day"),
    };
    format!("{} ago", plural(count, unit))
}

/// True when the browser knows that there is no network at all.
fn use_offline() -> Signal<bool> {
    let read = || web_sys::window().is_some_and(|window| !window.navigator().on_line());
    let offline = RwSignal::new(read());
    let gone = window_event_listener(leptos::ev::offline, move |_| offline.set(read()));
    let back = window_event_listener(leptos::ev::online, move |_| offline.set(read()));
    on_cleanup(move || {
        gone.remove();
        back.remove();
    });
    offline.into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_stands_in_and_how_old_it_is() {
        let time = |text| TimeMs::parse(text).unwrap();
        let now = time("2026-11-20T12:00:00Z");
        let check = |copied, offline, read_at, expect: &str| {
            let read_at = Some(time(read_at));
            let reading = Reading { source: "TestGrid".into(), copied, read_at, ..Reading::default() };
            assert_eq!(words(&reading, offline, now), expect);
        };
        check(Copied::Kept, true, "2026-11-20T09:00:00Z", "Offline. Data of 3 hours ago.");
        check(Copied::Nothing, true, "2026-11-20T11:58:59Z", "Offline. Data of 1 minute ago.");
        check(Copied::Nothing, false, "2026-11-20T11:58:59Z", "");
        check(Copied::Kept, false, "2026-11-17T12:00:00Z", "TestGrid does not answer. Data of 3 days ago.");
        check(Copied::Snapshot, false, "2026-11-20T11:40:00Z", "Snapshot of 20 minutes ago.");
        check(Copied::SnapshotAlone, true, "2026-11-20T11:00:00Z", "Offline. Snapshot of 1 hour ago.");
        check(
            Copied::SnapshotAlone,
            false,
            "2026-11-20T12:00:01Z",
            "TestGrid does not answer. Snapshot of a moment ago.",
        );
        let made_up = Reading { made_up: true, read_at: Some(now), ..Reading::default() };
        assert_eq!(words(&made_up, true, now), "");
    }
}
