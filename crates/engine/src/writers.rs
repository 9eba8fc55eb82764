//! The door to the code that writes what is on boards into files. It lies in a part of its own ([`crate::Transport::writers`]):
//! most visits write none.

use flakescope_core::export::{Format, write_report};
use flakescope_core::flakes::meeting::{MeetingFormat, MeetingInput, MeetingReport, write_meeting};
use flakescope_core::flakes::{Analysis, Report};

/// What writes files: what a part gives.
#[derive(Clone, Copy, Debug)]
pub struct Writers {
    /// The rows of a table.
    pub rows: fn(&Report, Format) -> String,
    /// The report for the meeting.
    pub meeting: fn(&Analysis, MeetingInput<'_>, MeetingFormat) -> String,
}

/// The writers.
pub fn writers() -> Writers {
    Writers {
        rows: write_report,
        meeting: |analysis, input, format| write_meeting(&MeetingReport::new(analysis, input), format),
    }
}
