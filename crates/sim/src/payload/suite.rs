//! The tests of a payload's job, and how each behaves.

use crate::dice::Dice;

/// The suite of the steps that set a cluster up.
pub(super) const STEPS: &str = "step graph";
/// The suite of the tests.
const TESTS: &str = "openshift-tests";

/// What a test is like.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Nature {
    /// Hardly ever fails.
    Healthy,
    /// Passed nearly always before, and fails in most runs now.
    Regressed,
    /// Fails and passes within one run now and then, as before.
    Flaky,
    /// Fails in most runs now as well, and does not block anything.
    Informing,
    /// Is skipped.
    Skipped,
}

/// A test.
#[derive(Clone, Debug)]
pub(super) struct Test {
    pub(super) suite: &'static str,
    pub(super) name: String,
    pub(super) nature: Nature,
}

/// How a test ended in one run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum End {
    Passed,
    Failed,
    /// Failed, then passed.
    Flaked,
    Skipped,
}

const SIGS: [&str; 6] = ["sig-network", "sig-storage", "sig-node", "sig-cli", "sig-etcd", "sig-auth"];
const THINGS: [&str; 8] =
    ["pods", "services", "volumes", "routes", "build configs", "quotas", "leases", "config maps"];
const DEEDS: [&str; 6] = [
    "should be created and deleted",
    "should keep their labels",
    "should survive a restart of their node",
    "should report their status",
    "should be listed by name",
    "should refuse a user without rights",
];

/// Draws the tests: those with a story first, then the steps, then the healthy ones.
pub(super) fn draw(healthy: usize, dice: &mut Dice) -> Vec<Test> {
    let test = |name: &str, nature| Test { suite: TESTS, name: name.to_owned(), nature };
    let step = |name: &str| Test { suite: STEPS, name: name.to_owned(), nature: Nature::Healthy };
    let mut tests = vec![
        test("[sig-network] services should be reachable from every node after an update", Nature::Regressed),
        test("[sig-storage] volumes should be detached before a node is drained", Nature::Flaky),
        test("[sig-node] pods should start within the time that was measured last month", Nature::Informing),
        test("[sig-cli] oc should open a browser", Nature::Skipped),
        step("Run multi-stage test - e2e-aws-ovn - ipi-install container test"),
        step("Run multi-stage test - e2e-aws-ovn - openshift-e2e-test container test"),
        step("Run multi-stage test - e2e-aws-ovn - gather-must-gather container test"),
    ];
    let from = dice.below(SIGS.len());
    for at in 0..healthy {
        let (sig, thing) = (SIGS[(from + at) % SIGS.len()], THINGS[(at / SIGS.len()) % THINGS.len()]);
        let deed = DEEDS[(at / (SIGS.len() * THINGS.len())) % DEEDS.len()];
        tests.push(test(&format!("[{sig}] {thing} {deed} ({})", at + 1), Nature::Healthy));
    }
    tests.truncate(7 + healthy);
    tests
}

impl Test {
    /// How often it failed in earlier runs.
    pub(super) fn failed_before(&self) -> f64 {
        match self.nature {
            Nature::Healthy => 0.002,
            Nature::Regressed => 0.01,
            Nature::Flaky => 0.0,
            Nature::Informing => 0.02,
            Nature::Skipped => 1.0,
        }
    }

    /// How often it failed and passed in earlier runs.
    pub(super) fn flaked_before(&self) -> f64 {
        if self.nature == Nature::Flaky { 0.2 } else { 0.0 }
    }

    /// How it ends in a run. The test that got worse passes in every third run, so that every seed shows it.
    pub(super) fn end(&self, run: usize, dice: &mut Dice) -> End {
        match self.nature {
            Nature::Skipped => End::Skipped,
            Nature::Regressed if !run.is_multiple_of(3) => End::Failed,
            Nature::Flaky if run % 4 == 1 => End::Flaked,
            Nature::Informing if run % 3 != 1 => End::Failed,
            Nature::Healthy if dice.chance(self.failed_before()) => End::Failed,
            _ => End::Passed,
        }
    }
}
