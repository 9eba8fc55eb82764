//! `flakescope activity`: how did CI do in a span of time, why did runs fail, and who must be told?

mod args;
mod causes;
mod env_json;
mod github;
mod input;
mod issues;
mod logs;
mod mysql;
mod prow;
mod send;
mod times;

use std::io::{IsTerminal, stdout};

use flakescope_core::activity::causes::{Rules, built_in_rules};
use flakescope_core::activity::{
    ActivityFormat, ActivityReport, Period, Query, WriteOptions, analyse, write_activity,
};
use flakescope_core::formats::ci_data::CiDataFile;

pub(crate) use args::{ACTIVITY_EXAMPLES, ActivityArgs};
use args::{ActivityCommand, AskArgs, PeriodArg};

use crate::error::CliError;
use crate::{files, memory, output};
use env_json::EnvJson;

/// Runs the command.
pub(crate) async fn run(args: &ActivityArgs) -> Result<(), CliError> {
    match &args.command {
        Some(ActivityCommand::Causes(causes)) => causes::run(causes),
        Some(ActivityCommand::Issues(issues)) => issues::run(issues).await,
        None => ask(&args.ask).await,
    }
}

async fn ask(args: &AskArgs) -> Result<(), CliError> {
    let query = args.query()?;
    let env = args.env()?;
    let report = read(args, &query, env.as_ref()).await?;
    report.warnings.iter().for_each(output::warn);
    let text = write_activity(&report, args.format.into(), &args.options(&report));
    if args.send {
        send::send(args.format.into(), &text, env.as_ref()).await?;
    }
    output::write(&text, args.output.as_deref())?;
    output::say(&format!("{}{}", report.sentence(), memory::said()));
    Ok(())
}

/// The answer out of what was named.
async fn read(args: &AskArgs, query: &Query, env: Option<&EnvJson>) -> Result<ActivityReport, CliError> {
    let mut found = match (&args.mysql, &args.github) {
        (Some(place), _) => mysql::read(place, env, query, &args.ci_data()?).await?,
        (None, Some(name)) => github::read(name, args.github_api.as_deref(), query).await?,
        (None, None) if !args.prow.is_empty() => prow::read(&args.prow, query).await?,
        (None, None) => input::read(&args.input, &args.ci_data()?)?,
    };
    let rules = rules_of(args.rules.as_deref())?;
    let folders: Vec<_> =
        env.and_then(EnvJson::log_dir).filter(|_| args.logs.is_empty()).into_iter().collect();
    let logs = if args.logs.is_empty() { &folders } else { &args.logs };
    let CiDataFile { runs, warnings } = &mut found;
    warnings.extend(logs::explain(runs, query, logs, &rules));
    Ok(analyse(&found.runs, query, found.warnings))
}

/// The rules of a file, else our own.
fn rules_of(path: Option<&std::path::Path>) -> Result<Rules, CliError> {
    let rules = match path {
        Some(path) => Rules::read(&files::read(path)?, &path.display().to_string())?,
        None => built_in_rules(),
    };
    Ok(Rules::new(rules)?)
}

impl AskArgs {
    fn options(&self, report: &ActivityReport) -> WriteOptions {
        let to_terminal = self.output.is_none() && stdout().is_terminal();
        let period = match self.report {
            Some(PeriodArg::Hourly) => Period::Hourly,
            Some(PeriodArg::Daily) => Period::Daily,
            None => Period::of(report),
        };
        WriteOptions {
            list: self.list.into(),
            colour: to_terminal && std::env::var_os("NO_COLOR").is_none(),
            period,
            page: self.page.clone().unwrap_or_default(),
        }
    }
}

/// Formats that are messages, which can be sent.
fn is_message(format: ActivityFormat) -> bool {
    matches!(format, ActivityFormat::Feishu | ActivityFormat::Slack)
}
