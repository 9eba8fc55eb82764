//! Listening: connections in limited number, heads that must come in time, and a stop that lets answers finish.

use std::convert::Infallible;
use std::io;
use std::sync::Arc;
use std::time::Duration;

use axum::body::Body;
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::server::graceful::GracefulShutdown;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tower::ServiceExt;

use crate::app::{App, Peer};

/// Connections at once; more wait.
const MOST_CONNECTIONS: usize = 512;
/// The head of a request must come within this time; so long an idle connection is kept.
const HEAD_TIMEOUT: Duration = Duration::from_secs(10);
/// Headers of a request; more are refused with 431.
const MOST_HEADERS: usize = 64;
/// The head of a request, in bytes.
const MOST_HEAD: usize = 32 << 10;
/// So long a stop waits for answers under way.
const LAST_WORDS: Duration = Duration::from_secs(10);

/// Answers on a listener until `stop` is done, then lets the answers under way finish.
pub async fn serve(listener: TcpListener, app: App, stop: impl Future<Output = ()>) -> io::Result<()> {
    let mut stop = std::pin::pin!(stop);
    let (places, graceful) = (Arc::new(Semaphore::new(MOST_CONNECTIONS)), GracefulShutdown::new());
    loop {
        let accepted = async {
            // The semaphore is never closed.
            let place = places.clone().acquire_owned().await.map_err(io::Error::other)?;
            Ok::<_, io::Error>((listener.accept().await, place))
        };
        let (connection, place) = tokio::select! {
            accepted = accepted => accepted?,
            () = &mut stop => break,
        };
        match connection {
            Ok((stream, peer)) => answer(stream, Peer(peer.ip()), &app, &graceful, place),
            // Too many open files, or a client that is gone already: it passes.
            Err(_) => tokio::time::sleep(Duration::from_millis(20)).await,
        }
    }
    drop(listener);
    let _ = tokio::time::timeout(LAST_WORDS, graceful.shutdown()).await;
    Ok(())
}

fn answer(
    stream: TcpStream,
    peer: Peer,
    app: &App,
    graceful: &GracefulShutdown,
    place: OwnedSemaphorePermit,
) {
    // Small answers should not wait for more.
    let _ = stream.set_nodelay(true);
    let router = app.router.clone();
    let service = service_fn(move |mut request: hyper::Request<Incoming>| {
        request.extensions_mut().insert(peer);
        let router = router.clone();
        async move {
            Ok::<_, Infallible>(
                router.oneshot(request.map(Body::new)).await.unwrap_or_else(|never| match never {}),
            )
        }
    });
    let connection = http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(HEAD_TIMEOUT)
        .max_headers(MOST_HEADERS)
        .max_buf_size(MOST_HEAD)
        .serve_connection(TokioIo::new(stream), service);
    let connection = graceful.watch(connection);
    tokio::spawn(async move {
        // A client that breaks the protocol or goes away harms itself alone.
        let _ = connection.await;
        drop(place);
    });
}
