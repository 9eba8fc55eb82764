//! The command line: which command, with which options.

use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use clap::{Args, Parser, Subcommand};

use crate::activity::{Activity, SERVED_PULLS, SERVED_SEED};
use crate::answers::{Answers, Live};
use crate::bundle;
use crate::clock;
use crate::disruption::DisruptionHistory;
use crate::failures::{FailureHistory, FailureOptions};
use crate::files::{self, WriteError};
use crate::github::{GitHub, GithubOptions};
use crate::payload::{Payload, PayloadOptions};
use crate::replay::{self, ReplayError};
use crate::seeds;
use crate::serve::faults::Fault;
use crate::serve::{self, ServeError, Stage};
use crate::sources::sample_archive;
use crate::world::{World, WorldOptions};

/// A made-up CI world with known truth, written to files or played over HTTP.
#[derive(Debug, Parser)]
#[command(name = "flakescope-sim", version)]
pub struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Write a world's answers and its truth as files.
    Write(WriteArgs),
    /// Write the built-in sample of the page: one file with the answers of a small world.
    WriteSample(SampleArgs),
    /// Write a history of failures with known causes as JSON lines.
    Failures(FailuresArgs),
    /// Write the runs of a payload as a job leaves them, with earlier results and the truth.
    Payload(PayloadArgs),
    /// Write the built-in payload of the page: its runs and earlier results in one archive.
    WriteSamplePayload(SamplePayloadArgs),
    /// Write the repository that ships with the page.
    WriteSampleSources(SamplePayloadArgs),
    /// Write the runs of CI that ship with the page.
    WriteSampleActivity(SamplePayloadArgs),
    /// Write the two files of history that ship with the page, `history_current.json` and `history_new.json`.
    WriteSampleHistory(SamplePayloadArgs),
    /// Write small good inputs for the fuzz targets, a folder each.
    WriteSeeds(SamplePayloadArgs),
    /// Play a world over HTTP.
    Serve(ServeArgs),
    /// Play saved answers over HTTP: a folder that `write` made, or saved legacy answers.
    Replay(ReplayArgs),
}

#[derive(Debug, Args)]
struct WriteArgs {
    /// Folder to write into; it is made when it is missing.
    #[arg(long)]
    out: PathBuf,
    /// Also write the API answers as one bundle file.
    #[arg(long)]
    bundle: Option<PathBuf>,
    #[command(flatten)]
    world: WorldArgs,
}

#[derive(Debug, Args)]
struct SampleArgs {
    /// File to write.
    #[arg(long)]
    out: PathBuf,
    /// Another seed than the sample's own.
    #[arg(long)]
    seed: Option<u64>,
}

#[derive(Debug, Args)]
struct FailuresArgs {
    /// File for the records.
    #[arg(long)]
    out: PathBuf,
    /// File for what is true about each record.
    #[arg(long)]
    truth: Option<PathBuf>,
    /// Seed of every draw.
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// How many failures.
    #[arg(long, default_value_t = 1000)]
    count: usize,
    /// How many causes, 6 to 24.
    #[arg(long, default_value_t = 16)]
    causes: usize,
    /// The mean chance of a false positive.
    #[arg(long, default_value_t = 0.3)]
    base_rate: f64,
    /// Fill the texts up to about so many bytes.
    #[arg(long, default_value_t = 0)]
    size: usize,
    /// Causes that are nearly alike, names out of many words, texts cut short, more rare causes.
    #[arg(long)]
    hard: bool,
    /// Name the cause in each record, as someone who has found out would.
    #[arg(long)]
    with_causes: bool,
}

#[derive(Debug, Args)]
struct SamplePayloadArgs {
    /// File to write; of seeds and of history the folder.
    #[arg(long)]
    out: PathBuf,
}

#[derive(Debug, Args)]
struct PayloadArgs {
    /// Folder to write into: runs/<build id>/…, archives/<build id>.zip, history.csv and truth.json.
    #[arg(long)]
    out: PathBuf,
    /// Seed of every draw.
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// How many runs.
    #[arg(long, default_value_t = 10)]
    runs: usize,
    /// How many healthy tests.
    #[arg(long, default_value_t = 120)]
    tests: usize,
}

