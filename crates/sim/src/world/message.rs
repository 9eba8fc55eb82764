//! The message that a failure leaves behind: a text with parts that vary.

use crate::clock;
use crate::dice::Dice;

/// A cause of failures: a short name for the truth, and a message with parts that vary.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Cause {
    pub(crate) name: &'static str,
    template: &'static str,
}

pub(super) const fn cause(name: &'static str, template: &'static str) -> Cause {
    Cause { name, template }
}

const LETTERS: &[u8] = b"bcdfghjklmnpqrstvwxz2456789";

impl Cause {
    /// One message of this cause for a run, whole.
    pub(crate) fn message(&self, started_at_ms: i64, dice: &mut Dice) -> String {
        let failed_at_ms = started_at_ms + i64::try_from(dice.between(60_000, 3_600_000)).unwrap_or(0);
        self.template
            .replace("{pod}", &format!("pod-{}", dice.word(LETTERS, 5)))
            .replace("{ns}", &format!("e2e-{}", dice.between(1000, 9999)))
            .replace("{node}", &format!("e2e-minion-group-{}", dice.word(LETTERS, 4)))
            .replace("{ip}", &format!("10.{}.{}.{}", dice.below(256), dice.below(256), dice.between(1, 254)))
            .replace("{line}", &dice.between(40, 900).to_string())
            .replace("{sec}", &dice.between(2, 30).to_string())
            .replace("{ms}", &dice.between(100, 999).to_string())
            .replace("{time}", &clock::ginkgo(failed_at_ms))
    }
}
