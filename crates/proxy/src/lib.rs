//! What a static page cannot do alone, kept small: upstream services that send no permission to read them, the code host
//! with the server's own token, chats by name, and the report at an address. `flakescope serve` starts it.
//!
//! Nothing that a client sends names a host. A path has one of a few shapes ([`routes`]), its parts are decoded, checked and
//! written anew behind an origin of our own, the name of that origin must lead to a public address ([`outside`]), and no
//! redirect is followed.
#![forbid(unsafe_code)]
#![cfg_attr(
    not(test),
    warn(clippy::expect_used, clippy::indexing_slicing, clippy::panic, clippy::unreachable)
)]

mod address;
mod app;
mod config;
mod documents;
mod forward;
mod hooks;
mod limits;
pub mod outside;
mod refusal;
pub mod routes;
mod secrets;
mod server;
mod site;
mod store;

pub use app::{App, StartError};
pub use config::{Config, ConfigError, Webhook, WebhookKind};
pub use documents::{Document, MakeDocument};
pub use secrets::Secrets;
pub use server::serve;
