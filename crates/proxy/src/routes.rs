//! From a path and a query to what is asked upstream: a few exact shapes. Each part is decoded, held to the characters that
//! it may have, and written anew, so that nothing of the request reaches the address as it came.
//!
//! | path | upstream |
//! |---|---|
//! | `/testgrid/<board>/summary`, `/testgrid/<board>/table?tab=…` | `testgrid.k8s.io`: a source whose address is `…/testgrid` |
//! | `/prow/job-history/gs/<bucket>/<path>?buildId=…` | `prow.k8s.io` |
//! | `/github/repos/<owner>/<name>/issues[/<n>]`, `…/git/trees/<ref>` | `api.github.com`, configured repositories |
//! | `/github/graphql/project-board?board=<org>/<n>&after=…` | a stored query; configured boards |

use std::collections::BTreeMap;

use flakescope_core::flakes::ProjectBoard;
use flakescope_core::model::Repository;
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, percent_decode_str, utf8_percent_encode};

use crate::refusal::Refusal;

/// What stays as it is in a part of an address.
const ESCAPED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'_').remove(b'.').remove(b'~');
/// The longest part of a path and the longest value of a query, in bytes.
const LONGEST: usize = 300;

/// The services that are forwarded to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Upstream {
    /// The older JSON of TestGrid.
    TestGrid,
    /// Prow's pages.
    Prow,
    /// The code host.
    GitHub,
}

impl Upstream {
    /// Its host; https, port 443.
    pub fn host(self) -> &'static str {
        match self {
            Self::TestGrid => "testgrid.k8s.io",
            Self::Prow => "prow.k8s.io",
            Self::GitHub => "api.github.com",
        }
    }

    /// The media type that its answers are given as, whatever it says: a page of theirs must not run on our origin.
    pub(crate) fn media_type(self) -> &'static str {
        match self {
            Self::TestGrid | Self::GitHub => "application/json",
            Self::Prow => "text/plain; charset=utf-8",
        }
    }
}

/// What is asked upstream.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Target {
    /// A GET of this path and query.
    Get(Upstream, String),
    /// A page of a project board; the cursor is empty for the first.
    Board(ProjectBoard, String),
}

/// What the configuration allows.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Allowed {
    /// Repositories.
    pub repositories: Vec<Repository>,
    /// Project boards.
    pub boards: Vec<ProjectBoard>,
}

impl Allowed {
    /// Reads a path and its query, both as they came.
    pub fn target(&self, path: &str, query: &str) -> Result<Target, Refusal> {
        let parts: Vec<&str> = path.strip_prefix('/').unwrap_or_default().split('/').collect();
        match parts.as_slice() {
            ["testgrid", board, "summary"] => summary(board, query),
            ["testgrid", board, "table"] => table(board, query),
            ["prow", "job-history", "gs", bucket, path @ ..] => job_history(bucket, path, query),
            ["github", "repos", owner, name, rest @ ..] => self.repository(owner, name, rest, query),
            ["github", "graphql", "project-board"] => self.board(query),
            _ => Err(Refusal::NoRoute),
        }
    }

    fn repository(&self, owner: &str, name: &str, rest: &[&str], query: &str) -> Result<Target, Refusal> {
        let repository = Repository::parse(&format!("{owner}/{name}")).ok_or(Refusal::Shape("repository"))?;
        let same = |own: &&Repository| own.as_str().eq_ignore_ascii_case(repository.as_str());
        let repository = self.repositories.iter().find(same).ok_or(Refusal::NotConfigured("repository"))?;
        let base = format!("/repos/{repository}");
        let path = match rest {
            ["issues"] => format!("{base}/issues{}", issues_query(query)?),
            ["issues", number] if is_number(number) && query.is_empty() => format!("{base}/issues/{number}"),
            ["git", "trees", tree] => {
                format!("{base}/git/trees/{}{}", part(tree, is_name)?, tree_query(query)?)
            }
            _ => return Err(Refusal::NoRoute),
        };
        Ok(Target::Get(Upstream::GitHub, path))
    }

