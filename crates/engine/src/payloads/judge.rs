//! The code behind the door: the core's reading of runs and its verdict.

use std::rc::Rc;

use flakescope_core::flakes::TabRuns;
use flakescope_core::formats::payload_history::{AnyHistory, read_any_history};
use flakescope_core::formats::payloads::{GivenRuns, InputFile, ReadGiven, read_test_records};
use flakescope_core::payloads::history;
use flakescope_core::payloads::runs::Runs;
use flakescope_core::payloads::{
    Lists, Params, Past, TestFilter, VerdictFormat, VerdictView, earlier_runs, of_board, runs_of_board,
    verdict, write_verdict,
};
use flakescope_core::warning::Warning;

use crate::Packed;

use super::part::{Earlier, Judged, PayloadsPart, ReadRuns};

/// Reads and judges runs.
pub fn payloads_part() -> Rc<dyn PayloadsPart> {
    Rc::new(Part)
}

struct Part;

impl PayloadsPart for Part {
    fn reader(&self) -> Box<dyn ReadRuns> {
        Box::new(Reader(ReadGiven::default()))
    }

    fn of_board(&self, board: &TabRuns, job: &str, places: &[usize]) -> GivenRuns {
        GivenRuns { runs: runs_of_board(board, job, places), ..GivenRuns::default() }
    }

    fn judge(
        &self,
        given: &GivenRuns,
        earlier: &Earlier,
        job: &str,
        params: &Params,
    ) -> Result<Judged, String> {
        let jobs = jobs(&given.runs);
        let params = params.checked().map_err(|error| error.to_string())?;
        let (runs, mut warnings) = (of_one_job(given, &jobs, job)?, given.warnings.clone());
        let past = past(&runs, given, earlier, &mut warnings)?;
        let report = verdict(&runs, &past, &params, &Lists::default(), warnings);
        Ok(Judged { report, jobs: if jobs.len() > 1 { jobs } else { Vec::new() } })
    }

    fn view(&self, judged: &Judged, filter: &TestFilter, limit: u32) -> Packed<VerdictView> {
        let view = VerdictView::of(&judged.report, filter, limit);
        Packed::new(&VerdictView { jobs: judged.jobs.clone(), ..view })
    }

    fn write(&self, judged: &Judged, format: VerdictFormat) -> String {
        write_verdict(&judged.report, format)
    }

    fn read_history(&self, bytes: &[u8], name: &str) -> Result<AnyHistory, String> {
        read_any_history(bytes, name).map_err(|error| error.to_string())
    }

    fn compare(
        &self,
        current: &AnyHistory,
        new: &AnyHistory,
        wanted: Option<history::DataType>,
        params: &history::Params,
    ) -> Result<history::HistoryReport, String> {
        history::compare_any(current, new, wanted, params).map_err(|error| error.to_string())
    }

    fn look_at_history(
        &self,
        [_, new]: &[Rc<AnyHistory>; 2],
        report: &history::HistoryReport,
        query: &history::Query,
        limit: u32,
    ) -> history::ComparedView {
        let mut view = history::ComparedView::of(report, query, limit);
        view.report.warnings.extend(history::kept_instead(new));
        view
    }

    fn pack_history(&self, view: &history::HistoryView) -> Packed<history::HistoryView> {
        Packed::new(view)
    }

    fn write_compared(
        &self,
        [current, new]: &[Rc<AnyHistory>; 2],
        report: &history::HistoryReport,
        output: history::Output,
    ) -> String {
        history::write_output(current, new, report, output)
    }
}

/// The jobs with how many runs each has, the one of most runs first.
fn jobs(runs: &Runs) -> Vec<(String, u32)> {
    let count = |job: &str| u32::try_from(runs.infos().iter().filter(|run| run.job == job).count());
    let mut jobs: Vec<(String, u32)> =
        runs.jobs().into_iter().map(|job| (job.to_owned(), count(job).unwrap_or(u32::MAX))).collect();
    jobs.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
    jobs
}

/// The runs of the job that is asked for, else of the one with most runs.
fn of_one_job(given: &GivenRuns, jobs: &[(String, u32)], job: &str) -> Result<Runs, String> {
    if given.runs.infos().is_empty() {
        return Err(no_run(&given.warnings));
    }
    let known = |job: &str| jobs.iter().any(|(name, _)| name == job);
    let job = if known(job) { job } else { jobs.first().map_or("", |(name, _)| name.as_str()) };
    let runs = given.runs.clone().retain(|run| job.is_empty() || run.job.is_empty() || run.job == job);
    match runs.repeated_id() {
        Some(id) => Err(format!(
            "Two runs have the id {id:?}. One run that counts twice would change the verdict. Leave one out, or mend the ids."
        )),
        None => Ok(runs),
    }
}

fn no_run(warnings: &[Warning]) -> String {
    let first = warnings.first().map(|warning| format!(" ({}: {})", warning.subject, warning.message));
    format!(
        "No run is among the files{}. There is nothing to judge. Choose the JUnit files of runs: .xml, .xml.gz, folders or .zip.",
        first.unwrap_or_default()
    )
}

fn past(
    runs: &Runs,
    given: &GivenRuns,
    earlier: &Earlier,
    warnings: &mut Vec<Warning>,
) -> Result<Past, String> {
    match earlier {
        Earlier::Board(board) => Ok(of_board(runs, board)),
        Earlier::Beside => of_tables(runs, given, warnings),
        Earlier::Files(files) if files.runs.infos().is_empty() => of_tables(runs, files, warnings),
        Earlier::Files(files) => {
            let job = runs.jobs().first().copied().unwrap_or_default();
            warnings.extend(files.warnings.iter().cloned());
            let found = earlier_runs(runs, files.runs.clone(), (job, "the earlier runs"));
            let (past, warning) = found.map_err(|error| error.to_string())?;
            warnings.extend(warning);
            Ok(past)
        }
    }
}

/// The first table; more of them could contradict one another.
fn of_tables(runs: &Runs, files: &GivenRuns, warnings: &mut Vec<Warning>) -> Result<Past, String> {
    let job = runs.jobs().first().copied().unwrap_or_default();
    let Some((name, bytes)) = files.tables.first() else { return Ok(Past::NotGiven) };
    for (other, _) in files.tables.iter().skip(1) {
        warnings.push(Warning::new(
            other,
            format!("earlier results are taken from {name} alone; this table is left out"),
        ));
    }
    read_test_records(bytes, name, job).map(Past::Known).map_err(|error| {
        format!("{error}. A test without its record would be held to less, so nothing is judged. Mend the table, or leave it out.")
    })
}

struct Reader(ReadGiven);

impl ReadRuns for Reader {
    fn take(&mut self, file: InputFile) {
        self.0.take(file);
    }

    fn begin(&mut self) -> u32 {
        u32::try_from(self.0.begin()).unwrap_or(u32::MAX)
    }

    fn advance(&mut self) -> bool {
        self.0.advance()
    }

    fn finish(self: Box<Self>) -> GivenRuns {
        self.0.end()
    }
}
