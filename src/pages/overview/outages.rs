//! Outages that last: many tests of one job that broke together are one thing to look at and not many.

use flakescope_core::flakes::{JobRow, Outage, Query};
use leptos::prelude::*;

use super::links;
use crate::format;

/// The open outages of all jobs, largest first; nothing when there is none.
#[component]
pub fn Outages(
    /// The jobs.
    jobs: Signal<Vec<JobRow>>,
    /// What was asked.
    query: Signal<Query>,
) -> impl IntoView {
    let open = Memo::new(move |_| open(&jobs.read()));
    let list = move |open: Vec<(JobRow, Outage)>| {
        let lines = open.iter().map(|(job, outage)| line(job, outage, &query.read())).collect_view();
        view! {
            <section aria-labelledby="outages-title">
                <div class="section-head">
                    <h2 id="outages-title">"Outages that last"</h2>
                </div>
                <ul class="outages">{lines}</ul>
            </section>
        }
    };
    move || Some(open.get()).filter(|open| !open.is_empty()).map(list)
}

fn open(jobs: &[JobRow]) -> Vec<(JobRow, Outage)> {
    let mut open = Vec::<(JobRow, Outage)>::new();
    for job in jobs {
        for outage in job.outages.iter().filter(|outage| outage.open) {
            let place = open.partition_point(|(_, other)| other.tests >= outage.tests);
            open.insert(place, (JobRow { outages: Vec::new(), ..job.clone() }, outage.clone()));
        }
    }
    open
}

fn line(job: &JobRow, outage: &Outage, query: &Query) -> impl IntoView + use<> {
    let href = links::grid(query, &job.dashboard, &job.job);
    let since = outage.from.map_or_else(|| format!("run {}", outage.from_build), format::day);
    let what = format!(
        ": {} fail together since {since}, {} in a row",
        format::plural(outage.tests, "test"),
        format::plural(outage.runs, "run")
    );
    view! {
        <li>
            <a href=href>{job.job.clone()}</a>
            {what}
        </li>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn open_outages_largest_first() {
        let outage = |tests, open| Outage {
            from: None,
            from_build: "1".into(),
            to: None,
            to_build: String::new(),
            open,
            runs: 3,
            tests,
        };
        let job = |name: &str, outages| JobRow { job: name.into(), outages, ..JobRow::default() };
        let jobs = [job("a", vec![outage(5, true), outage(99, false)]), job("b", vec![outage(40, true)])];
        let found: Vec<_> = open(&jobs).iter().map(|(job, outage)| (job.job.clone(), outage.tests)).collect();
        assert_eq!(found, [("b".to_owned(), 40), ("a".to_owned(), 5)]);
    }
}
