//! Plays the services over real HTTP, with their quirks, and with faults by switch.

mod control;
pub mod faults;
mod github;
mod log;
mod noise;
mod play;
mod reply;
mod stage;
mod tamper;

use std::net::SocketAddr;
use std::sync::Arc;

use axum::Router;
use axum::routing::{get, post};
use tokio::net::TcpListener;

pub(crate) use github::actions_answers;
pub use stage::Stage;

/// Why serving stopped.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ServeError {
    /// The address can be reached from other machines.
    #[error("{0} is not a loopback address; add --allow-remote to serve it anyway")]
    Remote(SocketAddr),
    /// The address could not be used, or the server broke.
    #[error("cannot serve on {address}: {source}")]
    Network {
        /// The operating system's reason.
        source: std::io::Error,
        /// Where it was to listen.
        address: SocketAddr,
    },
}

/// Listens and answers until the program is told to end; `ready` hears the address in use.
pub async fn run(
    address: SocketAddr,
    allow_remote: bool,
    stage: Arc<Stage>,
    ready: impl FnOnce(SocketAddr),
) -> Result<(), ServeError> {
    if !address.ip().is_loopback() && !allow_remote {
        return Err(ServeError::Remote(address));
    }
    let failed = |source| ServeError::Network { source, address };
    let listener = TcpListener::bind(address).await.map_err(failed)?;
    ready(listener.local_addr().map_err(failed)?);
    tokio::select! {
        ended = serve(listener, stage) => ended.map_err(failed),
        () = told_to_end() => Ok(()),
    }
}

/// Answers on a listener for ever.
pub async fn serve(listener: TcpListener, stage: Arc<Stage>) -> std::io::Result<()> {
    axum::serve(listener, router(stage)).await
}

/// Everything but the control paths goes to the play.
fn router(stage: Arc<Stage>) -> Router {
    Router::new()
        .route("/control/faults", get(control::faults).post(control::set_faults))
        .route("/control/log", get(control::log))
        .route("/control/reset", post(control::reset))
        .fallback(play::answer)
        .with_state(stage)
}

async fn told_to_end() {
    use tokio::signal::unix::{SignalKind, signal};
    let (Ok(mut interrupt), Ok(mut terminate)) =
        (signal(SignalKind::interrupt()), signal(SignalKind::terminate()))
    else {
        return std::future::pending().await;
    };
    tokio::select! { _ = interrupt.recv() => {}, _ = terminate.recv() => {} }
}
