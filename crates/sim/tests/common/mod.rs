//! A server on loopback, and a client that shows what really came over the wire.
#![expect(dead_code, reason = "each test program uses its own part")]

use std::io::{Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::path::{Path, PathBuf};
use std::sync::{Arc, OnceLock};
use std::time::Duration;

use flakescope_sim::answers::{Answers, Live};
use flakescope_sim::github::GitHub;
use flakescope_sim::serve::{Stage, serve};
use flakescope_sim::world::{World, WorldOptions};

/// A small world: every plot, few tests.
pub(crate) fn small(seed: u64) -> WorldOptions {
    WorldOptions { seed, tests: 30, columns: 40, ..WorldOptions::default() }
}

/// What came back.
#[derive(Debug)]
pub(crate) struct Received {
    pub(crate) status: u16,
    pub(crate) head: String,
    pub(crate) body: Vec<u8>,
}

impl Received {
    /// A header's value, by lower-case name.
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.head.lines().find_map(|line| {
            let (key, value) = line.split_once(':')?;
            (key.to_ascii_lowercase() == name).then(|| value.trim())
        })
    }

    pub(crate) fn json(&self) -> serde_json::Value {
        serde_json::from_slice(&self.body).expect("the body is JSON")
    }

    pub(crate) fn length(&self) -> usize {
        self.header("content-length").expect("has a length").parse().expect("is a number")
    }
}

/// Serves on a free port, on a thread of its own, for as long as the test program runs.
pub(crate) fn start(answers: Box<dyn Answers>) -> SocketAddr {
    start_stage(Stage::new(answers, Vec::new(), Duration::ZERO))
}

/// The same with a stage that is set already.
pub(crate) fn start_stage(stage: Stage) -> SocketAddr {
    let (tell, told) = std::sync::mpsc::channel();
    std::thread::spawn(move || {
        let runtime = tokio::runtime::Runtime::new().expect("starts");
        runtime.block_on(async move {
            let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a free port");
            tell.send(listener.local_addr().expect("has an address")).expect("is heard");
            serve(listener, Arc::new(stage)).await.expect("serves");
        });
    });
    told.recv().expect("listens")
}

/// Serves a small world.
pub(crate) fn start_world(seed: u64) -> SocketAddr {
    start(Box::new(Live::new(World::build(small(seed)).dashboards)))
}

/// Serves a small world with the code host of the usual one; `link_base` as the switch has it.
pub(crate) fn start_with_issues(link_base: Option<&str>) -> SocketAddr {
    static GITHUB: OnceLock<GitHub> = OnceLock::new();
    let github = GITHUB.get_or_init(|| World::build(WorldOptions::default()).github).clone();
    let dashboards = World::build(WorldOptions { jobs: 2, ..small(1) }).dashboards;
    let stage = Stage::new(Box::new(Live::new(dashboards)), Vec::new(), Duration::ZERO);
    start_stage(stage.with_github(github, link_base.map(str::to_owned)))
}

/// Sends a request and reads until the server closes.
pub(crate) fn request(address: SocketAddr, method: &str, path: &str, body: &str) -> Received {
    request_with(address, method, path, &[], body)
}

/// The same with headers.
pub(crate) fn request_with(
    address: SocketAddr,
    method: &str,
    path: &str,
    headers: &[(&str, &str)],
    body: &str,
) -> Received {
    let lines: Vec<String> = headers.iter().map(|(name, value)| format!("{name}: {value}\r\n")).collect();
    let headers = lines.concat();
    let mut stream = TcpStream::connect(address).expect("connects");
    stream.set_read_timeout(Some(Duration::from_secs(15))).expect("is set");
    let length = body.len();
    write!(
        stream,
        "{method} {path} HTTP/1.1\r\nhost: sim\r\nconnection: close\r\n{headers}content-length: {length}\r\n\r\n{body}"
    )
    .expect("is sent");
    let mut bytes = Vec::new();
    let _ = stream.read_to_end(&mut bytes);
    let end = bytes.windows(4).position(|four| four == b"\r\n\r\n").expect("has a head");
    let head = String::from_utf8_lossy(&bytes[..end]).into_owned();
    let status = head.split(' ').nth(1).and_then(|code| code.parse().ok()).expect("has a status");
    Received { status, head, body: bytes.split_off(end + 4) }
}

pub(crate) fn get(address: SocketAddr, path: &str) -> Received {
    request(address, "GET", path, "")
}

/// Puts one fault in force.
pub(crate) fn set_fault(address: SocketAddr, fault: &str) {
    let set = request(address, "POST", "/control/faults", &format!("{{\"faults\":[{fault}]}}"));
    assert_eq!(set.status, 200, "{}", String::from_utf8_lossy(&set.body));
}

/// A folder of real captures beside the checkout; prints why when it is absent.
#[expect(clippy::print_stdout, reason = "a skipped test says why")]
pub(crate) fn captures(name: &str) -> Option<PathBuf> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data").join(name);
    if !path.is_dir() {
        println!("SKIPPED: no captures at ../shared/data/{name}");
        return None;
    }
    Some(path)
}

/// A folder that is empty at the start.
pub(crate) fn scratch(name: &str) -> PathBuf {
    let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    let _ = std::fs::remove_dir_all(&path);
    path
}
