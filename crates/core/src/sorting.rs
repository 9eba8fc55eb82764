//! Stable sorting with one piece of machine code. The library makes six kilobytes for every type and every order, which
//! a worker that is downloaded cannot afford.

use std::cmp::Ordering;

/// The places of `count` things in their order; equal ones keep theirs.
fn places(count: usize, compare: &dyn Fn(usize, usize) -> Ordering) -> Vec<usize> {
    let mut places: Vec<usize> = (0..count).collect();
    places.sort_by(|a, b| compare(*a, *b));
    places
}

/// As [`slice::sort_by`].
pub(crate) fn sort_by<T>(list: &mut Vec<T>, compare: impl Fn(&T, &T) -> Ordering) {
    if list.len() < 2 {
        return;
    }
    let order = places(list.len(), &|a, b| match (list.get(a), list.get(b)) {
        (Some(a), Some(b)) => compare(a, b),
        _ => Ordering::Equal,
    });
    let mut unsorted: Vec<Option<T>> = list.drain(..).map(Some).collect();
    list.extend(order.into_iter().filter_map(|place| unsorted.get_mut(place)?.take()));
}

/// As [`slice::sort`].
pub(crate) fn sort<T: Ord>(list: &mut Vec<T>) {
    sort_by(list, T::cmp);
}

/// As [`slice::sort_by_key`].
pub(crate) fn sort_by_key<T, K: Ord>(list: &mut Vec<T>, key: impl Fn(&T) -> K) {
    sort_by(list, |a, b| key(a).cmp(&key(b)));
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn sorts_as_the_library_does(list in prop::collection::vec((0..9_u8, any::<u32>()), 0..99)) {
            let (mut own, mut library) = (list.clone(), list);
            sort_by_key(&mut own, |(key, _)| *key);
            library.sort_by_key(|(key, _)| *key);
            prop_assert_eq!(own, library);
        }
    }
}
