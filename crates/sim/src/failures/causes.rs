//! The causes: their messages, frames and tests.

use crate::dice::Dice;

/// One cause.
#[derive(Clone, Debug)]
pub(super) struct Cause {
    pub(super) name: String,
    pub(super) language: Language,
    /// The lines that say what is wrong.
    pub(super) message: Vec<&'static str>,
    /// Lines that some of its failures have as well.
    pub(super) sometimes: &'static str,
    /// Frames that no other cause has.
    pub(super) frames: Vec<String>,
    pub(super) tests: Vec<String>,
    /// How frequent it is beside the others.
    pub(super) weight: f64,
}

/// Which frames all causes of a kind share.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Language {
    Go,
    Java,
    Python,
}

type Template = (&'static str, Language, &'static [&'static str], &'static str);

/// Messages with their marks for what changes: see `text`.
const TEMPLATES: [Template; 24] = [
    (
        "image-pull",
        Language::Go,
        &[
            "Failed to pull image \"registry.example/{word}:v{n}\": dial tcp {ip}: i/o timeout",
            "Error: ErrImagePull",
        ],
        "Back-off pulling image, attempt {n}",
    ),
    (
        "pod-timeout",
        Language::Go,
        &[
            "timed out waiting for the condition after {dur}",
            "Pod {pod} in namespace e2e-{n} not running and ready",
        ],
        "Last state: Pending, reason ContainerCreating",
    ),
    (
        "quota",
        Language::Go,
        &[
            "googleapi: Error 403: Quota 'CPUS' exceeded. Limit: {n}.0 in region us-east{n}",
            "cluster could not be brought up",
        ],
        "will retry in {dur}",
    ),
    (
        "etcd-leader",
        Language::Go,
        &[
            "etcdserver: request timed out, possibly due to previous leader failure",
            "write to member {hex} failed",
        ],
        "raft: {hex} lost leader {hex} at term {n}",
    ),
    (
        "nil-map",
        Language::Go,
        &["panic: assignment to entry in nil map [recovered]", "goroutine {n} [running]:"],
        "exit status 2",
    ),
    (
        "race",
        Language::Go,
        &[
            "WARNING: DATA RACE",
            "Write at {hex0} by goroutine {n}:",
            "Previous read at {hex0} by goroutine {n}:",
        ],
        "Found {n} data race(s)",
    ),
    (
        "dns",
        Language::Go,
        &[
            "lookup kubernetes.default.svc on {ip}:53: no such host",
            "probe of service endpoint gave up after {n} tries",
        ],
        "resolv.conf has {n} nameservers",
    ),
    (
        "volume",
        Language::Go,
        &[
            "MountVolume.SetUp failed for volume \"pvc-{uuid}\": mount failed: exit status 32",
            "Unable to attach or mount volumes",
        ],
        "device /dev/sd{n} is busy",
    ),
    (
        "assert-status",
        Language::Java,
        &[
            "java.lang.AssertionError: expected [SUCCESS] but found [RUNNING]",
            "offload of ledger {n} did not end",
        ],
        "ledger state: OPENED",
    ),
    (
        "bookie",
        Language::Java,
        &[
            "org.example.bookkeeper.BKException$BKNotEnoughBookiesException: Not enough non-faulty bookies available",
            "ensemble size {n}, write quorum {n}",
        ],
        "bookie {ip}:3181 is read only",
    ),
    (
        "port-in-use",
        Language::Java,
        &["java.net.BindException: Address already in use", "could not bind broker to localhost:{n}"],
        "netstat shows {n} sockets in TIME_WAIT",
    ),
    (
        "oom",
        Language::Java,
        &["java.lang.OutOfMemoryError: Java heap space", "dumping heap to /tmp/java_pid{n}.hprof ..."],
        "GC overhead was {n} percent",
    ),
    (
        "zookeeper",
        Language::Java,
        &[
            "org.example.zookeeper.KeeperException$ConnectionLossException: KeeperErrorCode = ConnectionLoss for /admin/clusters",
            "session 0x{hex} expired",
        ],
        "reconnect attempt {n} to {ip}:2181",
    ),
    (
        "mock",
        Language::Java,
        &[
            "org.mockito.exceptions.misusing.UnfinishedStubbingException: Unfinished stubbing detected here",
            "thenReturn() may be missing in subscription {word}",
        ],
        "strictness is LENIENT",
    ),
    (
        "tls",
        Language::Java,
        &[
            "javax.net.ssl.SSLHandshakeException: PKIX path validation failed: validity check failed",
            "certificate of CN=broker-{n} ended {time}",
        ],
        "trust store holds {n} certificates",
    ),
    (
        "order",
        Language::Java,
        &[
            "java.lang.AssertionError: messages are out of order: expected [my-message-{n}] but found [my-message-{n}]",
            "topic persistent://public/default/{word}",
        ],
        "redelivery count {n}",
    ),
    (
        "ssh",
        Language::Python,
        &["SSH master process exited with code: 255", "Failure: Unable to reach machine {ip}"],
        "Connection to {ip} closed by remote host.",
    ),
    (
        "browser",
        Language::Python,
        &[
            "Error: timeout waiting for selector #dashboard .panel-{word}",
            "page did not become stable within {dur}",
        ],
        "cdp: target {hex} crashed",
    ),
    (
        "selinux",
        Language::Python,
        &[
            "audit: type=1400 avc:  denied  {{ read }} for pid={n} comm=\"systemd\" name=\"{word}\"",
            "Unexpected journal message after test",
        ],
        "audit: backlog limit {n}",
    ),
    (
        "dnf-lock",
        Language::Python,
        &[
            "dnf.exceptions.LockError: metadata already locked by {n}",
            "Waiting for process with pid {n} to finish.",
        ],
        "repo updates has {n} packages",
    ),
    (
        "disk-full",
        Language::Python,
        &["OSError: [Errno 28] No space left on device: '/var/tmp/{word}-{hex}'", "snapshot was not written"],
        "df: {n} blocks left",
    ),
    (
        "bond",
        Language::Python,
        &[
            "AssertionError: 'bond{n}' not found in list of interfaces",
            "NetworkManager state stayed at connecting (getting IP configuration)",
        ],
        "carrier of eth{n} went down",
    ),
    (
        "sql",
        Language::Python,
        &[
            "sqlalchemy.exc.OperationalError: (psycopg2.OperationalError) server closed the connection unexpectedly",
            "query {uuid} was cancelled",
        ],
        "checkpoint took {dur}",
    ),
    (
        "snapshot",
        Language::Python,
        &["AssertionError: snapshot of <Panel> does not match, {n} lines differ", "- Expected  + Received"],
        "run with --update to accept",
    ),
];

const AREAS: [&str; 6] = ["storage", "network", "broker", "admin", "machines", "journal"];

/// Draws causes. The weight falls with the place (Zipf), and the last two are almost never met; of hard ones the last third
/// is rare.
pub(super) fn draw(seed: u64, count: usize, hard: bool) -> Vec<Cause> {
    let mut dice = Dice::new(seed, "causes");
    let mut order: Vec<usize> = (0..TEMPLATES.len()).collect();
    dice.shuffle(&mut order);
    let count = count.clamp(6, TEMPLATES.len());
    let of = |(place, at): (usize, usize)| {
        let (name, language, message, sometimes) = TEMPLATES[at];
        let rare = place + if hard { count / 3 } else { 2 } >= count;
        let frames = (0..dice.between(2, 4)).map(|n| format!("{}_{n}", name.replace('-', "_"))).collect();
        let tests = (0..dice.between(2, 5)).map(|_| {
            let area = dice.pick(&AREAS);
            format!("test_{area}_{}", dice.below(8))
        });
        Cause {
            name: name.to_owned(),
            language,
            message: message.to_vec(),
            sometimes,
            frames,
            tests: tests.collect(),
            weight: if rare { 0.004 } else { 1.0 / (place as f64 + 1.0).powf(0.8) },
        }
    };
    let mut causes: Vec<Cause> = order.into_iter().take(count).enumerate().map(of).collect();
    if hard {
        for pair in causes.chunks_mut(3) {
            if let [first, second, ..] = pair {
                twin(first, second);
            }
        }
    }
    causes
}

/// Makes the second differ from the first in one line and one frame alone.
fn twin(first: &Cause, second: &mut Cause) {
    let own = (second.message[0], second.frames[0].clone());
    second.language = first.language;
    second.sometimes = first.sometimes;
    second.message.clone_from(&first.message);
    second.frames.clone_from(&first.frames);
    second.message[0] = own.0;
    second.frames[0] = own.1;
}
