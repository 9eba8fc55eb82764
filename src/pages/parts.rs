//! The pages as parts of their own: nobody loads a page that is not looked at.

use leptos::prelude::*;

use super::{
    AboutPage, ActivityPage, FailuresPage, FlakesPage, JobPage, MethodPage, MutedPage, OverviewPage,
    PayloadsHistoryPage, PayloadsPage,
};
use crate::components::later;
use crate::lazy::{Load, part};

part!(
    /// The digest of all questions.
    pub OVERVIEW in overview = overview(|| OverviewPage().into_any())
);
part!(
    /// The table of flaky tests.
    pub FLAKES in flakes = flakes(|| FlakesPage().into_any())
);
part!(
    /// One job.
    pub JOB in job = job(|| JobPage().into_any())
);
part!(
    /// Which failures are the same.
    pub FAILURES in failures = failures(|| FailuresPage().into_any())
);
part!(
    /// Did the runs of a payload get worse?
    pub PAYLOADS in payloads = payloads(|| PayloadsPage().into_any())
);
part!(
    /// Did disruption, alerts or failures of tests get worse?
    pub PAYLOADS_HISTORY in payloads_history = payloads_history(|| PayloadsHistoryPage().into_any())
);
part!(
    /// Which tests are muted?
    pub MUTED in muted = muted(|| MutedPage().into_any())
);
part!(
    /// How did CI do?
    pub ACTIVITY in activity = activity(|| ActivityPage().into_any())
);
part!(
    /// How the numbers are made.
    pub METHOD in method = method(|| MethodPage().into_any())
);
part!(
    /// What this is; it comes with the page before, of which it is a smaller sister.
    pub ABOUT in method = about(|| AboutPage().into_any())
);

/// All parts of the page, in the order in which they are likely to be wanted.
pub const ALL: [Load; 18] = [
    later::BAR,
    OVERVIEW,
    super::overview::DIGEST,
    FLAKES,
    super::flakes::later::BARS,
    JOB,
    super::job::later::TABLE,
    FAILURES,
    super::failures::later::FIGURES,
    PAYLOADS,
    super::payloads::later::MORE,
    PAYLOADS_HISTORY,
    super::payloads::history::later::FILES,
    MUTED,
    super::muted::later::MORE,
    ACTIVITY,
    super::activity::later::MORE,
    METHOD,
];
