//! The SQL of muted tests in a real `PostgreSQL` 15: hostile text comes back unharmed, and loading a file twice changes nothing.
//! The server is Debian's, started on a free port in a folder of its own.
#![cfg(unix)]
#![expect(
    clippy::print_stdout,
    clippy::unwrap_used,
    reason = "a skipped test says why, and helpers fail as tests do"
)]

use std::fs;
use std::net::TcpListener;
use std::os::unix::fs::{MetadataExt, chown};
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use flakescope_core::model::TimeMs;
use flakescope_core::muted::{MutedFormat, MutedReport, Row, write_muted};

/// Where Debian's package lies.
const PROGRAMS: &str = "/usr/lib/postgresql/15/bin";

/// Who runs the server when we are root, which it refuses: Debian's `nobody`.
const NOBODY: u32 = 65_534;

/// A server that ends with the test.
struct Server {
    folder: PathBuf,
    port: u16,
    process: Option<Child>,
}

impl Server {
    /// `None`, with a printed reason, where the package is not installed.
    fn start() -> Option<Self> {
        if !Path::new(PROGRAMS).join("initdb").is_file() {
            println!("SKIPPED: PostgreSQL 15 is not installed (make test brings it)");
            return None;
        }
        let folder = std::env::temp_dir().join(format!("flakescope-sql-{}", std::process::id()));
        let _ = fs::remove_dir_all(&folder);
        fs::create_dir(&folder).unwrap();
        let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
        let mut server = Self { folder, port, process: None };
        if server.is_root() {
            chown(&server.folder, Some(NOBODY), Some(NOBODY)).unwrap();
        }
        let data = server.folder.join("data").display().to_string();
        let made = server
            .program(
                "initdb",
                &["-D", &data, "-U", "test", "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync"],
            )
            .output()
            .unwrap();
        assert!(made.status.success(), "{}", String::from_utf8_lossy(&made.stderr));
        let (port, sockets) = (port.to_string(), server.folder.display().to_string());
        let process = server
            .program(
                "postgres",
                &["-D", &data, "-p", &port, "-k", &sockets, "-h", "127.0.0.1", "-c", "fsync=off"],
            )
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        server.process = Some(process);
        server.wait();
        Some(server)
    }

    fn is_root(&self) -> bool {
        // The folder was made by us.
        fs::metadata(&self.folder).unwrap().uid() == 0
    }

    fn program(&self, name: &str, arguments: &[&str]) -> Command {
        let mut command = Command::new(Path::new(PROGRAMS).join(name));
        command.args(arguments).current_dir(&self.folder).env("LC_ALL", "C.UTF-8");
        if fs::metadata(&self.folder).unwrap().uid() == NOBODY {
            command.uid(NOBODY).gid(NOBODY);
        }
        command
    }

    fn wait(&self) {
        let end = Instant::now() + Duration::from_mins(1);
        while !self.psql(&["-c", "SELECT 1"]).0 {
            assert!(Instant::now() < end, "the server does not answer");
            std::thread::sleep(Duration::from_millis(100));
        }
    }

    /// Whether it went well, and what was printed.
    fn psql(&self, arguments: &[&str]) -> (bool, String) {
        let port = self.port.to_string();
        let fixed = [
            "-X",
            "-q",
            "-A",
            "-t",
            "-v",
            "ON_ERROR_STOP=1",
            "-h",
            "127.0.0.1",
            "-p",
            &port,
            "-U",
            "test",
            "-d",
            "postgres",
        ];
        let output = self.program("psql", &[&fixed[..], arguments].concat()).output().unwrap();
        let said = if output.status.success() { &output.stdout } else { &output.stderr };
        (output.status.success(), String::from_utf8_lossy(said).into_owned())
    }

    /// Loads a file, which must go well.
    fn load(&self, sql: &str) {
        let path = self.folder.join("muted.sql");
        fs::write(&path, sql).unwrap();
        let (ended_well, said) = self.psql(&["-f", &path.display().to_string()]);
        assert!(ended_well, "{said}");
    }

