//! The JUnit files of the runs in which a test failed: whole texts, where the boards have the ends of them.

use std::rc::Rc;

use flakescope_core::flakes::{TabRun, TestKey};
use flakescope_core::formats::bucket::{RunFile, RunFolder};
use flakescope_core::warning::Warning;
use futures_util::{StreamExt, stream};

use super::part::{OfRun, ReadFailures, TakenFailures};
use crate::bucket::{RUNS_AT_ONCE, RunTexts, Wanted, read_run};
use crate::fetch::Fetcher;
use crate::{Progress, Transport};

/// The newest runs are read, so many of them.
pub(crate) const MOST_RUNS: usize = 20;

const JUNIT: Wanted = Wanted { below: "artifacts/", is_wanted: RunFile::is_junit };

/// Reads the runs into `reader`. What cannot be read is a warning that names the run.
pub(crate) async fn read_runs<T: Transport + 'static>(
    fetcher: &Rc<Fetcher<T>>,
    mut reader: Box<dyn ReadFailures>,
    (key, runs): (&TestKey, Vec<TabRun>),
    progress: &impl Progress,
) -> TakenFailures {
    let total = u32::try_from(runs.len()).unwrap_or(u32::MAX);
    let mut warnings = Vec::new();
    let reads = stream::iter(runs.iter().map(|run| read(fetcher, run))).buffered(RUNS_AT_ONCE);
    let mut reads = std::pin::pin!(reads.zip(stream::iter(&runs)).zip(stream::iter(1..)));
    progress.report(0, total, LABEL);
    while let Some(((texts, run), done)) = reads.next().await {
        match texts {
            Ok(texts) => texts.iter().for_each(|text| take(reader.as_mut(), key, run, text)),
            Err(why) => warnings.push(Warning::new(format!("{} run {}", key.job, run.build), why)),
        }
        progress.report(done, total, LABEL);
        fetcher.rest().await;
    }
    let mut taken = reader.finish();
    taken.warnings.splice(0..0, warnings);
    taken
}

const LABEL: &str = "Reading the JUnit files of failed runs";

fn take(reader: &mut dyn ReadFailures, key: &TestKey, run: &TabRun, (name, bytes): &(String, Vec<u8>)) {
    let of_run = OfRun { test: key.clone(), run: run.clone() };
    reader.begin(&format!("{} {}/{name}", key.job, run.build), Some(of_run));
    reader.push(bytes);
}

async fn read<T: Transport + 'static>(fetcher: &Rc<Fetcher<T>>, run: &TabRun) -> RunTexts {
    let folder = RunFolder::of_page(&run.url).ok_or("the board does not say where its files lie")?;
    let texts = read_run(fetcher, &folder, &JUNIT).await?;
    if texts.is_empty() { Err("it left no JUnit file".to_owned()) } else { Ok(texts) }
}
