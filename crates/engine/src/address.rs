//! Which addresses may be read from: a strict spelling, https (or http on this machine), and a list of hosts.

use std::collections::BTreeSet;
use std::net::{IpAddr, Ipv6Addr};

use http::Uri;

use crate::Error;

/// The hosts that the product reads from without asking.
pub const HOSTS: [&str; 5] = [
    "testgrid-api.prow.k8s.io",
    "api.github.com",
    "raw.githubusercontent.com",
    "storage.googleapis.com",
    "prow.k8s.io",
];

/// The host of an address as [`crate::ToEngine::AllowHost`] takes it, `host` or `host:port` in lower case; `None` for
/// an address that cannot be used.
pub fn host_of(address: &str) -> Option<String> {
    Address::parse(address).ok().map(|address| address.host())
}

/// The base address of a source, or that of a file, checked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Address {
    scheme: String,
    name: String,
    port: Option<u16>,
    path: String,
    /// With its question mark; empty for none.
    query: String,
}

impl Address {
    /// Reads an address. Only characters are taken on which every parser agrees, so that no other parser finds
    /// another host in it: no `@`, no backslash, no query, ASCII alone.
    pub(crate) fn parse(text: &str) -> Result<Self, Error> {
        let refuse = |reason| Error::Address { address: text.to_owned(), reason };
        let text = text.trim();
        if !text.bytes().all(|b| b.is_ascii_alphanumeric() || b"-._~:/%[],+".contains(&b)) {
            return Err(refuse("it holds a character that has no place in a plain address"));
        }
        let uri: Uri = text.parse().map_err(|_| refuse("it is not a web address"))?;
        let scheme = uri.scheme_str().filter(|scheme| ["http", "https"].contains(scheme));
        let name = uri.host().filter(|host| is_plain(host));
        let (Some(scheme), Some(name)) = (scheme, name) else {
            return Err(refuse("it does not begin with https:// and a host"));
        };
        let port = uri.port_u16().filter(|port| *port != default_port(scheme));
        let path = uri.path().trim_end_matches('/').to_owned();
        let (scheme, name) = (scheme.to_owned(), name.to_ascii_lowercase());
        Ok(Self { scheme, name, port, path, query: String::new() })
    }

    /// Reads the address of a file, which may have a query: a storage wants `?alt=media`. Keys and values must be plain.
    pub(crate) fn parse_file(text: &str) -> Result<Self, Error> {
        let Some((place, query)) = text.trim().split_once('?') else { return Self::parse(text) };
        if !query.bytes().all(|b| b.is_ascii_alphanumeric() || b"-._~%=&+".contains(&b)) {
            let reason = "its query holds a character that has no place there";
            return Err(Error::Address { address: text.to_owned(), reason });
        }
        Ok(Self { query: format!("?{query}"), ..Self::parse(place)? })
    }

    /// `host` or `host:port`.
    pub(crate) fn host(&self) -> String {
        match self.port {
            Some(port) => format!("{}:{port}", self.name),
            None => self.name.clone(),
        }
    }

    /// `scheme://host[:port]`.
    pub(crate) fn origin(&self) -> String {
        format!("{}://{}", self.scheme, self.host())
    }

    /// The address without a slash at its end.
    pub(crate) fn base(&self) -> String {
        format!("{}{}", self.origin(), self.path)
    }

    /// The address of a file, query and all.
    pub(crate) fn file(&self) -> String {
        format!("{}{}", self.base(), self.query)
    }

    /// True for `…/api/v1`; anything else is taken for the legacy endpoints.
    pub(crate) fn is_api_v1(&self) -> bool {
        self.path.ends_with("/api/v1")
    }

    /// Gives itself back when it may be read from.
    pub(crate) fn check(self, allowed: &BTreeSet<String>, own_origin: Option<&str>) -> Result<Self, Error> {
        if own_origin == Some(self.origin().as_str()) {
            return Ok(self);
        }
        if self.scheme != "https" && !is_loopback(&self.name) {
            return Err(Error::Address { address: self.base(), reason: "http is not safe on a network" });
        }
        let host = self.host();
        if HOSTS.contains(&host.as_str()) || allowed.contains(&host) {
            return Ok(self);
        }
        Err(Error::HostNotAllowed { host })
    }
}

/// True for a name of letters, digits, dots and hyphens, and for an IP address in its usual spelling: browsers read
/// others, such as `0x7f.1`, as addresses too.
fn is_plain(host: &str) -> bool {
    let bare = host.trim_start_matches('[').trim_end_matches(']');
    if let Ok(ip) = bare.parse::<IpAddr>() {
        return ip.to_string() == bare && ip.is_ipv6() == host.starts_with('[');
    }
    let last = host.trim_end_matches('.').rsplit('.').next().unwrap_or_default();
    host.bytes().all(|b| b.is_ascii_alphanumeric() || b".-".contains(&b))
        && last.starts_with(|c: char| c.is_ascii_alphabetic())
}