#[derive(Debug, Args)]
struct ServeArgs {
    #[command(flatten)]
    world: WorldArgs,
    /// What the code host's addresses of further pages begin with; absent = the address that the client used.
    #[arg(long, value_name = "URL")]
    link_base: Option<String>,
    /// Pull requests in each repository with runs of Actions; some six runs each.
    #[arg(long, value_name = "N", default_value_t = SERVED_PULLS)]
    activity_pulls: u64,
    #[command(flatten)]
    stage: StageArgs,
}

#[derive(Debug, Args)]
struct ReplayArgs {
    /// Folder with the saved answers.
    #[arg(long)]
    dir: PathBuf,
    #[command(flatten)]
    stage: StageArgs,
}

/// Where to listen, and what goes wrong.
#[derive(Debug, Args)]
struct StageArgs {
    /// Address to listen on; port 0 takes a free one.
    #[arg(long, default_value = "127.0.0.1:0")]
    listen: SocketAddr,
    /// Listen on an address that other machines can reach.
    #[arg(long)]
    allow_remote: bool,
    /// A fault as KIND[=PATTERN[:NUMBER]]; may repeat.
    #[arg(long = "fault", alias = "faults", value_name = "SPEC")]
    faults: Vec<Fault>,
    /// Delay before every answer, in milliseconds.
    #[arg(long, default_value_t = 0)]
    latency_ms: u64,
}

/// What a world is made from.
#[derive(Clone, Debug, Args)]
struct WorldArgs {
    /// Seed of every draw.
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// Tabs over both dashboards.
    #[arg(long, default_value_t = 46)]
    jobs: usize,
    /// Tests of a usual end-to-end tab.
    #[arg(long, default_value_t = 200)]
    tests: usize,
    /// Columns of the busiest tabs.
    #[arg(long, default_value_t = 150)]
    columns: usize,
    /// Days that the columns reach back.
    #[arg(long, default_value_t = 15)]
    days: usize,
    /// Give every tab all the tests and columns, for benches.
    #[arg(long)]
    even: bool,
    /// The moment of the reading, RFC 3339, or `wall-clock`.
    #[arg(long, default_value = "2026-11-20T12:00:00Z", value_parser = clock::parse)]
    now: i64,
    /// The repository with the issues, as owner/name.
    #[arg(long, default_value = "kubernetes/kubernetes", value_parser = repository)]
    repository: String,
    /// One issue with a text of a megabyte.
    #[arg(long)]
    huge_issue: bool,
}

