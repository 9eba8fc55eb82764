//! `flakescope muted`: which tests are muted, since when, why, and under which ticket?

mod args;
mod boards;
mod checkout;
mod folder;
mod github;
mod packed;
mod read;

use std::path::Path;
use std::time::{SystemTime, UNIX_EPOCH};

use flakescope_core::model::TimeMs;
use flakescope_core::muted::{
    Judged, Known, MutedFormat, MutedPlace, MutedReport, Passes, Query, Row, Totals, compare, make_rows,
    write_comparison, write_muted,
};
use flakescope_core::warning::Warning;
use flakescope_engine::GitHubPlace;

use crate::error::CliError;
use crate::output;
use crate::push::push_muted;
use args::problems;
pub(crate) use args::{MUTED_EXAMPLES, MutedArgs};
use github::GitHub;
use read::Sources;

/// The rows of one source.
struct Found {
    place: MutedPlace,
    rows: Vec<Row>,
}

/// Runs the command.
pub(crate) async fn run(args: &MutedArgs) -> Result<(), CliError> {
    let query = args.query()?;
    if args.compare && args.sources.len() != 2 {
        return Err(CliError::Usage("--compare takes two sources, the older one first".to_owned()));
    }
    let now = now();
    let all = read_all(args, &query, now).await?;
    all.warnings.iter().for_each(output::warn);
    if args.compare {
        return write_change(all.found, &query, args.output.as_deref());
    }
    let report = report(all, now);
    if let Some(address) = &args.push.push {
        push_muted(&args.push, address, &report).await?;
    }
    // What went into a database is not printed as well.
    if args.push.push.is_none() || args.output.is_some() {
        let text = write_muted(&report, MutedFormat::from(args.format), &query.params.jira);
        output::write(&text, args.output.as_deref())?;
    }
    output::say(&Totals::of(&report.muted).sentence());
    report.compared.iter().for_each(|sentence| output::say(sentence));
    end(&report.muted, args)
}

/// What Redash reads from an address.
pub(crate) async fn redash(args: &MutedArgs) -> Result<String, CliError> {
    let (query, now) = (args.query()?, now());
    let all = read_all(args, &query, now).await?;
    Ok(write_muted(&report(all, now), MutedFormat::Redash, &query.params.jira))
}

/// The rows of `sources`, as they are without further flags, for those who ask about their tests; and what could not be read.
pub(crate) async fn rows_of_sources(
    sources: &[String],
    (api, raw): (Option<&str>, Option<&str>),
) -> Result<(Vec<Row>, Vec<Warning>), CliError> {
    let (github, query, now) = (GitHub::new(api, raw)?, Query::default(), now());
    let (mut rows, mut warnings) = (Vec::new(), Vec::new());
    for source in sources {
        let Sources { place, files, owners, warnings: refused } = read(source, &github, &query).await?;
        let beside = (&owners, &Known::default());
        let (found, told) = make_rows(&place, &files, beside, &query.params, now);
        rows.extend(found);
        warnings.extend(refused.into_iter().chain(told));
    }
    Ok((rows, warnings))
}

fn report(all: All, now: TimeMs) -> MutedReport {
    let muted = all.found.into_iter().flat_map(|found| found.rows).collect();
    MutedReport { generated_at: now, muted, compared: all.compared, warnings: all.warnings }
}

/// All sources.
#[derive(Default)]
struct All {
    /// The rows of each.
    found: Vec<Found>,
    warnings: Vec<Warning>,
    /// On which boards it was judged whether tests pass.
    compared: Option<String>,
}

/// The rows of all sources, each apart.
async fn read_all(args: &MutedArgs, query: &Query, now: TimeMs) -> Result<All, CliError> {
    let github = GitHub::new(args.github_api.as_deref(), args.github_raw.as_deref())?;
    let boards = args.boards.read().await?;
    let (mut all, mut judged) = (All::default(), Judged::default());
    for source in &args.sources {
        let (mut found, told) = rows_of(source, &github, query, (args, now)).await?;
        if let Some((boards, _)) = &boards {
            let passes = Passes::of(&found.rows, boards);
            passes.mark(&mut found.rows);
            judged.add(&passes.judged);
        }
        found.rows.retain(|row| query.keeps(row));
        all.found.push(found);
        all.warnings.extend(told);
    }
    if let Some((boards, told)) = boards {
        all.compared = Some(judged.sentence(&boards));
        all.warnings.extend(told);
    }
    Ok(all)
}

/// What the files of a source hold.
async fn read(source: &str, github: &GitHub, query: &Query) -> Result<Sources, CliError> {
    let path = Path::new(source);
    match GitHubPlace::parse(source).filter(|_| !path.exists()) {
        Some(place) => github.read(&place, query).await,
        None => read::local(path, query),
    }
}

/// The rows of one source, with what could not be read.
async fn rows_of(
    source: &str,
    github: &GitHub,
    query: &Query,
    (args, now): (&MutedArgs, TimeMs),
) -> Result<(Found, Vec<Warning>), CliError> {
    let Sources { place, files, owners, mut warnings } = read(source, github, query).await?;
    let judge = |known: &Known| make_rows(&place, &files, (&owners, known), &query.params, now);
    let (mut rows, told) = judge(&Known::default());
    if args.check_tickets || args.since_from_blame {
        let (known, refused) = github.known(&place, &rows, args).await;
        rows = judge(&known).0;
        warnings.extend(refused);
    }
    warnings.extend(told);
    Ok((Found { place, rows }, warnings))
}

fn write_change(found: Vec<Found>, query: &Query, output: Option<&Path>) -> Result<(), CliError> {
    let Ok([older, newer]) = <[Found; 2]>::try_from(found) else { return Ok(()) };
    let comparison = compare((older.place, &older.rows), (newer.place, &newer.rows));
    output::write(&write_comparison(&comparison, &query.params.jira), output)?;
    output::say(&comparison.sentence());
    Ok(())
}

/// Exit code 3 when a listed marker has a problem that was named.
fn end(rows: &[Row], args: &MutedArgs) -> Result<(), CliError> {
    let wanted = problems(&args.fail_on_problem);
    let bad: Vec<&Row> =
        rows.iter().filter(|row| wanted.iter().any(|problem| row.problems.contains(problem))).collect();
    let Some(first) = bad.first() else { return Ok(()) };
    let words: Vec<&str> =
        first.problems.iter().filter(|own| wanted.contains(own)).map(|own| own.word()).collect();
    Err(CliError::Regression(format!(
        "markers with a problem: {}. The first is {}:{} ({}). Mend them, or leave the problem out of --fail-on-problem.",
        bad.len(),
        first.file,
        first.line,
        words.join(", ")
    )))
}

fn now() -> TimeMs {
    let since_1970 = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    TimeMs(i64::try_from(since_1970.as_millis()).unwrap_or(i64::MAX))
}
