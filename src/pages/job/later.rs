//! What of the page comes right after its heading and its grid, as a part of its own: the criteria and the numbers above
//! the grid, and the grid as a table. Their room is kept free, so that nothing moves.

use leptos::prelude::*;

use super::answer::Job;
use super::criteria::Criteria;
use super::facts::Facts;
use super::grid::sheet::Sheet;
use super::grid::table::GridTable;
use super::grid::tip::{Pointed, Tip};
use crate::lazy::{lazy_with, part, part_failed, silent};

part!(NUMBERS in job_more = numbers(|| numbers_of(expect_context::<Of>().0)));
part!(
    /// The grid as a table.
    pub TABLE in job_more = grid_table(|| {
        let Shown(sheet) = expect_context();
        view! { <GridTable sheet /> }.into_any()
    })
);

part!(
    TIP in job_more = tip(|| {
        let Under(sheet, pointed) = expect_context();
        view! { <Tip sheet pointed /> }.into_any()
    })
);

/// What is under the pointer, in the context of its words.
#[derive(Clone, Copy)]
struct Under(Memo<Sheet>, RwSignal<Option<Pointed>>);

/// The job, in the context of its numbers.
#[derive(Clone, Copy)]
struct Of(Memo<Job>);

/// The grid's content, in the context of its table.
#[derive(Clone, Copy)]
struct Shown(Memo<Sheet>);

/// Criteria and numbers, side by side.
pub fn numbers_later(job: Memo<Job>) -> AnyView {
    let place = || {
        view! {
            <span class="skeleton block" aria-hidden="true"></span>
            <span class="skeleton block" aria-hidden="true"></span>
        }
        .into_any()
    };
    view! { <div class="two job-numbers">{lazy_with(Of(job), NUMBERS, place, part_failed)}</div> }.into_any()
}

fn numbers_of(job: Memo<Job>) -> AnyView {
    let criteria = Signal::derive(move || job.read().view().job.criteria.clone());
    view! {
        <Criteria criteria />
        <Facts job=job.into() />
    }
    .into_any()
}

/// The grid as a table.
pub fn table_later(sheet: Memo<Sheet>) -> AnyView {
    let place = || view! { <span class="skeleton block tall" aria-hidden="true"></span> }.into_any();
    lazy_with(Shown(sheet), TABLE, place, part_failed)
}

/// What the pointer is on, in words.
pub fn tip_later(sheet: Memo<Sheet>, pointed: RwSignal<Option<Pointed>>) -> AnyView {
    lazy_with(Under(sheet, pointed), TIP, || ().into_any(), silent)
}
