//! Which backends are left out, and which must be there.

/// Backends whose names contain one of these are not checked (openshift/ci-tools): what they reach is not the cluster alone,
/// or what they measure is too new.
const LEFT_OUT: [&str; 8] = [
    "-network-liveness",
    "kube-api-http1-external-lb",
    "kube-api-http2-external-lb",
    "openshift-api-http2-external-lb",
    "host-to-",
    "pod-to-",
    "-localhost-",
    "-internal-lb-",
];

/// Backends of which every aggregation must have data (openshift/ci-tools, `jobrunaggregatorlib/disruption.go`). The two reused
/// ones of the ingress are spelled `-used-` there: either will do.
pub const REQUIRED: [&str; 12] = [
    "image-registry-reused-connections",
    "kube-api-new-connections",
    "kube-api-reused-connections",
    "oauth-api-new-connections",
    "oauth-api-reused-connections",
    "openshift-api-new-connections",
    "openshift-api-reused-connections",
    "service-load-balancer-with-pdb-reused-connections",
    "ingress-to-console-new-connections",
    "ingress-to-console-reused-connections",
    "ingress-to-oauth-server-new-connections",
    "ingress-to-oauth-server-reused-connections",
];

/// The part of the name for which a backend is left out; `None` for one that is checked.
pub fn left_out(backend: &str) -> Option<&'static str> {
    LEFT_OUT.into_iter().find(|part| backend.contains(part))
}

/// The name as [`REQUIRED`] spells it.
pub(super) fn usual_name(backend: &str) -> String {
    backend
        .strip_suffix("-used-connections")
        .map_or_else(|| backend.to_owned(), |rest| rest.to_owned() + "-reused-connections")
}
