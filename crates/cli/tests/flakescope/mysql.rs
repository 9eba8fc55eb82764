//! `activity --mysql` on a real `MariaDB` with a million rows: the numbers are those that the database itself counts, a name that means
//! something in SQL changes nothing, and memory does not grow with the table. The server is Debian's, started on a free port in a folder of
//! its own.
#![cfg(unix)]

use std::fs;
use std::net::TcpListener;
use std::os::unix::fs::{MetadataExt, chown};
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use crate::run::{Run, command, of, with_arguments};

/// The server of Debian's package.
const SERVER: &str = "/usr/sbin/mariadbd";

/// Who runs the server when we are root, which it refuses: Debian's `nobody`.
const NOBODY: u32 = 65_534;

/// Rows in the table.
const ROWS: u32 = 1_000_000;

/// A job whose name would end a statement.
const HOSTILE: &str = "x'; DROP TABLE ci_data; -- \\\" `";

/// The table, as `sync_ci` makes it, and the index that the README gives.
const TABLE: &str = "CREATE TABLE ci_data (
    job varchar(100) NOT NULL, job_id int unsigned NOT NULL, status varchar(20), duration int, time datetime,
    `commit` varchar(64), branch varchar(100), comment text, repo varchar(100), analysis_res json, description json,
    PRIMARY KEY (job, job_id));
CREATE INDEX ci_data_time ON ci_data (time);";

/// A row every nine seconds: 9,600 a day.
const FILL: &str = r#"INSERT INTO ci_data SELECT CONCAT('job-', seq % 20), seq, ELT(1 + seq % 3, 'SUCCESS', 'FAILURE', 'ABORTED'),
    seq % 100000, DATE_ADD('2026-01-01', INTERVAL seq * 9 SECOND), SHA1(seq DIV 60), 'master', 'rerun', ELT(1 + seq % 2, 'o/a', 'o/b'),
    IF(seq % 3 = 1, '{"case":["a_test.go:1: TestA"]}', NULL),
    CONCAT('{"ghprbPullId":"', seq % 97 + 1, '","ghprbPullAuthorLogin":"ada","ghprbPullTitle":"', REPEAT('x', 200), '"}')
    FROM seq_1_to_"#;

/// A server that ends with the test.
struct Server {
    folder: PathBuf,
    port: u16,
    process: Option<Child>,
}

impl Server {
    /// `None`, with a printed reason, where the package is not installed.
    fn start() -> Option<Self> {
        if !Path::new(SERVER).is_file() {
            println!("SKIPPED: MariaDB is not installed (make test brings it)");
            return None;
        }
        let folder = std::env::temp_dir().join(format!("flakescope-mysql-{}", std::process::id()));
        let _ = fs::remove_dir_all(&folder);
        fs::create_dir(&folder).unwrap();
        let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
        let mut server = Self { folder, port, process: None };
        if Self::is_root() {
            chown(&server.folder, Some(NOBODY), Some(NOBODY)).unwrap();
        }
        let data = format!("--datadir={}", server.folder.join("data").display());
        let made = server
            .program("/usr/bin/mariadb-install-db")
            .args(["--no-defaults", &data, "--auth-root-authentication-method=normal", "--skip-test-db"])
            .output()
            .unwrap();
        assert!(made.status.success(), "{}", String::from_utf8_lossy(&made.stderr));
        let process = server
            .program(SERVER)
            .args(["--no-defaults", &data, "--skip-name-resolve", "--bind-address=127.0.0.1"])
            .args(["--innodb-flush-log-at-trx-commit=0", "--innodb-buffer-pool-size=512M", "--skip-log-bin"])
            .arg(format!("--port={port}"))
            .arg(format!("--socket={}", server.socket().display()))
            .arg(format!("--pid-file={}", server.folder.join("pid").display()))
            .stderr(Stdio::from(fs::File::create(server.folder.join("log")).unwrap()))
            .spawn()
            .unwrap();
        server.process = Some(process);
        server.wait();
        Some(server)
    }

    fn is_root() -> bool {
        fs::metadata("/proc/self").unwrap().uid() == 0
    }

    fn socket(&self) -> PathBuf {
        self.folder.join("socket")
    }

    fn program(&self, name: &str) -> Command {
        let mut command = Command::new(name);
        command.current_dir(&self.folder).stdout(Stdio::null());
        if Self::is_root() {
            command.uid(NOBODY).gid(NOBODY);
        }
        command
    }

    fn wait(&self) {
        let start = Instant::now();
        while !self.sql_output("SELECT 1").status.success() {
            let log = fs::read_to_string(self.folder.join("log")).unwrap_or_default();
            assert!(start.elapsed() < Duration::from_mins(1), "the server does not start: {log}");
            std::thread::sleep(Duration::from_millis(100));
        }
    }

    fn sql_output(&self, sql: &str) -> std::process::Output {
        Command::new("/usr/bin/mariadb")
            .args(["--no-defaults", "--user=root", "--batch", "--skip-column-names"])
            .arg(format!("--socket={}", self.socket().display()))
            .args(["--execute", sql])
            .output()
            .unwrap()
    }

    /// What a statement gives, without the last line end.
    fn sql(&self, sql: &str) -> String {
        let output = self.sql_output(sql);
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8(output.stdout).unwrap().trim_end().to_owned()
    }

    fn fill(&self) {
        self.sql("CREATE DATABASE ci; CREATE USER ada@127.0.0.1 IDENTIFIED BY 'geheim'; GRANT ALL ON ci.* TO ada@127.0.0.1");
        self.sql(&format!("USE ci; {TABLE} {FILL}{ROWS}"));
        let hostile = HOSTILE.replace('\\', "\\\\").replace('\'', "''");
        self.sql(&format!("INSERT INTO ci.ci_data (job, job_id, status, time) VALUES ('{hostile}', 1, 'FAILURE', '2026-02-10 12:00:00')"));
    }

