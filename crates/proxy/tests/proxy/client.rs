//! A client that says exactly what a test wants, and keeps what it hears.

use std::net::SocketAddr;
use std::time::Duration;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

use crate::server::{BEARER, CHAT, TOKEN};

/// An answer.
#[derive(Debug)]
pub(crate) struct Heard {
    pub(crate) status: u16,
    /// In lower case.
    pub(crate) head: String,
    pub(crate) body: String,
}

impl Heard {
    /// A header's value.
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.head.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(": "))
    }
}

/// Asks for a path with more headers, each with its line end.
pub(crate) async fn get(server: SocketAddr, path: &str, headers: &str) -> Heard {
    say(server, format!("GET {path} HTTP/1.1\r\nhost: x\r\nconnection: close\r\n{headers}\r\n").as_bytes())
        .await
}

/// Posts JSON.
pub(crate) async fn post(server: SocketAddr, path: &str, headers: &str, body: &str) -> Heard {
    let length = body.len();
    let head = format!(
        "POST {path} HTTP/1.1\r\nhost: x\r\nconnection: close\r\ncontent-length: {length}\r\n{headers}\r\n"
    );
    say(server, (head + body).as_bytes()).await
}

/// Sends bytes and hears until the end; nothing that it hears may hold a secret.
pub(crate) async fn say(server: SocketAddr, bytes: &[u8]) -> Heard {
    let mut stream = TcpStream::connect(server).await.unwrap();
    // A server that has heard enough may close before all is said.
    let _ = stream.write_all(bytes).await;
    let mut heard = Vec::new();
    let reading = stream.read_to_end(&mut heard);
    // A reset after the answer is how a connection with unread bytes ends.
    let _ = tokio::time::timeout(Duration::from_secs(40), reading).await.expect("an answer within 40 s");
    let text = String::from_utf8_lossy(&heard).into_owned();
    for secret in [TOKEN, BEARER, CHAT] {
        assert!(!text.contains(secret), "a secret leaked: {text}");
    }
    let (head, body) = text.split_once("\r\n\r\n").unwrap_or((&text, ""));
    let status = head.split(' ').nth(1).and_then(|status| status.parse().ok()).unwrap_or(0);
    Heard { status, head: head.to_ascii_lowercase(), body: body.to_owned() }
}
