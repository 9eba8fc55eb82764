//! Frees texts of what varies from run to run, so that equal failures have equal texts.

mod at;
mod cockpit;
mod cut;
mod times;
mod triage;
mod unique;

use rustc_hash::FxHashSet;

use super::params::Profile;
pub use cut::CUT_BYTES;

/// Texts after normalising, and what was done to them.
#[derive(Clone, Debug, Default)]
pub struct Normalised {
    /// One text for each that went in.
    pub texts: Vec<String>,
    /// How many texts were longer than [`CUT_BYTES`] even without repeated lines, and lost their middle.
    pub cut: usize,
}

/// The rules of a profile with what they learned from a set of texts.
#[derive(Clone, Debug)]
pub struct Normaliser {
    profile: Profile,
    /// Lines that so many texts have that they tell nothing; empty for profiles without such a rule.
    stop_lines: FxHashSet<String>,
}

/// Texts on their way: what only a set of them can tell is known at the end.
pub struct Normalising {
    profile: Profile,
    rules: Rules,
    found: Normalised,
}

impl Normalising {
    /// Without texts yet.
    pub fn new(profile: Profile) -> Self {
        Self { profile, rules: Rules::of(profile), found: Normalised::default() }
    }

    /// The next text.
    pub fn push(&mut self, text: &str) {
        let (text, is_cut) = self.rules.apply(text);
        self.found.texts.push(text);
        self.found.cut += usize::from(is_cut);
    }

    /// The rules with what they learned, and the texts in the order in which they came.
    pub fn finish(self) -> (Normaliser, Normalised) {
        let Self { profile, mut found, .. } = self;
        let own = Normaliser { profile, stop_lines: cockpit::stop_lines(profile, &found.texts) };
        found.texts.iter_mut().for_each(|text| own.drop_stop_lines(text));
        (own, found)
    }
}

impl Normaliser {
    /// Learns from texts what only a set of them can tell, and normalises them.
    pub fn learn<'a>(profile: Profile, texts: impl Iterator<Item = &'a str>) -> (Self, Normalised) {
        let mut all = Normalising::new(profile);
        texts.for_each(|text| all.push(text));
        all.finish()
    }

    /// Rules that were learned before.
    pub fn learned(profile: Profile, stop_lines: Vec<String>) -> Self {
        Self { profile, stop_lines: stop_lines.into_iter().collect() }
    }

    /// Normalises further texts by the same rules.
    pub fn normalise<'a>(&self, texts: impl Iterator<Item = &'a str>) -> Vec<String> {
        let rules = Rules::of(self.profile);
        let mut texts: Vec<String> = texts.map(|text| rules.apply(text).0).collect();
        for text in &mut texts {
            self.drop_stop_lines(text);
        }
        texts
    }

    /// The lines that are left out, in order.
    pub fn stop_lines(&self) -> Vec<String> {
        let mut lines: Vec<String> = self.stop_lines.iter().cloned().collect();
        lines.sort();
        lines
    }

    fn drop_stop_lines(&self, text: &mut String) {
        if !self.stop_lines.is_empty() {
            let kept: Vec<&str> = text.split('\n').filter(|line| !self.stop_lines.contains(*line)).collect();
            *text = kept.join("\n");
        }
    }
}

/// The patterns of a profile, made ready.
enum Rules {
    Triage,
    Cockpit(cockpit::Patterns),
}

impl Rules {
    fn of(profile: Profile) -> Self {
        match profile {
            Profile::Triage => Self::Triage,
            Profile::Cockpit2018 => Self::Cockpit(cockpit::Patterns::of_2018()),
            Profile::Cockpit2019 => Self::Cockpit(cockpit::Patterns::of_2019()),
        }
    }

    /// The text, and whether it lost its middle.
    fn apply(&self, text: &str) -> (String, bool) {
        match self {
            Self::Triage => cut::cut(triage::apply(text)),
            Self::Cockpit(patterns) => (patterns.apply(text), false),
        }
    }
}

/// Patterns over bytes: the worker is built without Unicode's tables, where a Unicode pattern would not compile.
fn pattern(text: &str) -> Option<regex::bytes::Regex> {
    regex::bytes::RegexBuilder::new(text).unicode(false).size_limit(32 << 20).build().ok()
}

/// Bytes that a pattern left; one that took half a character leaves U+FFFD.
fn text_of(bytes: Vec<u8>) -> String {
    String::from_utf8(bytes).unwrap_or_else(|broken| String::from_utf8_lossy(broken.as_bytes()).into_owned())
}
