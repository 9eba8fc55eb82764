//! What the page says before it has two files: which ones they are, where they come from, and how the command line does it.

use leptos::prelude::*;

use crate::components::issue::out_link;
use crate::components::sample_button::SampleButton;

const DISRUPTIONS: &str =
    "https://github.com/openshift/origin/tree/main/pkg/monitortestlibrary/allowedbackenddisruption";
const ALERTS: &str = "https://github.com/openshift/origin/tree/main/pkg/monitortestlibrary/allowedalerts";
const COMMAND: &str = "flakescope payloads history --data-type disruptions --current query_results.json --new new.json --leeway 30";

/// The words.
#[component]
pub fn Start() -> impl IntoView {
    view! {
        <section class="history-start" aria-labelledby="start-title">
            <h2 id="start-title">"Which files?"</h2>
            <p>
                "Two lists of rows about the same: how long backends were disrupted, how long alerts fired, or how often tests failed, over many runs of many jobs. Choose both above, or drop them anywhere on this page. Of two that are dropped, the older one is the current one. Their columns tell what they are about."
            </p>
            <div class="actions">
                <SampleButton />
            </div>
            <p>
                "openshift/origin keeps such files for its tests, each as query_results.json: see "
                {out_link(DISRUPTIONS, "disruption of backends")} " and " {out_link(ALERTS, "alerts")}
                "there. For tests it is the test summary of job-run-aggregator. JSON or CSV; older files without the newer columns are read as well."
            </p>
            <p>
                "The same on the command line: " <code>{COMMAND}</code>
            </p>
        </section>
    }
}
