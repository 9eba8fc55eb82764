//! How sources come here: repositories on GitHub, a folder or an archive, or the sample.

use flakescope_core::muted::Asked;
use flakescope_engine::FilesFor;
use leptos::prelude::*;

use super::use_page;
use crate::components::drop::FileButton;
use crate::components::places_form::PlacesForm;
use crate::components::sample_button::SampleButton;

/// What the page says before it has sources.
#[component]
pub fn Start() -> impl IntoView {
    view! {
        <h1 id="page-title" tabindex="-1">
            "Which tests are muted?"
        </h1>
        <p class="lead">
            "A muted test protects nothing, and nobody sees it. This page reads the sources of a repository and lists each marker that mutes a test: since when, why, under which ticket, whose it is, and what is missing. It reads Python (pytest, unittest), Go (testing, Ginkgo), Rust, Java (JUnit), JavaScript and TypeScript."
        </p>
        <div class="muted-start">
            <Repositories />
            <section>
                <h2>"From files"</h2>
                <p>
                    "A folder with a checkout, a .zip archive of a repository, or single files. Only files that can hold tests are read. Nothing is uploaded."
                </p>
                <div class="actions">
                    <FileButton label="Choose a folder" class="btn primary" purpose=FilesFor::Sources folder=true />
                    <FileButton label="Choose files or an archive" class="btn" purpose=FilesFor::Sources />
                    <SampleButton />
                </div>
            </section>
        </div>
    }
}

/// Repositories by their names.
#[component]
fn Repositories() -> impl IntoView {
    let page = use_page();
    let read = Callback::new(move |places| page.change(|asked| asked.places = places));
    view! {
        <section>
            <h2>"From GitHub"</h2>
            <p>
                {format!(
                    "Public repositories, one a line, at most {}: owner/name, or owner/name@branch. Of two branches the page says what was muted and unmuted in between. One request of GitHub's 60 an hour for each; the files come from elsewhere.",
                    Asked::MOST_PLACES,
                )}
            </p>
            <PlacesForm label="Repositories, one a line" example="kubernetes/kubernetes@release-1.35\nkubernetes/kubernetes@master" button="Read them" done=read />
        </section>
    }
}