/// Why a command failed.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum CliError {
    /// Files could not be written.
    #[error(transparent)]
    Write(#[from] WriteError),
    /// Saved answers could not be read.
    #[error(transparent)]
    Replay(#[from] ReplayError),
    /// Serving failed.
    #[error(transparent)]
    Serve(#[from] ServeError),
    /// The runtime could not start.
    #[error("cannot start: {0}")]
    Runtime(#[from] std::io::Error),
}

/// Runs the command that the arguments name.
pub fn run(cli: Cli) -> Result<(), CliError> {
    match cli.command {
        Command::Write(args) => write(&args),
        Command::WriteSample(args) => write_sample(&args),
        Command::Failures(args) => write_failures(&args),
        Command::Payload(args) => write_payload(&args),
        Command::WriteSamplePayload(args) => write_sample_payload(&args),
        Command::WriteSampleSources(args) => write_sample_sources(&args),
        Command::WriteSampleActivity(args) => write_sample_activity(&args),
        Command::WriteSampleHistory(args) => write_sample_history(&args),
        Command::WriteSeeds(args) => {
            let written = seeds::write_seeds(&args.out)?;
            say(&format!("{} files, {} bytes in {}", written.files, written.bytes, args.out.display()));
            Ok(())
        }
        Command::Serve(args) => {
            let World { dashboards, github, .. } = args.world.build();
            let activity = Activity::new(SERVED_SEED, args.activity_pulls);
            play(Box::new(Live::new(dashboards)), Some((github, args.link_base, activity)), args.stage)
        }
        Command::Replay(args) => play(replay::open(&args.dir)?, None, args.stage),
    }
}

impl WorldArgs {
    fn options(&self) -> WorldOptions {
        WorldOptions {
            seed: self.seed,
            jobs: self.jobs,
            tests: self.tests,
            columns: self.columns,
            days: self.days,
            even: self.even,
            now_s: self.now,
        }
    }

    fn build(&self) -> World {
        let code_host = GithubOptions { repository: self.repository.clone(), huge_issue: self.huge_issue };
        World::build_with(self.options(), &code_host)
    }
}

/// `owner/name` of plain letters, so that it can stand in paths.
fn repository(text: &str) -> Result<String, String> {
    let plain = |part: &str| {
        let fits = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.');
        !part.is_empty() && part.chars().all(fits)
    };
    let parts: Vec<&str> = text.split('/').collect();
    let good = parts.len() == 2 && parts.into_iter().all(plain);
    if good { Ok(text.to_owned()) } else { Err("not of the form owner/name".to_owned()) }
}

fn write(args: &WriteArgs) -> Result<(), CliError> {
    let written = files::write_world(args.world.build(), &args.out)?;
    say(&format!("{} files, {} bytes in {}", written.files, written.bytes, args.out.display()));
    if let Some(path) = &args.bundle {
        files::write_file(path, bundle::text(args.world.build()).as_bytes())?;
    }
    Ok(())
}

fn write_sample(args: &SampleArgs) -> Result<(), CliError> {
    let sample = WorldOptions::sample();
    let options = WorldOptions { seed: args.seed.unwrap_or(sample.seed), ..sample };
    let text = bundle::draw(options);
    files::write_file(&args.out, text.as_bytes())?;
    say(&format!("{} bytes in {}", text.len(), args.out.display()));
    Ok(())
}

fn write_failures(args: &FailuresArgs) -> Result<(), CliError> {
    let history = FailureHistory::build(FailureOptions {
        seed: args.seed,
        count: args.count,
        causes: args.causes,
        base_rate: args.base_rate,
        size: args.size,
        hard: args.hard,
        ..FailureOptions::default()
    });
    let text = history.lines(args.with_causes);
    files::write_file(&args.out, text.as_bytes())?;
    if let Some(path) = &args.truth {
        files::write_file(path, history.truth_lines().as_bytes())?;
    }
    say(&format!("{} failures, {} bytes in {}", args.count, text.len(), args.out.display()));
    Ok(())
}

fn write_sample_payload(args: &SamplePayloadArgs) -> Result<(), CliError> {
    let archive = Payload::build(PayloadOptions::default()).archive().map_err(WriteError::from)?;
    files::write_file(&args.out, &archive)?;
    say(&format!("{} bytes in {}", archive.len(), args.out.display()));
    Ok(())
}

fn write_sample_sources(args: &SamplePayloadArgs) -> Result<(), CliError> {
    let archive = sample_archive().map_err(WriteError::from)?;
    files::write_file(&args.out, &archive)?;
    say(&format!("{} bytes in {}", archive.len(), args.out.display()));
    Ok(())
}

fn write_sample_activity(args: &SamplePayloadArgs) -> Result<(), CliError> {
    let rows = Activity::sample().ci_data_csv();
    files::write_file(&args.out, rows.as_bytes())?;
    say(&format!("{} bytes in {}", rows.len(), args.out.display()));
    Ok(())
}

fn write_sample_history(args: &SamplePayloadArgs) -> Result<(), CliError> {
    let sample = DisruptionHistory::sample();
    for (name, text) in [("history_current.json", &sample.current), ("history_new.json", &sample.new)] {
        let path = args.out.join(name);
        files::write_file(&path, text.as_bytes())?;
        say(&format!("{} bytes in {}", text.len(), path.display()));
    }
    Ok(())
}

fn write_payload(args: &PayloadArgs) -> Result<(), CliError> {
    let options = PayloadOptions { seed: args.seed, runs: args.runs, tests: args.tests, ..<_>::default() };
    let written = files::write_payload(&Payload::build(options), &args.out)?;
    say(&format!("{} files, {} bytes in {}", written.files, written.bytes, args.out.display()));
    Ok(())
}

fn play(
    answers: Box<dyn Answers>,
    code_host: Option<(GitHub, Option<String>, Activity)>,
    args: StageArgs,
) -> Result<(), CliError> {
    let stage = Stage::new(answers, args.faults, Duration::from_millis(args.latency_ms));
    let stage = Arc::new(match code_host {
        Some((github, link_base, activity)) => stage.with_github(github, link_base).with_activity(activity),
        None => stage,
    });
    let ready = |address| say(&format!("listening on http://{address}"));
    let runtime = tokio::runtime::Runtime::new()?;
    let ended = runtime.block_on(serve::run(args.listen, args.allow_remote, stage, ready));
    runtime.shutdown_background();
    Ok(ended?)
}

#[expect(clippy::print_stdout, reason = "the one place where the program speaks")]
fn say(line: &str) {
    use std::io::Write;
    println!("{line}");
    let _ = std::io::stdout().flush();
}