    fn board(&self, query: &str) -> Result<Target, Refusal> {
        let mut pairs = pairs(query, &["board", "after"])?;
        let board = pairs.remove("board").and_then(|text| ProjectBoard::parse(&text));
        let board = board.ok_or(Refusal::Shape("board"))?;
        let after = pairs.remove("after").unwrap_or_default();
        if !after.bytes().all(|b| b.is_ascii_alphanumeric() || b"+/=_-".contains(&b)) {
            return Err(Refusal::Shape("cursor"));
        }
        let known = self.boards.contains(&board);
        known.then_some(Target::Board(board, after)).ok_or(Refusal::NotConfigured("project board"))
    }
}

fn summary(board: &str, query: &str) -> Result<Target, Refusal> {
    pairs(query, &[])?;
    Ok(Target::Get(Upstream::TestGrid, format!("/{}/summary", part(board, is_title)?)))
}

/// The flags that TestGrid takes without a value.
const FLAGS: [&str; 5] =
    ["exclude-non-failed-tests", "sort-by-flakiness", "sort-by-failures", "sort-by-name", "show-stale-tests"];

fn table(board: &str, query: &str) -> Result<Target, Refusal> {
    let board = part(board, is_title)?;
    let pairs = pairs(query, &[&["dashboard", "tab", "width"], &FLAGS[..]].concat())?;
    let tab = pairs.get("tab").filter(|tab| is_text(tab)).ok_or(Refusal::Shape("tab"))?;
    if pairs.get("dashboard").is_some_and(|own| escape(own) != board) {
        return Err(Refusal::Shape("dashboard"));
    }
    let width = pairs.get("width").map_or("5", String::as_str);
    if !is_number(width)
        || width.len() > 3
        || FLAGS.iter().any(|flag| pairs.get(*flag).is_some_and(|v| !v.is_empty()))
    {
        return Err(Refusal::Shape("query"));
    }
    let flags = FLAGS.iter().filter(|flag| pairs.contains_key(**flag)).map(|flag| format!("&{flag}="));
    let flags: String = flags.collect();
    let path = format!("/{board}/table?dashboard={board}&tab={}&width={width}{flags}", escape(tab));
    Ok(Target::Get(Upstream::TestGrid, path))
}

fn job_history(bucket: &str, path: &[&str], query: &str) -> Result<Target, Refusal> {
    if !(2..=5).contains(&path.len()) {
        return Err(Refusal::NoRoute);
    }
    let build = pairs(query, &["buildId"])?.remove("buildId");
    if build.as_deref().is_some_and(|build| !is_number(build)) {
        return Err(Refusal::Shape("buildId"));
    }
    let mut address = format!("/job-history/gs/{}", part(bucket, is_name)?);
    for name in path {
        address = format!("{address}/{}", part(name, is_name)?);
    }
    let query = build.map(|build| format!("?buildId={build}")).unwrap_or_default();
    Ok(Target::Get(Upstream::Prow, address + &query))
}

fn issues_query(query: &str) -> Result<String, Refusal> {
    const KEYS: [&str; 7] = ["labels", "state", "since", "per_page", "page", "sort", "direction"];
    let pairs = pairs(query, &KEYS)?;
    let plain = |c: char| c.is_ascii_alphanumeric() || " ,:/_.-".contains(c);
    if pairs.values().any(|value| !value.chars().all(plain)) {
        return Err(Refusal::Shape("query"));
    }
    let one = |(key, value): (&String, &String)| format!("{key}={}", escape(value));
    let query: Vec<String> = pairs.iter().map(one).collect();
    Ok(if query.is_empty() { String::new() } else { format!("?{}", query.join("&")) })
}

fn tree_query(query: &str) -> Result<&'static str, Refusal> {
    match query {
        "" => Ok(""),
        "recursive=1" => Ok("?recursive=1"),
        _ => Err(Refusal::Shape("query")),
    }
}

