//! The message that a failure leaves behind: a text with parts that vary, cut as the updater cuts it.

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
    /// One message of this cause for a run, cut as the updater cuts it.
    pub(crate) fn message(&self, started_at_ms: i64, dice: &mut Dice) -> String {
        let failed_at_ms = started_at_ms + i64::try_from(dice.between(60_000, 3_600_000)).unwrap_or(0);
        let text = self
            .template
            .replace("{pod}", &format!("pod-{}", dice.word(LETTERS, 5)))
            .replace("{ns}", &format!("e2e-{}", dice.between(1000, 9999)))
            .replace("{node}", &format!("e2e-minion-group-{}", dice.word(LETTERS, 4)))
            .replace("{ip}", &format!("10.{}.{}.{}", dice.below(256), dice.below(256), dice.between(1, 254)))
            .replace("{line}", &dice.between(40, 900).to_string())
            .replace("{sec}", &dice.between(2, 30).to_string())
            .replace("{ms}", &dice.between(100, 999).to_string())
            .replace("{time}", &clock::ginkgo(failed_at_ms));
        cut(&text)
    }
}

/// At most 140 characters stay: the first 70 and the last 70, with dots between.
pub(crate) fn cut(text: &str) -> String {
    let characters: Vec<char> = text.chars().collect();
    if characters.len() <= 140 {
        return text.to_owned();
    }
    let head: String = characters[..70].iter().collect();
    let tail: String = characters[characters.len() - 70..].iter().collect();
    format!("{head}...{tail}")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::world::causes::FLAKES;

    #[test]
    fn long_messages_keep_their_ends() {
        let message = FLAKES[0].message(1_769_626_237_000, &mut Dice::new(1, "message"));
        assert_eq!(message.chars().count(), 143);
        assert!(message.starts_with("[FAILED] Told to stop trying after"), "{message}");
        assert!(message.contains("..."), "{message}");
        assert_eq!(cut("short"), "short");
    }
}
