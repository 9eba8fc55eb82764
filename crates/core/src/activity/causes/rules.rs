//! Rules as they stand in files, and as they are used.

use regex::bytes::{Regex, RegexBuilder, RegexSet, RegexSetBuilder};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use thiserror::Error;

use crate::activity::run::Category;
use crate::formats::{FormatError, read_json};

/// The most lines that a rule looks at: the window of `sync_ci`.
pub(super) const WINDOW: usize = 20;

/// Larger patterns are refused; the limit is in bytes of the compiled pattern.
const REGEX_LIMIT: usize = 10 << 20;

/// More rules are refused.
const MOST_RULES: usize = 2_000;

/// One rule, in the format of `sync_ci`'s `regex_rules.json`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rule {
    /// Jobs whose logs it is for; empty for all.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub jobs: Vec<String>,
    /// The pattern. What it matches is the failed case.
    pub regex: String,
    /// The category.
    pub key: Category,
    /// How many lines are joined before the pattern is looked for, 1 to 20.
    #[serde(default = "one", skip_serializing_if = "is_one")]
    pub lines: usize,
    /// What the case is called instead of what matches; empty for what matches.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub name: String,
}

fn one() -> usize {
    1
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde asks by reference")]
fn is_one(lines: &usize) -> bool {
    *lines == 1
}

/// Why rules were refused.
#[derive(Debug, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum RulesError {
    /// The file cannot be read.
    #[error(transparent)]
    Format(#[from] FormatError),
    /// A rule cannot be used.
    #[error("rule {place} ({regex}): {reason}")]
    Rule {
        /// Which rule, from 1.
        place: usize,
        /// Its pattern.
        regex: String,
        /// What is wrong with it.
        reason: String,
    },
    /// Nobody wrote so many.
    #[error("{0} rules are more than the {MOST_RULES} that are used at once")]
    TooMany(usize),
}

/// Rules that are ready for use.
#[derive(Clone, Debug)]
pub struct Rules {
    pub(super) ready: Vec<Ready>,
    /// The patterns of the rules for one line, to pass over most lines at once.
    pub(super) single: RegexSet,
    /// Which rule each of them is.
    pub(super) single_places: Vec<usize>,
}

/// A rule and its pattern.
#[derive(Clone, Debug)]
pub(super) struct Ready {
    pub(super) rule: Rule,
    pub(super) regex: Regex,
}

impl Rules {
    /// Makes rules ready. The first one that cannot be used is told.
    pub fn new(rules: Vec<Rule>) -> Result<Self, RulesError> {
        if rules.len() > MOST_RULES {
            return Err(RulesError::TooMany(rules.len()));
        }
        let ready: Vec<Ready> = rules
            .into_iter()
            .enumerate()
            .map(|(place, rule)| ready(place + 1, rule))
            .collect::<Result<_, _>>()?;
        let single: Vec<(usize, &str)> = ready
            .iter()
            .enumerate()
            .filter(|(_, ready)| ready.rule.lines == 1)
            .map(|(place, ready)| (place, ready.rule.regex.as_str()))
            .collect();
        let set = RegexSetBuilder::new(single.iter().map(|(_, regex)| regex))
            .unicode(false)
            .size_limit(REGEX_LIMIT * 4)
            .build();
        let set = set.map_err(|error| RulesError::Rule {
            place: ready.len(),
            regex: "all together".to_owned(),
            reason: error.to_string(),
        })?;
        let single_places = single.iter().map(|(place, _)| *place).collect();
        Ok(Self { single: set, single_places, ready })
    }

    /// Rules as their file has them, which [`Rules::read`] reads back.
    pub fn write(rules: &[Rule]) -> String {
        serde_json::to_string_pretty(rules).unwrap_or_default()
    }

    /// Reads a file: a list of rules, or an object of names and patterns, which are all of the category `env`
    /// (`sync_ci`'s `envrules.json`).
    pub fn read(bytes: &[u8], source_name: &str) -> Result<Vec<Rule>, RulesError> {
        let content = |message: String| FormatError::Content { source_name: source_name.to_owned(), message };
        match read_json::<Value>(bytes, source_name)? {
            Value::Array(rules) => {
                let rule = |(place, rule): (usize, Value)| {
                    serde_json::from_value(rule)
                        .map_err(|error| content(format!("rule {}: {error}", place + 1)))
                };
                Ok(rules.into_iter().enumerate().map(rule).collect::<Result<_, _>>()?)
            }
            Value::Object(rules) => {
                let rule = |(name, regex): (String, Value)| {
                    let regex = regex.as_str().map(str::to_owned);
                    let regex =
                        regex.ok_or_else(|| content(format!("the pattern of {name:?} is no text")))?;
                    Ok(Rule { regex, key: Category::Env, lines: 1, name, jobs: Vec::new() })
                };
                rules.into_iter().map(rule).collect()
            }
            _ => {
                Err(content("neither a list of rules nor an object of names and patterns".to_owned()).into())
            }
        }
    }
}

fn ready(place: usize, rule: Rule) -> Result<Ready, RulesError> {
    let wrong = |reason: String| RulesError::Rule { place, regex: rule.regex.clone(), reason };
    if rule.regex.is_empty() {
        return Err(wrong("the pattern is empty".to_owned()));
    }
    if rule.key == Category::Unknown {
        return Err(wrong("its key must be env, compile, check or case".to_owned()));
    }
    // Go reads a number of lines that is missing or 0 as one line.
    let lines = rule.lines.max(1);
    if lines > WINDOW {
        return Err(wrong(format!("it looks at {lines} lines; {WINDOW} is the most")));
    }
    let built = RegexBuilder::new(&rule.regex).unicode(false).size_limit(REGEX_LIMIT).build();
    let regex = built.map_err(|error| wrong(last_line(&error.to_string())))?;
    Ok(Ready { rule: Rule { lines, ..rule }, regex })
}

/// The library draws the pattern first; what is wrong with it stands in the last line.
fn last_line(error: &str) -> String {
    error.lines().last().unwrap_or(error).trim().trim_start_matches("error: ").to_owned()
}
