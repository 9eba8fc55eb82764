//! One line on the terminal that says how far it is; nothing when nobody looks.

use std::io::{IsTerminal, Write, stderr};

use flakescope_engine::{Answer, Progress};

/// Writes to the standard error, when it is a terminal.
pub(crate) struct Terminal {
    on: bool,
}

impl Terminal {
    pub(crate) fn new() -> Self {
        Self { on: stderr().is_terminal() }
    }

    fn rewrite(&self, text: &str) {
        if self.on {
            // Nothing can be said when the terminal does not listen.
            let _ = write!(stderr(), "\r\u{1b}[K{text}");
        }
    }
}

impl Progress for Terminal {
    fn report(&self, done: u32, total: u32, label: &str) {
        self.rewrite(&format!("{label}: {done} of {total}"));
    }

    fn partial(&self, _answer: Answer) {}
}

impl Drop for Terminal {
    fn drop(&mut self) {
        self.rewrite("");
    }
}
