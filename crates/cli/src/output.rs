//! Where the answer goes: the standard output, or a file that is there whole or not at all.

use std::fs::{self, File};
use std::io::{self, ErrorKind, Write, stderr, stdout};
use std::path::{Path, PathBuf};

use flakescope_core::warning::Warning;

use crate::error::{CliError, one_line};
use crate::files::reason;

/// A line for people.
pub(crate) fn say(line: &str) {
    // Nothing can be said when nobody listens.
    let _ = writeln!(stderr(), "{line}");
}

/// A warning, on one line.
pub(crate) fn warn(warning: &Warning) {
    say(&one_line(&format!("warning: {}: {}", warning.subject, warning.message)));
}

/// Writes the answer.
pub(crate) fn write(text: &str, path: Option<&Path>) -> Result<(), CliError> {
    match path {
        Some(path) if path != Path::new("-") => write_file(text, path)
            .map_err(|source| CliError::Write { path: path.to_owned(), reason: reason(&source) }),
        _ => write_stdout(text),
    }
}

/// A reader that has seen enough (`| head`) is no error.
fn write_stdout(text: &str) -> Result<(), CliError> {
    let mut out = stdout().lock();
    match out.write_all(text.as_bytes()).and_then(|()| out.flush()) {
        Err(error) if error.kind() == ErrorKind::BrokenPipe => Ok(()),
        result => result.map_err(CliError::Stdout),
    }
}

/// Devices and pipes are written to; files are replaced in one step, so that no reader sees half of one.
fn write_file(text: &str, path: &Path) -> io::Result<()> {
    if fs::metadata(path).is_ok_and(|meta| !meta.is_file()) {
        return fs::write(path, text);
    }
    let draft = draft_path(path);
    let written = write_draft(text, &draft).and_then(|()| fs::rename(&draft, path));
    if written.is_err() {
        // The draft may never have been made.
        let _ = fs::remove_file(&draft);
    }
    written
}

fn write_draft(text: &str, draft: &Path) -> io::Result<()> {
    let mut file = File::create_new(draft)?;
    file.write_all(text.as_bytes())?;
    file.sync_all()
}

/// In the same folder, because a rename does not cross file systems.
fn draft_path(path: &Path) -> PathBuf {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    path.with_file_name(format!(".{name}.{}.draft", std::process::id()))
}
