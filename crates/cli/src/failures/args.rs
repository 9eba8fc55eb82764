//! The flags of `failures`.

use std::path::PathBuf;

use clap::{Args, Subcommand, ValueEnum};
use flakescope_core::failures::{ClusterFormat, Distance, Params, Profile};

use crate::error::CliError;

/// The flags of `failures`.
#[derive(Clone, Debug, Args)]
pub(crate) struct FailuresArgs {
    #[command(subcommand)]
    pub(super) command: FailuresCommand,
}

/// What is asked about failures.
#[derive(Clone, Debug, Subcommand)]
pub(super) enum FailuresCommand {
    /// Group failures that are the same failure
    Cluster(ClusterArgs),
    /// Learn chances from failures whose outcome is known, into a model file
    Train(TrainArgs),
    /// Give the chance that each failure is a false positive, as JSON lines
    Predict(PredictArgs),
    /// Say how good clusters and chances are on these data
    Evaluate(EvaluateArgs),
}

/// How failures are grouped.
#[derive(Clone, Debug, Args)]
pub(super) struct MethodArgs {
    /// How texts are freed of what varies from run to run
    #[arg(long, value_enum, default_value_t = ProfileArg::Triage)]
    profile: ProfileArg,
    /// How far texts are from each other; ncd packs every pair, so it is for a few thousand at most
    #[arg(long, value_enum, default_value_t = DistanceArg::Cosine)]
    distance: DistanceArg,
    /// Texts not farther apart than this are neighbours, above 0 and below 1 [default: 0.35 for cosine, 0.3 for ncd]
    #[arg(long, value_name = "E")]
    eps: Option<f64>,
    /// So many failures within the radius make a cluster
    #[arg(long, value_name = "N", default_value_t = Params::default().min_samples, value_parser = clap::value_parser!(u32).range(1..))]
    min_samples: u32,
}

impl MethodArgs {
    pub(super) fn params(&self) -> Result<Params, CliError> {
        let usual = Params::of(self.profile.into(), self.distance.into());
        let eps = self.eps.unwrap_or(usual.eps);
        if !(eps > 0.0 && eps < 1.0) {
            return Err(CliError::Usage(format!("--eps takes a number above 0 and below 1, not {eps}")));
        }
        Ok(Params { eps, min_samples: self.min_samples, ..usual })
    }
}

/// The flags of `failures cluster`.
#[derive(Clone, Debug, Args)]
pub(super) struct ClusterArgs {
    /// Files or folders with failures; - for the standard input
    #[arg(required = true)]
    pub(super) input: Vec<PathBuf>,
    #[command(flatten)]
    pub(super) method: MethodArgs,
    /// Write in this format
    #[arg(long, value_enum, default_value_t = ClusterFormatArg::Json)]
    pub(super) format: ClusterFormatArg,
    /// Write to this file instead of the standard output
    #[arg(short, long, value_name = "FILE")]
    pub(super) output: Option<PathBuf>,
}

/// The flags of `failures train`.
#[derive(Clone, Debug, Args)]
pub(super) struct TrainArgs {
    /// Files or folders with failures; - for the standard input
    #[arg(required = true)]
    pub(super) input: Vec<PathBuf>,
    /// Write the model to this file
    #[arg(long, value_name = "FILE")]
    pub(super) model: PathBuf,
    #[command(flatten)]
    pub(super) method: MethodArgs,
}

/// The flags of `failures predict`.
#[derive(Clone, Debug, Args)]
pub(super) struct PredictArgs {
    /// Files or folders with failures; - for the standard input
    #[arg(required = true)]
    pub(super) input: Vec<PathBuf>,
    /// A model that `train` wrote
    #[arg(long, value_name = "FILE")]
    pub(super) model: PathBuf,
    /// Write to this file instead of the standard output
    #[arg(short, long, value_name = "FILE")]
    pub(super) output: Option<PathBuf>,
}

/// The flags of `failures evaluate`.
#[derive(Clone, Debug, Args)]
pub(super) struct EvaluateArgs {
    /// Files or folders with failures; - for the standard input
    #[arg(required = true)]
    pub(super) input: Vec<PathBuf>,
    #[command(flatten)]
    pub(super) method: MethodArgs,
    /// Blocks of time; each is judged by what came before it
    #[arg(long, value_name = "K", default_value_t = 5, value_parser = folds)]
    pub(super) folds: usize,
    /// Write in this format
    #[arg(long, value_enum, default_value_t = ReportFormatArg::Markdown)]
    pub(super) format: ReportFormatArg,
    /// Write to this file instead of the standard output
    #[arg(short, long, value_name = "FILE")]
    pub(super) output: Option<PathBuf>,
}

fn folds(text: &str) -> Result<usize, String> {
    text.parse().ok().filter(|folds| (2..=100).contains(folds)).ok_or_else(|| "takes 2 to 100".to_owned())
}

/// The words of `--profile`.
#[derive(Clone, Copy, Debug, ValueEnum)]
pub(super) enum ProfileArg {
    /// The rules of Kubernetes' triage
    Triage,
    /// The rules of cockpit's test learning of 2018
    #[value(name = "cockpit-2018")]
    Cockpit2018,
    /// The rules of cockpit's test learning from 2019 on
    #[value(name = "cockpit-2019")]
    Cockpit2019,
}

impl From<ProfileArg> for Profile {
    fn from(word: ProfileArg) -> Self {
        match word {
            ProfileArg::Triage => Self::Triage,
            ProfileArg::Cockpit2018 => Self::Cockpit2018,
            ProfileArg::Cockpit2019 => Self::Cockpit2019,
        }
    }
}

/// The words of `--distance`.
#[derive(Clone, Copy, Debug, ValueEnum)]
pub(super) enum DistanceArg {
    /// Weighted lines and words
    Cosine,
    /// How well two texts are packed together
    Ncd,
}

impl From<DistanceArg> for Distance {
    fn from(word: DistanceArg) -> Self {
        match word {
            DistanceArg::Cosine => Self::Cosine,
            DistanceArg::Ncd => Self::Ncd,
        }
    }
}

/// The words of `failures cluster --format`.
#[derive(Clone, Copy, Debug, ValueEnum)]
pub(super) enum ClusterFormatArg {
    /// Everything, with a label for each record
    Json,
    /// A row for each cluster
    Csv,
    /// A table for an issue or a chat
    Markdown,
}

impl From<ClusterFormatArg> for ClusterFormat {
    fn from(word: ClusterFormatArg) -> Self {
        match word {
            ClusterFormatArg::Json => Self::Json,
            ClusterFormatArg::Csv => Self::Csv,
            ClusterFormatArg::Markdown => Self::Markdown,
        }
    }
}

/// The words of `failures evaluate --format`.
#[derive(Clone, Copy, Debug, ValueEnum)]
pub(super) enum ReportFormatArg {
    /// Tables for reading
    Markdown,
    /// Everything
    Json,
}
