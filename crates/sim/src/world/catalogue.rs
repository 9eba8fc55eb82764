//! The tabs of the two release dashboards: their names, what runs in them, and which story each one tells.

/// What kind of tests a job runs, which decides their names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Suite {
    Cluster,
    Node,
    Unit,
    Integration,
    Verify,
    Scale,
    Kubeadm,
    Build,
}

impl Suite {
    /// Whether its tests are plain Go tests, without a cluster.
    pub(crate) fn is_go(self) -> bool {
        matches!(self, Self::Unit | Self::Integration | Self::Verify)
    }
}

/// The trouble that a tab is sure to have, beside what the dice bring.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Plot {
    /// Nothing special.
    Plain,
    /// No flaky test and no incident.
    Calm,
    /// Many flaky tests.
    Rough,
    /// A quarter or more of the tests broke together and stay broken.
    MassRegression,
    /// Several runs in a row, all on one commit, in which everything fails.
    Outage,
    /// Two broken runs side by side, and one more.
    BrokenRuns,
    /// Runs that died before any test, and a newest run that is still going.
    SetupFailures,
    /// Tests that fail together.
    Together,
    /// Tests whose tags changed.
    Renames,
    /// Parents with subtests.
    Subtests,
    /// Retries, shown as flaky cells.
    Retries,
    /// Names and messages that try to break an exporter or a page.
    Hostile,
    /// A handful of tests, 1 to 6.
    Tiny(usize),
    /// Only the job's own row.
    OverallOnly,
    /// Two tests and one run in which both fail.
    TinyBrokenRun,
    /// The job stopped days ago.
    Stale,
    /// The job has never run.
    Empty,
}

/// How often a job runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Cadence {
    /// As often as the columns and days ask for.
    Usual,
    /// Every so many hours at most.
    Hours(usize),
    /// Once a day, 14 columns at most.
    Daily,
}

/// What the custom columns of a job hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum CommitStyle {
    /// A commit, and the commit of the test infrastructure.
    Token,
    /// A version with the commit inside.
    InVersion,
    /// `1` everywhere, as the oldest captures have it.
    Ones,
    /// No custom columns.
    Absent,
}

/// One tab of the catalogue.
#[derive(Clone, Copy, Debug)]
pub(crate) struct TabSpec {
    pub(crate) name: &'static str,
    pub(crate) prow_job: &'static str,
    pub(crate) suite: Suite,
    pub(crate) plot: Plot,
    pub(crate) cadence: Cadence,
    pub(crate) commits: CommitStyle,
}

const fn tab(
    name: &'static str,
    prow_job: &'static str,
    suite: Suite,
    plot: Plot,
    cadence: Cadence,
    commits: CommitStyle,
) -> TabSpec {
    TabSpec { name, prow_job, suite, plot, cadence, commits }
}

use Cadence::{Daily, Hours, Usual};
use CommitStyle::{Absent, InVersion, Ones, Token};
use Plot::{
    BrokenRuns, Calm, Empty, Hostile, MassRegression, Outage, OverallOnly, Plain, Renames, Retries, Rough,
    SetupFailures, Stale, Subtests, Tiny, TinyBrokenRun, Together,
};
use Suite::{Build, Cluster, Integration, Kubeadm, Node, Scale, Unit, Verify};

/// `sig-release-master-blocking`.
pub(crate) const BLOCKING: [TabSpec; 20] = [
    tab("gce-cos-master-default", "ci-kubernetes-e2e-gci-gce", Cluster, Plain, Usual, InVersion),
    tab(
        "gce-ubuntu-master-containerd",
        "ci-kubernetes-e2e-ubuntu-gce-containerd",
        Cluster,
        BrokenRuns,
        Usual,
        Token,
    ),
    tab("kind-master-parallel", "ci-kubernetes-kind-e2e-parallel", Cluster, Rough, Usual, Token),
    tab("kind-ipv6-master-parallel", "ci-kubernetes-kind-ipv6-e2e-parallel", Cluster, Outage, Usual, Token),
    tab("ci-kubernetes-unit", "ci-kubernetes-unit", Unit, Subtests, Usual, Token),
    tab("integration-master", "ci-kubernetes-integration-master", Integration, Subtests, Usual, Token),
    tab("verify-master", "ci-kubernetes-verify-master", Verify, Calm, Usual, Token),
    tab("build-master", "ci-kubernetes-build", Build, OverallOnly, Usual, Absent),
    tab("build-master-fast", "ci-kubernetes-build-fast", Build, Tiny(1), Usual, Absent),
    tab(
        "gce-cos-master-alpha-features",
        "ci-kubernetes-e2e-gci-gce-alpha-features",
        Cluster,
        Together,
        Usual,
        InVersion,
    ),
    tab("gce-cos-master-reboot", "ci-kubernetes-e2e-gci-gce-reboot", Kubeadm, Tiny(6), Hours(3), InVersion),
    tab(
        "gce-cos-master-scalability-100",
        "ci-kubernetes-e2e-gci-gce-scalability",
        Scale,
        Tiny(4),
        Hours(3),
        InVersion,
    ),
    tab(
        "gce-device-plugin-gpu-master",
        "ci-kubernetes-e2e-gce-device-plugin-gpu",
        Cluster,
        TinyBrokenRun,
        Hours(4),
        Ones,
    ),
    tab(
        "skew-cluster-latest-kubectl-stable1-gce",
        "ci-kubernetes-e2e-gce-stable1-latest-kubectl-skew",
        Cluster,
        Renames,
        Hours(6),
        Token,
    ),
    tab("Conformance - GCE - master", "ci-kubernetes-gce-conformance-latest", Cluster, Calm, Hours(6), Token),
    tab(
        "Conformance - EC2 - master",
        "ci-kubernetes-e2e-ec2-conformance-latest",
        Cluster,
        SetupFailures,
        Hours(4),
        Token,
    ),
    tab("ci-node-e2e", "ci-kubernetes-node-e2e-containerd", Node, Retries, Usual, Token),
    tab("kind-master-dra", "ci-kind-dra-all", Cluster, MassRegression, Usual, Token),
    tab(
        "gce-master-scale-performance",
        "ci-kubernetes-e2e-gce-scale-performance",
        Scale,
        Plain,
        Daily,
        InVersion,
    ),
    tab(
        "gce-master-scale-correctness",
        "ci-kubernetes-e2e-gce-scale-correctness",
        Cluster,
        Plain,
        Daily,
        InVersion,
    ),
];

