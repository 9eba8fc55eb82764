//! The server as a program: its documents, its answers to mistakes, its end.
#![cfg(unix)]

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::Path;
use std::process::{Child, Command, Stdio};

use crate::run::{command, flakescope, folder};

/// A server that ends with the test.
pub(crate) struct Server {
    process: Child,
    address: String,
}

impl Server {
    fn start(arguments: &str) -> Self {
        let mut command = command();
        command.args(["serve", "--listen", "127.0.0.1:0"]).args(arguments.split_whitespace());
        Self::run(command)
    }

    /// With its whole command.
    pub(crate) fn run(mut command: Command) -> Self {
        let mut process = command.stderr(Stdio::piped()).spawn().unwrap();
        let mut line = String::new();
        BufReader::new(process.stderr.take().unwrap()).read_line(&mut line).unwrap();
        let address =
            line.trim().strip_prefix("serving at http://").unwrap_or_else(|| panic!("{line}")).to_owned();
        Self { process, address }
    }

    /// The status and the body.
    pub(crate) fn get(&self, path: &str) -> (u16, String) {
        let mut stream = TcpStream::connect(&self.address).unwrap();
        write!(stream, "GET {path} HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n").unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).unwrap();
        let (head, body) = answer.split_once("\r\n\r\n").unwrap();
        (head.split(' ').nth(1).unwrap().parse().unwrap(), body.to_owned())
    }

    /// Told to end, and how it ended.
    fn stop(mut self) -> Option<i32> {
        let id = self.process.id().to_string();
        assert!(std::process::Command::new("kill").args(["-TERM", &id]).status().unwrap().success());
        self.process.wait().unwrap().code()
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

fn config(folder: &Path, text: &str) -> String {
    let path = folder.join("proxy.toml");
    std::fs::write(&path, text).unwrap();
    format!("--config {}", path.display())
}

/// A report without the second in which it was made.
fn undated(html: &str) -> String {
    let (before, after) = html.split_once("Made at ").unwrap();
    format!("{before}{}", after.split_once('Z').unwrap().1)
}

#[test]
fn the_report_and_the_muted_list_stand_at_addresses() {
    let folder = folder("serve");
    std::fs::write(folder.join("test_a.py"), "@pytest.mark.skip(reason='x')\ndef test_a(): pass\n").unwrap();
    let muted = folder.display();
    let server =
        Server::start(&config(&folder, &format!("report = [\"--sample\"]\nmuted = [\"{muted}\"]\n")));
    assert_eq!(server.get("/healthz"), (200, "ok\n".to_owned()));
    let (status, html) = server.get("/report.html");
    assert_eq!(status, 200);
    let printed = flakescope("report --sample --format html").out;
    assert_eq!(undated(&html), undated(&printed), "the same bytes as the command line");
    let (_, json) = server.get("/report.json");
    assert!(serde_json::from_str::<serde_json::Value>(&json).unwrap().is_object());
    let (_, redash) = server.get("/muted.json");
    let redash: serde_json::Value = serde_json::from_str(&redash).unwrap();
    assert_eq!(redash["rows"][0]["test"], "test_a");
    assert_eq!(server.get("/report.md").0, 404);
    assert_eq!(server.stop(), Some(0));
}

#[test]
fn mistakes_are_told_at_the_start_in_one_line() {
    let folder = folder("serve-mistakes");
    for (text, words) in [
        ("origin = []", "unknown field `origin`"),
        ("report = [\"--nothing\"]", "\"report\" in the configuration: unexpected argument '--nothing'"),
        ("muted = []", "\"muted\" in the configuration"),
        ("requests_per_minute = 0", "requests_per_minute must be between 1 and"),
    ] {
        let run = flakescope(&format!("serve --listen 127.0.0.1:0 {}", config(&folder, text)));
        assert_eq!(run.code, 2, "{text}: {}", run.err);
        assert!(run.one_line().contains(words), "{text}: {}", run.err);
    }
    assert_eq!(flakescope("serve --listen 127.0.0.1:0 --port 8080").code, 2, "one place to listen");
    let run = flakescope(&format!("serve --listen 127.0.0.1:0 --dist {}", folder.display()));
    assert_eq!(run.code, 2);
    assert!(run.one_line().contains("holds no page"), "{}", run.err);
}
