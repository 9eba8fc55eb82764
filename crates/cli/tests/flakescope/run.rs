//! Runs the binary, and keeps what it said.

use std::path::PathBuf;
use std::process::{Command, Output};

/// What a run left.
pub(crate) struct Run {
    pub(crate) code: i32,
    pub(crate) out: String,
    pub(crate) err: String,
}

impl Run {
    /// The whole error output, which must be one line.
    pub(crate) fn one_line(&self) -> &str {
        assert_eq!(self.err.lines().count(), 1, "{}", self.err);
        self.err.trim_end()
    }

    /// The tests of a JSON report.
    pub(crate) fn json(&self) -> serde_json::Value {
        serde_json::from_str(&self.out).unwrap_or_else(|error| panic!("{error}: {}", self.err))
    }
}

/// Runs `flakescope` with arguments separated by blanks.
pub(crate) fn flakescope(arguments: &str) -> Run {
    with_arguments(&arguments.split_whitespace().collect::<Vec<_>>())
}

/// Runs `flakescope` with arguments as they are.
pub(crate) fn with_arguments(arguments: &[&str]) -> Run {
    of(command().args(arguments).output().expect("the binary was built"))
}

/// Names in the environment that change what the program does.
const SURROUNDINGS: [&str; 12] = [
    "http_proxy",
    "https_proxy",
    "all_proxy",
    "HTTP_PROXY",
    "HTTPS_PROXY",
    "ALL_PROXY",
    "GITHUB_TOKEN",
    "GH_TOKEN",
    "GITHUB_AUTH_TOKEN",
    "FLAKESCOPE_WEBHOOK",
    "MYSQL_PWD",
    "STAT_ENV_PATH",
];

/// A command that is not disturbed by the surroundings.
pub(crate) fn command() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_flakescope"));
    for name in SURROUNDINGS {
        command.env_remove(name);
    }
    command
}

pub(crate) fn of(output: Output) -> Run {
    Run {
        code: output.status.code().unwrap_or(-1),
        out: String::from_utf8(output.stdout).expect("text"),
        err: String::from_utf8(output.stderr).expect("text"),
    }
}

/// A new folder for one test; its files are left for who wants to look.
pub(crate) fn folder(name: &str) -> PathBuf {
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(name);
    let _ = std::fs::remove_dir_all(&folder);
    std::fs::create_dir_all(&folder).expect("the target folder can be written");
    folder
}
