//! Which functions declare tests and suites, and which of their names mute them.

use flakescope_core::muted::Kind;

/// A function that declares something.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Declares {
    /// A test or a suite.
    pub(super) kind: Kind,
    /// It does not run.
    pub(super) muted: bool,
    /// It was asked for with a condition: `skipIf`, `runIf`.
    pub(super) conditional: bool,
}

/// What a path such as `test.describe.skip` declares; `None` for a path that begins with no known function. What comes
/// behind changes only how it runs.
pub(super) fn declares(path: &str) -> Option<Declares> {
    let mut parts = path.split('.');
    let head = parts.next()?;
    let (mut kind, mut muted) = match head {
        "it" | "test" | "specify" => (Kind::Test, false),
        "describe" | "context" | "suite" => (Kind::Suite, false),
        "xit" | "xtest" | "xspecify" => (Kind::Test, true),
        "xdescribe" | "xcontext" => (Kind::Suite, true),
        _ => return None,
    };
    let mut conditional = false;
    for part in parts {
        match part {
            "skip" | "fixme" => muted = true,
            "skipIf" | "runIf" => (muted, conditional) = (true, true),
            "describe" => kind = Kind::Suite,
            "only" | "each" | "for" | "concurrent" | "sequential" | "parallel" | "serial" | "failing"
            | "fails" => {}
            _ => return None,
        }
    }
    Some(Declares { kind, muted, conditional })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths() {
        for (path, expect) in [
            ("it", Some((Kind::Test, false))),
            ("it.skip", Some((Kind::Test, true))),
            ("it.skip.each", Some((Kind::Test, true))),
            ("it.concurrent.skip", Some((Kind::Test, true))),
            ("test.fixme", Some((Kind::Test, true))),
            ("test.describe.skip", Some((Kind::Suite, true))),
            ("test.describe.parallel", Some((Kind::Suite, false))),
            ("xdescribe", Some((Kind::Suite, true))),
            ("it.todo", None),
            ("test.step", None),
            ("stream.skip", None),
        ] {
            assert_eq!(declares(path).map(|own| (own.kind, own.muted)), expect, "{path}");
        }
    }
}
