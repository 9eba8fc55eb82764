//! Why tests fail: what each cause is called in the truth, and what its messages look like.

use super::catalogue::Suite;
pub(crate) use super::message::Cause;
use super::message::cause;

/// Why a test of this suite is flaky.
pub(crate) fn flakes(suite: Suite) -> &'static [Cause] {
    if suite.is_go() { GO_FLAKES } else { FLAKES }
}

/// Why a test of this suite is broken.
pub(crate) fn breaks(suite: Suite) -> &'static [Cause] {
    if suite.is_go() { GO_BREAKS } else { BREAKS }
}

/// Why a run of this suite is broken.
pub(crate) fn broken_runs(suite: Suite) -> &'static [Cause] {
    if suite.is_go() { GO_BROKEN_RUNS } else { BROKEN_RUNS }
}

const GO_FLAKES: &[Cause] = &[
    cause(
        "data-race",
        "Failed;\n=== RUN\n==================\nWARNING: DATA RACE\nWrite at 0x00c000{line} by goroutine {line}:\n  k8s.io/kubernetes/pkg/util/worker.go:{line} +0x{sec}e\n    testing.go:{line}: race detected during execution of test after {sec}.{ms}s",
    ),
    cause(
        "poll-timeout",
        "Failed;\n=== RUN\n    wait_test.go:{line}: timed out waiting for the condition after {sec}.{ms}s: informer did not see object \"{ns}/{pod}\"\n--- FAIL: ({sec}.{ms}s)",
    ),
    cause(
        "etcd-slow",
        "Failed;\n=== RUN\n    etcd.go:{line}: etcdserver: request timed out\n    apiserver.go:{line}: failed to create object \"{pod}\": context deadline exceeded\n--- FAIL: ({sec}.{ms}s)",
    ),
    cause(
        "port-in-use",
        "Failed;\n=== RUN\n    server_test.go:{line}: listen tcp {ip}:{line}: bind: address already in use\n--- FAIL: (0.{ms}s)",
    ),
];

const GO_BREAKS: &[Cause] = &[
    cause(
        "wrong-result",
        "Failed;\n=== RUN\n    strategy_test.go:{line}: unexpected object (-want +got):\n-   Phase: \"Running\"\n+   Phase: \"Pending\"\n--- FAIL: (0.{ms}s)",
    ),
    cause(
        "nil-pointer",
        "panic: runtime error: invalid memory address or nil pointer dereference [recovered]\n[signal SIGSEGV: segmentation violation code=0x1 addr=0x{sec} pc=0x1{line}]\n\ngoroutine {line} [running]",
    ),
];

const GO_BROKEN_RUNS: &[Cause] = &[
    cause(
        "out-of-memory",
        "Failed;\nsignal: killed\nFAIL\tk8s.io/kubernetes {sec}.{ms}s: the process was stopped by the kernel, out of memory on node {node}",
    ),
    cause(
        "etcd-missing",
        "Failed;\n    etcd.go:{line}: failed to run etcd: fork/exec third_party/etcd/etcd: no such file or directory, cannot run integration tests on {node}\n--- FAIL: (0.{ms}s)",
    ),
];

/// Races and limits inside one test: what makes it flaky.
pub(crate) const FLAKES: &[Cause] = &[
    cause(
        "pod-start-timeout",
        "[FAILED] Told to stop trying after {sec}.{ms}s.\nUnexpected final error while getting Pod: pod \"{pod}\" is in phase Pending: timed out while waiting for pod \"{ns}/{pod}\" to be running In [It] at: k8s.io/kubernetes/test/e2e/framework/pod/wait.go:{line} @ {time}",
    ),
    cause(
        "volume-detach-race",
        "[FAILED] pod \"{pod}\" did not exit with Success: pod \"{pod}\" failed with reason: \"\", message: \"\": context deadline exceeded In [It] at: k8s.io/kubernetes/test/e2e/storage/persistent_volumes.go:{line} @ {time}",
    ),
    cause(
        "dns-lookup-timeout",
        "[FAILED] Unable to read wheezy_udp@kubernetes.default.svc from pod {ns}/{pod}: the server is currently unable to handle the request (get pods {pod}) In [It] at: k8s.io/kubernetes/test/e2e/network/dns_common.go:{line} @ {time}",
    ),
    cause(
        "watch-lost-event",
        "[FAILED] timed out waiting for the condition; expected event MODIFIED, last resourceVersion {line}{sec} In [It] at: k8s.io/kubernetes/test/e2e/apimachinery/watch.go:{line} @ {time}",
    ),
    cause(
        "endpoint-not-reachable",
        "[FAILED] service is not reachable within 2m0s timeout on endpoint {ip}:80 over TCP protocol from host {node}: command terminated with exit code 1 In [It] at: k8s.io/kubernetes/test/e2e/network/service.go:{line} @ {time}",
    ),
    cause(
        "metrics-late",
        "[FAILED] expected 3 replicas, last known number of replicas is 1: timeout waiting {sec}m0s for the autoscaler to read metrics of {pod} In [It] at: k8s.io/kubernetes/test/e2e/autoscaling/hpa.go:{line} @ {time}",
    ),
    cause(
        "conflict-on-update",
        "[FAILED] Operation cannot be fulfilled on deployments.apps \"{pod}\": the object has been modified; please apply your changes to the latest version and try again In [It] at: k8s.io/kubernetes/test/e2e/apps/deployment.go:{line} @ {time}",
    ),
    cause(
        "exec-stream-closed",
        "[FAILED] error dialing backend: dial tcp {ip}:10250: i/o timeout while running command [sh -c cat /data/{pod}] in pod {ns}/{pod} In [It] at: k8s.io/kubernetes/test/e2e/framework/pod/exec_util.go:{line} @ {time}",
    ),
];

