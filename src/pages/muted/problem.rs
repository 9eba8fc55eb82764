//! The problems of markers in words.

use flakescope_core::muted::Problem;

/// The name on a tag.
pub fn name(problem: Problem) -> &'static str {
    match problem {
        Problem::NoTicket => "no ticket",
        Problem::BadTicket => "another ticket system",
        Problem::NoDate => "no day",
        Problem::BadDate => "unreadable day",
        Problem::FutureDate => "day to come",
        Problem::WrongKeyword => "wrong keyword",
        Problem::NoReason => "no reason",
        Problem::TicketClosed => "ticket closed",
        Problem::TooOld => "too old",
        Problem::Passing => "passes",
    }
}

/// What it means, and what to do.
pub fn meaning(problem: Problem) -> &'static str {
    match problem {
        Problem::NoTicket => "The marker names no ticket: nobody can tell whether anyone is on it. Name one.",
        Problem::BadTicket => "The ticket does not begin as tickets must here. Look at the settings below.",
        Problem::NoDate => "The marker does not say since when. Add since='YYYY-MM-DD'.",
        Problem::BadDate => "The day is not written as YYYY-MM-DD, or there is no such day.",
        Problem::FutureDate => "The day has not come yet.",
        Problem::WrongKeyword => "The day stands under another keyword than since, where no tool looks.",
        Problem::NoReason => "The marker does not say why. Add a reason.",
        Problem::TicketClosed => {
            "The ticket is closed, and the test is still muted. Unmute it, or open the ticket again."
        }
        Problem::TooOld => "It has been muted for longer than the limit below.",
        Problem::Passing => {
            "The boards run the test, and it passes every time. A skipped test does not run: the board runs it from elsewhere, such as another branch. Look there, then unmute it."
        }
    }
}
