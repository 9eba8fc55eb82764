//! How every number is made, what the page cannot know, and what happens to what you read here: nothing.

mod activity_terms;
mod muted_terms;
mod payload_terms;
mod terms;

use leptos::prelude::*;

use self::terms::Term;

/// The method page.
#[component]
pub fn MethodPage() -> impl IntoView {
    let part = |title: &'static str, terms: Vec<Term>| {
        let terms = terms.into_iter().map(term).collect_view();
        view! {
            <section>
                <h2>{title}</h2>
                <dl class="terms">{terms}</dl>
            </section>
        }
    };
    view! {
        <article class="method">
            <h1 id="page-title" tabindex="-1">
                "How the numbers are made"
            </h1>
            <p>
                "Flakescope reads what TestGrid serves about the runs of a job and judges every test by one set of rules. Each number has one definition, which the page, the CSV and the command line share."
            </p>
            {part("What is counted", terms::counting())}
            {part("What is said of a test", terms::verdicts())}
            {part("The numbers", terms::numbers())}
            {part("Is anyone on it?", terms::tracking())}
            {part("Which failures are the same?", terms::failures())}
            {part("Did a payload get worse?", payload_terms::payloads())}
            {part("Did disruption or alerts get worse?", payload_terms::history())}
            {part("Which tests are muted?", muted_terms::muted())}
            {part("How did CI do?", activity_terms::activity())}
            {part("For a release", terms::release())}
            <Limits />
            <Privacy />
        </article>
    }
}

fn term(Term { id, name, plain, formula, reference }: Term) -> impl IntoView {
    let formula = (!formula.is_empty()).then(|| view! { <p class="formula">{formula}</p> });
    let reference = reference.map(|(words, address)| view! { <p><a href=address>{words}</a></p> });
    view! {
        <dt id=id>{name}</dt>
        <dd>
            <p>{plain}</p>
            {formula}
            {reference}
        </dd>
    }
}

/// What the page cannot know.
#[component]
fn Limits() -> impl IntoView {
    view! {
        <section>
            <h2>"Limits"</h2>
            <ul>
                <li>"Few runs are weak evidence. A test that fails once in 100 runs shows in 10 runs only one time in ten."</li>
                <li>"TestGrid keeps some weeks and cuts messages to 140 characters. Older history is not known here."</li>
                <li>"A mass failure that lasts is not a broken run: its tests are failing, and an outage line says that they broke together."</li>
                <li>"The same-commit rule needs commits in the column heads. Many boards do not show them."</li>
                <li>"Interval and trend take runs for independent. Runs that share a cluster, a node or an image are not quite."</li>
            </ul>
        </section>
    }
}

/// What happens to what is read.
#[component]
fn Privacy() -> impl IntoView {
    view! {
        <section>
            <h2>"Privacy"</h2>
            <p>
                "Nothing is uploaded: your browser reads TestGrid itself, works it out itself, and keeps what it read. Files that you drop on the page stay on your machine. There is no account, no counter and no cookie. Issues are read from api.github.com. A token that you give stays in the memory of this page, or as long as the tab lives if you ask for that, and goes to api.github.com alone."
            </p>
        </section>
    }
}
