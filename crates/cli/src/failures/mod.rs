//! `flakescope failures`: which failures are the same, and is one a false positive?

mod args;
mod input;

use std::path::Path;
use std::rc::Rc;

use flakescope_core::failures::{
    Model, Predictor, cluster, evaluate, train, write_clusters, write_predictions,
};
use flakescope_core::model::Failure;
use flakescope_core::warning::Warning;
use flakescope_dbscan::Linfa;

pub(crate) use args::FailuresArgs;
use args::{ClusterArgs, EvaluateArgs, FailuresCommand, PredictArgs, ReportFormatArg, TrainArgs};

use crate::error::CliError;
use crate::{files, memory, output};

/// Runs the command.
pub(crate) fn run(args: FailuresArgs) -> Result<(), CliError> {
    match args.command {
        FailuresCommand::Cluster(args) => run_cluster(&args),
        FailuresCommand::Train(args) => run_train(&args),
        FailuresCommand::Predict(args) => run_predict(&args),
        FailuresCommand::Evaluate(args) => run_evaluate(&args),
    }
}

fn run_cluster(args: &ClusterArgs) -> Result<(), CliError> {
    let params = args.method.params()?;
    let records = input::read(&args.input)?;
    let found = cluster(&records, &params, &Linfa);
    found.warnings.iter().for_each(output::warn);
    output::write(&write_clusters(&found, &records, args.format.into()), args.output.as_deref())?;
    output::say(&format!("{} failures, {} clusters{}", found.failures, found.clusters.len(), memory::said()));
    Ok(())
}

fn run_train(args: &TrainArgs) -> Result<(), CliError> {
    let params = args.method.params()?;
    let records = input::read(&args.input)?;
    some_failures(&records)?;
    let model = train(&records, &params, &Linfa);
    output::write(&model.write(), Some(&args.model))?;
    let (known, hits) = model.known();
    output::say(&format!(
        "{} clusters; the outcome of {known} failures is known, {hits} were false positives",
        model.clusters()
    ));
    output::say(&model.quality.sentence);
    Ok(())
}

fn run_predict(args: &PredictArgs) -> Result<(), CliError> {
    let bytes = files::read(&args.model)?;
    let model = Model::read(&bytes).map_err(|source| CliError::Model { path: args.model.clone(), source })?;
    let records = input::read(&args.input)?;
    if !model.quality.has_signal {
        warn(&args.model, &model.quality.sentence);
    }
    output::write(
        &write_predictions(&Predictor::new(Rc::new(model)).predict(&records)),
        args.output.as_deref(),
    )
}

fn run_evaluate(args: &EvaluateArgs) -> Result<(), CliError> {
    let params = args.method.params()?;
    let records = input::read(&args.input)?;
    some_failures(&records)?;
    let found = evaluate(&records, &params, args.folds, &Linfa);
    let text = match args.format {
        ReportFormatArg::Markdown => found.markdown(),
        ReportFormatArg::Json => found.json(),
    };
    found.warnings.iter().for_each(output::warn);
    output::write(&text, args.output.as_deref())
}

fn warn(path: &Path, message: &str) {
    output::warn(&Warning::new(path.display().to_string(), message));
}

fn some_failures(records: &[Failure]) -> Result<(), CliError> {
    if records.iter().any(|record| record.status.is_failure()) {
        return Ok(());
    }
    Err(CliError::Usage(
        "there is no failure in these files: a record fails when its status is failure or error".to_owned(),
    ))
}
