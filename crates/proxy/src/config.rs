//! The configuration file: TOML on one page, checked once. Nothing secret stands in it.

use std::collections::BTreeSet;

use axum::http::HeaderValue;
use flakescope_core::flakes::ProjectBoard;
use flakescope_core::model::Repository;
use serde::Deserialize;
use thiserror::Error;

/// What the file says; every key may be left out.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Config {
    /// Pages that may read from this server, such as `https://example.github.io`; its own page always may.
    pub origins: Vec<String>,
    /// Take the client's address from the last entry of `X-Forwarded-For`: for a server behind another one.
    pub behind_proxy: bool,
    /// Forwarded requests of one client in a minute; a quarter of them may come at once.
    pub requests_per_minute: u32,
    /// Repositories on GitHub whose issues may be read with the server's token.
    pub repositories: Vec<Repository>,
    /// Project boards that may be read with the server's token, such as `kubernetes/68`.
    pub project_boards: Vec<String>,
    /// Answers younger than this are not fetched again, in seconds.
    pub cache_seconds: u32,
    /// All kept answers together, in MB.
    pub cache_megabytes: u32,
    /// The largest answer of an upstream, in MB.
    pub answer_megabytes: u32,
    /// One upstream may take this long for a whole answer, in seconds.
    pub timeout_seconds: u32,
    /// Chats that messages may be sent to.
    pub webhook: Vec<Webhook>,
    /// The report at an address: the flags of `flakescope report`. Left out: there is none.
    pub report: Option<Vec<String>>,
    /// The muted list at an address: sources and flags of `flakescope muted`. Left out: there is none.
    pub muted: Option<Vec<String>>,
}

/// A chat.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Webhook {
    /// Its name in the path.
    pub name: String,
    /// Which chat.
    pub kind: WebhookKind,
    /// The environment variable that holds its address.
    pub address_env: String,
}

/// The chats that are known.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum WebhookKind {
    /// Slack's incoming webhooks.
    Slack,
    /// Feishu's (and Lark's) custom bots.
    Feishu,
}

impl Default for Config {
    fn default() -> Self {
        Self {
            origins: Vec::new(),
            behind_proxy: false,
            requests_per_minute: 240,
            repositories: Vec::new(),
            project_boards: Vec::new(),
            cache_seconds: 300,
            cache_megabytes: 128,
            answer_megabytes: 32,
            timeout_seconds: 30,
            webhook: Vec::new(),
            report: None,
            muted: None,
        }
    }
}

/// What is wrong with the configuration.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum ConfigError {
    /// Not TOML, or not our keys.
    #[error("{0}")]
    Toml(String),
    /// An origin that no browser would send.
    #[error("{0:?} is no origin: write https://host or http://host:port, without a path")]
    Origin(String),
    /// A board that cannot be.
    #[error("{0:?} is no project board: write organisation/number such as kubernetes/68")]
    Board(String),
    /// A number out of its range.
    #[error("{key} must be between {least} and {most}")]
    Range {
        /// The key.
        key: &'static str,
        /// The smallest value.
        least: u32,
        /// The largest value.
        most: u32,
    },
    /// A name that cannot stand in a path.
    #[error("{0:?} is no name for a webhook: use small letters, digits and hyphens, and each name once")]
    Name(String),
    /// A chat without an address.
    #[error("the webhook {name:?} has no address: put it into the environment variable {variable}")]
    NoAddress {
        /// The webhook.
        name: String,
        /// The variable.
        variable: String,
    },
    /// An address that is none of the chat's. It is not shown: it is a secret.
    #[error("what {variable} holds is no address of the chat that the webhook {name:?} names")]
    BadAddress {
        /// The webhook.
        name: String,
        /// The variable.
        variable: String,
    },
    /// A secret that could be guessed.
    #[error("{name} is too short: take at least {least} characters, such as openssl rand -hex 32 prints")]
    ShortSecret {
        /// The variable.
        name: &'static str,
        /// The shortest that is taken.
        least: usize,
    },
}

impl Config {
    /// Reads and checks a file's text.
    pub fn parse(text: &str) -> Result<Self, ConfigError> {
        let config: Self = toml::from_str(text).map_err(|error| {
            ConfigError::Toml(error.to_string().split_whitespace().collect::<Vec<_>>().join(" "))
        })?;
        config.check()
    }

    /// Gives itself back when every value can be used.
    pub fn check(self) -> Result<Self, ConfigError> {
        let ranges = [
            ("requests_per_minute", self.requests_per_minute, 1, 100_000_000),
            ("cache_seconds", self.cache_seconds, 1, 86_400),
            ("cache_megabytes", self.cache_megabytes, 1, 16_384),
            ("answer_megabytes", self.answer_megabytes, 1, 1_024),
            ("timeout_seconds", self.timeout_seconds, 1, 300),
        ];
        for (key, value, least, most) in ranges {
            if !(least..=most).contains(&value) {
                return Err(ConfigError::Range { key, least, most });
            }
        }
        self.origin_headers()?;
        self.boards()?;
        let mut names = BTreeSet::new();
        match self.webhook.iter().find(|hook| !is_name(&hook.name) || !names.insert(&hook.name)) {
            Some(hook) => Err(ConfigError::Name(hook.name.clone())),
            None => Ok(self),
        }
    }

    /// The origins as browsers send them.
    pub(crate) fn origin_headers(&self) -> Result<Vec<HeaderValue>, ConfigError> {
        let header = |origin: &String| {
            let wrong = || ConfigError::Origin(origin.clone());
            let host = ["https://", "http://"].iter().find_map(|scheme| origin.strip_prefix(scheme));
            let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || "-.:[]".contains(c);
            host.filter(|host| !host.is_empty() && host.chars().all(plain)).ok_or_else(wrong)?;
            HeaderValue::from_str(origin).map_err(|_| wrong())
        };
        self.origins.iter().map(header).collect()
    }

    /// The boards, read.
    pub(crate) fn boards(&self) -> Result<Vec<ProjectBoard>, ConfigError> {
        let read = |text: &String| ProjectBoard::parse(text).ok_or_else(|| ConfigError::Board(text.clone()));
        self.project_boards.iter().map(read).collect()
    }
}

fn is_name(name: &str) -> bool {
    let plain = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-';
    !name.is_empty() && name.len() <= 64 && name.bytes().all(plain)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_cannot_be_is_named() {
        for (text, words) in [
            ("", "ok"),
            ("origins = [\"https://example.github.io\", \"http://localhost:8080\"]", "ok"),
            ("origins = [\"*\"]", "no origin"),
            ("origins = [\"https://a.example/page\"]", "no origin"),
            ("origins = [\"null\"]", "no origin"),
            ("origin = []", "unknown field `origin`"),
            ("repositories = [\"kubernetes\"]", "repositories"),
            ("project_boards = [\"kubernetes/x\"]", "no project board"),
            ("cache_seconds = 0", "between 1 and 86400"),
            (
                "[[webhook]]\nname = \"Release\"\nkind = \"slack\"\naddress_env = \"A\"",
                "no name for a webhook",
            ),
            ("[[webhook]]\nname = \"release\"\nkind = \"irc\"\naddress_env = \"A\"", "irc"),
        ] {
            let said = Config::parse(text).map_or_else(|error| error.to_string(), |_| "ok".to_owned());
            assert!(said.contains(words), "{text}: {said}");
        }
    }
}
