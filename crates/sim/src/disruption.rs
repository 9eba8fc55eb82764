//! Two made-up files of history, as job-run-aggregator keeps them: how long backends were disrupted in many runs of many jobs,
//! in the file that is in use and in the one that would replace it, with what really changed between them.

use serde::Serialize;

use crate::dice::Dice;

/// Both files and what is known of them.
#[derive(Clone, Debug)]
pub struct DisruptionHistory {
    /// The file that is in use: a JSON list, a row each line.
    pub current: String,
    /// The file that would replace it.
    pub new: String,
    /// Every row that changed, in the order of the files.
    pub changed: Vec<ChangedRow>,
}

/// A row that is not as before.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ChangedRow {
    /// What happened to it.
    pub fate: Fate,
    /// The backend.
    pub backend: &'static str,
    /// The release that was tested.
    pub release: &'static str,
    /// Where it ran.
    pub platform: &'static str,
    /// The network of the cluster.
    pub network: &'static str,
    /// `ha` or `single`.
    pub topology: &'static str,
}

/// What happens to a row between the two files.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fate {
    /// It stays the same, but for chance.
    Same,
    /// It rises far beyond chance.
    Rises,
    /// It rises where there was nothing before.
    RisesFromZero,
    /// It rises, and hardly any run is behind it.
    RisesWeakly,
    /// It falls by half.
    Falls,
    /// It is in the new file alone.
    Added,
    /// It is in the current file alone.
    Removed,
}

/// Each with its usual 99th percentile in seconds.
const BACKENDS: [(&str, f64); 6] = [
    ("cache-kube-api-new-connections", 2.0),
    ("image-registry-new-connections", 5.0),
    ("ingress-to-console-new-connections", 3.0),
    ("kube-api-new-connections", 4.0),
    ("kube-api-reused-connections", 6.0),
    ("oauth-api-reused-connections", 8.0),
];

/// Platform, network, topology, and how many runs there usually are.
const JOBS: [(&str, &str, &str, usize); 8] = [
    ("aws", "ovn", "ha", 900),
    ("aws", "ovn", "single", 240),
    ("aws", "sdn", "ha", 320),
    ("azure", "ovn", "ha", 560),
    ("gcp", "ovn", "ha", 760),
    ("gcp", "sdn", "ha", 280),
    ("metal", "ovn", "ha", 38),
    ("vsphere", "sdn", "ha", 130),
];

/// A release and the one that is upgraded from.
const RELEASES: [(&str, &str); 2] = [("4.15", "4.14"), ("4.16", "4.15")];

/// A row of a file, with the file's own names.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
struct Row {
    backend_name: &'static str,
    release: &'static str,
    from_release: &'static str,
    platform: &'static str,
    architecture: &'static str,
    network: &'static str,
    topology: &'static str,
    master_nodes_updated: &'static str,
    job_runs: usize,
    p50: String,
    p75: String,
    p95: String,
    p99: String,
}

impl DisruptionHistory {
    /// Draws both files; the same seed gives the same ones.
    pub fn build(seed: u64) -> Self {
        let mut dice = Dice::new(seed, "disruption");
        let (mut current, mut new, mut changed) = (Vec::new(), Vec::new(), Vec::new());
        for row in all_rows() {
            let [before, now] = draw(&row, &mut dice);
            current.extend((row.fate != Fate::Added).then_some(before));
            new.extend((row.fate != Fate::Removed).then_some(now));
            changed.extend((row.fate != Fate::Same).then_some(row));
        }
        Self { current: list(&current), new: list(&new), changed }
    }

    /// The files that ship with the page.
    pub fn sample() -> Self {
        Self::build(1)
    }
}

/// Every release, backend and job, with its fate.
fn all_rows() -> impl Iterator<Item = ChangedRow> {
    let of_backend = |release| {
        BACKENDS.iter().flat_map(move |(backend, _)| {
            JOBS.iter().map(move |&(platform, network, topology, _)| {
                let fate = fate(release, backend, (platform, network));
                ChangedRow { fate, backend, release, platform, network, topology }
            })
        })
    };
    RELEASES.into_iter().flat_map(move |(release, _)| of_backend(release))
}

fn fate(release: &str, backend: &str, (platform, network): (&str, &str)) -> Fate {
    match (release, backend, platform, network) {
        ("4.15", _, "vsphere", _) => Fate::Removed,
        ("4.15", ..) => Fate::Same,
        (_, "kube-api-new-connections", "aws", "ovn") => Fate::Rises,
        (_, "ingress-to-console-new-connections", "gcp", "ovn") => Fate::RisesFromZero,
        (_, "oauth-api-reused-connections", "metal", _) => Fate::RisesWeakly,
        (_, "image-registry-new-connections", _, "sdn") => Fate::Falls,
        (_, "cache-kube-api-new-connections", "azure", _) => Fate::Added,
        _ => Fate::Same,
    }
}

/// A row before and now.
fn draw(row: &ChangedRow, dice: &mut Dice) -> [Row; 2] {
    let usual = BACKENDS.iter().find(|own| own.0 == row.backend).map_or(0.0, |own| own.1);
    let before = usual * dice.fraction(0.8, 1.25);
    let now = before * dice.fraction(0.93, 1.07);
    let runs = JOBS
        .iter()
        .find(|job| (job.0, job.1, job.2) == (row.platform, row.network, row.topology))
        .map_or(0, |job| job.3);
    let mut written = |p99: f64| {
        let runs = dice.between(runs - runs / 10, runs + runs / 10);
        as_row(row, runs, p99)
    };
    match row.fate {
        Fate::Rises => [written(before), written(now * 2.4)],
        Fate::RisesFromZero => [written(0.0), written(now)],
        Fate::RisesWeakly => [written(before), written(now * 3.0)],
        Fate::Falls => [written(before), written(now * 0.45)],
        Fate::Same | Fate::Added | Fate::Removed => [written(before), written(now)],
    }
}

/// Most runs see no disruption at all; the percentiles below the highest are parts of it.
fn as_row(row: &ChangedRow, job_runs: usize, p99: f64) -> Row {
    let seconds = |part: f64| format!("{:.2}", p99 * part);
    Row {
        backend_name: row.backend,
        release: row.release,
        from_release: RELEASES.iter().find(|own| own.0 == row.release).map_or("", |own| own.1),
        platform: row.platform,
        architecture: "amd64",
        network: row.network,
        topology: row.topology,
        master_nodes_updated: "Y",
        job_runs,
        p50: seconds(0.0),
        p75: seconds(0.25),
        p95: seconds(0.5),
        p99: seconds(1.0),
    }
}

fn list(rows: &[Row]) -> String {
    let rows: Vec<String> =
        rows.iter().map(|row| serde_json::to_string(row).expect("plain texts and numbers")).collect();
    format!("[\n{}\n]\n", rows.join(",\n"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_fate_befalls_a_few_of_many_rows() {
        let of = |fate: Fate| all_rows().filter(|row| row.fate == fate).count();
        assert_eq!(all_rows().count(), 96);
        assert_eq!([Fate::Rises, Fate::RisesFromZero, Fate::RisesWeakly].map(of), [2, 1, 1]);
        assert_eq!([Fate::Falls, Fate::Added, Fate::Removed].map(of), [3, 1, 6]);
        assert_eq!(DisruptionHistory::build(7).changed.len(), 14);
    }

    #[test]
    fn the_same_seed_gives_the_same_files() {
        let build = |seed| DisruptionHistory::build(seed).new;
        assert_eq!(build(3), build(3));
        assert_ne!(build(3), build(4));
    }
}
