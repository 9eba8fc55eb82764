//! What this is, where its data come from, what stays in the browser, and under which licences it is.

mod facts;

use leptos::prelude::*;

use self::facts::{KEPT, SOURCES, Source};
use crate::state::base;

/// The page.
#[component]
pub fn AboutPage() -> impl IntoView {
    view! {
        <article class="method">
            <h1 id="page-title" tabindex="-1">
                "About Flakescope"
            </h1>
            <p>
                "Flakescope tells a release team which CI tests are flaky, whose they are, whether anyone is on it, and whether a failure is worth a second look. It is a page of plain files: there is no server behind it and no account. How the numbers are made stands on the "
                <a href=base::address("/method")>"method page"</a> "."
            </p>
            <Sources />
            <Privacy />
            <Versions />
            <Licences />
        </article>
    }
}

#[component]
fn Sources() -> impl IntoView {
    let source = |Source { name, address, what }| {
        view! {
            <dt>
                <a href=address>{name}</a>
            </dt>
            <dd>
                <p>{what}</p>
            </dd>
        }
    };
    view! {
        <section>
            <h2>"Sources"</h2>
            <p>"Your browser asks these services itself, and no others. A host that a link names is asked only after you agree."</p>
            <dl class="terms">{SOURCES.map(source).collect_view()}</dl>
        </section>
    }
}

#[component]
fn Privacy() -> impl IntoView {
    let kept = |(what, place, how_long): (&'static str, &'static str, &'static str)| {
        view! {
            <tr>
                <td>{what}</td>
                <td>{place}</td>
                <td>{how_long}</td>
            </tr>
        }
    };
    view! {
        <section>
            <h2>"Privacy"</h2>
            <p>
                "Nothing is uploaded. There is no counter, no cookie and no script from elsewhere, and no address that you come from is told. This is what stays in your browser; its settings for this site delete all of it:"
            </p>
            <div class="table-wrap">
                <table class="table">
                    <thead>
                        <tr>
                            <th scope="col">"What"</th>
                            <th scope="col">"Where"</th>
                            <th scope="col">"How long"</th>
                        </tr>
                    </thead>
                    <tbody>{KEPT.map(kept).collect_view()}</tbody>
                </table>
            </div>
        </section>
    }
}

#[component]
fn Versions() -> impl IntoView {
    let build = base::meta("flakescope-build").unwrap_or_default();
    view! {
        <section>
            <h2>"Version"</h2>
            <dl class="terms">
                <dt>"Flakescope"</dt>
                <dd>{env!("CARGO_PKG_VERSION")}</dd>
                <dt>"Build"</dt>
                <dd>
                    <code>{build}</code>
                    <p>"Page and worker are of one build, and so is what the browser keeps of them. A newer one is fetched beside it, and is used when you say so or the next time that you open the page."</p>
                </dd>
            </dl>
        </section>
    }
}

#[component]
fn Licences() -> impl IntoView {
    view! {
        <section>
            <h2>"Licences"</h2>
            <p>
                "Flakescope is free software under the "
                <a href="https://www.apache.org/licenses/LICENSE-2.0">"Apache License 2.0"</a>
                ". It is made with libraries that are free as well; "
                <a href=base::address("/licences.txt") rel="external">"their names, versions and licences"</a>
                " come with the page."
            </p>
        </section>
    }
}
