//! The rules that find causes in logs, to be changed: JSON, as `sync_ci` keeps them. They stay in this browser.

use leptos::html::Textarea;
use leptos::prelude::*;

use super::use_page;
use crate::state::rules::keep_rules;

/// The part of the page.
#[component]
pub fn RulesPart() -> impl IntoView {
    let page = use_page();
    let field = NodeRef::<Textarea>::new();
    let said = RwSignal::new(String::new());
    let text = move || field.get_untracked().map(|field| field.value()).unwrap_or_default();
    let keep = move |rules: String| {
        if !keep_rules(&rules) {
            return said.set("This browser keeps nothing, so the rules of the page stay in use.".to_owned());
        }
        said.set(String::new());
        page.rules.set(rules);
    };
    // The worker knows the rules of the page, and says what is wrong with others.
    let trouble = page.part(|view| view.rules_trouble.clone());
    let shown = page.part(|view| view.rules.clone());
    let words = move || if said.read().is_empty() { trouble.get() } else { said.get() };
    view! {
        <details class="activity-settings">
            <summary>"Rules about causes in logs"</summary>
            <p class="muted">
                "A list of rules, each with regex (a pattern in linear time), key (env, compile, check or case), and where wanted jobs, lines (how many lines are joined, at most 20) and name. They are applied to the logs that are given; the kind that stands first here counts for a run: compile, check, case, env."
            </p>
            <textarea class="field mono" rows="12" spellcheck="false" aria-label="Rules as JSON" node_ref=field prop:value=shown></textarea>
            <div class="actions">
                <button type="button" class="btn primary" on:click=move |_| keep(text())>
                    "Use these rules"
                </button>
                <button type="button" class="btn" on:click=move |_| keep(String::new())>
                    "Use the rules of the page"
                </button>
            </div>
            <p class="is-suspect" role="status">{words}</p>
        </details>
    }
}
