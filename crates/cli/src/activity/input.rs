//! The files that the user named.

use std::path::PathBuf;

use flakescope_core::formats::activity_files::read_activity_file;
use flakescope_core::formats::ci_data::{CiDataFile, CiDataOptions};

use crate::error::CliError;
use crate::files;

/// The runs in all files, in their order.
pub(super) fn read(paths: &[PathBuf], options: &CiDataOptions) -> Result<CiDataFile, CliError> {
    let mut all = CiDataFile::default();
    for path in paths {
        let found = read_activity_file(&files::read(path)?, &path.display().to_string(), options)?;
        all.runs.extend(found.runs);
        all.warnings.extend(found.warnings);
    }
    Ok(all)
}
