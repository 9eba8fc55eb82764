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
        let Corner { left, top, bottom } = place(now);
        let lines = lines(&sheet.read_untracked(), now.hit);
        let line = |text| view! { <div>{text}</div> };
        view! {
            <div class="tip" aria-hidden="true" style:left=left style:top=top style:bottom=bottom>
                {lines.into_iter().map(line).collect_view()}
            </div>
        }
    };
    move || pointed.get().map(tip)
}

/// Where the words stand, as lengths of the style sheet.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Corner {
    left: String,
    top: String,
    bottom: String,
}

/// Below and right of the pointer, on its other side near the edges.
fn corner((x, y): (f64, f64), (width, height): (f64, f64)) -> Corner {
    let px = |length: f64| format::px(length.max(8.0));
    let left = px(if x > width - 460.0 { (x - 460.0).max(8.0) } else { x + 14.0 });
    if y > height / 2.0 {
        Corner { left, top: "auto".into(), bottom: px(height - y + 12.0) }
    } else {
        Corner { left, top: px(y + 18.0), bottom: "auto".into() }
    }
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
        let at = |x, y| {
            let Corner { left, top, bottom } = corner((x, y), (1000.0, 800.0));
            [left, top, bottom].join(" ")
        };
        assert_eq!(at(100.0, 100.0), "114px 118px auto");
        assert_eq!(at(900.0, 790.0), "440px auto 22px");
        assert_eq!(at(560.0, 0.0), "100px 18px auto");
    }
}
