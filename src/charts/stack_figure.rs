//! Counts under each name, in parts, as a figure whose bars or columns are links.

use leptos::prelude::*;

use super::bars::{self, Bars, Row, Series};
use super::columns::{self, Columns};
use super::figure::Figure;
use super::picture::{Drawing, Link};

/// A name, and a count for each part.
pub type Stack = (String, Vec<u32>);

/// What all stacks of a figure have in common.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stacked {
    /// The parts, from the left or from below.
    pub series: &'static [Series],
    /// What the names are: `owner`, `day`.
    pub kind: &'static str,
    /// What is counted, for the axis: `number of runs`.
    pub unit: &'static str,
    /// The same, in one word for many: `runs`.
    pub things: &'static str,
    /// Upright, for what comes one after the other.
    pub upright: bool,
}

/// The figure. A click on a bar follows its link.
#[component]
pub fn StackFigure(
    /// An id for this figure alone.
    id: &'static str,
    /// The heading.
    #[prop(into)]
    title: Signal<String>,
    /// What all stacks have in common.
    stacked: Stacked,
    /// The stacks in their order.
    #[prop(into)]
    stacks: Signal<Vec<Stack>>,
    /// The link of a stack, from its place.
    href: Callback<usize, String>,
) -> impl IntoView {
    let rows = Memo::new(move |_| rows(&stacks.read(), stacked.kind));
    let draw =
        Callback::new(move |(width, caption): (u32, String)| draw(stacked, rows.get(), width, caption));
    let link = move |(place, row): (usize, &Row)| Link {
        href: href.run(place),
        title: summary(row, stacked),
        text: summary(row, stacked),
    };
    let links = Signal::derive(move || rows.read().iter().enumerate().map(link).collect::<Vec<_>>());
    let description = Signal::derive(move || describe(&rows.read(), stacked));
    view! {
        <Figure id title description draw links table=move || table(&rows.read(), &links.read(), stacked) />
    }
}

fn rows(stacks: &[Stack], kind: &str) -> Vec<Row> {
    let row = |(name, counts): &Stack| {
        let name = if name.is_empty() { format!("no {kind}") } else { name.clone() };
        Row { name, counts: counts.clone() }
    };
    stacks.iter().map(row).collect()
}

fn draw(stacked: Stacked, rows: Vec<Row>, width: u32, caption: String) -> Drawing {
    let Stacked { series, unit, .. } = stacked;
    let places = 0..rows.len();
    if stacked.upright {
        let columns = Columns { series, rows, unit, caption };
        let layout = columns::Layout::of(&columns, width);
        let spots = places.map(|index| layout.place(index)).collect();
        let svg = columns::svg(&columns, width);
        return Drawing { svg, width: layout.width, height: layout.height, spots, across: true };
    }
    let bars = Bars { series, rows, unit, caption };
    let layout = bars::Layout::of(&bars, width);
    let spots = places.map(|index| (layout.row_top(index), layout.row_top(index + 1))).collect();
    Drawing { svg: bars::svg(&bars, width), width: layout.width, height: layout.height, spots, across: false }
}

/// `no owner: 12 markers`; `20 Nov: 3 passed, 1 failed`.
fn summary(row: &Row, stacked: Stacked) -> String {
    if stacked.series.len() == 1 {
        return format!("{}: {} {}", row.name, row.total(), stacked.things);
    }
    let parts =
        stacked.series.iter().zip(&row.counts).map(|(series, count)| format!("{count} {}", series.name));
    format!("{}: {}", row.name, parts.collect::<Vec<_>>().join(", "))
}

fn describe(rows: &[Row], stacked: Stacked) -> String {
    let words: Vec<String> = rows.iter().map(|row| summary(row, stacked)).collect();
    let form = if stacked.upright { "Columns" } else { "Horizontal bars" };
    format!("{form}, one for each {}. {}.", stacked.kind, words.join("; "))
}

fn table(rows: &[Row], links: &[Link], stacked: Stacked) -> impl IntoView + use<> {
    let several = stacked.series.len() > 1;
    let head = |series: &Series| view! { <th class="num">{series.name}</th> };
    let heads = several.then(|| stacked.series.iter().map(head).collect_view());
    let line = |(row, link): (&Row, &Link)| {
        let number = |count: &u32| view! { <td class="num">{*count}</td> };
        let numbers = several.then(|| row.counts.iter().map(number).collect_view());
        view! {
            <tr>
                <th scope="row">
                    <a href=link.href.clone()>{row.name.clone()}</a>
                </th>
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
                        <th>{stacked.kind}</th>
                        {heads}
                        <th class="num">{stacked.things}</th>
                    </tr>
                </thead>
                <tbody>{rows.iter().zip(links).map(line).collect_view()}</tbody>
            </table>
        </div>
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::charts::Ink;

    const MARKERS: [Series; 1] = [Series { name: "markers", ink: Ink::Suspect, hollow: false }];
    const RUNS: [Series; 2] = [
        Series { name: "passed", ink: Ink::Passing, hollow: false },
        Series { name: "failed", ink: Ink::Failing, hollow: false },
    ];

    fn of(series: &'static [Series], upright: bool) -> Stacked {
        Stacked { series, kind: "owner", unit: "number", things: "markers", upright }
    }

    #[test]
    fn bars_are_told_in_words() {
        let one = rows(&[(String::new(), vec![3]), ("@net".to_owned(), vec![1])], "owner");
        assert_eq!(
            describe(&one, of(&MARKERS, false)),
            "Horizontal bars, one for each owner. no owner: 3 markers; @net: 1 markers."
        );
        let two = rows(&[("20 Nov".to_owned(), vec![3, 1])], "owner");
        assert_eq!(
            describe(&two, of(&RUNS, true)),
            "Columns, one for each owner. 20 Nov: 3 passed, 1 failed."
        );
    }

    #[test]
    fn every_stack_has_its_spot() {
        for upright in [false, true] {
            let rows = rows(&[("a".to_owned(), vec![1, 0]), ("b".to_owned(), vec![2, 2])], "file");
            let drawing = draw(of(&RUNS, upright), rows, 300, String::new());
            assert_eq!((drawing.spots.len(), drawing.across), (2, upright));
            assert_eq!(drawing.spots[0].1, drawing.spots[1].0);
        }
    }
}
