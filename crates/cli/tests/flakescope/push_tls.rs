//! A push under TLS into a real `PostgreSQL` 15, whose certificate an authority of our own has signed: refused while the machine does not
//! know that authority, taken when it does.
#![cfg(unix)]

use std::fs;
use std::os::unix::fs::{MetadataExt, PermissionsExt, chown};
use std::path::Path;
use std::process::Command;

use crate::postgres::Server;
use crate::run::{Run, command, folder, of};

/// Runs OpenSSL, which Debian's `PostgreSQL` brings along.
fn openssl(folder: &Path, arguments: &str) {
    let made = Command::new("openssl").current_dir(folder).args(arguments.split(' ')).output().unwrap();
    assert!(made.status.success(), "{arguments}: {}", String::from_utf8_lossy(&made.stderr));
}

/// An authority, and a certificate of it for this machine.
fn certificates(folder: &Path) {
    fs::write(folder.join("names"), "subjectAltName=DNS:localhost").unwrap();
    openssl(folder, "req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=made-up -keyout ca.key -out ca.pem");
    openssl(folder, "req -newkey rsa:2048 -nodes -subj /CN=localhost -keyout server.key -out server.csr");
    openssl(
        folder,
        "x509 -req -days 2 -in server.csr -CA ca.pem -CAkey ca.key -CAcreateserial -extfile names -out server.crt",
    );
}

/// Gives the server its certificate, under the names that it looks for.
fn switch_tls_on(server: &mut Server, name: &str, folder: &Path) {
    let data = std::env::temp_dir().join(format!("flakescope-{name}-{}/data", std::process::id()));
    let owner = fs::metadata(&data).unwrap();
    for file in ["server.crt", "server.key"] {
        fs::copy(folder.join(file), data.join(file)).unwrap();
        fs::set_permissions(data.join(file), fs::Permissions::from_mode(0o600)).unwrap();
        chown(data.join(file), Some(owner.uid()), Some(owner.gid())).unwrap();
    }
    server.ask("ALTER SYSTEM SET ssl = on");
    server.restart();
}

#[test]
fn a_certificate_must_be_one_that_the_machine_trusts() {
    let name = "push-tls";
    let Some(mut server) = Server::start(name) else { return };
    let folder = folder(name);
    certificates(&folder);
    fs::write(folder.join("test_a.py"), "@pytest.mark.skip(reason='x')\ndef test_a(): pass\n").unwrap();
    let address = format!("postgres://test@localhost:{}/postgres?sslmode=require", server.port);
    let push = |trusted: &str| -> Run {
        let mut command = command();
        command.args(["muted", &folder.display().to_string(), "--push", &address]);
        of(command.env("SSL_CERT_FILE", folder.join(trusted)).output().unwrap())
    };
    let plain = push("ca.pem");
    assert_eq!(plain.code, 1, "a server without TLS is not spoken to plainly: {}", plain.err);
    switch_tls_on(&mut server, name, &folder);
    openssl(
        &folder,
        "req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=other -keyout other.key -out other.pem",
    );
    let unknown = push("other.pem");
    assert_eq!(unknown.code, 1, "{}", unknown.err);
    assert!(unknown.err.to_lowercase().contains("certificate"), "{}", unknown.err);
    assert_eq!(server.ask("SELECT to_regclass('dashboards.xfailflake_history_v1') IS NULL"), "t");
    let trusted = push("ca.pem");
    assert_eq!(trusted.code, 0, "{}", trusted.err);
    assert_eq!(server.ask("SELECT test FROM dashboards.xfailflake_history_v1"), "test_a");
}
