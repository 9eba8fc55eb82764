//! Names of tests, made like those on the real boards: suite prefix, SIG tag, feature, behaviour, tags.

use std::collections::BTreeSet;

use super::catalogue::Suite;
use super::vocabulary::{
    BEHAVIOURS, DRIVERS, FEATURES, GO_TESTS, INTEGRATION_PACKAGES, KUBEADM_TASKS, PATTERNS, SCALE_STEPS,
    TAGS, UNIT_PACKAGES, VERIFY_CHECKS, VOLUME_BEHAVIOURS,
};
use crate::dice::Dice;

/// `count` different names of a suite, sorted.
pub(crate) fn names(suite: Suite, count: usize, dice: &mut Dice) -> Vec<String> {
    let mut chosen = BTreeSet::new();
    let mut tries = 0;
    while chosen.len() < count {
        tries += 1;
        let name = name(suite, dice);
        let crowded = tries > count * 20;
        chosen.insert(if crowded { format!("{name} variant {tries}") } else { name });
    }
    chosen.into_iter().collect()
}

fn name(suite: Suite, dice: &mut Dice) -> String {
    match suite {
        Suite::Cluster => format!("Kubernetes e2e suite.[It] {}", cluster(dice)),
        Suite::Node => format!("E2eNode Suite.[It] {}", feature(&FEATURES[0], dice)),
        Suite::Unit => format!("k8s.io/kubernetes/{}.{}", dice.pick(UNIT_PACKAGES), dice.pick(GO_TESTS)),
        Suite::Integration => {
            let (package, test) = (dice.pick(INTEGRATION_PACKAGES), dice.pick(GO_TESTS));
            format!("k8s.io/kubernetes/test/integration/{package}.{test}")
        }
        Suite::Verify => format!("verify.{}", dice.pick(VERIFY_CHECKS)),
        Suite::Scale => format!("ClusterLoaderV2.{}", dice.pick(SCALE_STEPS)),
        Suite::Kubeadm => format!("kubeadm-kinder.{}", dice.pick(KUBEADM_TASKS)),
        Suite::Build => (*dice.pick(&["make-release", "push-release", "publish-version"])).to_owned(),
    }
}

fn cluster(dice: &mut Dice) -> String {
    if dice.chance(0.3) {
        let (driver, pattern) = (dice.pick(DRIVERS), dice.pick(PATTERNS));
        let behaviour = dice.pick(VOLUME_BEHAVIOURS);
        return format!("[sig-storage] {driver} {pattern} {behaviour}");
    }
    let area = dice.below(FEATURES.len());
    feature(&FEATURES[area], dice)
}

fn feature((sig, features): &(&str, &[&str]), dice: &mut Dice) -> String {
    let (feature, behaviour) = (dice.pick(features), dice.pick(BEHAVIOURS));
    let tags = dice.pick(TAGS);
    format!("[{sig}] {feature} {behaviour}{tags}")
}
