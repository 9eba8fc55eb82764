//! The keys of a link that only `failures` has; the boards and their window are those of `flakes`.

use super::params::{Distance, Params, Profile};
use crate::thousandths;
use crate::warning::Warning;

/// The keys.
pub const KEYS: [&str; 4] = ["distance", "eps", "min_samples", "profile"];

/// Keys and values of what differs from the defaults, sorted by key.
pub fn to_pairs(params: &Params) -> Vec<(&'static str, String)> {
    let usual = Params::of(params.profile, params.distance);
    let pairs = [
        ("distance", params.distance.word().to_owned(), params.distance == Distance::default()),
        ("eps", thousandths::word(params.eps), (params.eps - usual.eps).abs() < 0.0005),
        ("min_samples", params.min_samples.to_string(), params.min_samples == usual.min_samples),
        ("profile", params.profile.word().to_owned(), params.profile == Profile::default()),
    ];
    pairs.into_iter().filter(|(.., is_usual)| !is_usual).map(|(key, value, _)| (key, value)).collect()
}

/// Reads the pairs of a link, in any order. What cannot be read is told and passed over.
pub fn from_pairs(pairs: &[(&'static str, String)]) -> (Params, Vec<Warning>) {
    let (mut params, mut warnings) = (Params::default(), Vec::new());
    // In the order of the keys: the usual radius depends on the distance.
    for key in KEYS {
        for (_, value) in pairs.iter().filter(|(own, _)| *own == key) {
            if let Err(why) = read_pair(&mut params, key, value) {
                let message = format!("{key}={value:?} was passed over; {why}.");
                warnings.push(Warning::new("this link", message));
            }
        }
    }
    (params, warnings)
}

fn read_pair(params: &mut Params, key: &str, value: &str) -> Result<(), &'static str> {
    match key {
        "distance" => {
            let distance = Distance::parse(value).ok_or("it can be cosine or ncd")?;
            *params = Params { distance, eps: distance.default_eps(), ..*params };
        }
        "eps" => params.eps = thousandths::parse(value).ok_or("it must lie between 0.001 and 0.999")?,
        "min_samples" => {
            let count = value.parse().ok().filter(|count| (1..=10_000).contains(count));
            params.min_samples = count.ok_or("it must be between 1 and 10000")?;
        }
        _ => {
            params.profile = Profile::parse(value).ok_or("it can be triage, cockpit-2018 or cockpit-2019")?;
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn a_link_restores_the_parameters(
            profile in prop::sample::select(Profile::ALL.to_vec()),
            distance in prop::sample::select(Distance::ALL.to_vec()),
            thousandths in 1..=999_u32,
            min_samples in 1..=10_000_u32,
        ) {
            let params = Params { profile, distance, eps: f64::from(thousandths) / 1000.0, min_samples };
            let pairs = to_pairs(&params);
            prop_assert!(pairs.iter().map(|(key, _)| *key).is_sorted());
            prop_assert_eq!(from_pairs(&pairs), (params, Vec::new()));
            let backwards: Vec<_> = pairs.into_iter().rev().collect();
            prop_assert_eq!(from_pairs(&backwards).0, params);
        }
    }

    #[test]
    fn what_cannot_be_read_is_said() {
        for (key, value) in [
            ("distance", "far"),
            ("eps", "0"),
            ("eps", "1"),
            ("eps", "NaN"),
            ("min_samples", "0"),
            ("profile", ""),
        ] {
            let (params, warnings) = from_pairs(&[(key, value.to_owned())]);
            assert_eq!(params, Params::default());
            let [warning] = &warnings[..] else { panic!("{key}={value}: {warnings:?}") };
            assert!(warning.message.contains("was passed over"), "{}", warning.message);
        }
        assert!(to_pairs(&Params::default()).is_empty());
    }
}
