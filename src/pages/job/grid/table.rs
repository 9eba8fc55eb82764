//! The grid as a table: the same rows, columns and messages, a page of rows at a time.

use leptos::prelude::*;

use super::geometry::Spot;
use super::sheet::{Sheet, outcome};
use crate::format;
use crate::pages::job::links::web;

/// Rows on a page of the table.
const PAGE: usize = 25;

/// The grid as a table.
#[component]
pub fn GridTable(
    /// What is shown.
    sheet: Memo<Sheet>,
) -> impl IntoView {
    let page = RwSignal::new(0_usize);
    let pages = Memo::new(move |_| sheet.read().rows().div_ceil(PAGE).max(1));
    let page = Signal::derive(move || (page.get().min(pages.get() - 1), page));
    let rows = move || {
        let (sheet, start) = (sheet.read(), page.get().0 * PAGE);
        (start..sheet.rows().min(start + PAGE)).map(|row| line(&sheet, row)).collect_view()
    };
    view! {
        <Pager page pages />
        <div class="table-wrap" tabindex="0" role="region" aria-label="The grid as a table">
            <table class="table grid-table">
                <thead>{move || head(&sheet.read())}</thead>
                <tbody>{rows}</tbody>
            </table>
        </div>
    }
}

/// Turns the pages of the table.
#[component]
fn Pager(
    /// The page shown, and what turns it.
    page: Signal<(usize, RwSignal<usize>)>,
    /// How many pages there are.
    pages: Memo<usize>,
) -> impl IntoView {
    let turn = move |to: fn(usize) -> usize| {
        let (now, page) = page.get_untracked();
        page.set(to(now).min(pages.get_untracked() - 1));
    };
    let is_first = move || page.get().0 == 0;
    let is_last = move || page.get().0 + 1 == pages.get();
    view! {
        <div class="actions">
            <button class="btn" disabled=is_first on:click=move |_| turn(|page| page.saturating_sub(1))>
                "Previous rows"
            </button>
            <span aria-live="polite">{move || format!("Page {} of {}", page.get().0 + 1, pages.get())}</span>
            <button class="btn" disabled=is_last on:click=move |_| turn(|page| page + 1)>
                "Next rows"
            </button>
        </div>
    }
}

fn head(sheet: &Sheet) -> impl IntoView + use<> {
    let heads = sheet.columns().iter().map(|column| {
        let when = column.started_at.map_or_else(|| column.build.clone(), format::moment);
        let name = view! {
            {when}
            {column.broken.then_some(" (broken run)")}
        };
        match web(&column.url) {
            Some(url) => view! { <th scope="col"><a href=url>{name}</a></th> }.into_any(),
            None => view! { <th scope="col">{name}</th> }.into_any(),
        }
    });
    view! {
        <tr>
            <th scope="col">"test"</th>
            {heads.collect_view()}
        </tr>
    }
}

fn line(sheet: &Sheet, row: usize) -> impl IntoView + use<> {
    let name = sheet.row(row).map(|row| row.name.clone());
    let cell = |column| {
        let (class, words) = words(sheet, Spot { row, column });
        let title = words.clone();
        view! {
            <td class=class>
                <span class="cell-words" title=title>
                    {words}
                </span>
            </td>
        }
    };
    view! {
        <tr>
            <th scope="row">{name}</th>
            {(0..sheet.columns().len()).map(cell).collect_view()}
        </tr>
    }
}

/// A cell's tone and all that it says.
fn words(sheet: &Sheet, spot: Spot) -> (&'static str, String) {
    let letter = sheet.letter(spot);
    let class = match letter {
        'f' => "is-failing",
        'F' => "is-flaky",
        's' | 'x' => "is-stale",
        _ => "",
    };
    let word = if letter == '.' { "" } else { outcome(letter) };
    let parts = [word, sheet.message(spot)];
    (class, parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(": "))
}
