//! "Is this a flake?": a box that takes a pasted log, and what is known of such failures.

use flakescope_core::failures::{Evidence, PredictionView};
use flakescope_engine::{Answer, FailuresAsk};
use leptos::prelude::*;

use super::{Page, use_page};
use crate::components::{CopyButton, RateInterval, StateNotice};
use crate::engine_client::{kind, use_answer};
use crate::format::{count, percent};

/// What was asked: a text, and the test if it is known.
#[derive(Clone, Debug, Default, PartialEq)]
struct Asked {
    text: String,
    test: String,
}

/// The box.
#[component]
pub fn Ask() -> impl IntoView {
    let page = use_page();
    let typed = RwSignal::new(Asked::default());
    let asked = RwSignal::new(None::<Asked>);
    let state = use_answer(kind::PREDICTION, move || {
        let Asked { text, test } = asked.get()?;
        let ask = FailuresAsk::Predict { text, test };
        Some(page.request(ask))
    });
    let ask = move || {
        let now = typed.get_untracked();
        asked.set((!now.text.trim().is_empty()).then_some(now));
    };
    // A paste is a question already; it is in the box only after this event.
    let paste = move |_| request_animation_frame(ask);
    let submit = move |event: web_sys::SubmitEvent| {
        event.prevent_default();
        ask();
    };
    let answered = move || {
        asked.read().as_ref()?;
        match state.answer.get().as_deref() {
            Some(Answer::FailuresPredict(found)) => Some(answer(found.as_deref(), page)),
            _ => None,
        }
    };
    view! {
        <section class="ask" aria-labelledby="ask-title">
            <h2 id="ask-title">"Is this a flake?"</h2>
            <form on:submit=submit>
                <textarea
                    class="field"
                    rows="3"
                    spellcheck="false"
                    aria-label="The log or the message of a failure"
                    placeholder="Paste the log or the message of a failure"
                    on:input=move |event| typed.update(|typed| typed.text = event_target_value(&event))
                    on:paste=paste
                ></textarea>
                <div class="ask-row">
                    <input
                        class="field"
                        aria-label="The test, if you know it"
                        placeholder="The test, if you know it"
                        autocomplete="off"
                        on:input=move |event| typed.update(|typed| typed.test = event_target_value(&event))
                    />
                    <button type="submit" class="btn primary" aria-disabled=move || typed.read().text.trim().is_empty().to_string()>
                        "Ask"
                    </button>
                </div>
            </form>
            <StateNotice state />
            <div aria-live="polite" aria-busy=move || state.busy.get().to_string()>
                {answered}
            </div>
        </section>
    }
}

fn answer(found: Option<&PredictionView>, page: Page) -> AnyView {
    let Some(found) = found else {
        return view! {
            <p class="empty">"There is nothing to compare it with. Choose a longer window, or open failures from files."</p>
        }
        .into_any();
    };
    let comment = found.comment.clone();
    let cluster = found.cluster.as_ref().map(|row| {
        let href = page.link(&row.id);
        view! { <p>"Cluster: "<a href=href>{super::clusters::name(row)}</a></p> }
    });
    view! {
        <div class="ask-answer">
            <p class="ask-sentence">{found.sentence.clone()}</p>
            {cluster}
            {chance(found)}
            {evidence(&found.prediction.evidence)}
            {found.prediction.chance.map(|_| view! { <p class="muted">{found.prediction.note.clone()}</p> })}
            <div class="actions">
                <CopyButton label="Copy for the pull request" done="The sentence was copied." text=move |()| comment.clone() />
            </div>
        </div>
    }
    .into_any()
}

fn chance(found: &PredictionView) -> Option<AnyView> {
    let prediction = &found.prediction;
    let interval = prediction.low.zip(prediction.high);
    let known = prediction.evidence.last().map_or(0, |all| all.known);
    prediction.chance.map(|chance| {
        view! { <RateInterval rate=Some(chance) interval runs=known unit="failure" /> }.into_any()
    })
}

fn evidence(evidence: &[Evidence]) -> Option<AnyView> {
    let line = |item: &Evidence| {
        view! {
            <tr>
                <td>{kind_words(&item.kind)}</td>
                <td class="cluster-name">{item.name.clone()}</td>
                <td class="num">{count(item.known)}</td>
                <td class="num">{percent(f64::from(item.false_positives) / f64::from(item.known.max(1)), 0)}</td>
            </tr>
        }
    };
    (!evidence.is_empty()).then(|| {
        view! {
            <div class="table-wrap">
                <table class="table">
                    <caption>"What speaks for it: how often such failures were false positives"</caption>
                    <thead>
                        <tr>
                            <th scope="col">"of the same"</th>
                            <th scope="col">"name"</th>
                            <th scope="col" class="num">"outcome known"</th>
                            <th scope="col" class="num">"false positives"</th>
                        </tr>
                    </thead>
                    <tbody>{evidence.iter().map(line).collect_view()}</tbody>
                </table>
            </div>
        }
        .into_any()
    })
}

fn kind_words(kind: &str) -> &'static str {
    match kind {
        "cluster" => "cluster",
        "test" => "test",
        "context" => "context",
        _ => "all",
    }
}
