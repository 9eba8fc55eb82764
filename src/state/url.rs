//! The only place that writes the link: the whole view at once, without a jump of the page.

use leptos::prelude::*;

pub use super::location::Step;
use super::location::use_location;
use super::view::{View, href, use_view};

/// The setter of the view.
pub type SetView = Callback<(View, Step)>;

/// Gives the setter of the view: `set.run((view, step))` shows `view` on the page that is open.
pub fn use_set_view() -> SetView {
    let location = use_location();
    Callback::new(move |(view, step): (View, Step)| {
        location.go(&href(&location.path.get_untracked(), &view.query, &view.page), step);
    })
}

/// Gives a function that changes the current view: `change(step, |view| view.query.filter.text.clear())`.
pub fn use_change_view() -> impl Fn(Step, &dyn Fn(&mut View)) + Copy + Send + Sync + 'static {
    let current = use_view();
    let set = use_set_view();
    move |step, change| {
        let mut view = current.get_untracked();
        change(&mut view);
        set.run((view, step));
    }
}
