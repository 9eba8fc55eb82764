//! Links to TestGrid, wherever they stand and however they are written.

use std::collections::BTreeSet;

use memchr::memmem;
use percent_encoding::percent_decode_str;

use super::TestgridLink;
use crate::model::clean_line;

/// Every link in the text, each tab once. The host may be any that calls itself TestGrid: `testgrid.k8s.io`,
/// `testgrid.kubernetes.io`, `k8s-testgrid.appspot.com`, `testgrid-api.prow.k8s.io`.
pub(super) fn links(text: &str) -> Vec<TestgridLink> {
    let mut seen = BTreeSet::new();
    let mut found = Vec::new();
    let mut from = 0;
    while let Some((address, end)) = next_address(text, from) {
        let link = address.and_then(link_of);
        found.extend(link.filter(|link| seen.insert((link.dashboard.clone(), link.tab.clone()))));
        from = end;
    }
    found
}

/// Reads an address, with or without `https://`. `None` if it leads to no dashboard.
pub(super) fn link_of(address: &str) -> Option<TestgridLink> {
    let rest = address.split_once("://").map_or(address, |(_, rest)| rest);
    let (host, rest) = rest.split_once('/')?;
    let (rest, fragment) = rest.split_once('#').unwrap_or((rest, ""));
    let (path, query) = rest.split_once('?').unwrap_or((rest, ""));
    let (dashboard, tab) = if is_host(host) { place(path, query, fragment)? } else { return None };
    (!dashboard.is_empty()).then(|| TestgridLink { dashboard, tab, address: address.to_owned() })
}

/// Dashboard and tab. The page has `board#tab&options`, the older service `board/table?tab=tab`, the newer
/// `api/v1/dashboards/board/tabs/tab`.
fn place(path: &str, query: &str, fragment: &str) -> Option<(String, String)> {
    if let Some(path) = path.strip_prefix("api/v1/dashboards/") {
        let mut parts = path.split('/');
        let dashboard = decoded(parts.next()?);
        return Some((dashboard, parts.nth(1).map(decoded).unwrap_or_default()));
    }
    let dashboard = decoded(path.split('/').next()?);
    let tab = match fragment.split(['&', '?']).next().unwrap_or_default() {
        "" => form_urlencoded::parse(query.as_bytes())
            .find(|(key, _)| key == "tab")
            .map(|(_, tab)| tab.into_owned()),
        tab => Some(decoded(tab)),
    };
    Some((dashboard, tab.filter(|tab| tab != "Summary").unwrap_or_default()))
}

fn decoded(text: &str) -> String {
    clean_line(&percent_decode_str(text).decode_utf8_lossy()).trim().to_owned()
}

fn is_host(host: &str) -> bool {
    let host = host.to_ascii_lowercase();
    let Some((first, _)) = host.split_once('.') else { return false };
    first == "testgrid" || first.starts_with("testgrid-") || first.ends_with("-testgrid")
}

/// The next place where a host could be, from byte `from` on: the whole address if it is one, and where to go on.
fn next_address(text: &str, from: usize) -> Option<(Option<&str>, usize)> {
    let rest = text.get(from..)?;
    let at = memmem::find(rest.as_bytes(), b"testgrid")?;
    let is_outside = |c: char| !c.is_ascii_alphanumeric() && c != '-' && c != '.';
    let host = rest.get(..at)?.rfind(is_outside).map_or(0, |outside| next_char(rest, outside));
    let end = rest.get(at..)?.find(is_outside).map_or(rest.len(), |length| at + length);
    let Some((start, closer)) =
        start_of(rest, host).filter(|_| rest.get(end..).is_some_and(|r| r.starts_with('/')))
    else {
        return Some((None, from + end));
    };
    let end = end + length(rest.get(end..)?, closer);
    let address = rest.get(start..end)?.trim_end_matches(['.', ',', ';', ':', '!', '?', '*', '\'']);
    Some((Some(address), from + end))
}

/// The byte after the character at `at`.
fn next_char(text: &str, at: usize) -> usize {
    at + text.get(at..).and_then(|rest| rest.chars().next()).map_or(1, char::len_utf8)
}