fn default_port(scheme: &str) -> u16 {
    if scheme == "http" { 80 } else { 443 }
}

fn is_loopback(name: &str) -> bool {
    let bare = name.trim_start_matches('[').trim_end_matches(']');
    match bare.parse::<IpAddr>() {
        Ok(IpAddr::V4(ip)) => ip.is_loopback(),
        Ok(IpAddr::V6(ip)) => ip == Ipv6Addr::LOCALHOST,
        Err(_) => name == "localhost",
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn verdict(address: &str, allowed: &[&str]) -> String {
        let allowed = allowed.iter().map(|host| (*host).to_owned()).collect();
        let checked = Address::parse(address).and_then(|a| a.check(&allowed, Some("http://flakes.example")));
        match checked {
            Ok(address) => address.base(),
            Err(Error::HostNotAllowed { host }) => format!("ask {host}"),
            Err(_) => "refused".to_owned(),
        }
    }

    #[test]
    fn known_hosts_and_the_own_origin_may_be_read() {
        let api = "https://testgrid-api.prow.k8s.io/api/v1";
        assert_eq!(verdict(api, &[]), api);
        assert_eq!(verdict("https://TestGrid-API.prow.k8s.io:443/api/v1/", &[]), api);
        assert_eq!(verdict("http://flakes.example/data", &[]), "http://flakes.example/data");
    }

    #[test]
    fn others_need_the_users_word() {
        assert_eq!(verdict("https://evil.example/api/v1", &[]), "ask evil.example");
        assert_eq!(verdict("https://prow.k8s.io:8443/", &[]), "ask prow.k8s.io:8443");
        assert_eq!(verdict("https://prow.k8s.io.evil.example/", &[]), "ask prow.k8s.io.evil.example");
        assert_eq!(verdict("http://127.0.0.1:8080/api/v1", &[]), "ask 127.0.0.1:8080");
        for loopback in ["http://127.0.0.1:8080", "http://localhost:8080", "http://[::1]:8080"] {
            assert_eq!(verdict(loopback, &[loopback.trim_start_matches("http://")]), loopback);
        }
    }

    #[test]
    fn what_parsers_read_differently_is_refused() {
        for address in [
            "http://evil.example/",
            "https://prow.k8s.io@evil.example/",
            "https://prow.k8s.io\\@evil.example/",
            "https://prow.k8s.io\u{3002}evil.example/",
            "https://user:word@prow.k8s.io/",
            "https:prow.k8s.io/",
            "ftp://prow.k8s.io/",
            "//prow.k8s.io/",
            "prow.k8s.io",
            "javascript:alert(1)",
            "data:text/plain,x",
            "https://",
            "https://prow.k8s.io/?q=1",
            "https://prow.k8s.io/\u{0}",
            "https://prow%2ek8s.io/",
            "http://0x7f.1/",
            "http://2130706433/",
            "http://[0:0:0:0:0:0:0:1]/",
            "",
        ] {
            assert_eq!(verdict(address, &["evil.example"]), "refused", "{address:?}");
        }
    }

    #[test]
    fn files_may_have_a_plain_query() {
        let file = "https://storage.googleapis.com/storage/v1/b/runs/o/a%2Fmodel.json?alt=media";
        assert_eq!(Address::parse_file(file).unwrap().file(), file);
        assert_eq!(
            Address::parse_file("https://a.example/x.json").unwrap().file(),
            "https://a.example/x.json"
        );
        for refused in
            ["https://a.example/x?y=http://b", "https://a.example/x?a#b", "https://a@b.example/x?y=1"]
        {
            assert!(Address::parse_file(refused).is_err(), "{refused}");
        }
    }

    #[test]
    fn the_face_is_told_by_the_path() {
        for (address, api) in [
            ("https://a.example/api/v1", true),
            ("https://a.example/mirror/api/v1/", true),
            ("https://a.example/", false),
            ("https://a.example/api/v1/x", false),
        ] {
            assert_eq!(Address::parse(address).unwrap().is_api_v1(), api, "{address}");
        }
        assert_eq!(host_of("https://A.example:8443/x").as_deref(), Some("a.example:8443"));
        assert_eq!(host_of("nothing"), None);
    }

    proptest! {
        /// What this parser calls the host is what a browser would call it.
        #[test]
        fn browsers_find_the_same_host(address in "(https?://)?[a-z0-9xA-Z.:@%\\\\/?#\\[\\]_~-]{0,40}") {
            if let Ok(ours) = Address::parse(&address)
                && let Ok(theirs) = url::Url::parse(&ours.base())
            {
                prop_assert_eq!(theirs.host_str(), Some(ours.name.as_str()));
                prop_assert_eq!((theirs.port(), theirs.scheme()), (ours.port, ours.scheme.as_str()));
            }
        }

        #[test]
        fn any_text_is_taken_or_refused(address in ".{0,60}") {
            let _ = host_of(&address);
        }
    }
}
