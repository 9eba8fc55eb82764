//! The kinds of answers, each with the code that reads it: a page brings what its own answers need, and no more.

use std::pin::Pin;

use flakescope_engine::wire::{self, Garbled};
use flakescope_engine::{Answer, Request};
use serde::de::DeserializeOwned;

use super::ready_made;

/// Reads the answers of one kind.
pub type ReadAnswer = fn(&[u8]) -> Result<Answer, Garbled>;

/// An answer that was made ready with the page, on its way.
pub(super) type Ready = Pin<Box<dyn Future<Output = Option<Answer>>>>;

/// A kind of answers.
#[derive(Clone, Copy)]
pub struct Kind {
    /// Reads them.
    pub(super) read: ReadAnswer,
    /// The one that was made ready, where it answers the request.
    pub(super) ready: fn(&Request) -> Option<Ready>,
}

/// Answers to [`Request::Overview`].
pub const OVERVIEW: Kind = Kind {
    read: |bytes| fields(0, bytes).map(|(reading, view)| Answer::Overview(reading, view)),
    ready: ready_made::begin,
};
/// Answers to [`Request::Flakes`].
pub const FLAKES: Kind =
    made_now(|bytes| fields(1, bytes).map(|(reading, view)| Answer::Flakes(reading, view)));
/// Answers to [`Request::FlakesTest`].
pub const TEST: Kind =
    made_now(|bytes| fields(2, bytes).map(|(reading, view)| Answer::FlakesTest(reading, view)));
/// Answers to [`Request::FlakesJob`].
pub const JOB: Kind =
    made_now(|bytes| fields(3, bytes).map(|(reading, view)| Answer::FlakesJob(reading, view)));
/// Answers to [`Request::FlakesExport`], [`Request::Report`], and to what `FailuresAsk`, `PayloadsAsk`, `HistoryAsk`, `MutedAsk` and `ActivityAsk` call `Export`.
pub const EXPORT: ReadAnswer = |bytes| fields(4, bytes).map(Answer::Export);
/// Answers to [`Request::FileIssue`].
pub const FILED: ReadAnswer = |bytes| fields(5, bytes).map(Answer::Filed);

/// Answers to [`FailuresAsk::List`](flakescope_engine::FailuresAsk::List).
pub const FAILURES: Kind =
    made_now(|bytes| fields(6, bytes).map(|(reading, view)| Answer::Failures(reading, view)));
/// Answers to [`FailuresAsk::Cluster`](flakescope_engine::FailuresAsk::Cluster).
pub const CLUSTER: Kind =
    made_now(|bytes| fields(7, bytes).map(|(reading, view)| Answer::FailuresCluster(reading, view)));
/// Answers to [`FailuresAsk::OfTest`](flakescope_engine::FailuresAsk::OfTest).
pub const SAME_AS: Kind =
    made_now(|bytes| fields(8, bytes).map(|(reading, same)| Answer::FailuresOfTest(reading, same)));
/// Answers to [`FailuresAsk::Predict`](flakescope_engine::FailuresAsk::Predict).
pub const PREDICTION: Kind = made_now(|bytes| fields(9, bytes).map(Answer::FailuresPredict));

/// Answers to [`PayloadsAsk::Verdict`](flakescope_engine::PayloadsAsk::Verdict).
pub const PAYLOADS: Kind =
    made_now(|bytes| fields(10, bytes).map(|(reading, view)| Answer::Payloads(reading, view)));

/// Answers to [`HistoryAsk::Look`](flakescope_engine::HistoryAsk::Look).
pub const HISTORY: Kind =
    made_now(|bytes| fields(11, bytes).map(|(reading, view)| Answer::PayloadsHistory(reading, view)));

/// Answers to [`MutedAsk::List`](flakescope_engine::MutedAsk::List).
pub const MUTED: Kind =
    made_now(|bytes| fields(12, bytes).map(|(reading, view)| Answer::Muted(reading, view)));

/// Answers to [`ActivityAsk::Look`](flakescope_engine::ActivityAsk::Look).
pub const ACTIVITY: Kind =
    made_now(|bytes| fields(13, bytes).map(|(reading, view)| Answer::Activity(reading, view)));

/// Answers to [`MutedAsk::OfTest`](flakescope_engine::MutedAsk::OfTest).
pub const MUTED_OF_TEST: Kind = made_now(|bytes| fields(14, bytes).map(Answer::MutedOfTest));

const fn made_now(read: ReadAnswer) -> Kind {
    Kind { read, ready: |_| None }
}

/// What an answer holds, if it is of the kind with this place in [`Answer`].
fn fields<T: DeserializeOwned>(place: u32, bytes: &[u8]) -> Result<T, Garbled> {
    match wire::decode_first::<u32>(bytes)? {
        (found, fields) if found == place => wire::decode(fields),
        _ => Err(Garbled { bytes: bytes.len() }),
    }
}

#[cfg(test)]
mod tests {
    use flakescope_core::activity::page::ActivityView;
    use flakescope_core::failures::SameAs;
    use flakescope_core::muted::MutedView;
    use flakescope_core::payloads::VerdictView;
    use flakescope_core::payloads::history::HistoryView;

    use super::*;
    use flakescope_engine::{Exported, Filed, Packed, Reading};

    #[track_caller]
    fn check(read: ReadAnswer, answer: &Answer) {
        assert_eq!(read(&wire::encode(answer)).as_ref(), Ok(answer));
    }

    #[test]
    fn every_kind_is_read() {
        let reading = Reading::default;
        check(OVERVIEW.read, &Answer::Overview(reading(), Box::default()));
        check(FLAKES.read, &Answer::Flakes(reading(), Box::default()));
        check(TEST.read, &Answer::FlakesTest(reading(), None));
        check(JOB.read, &Answer::FlakesJob(reading(), Some(Box::default())));
        let text = String::new;
        let file = Exported { file_name: text(), media_type: text(), text: "a".into(), warnings: Vec::new() };
        check(EXPORT, &Answer::Export(file));
        check(FAILURES.read, &Answer::Failures(reading(), Box::default()));
        check(CLUSTER.read, &Answer::FailuresCluster(reading(), None));
        check(SAME_AS.read, &Answer::FailuresOfTest(reading(), vec![SameAs::default()]));
        check(PREDICTION.read, &Answer::FailuresPredict(None));
        check(PAYLOADS.read, &Answer::Payloads(reading(), Packed::new(&VerdictView::default())));
        check(HISTORY.read, &Answer::PayloadsHistory(reading(), Packed::new(&HistoryView::default())));
        check(MUTED.read, &Answer::Muted(reading(), Packed::new(&MutedView::default())));
        check(ACTIVITY.read, &Answer::Activity(reading(), Packed::new(&ActivityView::default())));
        check(MUTED_OF_TEST.read, &Answer::MutedOfTest(Packed::new(&Vec::new())));
        check(FILED, &Answer::Filed(Filed { url: text(), number: 7, already: true }));
    }

    #[test]
    fn another_kind_is_no_answer() {
        let answer = wire::encode(&Answer::FlakesTest(Reading::default(), None));
        assert!((JOB.read)(&answer).is_err());
        assert!((TEST.read)(&[]).is_err());
    }
}
