//! What must be refused: with a clear status, within time and memory, and without a request to where it should not go.

use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::{Duration, Instant};

use flakescope_proxy::outside::{Lookup, Outside};

use crate::client::{get, say};
use crate::played::{Reply, good, play, status};
use crate::server::{CONFIG, app, start, with_upstream};

#[tokio::test]
async fn other_hosts_are_never_asked() {
    let (upstream, seen) = play(|_| good("", "{}")).await;
    let server = with_upstream(upstream).await;
    for (line, expect) in [
        ("GET http://evil.example/ HTTP/1.1", 400),
        ("GET http://evil.example/testgrid/a/summary HTTP/1.1", 400),
        ("GET https://testgrid.k8s.io/a/summary HTTP/1.1", 400),
        ("CONNECT evil.example:443 HTTP/1.1", 400),
        ("GET //evil.example/testgrid/a/summary HTTP/1.1", 404),
        ("GET /https://evil.example/ HTTP/1.1", 404),
        ("GET /testgrid/https://evil.example/summary HTTP/1.1", 404),
        ("GET /testgrid/user:word@evil.example/summary HTTP/1.1", 400),
        ("GET /testgrid/testgrid.k8s.io%40evil.example/summary HTTP/1.1", 400),
        ("GET /testgrid/a%2f..%2fb/summary HTTP/1.1", 400),
        ("GET /testgrid/..%2f..%2fetc/summary HTTP/1.1", 400),
        ("GET /testgrid/a%5C@evil.example/summary HTTP/1.1", 400),
        ("GET /testgrid/a%0d%0ahost:%20evil.example/summary HTTP/1.1", 400),
        ("GET /testgrid/a/summary?next=https://evil.example HTTP/1.1", 400),
        ("GET /testgrid/../github/user HTTP/1.1", 404),
        ("GET /github/repos/other/private/issues HTTP/1.1", 403),
        ("GET /github/user HTTP/1.1", 404),
        ("POST /testgrid/a/summary HTTP/1.1", 405),
        ("DELETE /github/repos/kubernetes/kubernetes/issues/1 HTTP/1.1", 405),
        ("POST /github/graphql HTTP/1.1", 405),
    ] {
        let heard =
            say(server, format!("{line}\r\nhost: evil.example\r\nconnection: close\r\n\r\n").as_bytes())
                .await;
        assert_eq!(heard.status, expect, "{line}: {}", heard.body);
    }
    assert_eq!(seen.requests(), Vec::<String>::new());
}

/// A resolver that always answers the same.
fn answers(addresses: &[&str]) -> Lookup {
    let addresses: Vec<SocketAddr> =
        addresses.iter().map(|ip| SocketAddr::new(ip.parse().unwrap(), 0)).collect();
    Arc::new(move |_| {
        let addresses = addresses.clone();
        Box::pin(async move { Ok(addresses) })
    })
}

#[tokio::test]
async fn names_that_lead_inside_are_refused_after_resolution() {
    let inside: [&[&str]; 8] = [
        &["127.0.0.1"],
        &["169.254.169.254"],
        &["10.0.0.1"],
        &["::1"],
        &["::ffff:127.0.0.1"],
        &["fe80::1"],
        // One bad address is enough: which one is taken is a matter of luck.
        &["140.82.121.6", "192.168.0.1"],
        &[],
    ];
    for addresses in inside {
        let server = start(app(CONFIG, Outside::with_lookup(answers(addresses)), None)).await;
        for path in [
            "/testgrid/a/summary",
            "/github/repos/kubernetes/kubernetes/issues",
            "/prow/job-history/gs/b/logs/j",
        ] {
            let heard = get(server, path, "").await;
            assert_eq!(heard.status, 502, "{addresses:?}");
            assert!(heard.body.contains("an address that is not public"), "{addresses:?}: {}", heard.body);
        }
    }
}

