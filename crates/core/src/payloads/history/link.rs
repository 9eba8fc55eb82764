//! The keys of a link that only `payloads/history` has.

use super::measure::Measure;
use super::params::{DataType, Mode, Params};
use super::query::{Field, HistoryFilter, Query};
use super::releases::Releases;
use super::row::Kind;
use crate::warning::Warning;

/// The keys.
pub const KEYS: [&str; 13] = [
    "arch",
    "compat",
    "find",
    "kind",
    "leeway",
    "network",
    "percentile",
    "platform",
    "previous",
    "release",
    "target",
    "topology",
    "type",
];

/// The largest leeway of a link, in percent.
pub const MOST_LEEWAY: u32 = 100_000;

/// Keys and values of what differs from the defaults, sorted by key. A leeway stands in whole percent.
pub fn to_pairs(query: &Query) -> Vec<(&'static str, String)> {
    let Query { data_type, params, filter, measure } = query;
    let kinds: Vec<&str> = filter.kinds.iter().map(|kind| kind.word()).collect();
    let leeway = whole(params.leeway_percent);
    let releases = params.releases.clone().unwrap_or_default();
    let unless = |usual: bool, word: String| if usual { String::new() } else { word };
    let pairs = [
        ("arch", filter.architecture.clone()),
        ("compat", unless(params.mode == Mode::Repaired, "yes".to_owned())),
        ("find", filter.text.clone()),
        ("kind", kinds.join(",")),
        ("leeway", unless(leeway == Params::LEEWAY, leeway.to_string())),
        ("network", filter.network.clone()),
        ("percentile", unless(*measure == Query::MEASURE, measure.name().to_ascii_lowercase())),
        ("platform", filter.platform.clone()),
        ("previous", releases.previous),
        ("release", filter.release.clone()),
        ("target", releases.target),
        ("topology", filter.topology.clone()),
        ("type", data_type.map(|kind| kind.word().to_owned()).unwrap_or_default()),
    ];
    pairs.into_iter().filter(|(_, value)| !value.is_empty()).collect()
}

/// A leeway in whole percent. By hand: the tables that write any float are large.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "kept within the bounds")]
pub fn whole(leeway: f64) -> u32 {
    (leeway.clamp(0.0, f64::from(MOST_LEEWAY)) + 0.5) as u32
}

/// Reads a leeway in whole percent.
pub fn parse_leeway(text: &str) -> Option<f64> {
    text.parse().ok().filter(|leeway| *leeway <= MOST_LEEWAY).map(|leeway: u32| f64::from(leeway))
}

/// Reads the pairs of a link, in any order. What cannot be read is told and passed over.
pub fn from_pairs(pairs: &[(&'static str, String)]) -> (Query, Vec<Warning>) {
    let (mut query, mut releases, mut warnings) = (Query::default(), Releases::default(), Vec::new());
    for (key, value) in pairs.iter().filter(|(key, _)| KEYS.contains(key)) {
        if let Err(why) = read_pair(&mut query, &mut releases, key, value) {
            let message = format!("{key}={value:?} was passed over; {why}.");
            warnings.push(Warning::new("this link", message));
        }
    }
    let params = Params { releases: Some(releases.clone()), ..query.params.clone() };
    match params.check() {
        Ok(params) => query.params = params,
        Err(_) if releases == Releases::default() => {}
        Err(why) => {
            warnings.push(Warning::new("this link", format!("Its releases were passed over: {why}.")));
        }
    }
    (query, warnings)
}

fn read_pair(query: &mut Query, releases: &mut Releases, key: &str, value: &str) -> Result<(), &'static str> {
    let filter = &mut query.filter;
    let text = match key {
        "arch" => &mut filter.architecture,
        "find" => &mut filter.text,
        "network" => &mut filter.network,
        "platform" => &mut filter.platform,
        "previous" => &mut releases.previous,
        "release" => &mut filter.release,
        "target" => &mut releases.target,
        "topology" => &mut filter.topology,
        _ => return read_word(query, key, value),
    };
    value.clone_into(text);
    Ok(())
}

/// Values of which there are only some.
fn read_word(query: &mut Query, key: &str, value: &str) -> Result<(), &'static str> {
    match key {
        "compat" if value == "yes" => query.params.mode = Mode::Compat,
        "compat" => return Err("it can only be yes"),
        "kind" => {
            query.filter.kinds = kinds(value).ok_or("it can be risen, fallen, added, removed, same")?;
        }
        "leeway" => {
            query.params.leeway_percent =
                parse_leeway(value).ok_or("it must be a whole number of percent from 0 to 100000")?;
        }
        "percentile" => query.measure = percentile(value).ok_or("it can be p50, p75, p95, p99")?,
        _ => {
            let kind = DataType::parse(value).ok_or("it can be disruptions, alerts, tests")?;
            query.data_type = Some(kind);
        }
    }
    Ok(())
}

