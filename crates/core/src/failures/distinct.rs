//! Equal texts collapse into one with a weight, in an order that does not depend on that of the input.

/// Distinct texts in ascending order.
#[derive(Clone, Debug, Default)]
pub(super) struct Distinct {
    pub(super) texts: Vec<String>,
    /// How many of the input had each text.
    pub(super) weights: Vec<u32>,
    /// The place in `texts` of each of the input.
    pub(super) places: Vec<usize>,
}

pub(super) fn distinct(texts: Vec<String>) -> Distinct {
    let mut order: Vec<(u64, usize)> = texts.iter().map(|text| beginning(text)).zip(0..).collect();
    let text = |at: usize| texts.get(at).map(String::as_str).unwrap_or_default();
    order.sort_unstable_by(|a, b| a.0.cmp(&b.0).then_with(|| text(a.1).cmp(text(b.1))));
    let mut found = Distinct { places: vec![0; texts.len()], ..Distinct::default() };
    let mut firsts: Vec<usize> = Vec::new();
    for (_, member) in &order {
        if firsts.last().is_none_or(|last| text(*last) != text(*member)) {
            firsts.push(*member);
            found.weights.push(0);
        }
        found.weights.last_mut().into_iter().for_each(|weight| *weight = weight.saturating_add(1));
        found.places.get_mut(*member).into_iter().for_each(|place| *place = firsts.len() - 1);
    }
    let mut texts = texts;
    found.texts =
        firsts.iter().map(|at| texts.get_mut(*at).map(std::mem::take).unwrap_or_default()).collect();
    found
}

/// The first bytes as a number that sorts like the text: most texts are told apart without looking at them.
fn beginning(text: &str) -> u64 {
    let mut bytes = [0; 8];
    bytes.iter_mut().zip(text.bytes()).for_each(|(own, byte)| *own = byte);
    u64::from_be_bytes(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sorted_with_weights_and_places() {
        let texts = ["same head and b", "", "same head and a", "\0", "same head and b", ""];
        let found = distinct(texts.map(str::to_owned).to_vec());
        assert_eq!(found.texts, ["", "\0", "same head and a", "same head and b"]);
        assert_eq!((found.weights, found.places), (vec![2, 1, 1, 2], vec![3, 0, 2, 1, 3, 0]));
    }
}
