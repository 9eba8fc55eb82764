//! Files: dropped anywhere on the page, or chosen. Nothing is uploaded; the worker of this page reads them.

use flakescope_core::flakes::{Query, Source};
use flakescope_engine::{FilesFor, FilesRead};
use leptos::ev;
use leptos::html::Input;
use leptos::prelude::*;
use wasm_bindgen_futures::spawn_local;
use web_sys::DragEvent;

use super::dropped::Dropped;
use super::live::use_announce;
use crate::engine_client::files::of_list;
use crate::engine_client::{Client, use_engine};
use crate::format::{count, plural};
use crate::state::location::use_location;
use crate::state::url::{Step, use_change_view};
use crate::state::view::{PageKeys, href, use_view};

/// A button that asks for files.
#[component]
pub fn FileButton(
    /// The words on it.
    label: &'static str,
    /// Its class.
    class: &'static str,
    /// What the files are for.
    #[prop(optional)]
    purpose: FilesFor,
    /// True to choose a folder with all that lies in it.
    #[prop(optional)]
    folder: bool,
) -> impl IntoView {
    let input = NodeRef::<Input>::new();
    let engine = StoredValue::new_local(use_engine());
    let chosen = move |_| {
        let Some(input) = input.get_untracked() else { return };
        if let Some(list) = input.files().filter(|list| list.length() > 0) {
            engine.with_value(|engine| engine.give_files(purpose, of_list(&list)));
        }
        input.set_value(""); // so that choosing the same files again is heard
    };
    let many = !matches!(purpose, FilesFor::Current | FilesFor::New);
    let accept = if folder { "" } else { accepted(purpose) };
    let ask = move |_| {
        if let Some(input) = input.get_untracked() {
            input.click();
        }
    };
    view! {
        <button type="button" class=class on:click=ask>
            {label}
        </button>
        <input
            type="file"
            multiple=many
            hidden=true
            accept=accept
            prop:webkitdirectory=folder
            aria-label=label
            node_ref=input
            on:change=chosen
        />
    }
}

/// The endings that a dialogue shows.
fn accepted(purpose: FilesFor) -> &'static str {
    match purpose {
        FilesFor::Anything => ".json,.jsonl,.ndjson,.xml,.log,.txt,.gz,.zip,application/json",
        FilesFor::Payload | FilesFor::Earlier => ".xml,.gz,.zip,.json,.csv",
        FilesFor::Current | FilesFor::New | FilesFor::Compared => ".json,.csv",
        FilesFor::Activity => ".csv,.tsv,.json,.jsonl,.js,.html,.log,.txt",
        FilesFor::Sources => ".zip,.py,.go,.rs,.java,.js,.jsx,.mjs,.cjs,.ts,.tsx,.mts,.cts",
    }
}

/// What files are for that are given on a page.
pub fn files_for(path: &str) -> FilesFor {
    match path {
        "/payloads" => FilesFor::Payload,
        "/payloads/history" => FilesFor::Compared,
        "/muted" => FilesFor::Sources,
        "/activity" => FilesFor::Activity,
        _ => FilesFor::Anything,
    }
}

/// Takes dropped files, shows that they can be dropped, and says what was read.
#[component]
pub fn DropZone() -> impl IntoView {
    let over = RwSignal::new(false);
    let engine = StoredValue::new_local(use_engine());
    let path = use_location().path;
    let on_drop = move |event: DragEvent| {
        event.prevent_default();
        over.set(false);
        if let Some(dropped) = event.data_transfer().as_ref().and_then(Dropped::of) {
            engine.with_value(|engine| give(engine, files_for(&path.read_untracked()), dropped));
        }
    };
    let handles = [
        window_event_listener(ev::dragover, move |event| {
            if carries_files(&event) {
                event.prevent_default();
                over.set(true);
            }
        }),
        // Leaving the window has nothing it leads to.
        window_event_listener(ev::dragleave, move |event| {
            if event.related_target().is_none() {
                over.set(false);
            }
        }),
        window_event_listener(ev::drop, on_drop),
    ];
    on_cleanup(move || handles.map(WindowListenerHandle::remove).into_iter().collect());
    view! {
        <Show when=move || over.get()>
            <div class="drop-veil">
                <p>{move || drop_words(files_for(&path.read()))}" Nothing is uploaded."</p>
            </div>
        </Show>
        <FilesNotice />
    }
}

/// Hands over what was dropped, as soon as folders are read.
fn give(engine: &Client, purpose: FilesFor, dropped: Dropped) {
    let engine = engine.clone();
    engine.expect_files();
    spawn_local(async move { engine.give_files(purpose, dropped.files().await) });
}

fn drop_words(purpose: FilesFor) -> &'static str {
    match purpose {
        FilesFor::Anything => {
            "Drop saved TestGrid answers, or failures: records, JUnit XML, logs, triage slices, packed or not."
        }
        FilesFor::Payload | FilesFor::Earlier => {
            "Drop the JUnit files of a payload's runs: folders, archives or single files, with earlier results (.csv) if you have them."
        }
        FilesFor::Current | FilesFor::New | FilesFor::Compared => {
            "Drop one or two files of history (.json or .csv). Of two, the older one is the current one."
        }
        FilesFor::Activity => {
            "Drop runs of CI: rows of ci_data, saved lists of GitHub Actions or Prow, and logs of runs."
        }
        FilesFor::Sources => "Drop the folder of a repository, a .zip archive of it, or files with tests.",
    }
}

