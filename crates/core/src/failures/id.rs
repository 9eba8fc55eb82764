//! Ids that stay the same from day to day: triage's own, so that a cluster can be looked up there.

use flate2::Crc;

/// How many counters a histogram has.
pub(super) const COUNTERS: usize = 64;

/// The first 20 hex digits of SHA-1 over the list of n-gram counts of a normalised text: every window of four bytes counts
/// under the last six bits of its CRC-32 (kubernetes/test-infra, triage/summarize). Texts with equal counts share an id.
pub fn cluster_id(text: &str) -> String {
    let list: Vec<String> = counts(text).iter().map(u64::to_string).collect();
    let digest = sha1_smol::Sha1::from(format!("[{}]", list.join(", "))).digest().to_string();
    digest.chars().take(20).collect()
}

/// How often each counter is met.
pub(super) fn counts(text: &str) -> [u64; COUNTERS] {
    let mut counts = [0_u64; COUNTERS];
    for window in text.as_bytes().windows(4) {
        let mut crc = Crc::new();
        crc.update(window);
        let counter = usize::try_from(crc.sum()).unwrap_or_default() % COUNTERS;
        counts.get_mut(counter).into_iter().for_each(|count| *count += 1);
    }
    counts
}

#[cfg(test)]
mod tests {
    #[test]
    fn triages_vector() {
        assert_eq!(super::cluster_id("some string"), "eddb950347d1eb05b5d7");
    }
}
