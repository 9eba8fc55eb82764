//! What a grouping depends on.

use serde::{Deserialize, Serialize};

/// How texts are freed of what varies from run to run.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Profile {
    /// The rules of Kubernetes' triage.
    #[default]
    Triage,
    /// The rules of cockpit's test learning of 2018.
    #[serde(rename = "cockpit-2018")]
    Cockpit2018,
    /// The rules of cockpit's test learning from 2019 on.
    #[serde(rename = "cockpit-2019")]
    Cockpit2019,
}

impl Profile {
    /// Every profile.
    pub const ALL: [Self; 3] = [Self::Triage, Self::Cockpit2018, Self::Cockpit2019];

    /// The word on the command line and in links.
    pub fn word(self) -> &'static str {
        match self {
            Self::Triage => "triage",
            Self::Cockpit2018 => "cockpit-2018",
            Self::Cockpit2019 => "cockpit-2019",
        }
    }

    /// Reads the word.
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|profile| profile.word() == word)
    }
}

/// How far two texts are from each other.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Distance {
    /// One minus the cosine of their weighted lines and words.
    #[default]
    Cosine,
    /// The normalised compression distance: how much longer both together are, packed, than one alone. Every pair must
    /// be packed, so it is for some thousand texts at most.
    Ncd,
}

impl Distance {
    /// Every distance.
    pub const ALL: [Self; 2] = [Self::Cosine, Self::Ncd];

    /// The word on the command line and in links.
    pub fn word(self) -> &'static str {
        match self {
            Self::Cosine => "cosine",
            Self::Ncd => "ncd",
        }
    }

    /// Reads the word.
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|distance| distance.word() == word)
    }

    /// The radius that separates known causes best (the made-up worlds that `failures evaluate` does not show); for `ncd`
    /// that of cockpit's test learning.
    pub fn default_eps(self) -> f64 {
        match self {
            Self::Cosine => COSINE_EPS,
            Self::Ncd => 0.3,
        }
    }
}

/// The radius of `cosine`.
const COSINE_EPS: f64 = 0.35;

/// The smallest number of failures that make a cluster.
const MIN_SAMPLES: u32 = 3;

/// What a grouping depends on.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Params {
    /// How texts are freed of what varies.
    pub profile: Profile,
    /// How far texts are from each other.
    pub distance: Distance,
    /// Two texts are neighbours when they are not farther from each other than this. Above 0, below 1.
    pub eps: f64,
    /// A failure with at least this many failures in its neighbourhood, itself among them, makes a cluster.
    pub min_samples: u32,
}

impl Default for Params {
    fn default() -> Self {
        Self::of(Profile::default(), Distance::default())
    }
}

impl Params {
    /// The defaults of a profile and a distance.
    pub fn of(profile: Profile, distance: Distance) -> Self {
        Self { profile, distance, eps: distance.default_eps(), min_samples: MIN_SAMPLES }
    }

    /// The parameters within the bounds that make sense.
    #[must_use]
    pub fn checked(self) -> Self {
        let eps =
            if self.eps.is_finite() { self.eps.clamp(0.001, 0.999) } else { self.distance.default_eps() };
        Self { eps, min_samples: self.min_samples.max(1), ..self }
    }
}
