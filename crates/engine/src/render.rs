//! From an analysis to the answer that was asked for.

use flakescope_core::export::{Format, write_report};
use flakescope_core::flakes::ReportHead;
use flakescope_core::model::TimeMs;

use crate::analyses::Analysed;
use crate::{Answer, Error, Exported, Reading, Request};

/// True for requests that may be answered before everything is read.
pub(crate) fn can_be_early(request: &Request) -> bool {
    !matches!(request, Request::FlakesExport { .. })
}

/// True for an answer that only says "no such thing", which an early one cannot know.
pub(crate) fn is_empty_handed(answer: &Answer) -> bool {
    matches!(answer, Answer::FlakesTest(_, None) | Answer::FlakesJob(_, None))
}

/// The answer to a request.
pub(crate) fn answer(
    request: &Request,
    analysed: &Analysed,
    reading: Reading,
    now: TimeMs,
) -> Result<Answer, Error> {
    let analysis = &analysed.analysis;
    Ok(match request {
        Request::Overview { .. } => Answer::Overview(reading, Box::new(analysis.overview())),
        Request::Flakes { query, rows } => {
            Answer::Flakes(reading, Box::new(analysis.flakes_view(&*analysed.select(query)?, *rows)))
        }
        Request::FlakesTest { key, .. } => Answer::FlakesTest(reading, analysis.test_view(key).map(Box::new)),
        Request::FlakesJob { dashboard, job, .. } => {
            Answer::FlakesJob(reading, analysis.job_view(dashboard, job).map(Box::new))
        }
        Request::FlakesExport { query, format } => {
            let selection = analysed.select(query)?;
            let file_name = file_name(&reading, *format, now);
            let warnings = reading.warnings.clone();
            let head = ReportHead { generated_at: now, source: reading.source, warnings: reading.warnings };
            let text = write_report(&analysis.report(&selection, head), *format);
            Answer::Export(Exported { file_name, media_type: format.media_type().to_owned(), text, warnings })
        }
    })
}

fn file_name(reading: &Reading, format: Format, now: TimeMs) -> String {
    let day = reading.newest_run_at.unwrap_or(now).day();
    format!("flakescope-flakes-{day}.{}", format.extension())
}