/// A part of a path, decoded, checked and written anew.
fn part(raw: &str, fits: impl Fn(&str) -> bool) -> Result<String, Refusal> {
    let refuse = || Refusal::Shape("path");
    let text = percent_decode_str(raw).decode_utf8().map_err(|_| refuse())?;
    let good = !text.is_empty() && text.len() <= LONGEST && text != "." && text != ".." && fits(&text);
    good.then(|| escape(&text)).ok_or_else(refuse)
}

/// The pairs of a query: known keys alone, each once.
fn pairs(query: &str, keys: &[&str]) -> Result<BTreeMap<String, String>, Refusal> {
    let mut pairs = BTreeMap::new();
    for (key, value) in form_urlencoded::parse(query.as_bytes()) {
        let known = keys.contains(&key.as_ref()) && value.len() <= LONGEST && !value.contains('\u{fffd}');
        if !known || pairs.insert(key.into_owned(), value.into_owned()).is_some() {
            return Err(Refusal::Shape("query"));
        }
    }
    Ok(pairs)
}

fn escape(text: &str) -> String {
    utf8_percent_encode(text, ESCAPED).to_string()
}

/// Names of buckets, jobs and refs.
fn is_name(text: &str) -> bool {
    text.bytes().all(|b| b.is_ascii_alphanumeric() || b"-_.".contains(&b))
}

/// Names of boards: people write blanks and brackets.
fn is_title(text: &str) -> bool {
    text.bytes().all(|b| b.is_ascii_alphanumeric() || b"-_. ()+,".contains(&b))
}

/// Names of tabs: anything on one line.
fn is_text(text: &str) -> bool {
    !text.is_empty() && !text.chars().any(char::is_control)
}

