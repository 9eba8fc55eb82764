//! Small good inputs for the fuzz targets, one folder a target: what the world, the code host and the jobs of this crate write, and a
//! few texts for formats that nothing here writes. A target whose first byte says what follows has it in front.

use std::path::Path;

use crate::activity::{Activity, REPOSITORIES};
use crate::answers::{Answers, LegacyRoute, Live};
use crate::failures::{FailureHistory, FailureOptions};
use crate::files::{WriteError, Written, write_file};
use crate::github::{GithubOptions, saved};
use crate::payload::{Payload, PayloadOptions};
use crate::serve;
use crate::sources::{Sources, sample_archive};
use crate::world::{World, WorldOptions};

/// Larger inputs make a fuzzer slow and tell it nothing new.
const MOST_BYTES: usize = 16 << 10;

/// A good input of one target.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Seed {
    /// The target's name.
    pub target: &'static str,
    /// The input.
    pub bytes: Vec<u8>,
}

/// Writes them as `DIR/<target>/sim-<number>`.
pub fn write_seeds(folder: &Path) -> Result<Written, WriteError> {
    let mut written = Written::default();
    for (number, seed) in seeds()?.into_iter().enumerate() {
        written.files += 1;
        written.bytes += seed.bytes.len();
        write_file(&folder.join(seed.target).join(format!("sim-{number:03}")), &seed.bytes)?;
    }
    Ok(written)
}

/// Every input that is small enough.
pub fn seeds() -> Result<Vec<Seed>, WriteError> {
    let mut seeds = Vec::new();
    boards(&mut seeds);
    runs_and_rules(&mut seeds);
    failures(&mut seeds);
    payload(&mut seeds)?;
    sources(&mut seeds)?;
    for (target, text) in TEXTS {
        add(&mut seeds, target, text.as_bytes().to_vec());
    }
    seeds.retain(|seed| seed.bytes.len() <= MOST_BYTES);
    Ok(seeds)
}

fn add(seeds: &mut Vec<Seed>, target: &'static str, bytes: Vec<u8>) {
    seeds.push(Seed { target, bytes });
}

/// The same input with the byte in front that chooses how it is read.
fn add_as(seeds: &mut Vec<Seed>, target: &'static str, how: u8, bytes: &[u8]) {
    add(seeds, target, [&[how], bytes].concat());
}

fn boards(seeds: &mut Vec<Seed>) {
    let options = WorldOptions { seed: 3, jobs: 3, tests: 4, columns: 6, ..WorldOptions::default() };
    let world = World::build_with(options, &GithubOptions::default());
    for (name, bytes) in saved::files(&world.github) {
        let is_list = name.starts_with("issues-");
        add(seeds, "github", if is_list { first_issue(&bytes) } else { bytes });
    }
    let live = Live::new(world.dashboards);
    for route in live.routes() {
        add(seeds, "testgrid_api", live.api(&route).unwrap_or_default());
    }
    for board in live.dashboards() {
        let dashboard = board.name.clone();
        let summary = live.legacy(&LegacyRoute::Summary { dashboard: dashboard.clone() });
        add(seeds, "testgrid_legacy", summary.unwrap_or_default());
        for tab in board.tabs.iter().map(|tab| tab.name.clone()) {
            let table = LegacyRoute::Table { dashboard: dashboard.clone(), tab, only_failed: false };
            add(seeds, "testgrid_legacy", live.legacy(&table).unwrap_or_default());
        }
    }
}

/// The first entry of a list: a whole page is too large.
fn first_issue(list: &[u8]) -> Vec<u8> {
    let entries: Vec<serde_json::Value> = serde_json::from_slice(list).unwrap_or_default();
    serde_json::to_vec(&entries.iter().take(1).collect::<Vec<_>>()).unwrap_or_default()
}

fn runs_and_rules(seeds: &mut Vec<Seed>) {
    let mut activity = Activity::new(5, 4);
    activity.runs.truncate(12);
    for text in [activity.ci_data_json(), activity.ci_data_csv()] {
        add(seeds, "ci_data", text.clone().into_bytes());
        add(seeds, "prow", text.into_bytes());
    }
    for repository in REPOSITORIES {
        for bytes in serve::actions_answers(activity.clone(), repository) {
            add(seeds, "github", bytes);
        }
    }
    for (_, log) in activity.jenkins_logs() {
        add_as(seeds, "records", 2, log.as_bytes());
        add(seeds, "rules", format!("{}\0{log}", Activity::rules()).into_bytes());
    }
}

fn failures(seeds: &mut Vec<Seed>) {
    let history =
        FailureHistory::build(FailureOptions { seed: 5, count: 8, size: 200, ..FailureOptions::default() });
    let lines = history.lines(true);
    add_as(seeds, "records", 1, lines.as_bytes());
    for line in lines.lines().take(4) {
        add_as(seeds, "records", 0, format!("[{line}]").as_bytes());
    }
}

fn payload(seeds: &mut Vec<Seed>) -> Result<(), WriteError> {
    let payload = Payload::build(PayloadOptions { runs: 2, tests: 6, ..PayloadOptions::default() });
    for (path, bytes) in &payload.files {
        if Path::new(path).extension().is_some_and(|end| end == "xml") {
            add(seeds, "junit", bytes.clone());
        }
    }
    add_as(seeds, "records", 5, payload.history.as_bytes());
    for (_, archive) in payload.run_archives()? {
        add_as(seeds, "archives", 1, &archive);
        add_as(seeds, "archives", 2, &archive);
    }
    Ok(())
}

