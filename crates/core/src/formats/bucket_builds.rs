//! The builds of one Prow job in the bucket: their list, from a moment on, and when each started. Ids of builds are numbers made of
//! the time (snowflakes), so that a list in the order of names is one in the order of time.

use serde::Deserialize;

use super::FormatError;
use super::bucket::{RunFolder, STORAGE_HOST, encode, no_list};
use crate::model::TimeMs;

/// Where the clock of snowflakes begins, in milliseconds since 1970 (Twitter's snowflake, which Prow's `tot` took over).
const EPOCH_MS: i64 = 1_288_834_974_657;
/// Bits below the time.
const BITS: u32 = 22;

/// One page of the list of a job's builds.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Builds {
    /// Their ids, oldest first.
    pub ids: Vec<String>,
    /// What asks for the next page; empty after the last.
    pub next_page: String,
}

/// The folder of a job: `gs://<bucket>/logs/<job>`, or the address of its history on Prow's pages. None for anything else, above all
/// for `owner/name` of a code host.
pub fn job_folder(text: &str) -> Option<RunFolder> {
    let place = match text.split_once("/job-history/gs/") {
        Some((_, place)) => place.split(['?', '#']).next()?,
        None => text.strip_prefix("gs://")?,
    };
    RunFolder::parse(&format!("gs://{place}"))
}

/// The address of a page of the list of builds that started at a moment or later.
pub fn builds_url(job: &RunFolder, from: TimeMs, page: &str) -> String {
    let prefix = format!("{}/", job.path());
    let first = u64::try_from(from.0.saturating_sub(EPOCH_MS)).unwrap_or(0).saturating_mul(1 << BITS);
    let page = if page.is_empty() { String::new() } else { format!("&pageToken={}", encode(page)) };
    format!(
        "https://{STORAGE_HOST}/storage/v1/b/{}/o?prefix={}&delimiter=/&startOffset={}&maxResults=1000&fields=prefixes,nextPageToken{page}",
        job.bucket(),
        encode(&prefix),
        encode(&format!("{prefix}{first}"))
    )
}

/// When the build with this id started; `None` for an id that is no number.
pub fn started_at(build: &str) -> Option<TimeMs> {
    let id: u64 = build.parse().ok()?;
    Some(TimeMs(i64::try_from(id >> BITS).ok()?.checked_add(EPOCH_MS)?))
}

impl Builds {
    /// Reads a page of the list.
    pub fn parse(bytes: &[u8], source_name: &str) -> Result<Self, FormatError> {
        #[derive(Deserialize)]
        #[serde(default, rename_all = "camelCase")]
        #[derive(Default)]
        struct Page {
            prefixes: Vec<String>,
            next_page_token: Option<String>,
        }
        let page: Page = serde_json::from_slice(bytes).map_err(|error| no_list(&error, source_name))?;
        let id = |prefix: String| prefix.trim_end_matches('/').rsplit('/').next().map(str::to_owned);
        let ids = page.prefixes.into_iter().filter_map(id).filter(|id| started_at(id).is_some()).collect();
        Ok(Self { ids, next_page: page.next_page_token.unwrap_or_default() })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn folders_of_jobs() {
        for (text, place) in [
            ("gs://kubernetes-ci-logs/logs/ci-x", Some(("kubernetes-ci-logs", "logs/ci-x"))),
            (
                "https://prow.k8s.io/job-history/gs/kubernetes-ci-logs/logs/ci-x?buildId=7",
                Some(("kubernetes-ci-logs", "logs/ci-x")),
            ),
            ("kubernetes/kubernetes", None),
            ("gs://Bucket/x", None),
            ("gs://bucket/../x", None),
        ] {
            let found = job_folder(text);
            assert_eq!(found.as_ref().map(|job| (job.bucket(), job.path())), place, "{text}");
        }
    }

    #[test]
    fn builds_are_times() {
        let at = TimeMs::parse("2026-11-20T10:00:00Z").unwrap();
        let url = builds_url(&job_folder("gs://runs/logs/ci-x").unwrap(), at, "");
        let first = url
            .split_once("startOffset=logs%2Fci-x%2F")
            .and_then(|(_, rest)| rest.split('&').next())
            .unwrap();
        assert_eq!(started_at(first), Some(at));
        assert!(url.contains("prefix=logs%2Fci-x%2F&delimiter=/"), "{url}");
        assert_eq!(started_at("latest"), None);
    }

    #[test]
    fn lists() {
        let page =
            br#"{"prefixes":["logs/ci-x/1991000000000000000/","logs/ci-x/other/"],"nextPageToken":"t"}"#;
        let found = Builds::parse(page, "list").unwrap();
        assert_eq!((found.ids, found.next_page.as_str()), (vec!["1991000000000000000".to_owned()], "t"));
        assert_eq!(Builds::parse(b"{}", "list").unwrap(), Builds::default());
        assert!(
            Builds::parse(b"<html>", "list").unwrap_err().to_string().contains("this is no list of files")
        );
    }
}
