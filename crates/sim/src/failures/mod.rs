//! A made-up history of failures with known causes: what a team's logs look like, what was really wrong, and how likely
//! each failure was to be a false positive.
//!
//! Every cause has its own message, its own frames and its own share of false positives; texts hold what changes from run
//! to run, and causes of one language share most of their stack. A few causes are frequent, many are rare, and the last
//! ones occur once or twice. Tests and contexts move the chance a little as well.

mod causes;
mod chance;
mod text;

use serde::Serialize;

use crate::clock::rfc3339;
use crate::dice::Dice;
use causes::Cause;
use chance::Odds;

/// What a history is drawn from.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct FailureOptions {
    /// Seed of every draw.
    pub seed: u64,
    /// How many failures.
    pub count: usize,
    /// How many causes, from 6 to 24.
    pub causes: usize,
    /// The mean chance of a false positive.
    pub base_rate: f64,
    /// Texts are filled with harmless lines up to about so many bytes; 0 leaves them short.
    pub size: usize,
    /// Every third cause differs from the one before it in one line and one frame alone, names in texts come from many words,
    /// some texts are cut short, and more causes are rare.
    pub hard: bool,
    /// The moment of the last failure, in seconds.
    pub now_s: i64,
}

impl Default for FailureOptions {
    fn default() -> Self {
        Self { seed: 1, count: 1000, causes: 16, base_rate: 0.3, size: 0, hard: false, now_s: 1_795_176_000 }
    }
}

/// One record as teams keep them.
#[derive(Clone, Debug, Serialize)]
pub struct FailureRecord {
    /// Its number.
    pub id: String,
    /// Always `failure`.
    pub status: &'static str,
    /// The pull request.
    pub pull: usize,
    /// What the test wrote.
    pub log: String,
    /// The test.
    pub test: String,
    /// Where it ran.
    pub context: String,
    /// When it ended, RFC 3339.
    pub date: String,
    /// Whether the change was merged; nobody knows of some.
    pub merged: Option<bool>,
    /// The commit.
    pub revision: String,
    /// The cause, where the history is written with it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cause: Option<String>,
}

/// What is true about one record.
#[derive(Clone, Debug, Serialize)]
pub struct FailureTruth {
    /// The record's number.
    pub id: String,
    /// What was really wrong.
    pub cause: String,
    /// How likely it was to be a false positive.
    pub chance: f64,
}

/// A history and the truth about it, in the same order.
#[derive(Clone, Debug)]
pub struct FailureHistory {
    /// What a team has.
    pub records: Vec<FailureRecord>,
    /// What nobody has.
    pub truth: Vec<FailureTruth>,
}

const DAYS: usize = 60;
const CONTEXTS: [&str; 5] = ["linux-amd64", "linux-arm64", "windows", "macos", "linux-race"];

impl FailureHistory {
    /// Draws a history, oldest failure first.
    pub fn build(options: FailureOptions) -> Self {
        let causes = causes::draw(options.seed, options.causes, options.hard);
        let mut dice = Dice::new(options.seed, "failures");
        let drawn: Vec<Drawn<'_>> = (0..options.count).map(|_| Drawn::draw(&causes, &mut dice)).collect();
        let odds = Odds::draw(options.seed, &drawn, options.base_rate);
        let (mut records, mut truth) = (Vec::new(), Vec::new());
        for (number, drawn) in drawn.iter().enumerate() {
            let chance = odds.chance(drawn);
            let id = number.to_string();
            let age = (DAYS * 86_400) as f64 * (1.0 - number as f64 / options.count.max(1) as f64);
            #[expect(clippy::cast_possible_truncation, reason = "sixty days in seconds")]
            let ended = options.now_s - age as i64;
            records.push(FailureRecord {
                id: id.clone(),
                status: "failure",
                pull: dice.between(1000, 9999),
                log: text::write(drawn.cause, options.size, options.hard, &mut dice),
                test: drawn.test.clone(),
                context: drawn.context.to_owned(),
                date: rfc3339(ended),
                merged: (!dice.chance(0.1)).then_some(dice.chance(chance)),
                revision: dice.word(b"0123456789abcdef", 40),
                cause: None,
            });
            truth.push(FailureTruth { id, cause: drawn.cause.name.clone(), chance });
        }
        Self { records, truth }
    }

    /// JSON lines; with the cause in each record where that is wanted.
    pub fn lines(&self, with_causes: bool) -> String {
        let mut lines = String::new();
        for (record, truth) in self.records.iter().zip(&self.truth) {
            let cause = with_causes.then(|| truth.cause.clone());
            lines.push_str(&json(&FailureRecord { cause, ..record.clone() }));
        }
        lines
    }

    /// The truth as JSON lines.
    pub fn truth_lines(&self) -> String {
        self.truth.iter().map(json).collect()
    }
}

/// Cannot fail: there are texts and numbers alone.
fn json<T: Serialize>(value: &T) -> String {
    serde_json::to_string(value).unwrap_or_default() + "\n"
}

/// What is drawn for one failure before its text.
struct Drawn<'a> {
    cause: &'a Cause,
    test: String,
    context: &'static str,
}

impl<'a> Drawn<'a> {
    fn draw(causes: &'a [Cause], dice: &mut Dice) -> Self {
        let total: f64 = causes.iter().map(|cause| cause.weight).sum();
        let mut left = dice.unit() * total;
        let cause = causes.iter().find(|cause| {
            left -= cause.weight;
            left < 0.0
        });
        let cause = cause.unwrap_or(&causes[0]);
        Self { cause, test: dice.pick(&cause.tests).clone(), context: dice.pick::<&str>(&CONTEXTS) }
    }
}
