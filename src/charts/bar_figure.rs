//! Tests by verdict, or by the work on them, under one name, as a figure whose bars are links.

use flakescope_core::flakes::Bar;
use leptos::prelude::*;

use super::Ink;
use super::bars::{self, Bars, Layout, Row, Series};
use super::figure::Figure;
use super::picture::{Drawing, Link};

/// The parts of every bar, by verdict.
const VERDICTS: [Series; 3] = [
    Series { name: "failing", ink: Ink::Failing, hollow: false },
    Series { name: "flaky", ink: Ink::Flaky, hollow: false },
    Series { name: "suspect", ink: Ink::Suspect, hollow: true },
];
/// The parts of every bar by the work, in the order of [`Bar::efforts`]: one colour for what nobody is on, one for
/// what is worked on, one for what is mended. Neighbours are full and hollow in turn, so that no meaning rests on colour.
const EFFORTS: [Series; 8] = [
    Series { name: "untracked", ink: Ink::Suspect, hollow: false },
    Series { name: "awaiting response", ink: Ink::Suspect, hollow: true },
    Series { name: "triaged", ink: Ink::Recovered, hollow: false },
    Series { name: "PR submitted", ink: Ink::Recovered, hollow: true },
    Series { name: "monitoring", ink: Ink::Passing, hollow: false },
    Series { name: "fixed", ink: Ink::Passing, hollow: true },
    Series { name: "not known", ink: Ink::Stale, hollow: true },
    Series { name: "no issue needed", ink: Ink::Stale, hollow: false },
];
/// How many bars are shown before one asks for more.
const SHOWN: usize = 12;
/// One or two bars more are not worth a button.
const SLACK: usize = 2;

/// A bar chart of tests that fail, flake or are suspect. A click on a bar follows its link.
#[component]
pub fn BarFigure(
    /// An id for this figure alone.
    id: &'static str,
    /// The heading.
    title: &'static str,
    /// What the names are: `job`, `SIG`.
    kind: &'static str,
    /// The bars, most first.
    #[prop(into)]
    bars: Signal<Vec<Bar>>,
    /// The link of a bar, from its name.
    href: Callback<String, String>,
    /// By the work on the tests, and not by their verdict.
    #[prop(into)]
    efforts: Signal<bool>,
    /// How many bars are shown before one asks for more.
    #[prop(default = SHOWN)]
    most: usize,
) -> impl IntoView {
    let all = RwSignal::new(false);
    let rows = Memo::new(move |_| rows(&bars.read(), kind, efforts.get()));
    let draw = Callback::new(move |(width, caption): (u32, String)| {
        // A figure that leaves the page leaves nothing out.
        let few = !all.get() && caption.is_empty() && hidden(rows.read().len(), most) > 0;
        let count = if few { most } else { usize::MAX };
        draw(efforts.get(), rows.read().iter().take(count).cloned().collect(), width, caption)
    });
    let link = move |(bar, row): (&Bar, &Row)| Link {
        href: href.run(bar.name.clone()),
        title: row.name.clone(),
        text: summary(row, efforts.get()),
    };
    let links =
        Signal::derive(move || bars.read().iter().zip(rows.read().iter()).map(link).collect::<Vec<_>>());
    let description = Signal::derive(move || describe(&rows.read(), kind, efforts.get()));
    let more = Memo::new(move |_| hidden(rows.read().len(), most));
    let label = move || if all.get() { "Show fewer".to_owned() } else { format!("+ {} more", more.get()) };
    view! {
        <div>
            <Figure id title=title description draw links table=move || table(&rows.read(), kind, efforts.get()) />
            <Show when=move || more.get() != 0>
                <button class="btn quiet figure-more" on:click=move |_| all.update(|all| *all = !*all)>
                    {label}
                </button>
            </Show>
        </div>
    }
}

/// How many bars wait behind the button.
fn hidden(bars: usize, most: usize) -> usize {
    if bars > most + SLACK { bars - most } else { 0 }
}

fn draw(efforts: bool, rows: Vec<Row>, width: u32, caption: String) -> Drawing {
    let bars = Bars { series: series(efforts), rows, unit: "number of tests", caption };
    let layout = Layout::of(&bars, width);
    let spot = |index| (layout.row_top(index), layout.row_top(index + 1));
    let spots = (0..bars.rows.len()).map(spot).collect();
    Drawing { svg: bars::svg(&bars, width), width: layout.width, height: layout.height, spots, across: false }
}

