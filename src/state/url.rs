//! The only place that writes the address: the whole view at once, without a jump of the page.

use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::{use_location, use_navigate};

use super::view::{View, use_view};

/// Whether the back button returns to what was before.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// A step that the reader made: the back button undoes it.
    Push,
    /// A change that goes on, such as typing: it replaces what was.
    Replace,
}

/// The setter of the view.
pub type SetView = Callback<(View, Step)>;

/// Gives the setter of the view: `set.run((view, step))` shows `view` on the page that is open.
pub fn use_set_view() -> SetView {
    let navigate = use_navigate();
    let location = use_location();
    Callback::new(move |(view, step): (View, Step)| {
        let path = location.pathname.get_untracked();
        let to = match view.to_query_string() {
            text if text.is_empty() => path,
            text => format!("{path}?{text}"),
        };
        // `resolve: false`: the router would put its base before a path that already has it.
        let options = NavigateOptions {
            resolve: false,
            replace: step == Step::Replace,
            scroll: false,
            ..NavigateOptions::default()
        };
        navigate(&to, options);
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
