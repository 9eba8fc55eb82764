//! Habits of whoever writes an issue: how lines end, how lists look, what a link carries.

use super::cases::Case;
use super::forms::Form;
use crate::dice::Dice;

/// The habits of one writer.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Style {
    pub(super) crlf: bool,
    /// What stands around a line of a list.
    pub(super) tick: &'static str,
    /// What stands before a line of a list.
    pub(super) bullet: &'static str,
    pub(super) width: bool,
    pub(super) prow_names: bool,
    /// Which of the odd ways of writing headings.
    pub(super) oddity: usize,
}

impl Style {
    /// Draws the habits; robots have none.
    pub(super) fn draw(form: Form, dice: &mut Dice) -> Self {
        if matches!(form, Form::Signalhound | Form::Cluster | Form::NullBody) {
            return Self::default();
        }
        Self {
            crlf: dice.chance(0.2),
            tick: ["", "", "`"][dice.below(3)],
            bullet: ["", "", "- ", "* "][dice.below(4)],
            width: dice.chance(0.2),
            prow_names: dice.chance(0.15),
            oddity: dice.below(3),
        }
    }

    /// What a reader of the text has to cope with.
    pub(super) fn quirks(self, case: &Case, body: &str) -> Vec<&'static str> {
        let lines = self.list(&case.tests);
        let listed = !case.tests.is_empty() && body.replace('\r', "").contains(&lines);
        let prow = case.jobs.iter().any(|job| !case.generic && self.prow_names && body.contains(&job.prow));
        let all = [
            (body.contains("\r\n"), "crlf"),
            (listed && !self.tick.is_empty(), "backticks"),
            (listed && !self.bullet.is_empty(), "bullets"),
            (body.contains("&width=20"), "width"),
            (prow, "prow_names"),
            (body.contains("%20"), "encoded_tab"),
            (body.contains("_No response_"), "no_response"),
            (case.jobs.len() > 1, "several_jobs"),
            (case.tests.len() > 1, "several_tests"),
        ];
        all.iter().filter(|(here, _)| *here).map(|&(_, word)| word).collect()
    }

    /// Lines of a list.
    pub(super) fn list(self, lines: &[String]) -> String {
        let tick = self.tick;
        lines.iter().map(|line| format!("{}{tick}{line}{tick}", self.bullet)).collect::<Vec<_>>().join("\n")
    }

    /// The text with the line ends of the writer.
    pub(super) fn end_lines(self, text: &str) -> String {
        if self.crlf { text.replace("\r\n", "\n").replace('\n', "\r\n") } else { text.to_owned() }
    }
}
