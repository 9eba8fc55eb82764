//! Makes the clusters out of groups of texts: members, numbers, words.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use super::cluster::{Cluster, Count, Trend};
use super::clustering::Groups;
use super::distinct::Distinct;
use super::id::cluster_id;
use super::name::{Lines, tell_apart};
use super::spans::common_spans;
use super::texts::Texts;
use crate::model::{Failure, TimeMs};
use crate::stats::{round6, wilson_95};

/// At most so many texts of a cluster are compared for its name and its spans: the first of their order.
const LOOKED_AT: usize = 200;

/// The clusters by size, and for each group the label of its cluster.
pub(super) fn describe(records: &[Failure], prepared: &Texts, groups: &Groups) -> (Vec<Cluster>, Vec<u32>) {
    let count = groups.count();
    let (mut texts, mut members) = (vec![Vec::new(); count], vec![Vec::new(); count]);
    let group_of = |place: usize| groups.get(place).map(|group| group as usize);
    for place in 0..prepared.distinct.texts.len() {
        group_of(place).and_then(|group| texts.get_mut(group)).into_iter().for_each(|list| list.push(place));
    }
    for (at, place) in prepared.members.iter().zip(&prepared.distinct.places) {
        group_of(*place)
            .and_then(|group| members.get_mut(group))
            .into_iter()
            .for_each(|list| list.push((*at, *place)));
    }
    let best: Vec<usize> = texts.iter().map(|places| most_frequent(&prepared.distinct, places)).collect();
    let shown = best.iter().filter_map(|place| prepared.distinct.texts.get(*place)).map(String::as_str);
    let lines = Lines::count(&prepared.distinct.texts, shown);
    let clock = Clock::of(prepared.members.iter().filter_map(|at| records.get(*at)));
    let made = texts
        .iter()
        .zip(&members)
        .zip(&best)
        .map(|((texts, members), best)| one(records, prepared, (*best, texts), members, &lines, &clock));
    let (made, names): (Vec<Cluster>, Vec<Vec<String>>) = made.unzip();
    let named = made.into_iter().zip(tell_apart(&names)).map(|(cluster, name)| Cluster { name, ..cluster });
    let mut clusters: Vec<(usize, Cluster)> = named.enumerate().collect();
    clusters.sort_by(|(_, a), (_, b)| {
        (Reverse(a.size), &a.representative).cmp(&(Reverse(b.size), &b.representative))
    });
    let mut ranks = vec![0; count];
    for (rank, (group, cluster)) in (0..).zip(&mut clusters) {
        cluster.label = rank;
        ranks.get_mut(*group).into_iter().for_each(|own| *own = rank);
    }
    (clusters.into_iter().map(|(_, cluster)| cluster).collect(), ranks)
}

/// The place of the text that most failures have, the first of equals.
fn most_frequent(all: &Distinct, places: &[usize]) -> usize {
    let weight = |place: &usize| all.weights.get(*place).copied().unwrap_or_default();
    places.iter().copied().min_by_key(|place| (Reverse(weight(place)), *place)).unwrap_or_default()
}

