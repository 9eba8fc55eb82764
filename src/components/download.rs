//! What leaves the page as a file or through the clipboard: the rows of the current view, and the report for the
//! meeting. Both are made in the worker, from what is on the screen.

use flakescope_core::activity::ActivityFormat;
use flakescope_core::export::Format;
use flakescope_core::failures::{ClusterFormat, FailuresFile};
use flakescope_core::flakes::meeting::MeetingFormat;
use flakescope_core::muted::MutedFormat;
use flakescope_core::payloads::VerdictFormat;
use flakescope_core::payloads::history::Output;
use flakescope_engine::{
    ActivityAsk, Answer, Exported, FailuresAsk, HistoryAsk, MutedAsk, PayloadsAsk, Request,
};
use leptos::prelude::*;
use wasm_bindgen_futures::spawn_local;

use super::live::use_announce;
use super::menu::Menu;
use super::save;
use crate::engine_client::{Word, kind, use_engine};
use crate::state::base;
use crate::state::view::{View, use_view};

/// Something that a menu offers.
#[derive(Clone, Copy)]
struct Offer {
    name: &'static str,
    purpose: &'static str,
    make: Make,
    /// Through the clipboard, and not as a file.
    copy: bool,
}

#[derive(Clone, Copy)]
enum Make {
    Rows(Format),
    Report(MeetingFormat),
    Failures(FailuresFile),
    Verdict(VerdictFormat),
    History(Output),
    Muted(MutedFormat),
    Activity(ActivityFormat),
}

impl Make {
    /// None when there is nothing to make a file of.
    fn request(self, view: View) -> Option<Request> {
        let View { query, page, .. } = view;
        match self {
            Self::Rows(format) => Some(Request::FlakesExport { query, format }),
            Self::Report(format) => Some(Request::Report { query, format, page: table_page() }),
            Self::Failures(file) => Some(page.about_failures(query, FailuresAsk::Export { file })),
            Self::History(file) => Some(page.about_history(&query.source, HistoryAsk::Export { file })),
            Self::Activity(format) => {
                page.about_activity(query, ActivityAsk::Export { format, period: None })
            }
            Self::Muted(format) => page.about_muted(query, MutedAsk::Export { format }),
            Self::Verdict(format) => page.about_payloads(query, PayloadsAsk::Export { format }),
        }
    }
}

/// The full address of the table, for the links in a report.
fn table_page() -> String {
    base::full(&base::address("/flakes"))
}

/// The rows of the view.
const ROWS: [Offer; 5] = [
    rows("CSV", "tests, for a spreadsheet", Format::Csv),
    rows("JSON", "everything, for a program", Format::Json),
    rows("Markdown", "for an issue or a chat", Format::Markdown),
    rows("Org", "for Emacs", Format::Org),
    rows("HTML", "a page of its own", Format::Html),
];

/// The report for the meeting.
const REPORT: [Offer; 9] = [
    report("Copy for Slack", "mrkdwn", MeetingFormat::Slack, true),
    report("Copy as Markdown", "for an issue", MeetingFormat::Markdown, true),
    report("Copy as Org", "for Emacs", MeetingFormat::Org, true),
    report("Copy as HTML", "its source", MeetingFormat::Html, true),
    report("Slack file", "text", MeetingFormat::Slack, false),
    report("Markdown file", "", MeetingFormat::Markdown, false),
    report("Org file", "", MeetingFormat::Org, false),
    report("HTML file", "a page of its own", MeetingFormat::Html, false),
    report("JSON file", "for a program", MeetingFormat::Json, false),
];

/// What is known of failures.
const FAILURES: [Offer; 5] = [
    failures("CSV", "clusters, for a spreadsheet", FailuresFile::Clusters(ClusterFormat::Csv)),
    failures("JSON", "clusters and labels, for a program", FailuresFile::Clusters(ClusterFormat::Json)),
    failures("Markdown", "clusters, for an issue or a chat", FailuresFile::Clusters(ClusterFormat::Markdown)),
    failures("Labels", "a line a failure, as CSV", FailuresFile::Labels),
    failures("Model", "to give chances with later", FailuresFile::Model),
];

/// The verdict on a payload.
const VERDICT: [Offer; 5] = [
    verdict("JUnit", "junit-aggregated.xml, for the next tool", VerdictFormat::Junit),
    verdict("CSV", "tests, for a spreadsheet", VerdictFormat::Csv),
    verdict("JSON", "everything, for a program", VerdictFormat::Json),
    verdict("Markdown", "for an issue or a chat", VerdictFormat::Markdown),
    verdict("HTML", "a page of its own", VerdictFormat::Html),
];

/// What comes out of two files of history.
const HISTORY: [Offer; 7] = [
    history("Results", "the rows to keep, in the form of the files", Output::Results),
    history("CSV", "what became of each row, for a spreadsheet", Output::Comparison(Format::Csv)),
    history("JSON", "everything, for a program", Output::Comparison(Format::Json)),
    history("Markdown", "what changed, for an issue or a chat", Output::Comparison(Format::Markdown)),
    history("HTML", "what changed, a page of its own", Output::Comparison(Format::Html)),
    history("pr_message.md", "the text for a pull request", Output::PullRequest),
    history("require_review", "why a person should look", Output::Review),
];

