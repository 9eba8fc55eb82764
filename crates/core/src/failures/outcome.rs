//! What is known of a failure afterwards: was it a false positive?

use std::collections::BTreeSet;

use crate::model::{Failure, FailureStatus};

/// For each record whether the failure was a false positive; `None` where nobody knows, and for what is no failure.
pub type Outcomes = Vec<Option<bool>>;

/// A failure was a false positive when the change was merged in spite of it, or when the same test passed on the same
/// commit; it was none when the change was not merged. Merging is a weak witness: some merge real failures.
pub fn outcomes(records: &[Failure]) -> Outcomes {
    let passed: BTreeSet<Run<'_>> =
        records.iter().filter(|record| record.status == FailureStatus::Success).filter_map(run).collect();
    let outcome = |record: &Failure| {
        let is_failure = record.status.is_failure();
        let rerun = run(record).is_some_and(|run| passed.contains(&run));
        if rerun { Some(true) } else { record.merged }.filter(|_| is_failure)
    };
    records.iter().map(outcome).collect()
}

/// What makes two results runs of the same.
type Run<'a> = (&'a str, &'a str, &'a str, &'a str);

fn run(record: &Failure) -> Option<Run<'_>> {
    let known = !record.revision.is_empty() && !record.test.is_empty();
    known.then_some((&record.revision, &record.test, &record.context, &record.job))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn merged_or_passed_on_rerun() {
        let record = |status, merged, revision: &str| Failure {
            status,
            merged,
            revision: revision.to_owned(),
            test: "t".to_owned(),
            ..Failure::default()
        };
        let (failed, passed) = (FailureStatus::Failure, FailureStatus::Success);
        let records = [
            record(failed, Some(true), "a"),
            record(failed, Some(false), "a"),
            record(failed, None, "a"),
            record(failed, Some(false), "b"),
            record(passed, Some(true), "b"),
            record(failed, None, ""),
            record(passed, None, ""),
        ];
        assert_eq!(outcomes(&records), [Some(true), Some(false), None, Some(true), None, None, None]);
    }
}
