//! One try: connect, one transaction, done or nothing.

use std::sync::Arc;

use rustls::ClientConfig;
use rustls_platform_verifier::BuilderVerifierExt;
use thiserror::Error;
use tokio_postgres::error::SqlState;
use tokio_postgres::types::ToSql;
use tokio_postgres::{Client, NoTls, Transaction};
use tokio_postgres_rustls::MakeRustlsConnect;

use super::place::Place;
use super::table::{Batch, Table};
use crate::error::one_line;

/// What a push did.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Pushed {
    pub(super) added: u64,
    pub(super) removed: u64,
}

/// Why a try failed.
#[derive(Debug, Error)]
pub(super) enum PushError {
    /// The database or the way to it.
    #[error("{}", one_line(&words(.0)))]
    Database(#[from] tokio_postgres::Error),
    /// The connection stopped answering.
    #[error("no answer in time")]
    TimedOut,
    /// The certificates of this machine.
    #[error("no TLS on this machine: {0}")]
    Tls(#[from] rustls::Error),
}

impl PushError {
    /// Can a later try go well? So it is where nobody answers, where the database restarts, and where another push came
    /// in between.
    pub(super) fn passes(&self) -> bool {
        let Self::Database(error) = self else { return matches!(self, Self::TimedOut) };
        let Some(state) = error.code() else { return error.is_closed() || is_of_the_network(error) };
        let between = [
            SqlState::T_R_SERIALIZATION_FAILURE,
            SqlState::T_R_DEADLOCK_DETECTED,
            SqlState::UNIQUE_VIOLATION,
            SqlState::DUPLICATE_SCHEMA,
            SqlState::DUPLICATE_TABLE,
            SqlState::TOO_MANY_CONNECTIONS,
        ];
        // 08: connection; 57P: the operator stops or starts the database.
        between.contains(state) || state.code().starts_with("08") || state.code().starts_with("57P")
    }
}

fn is_of_the_network(error: &tokio_postgres::Error) -> bool {
    let mut cause = std::error::Error::source(error);
    while let Some(deeper) = cause {
        if let Some(io) = deeper.downcast_ref::<std::io::Error>() {
            // A certificate that is not trusted comes as invalid data, and stays so.
            return io.kind() != std::io::ErrorKind::InvalidData;
        }
        cause = deeper.source();
    }
    error.to_string().starts_with("timeout")
}

/// The sentence of the database where it said one.
fn words(error: &tokio_postgres::Error) -> String {
    match (error.as_db_error(), std::error::Error::source(error)) {
        (Some(told), _) => told.message().to_owned(),
        (None, Some(cause)) => format!("{error}: {cause}"),
        (None, None) => error.to_string(),
    }
}

/// So long one try may take in all.
const TIME: std::time::Duration = std::time::Duration::from_mins(10);

/// Pushes a batch: all of it, or nothing.
pub(super) async fn push(place: &Place, batch: &Batch, keep_days: Option<u32>) -> Result<Pushed, PushError> {
    let push = async {
        let mut client = connect(place).await?;
        let transaction = client.transaction().await?;
        let pushed = fill(&transaction, batch, keep_days.is_some()).await?;
        transaction.commit().await?;
        Ok(pushed)
    };
    tokio::time::timeout(TIME, push).await.map_err(|_| PushError::TimedOut)?
}

async fn fill(transaction: &Transaction<'_>, batch: &Batch, clean: bool) -> Result<Pushed, PushError> {
    let table = &batch.table;
    transaction.batch_execute(&table.create()).await?;
    let whole = transaction.prepare(&table.fill(table.rows_at_once())).await?;
    for rows in batch.rows.chunks(table.rows_at_once()) {
        let values: Vec<&(dyn ToSql + Sync)> =
            rows.iter().flatten().map(|value| value as &(dyn ToSql + Sync)).collect();
        if rows.len() == table.rows_at_once() {
            transaction.execute(&whole, &values).await?;
        } else {
            transaction.execute(&table.fill(rows.len()), &values).await?;
        }
    }
    transaction.batch_execute(&Table::count()).await?;
    let added = transaction.execute(&table.add(), &[]).await?;
    let before = batch.cleaned_before.as_ref().filter(|_| clean);
    let removed = match before {
        Some(before) => transaction.execute(&table.clean(), &[before]).await?,
        None => 0,
    };
    transaction.batch_execute(&Table::end()).await?;
    Ok(Pushed { added, removed })
}

async fn connect(place: &Place) -> Result<Client, PushError> {
    if place.plain {
        let (client, connection) = place.config.connect(NoTls).await?;
        // Its errors come out of the statements as well.
        tokio::spawn(connection);
        return Ok(client);
    }
    let (client, connection) = place.config.connect(MakeRustlsConnect::new(tls()?)).await?;
    tokio::spawn(connection);
    Ok(client)
}

/// The certificates that this machine trusts; the name of the database must be in its own.
fn tls() -> Result<ClientConfig, PushError> {
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let config = ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()?
        .with_platform_verifier()?
        .with_no_client_auth();
    Ok(config)
}