/// The muted tests that are listed.
const MUTED: [Offer; 6] = [
    muted("CSV", "a row a marker, for a spreadsheet", MutedFormat::Csv),
    muted("JSON", "everything, for a program", MutedFormat::Json),
    muted("Markdown", "for an issue or a chat; of two branches what changed", MutedFormat::Markdown),
    muted("Redash", "as Redash reads an address", MutedFormat::Redash),
    muted("SQL", "for PostgreSQL and Redshift", MutedFormat::Sql),
    muted("Dump", "the record of dcos-xfailflake-grabber, as JSON", MutedFormat::Dump),
];

/// The runs of CI: the list in sight, or all of it.
const ACTIVITY: [Offer; 6] = [
    activity("CSV", "the list in sight, for a spreadsheet", ActivityFormat::Csv),
    activity("JSON", "everything, for a program", ActivityFormat::Json),
    activity("Text", "as the command line shows it", ActivityFormat::Text),
    activity("Markdown", "for an issue or a chat", ActivityFormat::Markdown),
    activity("Slack", "the body of a message", ActivityFormat::Slack),
    activity("Feishu", "the body of a message with a card", ActivityFormat::Feishu),
];

const fn activity(name: &'static str, purpose: &'static str, format: ActivityFormat) -> Offer {
    Offer { name, purpose, make: Make::Activity(format), copy: false }
}

const fn muted(name: &'static str, purpose: &'static str, format: MutedFormat) -> Offer {
    Offer { name, purpose, make: Make::Muted(format), copy: false }
}

const fn history(name: &'static str, purpose: &'static str, output: Output) -> Offer {
    Offer { name, purpose, make: Make::History(output), copy: false }
}

const fn verdict(name: &'static str, purpose: &'static str, format: VerdictFormat) -> Offer {
    Offer { name, purpose, make: Make::Verdict(format), copy: false }
}

const fn failures(name: &'static str, purpose: &'static str, file: FailuresFile) -> Offer {
    Offer { name, purpose, make: Make::Failures(file), copy: false }
}

const fn rows(name: &'static str, purpose: &'static str, format: Format) -> Offer {
    Offer { name, purpose, make: Make::Rows(format), copy: false }
}

const fn report(name: &'static str, purpose: &'static str, format: MeetingFormat, copy: bool) -> Offer {
    Offer { name, purpose, make: Make::Report(format), copy }
}

/// The rows of the view as a file.
pub fn download_menu() -> AnyView {
    view! { <OfferMenu label="Download" offers=&ROWS /> }.into_any()
}

/// The clusters as a file.
pub fn failures_menu() -> AnyView {
    view! { <OfferMenu label="Download" offers=&FAILURES /> }.into_any()
}

/// The verdict on a payload as a file.
pub fn payload_menu() -> AnyView {
    view! { <OfferMenu label="Download" offers=&VERDICT /> }.into_any()
}

/// What comes out of two files of history.
pub fn history_menu() -> AnyView {
    view! { <OfferMenu label="Download" offers=&HISTORY /> }.into_any()
}

/// The muted tests as a file.
pub fn muted_menu() -> AnyView {
    view! { <OfferMenu label="Download" offers=&MUTED /> }.into_any()
}

/// The runs of CI as a file.
pub fn activity_menu() -> AnyView {
    view! { <OfferMenu label="Download" offers=&ACTIVITY /> }.into_any()
}

/// The report for the meeting.
pub fn report_menu() -> AnyView {
    view! { <OfferMenu label="Report" offers=&REPORT /> }.into_any()
}

/// A menu of offers. While one is being made its button says so; all the rest goes on.
#[component]
fn OfferMenu(label: &'static str, offers: &'static [Offer]) -> impl IntoView {
    let making = RwSignal::new(false);
    let view = use_view();
    let engine = StoredValue::new_local(use_engine());
    let announce = use_announce();
    let make = move |Offer { make, copy, .. }: Offer| {
        let Some(request) = make.request(view.get_untracked()) else {
            return announce.run("There is nothing to write yet.".to_owned());
        };
        making.set(true);
        engine.with_value(|engine| {
            engine.ask_as_shown(request, kind::EXPORT, move |word| {
                let result = match word {
                    Word::Answer(answer, true) => answer_of(*answer),
                    Word::Failed(trouble) => Err(trouble.message),
                    _ => return,
                };
                making.try_set(false);
                spawn_local(async move { announce.run(hand_over(result, copy).await) });
            })
        });
    };
    let item = move |offer: &Offer| {
        let offer = *offer;
        view! {
            <button type="button" on:click=move |_| make(offer)>
                {offer.name}
                <small>{offer.purpose}</small>
            </button>
        }
    };
    let words =
        move || if making.get() { "Being made\u{2026}".to_owned() } else { format!("{label} \u{25be}") };
    view! { <Menu label=words>{offers.iter().map(item).collect_view()}</Menu> }
}

fn answer_of(answer: Answer) -> Result<Exported, String> {
    match answer {
        Answer::Export(file) => Ok(file),
        _ => Err(String::new()),
    }
}

/// Copies or saves; what to say then. A text that may not be copied becomes a file.
async fn hand_over(result: Result<Exported, String>, copy: bool) -> String {
    let file = match result {
        Ok(file) => file,
        Err(message) => return message,
    };
    if copy && save::to_clipboard(&file.text).await {
        return "The report was copied.".to_owned();
    }
    match save::text_file(&file.file_name, &file.media_type, &file.text) {
        Ok(()) => format!("{} was made.", file.file_name),
        Err(_) => "The browser refused the file.".to_owned(),
    }
}
