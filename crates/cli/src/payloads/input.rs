//! Reads the runs that the user named: files, folders, archives, lists.

use std::fs::File;
use std::path::{Path, PathBuf};

use flakescope_core::formats::failures::MAX_HELD;
use flakescope_core::formats::payloads::{
    InputFile, ListedRun, group_runs, is_archive, is_wanted, open_archive, read_run, read_run_list, run_id,
};
use flakescope_core::payloads::runs::{RunInfo, Runs};
use flakescope_core::warning::Warning;

use crate::error::{CliError, one_line};
use crate::files;

/// What was read.
#[derive(Default)]
pub(super) struct Read {
    pub(super) runs: Runs,
    pub(super) warnings: Vec<Warning>,
}

/// The runs of all paths, in their order. Two runs with one id, and paths without a run, end the command.
pub(super) fn read(paths: &[PathBuf]) -> Result<Read, CliError> {
    let mut read = Read::default();
    for path in paths {
        let before = read.runs.infos().len();
        if path.is_dir() {
            read.folder(path)?;
        } else if has_ending(path, "json") {
            read.list(path)?;
        } else if is_archive(&name(path)) {
            let opened = open_archive(&name(path), &files::read(path)?)?;
            read.grouped(&opened.iter().map(|file| file.path.clone()).collect::<Vec<_>>(), &opened);
        } else {
            read.file(path)?;
        }
        if read.runs.infos().len() == before {
            let message = "holds no run: no JUnit file (.xml, .xml.gz), and nothing that Prow writes";
            return Err(CliError::Payload(format!("{} {message}.", path.display())));
        }
    }
    match read.runs.repeated_id() {
        Some(id) => Err(CliError::Payload(format!(
            "two runs have the id {id:?}. One run that counts twice would change the verdict: leave one out, or mend the ids."
        ))),
        None => Ok(read),
    }
}

/// True for what can only hold runs, and no table of results.
pub(super) fn is_of_runs(path: &Path) -> bool {
    let name = name(path);
    is_archive(&name) || is_wanted(&name)
}

fn name(path: &Path) -> String {
    path.display().to_string()
}

fn has_ending(path: &Path, ending: &str) -> bool {
    path.extension().is_some_and(|found| found.eq_ignore_ascii_case(ending))
}

/// A file, or why it cannot be read: its run is incomplete then.
fn input_file(path: &Path) -> InputFile {
    let is_too_large = std::fs::metadata(path).is_ok_and(|meta| meta.len() > MAX_HELD as u64);
    let bytes = if is_too_large {
        Err(format!("it is more than the {} MB that are read at once", MAX_HELD >> 20))
    } else {
        std::fs::read(path).map_err(|error| files::reason(&error))
    };
    InputFile { path: name(path), bytes }
}

impl Read {
    fn file(&mut self, path: &Path) -> Result<(), CliError> {
        // A file that is named must be there.
        File::open(path)
            .map_err(|source| CliError::Read { path: path.to_owned(), reason: files::reason(&source) })?;
        self.run(&name(path), [input_file(path)]);
        Ok(())
    }

    fn run(&mut self, id: &str, files: impl IntoIterator<Item = InputFile>) {
        let info = RunInfo { id: run_id(id), ..RunInfo::default() };
        read_run(&mut self.runs, info, files, &mut self.warnings);
    }

    /// The runs below a folder; archives in it are opened, and stand as folders.
    fn folder(&mut self, folder: &Path) -> Result<(), CliError> {
        let (mut paths, mut opened) = (Vec::new(), Vec::new());
        for path in files::below(folder)? {
            if is_archive(&name(&path)) {
                match files::read(&path).and_then(|bytes| Ok(open_archive(&name(&path), &bytes)?)) {
                    Ok(files) => opened.extend(files),
                    Err(error) => self.unread(&path, &error),
                }
            } else if is_wanted(&name(&path)) {
                paths.push(name(&path));
            }
        }
        paths.extend(opened.iter().map(|file| file.path.clone()));
        self.grouped(&paths, &opened);
        Ok(())
    }

    /// An archive that cannot be opened is a run that is lost.
    fn unread(&mut self, path: &Path, error: &CliError) {
        let mut info = RunInfo { id: name(path), ..RunInfo::default() };
        info.lose(&one_line(&error.to_string()));
        self.runs.begin(info);
    }

    fn grouped(&mut self, paths: &[String], opened: &[InputFile]) {
        for group in group_runs(paths) {
            let named = group.files.iter().filter_map(|place| paths.get(*place));
            let file = |path: &String| {
                let inside = opened.iter().find(|file| file.path == *path);
                inside.cloned().unwrap_or_else(|| input_file(Path::new(path)))
            };
            self.run(&group.name, named.map(file));
        }
    }

    fn list(&mut self, path: &Path) -> Result<(), CliError> {
        let around = path.parent().unwrap_or(Path::new(""));
        for ListedRun { info, results, files } in read_run_list(&files::read(path)?, &name(path))? {
            let run = self.runs.infos().len();
            if files.is_empty() {
                self.runs.begin(info);
            } else {
                let files = files.iter().map(|file| input_file(&around.join(file)));
                read_run(&mut self.runs, info, files, &mut self.warnings);
            }
            for (test, mark) in results {
                self.runs.mark(run, test, mark);
            }
        }
        Ok(())
    }
}
