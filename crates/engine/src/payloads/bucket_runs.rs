//! Runs by their addresses, out of the bucket that they left their files in.

use std::rc::Rc;

use flakescope_core::formats::bucket::RunFolder;
use flakescope_core::formats::payloads::{GivenRuns, InputFile, is_wanted};
use flakescope_core::payloads::runs::RunInfo;
use flakescope_core::warning::Warning;
use futures_util::{StreamExt, stream};

use super::part::ReadRuns;
use crate::bucket::{RUNS_AT_ONCE, Wanted, read_run};
use crate::fetch::Fetcher;
use crate::{Progress, Transport};

const RESULTS: Wanted = Wanted { below: "", is_wanted: |file| is_wanted(&file.name) };

/// Reads the runs with these addresses. A run that cannot be read is one whose results are lost.
pub(crate) async fn read_listed<T: Transport + 'static>(
    fetcher: &Rc<Fetcher<T>>,
    mut reader: Box<dyn ReadRuns>,
    addresses: &[String],
    progress: &impl Progress,
) -> GivenRuns {
    let folders: Vec<Option<RunFolder>> = addresses.iter().map(|text| RunFolder::parse(text)).collect();
    let total = u32::try_from(folders.len()).unwrap_or(u32::MAX);
    progress.report(0, total, LABEL);
    let reads = folders.iter().flatten().map(|folder| read_run(fetcher, folder, &RESULTS));
    let mut reads = std::pin::pin!(stream::iter(reads).buffered(RUNS_AT_ONCE).zip(stream::iter(1..)));
    let mut folder = folders.iter().flatten();
    while let Some((texts, done)) = reads.next().await {
        let Some(folder) = folder.next() else { break };
        let place = format!("{}/{}", folder.job(), folder.build());
        match texts {
            Ok(texts) if !texts.is_empty() => texts.into_iter().for_each(|(name, bytes)| {
                reader.take(InputFile { path: format!("{place}/{name}"), bytes: Ok(bytes) });
            }),
            left => {
                let why = left.err().unwrap_or_else(|| "it left no results".to_owned());
                reader.take(InputFile { path: format!("{place}/prowjob.json"), bytes: Err(why) });
            }
        }
        progress.report(done, total, LABEL);
        fetcher.rest().await;
    }
    let mut given = read_slowly(fetcher, reader).await;
    given.warnings.extend(unreadable(addresses, &folders));
    folders.iter().flatten().for_each(|folder| place(&mut given, folder));
    given
}

/// What the folder tells of its run, where its files did not.
fn place(given: &mut GivenRuns, folder: &RunFolder) {
    let is_own =
        |run: &RunInfo| run.id == folder.build() || run.id.ends_with(&format!("/{}", folder.build()));
    let Some(run) = given.runs.infos().iter().position(is_own) else { return };
    let Some(info) = given.runs.info_mut(run) else { return };
    folder.build().clone_into(&mut info.id);
    if info.job.is_empty() {
        folder.job().clone_into(&mut info.job);
    }
    if info.url.is_empty() {
        info.url = folder.page_url();
    }
}

const LABEL: &str = "Reading the results of the runs";

async fn read_slowly<T: Transport>(fetcher: &Fetcher<T>, mut reader: Box<dyn ReadRuns>) -> GivenRuns {
    reader.begin();
    while reader.advance() {
        fetcher.rest().await;
    }
    reader.finish()
}

fn unreadable(addresses: &[String], folders: &[Option<RunFolder>]) -> Vec<Warning> {
    let message = "this is no address of a run; it is left out. Give that of its page in Prow, or bucket/path/to/job/build";
    let not_read = addresses.iter().zip(folders).filter(|(_, folder)| folder.is_none());
    not_read.map(|(address, _)| Warning::new(address, message)).collect()
}
