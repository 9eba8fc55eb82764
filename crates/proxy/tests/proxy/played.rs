//! A server that plays every upstream: it notes what it is asked, and answers by the path, well or badly.

use std::net::SocketAddr;
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

/// How a path is answered.
#[derive(Clone, Debug)]
pub(crate) enum Reply {
    /// These bytes, and the end of the connection.
    Bytes(Vec<u8>),
    /// A head, then a byte now and then.
    Drip,
    /// A chunked body without an end.
    Endless,
    /// Nothing, ever.
    Silence,
}

/// An answer of status 200 with a body and more headers.
pub(crate) fn good(headers: &str, body: &str) -> Reply {
    status("200 OK", headers, body)
}

pub(crate) fn status(line: &str, headers: &str, body: &str) -> Reply {
    let length = body.len();
    Reply::Bytes(
        format!("HTTP/1.1 {line}\r\ncontent-length: {length}\r\nconnection: close\r\n{headers}\r\n{body}")
            .into_bytes(),
    )
}

/// What it saw.
#[derive(Default)]
pub(crate) struct Seen {
    /// The heads of all requests with their bodies.
    pub(crate) requests: Mutex<Vec<String>>,
    /// Bytes of bodies that it could get rid of.
    pub(crate) written: AtomicU64,
    /// Connections at once, now and at most.
    now: AtomicUsize,
    pub(crate) most: AtomicUsize,
}

impl Seen {
    pub(crate) fn requests(&self) -> Vec<String> {
        self.requests.lock().unwrap().clone()
    }
}

/// Plays until the test ends.
pub(crate) async fn play(answer: impl Fn(&str) -> Reply + Send + Sync + 'static) -> (SocketAddr, Arc<Seen>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let (seen, answer) = (Arc::new(Seen::default()), Arc::new(answer));
    let noted = seen.clone();
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            let (seen, answer) = (noted.clone(), answer.clone());
            tokio::spawn(async move {
                let now = seen.now.fetch_add(1, Ordering::SeqCst) + 1;
                seen.most.fetch_max(now, Ordering::SeqCst);
                // A client that goes away is what some tests are about.
                let _ = one(stream, &seen, &*answer).await;
                seen.now.fetch_sub(1, Ordering::SeqCst);
            });
        }
    });
    (address, seen)
}

async fn one(
    mut stream: TcpStream,
    seen: &Seen,
    answer: &(dyn Fn(&str) -> Reply + Send + Sync),
) -> std::io::Result<()> {
    let request = read_request(&mut stream).await?;
    let path = request.split(' ').nth(1).unwrap_or_default().to_owned();
    seen.requests.lock().unwrap().push(request);
    match answer(&path) {
        Reply::Bytes(bytes) => {
            stream.write_all(&bytes).await?;
            stream.shutdown().await
        }
        Reply::Silence => forever().await,
        Reply::Drip => {
            stream.write_all(b"HTTP/1.1 200 OK\r\ncontent-length: 100000\r\n\r\n").await?;
            // As long as any test waits.
            for _ in 0..600 {
                stream.write_all(b" ").await?;
                tokio::time::sleep(Duration::from_millis(100)).await;
            }
            Ok(())
        }
        Reply::Endless => {
            stream.write_all(b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n").await?;
            let piece = [b"10000\r\n".as_slice(), &vec![b' '; 0x10000], b"\r\n"].concat();
            // A gigabyte: more than anyone should take.
            for _ in 0..16_384 {
                stream.write_all(&piece).await?;
                seen.written.fetch_add(0x10000, Ordering::SeqCst);
            }
            Ok(())
        }
    }
}

async fn forever() -> std::io::Result<()> {
    tokio::time::sleep(Duration::from_mins(1)).await;
    Ok(())
}

/// The head, and the body as long as it was announced.
async fn read_request(stream: &mut TcpStream) -> std::io::Result<String> {
    let mut bytes = Vec::new();
    loop {
        if stream.read_buf(&mut bytes).await? == 0 {
            return Ok(String::new());
        }
        let text = String::from_utf8_lossy(&bytes).into_owned();
        let Some((head, body)) = text.split_once("\r\n\r\n") else { continue };
        let length = head.lines().find_map(|line| line.strip_prefix("content-length: "));
        if body.len() >= length.map_or(0, |length| length.parse().unwrap()) {
            return Ok(text);
        }
    }
}
