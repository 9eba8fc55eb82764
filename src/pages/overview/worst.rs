//! The ten tests that matter most.

use flakescope_core::flakes::{Query, RowView, Verdict};
use leptos::prelude::*;

use super::links;
use crate::components::{HistoryStrip, RateInterval, TestName, VerdictTag};
use crate::format;

/// The ten tests that matter most, with the way to all of them.
#[component]
pub fn Worst(
    /// The tests, worst first.
    rows: Signal<Vec<RowView>>,
    /// How many more there are to look at.
    more: Signal<u32>,
    /// What was asked.
    query: Signal<Query>,
) -> impl IntoView {
    let all = move || links::all(&query.read());
    let lines = move || rows.read().iter().map(|row| line(row, &query.read())).collect_view();
    let see_all = move || format!("See all {} \u{2192}", format::count(more.get()));
    view! {
        <section aria-labelledby="worst-title">
            <div class="section-head">
                <h2 id="worst-title">"The ten that matter most"</h2>
                <a href=all>{see_all}</a>
            </div>
            <div class="table-wrap">
                <table class="table cards">
                    <thead>
                        <tr>
                            <th scope="col">"test"</th>
                            <th scope="col">"verdict"</th>
                            <th scope="col">"failure rate"</th>
                            <th scope="col">"newest 60 runs, newest left"</th>
                            <th scope="col">"since"</th>
                        </tr>
                    </thead>
                    <tbody>{lines}</tbody>
                </table>
            </div>
        </section>
    }
}

fn line(RowView { row, strip, .. }: &RowView, query: &Query) -> impl IntoView + use<> {
    let href = links::test(query, (&row.dashboard, &row.job, &row.test));
    let job = links::grid(query, &row.dashboard, &row.job);
    // A breakage is one event and not many: its runs are not independent of each other.
    let independent = !matches!(row.verdict, Verdict::Failing | Verdict::Recovered);
    let interval = row.failure_rate_low.zip(row.failure_rate_high).filter(|_| independent);
    let (verdict, stale, strip) = (row.verdict, row.stale, strip.clone());
    view! {
        <tr>
            <td>
                <a class="test-link" href=href>
                    <TestName name=row.test.clone() />
                </a>
                <a class="job-link" href=job>
                    {format!("{} \u{b7} {}", format::board(&row.dashboard), row.job)}
                </a>
            </td>
            <td data-label="verdict">
                <VerdictTag verdict stale />
            </td>
            <td data-label="failure rate">
                <RateInterval rate=row.failure_rate interval runs=row.runs />
            </td>
            <td data-label="runs">
                <HistoryStrip runs=strip />
            </td>
            <td class="nowrap" data-label="since">
                {row.since.map_or_else(|| "\u{2013}".to_owned(), format::day)}
            </td>
        </tr>
    }
}
