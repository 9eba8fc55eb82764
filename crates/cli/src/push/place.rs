//! Where the database is, with which secret, and how it must be spoken to: across a network under TLS alone.

use std::net::IpAddr;
use std::path::Path;

use tokio_postgres::Config;
use tokio_postgres::config::{Host, SslMode};

use super::PushArgs;
use crate::error::CliError;
use crate::files;

/// A database.
pub(super) struct Place {
    pub(super) config: Config,
    /// Speak plainly: the database is on this machine.
    pub(super) plain: bool,
}

impl Place {
    /// The database that the flags and the environment name.
    pub(super) fn new(args: &PushArgs, address: &str) -> Result<Self, CliError> {
        let usage = |words: &str| CliError::Usage(words.to_owned());
        let is_postgres = ["postgres://", "postgresql://"].iter().any(|scheme| address.starts_with(scheme));
        let config = address.parse::<Config>().ok().filter(|_| is_postgres);
        // The address itself is not shown: somebody may have put a password into it.
        let mut config = config.ok_or_else(|| usage("--push takes postgres://USER@HOST:PORT/DATABASE"))?;
        if config.get_password().is_some() {
            return Err(usage(
                "--push takes no password: others on this machine could read it. Put it into PGPASSWORD or --password-file",
            ));
        }
        if let Some(password) = password(args.password_file.as_deref())? {
            config.password(password);
        }
        // An address beside the names wins over them.
        let local = !config.get_hosts().is_empty()
            && config.get_hosts().iter().all(is_local)
            && config.get_hostaddrs().iter().all(IpAddr::is_loopback);
        let mode = config.get_ssl_mode();
        if !local && mode == SslMode::Disable {
            return Err(usage(
                "sslmode=disable is for a database on this machine: rows and password would be readable on the way",
            ));
        }
        let plain = local && mode != SslMode::Require;
        config.ssl_mode(if plain { SslMode::Disable } else { SslMode::Require });
        config.application_name("flakescope").connect_timeout(std::time::Duration::from_secs(10));
        Ok(Self { config, plain })
    }
}

fn is_local(host: &Host) -> bool {
    match host {
        Host::Tcp(name) => name == "localhost" || name.parse::<IpAddr>().is_ok_and(|ip| ip.is_loopback()),
        Host::Unix(_) => true,
    }
}

fn password(file: Option<&Path>) -> Result<Option<String>, CliError> {
    let Some(path) = file else { return Ok(std::env::var("PGPASSWORD").ok()) };
    check_rights(path)?;
    let text = String::from_utf8_lossy(&files::read(path)?).into_owned();
    Ok(Some(text.trim_end_matches(['\r', '\n']).to_owned()))
}

/// As PostgreSQL itself treats its password file.
fn check_rights(path: &Path) -> Result<(), CliError> {
    use std::os::unix::fs::PermissionsExt;
    let meta = std::fs::metadata(path)
        .map_err(|error| CliError::Read { path: path.to_owned(), reason: files::reason(&error) })?;
    // The last two digits are those of the group and of all others.
    if meta.permissions().mode() % 0o100 == 0 {
        return Ok(());
    }
    let name = path.display();
    Err(CliError::Usage(format!(
        "{name} may be read by others and is not used as a secret: chmod 600 {name}"
    )))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(address: &str) -> String {
        match Place::new(&PushArgs::default(), address) {
            Ok(place) if place.plain => "plain".to_owned(),
            Ok(_) => "TLS".to_owned(),
            Err(error) => error.to_string(),
        }
    }

    #[test]
    fn across_a_network_only_under_tls() {
        for (address, expect) in [
            ("postgres://a@localhost/b", "plain"),
            ("postgres://a@127.0.0.1:5433/b", "plain"),
            ("postgres://a@%2Frun%2Fpostgresql/b", "plain"),
            ("postgres://a@localhost/b?sslmode=require", "TLS"),
            ("postgres://a@db.example/b", "TLS"),
            ("postgres://a@db.example/b?sslmode=prefer", "TLS"),
            ("postgres://a@db.example/b?sslmode=disable", "on the way"),
            ("postgres://a@localhost,db.example/b", "TLS"),
            ("postgres://a@localhost/b?hostaddr=192.0.2.1", "TLS"),
            ("postgres://a:word@localhost/b", "takes no password"),
            ("host=localhost user=a", "--push takes postgres://"),
            ("mysql://a@localhost/b", "--push takes postgres://"),
        ] {
            assert!(said(address).contains(expect), "{address}: {}", said(address));
            assert!(!said(address).contains("word@"));
        }
    }
}
