//! Which paths are markers, and what their positional arguments mean.

use flakescope_core::muted::Names;

/// What stands at the places of a marker's positional arguments.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Form {
    /// The reason.
    Reason,
    /// Conditions, any of which mutes.
    Conditions,
    /// A condition, then the reason (unittest).
    ConditionThenReason,
    /// What must be true for the test to run, then the reason (unittest).
    NeedThenReason,
    /// A plain text is the reason; anything else is not known.
    Free,
}

/// The form of a marker that stands on a test; `None` for what mutes nothing. `pytest.mark` alone knows `skip` and its
/// like: the same words of another base may mean anything.
pub(super) fn marker(path: &str, names: &Names) -> Option<Form> {
    let (base, last) = path.rsplit_once('.').unwrap_or(("", path));
    match (base, last) {
        (_, "xfailflake" | "flaky") => Some(Form::Free),
        ("pytest.mark", "skip") | ("unittest" | "unittest.case", "skip" | "expectedFailure") => {
            Some(Form::Reason)
        }
        ("pytest.mark", "xfail" | "skipif") => Some(Form::Conditions),
        ("unittest" | "unittest.case", "skipIf") => Some(Form::ConditionThenReason),
        ("unittest" | "unittest.case", "skipUnless") => Some(Form::NeedThenReason),
        _ => names.holds(path).then_some(Form::Free),
    }
}

/// The form of a call in a body that mutes when it is reached.
pub(super) fn call(path: &str, names: &Names) -> Option<Form> {
    match path {
        "pytest.skip" | "pytest.xfail" | "self.skipTest" | "unittest.SkipTest" => Some(Form::Reason),
        // A mark is no call in a body, but an argument of one.
        _ => (!path.starts_with("pytest.mark.") && names.holds(path)).then_some(Form::Free),
    }
}

/// Is this the decorator of a fixture?
pub(super) fn is_fixture(path: &str) -> bool {
    matches!(path.rsplit('.').next(), Some("fixture" | "yield_fixture"))
}
