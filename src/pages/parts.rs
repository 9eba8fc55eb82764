//! The pages as parts of their own: nobody loads a page that is not looked at. The overview is in the page's main file:
//! it is where most visits begin, and one file comes sooner than many.

use leptos::prelude::*;

use super::{FlakesPage, JobPage, MethodPage};
use crate::components::later;
use crate::lazy::{Load, part};

part!(
    /// The table of flaky tests.
    pub FLAKES in flakes = flakes(|| FlakesPage().into_any())
);
part!(
    /// One job.
    pub JOB in job = job(|| JobPage().into_any())
);
part!(
    /// How the numbers are made.
    pub METHOD in method = method(|| MethodPage().into_any())
);

/// All parts of the page, in the order in which they are likely to be wanted.
pub const ALL: [Load; 5] = [super::overview::DIGEST, later::BAR, FLAKES, JOB, METHOD];
