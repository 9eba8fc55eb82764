//! A verdict as a word with a shape and a tone.

use flakescope_core::flakes::Verdict;
use leptos::prelude::*;

/// What a verdict means, for the tip.
pub fn meaning(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Failing => "The newest results are failures that chance does not explain.",
        Verdict::Flaky => "Passes and fails without a change that explains it.",
        Verdict::Suspect => "Failed once or twice: too little to tell a flake from bad luck.",
        Verdict::Recovered => "Was broken for a while and passes again.",
        Verdict::Passing => "No failure in the window.",
    }
}

/// The class that sets the tone.
pub fn tone(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Failing => "tag is-failing",
        Verdict::Flaky => "tag is-flaky",
        Verdict::Suspect => "tag is-suspect",
        Verdict::Recovered => "tag is-recovered",
        Verdict::Passing => "tag is-passing",
    }
}

/// The tag; `stale` adds that there is no newer result.
#[component]
pub fn VerdictTag(
    /// The verdict.
    verdict: Verdict,
    /// True when the newest runs hold no result.
    #[prop(default = false)]
    stale: bool,
) -> impl IntoView {
    view! {
        <span class=tone(verdict) title=meaning(verdict)>
            {verdict.word()}
        </span>
        {stale.then(|| view! {
            <span class="tag is-stale" title="The newest ten finished runs hold no result of this test.">"stale"</span>
        })}
    }
}
