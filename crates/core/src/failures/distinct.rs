//! Equal texts collapse into one with a weight, in an order that does not depend on that of the input.

use std::collections::BTreeMap;

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
    let mut members: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    let mut places = vec![0; texts.len()];
    for (member, text) in texts.into_iter().enumerate() {
        members.entry(text).or_default().push(member);
    }
    let mut found = Distinct::default();
    for (place, (text, members)) in members.into_iter().enumerate() {
        for member in &members {
            places.get_mut(*member).into_iter().for_each(|own| *own = place);
        }
        found.texts.push(text);
        found.weights.push(u32::try_from(members.len()).unwrap_or(u32::MAX));
    }
    found.places = places;
    found
}
