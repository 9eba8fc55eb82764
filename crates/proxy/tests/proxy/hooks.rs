//! Messages to chats.

use flakescope_proxy::outside::Outside;
use flakescope_proxy::{App, Config, Secrets};

use crate::client::post;
use crate::played::{Reply, good, play, status};
use crate::server::{BEARER, CONFIG, start, with_upstream};

fn bearer(secret: &str) -> String {
    format!("authorization: Bearer {secret}\r\n")
}

#[tokio::test]
async fn without_a_secret_nothing_is_there() {
    let (upstream, seen) = play(|_| good("", "ok")).await;
    let config = Config::parse(CONFIG).unwrap();
    let secrets = Secrets::read(&config, |_| None).unwrap();
    let app = App::new(&config, secrets, Outside::played_by(upstream).unwrap(), None, None).unwrap();
    let server = start(app).await;
    assert_eq!(post(server, "/hooks/release", &bearer(BEARER), "{}").await.status, 404);
    assert_eq!(seen.requests().len(), 0);
}

#[tokio::test]
async fn only_the_bearer_sends_and_only_to_chats_by_name() {
    let (upstream, seen) = play(|_| good("", "ok")).await;
    let server = with_upstream(upstream).await;
    let good = bearer(BEARER);
    for (path, headers, body, expect) in [
        ("/hooks/release", "", "{\"text\":\"x\"}", 401),
        ("/hooks/release", "authorization: Bearer wrong\r\n", "{\"text\":\"x\"}", 401),
        ("/hooks/release", "authorization: Basic YTpi\r\n", "{\"text\":\"x\"}", 401),
        ("/hooks/other", &good, "{\"text\":\"x\"}", 404),
        ("/hooks/https:%2F%2Fevil.example", &good, "{\"text\":\"x\"}", 404),
        ("/hooks/release", &good, "no JSON", 400),
        ("/hooks/release", &good, "[]", 400),
        ("/hooks/release", &good, &format!("{{\"text\":\"{}\"}}", "x".repeat(70_000)), 413),
    ] {
        assert_eq!(post(server, path, headers, body).await.status, expect, "{path} {headers}");
    }
    assert_eq!(seen.requests().len(), 0);
    assert_eq!(post(server, "/hooks/release", &good, "{\"text\":\"hello\"}").await.status, 200);
    let request = seen.requests().remove(0);
    assert!(request.starts_with("POST /hooks.slack.com/services/"), "{request}");
    assert!(request.ends_with("\r\n\r\n{\"text\":\"hello\"}") && !request.contains(BEARER), "{request}");
}

#[tokio::test]
async fn a_key_keeps_a_message_from_being_sent_twice() {
    let (upstream, seen) = play(|_| good("", "ok")).await;
    let server = with_upstream(upstream).await;
    let headers = format!("{}idempotency-key: report-2026-11-21\r\n", bearer(BEARER));
    for _ in 0..3 {
        assert_eq!(post(server, "/hooks/release", &headers, "{\"text\":\"x\"}").await.status, 200);
    }
    assert_eq!(seen.requests().len(), 1);
    // Without a key each is a message of its own.
    for _ in 0..2 {
        assert_eq!(post(server, "/hooks/release", &bearer(BEARER), "{\"text\":\"x\"}").await.status, 200);
    }
    assert_eq!(seen.requests().len(), 3);
}

#[tokio::test]
async fn what_may_have_been_sent_is_not_sent_again() {
    let (upstream, seen) = play(|_| Reply::Silence).await;
    let server = with_upstream(upstream).await;
    let headers = format!("{}idempotency-key: k\r\n", bearer(BEARER));
    for _ in 0..2 {
        let heard = post(server, "/hooks/release", &headers, "{}").await;
        assert_eq!((heard.status, heard.body.contains("did not say")), (502, true), "{}", heard.body);
    }
    assert_eq!(seen.requests().len(), 1);
}

#[tokio::test]
async fn a_refused_message_may_be_tried_again() {
    let (upstream, seen) = play(|path| {
        if path.contains("feishu") {
            good("", "{\"code\":19001,\"msg\":\"words of the chat\"}")
        } else {
            status("404 Not Found", "", "no_service")
        }
    })
    .await;
    let server = with_upstream(upstream).await;
    let headers = format!("{}idempotency-key: k\r\n", bearer(BEARER));
    for path in ["/hooks/release", "/hooks/release", "/hooks/feishu"] {
        let heard = post(server, path, &headers, "{}").await;
        assert_eq!((heard.status, heard.body.contains("refused the message")), (502, true), "{}", heard.body);
    }
    assert_eq!(seen.requests().len(), 3);
}
