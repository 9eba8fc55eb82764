//! The runs of a payload as archives, the way people hand them on.

use zip::result::ZipError;

use super::Payload;
use crate::packed::packed;

impl Payload {
    /// Everything in one archive: `runs/<build id>/…` and `history.csv`.
    ///
    /// # Errors
    /// When the archive is too large for its format.
    pub fn archive(&self) -> Result<Vec<u8>, ZipError> {
        let runs = self.files.iter().map(|(path, bytes)| (format!("runs/{path}"), bytes.as_slice()));
        packed(runs.chain([("history.csv".to_owned(), self.history.as_bytes())]))
    }

    /// An archive for each run, `<build id>.zip`.
    ///
    /// # Errors
    /// When an archive is too large for its format.
    pub fn run_archives(&self) -> Result<Vec<(String, Vec<u8>)>, ZipError> {
        let build = |path: &str| path.split('/').next().unwrap_or_default().to_owned();
        let mut builds: Vec<String> = self.files.iter().map(|(path, _)| build(path)).collect();
        builds.dedup();
        let of = |build: &str| {
            let inside = format!("{build}/");
            let files = self.files.iter().filter(move |(path, _)| path.starts_with(&inside));
            packed(files.map(|(path, bytes)| (path.clone(), bytes.as_slice())))
        };
        builds.into_iter().map(|build| Ok((format!("{build}.zip"), of(&build)?))).collect()
    }
}