/// A cluster without its name, and names to choose from.
fn one(
    records: &[Failure],
    prepared: &Texts,
    (best, places): (usize, &[usize]),
    members: &[(usize, usize)],
    lines: &Lines<'_>,
    clock: &Clock,
) -> (Cluster, Vec<String>) {
    let all = &prepared.distinct;
    let representative = all.texts.get(best).cloned().unwrap_or_default();
    let texts: Vec<&str> =
        places.iter().take(LOOKED_AT).filter_map(|place| all.texts.get(*place)).map(String::as_str).collect();
    let found: Vec<&Failure> = members.iter().filter_map(|(at, _)| records.get(*at)).collect();
    // The example is the oldest record with the representative's text, so that it does not depend on the input's order.
    let showing = members.iter().filter(|(_, place)| *place == best).map(|(at, _)| *at);
    let example = showing
        .min_by_key(|at| records.get(*at).map(|r| (r.date, &r.id, &r.test, &r.url)))
        .unwrap_or_default();
    let judged = u32_of(found.iter().filter(|f| f.merged.is_some()).count());
    let merged = u32_of(found.iter().filter(|f| f.merged == Some(true)).count());
    let interval = wilson_95(merged, judged);
    let dates = || found.iter().filter_map(|f| f.date);
    let names = lines.names(&representative, &texts);
    let cluster = Cluster {
        label: 0,
        id: cluster_id(&representative),
        name: String::new(),
        size: u32_of(members.len()),
        distinct_texts: u32_of(places.len()),
        spans: common_spans(
            &std::iter::once(representative.as_str()).chain(texts.iter().copied()).collect::<Vec<_>>(),
        ),
        representative,
        example,
        tests: counts(found.iter().map(|f| f.test.as_str())),
        contexts: counts(found.iter().map(|f| f.context.as_str())),
        jobs: counts(found.iter().map(|f| f.job.as_str())),
        trackers: counts(found.iter().flat_map(|f| &f.trackers).map(String::as_str)),
        first_seen: dates().min(),
        last_seen: dates().max(),
        days: days(dates()),
        trend: clock.trend(dates()),
        judged,
        merged,
        merged_share: (judged > 0).then(|| round6(f64::from(merged) / f64::from(judged))),
        merged_low: interval.map(|interval| round6(interval.low)),
        merged_high: interval.map(|interval| round6(interval.high)),
    };
    (cluster, names)
}

fn u32_of(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}

/// What occurs, the most frequent first, then by name. Empty names do not count.
fn counts<'a>(names: impl Iterator<Item = &'a str>) -> Vec<Count> {
    let mut counts: BTreeMap<&str, u32> = BTreeMap::new();
    names.filter(|name| !name.is_empty()).for_each(|name| *counts.entry(name).or_default() += 1);
    let mut list: Vec<Count> =
        counts.into_iter().map(|(name, count)| Count { name: name.to_owned(), count }).collect();
    list.sort_by_key(|entry| Reverse(entry.count));
    list
}

fn days(dates: impl Iterator<Item = TimeMs>) -> Vec<Count> {
    let mut days: BTreeMap<String, u32> = BTreeMap::new();
    dates.for_each(|date| *days.entry(date.day()).or_default() += 1);
    days.into_iter().map(|(name, count)| Count { name, count }).collect()
}

/// The newer half of the time that all failures span, and how many of all lie in it.
struct Clock {
    middle: TimeMs,
    share: f64,
}

/// Fewer failures with a date make no trend.
const MIN_DATED: u32 = 10;

impl Clock {
    fn of<'a>(failures: impl Iterator<Item = &'a Failure>) -> Self {
        let dates: Vec<TimeMs> = failures.filter_map(|failure| failure.date).collect();
        let [first, last] =
            [dates.iter().min(), dates.iter().max()].map(|date| date.map_or(0, |date| date.0));
        let middle = TimeMs(first + (last - first) / 2);
        let newer = dates.iter().filter(|date| **date > middle).count();
        Self { middle, share: newer as f64 / dates.len().max(1) as f64 }
    }

    /// Up or down when the share of all failures lies outside the Wilson 95 % interval of the cluster's own share.
    fn trend(&self, dates: impl Iterator<Item = TimeMs>) -> Trend {
        let (mut all, mut newer) = (0, 0);
        for date in dates {
            all += 1;
            newer += u32::from(date > self.middle);
        }
        match wilson_95(newer, all).filter(|_| all >= MIN_DATED) {
            None => Trend::Unknown,
            Some(interval) if interval.low > self.share => Trend::Up,
            Some(interval) if interval.high < self.share => Trend::Down,
            Some(_) => Trend::NoChange,
        }
    }
}
