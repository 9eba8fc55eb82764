//! `ci_stat`'s settings, `env.json`: the database, the folder of logs, the webhook of the chat.

use std::path::{Path, PathBuf};

use serde::Deserialize;
use serde_json::Value;

use crate::error::CliError;
use crate::files;

/// The settings that are of use here. They hold secrets, so they do not print themselves.
#[derive(Default, Deserialize)]
#[serde(default)]
pub(super) struct EnvJson {
    pub(super) host: String,
    port: Value,
    pub(super) user: String,
    pub(super) password: String,
    pub(super) database: String,
    log_dir: String,
    webhook: String,
}

impl EnvJson {
    /// Reads the file. Its error tells where it is broken, and nothing of what it holds.
    pub(super) fn read(path: &Path) -> Result<Self, CliError> {
        let bytes = files::read(path)?;
        serde_json::from_slice(&bytes).map_err(|error| {
            let (line, column) = (error.line(), error.column());
            CliError::Usage(format!(
                "{}: line {line}, column {column}: not ci_stat's env.json, an object with host, port, user, password, database",
                path.display()
            ))
        })
    }

    /// The port; 3306 where none is given. Written as a number or as a text.
    pub(super) fn port(&self) -> Result<u16, CliError> {
        let port = match &self.port {
            Value::Null => Some(3306),
            Value::Number(number) => number.as_u64().and_then(|port| u16::try_from(port).ok()),
            Value::String(text) => text.trim().parse().ok(),
            _ => None,
        };
        port.ok_or_else(|| CliError::Usage("the port in env.json is no number from 0 to 65535".to_owned()))
    }

    /// Where logs lie.
    pub(super) fn log_dir(&self) -> Option<PathBuf> {
        Some(&self.log_dir).filter(|folder| !folder.is_empty()).map(PathBuf::from)
    }

    /// Where messages go.
    pub(super) fn webhook(&self) -> Option<String> {
        Some(self.webhook.clone()).filter(|url| !url.is_empty())
    }
}
