//! What is forwarded, kept and made.

use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use flakescope_proxy::outside::Outside;
use flakescope_proxy::{App, Config, Document, MakeDocument, Secrets};

use crate::client::get;
use crate::played::{good, play, status};
use crate::server::{CONFIG, TOKEN, app, start, with_upstream};

#[tokio::test]
async fn an_answer_is_fetched_once_and_given_with_a_tag() {
    let (upstream, seen) =
        play(|_| good("set-cookie: a=b\r\ncontent-type: text/html\r\n", "{\"a\":1}")).await;
    let server = with_upstream(upstream).await;
    let path = "/testgrid/sig-release-master-blocking/summary";
    let first =
        get(server, path, "cookie: c=d\r\nauthorization: Bearer mine\r\nx-forwarded-for: 1.2.3.4\r\n").await;
    assert_eq!((first.status, first.body.as_str()), (200, "{\"a\":1}"));
    assert_eq!(first.header("content-type"), Some("application/json"), "a page of theirs does not run here");
    assert_eq!(first.header("x-content-type-options"), Some("nosniff"));
    assert!(first.header("content-security-policy").unwrap().contains("sandbox"));
    assert_eq!(first.header("set-cookie"), None);
    assert_eq!(first.header("cache-control"), Some("public, max-age=300"));
    let tag = first.header("etag").unwrap();
    let again = get(server, path, &format!("if-none-match: W/\"x\", {tag}\r\n")).await;
    assert_eq!((again.status, again.body.as_str()), (304, ""));
    assert_eq!(get(server, path, "if-none-match: \"x\"\r\n").await.status, 200);
    let requests = seen.requests();
    assert_eq!(requests.len(), 1, "kept: {requests:?}");
    let request = requests[0].to_ascii_lowercase();
    assert!(
        request.starts_with("get /testgrid.k8s.io/sig-release-master-blocking/summary http/1.1\r\n"),
        "{request}"
    );
    for theirs in ["cookie", "authorization", "forwarded", "mine", "referer", "origin"] {
        assert!(!request.contains(theirs), "{theirs}: {request}");
    }
}

#[tokio::test]
async fn the_token_goes_to_the_code_host_alone() {
    let (upstream, seen) =
        play(|_| good("link: <https://api.github.com/x?page=2>; rel=\"next\"\r\n", "[]")).await;
    let server = with_upstream(upstream).await;
    let issues = get(server, "/github/repos/kubernetes/kubernetes/issues?state=open&per_page=100", "").await;
    assert_eq!((issues.status, issues.header("link").is_some()), (200, true));
    assert_eq!(
        get(server, "/prow/job-history/gs/b/logs/job", "").await.header("content-type"),
        Some("text/plain; charset=utf-8")
    );
    let [github, prow] = seen.requests().try_into().unwrap();
    assert!(github.contains(&format!("authorization: Bearer {TOKEN}")));
    assert!(!prow.contains(TOKEN));
}

