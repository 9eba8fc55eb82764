//! Issues that a robot files for a failure cluster: they hold the text of a failure and the jobs that saw it, no test.

use std::collections::BTreeMap;

use super::cases::Case;
use super::draft::Writer;
use super::forms::Form;
use super::places::Place;
use super::subjects::{Subject, Subjects};

/// Clusters that are filed at most.
const MOST: usize = 5;

/// One for each tab in which tests fail together or a change broke many, and one for a single untracked test.
pub(super) fn write(subjects: &Subjects, untracked: &[&Subject], writer: &mut Writer) {
    let mut clusters: BTreeMap<(&str, &str), Vec<&Place>> = BTreeMap::new();
    for place in subjects.troubled().flat_map(Subject::trouble) {
        if let (true, Some(cause)) = (place.group.is_some() || place.in_regression, place.cause) {
            clusters.entry((&place.tab, cause)).or_default().push(place);
        }
    }
    for places in clusters.values().take(MOST) {
        file(places, writer);
    }
    if let Some(place) = untracked.iter().flat_map(|subject| subject.trouble()).next() {
        file(&[place], writer);
    }
}

fn file(places: &[&Place], writer: &mut Writer) {
    let sig = places.first().map(|place| super::spelling::sig(&place.test));
    let mut case = Case { form: Form::Cluster, failing: true, sig, ..Case::default() };
    for place in places {
        case.add_job(place);
        case.track(place, "cluster");
    }
    writer.write(&case.with_trap("cluster"));
}