    /// The rows of the table as JSON, in the order of their tests.
    fn rows(&self) -> Vec<serde_json::Value> {
        let query = "SELECT coalesce(json_agg(row_to_json(t) ORDER BY test, ticket, \"timestamp\"), '[]') FROM dashboards.xfailflake_history_v1 t";
        let (ended_well, said) = self.psql(&["-c", query]);
        assert!(ended_well, "{said}");
        serde_json::from_str(&said).unwrap()
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        if let Some(mut process) = self.process.take() {
            let data = self.folder.join("data").display().to_string();
            let _ = self.program("pg_ctl", &["stop", "-D", &data, "-m", "immediate"]).output();
            let _ = process.kill();
            let _ = process.wait();
        }
        let _ = fs::remove_dir_all(&self.folder);
    }
}

/// Texts that end literals, begin comments, stand for something in psql, or that a spreadsheet or a page would run.
const HOSTILE: [&str; 12] = [
    "it's",
    "'); DROP TABLE dashboards.xfailflake_history_v1; --",
    "a\\'b\\",
    "$$ $tag$ :name :'name' %s {} ;",
    "line\nend\r\nand\ttab",
    "\\! touch /tmp/x\n\\q\n",
    "<script>alert(\"1\")</script>",
    "=cmd|' /C calc'!A0",
    "größer ☃ \u{1F600} \u{202e}",
    "/* -- */ E'\\x41' U&'\\0041'",
    "",
    "''",
];

fn report(at: &str) -> MutedReport {
    let row = |(place, text): (usize, &&str)| Row {
        repository: (*text).to_owned(),
        branch: (*text).to_owned(),
        file: (*text).to_owned(),
        test: format!("{place:02}{text}"),
        ticket: (*text).to_owned(),
        since: if place % 2 == 0 { "2018-11-20".to_owned() } else { (*text).to_owned() },
        ..Row::default()
    };
    let mut muted: Vec<Row> = HOSTILE.iter().enumerate().map(row).collect();
    // Two markers that differ in nothing that the table holds.
    muted.push(Row { line: 7, ..muted[0].clone() });
    MutedReport { generated_at: TimeMs::parse(at).unwrap(), muted, warnings: Vec::new() }
}

#[test]
fn hostile_texts_come_back_and_twice_is_once() {
    let Some(server) = Server::start() else { return };
    let sql = write_muted(&report("2018-12-19T20:50:21Z"), MutedFormat::Sql, "");
    server.load(&sql);
    let first = server.rows();
    assert_eq!(first.len(), HOSTILE.len());
    for (place, (row, text)) in first.iter().zip(HOSTILE).enumerate() {
        assert_eq!(row["test"], format!("{place:02}{text}"));
        assert_eq!(
            (&row["ticket"], &row["repo"], &row["branch"]),
            (&text.into(), &text.into(), &text.into())
        );
        assert_eq!(row["file"], format!("/{text}"));
        assert_eq!(row["timestamp"], "2018-12-19T20:50:21");
        let since = if place % 2 == 0 { "2018-11-20T00:00:00" } else { "1970-01-01T00:00:00" };
        assert_eq!(row["since"], since);
    }
    server.load(&sql);
    assert_eq!(server.rows(), first, "loading twice is loading once");
    server.load(&write_muted(&report("2018-12-20T20:50:21Z"), MutedFormat::Sql, ""));
    assert_eq!(server.rows().len(), 2 * HOSTILE.len(), "another day is a row of its own");
    // As PostgreSQL was before 9.1, and as Redshift reads a backslash.
    server.load("DROP TABLE dashboards.xfailflake_history_v1;");
    server.load(&format!("SET standard_conforming_strings = off; SET escape_string_warning = off;\n{sql}"));
    assert_eq!(server.rows(), first, "the settings of a client change nothing");
}