#[tokio::test]
async fn redirects_and_odd_answers_are_not_passed_on() {
    let (upstream, seen) = play(|path| {
        let found = |line: &str, headers: &str| status(line, headers, "internal words");
        match path.rsplit('/').nth(1).unwrap_or_default() {
            "moved" => found("302 Found", "location: http://169.254.169.254/latest/meta-data/\r\n"),
            "forever" => found("301 Moved Permanently", "location: /stolen\r\n"),
            "choices" => found("300 Multiple Choices", ""),
            "odd" => found("418 I'm a teapot", ""),
            "broken" => found("500 Internal Server Error", ""),
            "packed" => found("200 OK", "content-encoding: gzip\r\n"),
            "pause" => found("429 Too Many Requests", "retry-after: 7\r\n"),
            "spent" => found("403 Forbidden", "x-ratelimit-remaining: 0\r\n"),
            "garbage" => Reply::Bytes(b"\0\0\0\0 nothing of HTTP\r\n\r\n".to_vec()),
            "cut" => Reply::Bytes(b"HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\nhalf".to_vec()),
            _ => found("200 OK", ""),
        }
    })
    .await;
    let server = with_upstream(upstream).await;
    let boards =
        ["moved", "forever", "choices", "odd", "broken", "packed", "pause", "spent", "garbage", "cut"];
    let expect = [502, 502, 502, 502, 502, 502, 503, 503, 502, 502];
    for (board, expect) in boards.into_iter().zip(expect) {
        let heard = get(server, &format!("/testgrid/{board}/summary"), "").await;
        assert_eq!(heard.status, expect, "{board}: {}", heard.body);
        assert!(heard.body.starts_with("{\"error\":\""), "{board}: {}", heard.body);
        for words in ["internal", "stolen", "169.254", "half"] {
            assert!(!heard.body.contains(words) && !heard.head.contains(words), "{board}: {}", heard.body);
        }
    }
    assert_eq!(seen.requests().len(), boards.len(), "nothing was followed");
}

#[tokio::test]
async fn ten_thousand_headers_are_refused_both_ways() {
    let many = "x-many: y\r\n".repeat(10_000);
    let answer = many.clone();
    let (upstream, _) = play(move |_| good(&answer, "{}")).await;
    let server = with_upstream(upstream).await;
    assert_eq!(get(server, "/testgrid/a/summary", &many).await.status, 431);
    let long = format!("x: {}\r\n", "y".repeat(1 << 20));
    assert_eq!(get(server, "/testgrid/a/summary", &long).await.status, 431);
    assert_eq!(get(server, &format!("/{}", "y".repeat(1 << 20)), "").await.status / 100, 4);
    let heard = get(server, "/testgrid/a/summary", "").await;
    assert_eq!(heard.status, 502, "an answer with too many is broken");
}

#[tokio::test]
async fn slow_answers_end_in_time() {
    let (upstream, _) = play(|path| if path.contains("drip") { Reply::Drip } else { Reply::Silence }).await;
    let server = with_upstream(upstream).await;
    for board in ["drip", "silent"] {
        let start = Instant::now();
        assert_eq!(get(server, &format!("/testgrid/{board}/summary"), "").await.status, 504, "{board}");
        assert!(start.elapsed() < Duration::from_secs(10), "{board}: {:?}", start.elapsed());
    }
}

#[tokio::test]
async fn a_client_that_says_its_head_slowly_is_let_go() {
    let (upstream, seen) = play(|_| good("", "{}")).await;
    let server = with_upstream(upstream).await;
    let start = Instant::now();
    let heard = say(server, b"GET /testgrid/a/summary HTTP/1.1\r\nhost: x\r\nx-slow: ").await;
    assert!(heard.status == 0 || heard.status == 408, "{heard:?}");
    assert!(start.elapsed() < Duration::from_secs(30), "{:?}", start.elapsed());
    assert_eq!(seen.requests().len(), 0);
}

/// Clients that ask for a gigabyte at once.
const CLIENTS: u64 = 24;

#[tokio::test]
async fn a_gigabyte_is_cut_at_the_limit() {
    let announced = b"HTTP/1.1 200 OK\r\ncontent-length: 1073741824\r\n\r\n".to_vec();
    let (upstream, seen) =
        play(
            move |path| {
                if path.contains("announced") { Reply::Bytes(announced.clone()) } else { Reply::Endless }
            },
        )
        .await;
    let server = with_upstream(upstream).await;
    let heard = get(server, "/testgrid/announced/summary", "").await;
    assert_eq!((heard.status, heard.body.contains("larger than 1 MB")), (502, true), "{}", heard.body);
    // Many at once: the upstream gets rid of a megabyte for each, and of what lies in the sockets between.
    let asked: Vec<_> = (0..CLIENTS)
        .map(|number| {
            tokio::spawn(async move { get(server, &format!("/testgrid/endless{number}/summary"), "").await })
        })
        .collect();
    for one in asked {
        let heard = one.await.unwrap();
        assert!([502, 504].contains(&heard.status), "{}", heard.body);
    }
    let megabytes = seen.written.load(Ordering::SeqCst) >> 20;
    assert!(megabytes < CLIENTS * 16, "{megabytes} MB were taken");
    assert!(seen.most.load(Ordering::SeqCst) <= 7, "six at once, and one that is just ending");
}