fn series(efforts: bool) -> &'static [Series] {
    if efforts { &EFFORTS } else { &VERDICTS }
}

fn rows(bars: &[Bar], kind: &str, efforts: bool) -> Vec<Row> {
    let row = |bar: &Bar| {
        let name = if bar.name.is_empty() { format!("no {kind}") } else { bar.name.clone() };
        let counts = if efforts { bar.efforts.to_vec() } else { vec![bar.failing, bar.flaky, bar.suspect] };
        Row { name, counts }
    };
    bars.iter().map(row).collect()
}

/// `gce-cos: 3 failing, 21 flaky, 0 suspect`.
fn summary(row: &Row, efforts: bool) -> String {
    let parts = series(efforts).iter().zip(&row.counts);
    let parts = parts.map(|(series, count)| format!("{count} {}", series.name));
    format!("{}: {}", row.name, parts.collect::<Vec<_>>().join(", "))
}

fn describe(rows: &[Row], kind: &str, efforts: bool) -> String {
    match rows {
        [] => format!("No {kind} has a test that needs a look."),
        [first, ..] => {
            format!("Horizontal bars, {} in all, most tests first. {}.", rows.len(), summary(first, efforts))
        }
    }
}

fn table(rows: &[Row], kind: &'static str, efforts: bool) -> impl IntoView + use<> {
    let head = |series: &Series| view! { <th class="num">{series.name}</th> };
    let heads = series(efforts).iter().map(head).collect_view();
    let line = |row: &Row| {
        let numbers = row.counts.iter().map(|&count| view! { <td class="num">{count}</td> }).collect_view();
        view! {
            <tr>
                <th scope="row">{row.name.clone()}</th>
                {numbers}
                <td class="num">{row.total()}</td>
            </tr>
        }
    };
    view! {
        <div class="table-wrap">
            <table class="table">
                <thead>
                    <tr>
                        <th>{kind}</th>
                        {heads}
                        <th class="num">"tests"</th>
                    </tr>
                </thead>
                <tbody>{rows.iter().map(line).collect_view()}</tbody>
            </table>
        </div>
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use flakescope_core::flakes::issues::EffortGroup;

    fn bar(name: &str, failing: u32) -> Bar {
        Bar { name: name.into(), failing, flaky: 21, ..Bar::default() }
    }

    #[test]
    fn bars_are_told_in_words() {
        let rows = rows(&[bar("", 3), bar("storage", 1)], "SIG", false);
        assert_eq!(summary(&rows[0], false), "no SIG: 3 failing, 21 flaky, 0 suspect");
        assert_eq!(
            describe(&rows, "SIG", false),
            "Horizontal bars, 2 in all, most tests first. no SIG: 3 failing, 21 flaky, 0 suspect."
        );
        assert_eq!(describe(&[], "job", false), "No job has a test that needs a look.");
    }

    #[test]
    fn the_parts_are_those_of_the_work() {
        let words = |group: EffortGroup| match group {
            EffortGroup::Unknown => "not known",
            group => group.words(),
        };
        assert_eq!(EFFORTS.map(|series| series.name), EffortGroup::ALL.map(words));
        let bar = Bar { efforts: [1, 0, 2, 0, 0, 0, 4, 0], ..bar("storage", 0) };
        assert!(
            summary(&rows(&[bar], "SIG", true)[0], true).ends_with("0 fixed, 4 not known, 0 no issue needed")
        );
    }

    #[test]
    fn a_button_hides_more_than_two() {
        assert_eq!([0, 12, 14, 15, 40].map(|bars| hidden(bars, 12)), [0, 0, 0, 3, 28]);
    }

    #[test]
    fn every_bar_has_its_spot() {
        for width in [300, 900] {
            let drawing = draw(false, rows(&[bar("a", 1), bar("b", 2)], "job", false), width, String::new());
            assert_eq!(drawing.spots.len(), 2);
            assert_eq!(drawing.spots[0].1, drawing.spots[1].0);
        }
    }
}
