//! What the pointer is on, in words beside it. Everything here is also in the reading under the grid or in the table.

use leptos::prelude::*;

use super::geometry::{Hit, Spot};
use super::sheet::{Sheet, outcome};
use crate::format;

/// A thing in the grid and where in the window the pointer is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Pointed {
    /// The thing.
    pub hit: Hit,
    /// Where in the window.
    pub at: (i32, i32),
}

/// The words beside the pointer.
#[component]
pub fn Tip(
    /// What is shown.
    sheet: Memo<Sheet>,
    /// What the pointer is on.
    pointed: RwSignal<Option<Pointed>>,
) -> impl IntoView {
    let place = move |Pointed { at: (x, y), .. }: Pointed| {
        let pixels =
            |length: Result<wasm_bindgen::JsValue, _>| length.ok().and_then(|l| l.as_f64()).unwrap_or(0.0);
        let window = window();
        corner((x.into(), y.into()), (pixels(window.inner_width()), pixels(window.inner_height())))
    };
    let tip = move |now: Pointed| {
        let (left, top) = place(now);
        let lines = lines(&sheet.read_untracked(), now.hit);
        let line = |text| view! { <div>{text}</div> };
        view! {
            <div class="tip" aria-hidden="true" style:left=left style:top=top>
                {lines.into_iter().map(line).collect_view()}
            </div>
        }
    };
    move || pointed.get().map(tip)
}

/// Where the words stand: below and right of the pointer, on its other side near the edges.
fn corner((x, y): (f64, f64), (width, height): (f64, f64)) -> (String, String) {
    let left = if x > width - 300.0 { (x - 300.0).max(8.0) } else { x + 14.0 };
    let top = if y > height - 150.0 { (y - 130.0).max(8.0) } else { y + 18.0 };
    (format!("{left}px"), format!("{top}px"))
}

fn lines(sheet: &Sheet, hit: Hit) -> Vec<String> {
    let row_name = |row| sheet.row(row).map(|r| r.name.clone());
    let lines: Vec<Option<String>> = match hit {
        Hit::Name(row) => vec![row_name(row)],
        Hit::Head(column) => run(sheet, column),
        Hit::Cell(Spot { row, column }) => {
            let spot = Spot { row, column };
            let mut lines = vec![Some(outcome(sheet.letter(spot)).to_owned()), row_name(row)];
            lines.push(Some(sheet.message(spot).to_owned()));
            lines.extend(run(sheet, column));
            lines
        }
    };
    lines.into_iter().flatten().filter(|line| !line.is_empty()).collect()
}

/// A run: when, which build, which commit, whether it is broken.
fn run(sheet: &Sheet, column: usize) -> Vec<Option<String>> {
    let Some(column) = sheet.columns().get(column) else { return Vec::new() };
    let commit = Some(&column.commit).filter(|commit| !commit.is_empty());
    vec![
        column.started_at.map(format::moment),
        Some(format!("run {}", column.build)),
        commit.map(|commit| format!("commit {commit}")),
        column.broken.then(|| "broken run, set aside from the tests' numbers".to_owned()),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_tip_stays_in_the_window() {
        let at = |x, y| corner((x, y), (1000.0, 800.0));
        assert_eq!(at(100.0, 100.0), ("114px".into(), "118px".into()));
        assert_eq!(at(900.0, 790.0), ("600px".into(), "660px".into()));
        assert_eq!(corner((100.0, 10.0), (200.0, 100.0)), ("8px".into(), "8px".into()));
    }
}
