//! The colours of the canvas, read from the style sheet: a hidden mark for each ink has its class, and the browser
//! tells what colour that is in the theme of the moment.

use leptos::prelude::*;
use wasm_bindgen::JsValue;
use web_sys::Element;

use crate::charts::Ink;

/// The colour of each ink as CSS text.
#[derive(Clone, Debug, Default)]
pub(crate) struct Inks([String; Ink::ALL.len()]);

impl Inks {
    /// The colour of an ink.
    pub(crate) fn of(&self, ink: Ink) -> &str {
        &self.0[ink as usize]
    }

    /// Reads the colours from the marks, unless they are the same as before.
    pub(crate) fn refresh(&mut self, marks: &Element) -> Result<(), JsValue> {
        // Theme and palette: the one changes the text, the other the verdicts.
        if color(marks, Ink::Text)? != self.of(Ink::Text)
            || color(marks, Ink::Failing)? != self.of(Ink::Failing)
        {
            for ink in Ink::ALL {
                self.0[ink as usize] = color(marks, ink)?;
            }
        }
        Ok(())
    }
}

/// The hidden marks that [`Inks::refresh`] reads.
pub(crate) fn marks() -> impl IntoView {
    Ink::ALL.map(|ink| view! { <i class=format!("c-{}", ink.name())></i> }).collect_view()
}

fn color(marks: &Element, ink: Ink) -> Result<String, JsValue> {
    let window = web_sys::window().ok_or("no window")?;
    let mark = marks.query_selector(&format!(".c-{}", ink.name()))?.ok_or("no such mark")?;
    window.get_computed_style(&mark)?.ok_or("no style")?.get_property_value("fill")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_ink_has_its_place() {
        for (place, ink) in Ink::ALL.into_iter().enumerate() {
            assert_eq!(ink as usize, place);
        }
    }
}
