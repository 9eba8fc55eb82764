//! The flags of a push.

use std::path::PathBuf;

use clap::Args;

/// Where rows are pushed to.
#[derive(Clone, Debug, Default, Args)]
pub(crate) struct PushArgs {
    /// Push the rows into this PostgreSQL database; with -o they are written as well. The password comes from PGPASSWORD
    #[arg(long, value_name = "postgres://USER@HOST/DATABASE", help_heading = "Where to push")]
    pub(crate) push: Option<String>,
    /// Take the database's password from this file, which nobody else may read
    #[arg(long, value_name = "FILE", requires = "push", help_heading = "Where to push")]
    pub(crate) password_file: Option<PathBuf>,
    /// Remove rows that were pushed more than this many days ago
    #[arg(long, value_name = "N", requires = "push", value_parser = clap::value_parser!(u32).range(1..=36_500),
          help_heading = "Where to push")]
    pub(crate) keep_days: Option<u32>,
}