fn sources(seeds: &mut Vec<Seed>) -> Result<(), WriteError> {
    add_as(seeds, "archives", 0, &sample_archive()?);
    let sources = Sources::new(16, 16);
    for node in sources.tree("main", true).unwrap_or_default() {
        let Some(text) = sources.file("main", &node.path) else { continue };
        match node.path.rsplit('.').next() {
            Some("py") => add(seeds, "python", text.into()),
            Some("go") => add(seeds, "go", text.into()),
            Some("rs") => add(seeds, "rust", text.into()),
            Some("java") => add(seeds, "java", text.into()),
            _ => (0..4).for_each(|how| add_as(seeds, "javascript", how, text.as_bytes())),
        }
    }
    Ok(())
}

/// What nothing in this crate writes.
const TEXTS: [(&str, &str); 17] = [
    (
        "link",
        "v=1&board=a,b&days=7&effort=untracked&issues=o/r&priority=critical-urgent&q=a%20b&sort=-failure_rate&src=sample&verdict=failing,flaky",
    ),
    ("link", "v=1&distance=ncd&eps=0.300&min_samples=3&profile=cockpit-2018&project=kubernetes/68&compare=7"),
    ("link", "v=1&alpha=0.010&corpus=100&pity=1&newest=10&show=failed&find=e2e&min_attempts=6"),
    (
        "link",
        "v=1&repos=o/r@main,p/q&lang=python,go&problem=no_ticket&age=over_year&marks=slow&prefix=A&max_age=90",
    ),
    ("link", "v=1&compat=yes&kind=risen&leeway=10&platform=aws&previous=4.15&target=4.16&type=alerts"),
    (
        "prow",
        r#"{"items":[{"spec":{"job":"pull-unit","refs":{"org":"k","repo":"r","base_ref":"master","base_sha":"b0","pulls":[{"number":7,"author":"ada","sha":"c0ffee","title":"fix","link":"https://github.com/k/r/pull/7"}]}},"status":{"state":"failure","startTime":"2026-11-20T10:00:00Z","pendingTime":"2026-11-20T10:00:30Z","completionTime":"2026-11-20T10:10:30Z","url":"https://prow.k8s.io/view/gs/b/pr-logs/1","build_id":"2007000000000000001"}}]}"#,
    ),
    (
        "prow",
        r#"var allBuilds = [{"SpyglassLink":"/view/gs/b/logs/ci-unit/5","ID":"5","Started":"2026-11-20T10:00:00Z","Duration":61000000000,"Result":"SUCCESS","Refs":null}];</script>"#,
    ),
    (
        "payload_history",
        r#"[{"BackendName":"kube-api","Release":"4.16","FromRelease":"4.15","Platform":"aws","Architecture":"amd64","Network":"ovn","Topology":"ha","MasterNodesUpdated":"Y","JobRuns":"100","P50":"0.0","P75":"1.0","P95":"2.5","P99":"4.0"}]"#,
    ),
    (
        "payload_history",
        r#"[{"AlertName":"A","AlertNamespace":"ns","AlertLevel":"warning","Release":"4.16","FromRelease":"","Platform":"gcp","P95":"299.0","P99":"299.0"}]"#,
    ),
    ("payload_history", "BackendName,DisruptionSeconds,JobRunName\nkube-api,3,run-1\n\"a,b\",0,run-2\n"),
    (
        "snapshot",
        r#"{"version":1,"made_at":"2026-11-21T08:00:00Z","source":"https://testgrid.example","dashboards":["a"],"boards":{"name":"boards-0.json.gz","bytes":3,"sha1":"00"},"report":null,"history":[],"before":[]}"#,
    ),
    ("snapshot", r#"{"answers":{"/dashboards/a/tab-summaries":{"tabSummaries":[]}}}"#),
    (
        "snapshot",
        r#"{"version":1,"names":["t","u"],"patterns":[[[1,5,0,0],[2,4,1,0]]],"jobs":[{"dashboard":"d","job":"j","tests":[[0,0],[1,0]]}]}"#,
    ),
    ("rules", "{\"network\":\"connection (reset|refused)\"}\0[1] connection reset\n"),
    (
        "junit",
        r#"<?xml version="1.0"?><testsuites><testsuite name="a"><testsuite name="b"><testcase name="c" classname="d" time="1.5"><failure message="m" type="t">x &amp; y</failure><system-out><![CDATA[o]]></system-out></testcase></testsuite></testsuite></testsuites>"#,
    ),
    (
        "github",
        r#"{"data":{"repository":{"object":{"blame":{"ranges":[{"startingLine":1,"endingLine":4,"commit":{"committedDate":"2026-01-01T00:00:00Z","author":{"name":"a"}}}]}}}}}"#,
    ),
    (
        "github",
        r#"{"sha":"0","truncated":false,"tree":[{"path":"a/b.py","mode":"100644","type":"blob","sha":"0123456789abcdef0123456789abcdef01234567","size":5}]}"#,
    ),
];

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;

    /// Every target of the folder of targets has some, and there are no others.
    #[test]
    fn each_target_has_seeds() {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../fuzz/fuzz_targets");
        let mut targets: Vec<String> = std::fs::read_dir(folder)
            .unwrap()
            .map(|entry| entry.unwrap().path().file_stem().unwrap().to_string_lossy().into_owned())
            .collect();
        targets.sort();
        let mut counts: BTreeMap<String, usize> = BTreeMap::new();
        for seed in seeds().unwrap() {
            assert!(!seed.bytes.is_empty(), "{}", seed.target);
            *counts.entry(seed.target.to_owned()).or_default() += 1;
        }
        assert_eq!(counts.keys().cloned().collect::<Vec<_>>(), targets, "{counts:?}");
    }

    #[test]
    fn the_same_seeds_each_time() {
        assert_eq!(seeds().unwrap(), seeds().unwrap());
    }
}
