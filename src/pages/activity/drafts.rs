//! Issues about failed cases: which ask for one, which have one, and what a new one says. Nothing is filed before a press.

use flakescope_core::activity::drafts::{Draft, DraftParams, DraftStanding};
use flakescope_core::activity::page::link::to_pairs;
use flakescope_engine::ActivityAsk;
use leptos::prelude::*;

use super::use_page;
use crate::components::CopyButton;
use crate::components::filing::{CreateIssue, form_link};
use crate::components::setting::{switch_setting, text_setting};
use crate::components::shown::use_shown;
use crate::format::{count, plural};
use crate::state::view::{PageKeys, use_view};

const PULLS: &str = "A case asks for an issue when it failed in so many pull requests of the span";
const NIGHTLY: &str = "A failure in a single run of no pull request asks for an issue as well";
const LABELS: &str = "Labels of new issues, with commas between them";

/// The part of the page.
#[component]
pub fn Drafts() -> impl IntoView {
    let page = use_page();
    let wanted = Memo::new(move |_| page.asked.read().drafts.is_some());
    let drafts = page.part(|view| view.drafts.clone());
    let toggle = move |_| {
        page.change(|asked| {
            asked.drafts = if asked.drafts.is_some() { None } else { Some(DraftParams::default()) }
        });
    };
    view! {
        <section class="activity-drafts" aria-labelledby="drafts-title">
            <h2 id="drafts-title">"New issues"</h2>
            <p class="muted">
                "Cases that failed in several pull requests, or in a run of none, and the issues that are about them. To compare, the issues of their repositories are read from GitHub. A week is a good span."
            </p>
            <div class="activity-tabs">
                <button type="button" class="btn" aria-pressed=move || wanted.get().to_string() on:click=toggle>
                    "Draft issues"
                </button>
                <Show when=move || wanted.get()>
                    <Params />
                </Show>
            </div>
            <Show when=move || wanted.get() && !page.state.busy.get()>
                <p>{move || sentence(&drafts.read())}</p>
                <ul class="activity-draft-list">{move || drafts.get().into_iter().map(draft).collect_view()}</ul>
            </Show>
        </section>
    }
}

fn sentence(drafts: &[Draft]) -> String {
    let to_file = drafts.iter().filter(|draft| draft.is_to_file()).count() as u64;
    match drafts.len() as u64 {
        0 => "No case asks for an issue.".to_owned(),
        all => format!("{} for an issue; {} none yet.", plural_asks(all), plural_has(to_file)),
    }
}

fn plural_asks(cases: u64) -> String {
    if cases == 1 { "1 case asks".to_owned() } else { format!("{} cases ask", count(cases)) }
}

fn plural_has(cases: u64) -> String {
    if cases == 1 { "1 has".to_owned() } else { format!("{} have", count(cases)) }
}

/// Which cases ask for an issue.
#[component]
fn Params() -> impl IntoView {
    let page = use_page();
    let params = move || page.asked.read().drafts.clone().unwrap_or_default();
    let set = move |change: &dyn Fn(&mut DraftParams)| {
        page.change(|asked| {
            let mut params = asked.drafts.clone().unwrap_or_default();
            change(&mut params);
            if let Ok(params) = params.check() {
                asked.drafts = Some(params);
            }
        });
    };
    let labels = |text: &str| -> Vec<String> {
        text.split(',').map(str::trim).filter(|label| !label.is_empty()).map(str::to_owned).collect()
    };
    view! {
        {text_setting("Pull requests", PULLS, move || params().pull_requests.to_string(), move |text| {
            if let Ok(number) = text.trim().parse() {
                set(&|params| params.pull_requests = number);
            }
        })}
        {switch_setting("Nightly runs count", NIGHTLY, move || params().nightly, move |on| set(&|params| params.nightly = on))}
        {text_setting("Labels", LABELS, move || params().labels.join(","), move |text| set(&|params| params.labels = labels(&text)))}
    }
}

fn draft(draft: Draft) -> AnyView {
    let hits = format!(
        "{}: {}, {}",
        draft.repository,
        plural(draft.runs, "run"),
        plural(draft.pull_requests, "pull request")
    );
    let to_file = draft.is_to_file();
    let standing = standing(&draft.standing);
    view! {
        <li>
            <p>
                <b class="mono">{draft.test.clone()}</b>
                " "
                <span class="muted">{hits}</span>
            </p>
            <p>{standing}</p>
            {to_file.then(|| text(draft))}
        </li>
    }
    .into_any()
}

fn standing(standing: &DraftStanding) -> AnyView {
    let link = |url: &String| view! { <a href=url.clone() target="_blank" rel="noopener noreferrer">{url.clone()}</a> };
    match standing {
        DraftStanding::New => "No issue is about it.".into_any(),
        DraftStanding::Known { url } => view! { "Known: " {link(url)} }.into_any(),
        DraftStanding::Again { url } => {
            view! { "It failed again after this was closed: " {link(url)} }.into_any()
        }
    }
}

/// What will be written, and the ways to file it.
fn text(draft: Draft) -> AnyView {
    let made_up = use_shown().reading().get_untracked().is_some_and(|reading| reading.made_up);
    let Draft { repository, test, title, body, link, .. } = draft;
    let (page, view) = (use_page(), use_view());
    let request = Callback::new(move |()| {
        let keys = PageKeys { own: to_pairs(&page.asked.get_untracked()), ..PageKeys::default() };
        let ask = ActivityAsk::File { repository: repository.clone(), test: test.clone() };
        keys.about_activity(view.get_untracked().query, ask)
    });
    let can_file = !link.is_empty() && !made_up;
    let copied = body.clone();
    view! {
        <details class="file-issue">
            <summary class="btn">"See the issue"</summary>
            <p>"This will be written. Nothing is sent before you press."</p>
            <p class="issue-title">{title}</p>
            <pre class="activity-text" tabindex="0" aria-label="Text of the issue">{body}</pre>
            <div class="actions">
                {can_file.then(|| form_link(link))}
                <CopyButton label="Copy the text" done="The text was copied." text=move |()| copied.clone() />
                {can_file.then(|| view! { <CreateIssue request /> })}
            </div>
        </details>
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn drafts_in_a_sentence() {
        assert_eq!(sentence(&[]), "No case asks for an issue.");
        let draft = Draft {
            repository: "o/r".into(),
            test: "TestA".into(),
            runs: 2,
            pull_requests: 2,
            standing: DraftStanding::New,
            title: String::new(),
            body: String::new(),
            labels: Vec::new(),
            link: String::new(),
        };
        assert_eq!(sentence(std::slice::from_ref(&draft)), "1 case asks for an issue; 1 has none yet.");
        let known = Draft { standing: DraftStanding::Known { url: "u".into() }, ..draft.clone() };
        assert_eq!(sentence(&[known, draft.clone(), draft]), "3 cases ask for an issue; 2 have none yet.");
    }
}
