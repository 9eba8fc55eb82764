//! A real `PostgreSQL` 15 for one test: Debian's, on a free port, in a folder of its own.

use std::fs;
use std::net::TcpListener;
use std::os::unix::fs::{MetadataExt, chown};
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

/// Where Debian's package lies.
const PROGRAMS: &str = "/usr/lib/postgresql/15/bin";

/// Who runs the server when we are root, which it refuses: Debian's `nobody`.
const NOBODY: u32 = 65_534;

/// A server that ends with the test.
pub(crate) struct Server {
    folder: PathBuf,
    pub(crate) port: u16,
    process: Option<Child>,
}

impl Server {
    /// `None`, with a printed reason, where the package is not installed.
    pub(crate) fn start(name: &str) -> Option<Self> {
        if !Path::new(PROGRAMS).join("initdb").is_file() {
            println!("SKIPPED: PostgreSQL 15 is not installed (make test brings it)");
            return None;
        }
        let folder = std::env::temp_dir().join(format!("flakescope-{name}-{}", std::process::id()));
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
        server.run();
        Some(server)
    }

    fn data(&self) -> String {
        self.folder.join("data").display().to_string()
    }

    /// Starts the program, and waits until it answers.
    fn run(&mut self) {
        let (data, port, sockets) = (self.data(), self.port.to_string(), self.folder.display().to_string());
        let arguments = ["-D", &data, "-p", &port, "-k", &sockets, "-h", "127.0.0.1", "-c", "fsync=off"];
        let mut program = self.program("postgres", &arguments);
        self.process = Some(program.stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap());
        self.wait();
    }

    /// Ends it as a power cut would.
    fn stop(&mut self) {
        if let Some(mut process) = self.process.take() {
            let _ = self.program("pg_ctl", &["stop", "-D", &self.data(), "-m", "immediate"]).output();
            let _ = process.kill();
            let _ = process.wait();
        }
    }

    /// Ends it as a power cut would, and starts it anew.
    pub(crate) fn restart(&mut self) {
        self.stop();
        self.run();
    }

    /// What a statement prints; it must go well.
    pub(crate) fn ask(&self, statement: &str) -> String {
        let (ended_well, said) = self.psql(&["-c", statement]);
        assert!(ended_well, "{said}");
        said.trim().to_owned()
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
    pub(crate) fn load(&self, sql: &str) {
        let path = self.folder.join("muted.sql");
        fs::write(&path, sql).unwrap();
        let (ended_well, said) = self.psql(&["-f", &path.display().to_string()]);
        assert!(ended_well, "{said}");
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.stop();
        let _ = fs::remove_dir_all(&self.folder);
    }
}
