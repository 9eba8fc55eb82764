//! The normalised compression distance (Cilibrasi and Vitányi, IEEE Transactions on Information Theory 51, 2005) with zlib
//! at level 6: (C(ab) − min(C(a), C(b))) / max(C(a), C(b)), where C is the packed length in bytes. It may be above 1, and
//! depends a little on the order of the two; here the text that sorts first comes first, whatever the order of the input.

use std::rc::Rc;

use flate2::{Compress, Compression, FlushCompress};

use crate::failures::step::Budget;

/// A packer that is used again and again.
pub(crate) struct Packer {
    state: Compress,
    out: Vec<u8>,
    both: Vec<u8>,
}

impl Packer {
    /// What packing a byte costs.
    pub(crate) const COST: usize = 30;

    pub(crate) fn new() -> Self {
        Self { state: Compress::new(Compression::new(6), true), out: vec![0; 64 << 10], both: Vec::new() }
    }

    /// The packed length.
    pub(crate) fn length(&mut self, bytes: &[u8]) -> u64 {
        self.state.reset();
        loop {
            let read = usize::try_from(self.state.total_in()).unwrap_or(bytes.len());
            let rest = bytes.get(read..).unwrap_or_default();
            match self.state.compress(rest, &mut self.out, FlushCompress::Finish) {
                Ok(flate2::Status::Ok | flate2::Status::BufError) => {}
                _ => return self.state.total_out(),
            }
        }
    }

    /// The distance of two texts of known packed lengths.
    pub(crate) fn distance(&mut self, a: (&str, u64), b: (&str, u64)) -> f64 {
        if a.0 == b.0 {
            return 0.0;
        }
        let (first, second) = if a.0 <= b.0 { (a, b) } else { (b, a) };
        self.both.clear();
        self.both.extend_from_slice(first.0.as_bytes());
        self.both.extend_from_slice(second.0.as_bytes());
        let both = std::mem::take(&mut self.both);
        let length = self.length(&both);
        self.both = both;
        (length as f64 - a.1.min(b.1) as f64) / a.1.max(b.1) as f64
    }
}

/// All pairs within the radius, one text after the other.
pub(in crate::failures) struct Pairs {
    packer: Packer,
    lengths: Rc<[u64]>,
    eps: f64,
    /// The next pair is this text with the one before it, counted from the first.
    next: (usize, usize),
    near: Vec<(u32, u32)>,
}

impl Pairs {
    pub(super) fn new(lengths: &Rc<[u64]>, eps: f64) -> Self {
        Self { packer: Packer::new(), lengths: lengths.clone(), eps, next: (0, 0), near: Vec::new() }
    }

    /// How many of all pairs are measured.
    pub(super) fn done(&self) -> usize {
        let (own, other) = self.next;
        own * own.saturating_sub(1) / 2 + other
    }

    /// Goes on for as long as the budget lasts; true at the end.
    pub(super) fn advance(&mut self, texts: &[String], mut budget: Budget) -> bool {
        let sized =
            |at: usize, lengths: &[u64]| texts.get(at).map(String::as_str).zip(lengths.get(at).copied());
        while let Some(own) = sized(self.next.0, &self.lengths) {
            if budget.is_spent() {
                return false;
            }
            let (at, before) = self.next;
            let other = sized(before, &self.lengths).filter(|_| before < at);
            self.next = if other.is_some() { (at, before + 1) } else { (at + 1, 0) };
            let Some(other) = other else { continue };
            budget.spend(Packer::COST * (own.0.len() + other.0.len()));
            if self.packer.distance(other, own) <= self.eps {
                let [a, b] = [before, at].map(|place| u32::try_from(place).unwrap_or(u32::MAX));
                self.near.push((a, b));
            }
        }
        true
    }

    pub(super) fn end(self) -> Vec<(u32, u32)> {
        self.near
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn equal_like_and_unlike_texts() {
        let mut packer = Packer::new();
        let text = "panic: runtime error: index out of range [3] with length 3\n".repeat(3);
        let like = text.replace("range [3]", "range [4]");
        let unlike = "dial tcp: lookup registry: no such host; giving up after five tries";
        let sized = [text.as_str(), &like, unlike].map(|t| (t, packer.length(t.as_bytes())));
        assert!(packer.distance(sized[0], sized[0]).abs() < 1e-12);
        assert!(packer.distance(sized[0], sized[1]) < 0.2);
        assert!(packer.distance(sized[0], sized[2]) > 0.5);
        assert_eq!(
            packer.distance(sized[1], sized[2]).to_bits(),
            packer.distance(sized[2], sized[1]).to_bits()
        );
    }
}
