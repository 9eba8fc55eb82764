//! The server over real sockets: what it forwards, and what it refuses.

#![expect(clippy::unwrap_used, reason = "helpers of tests fail as tests do")]

mod attacks;
mod client;
mod forwards;
mod hooks;
mod memory;
mod played;
mod server;
mod stops;
