//! Why a page has no answer, or not all of it: one designed state for each kind of trouble.

use flakescope_engine::{Trouble, TroubleKind};
use leptos::prelude::*;

use super::drop::{FileButton, files_for};
use super::sample_button::SampleButton;
use crate::engine_client::{AnswerState, use_engine};
use crate::lazy::{lazy_with, part, part_failed};
use crate::state::location::use_location;

/// Shows the trouble of a page's question, or that it was stopped; nothing when all is well.
#[component]
pub fn StateNotice(
    /// The page's question.
    state: AnswerState,
) -> impl IntoView {
    let wanted = Memo::new(move |_| state.trouble.with(Option::is_some) || state.stopped.get());
    let notice = move || lazy_with(Of(state), NOTICE, || ().into_any(), part_failed);
    move || wanted.get().then(notice)
}

/// The question, in the context of the notice.
#[derive(Clone, Copy)]
struct Of(AnswerState);

part!(NOTICE in bar = state_notice(|| words(expect_context::<Of>().0)));

fn words(state: AnswerState) -> AnyView {
    let empty = move || state.answer.with(Option::is_none);
    let words = move || match state.trouble.get() {
        Some(trouble) if trouble.kind != TroubleKind::BadQuery || empty() => Some(notice(&trouble, state)),
        Some(_) => None,
        None => (state.stopped.get() && empty()).then(|| stopped(state)),
    };
    words.into_any()
}

fn heading(kind: TroubleKind) -> &'static str {
    match kind {
        TroubleKind::Unreachable => "The source cannot be reached",
        TroubleKind::RateLimited => "The source asks to wait",
        TroubleKind::BadAnswer => "The answer cannot be used",
        TroubleKind::HostNotAllowed => "This link reads from another host",
        TroubleKind::BadQuery => "The question cannot be answered",
        TroubleKind::NoFiles => "This view was made from files",
        TroubleKind::Runs => "These runs cannot be judged",
        TroubleKind::PartMissing => "A part of the page is missing",
    }
}

fn notice(trouble: &Trouble, state: AnswerState) -> AnyView {
    let list =
        trouble.warnings.iter().map(|w| view! { <li><b>{w.subject.clone()}</b>": "{w.message.clone()}</li> });
    let details = (!trouble.warnings.is_empty()).then(|| {
        view! {
            <details>
                <summary>"Details"</summary>
                <ul>{list.collect_view()}</ul>
            </details>
        }
    });
    let class = match trouble.kind {
        TroubleKind::Unreachable | TroubleKind::BadAnswer | TroubleKind::PartMissing => "notice error",
        _ => "notice warn",
    };
    view! {
        <section class=class role="alert">
            <h2>{heading(trouble.kind)}</h2>
            <p>{trouble.message.clone()}</p>
            {details}
            <div class="actions">{actions(trouble, state)}</div>
        </section>
    }
    .into_any()
}

/// What can be done about it.
fn actions(trouble: &Trouble, state: AnswerState) -> AnyView {
    let path = use_location().path.get_untracked();
    let retry = view! {
        <button type="button" class="btn primary" on:click=move |_| state.retry.run(())>
            "Try again"
        </button>
    };
    match trouble.kind {
        TroubleKind::HostNotAllowed => view! { <AllowHost host=trouble.host.clone() /> }.into_any(),
        TroubleKind::NoFiles => {
            view! { <FileButton label="Choose the files" class="btn primary" purpose=files_for(&path) /> }.into_any()
        }
        TroubleKind::Runs => {
            view! { <FileButton label="Choose other files" class="btn primary" purpose=files_for(&path) /> <SampleButton /> }
                .into_any()
        }
        TroubleKind::BadQuery => ().into_any(),
        TroubleKind::PartMissing => retry.into_any(),
        _ => view! { {retry} <SampleButton /> }.into_any(),
    }
}

/// Lets the engine read from the host that the link names.
#[component]
fn AllowHost(host: String) -> impl IntoView {
    let engine = StoredValue::new_local(use_engine());
    let words = format!("Read from {host}");
    let allow = move |_| engine.with_value(|engine| engine.allow_host(&host));
    view! {
        <button type="button" class="btn primary" on:click=allow>
            {words}
        </button>
        <SampleButton />
    }
}

fn stopped(state: AnswerState) -> AnyView {
    view! {
        <section class="notice">
            <h2>"The reading was stopped"</h2>
            <p>"Nothing has been shown yet. What was fetched is kept. Read on when you want to."</p>
            <div class="actions">
                <button type="button" class="btn primary" on:click=move |_| state.retry.run(())>
                    "Read on"
                </button>
            </div>
        </section>
    }
    .into_any()
}
