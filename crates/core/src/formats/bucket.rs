//! The bucket that runs leave their files in, through the JSON API of its storage: where a run lies, how its files are listed
//! and read. Any page may read that API, whatever the bucket's own settings are (Google's documentation of objects.list and
//! objects.get).

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, percent_decode_str, utf8_percent_encode};
use serde::Deserialize;

use super::FormatError;

/// The host of the storage.
pub const STORAGE_HOST: &str = "storage.googleapis.com";

/// Everything but what is plain in every part of an address.
const ENCODE: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

/// The folder of a run.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RunFolder {
    bucket: String,
    /// Without a slash at either end.
    path: String,
}

/// A file of a run.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RunFile {
    /// Its name in the bucket, folders and all.
    pub name: String,
    /// Its size in bytes.
    pub bytes: u64,
}

/// One page of a list.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RunFiles {
    /// The files, by name.
    pub files: Vec<RunFile>,
    /// What asks for the next page; empty after the last.
    pub next_page: String,
}

impl RunFolder {
    /// From the address of a run's page, `https://<Prow>/view/gs/<bucket>/<path>`. None for other addresses, and for a path
    /// that would leave its folder.
    pub fn of_page(url: &str) -> Option<Self> {
        let (_, place) = url.split_once("/view/gs/")?;
        Self::of_place(&percent_decode_str(place).decode_utf8().ok()?)
    }

    fn of_place(place: &str) -> Option<Self> {
        let (bucket, path) = place.trim_end_matches('/').split_once('/')?;
        let plain = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || b"-_.".contains(&byte);
        let is_bucket = (3..=222).contains(&bucket.len()) && bucket.bytes().all(plain);
        let is_path = path.split('/').all(|part| !matches!(part, "" | "." | ".."));
        (is_bucket && is_path).then(|| Self { bucket: bucket.to_owned(), path: path.to_owned() })
    }

    /// From the address of a run's page, or from its place as `gs://bucket/path` or `bucket/path`.
    pub fn parse(text: &str) -> Option<Self> {
        match text.strip_prefix("gs://") {
            None if text.contains("://") => Self::of_page(text),
            None => Self::of_place(text),
            Some(place) => Self::of_place(place),
        }
    }

    /// The bucket.
    pub(super) fn bucket(&self) -> &str {
        &self.bucket
    }

    /// Where it lies in the bucket, without a slash at either end.
    pub(super) fn path(&self) -> &str {
        &self.path
    }

    /// A folder in this one; none for a name that is no plain one.
    pub fn within(&self, name: &str) -> Option<Self> {
        Self::of_place(&format!("{}/{}/{name}", self.bucket, self.path))
    }

    /// The address of the content of the file with this name in the folder.
    pub fn named_file_url(&self, name: &str) -> String {
        self.file_url(&RunFile { name: format!("{}/{name}", self.path), bytes: 0 })
    }

    /// The build id: the last part of the path.
    pub fn build(&self) -> &str {
        self.path.rsplit('/').next().unwrap_or_default()
    }

    /// The address of the run's page.
    pub fn page_url(&self) -> String {
        format!("https://prow.k8s.io/view/gs/{}/{}", self.bucket, self.path)
    }

    /// The job: the part of the path before the build id; empty for none.
    pub fn job(&self) -> &str {
        self.path.rsplit('/').nth(1).unwrap_or_default()
    }

    /// The address of a page of the list of the run's files below a folder, such as `artifacts/`; empty for all.
    pub fn list_url(&self, below: &str, page: &str) -> String {
        let prefix = encode(&format!("{}/{below}", self.path));
        let page = if page.is_empty() { String::new() } else { format!("&pageToken={}", encode(page)) };
        format!(
            "https://{STORAGE_HOST}/storage/v1/b/{}/o?prefix={prefix}&maxResults=1000&fields=items(name,size),nextPageToken{page}",
            self.bucket
        )
    }

    /// The address of a file's content.
    pub fn file_url(&self, file: &RunFile) -> String {
        format!("https://{STORAGE_HOST}/storage/v1/b/{}/o/{}?alt=media", self.bucket, encode(&file.name))
    }

    /// The name of a file without the folder of the run.
    pub fn short_name<'a>(&self, file: &'a RunFile) -> &'a str {
        file.name.strip_prefix(&self.path).map_or(&*file.name, |rest| rest.trim_start_matches('/'))
    }
}

