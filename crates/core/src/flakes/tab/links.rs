//! Addresses of runs and rows. Nothing from outside becomes an address but names, percent-encoded.

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

use crate::model::{TabSummary, Table};

/// Everything but what is plain in every part of an address.
const ENCODE: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');
/// As above, but a path stays a path.
const ENCODE_PATH: &AsciiSet = &ENCODE.remove(b'/');

/// The addresses of one tab.
#[derive(Clone, Debug, Default)]
pub(in super::super) struct Links {
    tab: String,
    runs: String,
}

impl Links {
    /// Runs lie under the legacy answer's own prefix, else under `kubernetes-ci-logs/logs/<prow job>`; where neither is
    /// known runs have no address.
    pub(super) fn new(table: &Table, summary: &TabSummary, prow_job: &str) -> Self {
        let runs = match (table.gcs_prefix.as_str(), prow_job) {
            ("", "") => String::new(),
            ("", job) => format!("https://prow.k8s.io/view/gs/kubernetes-ci-logs/logs/{}", encode(job)),
            (prefix, _) => format!("{}{}", viewer(prefix), utf8_percent_encode(prefix, ENCODE_PATH)),
        };
        Self { tab: tab_url(&summary.dashboard, &summary.tab), runs }
    }

    /// The run's page on Prow, empty if unknown.
    pub(in super::super) fn run(&self, build: &str) -> String {
        if self.runs.is_empty() || build.is_empty() {
            String::new()
        } else {
            format!("{}/{}", self.runs, encode(build))
        }
    }

    /// The tab on TestGrid with this row alone.
    pub(in super::super) fn row(&self, test: &str) -> String {
        format!("{}&include-filter-by-regex={}", self.tab, encode(&format!("^{}$", escape_regex(test))))
    }
}

/// Logs of `OpenShift` lie in their own buckets behind their own Prow.
fn viewer(prefix: &str) -> &'static str {
    let bucket = prefix.split('/').next().unwrap_or_default();
    if matches!(bucket, "origin-ci-test" | "test-platform-results") {
        "https://prow.ci.openshift.org/view/gs/"
    } else {
        "https://prow.k8s.io/view/gs/"
    }
}

/// The tab on TestGrid.
pub(super) fn tab_url(dashboard: &str, tab: &str) -> String {
    format!("https://testgrid.k8s.io/{}#{}", encode(dashboard), encode(tab))
}

/// The failure search of the Kubernetes project for one test.
pub(in super::super) fn triage_url(test: &str) -> String {
    let pattern = format!("^{}$", escape_regex(test));
    format!("https://storage.googleapis.com/k8s-triage/index.html?test={}", encode(&pattern))
}

fn encode(text: &str) -> String {
    utf8_percent_encode(text, ENCODE).to_string()
}

fn escape_regex(text: &str) -> String {
    regex::escape(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn links(gcs_prefix: &str, prow_job: &str) -> Links {
        let summary =
            TabSummary { dashboard: "board".into(), tab: "tab one".into(), ..TabSummary::default() };
        let mut table = Table::default();
        table.gcs_prefix = gcs_prefix.into();
        Links::new(&table, &summary, prow_job)
    }

    #[test]
    fn runs() {
        assert_eq!(links("", "ci-x").run("7"), "https://prow.k8s.io/view/gs/kubernetes-ci-logs/logs/ci-x/7");
        assert_eq!(links("", "").run("7"), "");
        assert_eq!(
            links("bucket/logs/ci-x", "ci-x").run("7"),
            "https://prow.k8s.io/view/gs/bucket/logs/ci-x/7"
        );
        let openshift = links("origin-ci-test/logs/x", "x").run("7");
        assert_eq!(openshift, "https://prow.ci.openshift.org/view/gs/origin-ci-test/logs/x/7");
        let hostile = links("\"><script>/../..", "x").run("javascript:1");
        assert_eq!(hostile, "https://prow.k8s.io/view/gs/%22%3E%3Cscript%3E/../../javascript%3A1");
    }

    #[test]
    fn rows() {
        let expect =
            "https://testgrid.k8s.io/board#tab%20one&include-filter-by-regex=%5E%5C%5Bsig%5C%5D%20a%5C.b%24";
        assert_eq!(links("", "").row("[sig] a.b"), expect);
        assert!(triage_url("a&b").ends_with("?test=%5Ea%5C%26b%24"));
    }
}