/// Product defects: what breaks a test until somebody mends it.
const BREAKS: &[Cause] = &[
    cause(
        "nil-pointer",
        "[PANICKED] Test Panicked: runtime error: invalid memory address or nil pointer dereference In [It] at: runtime/panic.go:{line} @ {time}\nFull Stack Trace goroutine {line} [running]",
    ),
    cause(
        "field-removed",
        "[FAILED] the server could not find the requested resource (post leases.coordination.k8s.io {pod}) In [It] at: k8s.io/kubernetes/test/e2e/apimachinery/discovery.go:{line} @ {time}",
    ),
    cause(
        "wrong-default",
        "[FAILED] Expected\n    <string>: Never\nto equal\n    <string>: Always\nIn [It] at: k8s.io/kubernetes/test/e2e/common/node/pods.go:{line} for pod {ns}/{pod} @ {time}",
    ),
    cause(
        "feature-gate-off",
        "[FAILED] feature gate InPlacePodVerticalScaling is not enabled on node {node}: pod {ns}/{pod} stays in phase Pending In [It] at: k8s.io/kubernetes/test/e2e/common/node/pod_resize.go:{line} @ {time}",
    ),
    cause(
        "permission-lost",
        "[FAILED] pods \"{pod}\" is forbidden: User \"system:serviceaccount:{ns}:default\" cannot get resource \"pods/log\" in API group \"\" in the namespace \"{ns}\" In [It] at: k8s.io/kubernetes/test/e2e/auth/service_accounts.go:{line} @ {time}",
    ),
];

/// One change that breaks many tests at once.
pub(crate) const REGRESSIONS: &[Cause] = &[
    cause(
        "scheduler-rejects-claims",
        "[FAILED] pod {ns}/{pod} is not scheduled: 0/3 nodes are available: 3 cannot allocate all claims. preemption: 0/3 nodes are available In [It] at: k8s.io/kubernetes/test/e2e/framework/pod/wait.go:{line} @ {time}",
    ),
    cause(
        "runtime-socket-moved",
        "[FAILED] rpc error: code = Unavailable desc = connection error: desc = \"transport: Error while dialing: dial unix /run/containerd/containerd.sock: connect: no such file or directory\" on {node} @ {time}",
    ),
];

/// One run that went wrong as a whole.
const BROKEN_RUNS: &[Cause] = &[
    cause(
        "control-plane-lost",
        "[FAILED] Get \"https://{ip}/api/v1/namespaces/{ns}/pods/{pod}\": dial tcp {ip}:443: connect: connection refused In [BeforeEach] at: k8s.io/kubernetes/test/e2e/framework/framework.go:{line} @ {time}",
    ),
    cause(
        "node-not-ready",
        "[FAILED] there are currently no ready, schedulable nodes in the cluster: node {node} has been NotReady for {sec}m In [SynchronizedBeforeSuite] at: k8s.io/kubernetes/test/e2e/e2e.go:{line} @ {time}",
    ),
    cause(
        "quota-exceeded",
        "[FAILED] googleapi: Error 403: Quota 'SSD_TOTAL_GB' exceeded. Limit: 500.0 in region us-central1 while creating disk {pod}, quotaExceeded In [BeforeEach] at: k8s.io/kubernetes/test/e2e/storage/utils/create.go:{line} @ {time}",
    ),
];

/// Several runs in a row that went wrong as a whole.
pub(crate) const OUTAGES: &[Cause] = &[cause(
    "registry-outage",
    "[FAILED] Failed to pull image \"registry.example/e2e-test-images/agnhost:2.53\": received unexpected HTTP status: 503 Service Unavailable for pod {ns}/{pod} on node {node} @ {time}",
)];

/// Infrastructure noise: may strike any test, says nothing about it.
pub(crate) const NOISE: &[Cause] = &[
    cause(
        "node-preempted",
        "[FAILED] error while waiting for pod {ns}/{pod}: node {node} was preempted and is gone In [It] at: k8s.io/kubernetes/test/e2e/framework/node/wait.go:{line} @ {time}",
    ),
    cause(
        "disk-full",
        "[FAILED] write /var/lib/kubelet/pods/{pod}/volumes: no space left on device on node {node} @ {time}",
    ),
];

/// What tests that fail together have in common.
pub(crate) const SHARED: &[Cause] = &[
    cause(
        "shared-snapshot-controller",
        "[FAILED] VolumeSnapshot {pod} is not ready within 5m0s: snapshot-controller restarted {sec} times In [It] at: k8s.io/kubernetes/test/e2e/storage/utils/snapshot.go:{line} @ {time}",
    ),
    cause(
        "shared-conformance-image",
        "[FAILED] container agnhost in pod {ns}/{pod} exited with code 137 (OOMKilled) on node {node} In [It] at: k8s.io/kubernetes/test/e2e/framework/pod/output.go:{line} @ {time}",
    ),
];

/// A message that tries to break an exporter or a page.
pub(crate) const HOSTILE: Cause = cause(
    "hostile-text",
    "=HYPERLINK(\"https://example.org/{pod}\",\"click\"), \"quoted\"\r\n<script>alert('{pod}')</script> \u{202e}gnp.exe\u{202c} — ✗ 试验 @ {time}",
);

/// The run died before its tests.
pub(crate) const SETUP: Cause = cause(
    "setup-failed",
    "error creating cluster: timed out waiting for {node} to become ready after {sec}m @ {time}",
);