impl RunFile {
    /// True for a file of results as jobs name them: `junit_01.xml`, `junit.xml`, `junit_runner.xml.gz`.
    pub fn is_junit(&self) -> bool {
        let name = self.name.rsplit('/').next().unwrap_or_default();
        name.starts_with("junit") && [".xml", ".xml.gz"].iter().any(|end| name.ends_with(end))
    }
}

impl RunFiles {
    /// Reads a page of the list.
    pub fn parse(bytes: &[u8], source_name: &str) -> Result<Self, FormatError> {
        #[derive(Deserialize)]
        #[serde(rename_all = "camelCase")]
        struct Page {
            #[serde(default)]
            items: Vec<Item>,
            #[serde(default)]
            next_page_token: String,
        }
        #[derive(Deserialize)]
        struct Item {
            name: String,
            #[serde(default)]
            size: String,
        }
        let page: Page = serde_json::from_slice(bytes).map_err(|error| no_list(&error, source_name))?;
        let file = |item: Item| RunFile { name: item.name, bytes: item.size.parse().unwrap_or_default() };
        Ok(Self { files: page.items.into_iter().map(file).collect(), next_page: page.next_page_token })
    }
}

/// What came is no page of a list.
pub(super) fn no_list(error: &serde_json::Error, source_name: &str) -> FormatError {
    FormatError::Syntax {
        source_name: source_name.to_owned(),
        line: error.line(),
        column: error.column(),
        message: "this is no list of files".to_owned(),
    }
}

pub(super) fn encode(text: &str) -> String {
    utf8_percent_encode(text, ENCODE).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn file(name: &str) -> RunFile {
        RunFile { name: name.to_owned(), bytes: 0 }
    }

    #[test]
    fn addresses_of_a_run() {
        let run =
            RunFolder::of_page("https://prow.k8s.io/view/gs/kubernetes-ci-logs/logs/ci-x%20y/17/").unwrap();
        assert_eq!(
            run.list_url("artifacts/", ""),
            "https://storage.googleapis.com/storage/v1/b/kubernetes-ci-logs/o?prefix=logs%2Fci-x%20y%2F17%2Fartifacts%2F\
             &maxResults=1000&fields=items(name,size),nextPageToken"
        );
        assert!(run.list_url("artifacts/", "a/b=").ends_with("&pageToken=a%2Fb%3D"));
        let junit = file("logs/ci-x y/17/artifacts/a&b/junit_01.xml");
        assert_eq!(
            run.file_url(&junit),
            "https://storage.googleapis.com/storage/v1/b/kubernetes-ci-logs/o/logs%2Fci-x%20y%2F17%2Fartifacts%2Fa%26b%2Fjunit_01.xml?alt=media"
        );
        assert_eq!(run.short_name(&junit), "artifacts/a&b/junit_01.xml");
    }

    #[test]
    fn what_is_no_run() {
        for url in [
            "",
            "https://example.com/x",
            "https://prow.k8s.io/view/gs/",
            "https://prow.k8s.io/view/gs/bucket",
            "https://prow.k8s.io/view/gs/bucket/a/../../other/1",
            "https://prow.k8s.io/view/gs/bu%2Fcket/a//1",
            "https://prow.k8s.io/view/gs/Bucket%3F/a/1",
            "https://prow.k8s.io/view/gs/%22%3E%3Cscript%3E/1",
        ] {
            assert_eq!(RunFolder::of_page(url), None, "{url}");
        }
    }

    #[test]
    fn lists() {
        let page =
            br#"{"items":[{"name":"a/junit.xml","size":"12"},{"name":"b","size":"x"}],"nextPageToken":"t"}"#;
        let list = RunFiles::parse(page, "list").unwrap();
        assert_eq!((list.files.len(), list.files[0].bytes, &*list.next_page), (2, 12, "t"));
        assert_eq!(RunFiles::parse(b"{}", "list").unwrap(), RunFiles::default());
        let error = RunFiles::parse(b"<html>", "list").unwrap_err();
        assert_eq!(error.to_string(), "list: line 1, column 1: this is no list of files");
    }

    #[test]
    fn names_of_results() {
        for (name, is_junit) in [
            ("a/artifacts/junit_01.xml", true),
            ("junit.xml", true),
            ("a/junit_runner.xml.gz", true),
            ("a/junit/x.xml", false),
            ("a/junit_01.xml.txt", false),
        ] {
            assert_eq!(file(name).is_junit(), is_junit, "{name}");
        }
    }
}