    fn count(&self, condition: &str) -> usize {
        self.sql(&format!("SELECT COUNT(*) FROM ci.ci_data WHERE {condition}")).parse().unwrap()
    }

    fn url(&self) -> String {
        format!("mysql://ada:geheim@127.0.0.1:{}/ci", self.port)
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        if let Some(process) = &mut self.process {
            let _ = process.kill();
            let _ = process.wait();
        }
        let _ = fs::remove_dir_all(&self.folder);
    }
}

/// The answer for a day.
fn day(server: &Server, arguments: &[&str]) -> Run {
    let url = server.url();
    let own = ["activity", "--mysql", &url, "--from", "2026-02-10", "--to", "2026-02-10", "--format", "json"];
    let run = with_arguments(&[&own[..], arguments].concat());
    assert_eq!(run.code, 0, "{}", run.err);
    assert!(!run.err.contains("geheim"), "{}", run.err);
    run
}

fn runs(run: &Run) -> usize {
    usize::try_from(run.json()["summary"]["runs"].as_u64().unwrap()).unwrap()
}

/// The peak that the command tells, in megabytes.
fn peak(run: &Run) -> u32 {
    let (_, end) = run.err.rsplit_once("peak memory ").unwrap();
    end.split(' ').next().unwrap().parse().unwrap()
}

#[test]
fn a_day_of_a_million_rows() {
    let Some(server) = Server::start() else { return };
    server.fill();
    assert_eq!(server.count("true"), ROWS as usize + 1);
    let of_day = "time BETWEEN '2026-02-10 00:00:00' AND '2026-02-10 23:59:59'";

    let start = Instant::now();
    let whole = day(&server, &[]);
    println!("a day out of {ROWS} rows: {} ms, {}", start.elapsed().as_millis(), whole.err.trim_end());
    let json = whole.json();
    let told = |key: &str| usize::try_from(json["summary"][key].as_u64().unwrap()).unwrap();
    assert_eq!(
        (told("runs"), told("failure")),
        (server.count(of_day), server.count(&format!("{of_day} AND status = 'FAILURE'")))
    );
    let pulls = server.sql(&format!(
        "SELECT COUNT(DISTINCT repo, JSON_VALUE(description, '$.ghprbPullId')) FROM ci.ci_data WHERE {of_day}"
    ));
    assert_eq!(told("pull_requests").to_string(), pulls);
    assert!(whole.err.contains("a time without a zone, which is taken for UTC"), "{}", whole.err);
    assert!(peak(&whole) < 200, "{}", whole.err);

    let shifted = day(&server, &["--timezone", "+08:00"]);
    assert_eq!(runs(&shifted), server.count(of_day), "the day is one of the database's own clock");
    assert!(!shifted.err.contains("without a zone"), "{}", shifted.err);

    let one = day(&server, &["--repo", "o/a", "--job", "job-4", "--job", "job-6"]);
    assert_eq!(runs(&one), server.count(&format!("{of_day} AND repo = 'o/a' AND job IN ('job-4', 'job-6')")));

    let hostile = day(&server, &["--job", HOSTILE]);
    assert_eq!((runs(&hostile), hostile.json()["jobs"][0]["job"].as_str()), (1, Some(HOSTILE)));
    for name in ["' OR '1'='1", "job-4' OR job <> '", "`; DROP TABLE ci_data; --"] {
        assert_eq!(runs(&day(&server, &["--job", name])), 0, "{name}");
        assert_eq!(runs(&day(&server, &["--repo", name])), 0, "{name}");
    }
    assert_eq!(server.count("true"), ROWS as usize + 1, "nothing was lost");
    other_ways_in(&server);
}

/// The settings of `ci_stat`, the password in the environment, and what goes wrong.
fn other_ways_in(server: &Server) {
    let env = server.folder.join("env.json");
    let settings = format!(
        r#"{{"host": "127.0.0.1", "port": "{}", "user": "ada", "password": "geheim", "database": "ci"}}"#,
        server.port
    );
    fs::write(&env, settings).unwrap();
    let span = ["--from", "2026-02-10T12:00:00Z", "--to", "2026-02-10T12:00:00Z", "--format", "json"];
    let ask = |place: &str, names: &[(&str, &str)]| {
        let mut command = command();
        command.args(["activity", "--mysql", place]).args(span);
        of(command.envs(names.iter().copied()).output().unwrap())
    };
    let expect = server.count("time = '2026-02-10 12:00:00'");
    assert_eq!(runs(&ask(env.to_str().unwrap(), &[])), expect);
    let without = format!("mysql://ada@127.0.0.1:{}/ci", server.port);
    assert_eq!(runs(&ask(&without, &[("MYSQL_PWD", "geheim")])), expect);
    let refused = ask(&without, &[("MYSQL_PWD", "falsch")]);
    assert_eq!(refused.code, 1);
    assert!(
        refused.one_line().contains("Access denied") && !refused.err.contains("falsch"),
        "{}",
        refused.err
    );
    let mut by_name = command();
    by_name.args(["activity"]).args(span).arg("--mysql").env("STAT_ENV_PATH", &env);
    assert_eq!(runs(&of(by_name.output().unwrap())), expect);
    let nobody = with_arguments(&["activity", "--mysql", "mysql://ada@127.0.0.1:1/ci"]);
    assert_eq!(nobody.code, 1, "{}", nobody.err);
}