/// `sig-release-master-informing`.
pub(crate) const INFORMING: [TabSpec; 26] = [
    tab("gce-cos-master-serial", "ci-kubernetes-e2e-gci-gce-serial", Cluster, Rough, Hours(6), InVersion),
    tab("gce-cos-master-slow", "ci-kubernetes-e2e-gci-gce-slow", Cluster, Hostile, Usual, InVersion),
    tab(
        "node-kubelet-serial-containerd",
        "ci-kubernetes-node-kubelet-serial-containerd",
        Node,
        MassRegression,
        Hours(4),
        Token,
    ),
    tab("capz-windows-master", "ci-kubernetes-e2e-capz-master-windows", Cluster, BrokenRuns, Usual, Token),
    tab("kubeadm-kinder-latest", "ci-kubernetes-e2e-kubeadm-kinder-latest", Kubeadm, Plain, Hours(2), Absent),
    tab(
        "kubeadm-kinder-latest-on-stable",
        "ci-kubernetes-e2e-kubeadm-kinder-latest-on-stable",
        Kubeadm,
        Tiny(5),
        Hours(12),
        Absent,
    ),
    tab(
        "kubeadm-kinder-upgrade-latest",
        "ci-kubernetes-e2e-kubeadm-kinder-upgrade-latest",
        Kubeadm,
        Outage,
        Hours(6),
        Absent,
    ),
    tab(
        "periodic-conformance-main-k8s-main",
        "periodic-cluster-api-provider-aws-e2e-conformance-main",
        Cluster,
        SetupFailures,
        Hours(6),
        Ones,
    ),
    tab(
        "capg-conformance-main-ci-artifacts",
        "ci-cluster-api-provider-gcp-conformance-main-ci-artifacts",
        Cluster,
        Plain,
        Hours(6),
        Ones,
    ),
    tab(
        "cos-cgroupv2-containerd-node-e2e",
        "ci-cos-cgroupv2-containerd-node-e2e",
        Node,
        Together,
        Usual,
        Token,
    ),
    tab("cos-cgroupv1-containerd-node-e2e", "ci-cos-cgroupv1-containerd-node-e2e", Node, Calm, Usual, Token),
    tab(
        "crio-cgroupv2-node-e2e-conformance",
        "ci-crio-cgroupv2-node-e2e-conformance",
        Node,
        Renames,
        Hours(4),
        Token,
    ),
    tab(
        "ec2-master-scale-performance",
        "ci-kubernetes-e2e-ec2-scale-performance",
        Scale,
        Tiny(3),
        Daily,
        InVersion,
    ),
    tab("ec2-master-serial", "ci-kubernetes-e2e-ec2-eks-al2023-serial", Cluster, Outage, Hours(6), Token),
    tab(
        "gce-cos-master-nodelocaldns",
        "ci-kubernetes-e2e-gci-gce-kube-dns-nodecache",
        Cluster,
        Retries,
        Hours(3),
        InVersion,
    ),
    tab(
        "gce-cos-master-network-policies",
        "ci-kubernetes-e2e-network-policies",
        Cluster,
        Together,
        Usual,
        InVersion,
    ),
    tab("kind-master-nftables", "ci-kubernetes-kind-network-nftables", Cluster, Plain, Usual, Token),
    tab("kind-master-ipvs", "ci-kubernetes-kind-network-ipvs", Cluster, Plain, Usual, Token),
    tab("kind-master-evented-pleg", "ci-kubernetes-kind-evented-pleg", Cluster, Rough, Usual, Token),
    tab(
        "kind-master-alpha-beta-features",
        "ci-kubernetes-kind-alpha-beta-features",
        Cluster,
        MassRegression,
        Usual,
        Token,
    ),
    tab("post-release-push-image-etcd", "post-kubernetes-push-image-etcd", Build, Stale, Daily, Absent),
    tab("post-release-push-image-pause", "post-kubernetes-push-image-pause", Build, Empty, Daily, Absent),
    tab(
        "integration-race-master",
        "ci-kubernetes-integration-race-master",
        Integration,
        Plain,
        Hours(6),
        Token,
    ),
    tab("ci-kubernetes-unit-dependencies", "ci-kubernetes-unit-dependencies", Unit, Tiny(2), Hours(6), Token),
    tab(
        "verify-bump-dependencies",
        "ci-kubernetes-verify-bump-dependencies",
        Verify,
        OverallOnly,
        Daily,
        Absent,
    ),
    tab("ingress-gce-e2e-scale", "ci-ingress-gce-e2e-scale", Cluster, Stale, Hours(12), Ones),
];
