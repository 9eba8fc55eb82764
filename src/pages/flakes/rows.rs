//! The rows that the page holds: those near the screen, kept while newer ones are on their way.

use std::sync::Arc;

use flakescope_core::flakes::{FlakesView, RowView, TestKey};
use flakescope_core::model::TimeMs;
use flakescope_engine::{Reading, Stage};

/// Rows are forgotten this far from those that came last.
const KEPT_AROUND: u32 = 500;

/// Places that are kept before anything is known.
const PLACES: u32 = 20;

/// What must be equal for rows of two answers to belong together.
#[derive(Clone, Debug, Default, PartialEq)]
struct Stamp {
    matching: u32,
    stage: Stage,
    tabs_read: u32,
    read_at: Option<TimeMs>,
}

/// Rows by their place in the table.
#[derive(Clone, Debug, Default)]
pub struct Rows {
    stamp: Stamp,
    asked_anew: bool,
    /// Sorted by place.
    held: Vec<(u32, Arc<RowView>)>,
    known: bool,
    generation: u32,
}

impl Rows {
    /// The question changed: what is held is shown until the answer comes, and then forgotten.
    pub fn ask_anew(&mut self) {
        self.asked_anew = true;
    }

    /// Takes the rows of an answer. As long as no test was read the places stay: nothing is known of any row.
    pub fn take(&mut self, reading: &Reading, view: &FlakesView) {
        if reading.stage != Stage::Complete && view.totals.tests == 0 {
            return;
        }
        let stamp = Stamp {
            matching: view.matching,
            stage: reading.stage,
            tabs_read: reading.tabs_read,
            read_at: reading.read_at,
        };
        if self.asked_anew || stamp != self.stamp {
            self.held.clear();
            self.generation += 1;
        }
        self.asked_anew = false;
        self.known = true;
        self.stamp = stamp;
        let end = view.start.saturating_add(u32::try_from(view.rows.len()).unwrap_or(u32::MAX));
        let (new, kept) =
            (view.start..end, view.start.saturating_sub(KEPT_AROUND)..end.saturating_add(KEPT_AROUND));
        self.held.retain(|(index, _)| kept.contains(index) && !new.contains(index));
        let place = self.held.partition_point(|(index, _)| *index < view.start);
        self.held.splice(place..place, new.zip(view.rows.iter().cloned().map(Arc::new)));
    }

    /// How many rows the table has; before the first answer, enough to fill a screen with places for them.
    pub fn total(&self) -> u32 {
        if self.known { self.stamp.matching } else { PLACES }
    }

    /// Grows when the rows are other ones than before.
    pub fn generation(&self) -> u32 {
        self.generation
    }

    /// True once an answer came.
    pub fn known(&self) -> bool {
        self.known
    }

    /// A row, if it is held.
    pub fn get(&self, index: u32) -> Option<Arc<RowView>> {
        let place = self.held.binary_search_by_key(&index, |(held, _)| *held).ok()?;
        self.held.get(place).map(|(_, row)| row.clone())
    }

    /// Where a test is, if it is held.
    pub fn find(&self, key: &TestKey) -> Option<u32> {
        self.held.iter().find(|(_, view)| is(&view.row, key)).map(|(index, _)| *index)
    }
}

/// True when the row is that of the test.
pub fn is(row: &flakescope_core::flakes::TestRow, key: &TestKey) -> bool {
    row.test == key.test && row.job == key.job && row.dashboard == key.dashboard
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;
    use flakescope_core::flakes::Totals;
    use flakescope_core::flakes::issues::EffortGroup;

    pub(crate) fn row(test: &str) -> RowView {
        let row = serde_json::json!({
            "dashboard": "d", "job": "j", "prow_job": "", "job_status": "FLAKY", "test": test, "renamed_from": "",
            "sig": "", "verdict": "flaky", "stale": false, "ndr": true, "runs": 2, "passes": 1, "failures": 1,
            "flaky_cells": 0, "skips": 0, "failure_rate": 0.5, "failure_rate_low": 0.1, "failure_rate_high": 0.9,
            "flip_rate": 0.5, "trend": "unknown", "since": null, "since_low": null, "since_high": null,
            "first_failure": null, "last_failure": null, "last_message": "", "priority": "", "issue": "",
            "issue_match": "", "effort": "", "testgrid_url": "", "run_url": ""
        });
        RowView {
            row: serde_json::from_value(row).unwrap(),
            strip: "pf".into(),
            effort: EffortGroup::Unknown,
            labelled: None,
        }
    }

    fn view(start: u32, names: &[&str]) -> FlakesView {
        let rows = names.iter().map(|n| row(n)).collect();
        let totals = Totals { tests: 3000, ..Totals::default() };
        FlakesView { matching: 2000, start, rows, totals, ..FlakesView::default() }
    }

    #[test]
    fn ranges_join_and_far_rows_go() {
        let mut rows = Rows::default();
        assert!(!rows.known());
        rows.take(&Reading::default(), &view(0, &["a", "b"]));
        rows.take(&Reading::default(), &view(2, &["c"]));
        assert_eq!(rows.find(&TestKey { dashboard: "d".into(), job: "j".into(), test: "c".into() }), Some(2));
        assert_eq!(rows.get(0).unwrap().row.test, "a");
        rows.take(&Reading::default(), &view(1000, &["z"]));
        assert!(rows.get(0).is_none());
    }

    #[test]
    fn places_stay_until_a_test_was_read() {
        let mut rows = Rows::default();
        rows.take(&Reading::default(), &FlakesView::default());
        assert!(!rows.known());
        assert_eq!(rows.total(), PLACES);
        rows.take(&Reading { stage: Stage::Complete, ..Reading::default() }, &FlakesView::default());
        assert_eq!(rows.total(), 0);
    }

    #[test]
    fn old_rows_stay_until_the_new_answer() {
        let mut rows = Rows::default();
        rows.take(&Reading::default(), &view(0, &["a", "b"]));
        rows.ask_anew();
        assert!(rows.get(1).is_some());
        rows.take(&Reading::default(), &view(0, &["c"]));
        assert!(rows.get(1).is_none());
        let fuller = Reading { stage: Stage::Complete, ..Reading::default() };
        rows.take(&fuller, &view(50, &["x"]));
        assert!(rows.get(0).is_none(), "rows of two stages do not mix");
    }
}
