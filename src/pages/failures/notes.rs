//! What the reader must know of the texts: that the source cuts them, that some failures have none, and how to compare
//! whole logs.

use flakescope_core::failures::link::from_pairs;
use flakescope_core::failures::{FailuresView, SameAs};
use flakescope_core::flakes::TestKey;
use leptos::prelude::*;

use super::{Page, use_page};
use crate::components::drop::FileButton;
use crate::format::{count, plural};
use crate::state::view::{PageKeys, href, use_view};

/// The notes, and the button for files.
#[component]
pub fn Notes() -> impl IntoView {
    let page = use_page();
    let current = use_view();
    let passed_over = move || {
        let (_, warnings) = from_pairs(&current.read().page.own);
        warnings
            .into_iter()
            .map(|warning| view! { <p class="notice warn">"This link: "{warning.message}</p> })
            .collect_view()
    };
    let words = move || page.view.read().list().map(words).unwrap_or_default();
    let runs = move || {
        let test = page.runs_of()?;
        let all = PageKeys { at: TestKey::default(), ..page.keys.get() };
        let own = page.view.read().list().map(|view| own(&view.of_test, page));
        Some(of_runs(&test, own, href("/failures", &page.query.read(), &all)))
    };
    let model = move || {
        let address = page.keys.read().model.clone();
        (!address.is_empty())
            .then(|| view! { <p class="notice">"Chances are given by the model at "{address}"."</p> })
    };
    view! {
        {passed_over}
        {runs}
        {model}
        <div class="failures-notes">
            <p class="muted">{words}</p>
            <FileButton label="Open failures from files" class="btn" />
        </div>
    }
}

/// Which runs are read, and the way back.
fn of_runs(test: &TestKey, own: Option<AnyView>, all: String) -> AnyView {
    view! {
        <div class="notice">
            <p>
                "All that failed in the newest runs in which " <b>{test.test.clone()}</b>" failed in "
                {test.job.clone()}", with the whole texts of their JUnit files. "
                <a href=all>"All failures on the boards"</a>
            </p>
            {own}
        </div>
    }
    .into_any()
}

/// Where the failures of the test itself are.
fn own(clusters: &[SameAs], page: Page) -> AnyView {
    let line = |cluster: &SameAs| {
        view! {
            <li>
                {format!("{} of this test in ", plural(cluster.own, "failure"))}
                <a href=page.link(&cluster.id)>{format!("\u{201c}{}\u{201d}", cluster.name)}</a>
            </li>
        }
    };
    if clusters.is_empty() {
        return view! { <p>"No failure of this test itself is in a cluster."</p> }.into_any();
    }
    view! { <ul>{clusters.iter().map(line).collect_view()}</ul> }.into_any()
}

fn words(view: &FailuresView) -> String {
    let mut words = Vec::new();
    if let Some(bytes) = view.cut_to {
        words.push(format!(
            "TestGrid keeps {bytes} characters of a message, its beginning and its end: failures that differ in between \
             look the same here. Open records, JUnit files or logs to compare whole texts."
        ));
    }
    if view.silent > 0 {
        words.push(format!("{} without a text are left out.", plural(view.silent, "failure")));
    }
    if view.stop_lines > 0 {
        words.push(format!("{} that most texts have are not compared.", plural(view.stop_lines, "line")));
    }
    if view.cut_to.is_none() && view.failures > 0 {
        words.push(format!("{} different texts.", count(view.distinct_texts)));
    }
    words.join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_said_of_the_texts() {
        let none = FailuresView::default();
        assert_eq!(words(&none), "");
        let boards = FailuresView { cut_to: Some(140), silent: 1, failures: 9, ..none.clone() };
        assert!(words(&boards).ends_with("whole texts. 1 failure without a text are left out."));
        let files = FailuresView { failures: 9, distinct_texts: 1234, stop_lines: 2, ..none };
        assert_eq!(words(&files), "2 lines that most texts have are not compared. 1,234 different texts.");
    }
}
