//! How numbers and times are written on the page.

use flakescope_core::model::TimeMs;

/// A day as `12 Nov 2026`, in UTC.
pub fn day(time: TimeMs) -> String {
    time.day()
}