#[tokio::test]
async fn a_project_board_is_read_by_stored_queries_alone() {
    let (upstream, seen) =
        play(|_| good("", r#"{"data":{"organization":{"projectV2":{"id":"PVT_1"}}}}"#)).await;
    let server = with_upstream(upstream).await;
    assert_eq!(get(server, "/github/graphql/project-board?board=kubernetes/68", "").await.status, 200);
    let requests = seen.requests();
    assert_eq!(requests.len(), 2);
    assert!(requests.iter().all(|request| request.starts_with("POST /api.github.com/graphql ")));
    assert!(requests.iter().all(|request| !request.contains("mutation")));
    assert!(requests[1].contains("PVT_1"), "{}", requests[1]);
}

#[tokio::test]
async fn an_upstream_that_says_not_changed_saves_the_body() {
    let (upstream, seen) = play(|path| {
        if path.contains("issues/1") {
            good("etag: \"theirs\"\r\n", "{}")
        } else {
            status("404 Not Found", "", "secret words")
        }
    })
    .await;
    let config = CONFIG.replace("timeout_seconds = 1", "timeout_seconds = 1\ncache_seconds = 1");
    let server = start(app(&config, Outside::played_by(upstream).unwrap(), None)).await;
    let path = "/github/repos/kubernetes/kubernetes/issues/1";
    assert_eq!(get(server, path, "").await.status, 200);
    tokio::time::sleep(std::time::Duration::from_millis(1_200)).await;
    assert_eq!(get(server, path, "").await.status, 200);
    let requests = seen.requests();
    assert_eq!(requests.len(), 2);
    assert!(requests[1].contains("if-none-match: \"theirs\""), "{}", requests[1]);
    let absent = get(server, "/github/repos/kubernetes/kubernetes/issues/2", "").await;
    assert_eq!((absent.status, absent.body.contains("secret words")), (404, false));
}

#[tokio::test]
async fn clients_that_ask_at_once_wait_for_one_fetch() {
    let (upstream, seen) = play(|_| good("", "{}")).await;
    let server = with_upstream(upstream).await;
    let asked: Vec<_> = (0..30).map(|_| tokio::spawn(get(server, "/testgrid/a/summary", ""))).collect();
    for one in asked {
        assert_eq!(one.await.unwrap().status, 200);
    }
    assert_eq!(seen.requests().len(), 1);
}

#[tokio::test]
async fn configured_pages_may_read_and_others_may_not() {
    let (upstream, _) = play(|_| good("", "{}")).await;
    let server = with_upstream(upstream).await;
    for (origin, allowed) in [
        ("https://page.example", Some("https://page.example")),
        ("https://evil.example", None),
        ("https://page.example.evil.example", None),
        ("http://page.example", None),
        ("null", None),
    ] {
        let heard = get(server, "/testgrid/a/summary", &format!("origin: {origin}\r\n")).await;
        assert_eq!(heard.header("access-control-allow-origin"), allowed, "{origin}");
        assert_eq!(heard.header("access-control-allow-credentials"), None, "no cookies");
        assert!(heard.head.contains("vary: origin"), "{}", heard.head);
    }
    let asked = "OPTIONS /testgrid/a/summary HTTP/1.1\r\nhost: x\r\nconnection: close\r\norigin: https://page.example\r\naccess-control-request-method: DELETE\r\n\r\n";
    let preflight = crate::client::say(server, asked.as_bytes()).await;
    assert_eq!(preflight.header("access-control-allow-methods"), Some("get,post"));
}

#[tokio::test]
async fn who_asks_too_often_is_told_when_to_come_back() {
    let (upstream, seen) = play(|_| good("", "{}")).await;
    let config = CONFIG.replace("requests_per_minute = 100000", "requests_per_minute = 20");
    let server = start(app(&config, Outside::played_by(upstream).unwrap(), None)).await;
    let mut statuses = Vec::new();
    for number in 0..8 {
        statuses.push(get(server, &format!("/testgrid/board{number}/summary"), "").await.status);
    }
    assert_eq!(statuses, [200, 200, 200, 200, 200, 429, 429, 429]);
    assert_eq!(seen.requests().len(), 5);
    let refused = get(server, "/testgrid/a/summary", "").await;
    assert!((1..=4).contains(&refused.header("retry-after").unwrap().parse::<u32>().unwrap()));
    assert_eq!(
        get(server, "/healthz", "").await.status,
        200,
        "who looks after the server is always answered"
    );
}

#[tokio::test]
async fn documents_are_made_once() {
    static MADE: AtomicUsize = AtomicUsize::new(0);
    let make: MakeDocument = Arc::new(|document| {
        MADE.fetch_add(1, Ordering::SeqCst);
        Box::pin(async move {
            match document {
                Document::Muted => Err("the checkout is missing.".to_owned()),
                document => Ok(format!("{document:?}")),
            }
        })
    });
    let server = start(app(CONFIG, Outside::internet(), Some(make))).await;
    for (path, status, words, media_type) in [
        ("/report.html", 200, "ReportHtml", "text/html; charset=utf-8"),
        ("/report.html", 200, "ReportHtml", "text/html; charset=utf-8"),
        ("/report.json", 200, "ReportJson", "application/json"),
        ("/muted.json", 503, "the checkout is missing", "application/json"),
    ] {
        let heard = get(server, path, "").await;
        assert_eq!((heard.status, heard.header("content-type")), (status, Some(media_type)), "{path}");
        assert!(heard.body.contains(words), "{}", heard.body);
    }
    assert_eq!(MADE.load(Ordering::SeqCst), 3);
    let server = start(app(CONFIG, Outside::internet(), None)).await;
    assert_eq!(get(server, "/report.html", "").await.status, 404);
}

/// A folder with a page.
fn page(folder: &Path) {
    let _ = std::fs::remove_dir_all(folder);
    std::fs::create_dir_all(folder.join("flakes")).unwrap();
    for (name, text) in [
        ("index.html", "overview"),
        ("flakes.html", "flakes"),
        ("flakes/job.html", "job"),
        ("404.html", "nothing here"),
        ("page.js", "script"),
    ] {
        std::fs::write(folder.join(name), text).unwrap();
    }
    std::fs::write(folder.with_file_name("outside.txt"), "outside").unwrap();
}

#[tokio::test]
async fn the_page_is_served_as_a_static_host_does() {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("site/dist");
    page(&folder);
    let config = Config::default();
    let app = App::new(&config, Secrets::default(), Outside::internet(), Some(&folder), None).unwrap();
    let server = start(app).await;
    for (path, status, body) in [
        ("/", 200, "overview"),
        ("/?v=1&boards=a", 200, "overview"),
        ("/flakes", 200, "flakes"),
        ("/flakes/job", 200, "job"),
        ("/page.js", 200, "script"),
        ("/nothing", 404, "nothing here"),
        ("/nothing.js", 404, "nothing here"),
        ("/../outside.txt", 404, "nothing here"),
        ("/%2e%2e/outside.txt", 404, "nothing here"),
        ("/..%2foutside.txt", 404, "nothing here"),
        ("/..%5coutside.txt", 404, "nothing here"),
    ] {
        let heard = get(server, path, "").await;
        assert_eq!((heard.status, heard.body.as_str()), (status, body), "{path}");
        assert_eq!(heard.header("cache-control"), Some("no-cache"));
    }
    let posted = crate::client::post(server, "/flakes", "", "{}").await;
    assert_eq!(posted.status, 405);
}
