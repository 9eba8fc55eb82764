//! Job by hour of the day: when runs start, and how many of them fail. Each cell lists its runs.

use flakescope_core::activity::page::ActivityView;
use flakescope_core::activity::times::zone;
use flakescope_core::activity::{HourCounts, JobRow};
use leptos::prelude::*;

use super::{Page, use_page};
use crate::format::plural;

/// The steps of the colour: none, up to 10 %, 25 %, 50 %, and more.
const STEPS: [(u32, &str); 4] = [(10, "heat-1"), (25, "heat-2"), (50, "heat-3"), (100, "heat-4")];

/// The table.
#[component]
pub fn Heat() -> impl IntoView {
    let page = use_page();
    let shown =
        move || page.view.read().get().filter(|view| view.summary.runs > 0).map(|view| table(view, page));
    view! { {shown} }
}

fn table(view: &ActivityView, page: Page) -> AnyView {
    let hour = |hour: usize| view! { <th scope="col" class="num">{hour}</th> };
    let all =
        row("all jobs", &view.summary.hours, move |hour| page.runs_link(|filter| filter.hour = Some(hour)));
    let jobs = view.jobs.iter().map(|job| job_row(job, view.summary.repositories > 1, page)).collect_view();
    let clock = zone(view.summary.utc_offset_min);
    view! {
        <section class="activity-heat" aria-labelledby="heat-title">
            <h2 id="heat-title">"Failures by hour of the day"</h2>
            <p class="muted">
                {format!("The hour in which runs started ({clock}), and how many of them failed; the darker, the larger the share. The jobs with most failures.")}
            </p>
            <div class="table-wrap" tabindex="0" role="group" aria-labelledby="heat-title">
                <table class="heat">
                    <thead>
                        <tr>
                            <th scope="col">"job"</th>
                            {(0..24).map(hour).collect_view()}
                        </tr>
                    </thead>
                    <tbody>{all} {jobs}</tbody>
                </table>
            </div>
        </section>
    }
    .into_any()
}

fn job_row(job: &JobRow, several: bool, page: Page) -> AnyView {
    let (repository, name) = (job.repository.clone(), job.job.clone());
    let words = if several { format!("{repository} {name}") } else { name.clone() };
    row(&words, &job.hours, move |hour| {
        page.runs_link(|filter| {
            (filter.repository, filter.job, filter.hour) = (repository.clone(), name.clone(), Some(hour));
        })
    })
}

fn row(name: &str, hours: &[HourCounts], href: impl Fn(u8) -> String) -> AnyView {
    let cell = |(hour, counts): (u8, &HourCounts)| cell(name, hour, *counts, &href);
    let cells = (0..24).zip(hours).map(cell).collect_view();
    view! {
        <tr>
            <th scope="row">{name.to_owned()}</th>
            {cells}
        </tr>
    }
    .into_any()
}

fn cell(name: &str, hour: u8, counts: HourCounts, href: impl Fn(u8) -> String) -> AnyView {
    if counts.runs == 0 {
        return view! { <td></td> }.into_any();
    }
    let words = format!("{name}, {hour}:00: {} of {} failed", counts.failure, plural(counts.runs, "run"));
    view! {
        <td class=step(counts)>
            <a href=href(hour) title=words.clone() aria-label=words.clone()>
                {counts.failure}
            </a>
        </td>
    }
    .into_any()
}

fn step(counts: HourCounts) -> &'static str {
    let share = u64::from(counts.failure) * 100;
    let below = |most: u32| share <= u64::from(most) * u64::from(counts.runs);
    if counts.failure == 0 {
        return "heat-0";
    }
    STEPS.iter().find(|(most, _)| below(*most)).map_or("heat-4", |(_, class)| class)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn colours_by_share() {
        let class = |failure, runs| step(HourCounts { runs, failure });
        assert_eq!(
            [class(0, 9), class(1, 10), class(2, 10), class(5, 10), class(6, 10), class(9, 9)],
            ["heat-0", "heat-1", "heat-2", "heat-3", "heat-4", "heat-4"]
        );
    }
}
