//! How many there are under each name, as a figure whose bars are links.

use leptos::prelude::*;

use super::Ink;
use super::bars::{self, Bars, Layout, Row, Series};
use super::figure::Figure;
use super::picture::{Drawing, Link};

/// A name and how many there are under it.
pub type Count = (String, u32);

const SERIES: [Series; 1] = [Series { name: "markers", ink: Ink::Suspect, hollow: false }];

/// A bar chart of counts. A click on a bar follows its link.
#[component]
pub fn CountFigure(
    /// An id for this figure alone.
    id: &'static str,
    /// The heading.
    #[prop(into)]
    title: Signal<String>,
    /// What the names are: `owner`, `file`.
    kind: &'static str,
    /// The bars in their order.
    #[prop(into)]
    bars: Signal<Vec<Count>>,
    /// The link of a bar, from its name.
    href: Callback<String, String>,
) -> impl IntoView {
    let rows = Memo::new(move |_| rows(&bars.read(), kind));
    let draw = Callback::new(move |(width, caption): (u32, String)| draw(rows.get(), width, caption));
    let link = move |((name, _), row): (&Count, &Row)| Link {
        href: href.run(name.clone()),
        title: row.name.clone(),
        text: summary(row),
    };
    let links =
        Signal::derive(move || bars.read().iter().zip(rows.read().iter()).map(link).collect::<Vec<_>>());
    let description = Signal::derive(move || describe(&rows.read(), kind));
    view! { <Figure id title description draw links table=move || table(&rows.read(), kind) /> }
}

fn rows(bars: &[Count], kind: &str) -> Vec<Row> {
    let row = |(name, number): &Count| {
        let name = if name.is_empty() { format!("no {kind}") } else { name.clone() };
        Row { name, counts: vec![*number] }
    };
    bars.iter().map(row).collect()
}

fn draw(rows: Vec<Row>, width: u32, caption: String) -> Drawing {
    let bars = Bars { series: &SERIES, rows, unit: "number of markers", caption };
    let layout = Layout::of(&bars, width);
    let spots = (0..bars.rows.len()).map(|index| (layout.row_top(index), layout.row_top(index + 1)));
    let spots = spots.collect();
    Drawing { svg: bars::svg(&bars, width), width: layout.width, height: layout.height, spots }
}

/// `no owner: 12 markers`.
fn summary(row: &Row) -> String {
    format!("{}: {} markers", row.name, row.total())
}

fn describe(rows: &[Row], kind: &str) -> String {
    let words: Vec<String> = rows.iter().map(summary).collect();
    format!("Horizontal bars, one for each {kind}. {}.", words.join("; "))
}

fn table(rows: &[Row], kind: &'static str) -> impl IntoView + use<> {
    let line = |row: &Row| {
        view! {
            <tr>
                <th scope="row">{row.name.clone()}</th>
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
                        <th class="num">"markers"</th>
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

    #[test]
    fn bars_are_told_in_words() {
        let rows = rows(&[(String::new(), 3), ("@net".to_owned(), 1)], "owner");
        assert_eq!(
            describe(&rows, "owner"),
            "Horizontal bars, one for each owner. no owner: 3 markers; @net: 1 markers."
        );
    }

    #[test]
    fn every_bar_has_its_spot() {
        let drawing = draw(rows(&[("a".to_owned(), 1), ("b".to_owned(), 2)], "file"), 300, String::new());
        assert_eq!(drawing.spots.len(), 2);
        assert_eq!(drawing.spots[0].1, drawing.spots[1].0);
    }
}