/// Says what was read from the files, and turns the view to them.
#[component]
fn FilesNotice() -> impl IntoView {
    let engine = use_engine();
    let (read, busy, progress) = (engine.files_read(), engine.files_busy(), engine.files_progress());
    let current = use_view();
    let change = use_change_view();
    let announce = use_announce();
    let location = use_location();
    let shown = RwSignal::new(None::<FilesRead>);
    Effect::new(move |_| {
        let Some(read) = read.get() else { return };
        announce.run(summary(&read));
        let turn = turns_view(&current.read_untracked().query, &read);
        let (records, sources, activity) = (read.records, read.sources, read.ci_runs + read.logs);
        let runs = if read.earlier { 0 } else { read.runs };
        shown.set(Some(read));
        let asks = if runs > 0 {
            Some("/payloads")
        } else if sources > 0 {
            Some("/muted")
        } else if activity > 0 {
            Some("/activity")
        } else {
            (records > 0).then_some("/failures")
        };
        if let Some(page) = asks {
            let query = Query { source: Source::Files, dashboards: Vec::new(), ..Query::default() };
            location.go(&href(page, &query, &PageKeys::default()), Step::Push);
            return;
        }
        if turn {
            change(Step::Push, &|view| {
                view.query.source = Source::Files;
                view.query.dashboards.clear();
                view.query.dashboard_groups.clear();
            });
        }
    });
    view! {
        <Show when=move || busy.get()>
            <p class="notice">{move || reading_words(progress.get())}</p>
        </Show>
        {move || shown.get().map(|read| files_notice(&read, Callback::new(move |()| shown.set(None))))}
    }
}

/// True when the view must turn to the files: it shows another source, or boards that are not in them.
fn turns_view(query: &Query, read: &FilesRead) -> bool {
    let shows = |board: &String| read.dashboards.contains(board);
    !read.dashboards.is_empty() && (query.source != Source::Files || !query.dashboards.iter().all(shows))
}

/// `Reading the files: 120 of 480 MB`.
fn reading_words((done, total): (u64, u64)) -> String {
    const MEGABYTE: u64 = 1_000_000;
    if total < MEGABYTE {
        return "Reading the files\u{2026}".to_owned();
    }
    format!("Reading the files: {} of {} MB", count(done / MEGABYTE), count(total.div_ceil(MEGABYTE)))
}

fn summary(read: &FilesRead) -> String {
    let results = (read.records > 0).then(|| plural(read.records, "result"));
    let model = read.model.as_ref().map(|_| "a model".to_owned());
    let runs = (read.runs > 0).then(|| plural(read.runs, if read.earlier { "earlier run" } else { "run" }));
    let tables = (read.tables > 0).then(|| "earlier results".to_owned());
    let sources = (read.sources > 0).then(|| plural(read.sources, "source file"));
    let ci_runs = (read.ci_runs > 0).then(|| plural(read.ci_runs, "run"));
    let logs = (read.logs > 0).then(|| plural(read.logs, "log"));
    let others = [results, model, runs, tables, sources, ci_runs, logs].into_iter().flatten();
    let all: Vec<String> = read.dashboards.iter().cloned().chain(others).collect();
    match all.as_slice() {
        [] => "Nothing could be read from the files.".to_owned(),
        all => format!("Read from the files: {}.", all.join(", ")),
    }
}

fn files_notice(read: &FilesRead, dismiss: Callback<()>) -> AnyView {
    let counts = [read.records, read.runs, read.tables, read.sources, read.ci_runs, read.logs];
    let nothing = read.dashboards.is_empty() && read.model.is_none() && counts == [0; 6];
    let class = if nothing { "notice error" } else { "notice" };
    let model = read.model.clone().map(|sentence| view! { <p>"The model says of itself: "{sentence}</p> });
    let warnings =
        read.warnings.iter().map(|w| view! { <li><b>{w.subject.clone()}</b>": "{w.message.clone()}</li> });
    let heading = (!read.warnings.is_empty())
        .then(|| view! { <p>{plural(read.warnings.len() as u64, "warning")}":"</p> });
    view! {
        <section class=class>
            <p>{summary(read)}</p>
            {model}
            {heading}
            <ul>{warnings.collect_view()}</ul>
            <div class="actions">
                <button type="button" class="btn" on:click=move |_| dismiss.run(())>
                    "Dismiss"
                </button>
            </div>
        </section>
    }
    .into_any()
}

/// True when files are dragged, and not a text or a link.
fn carries_files(event: &DragEvent) -> bool {
    let kinds = event.data_transfer().map(|data| data.types());
    kinds.is_some_and(|kinds| kinds.includes(&"Files".into(), 0))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_view_turns_to_boards_that_are_in_the_files() {
        let read = FilesRead { dashboards: vec!["a".into(), "b".into()], ..FilesRead::default() };
        let ask = |source, boards: &[&str]| Query {
            source,
            dashboards: boards.iter().map(|&board| board.to_owned()).collect(),
            ..Query::default()
        };
        assert!(turns_view(&ask(Source::TestGrid, &["a"]), &read));
        assert!(turns_view(&ask(Source::Files, &["a", "c"]), &read));
        assert!(!turns_view(&ask(Source::Files, &["a"]), &read));
        assert!(!turns_view(&ask(Source::Files, &[]), &read));
        assert!(!turns_view(&ask(Source::TestGrid, &["a"]), &FilesRead::default()));
    }
}
