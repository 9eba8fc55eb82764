//! Addresses that came with the data: only web addresses become links.

/// The address, if it leads to the web; an address of another kind could run a script.
pub(crate) fn web(address: &str) -> Option<&str> {
    let scheme = address.split_once("://")?.0;
    ["https", "http"].iter().any(|known| scheme.eq_ignore_ascii_case(known)).then_some(address)
}

/// A job's runs on Prow; none for a job whose Prow name is unknown.
pub(crate) fn prow(job: &str) -> Option<String> {
    let encoded: String = form_urlencoded::byte_serialize(job.as_bytes()).collect();
    (!job.is_empty()).then(|| format!("https://prow.k8s.io/?job={encoded}"))
}

/// Opens an address in a tab of its own that knows nothing of this page.
pub(crate) fn open_web(address: &str) {
    let Some(address) = web(address) else { return };
    let opened =
        leptos::prelude::window().open_with_url_and_target_and_features(address, "_blank", "noopener");
    if let Err(error) = opened {
        leptos::logging::error!("the run could not be opened: {error:?}");
    }
}

#[cfg(test)]
mod tests {
    use super::{prow, web};

    #[test]
    fn prow_jobs() {
        assert_eq!(prow("ci-a&b").as_deref(), Some("https://prow.k8s.io/?job=ci-a%26b"));
        assert_eq!(prow(""), None);
    }

    #[test]
    fn only_web_addresses_are_links() {
        for good in ["https://prow.k8s.io/view/1", "http://127.0.0.1:9/x", "HTTPS://a"] {
            assert_eq!(web(good), Some(good));
        }
        for bad in ["", "javascript:alert(1)", "javascript://%0aalert(1)", "data:text/html,x", "//host", "x"]
        {
            assert_eq!(web(bad), None, "{bad}");
        }
    }
}
