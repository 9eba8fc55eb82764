//! One cell of a grid: TestGrid's status number in one byte, and what it counts as.

/// A cell as TestGrid's `TestStatus` number, 0 to 15 (GoogleCloudPlatform/testgrid `pb/test_status`); larger numbers are kept as [`Cell::UNKNOWN`].
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Cell(pub u8);

/// What a cell counts as for a test.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Outcome {
    /// No result: empty, running, aborted, unknown, cancelled, blocked.
    None,
    /// Passed.
    Pass,
    /// Skipped: a pass for the job, no result for a test.
    Skip,
    /// Failed.
    Fail,
    /// Failed and passed within one run, after a retry.
    Flaky,
}

impl Cell {
    /// No result at all.
    pub const EMPTY: Self = Self(0);
    /// The run has not finished.
    pub const RUNNING: Self = Self(4);
    /// A result that says nothing, also used for columns that were cut.
    pub const UNKNOWN: Self = Self(6);

    /// Takes any number; those outside 0 to 15 become [`Cell::UNKNOWN`].
    pub fn from_number(number: i64) -> Self {
        u8::try_from(number).ok().filter(|n| *n <= 15).map_or(Self::UNKNOWN, Self)
    }

    /// The outcome: pass = 1, 2, 15; skip = 3; fail = 9, 10, 11, 12, 14; flaky = 13; everything else is no result.
    pub fn outcome(self) -> Outcome {
        match self.0 {
            1 | 2 | 15 => Outcome::Pass,
            3 => Outcome::Skip,
            9..=12 | 14 => Outcome::Fail,
            13 => Outcome::Flaky,
            _ => Outcome::None,
        }
    }

    /// True for a cell that holds anything but "no result" (TestGrid's meaning of filled).
    pub fn is_filled(self) -> bool {
        self != Self::EMPTY
    }
}

impl Outcome {
    /// True for outcomes that count as a run of the test: pass, fail, flaky.
    pub fn is_result(self) -> bool {
        matches!(self, Self::Pass | Self::Fail | Self::Flaky)
    }

    /// True for fail and flaky.
    pub fn is_non_pass(self) -> bool {
        matches!(self, Self::Fail | Self::Flaky)
    }

    /// One letter: `p` pass, `f` fail, `F` flaky, `s` skip, `.` no result. Used in strips and in tests.
    pub fn letter(self) -> char {
        match self {
            Self::None => '.',
            Self::Pass => 'p',
            Self::Skip => 's',
            Self::Fail => 'f',
            Self::Flaky => 'F',
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_number_has_its_outcome() {
        let letters: String = (0..=16).map(|n| Cell::from_number(n).outcome().letter()).collect();
        assert_eq!(letters, ".pps.....ffffFfp.");
        assert_eq!(Cell::from_number(-1), Cell::UNKNOWN);
        assert_eq!(Cell::from_number(i64::MAX), Cell::UNKNOWN);
    }
}
