//! `flakescope activity issues`: which failed cases ask for an issue, what it would say, and filing it.

use std::collections::BTreeSet;

use flakescope_core::activity::drafts::{Draft, DraftParams, DraftStanding, drafts};
use flakescope_core::formats::github::parse_issues;
use flakescope_core::model::{Issue, Repository, clean_line};
use flakescope_core::warning::Warning;
use flakescope_engine::Engine;

use super::args::{FormatArg, IssuesArgs};
use super::read;
use crate::error::CliError;
use crate::progress::Terminal;
use crate::question::token_of;
use crate::transport::Native;
use crate::{files, output};

/// Runs the command.
pub(super) async fn run(args: &IssuesArgs) -> Result<(), CliError> {
    let ask = args.ask.of_a_week();
    let (query, env, params) = (ask.query()?, ask.env()?, params(args)?);
    let report = read(&ask, &query, env.as_ref()).await?;
    let engine = engine(args)?;
    let (issues, mut warnings) = match args.issues.as_slice() {
        [] => known(&engine, &drafts(&report, &[], &params)).await,
        saved => saved_issues(saved)?,
    };
    let found = drafts(&report, &issues, &params);
    report.warnings.iter().chain(&warnings).for_each(output::warn);
    let text = match ask.format {
        FormatArg::Json => serde_json::to_string_pretty(&found).unwrap_or_default() + "\n",
        FormatArg::Text => found.iter().map(text).collect(),
        _ => return Err(CliError::Usage("issues are written as text or as json".to_owned())),
    };
    output::write(&text, ask.output.as_deref())?;
    let to_file = found.iter().filter(|draft| draft.is_to_file()).count();
    if !args.create {
        output::say(&format!(
            "{} cases, {to_file} issues to file; nothing was filed (--create files them)",
            found.len()
        ));
        return Ok(());
    }
    warnings.retain(|warning| warning.subject.contains("issues"));
    if !warnings.is_empty() {
        let message = "nothing was filed: not every issue could be read, so one about a case may be there. Try again later.";
        return Err(CliError::Payload(message.to_owned()));
    }
    create(&engine, &found).await
}

fn params(args: &IssuesArgs) -> Result<DraftParams, CliError> {
    let params =
        DraftParams { pull_requests: args.min_pulls, nightly: !args.no_nightly, labels: args.label.clone() };
    params.check().map_err(|error| CliError::Usage(error.to_string()))
}

fn engine(args: &IssuesArgs) -> Result<Engine<Native>, CliError> {
    let engine = Engine::new(Native::default());
    if let Some(address) = &args.ask.github_api {
        engine.set_github_api(address)?;
    }
    engine.set_token(token_of(|name| std::env::var(name).ok()));
    Ok(engine)
}

/// The issues of every repository that has a draft.
async fn known(engine: &Engine<Native>, drafts: &[Draft]) -> (Vec<Issue>, Vec<Warning>) {
    let names: BTreeSet<&str> = drafts.iter().map(|draft| draft.repository.as_str()).collect();
    let (mut issues, mut warnings) = (Vec::new(), Vec::new());
    for name in names {
        if let Some(repository) = Repository::parse(name) {
            let found = engine.known_issues(&repository, &Terminal::new()).await;
            issues.extend(found.issues);
            warnings.extend(found.warnings);
        } else {
            let message = "is no repository on GitHub, so there are no issues to look at";
            warnings.push(Warning::new(format!("issues of {name:?}"), message));
        }
    }
    (issues, warnings)
}

fn saved_issues(paths: &[std::path::PathBuf]) -> Result<(Vec<Issue>, Vec<Warning>), CliError> {
    let (mut issues, mut warnings) = (Vec::new(), Vec::new());
    for path in paths {
        let name = path.display().to_string();
        let (found, told) = parse_issues(&files::read(path)?, &name, &Repository::default())?;
        issues.extend(found);
        warnings.extend(told);
    }
    Ok((issues, warnings))
}

/// A case, what stands about it, and what would be filed.
fn text(draft: &Draft) -> String {
    let hits = format!("{} runs, {} pull requests", draft.runs, draft.pull_requests);
    let test = clean_line(&draft.test);
    let repository = clean_line(&draft.repository);
    match &draft.standing {
        DraftStanding::Known { url } => format!("{repository} {test}: {hits}; known: {url}\n\n"),
        DraftStanding::New | DraftStanding::Again { .. } => format!(
            "{repository} {test}: {hits}; to file: {}\n{}\n{}\n",
            clean_line(&draft.title),
            draft.body,
            draft.link
        ),
    }
}

/// Files them one by one, and stops at the first that is refused.
async fn create(engine: &Engine<Native>, drafts: &[Draft]) -> Result<(), CliError> {
    for draft in drafts.iter().filter(|draft| draft.is_to_file()) {
        let filed = engine.file_draft(draft).await?;
        output::say(&format!("filed {}: {}", filed.url, draft.title));
    }
    Ok(())
}