/// Where an address with its host at `host` begins, and the quotation mark that ends it, if one begins it. `None` if
/// this is the middle of another address.
fn start_of(text: &str, host: usize) -> Option<(usize, Option<char>)> {
    let before = text.get(..host)?;
    let bare =
        before.strip_suffix("://").and_then(|b| b.strip_suffix("https").or_else(|| b.strip_suffix("http")));
    let before = match bare {
        Some(bare) => bare,
        None if before.ends_with(['/', '@', '=', '_', '%']) => return None,
        None => before,
    };
    let closer = match before.chars().next_back() {
        Some('<') => Some('>'),
        Some(quote @ ('"' | '\'')) => Some(quote),
        _ => None,
    };
    Some((before.len(), closer))
}

/// How long the path is. Between quotation marks it may hold blanks; elsewhere it ends at one, at a mark that no address
/// holds, or where a bracket closes that was opened before it.
fn length(path: &str, closer: Option<char>) -> usize {
    if let Some(closer) = closer
        && let Some(end) =
            path.find([closer, '\n']).filter(|end| path.get(*end..).is_some_and(|r| !r.starts_with('\n')))
    {
        return end;
    }
    let mut depth = 0_i32;
    let ends = |c: char| {
        depth += i32::from(matches!(c, '(' | '[')) - i32::from(matches!(c, ')' | ']'));
        depth < 0 || c.is_whitespace() || matches!(c, '<' | '>' | '"' | '`' | '|')
    };
    path.find(ends).unwrap_or(path.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expect: &[(&str, &str)]) {
        let found = links(text);
        let places: Vec<_> = found.iter().map(|l| (l.dashboard.as_str(), l.tab.as_str())).collect();
        assert_eq!(places, expect, "{text}");
        assert!(found.iter().all(|link| text.contains(&link.address)));
    }

    #[test]
    fn every_spelling() {
        for text in [
            "https://testgrid.k8s.io/board#a-tab",
            "http://testgrid.kubernetes.io/board#a-tab",
            "testgrid.k8s.io/board#a-tab",
            "see (https://testgrid.k8s.io/board#a-tab).",
            "[x](https://testgrid.k8s.io/board#a-tab)",
            "[board#a-tab](https://testgrid.k8s.io/board#a-tab&width=20), more",
            "<https://testgrid.k8s.io/board#a-tab>",
            "<a href=\"https://testgrid.k8s.io/board#a-tab&width=5\">x</a>",
            "**https://testgrid.k8s.io/board#a-tab**",
            "`https://testgrid.k8s.io/board#a-tab`",
            "https://k8s-testgrid.appspot.com/board#a-tab&width=5",
            "https://testgrid.k8s.io/board/#a-tab&include-filter-by-regex=%5Ba%20b%5D&exclude-non-failed-tests=",
            "https://testgrid.k8s.io/board?include-filter-by-regex=x#a-tab",
            "https://testgrid.k8s.io/board/table?tab=a-tab&dashboard=board",
            "https://testgrid-api.prow.k8s.io/api/v1/dashboards/board/tabs/a-tab/rows",
            "https://testgrid.k8s.io/board#a-tab https://testgrid.k8s.io/board#a-tab&width=9",
        ] {
            check(text, &[("board", "a-tab")]);
        }
    }

    #[test]
    fn blanks_summaries_and_others() {
        check("https://testgrid.k8s.io/b#Conformance%20-%20GCE&width=20", &[("b", "Conformance - GCE")]);
        check(
            "<a href='https://testgrid.k8s.io/b#Conformance - GCE&width=20'>",
            &[("b", "Conformance - GCE")],
        );
        check("https://testgrid.k8s.io/b#Summary, https://testgrid.k8s.io/c", &[("b", ""), ("c", "")]);
        check("https://testgrid.k8s.io/b#t%E2%80%AE%0A", &[("b", "t")]);
        for other in [
            "https://testgrid.k8s.io",
            "https://testgrid.k8s.io/",
            "testgrid/board#tab",
            "https://github.com/kubernetes/test-infra/tree/master/testgrid/config",
            "https://example.com/?u=testgrid.k8s.io/b#t",
            "https://example.com/testgrid.k8s.io/b#t",
            "mytestgrid.k8s.io/b#t",
            "TestGrid",
        ] {
            check(other, &[]);
        }
    }
}
