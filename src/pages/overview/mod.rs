//! The release-meeting page: one sentence, the boards, who has the flaky tests, the ten that matter most, the jobs.

pub mod activity;
pub mod boards;
pub mod broken_runs;
pub mod changes;
pub mod failures;
pub mod jobs;
pub(crate) mod links;
pub mod muted;
pub mod outages;
pub mod payloads;
pub mod signal_table;
pub mod skeleton;
pub mod worst;

use flakescope_core::flakes::{OverviewView, Query};
use flakescope_engine::{Answer, Request, Stage};
use leptos::prelude::*;

use self::activity::Activity;
use self::boards::Boards;
use self::broken_runs::BrokenRuns;
use self::changes::ChangesSince;
use self::failures::SameFailures;
use self::jobs::Jobs;
use self::muted::Muted;
use self::outages::Outages;
use self::payloads::Payload;
use self::signal_table::signal_table;
use self::skeleton::Skeleton;
use self::worst::Worst;
use crate::charts::BarFigure;
use crate::components::{StateNotice, bars_switch, use_efforts_shown, use_page_answer};
use crate::engine_client::kind;
use crate::lazy::{in_turn, lazy, part, part_failed};
use crate::state::view::use_view;

/// What an answer holds for this page.
#[derive(Clone, Debug, Default, PartialEq)]
struct Shown {
    view: OverviewView,
    stage: Stage,
}

/// The overview page.
#[component]
pub fn OverviewPage() -> impl IntoView {
    let current = use_view();
    let state = use_page_answer(kind::OVERVIEW, move || {
        Some(Request::Overview { query: current.read().query.clone() })
    });
    let shown = Memo::new(move |_| match state.answer.get().as_deref() {
        Some(Answer::Overview(reading, view)) => Some(Shown { view: (**view).clone(), stage: reading.stage }),
        _ => None,
    });
    let sentence = move || match shown.read().as_ref() {
        Some(shown) => shown.view.sentence.clone(),
        None => "Which tests of the release boards are flaky?".to_owned(),
    };
    view! {
        <h1 id="page-title" class="sentence" tabindex="-1">
            {sentence}
        </h1>
        <StateNotice state />
        <Show when=move || shown.read().is_some() fallback=move || view! { <Skeleton busy=state.busy /> }>
            <Digest shown=Signal::derive(move || shown.get().unwrap_or_default()) />
        </Show>
    }
}

/// The boards, and then the rest.
#[component]
fn Digest(
    /// The answer.
    shown: Signal<Shown>,
) -> impl IntoView {
    let current = use_view();
    let query = Signal::derive(move || current.read().query.clone());
    let boards = of(shown, |view| view.dashboards.clone());
    let go = of(shown, |view| view.go_no_go.clone());
    provide_context(shown);
    view! {
        <div class="boards">
            <Boards boards query />
            {move || signal_table(&go.read())}
        </div>
        {lazy(DIGEST, places, part_failed)}
    }
}

part!(
    /// Everything below the boards.
    pub DIGEST in digest = digest(|| Details().into_any())
);

/// Everything below the boards.
#[component]
fn Details() -> impl IntoView {
    let shown = expect_context::<Signal<Shown>>();
    let current = use_view();
    let query = Signal::derive(move || current.read().query.clone());
    let jobs = of(shown, |view| view.jobs.clone());
    let per_sig = of(shown, |view| view.per_sig.clone());
    let per_job = of(shown, |view| view.per_job.clone());
    let more = of(shown, |view| view.totals.failing + view.totals.flaky + view.totals.suspect);
    let of_sig = Callback::new(move |sig: String| links::sig(&query.read(), &sig));
    let of_job = Callback::new(move |job: String| links::job(&query.read(), &job));
    let efforts = use_efforts_shown(true);
    let tests_known = Memo::new(move |_| shown.read().stage > Stage::Summaries);
    view! {
        <Show when=move || tests_known.get() fallback=|| view! { <BeingRead /> }>
            <div class="two">
                {bars_switch(efforts)}
                <BarFigure id="per-sig" title="Tests to look at per SIG" kind="SIG" efforts bars=per_sig href=of_sig />
                <BarFigure id="per-job" title="Tests to look at per job" kind="job" efforts bars=per_job href=of_job />
            </div>
            <ChangesSince changes=of(shown, |view| view.changes.clone()) query />
            <Outages jobs query />
            <Worst
                id="nobody-title"
                title="Nobody is on it"
                rows=of(shown, |view| view.unattended.clone())
                more=of(shown, |view| view.nobody.unwrap_or_default())
                all=links::nobody
                query
            />
            <Worst
                id="worst-title"
                title="The ten that matter most"
                rows=of(shown, |view| view.worst.clone())
                more
                all=links::all
                query
            />
            {in_turn(move || others(query))}
        </Show>
        {in_turn(move || {
            let runs = of(shown, |view| view.broken_runs.clone());
            view! { <Jobs jobs query /> <BrokenRuns runs /> }.into_any()
        })}
    }
}

/// What the other pages say.
fn others(query: Signal<Query>) -> AnyView {
    view! {
        <SameFailures query />
        <Payload query />
        <Muted query />
        <Activity query />
    }
    .into_any()
}

/// Keeps the place of what needs the tests.
#[component]
fn BeingRead() -> impl IntoView {
    view! {
        <section class="being-read">
            <p class="muted">"Jobs come first. Their tests are being read."</p>
            {places()}
        </section>
    }
}

/// Where the figures will stand.
fn places() -> AnyView {
    view! {
        <div class="two" aria-hidden="true">
            <span class="skeleton block tall"></span>
            <span class="skeleton block tall"></span>
        </div>
    }
    .into_any()
}

/// A part of the answer that changes alone.
fn of<T: Clone + PartialEq + Send + Sync + 'static>(
    shown: Signal<Shown>,
    pick: impl Fn(&OverviewView) -> T + Send + Sync + 'static,
) -> Signal<T> {
    Memo::new(move |_| pick(&shown.read().view)).into()
}
