//! From an analysis to the answer that was asked for.

use flakescope_core::flakes::meeting::{Changes, MeetingInput};
use flakescope_core::flakes::{ReadyFilter, ReportHead};
use flakescope_core::model::TimeMs;

use crate::analyses::Analysed;
use crate::{Answer, Exported, FailuresAsk, Reading, Request, Writers};

/// A request with its filter made ready.
pub(crate) struct Asked<'a> {
    pub(crate) request: &'a Request,
    pub(crate) filter: ReadyFilter,
    /// What writes a file, where one is asked for.
    pub(crate) writers: Option<Writers>,
}

/// True for requests that are answered by a file of what is on the boards.
pub(crate) fn is_file(request: &Request) -> bool {
    matches!(request, Request::FlakesExport { .. } | Request::Report { .. })
}

/// True for requests that may be answered before everything is read.
pub(crate) fn can_be_early(request: &Request) -> bool {
    matches!(
        request,
        Request::Overview { .. }
            | Request::Flakes { .. }
            | Request::FlakesTest { .. }
            | Request::FlakesJob { .. }
            | Request::Failures { runs_of: None, ask: FailuresAsk::List | FailuresAsk::Cluster { .. }, .. }
    )
}

/// True for an answer that only says "no such thing", which an early one cannot know.
pub(crate) fn is_empty_handed(answer: &Answer) -> bool {
    matches!(
        answer,
        Answer::FlakesTest(_, None) | Answer::FlakesJob(_, None) | Answer::FailuresCluster(_, None)
    )
}

/// The answer to a request; `None` for one that is more than a look at the data.
pub(crate) fn answer(
    asked: &Asked<'_>,
    analysed: &Analysed,
    changes: Option<Changes>,
    reading: Reading,
    now: TimeMs,
) -> Option<Answer> {
    let (analysis, filter) = (&analysed.analysis, &asked.filter);
    Some(match asked.request {
        Request::Overview { query } => {
            Answer::Overview(reading, Box::new(analysis.overview(&query.dashboards, changes)))
        }
        Request::Flakes { query, rows } => Answer::Flakes(
            reading,
            Box::new(analysis.flakes_view(&analysed.select(filter, query.sort), *rows)),
        ),
        Request::FlakesTest { key, .. } => Answer::FlakesTest(reading, analysis.test_view(key).map(Box::new)),
        Request::FlakesJob { dashboard, job, .. } => {
            Answer::FlakesJob(reading, analysis.job_view(dashboard, job).map(Box::new))
        }
        Request::FlakesExport { query, format } => {
            let (mut file, head) = file("flakes", format.extension(), format.media_type(), reading, now);
            let report = analysis.report(&analysed.select(filter, query.sort), head, changes);
            file.text = (asked.writers?.rows)(&report, *format);
            Answer::Export(file)
        }
        Request::Report { query, format, page } => {
            let (mut file, head) = file("report", format.extension(), format.media_type(), reading, now);
            let input = MeetingInput { head, query, filter, changes, page };
            file.text = (asked.writers?.meeting)(analysis, input, *format);
            Answer::Export(file)
        }
        Request::FileIssue { .. }
        | Request::Failures { .. }
        | Request::Payloads { .. }
        | Request::PayloadsHistory { .. }
        | Request::Muted { .. }
        | Request::Activity { .. }
        | Request::ActivityFile { .. } => return None,
    })
}

/// A file without its text, and the head of the report in it.
fn file(
    what: &str,
    extension: &str,
    media_type: &str,
    reading: Reading,
    now: TimeMs,
) -> (Exported, ReportHead) {
    let file = Exported::named(what, extension, media_type, &reading, now);
    (file, ReportHead { generated_at: now, source: reading.source, warnings: reading.warnings })
}