/// Reads the name of a percentile, in any case.
pub fn percentile(word: &str) -> Option<Measure> {
    Measure::PERCENTILES.into_iter().find(|measure| measure.name().eq_ignore_ascii_case(word))
}

/// In the order of the words; what is usual is not said.
fn kinds(value: &str) -> Option<Vec<Kind>> {
    let mut found = value.split(',').map(Kind::parse).collect::<Option<Vec<Kind>>>()?;
    crate::sorting::sort(&mut found);
    found.dedup();
    Some(if found == HistoryFilter::USUAL { Vec::new() } else { found })
}

/// The key of a column in the link.
pub fn key_of(field: Field) -> &'static str {
    match field {
        Field::Architecture => "arch",
        other => other.name(),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn any_filter() -> impl Strategy<Value = HistoryFilter> {
        let kinds = prop::sample::subsequence(Kind::ALL.to_vec(), 0..=5);
        (prop::collection::vec("\\PC{0,8}", Field::ALL.len()), kinds, "\\PC{0,12}").prop_map(
            |(values, kinds, text)| {
                let kinds = if kinds == HistoryFilter::USUAL { Vec::new() } else { kinds };
                let filter = HistoryFilter { kinds, text, ..HistoryFilter::default() };
                Field::ALL
                    .into_iter()
                    .zip(values)
                    .fold(filter, |filter, (field, value)| filter.with(field, &value))
            },
        )
    }

    proptest! {
        #[test]
        fn a_link_restores_the_question(
            data_type in prop::option::of(prop::sample::select(DataType::ALL.to_vec())),
            leeway in 0..=MOST_LEEWAY,
            releases in prop::option::of(("[a-z0-9.]{1,5}", "[A-Z]{1,3}")),
            is_compat in any::<bool>(),
            measure in prop::sample::select(Measure::PERCENTILES.to_vec()),
            filter in any_filter(),
        ) {
            let releases = releases.map(|(target, previous)| Releases { target, previous });
            let mode = if is_compat { Mode::Compat } else { Mode::Repaired };
            let params = Params { leeway_percent: f64::from(leeway), releases, mode };
            let query = Query { data_type, params, filter, measure };
            let pairs = to_pairs(&query);
            prop_assert!(pairs.iter().map(|(key, _)| *key).is_sorted());
            let backwards: Vec<_> = pairs.iter().cloned().rev().collect();
            prop_assert_eq!(from_pairs(&pairs), (query.clone(), Vec::new()));
            prop_assert_eq!(from_pairs(&backwards).0, query);
        }
    }

    #[test]
    fn what_cannot_be_read_is_said() {
        for (key, value) in [
            ("leeway", "-1"),
            ("leeway", "NaN"),
            ("leeway", "1.5"),
            ("leeway", "100001"),
            ("compat", "no"),
            ("kind", "risen,worse"),
            ("percentile", "failure rate"),
            ("percentile", "p90"),
            ("type", "runs"),
            ("target", "4.16"),
        ] {
            let (query, warnings) = from_pairs(&[(key, value.to_owned())]);
            assert_eq!(query, Query::default(), "{key}={value}");
            assert!(warnings[0].message.contains("passed over"), "{warnings:?}");
        }
        let same = ["target", "previous"].map(|key| (key, "4.16".to_owned()));
        assert!(from_pairs(&same).1[0].message.contains("name two releases"));
        assert!(to_pairs(&Query::default()).is_empty());
    }

    #[test]
    fn every_column_has_its_key() {
        assert!(Field::ALL.into_iter().all(|field| KEYS.contains(&key_of(field))));
        assert!(KEYS.is_sorted());
    }
}