fn is_number(text: &str) -> bool {
    !text.is_empty() && text.len() <= 20 && text.bytes().all(|b| b.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn asked(address: &str) -> String {
        let allowed = Allowed {
            repositories: vec![Repository::parse("kubernetes/kubernetes").unwrap()],
            boards: vec![ProjectBoard::parse("kubernetes/68").unwrap()],
        };
        let (path, query) = address.split_once('?').unwrap_or((address, ""));
        match allowed.target(path, query) {
            Ok(Target::Get(upstream, path)) => format!("{}{path}", upstream.host()),
            Ok(Target::Board(board, after)) => format!("board {board} after {after:?}"),
            Err(refusal) => refusal.status().as_u16().to_string(),
        }
    }

    #[test]
    fn shapes_that_are_forwarded() {
        for (address, expect) in [
            (
                "/testgrid/sig-release-1.37-blocking/summary",
                "testgrid.k8s.io/sig-release-1.37-blocking/summary",
            ),
            ("/testgrid/a%20b%28c%29/summary", "testgrid.k8s.io/a%20b%28c%29/summary"),
            (
                "/testgrid/a/table?dashboard=a&tab=1.37%20%28beta%29%26x&width=5",
                "testgrid.k8s.io/a/table?dashboard=a&tab=1.37%20%28beta%29%26x&width=5",
            ),
            (
                "/testgrid/a/table?tab=%2e%2e%2fx&exclude-non-failed-tests=",
                "testgrid.k8s.io/a/table?dashboard=a&tab=..%2Fx&width=5&exclude-non-failed-tests=",
            ),
            (
                "/prow/job-history/gs/kubernetes-ci-logs/logs/ci-kubernetes-e2e?buildId=12",
                "prow.k8s.io/job-history/gs/kubernetes-ci-logs/logs/ci-kubernetes-e2e?buildId=12",
            ),
            (
                "/github/repos/kubernetes/kubernetes/issues?labels=kind/flake&state=open&per_page=100&page=2",
                "api.github.com/repos/kubernetes/kubernetes/issues?labels=kind%2Fflake&page=2&per_page=100&state=open",
            ),
            (
                "/github/repos/Kubernetes/kubernetes/issues/7",
                "api.github.com/repos/kubernetes/kubernetes/issues/7",
            ),
            (
                "/github/repos/kubernetes/kubernetes/git/trees/master?recursive=1",
                "api.github.com/repos/kubernetes/kubernetes/git/trees/master?recursive=1",
            ),
            (
                "/github/graphql/project-board?board=kubernetes/68&after=Y3Vyc29y",
                "board kubernetes/68 after \"Y3Vyc29y\"",
            ),
        ] {
            assert_eq!(asked(address), expect, "{address}");
        }
    }

    #[test]
    fn everything_else_is_refused() {
        for (address, status) in [
            ("/testgrid/https://evil.example/summary", "404"),
            ("/testgrid//evil.example/summary", "404"),
            ("/testgrid/evil.example@x/summary", "400"),
            ("/testgrid/a%40evil.example/summary", "400"),
            ("/testgrid/a%2fb/summary", "400"),
            ("/testgrid/a%2Fb/summary", "400"),
            ("/testgrid/a%5cb/summary", "400"),
            ("/testgrid/a%252fb/summary", "400"),
            ("/testgrid/../summary", "400"),
            ("/testgrid/%2e%2e/summary", "400"),
            ("/testgrid/./summary", "400"),
            ("/testgrid//summary", "400"),
            ("/testgrid/a%00/summary", "400"),
            ("/testgrid/a%0d%0ahost:%20evil/summary", "400"),
            ("/testgrid/%ff/summary", "400"),
            ("/testgrid/a:443/summary", "400"),
            ("/testgrid/a/summary?url=https://evil.example", "400"),
            ("/testgrid/a/summary/x", "404"),
            ("/testgrid/a/table", "400"),
            ("/testgrid/a/table?tab=x&tab=y", "400"),
            ("/testgrid/a/table?tab=x%0d%0a", "400"),
            ("/testgrid/a/table?tab=x&dashboard=b", "400"),
            ("/testgrid/a/table?tab=x&width=99999", "400"),
            ("/testgrid/a/table?tab=x&include-filter-by-regex=(a+)+", "400"),
            ("/prow/job-history/gs/bucket", "404"),
            ("/prow/job-history/gs/b/logs/..%2f..%2fconfig", "400"),
            ("/prow/job-history/s3/b/logs/x", "404"),
            ("/prow/data.js", "404"),
            ("/github/repos/evil/private/issues", "403"),
            ("/github/repos/kubernetes/kubernetes", "404"),
            ("/github/repos/kubernetes/kubernetes/contents/x", "404"),
            ("/github/repos/kubernetes/kubernetes%2F..%2Fprivate/issues", "400"),
            ("/github/repos/kubernetes/kubernetes/issues?access_token=x", "400"),
            ("/github/repos/kubernetes/kubernetes/git/trees/a%2Fb", "400"),
            ("/github/user", "404"),
            ("/github/graphql", "404"),
            ("/github/graphql/anything?board=kubernetes/68", "404"),
            ("/github/graphql/project-board?board=evil/1", "403"),
            ("/github/graphql/project-board?board=kubernetes/68&after=%22%7D", "400"),
            ("/github/graphql/project-board?query=mutation", "400"),
            ("", "404"),
            ("/", "404"),
        ] {
            assert_eq!(asked(address), status, "{address}");
        }
    }

    proptest! {
        /// Whatever is asked, the path stays on its host: no slash, dot segment, blank or control more than the shape has.
        #[test]
        fn a_path_upstream_is_always_plain(
            route in prop::sample::select(vec!["testgrid/", "prow/job-history/gs/", "github/repos/kubernetes/kubernetes/"]),
            rest in "[a-zA-Z0-9%./\\\\@:?&=#~ _-]{0,60}",
        ) {
            let address = format!("/{route}{rest}");
            let (path, query) = address.split_once('?').unwrap_or((&address, ""));
            let allowed = Allowed { repositories: vec![Repository::parse("kubernetes/kubernetes").unwrap()], boards: Vec::new() };
            if let Ok(Target::Get(upstream, path)) = allowed.target(path, query) {
                let whole = format!("https://{}{path}", upstream.host());
                let url = reqwest::Url::parse(&whole).unwrap();
                prop_assert_eq!(url.as_str(), &whole, "no parser changes it");
                prop_assert_eq!(url.host_str(), Some(upstream.host()));
            }
        }
    }
}
