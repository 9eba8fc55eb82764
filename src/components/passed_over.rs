//! What of a link could not be read, above what was.

use flakescope_core::warning::Warning;
use leptos::prelude::*;

/// A line for each.
pub fn passed_over(warnings: &[Warning]) -> Vec<AnyView> {
    let line = |warning: &Warning| {
        view! { <p class="notice warn">"This link: "{warning.message.clone()}</p> }.into_any()
    };
    warnings.iter().map(line).collect()
}
