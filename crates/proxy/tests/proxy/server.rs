//! The server under test, on a port of its own.

use std::net::SocketAddr;

use flakescope_proxy::outside::Outside;
use flakescope_proxy::{App, Config, MakeDocument, Secrets, serve};
use tokio::net::TcpListener;

pub(crate) const TOKEN: &str = "ghp_thisIsTheTokenOfTheServer0001";
pub(crate) const BEARER: &str = "a-bearer-secret-for-hooks-0002";
pub(crate) const CHAT: &str = "T0SECRETCHAT";

/// What the tests start from.
pub(crate) const CONFIG: &str = r#"
origins = ["https://page.example"]
requests_per_minute = 100000
repositories = ["kubernetes/kubernetes"]
project_boards = ["kubernetes/68"]
answer_megabytes = 1
timeout_seconds = 1
[[webhook]]
name = "release"
kind = "slack"
address_env = "SLACK"
[[webhook]]
name = "feishu"
kind = "feishu"
address_env = "FEISHU"
"#;

fn environment(name: &str) -> Option<String> {
    match name {
        "GITHUB_TOKEN" => Some(TOKEN.to_owned()),
        "FLAKESCOPE_PROXY_SECRET" => Some(BEARER.to_owned()),
        "SLACK" => Some(format!("https://hooks.slack.com/services/{CHAT}/x")),
        "FEISHU" => Some(format!("https://open.feishu.cn/open-apis/bot/v2/hook/{CHAT}")),
        _ => None,
    }
}

pub(crate) fn app(config: &str, outside: Outside, documents: Option<MakeDocument>) -> App {
    let config = Config::parse(config).unwrap();
    let secrets = Secrets::read(&config, environment).unwrap();
    App::new(&config, secrets, outside, None, documents).unwrap()
}

/// Serves until the test ends; gives the address.
pub(crate) async fn start(app: App) -> SocketAddr {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(serve(listener, app, std::future::pending()));
    address
}

/// The usual server, whose upstreams are played.
pub(crate) async fn with_upstream(upstream: SocketAddr) -> SocketAddr {
    start(app(CONFIG, Outside::played_by(upstream).unwrap(), None)).await
}
