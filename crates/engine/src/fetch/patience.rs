//! How long to wait before the next try, or whether to give up.

use super::Failure;
use crate::Policy;

/// The wait before the next try in ms, after `tries` tries the last of which failed with `failure`; `None` to give up.
pub(super) fn wait_ms(policy: &Policy, url: &str, tries: u32, failure: &Failure) -> Option<u32> {
    let allowed = match failure {
        Failure::RateLimited { .. } | Failure::Server { .. } | Failure::Cut(_) => policy.tries,
        Failure::Unreachable(_) | Failure::TimedOut { .. } => policy.tries_unreachable,
        _ => 1,
    };
    let asked_ms = failure.retry_after_s().unwrap_or(0).saturating_mul(1000);
    if tries >= allowed || asked_ms > policy.longest_wait_ms {
        return None;
    }
    let doubled = policy.first_wait_ms.saturating_mul(1 << (tries - 1).min(16));
    Some(jittered(doubled, url, tries).max(asked_ms))
}

/// Up to a quarter more or less, so that many requests do not come back at once; always the same for the same
/// address and try, so that a run can be repeated.
fn jittered(wait_ms: u32, url: &str, tries: u32) -> u32 {
    let seed = url.bytes().fold(0x811c_9dc5_u32 ^ tries, |h, b| (h ^ u32::from(b)).wrapping_mul(0x0100_0193));
    let spread = wait_ms / 2;
    wait_ms - spread / 2 + if spread == 0 { 0 } else { (seed >> 8) % spread }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn waits(failure: &Failure) -> Vec<u32> {
        (1..).map_while(|tries| wait_ms(&Policy::default(), "https://a.example/x", tries, failure)).collect()
    }

    #[test]
    fn waits_double_and_are_always_the_same() {
        let waits_once = waits(&Failure::Cut(String::new()));
        assert_eq!(waits_once, waits(&Failure::Cut(String::new())));
        let [first, second] = waits_once[..] else { panic!("two waits between three tries") };
        assert!((375..=625).contains(&first), "{first}");
        assert!((750..=1250).contains(&second), "{second}");
    }

    #[test]
    fn hosts_are_heard_up_to_a_limit() {
        let refused = |seconds| waits(&Failure::RateLimited { retry_after_s: Some(seconds) });
        assert_eq!(refused(7), [7000, 7000]);
        assert!(refused(11).is_empty());
        assert!(refused(u32::MAX).is_empty());
    }

    #[test]
    fn what_will_not_change_is_not_tried_again() {
        assert_eq!(waits(&Failure::Unreachable(String::new())).len(), 1);
        for failure in [Failure::NotFound, Failure::Status(403), Failure::Unreadable(String::new())] {
            assert!(waits(&failure).is_empty());
        }
    }
}
