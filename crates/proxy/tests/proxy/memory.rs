//! How much memory the server takes while upstreams send it gigabytes: measured on a process of its own, by the kernel.
#![cfg(target_os = "linux")]

use std::io::{BufRead, BufReader, Read};
use std::process::{Child, Command, Stdio};

use crate::client::get;
use crate::played::{Reply, play};
use crate::server::with_upstream;

/// Where the upstream of a server in a process of its own is.
const UPSTREAM: &str = "FLAKESCOPE_TEST_UPSTREAM";
const PLACE: &str = "the server is at ";

/// Clients at once.
const CLIENTS: usize = 32;
/// What it may take for all of them, in kB: answers are cut at a megabyte, and six are read at once.
const MOST_KB: u64 = 64 << 10;

/// Ends with the test.
struct Process(Child);

impl Drop for Process {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

impl Process {
    /// The most memory that it ever had, in kB.
    fn peak(&self) -> u64 {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.0.id())).unwrap();
        let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).unwrap();
        line.trim().trim_end_matches(" kB").parse().unwrap()
    }
}

/// No test of its own: the process that the test below starts. Anywhere else there is no upstream, and it ends.
#[tokio::test]
async fn a_server_in_a_process_of_its_own() {
    let Ok(upstream) = std::env::var(UPSTREAM) else { return };
    println!("{PLACE}{}", with_upstream(upstream.parse().unwrap()).await);
    let end = tokio::task::spawn_blocking(|| std::io::stdin().read_to_end(&mut Vec::new()));
    end.await.unwrap().unwrap();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn gigabytes_do_not_stay_in_memory() {
    let (upstream, _) = play(|path| if path.contains("small") { small() } else { Reply::Endless }).await;
    let mut command = Command::new(std::env::current_exe().unwrap());
    command.args(["--exact", "memory::a_server_in_a_process_of_its_own", "--nocapture"]);
    command.env(UPSTREAM, upstream.to_string()).stdin(Stdio::piped()).stdout(Stdio::piped());
    let mut process = Process(command.spawn().unwrap());
    let mut lines = BufReader::new(process.0.stdout.take().unwrap()).lines().map_while(Result::ok);
    let place = lines.find_map(|line| Some(line.split_once(PLACE)?.1.to_owned())).unwrap();
    let server = place.parse().unwrap();
    assert_eq!(get(server, "/testgrid/small/summary", "").await.status, 200);
    let before = process.peak();
    for round in 0..3 {
        let asked: Vec<_> = (0..CLIENTS)
            .map(|number| {
                let path = format!("/testgrid/endless{round}x{number}/summary");
                tokio::spawn(async move { get(server, &path, "").await.status })
            })
            .collect();
        for one in asked {
            let status = one.await.unwrap();
            assert!([502, 503, 504].contains(&status), "{status}");
        }
    }
    let after = process.peak();
    println!("{} answers of a gigabyte each: {before} kB before, {after} kB at the most", 3 * CLIENTS);
    assert!(after - before < MOST_KB, "{before} kB before, {after} kB after");
}

fn small() -> Reply {
    Reply::Bytes(b"HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\n{}".to_vec())
}
