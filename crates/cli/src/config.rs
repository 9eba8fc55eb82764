//! The settings file: YAML with the long names of the flags. Flags win over it.

use std::fmt;
use std::marker::PhantomData;
use std::path::Path;

use serde::de::value::SeqAccessDeserializer;
use serde::de::{IntoDeserializer, SeqAccess, Visitor};
use serde::{Deserialize, Deserializer};

use crate::common::CommonArgs;
use crate::error::{CliError, one_line};
use crate::files;

/// Adds what the settings file says, if there is one.
pub(crate) fn with_file(flags: CommonArgs) -> Result<CommonArgs, CliError> {
    match &flags.config {
        Some(path) => {
            let settings = read(path)?;
            Ok(flags.over(settings))
        }
        None => Ok(flags),
    }
}

fn read(path: &Path) -> Result<CommonArgs, CliError> {
    let text = String::from_utf8_lossy(&files::read(path)?).into_owned();
    if text.trim().is_empty() {
        return Ok(CommonArgs::default());
    }
    let options = serde_saphyr::options! { with_snippet: false };
    serde_saphyr::from_str_with_options(&text, options).map_err(|error| mistake(path, &error.to_string()))
}

fn mistake(path: &Path, error: &str) -> CliError {
    let words = one_line(error).replace("invalid u32", "not a whole number");
    CliError::Usage(format!("the settings in {} cannot be used: {words}", path.display()))
}

impl CommonArgs {
    /// These flags, and below them the settings of a file. A source among the flags replaces any source of the file.
    fn over(self, file: Self) -> Self {
        let file = if self.names_a_source() { file.without_source() } else { file };
        Self {
            dashboard: many(self.dashboard, file.dashboard),
            dashboard_group: many(self.dashboard_group, file.dashboard_group),
            testgrid: self.testgrid.or(file.testgrid),
            summary: many(self.summary, file.summary),
            table: many(self.table, file.table),
            sample: self.sample.or(file.sample),
            github: self.github.or(file.github),
            issues: many(self.issues, file.issues),
            project_board: self.project_board.or(file.project_board),
            github_api: self.github_api.or(file.github_api),
            compare_days: self.compare_days.or(file.compare_days),
            effort: many(self.effort, file.effort),
            timeout: self.timeout.or(file.timeout),
            window_days: self.window_days.or(file.window_days),
            keep_broken_runs: self.keep_broken_runs.or(file.keep_broken_runs),
            job: many(self.job, file.job),
            sig: many(self.sig, file.sig),
            verdict: many(self.verdict, file.verdict),
            priority: many(self.priority, file.priority),
            text: self.text.or(file.text),
            sort: self.sort.or(file.sort),
            format: self.format.or(file.format),
            output: self.output.or(file.output),
            page: self.page.or(file.page),
            config: self.config,
        }
    }

    fn names_a_source(&self) -> bool {
        self.testgrid.is_some() || self.sample.is_some() || !self.summary.is_empty() || !self.table.is_empty()
    }

    fn without_source(self) -> Self {
        Self { testgrid: None, sample: None, summary: Vec::new(), table: Vec::new(), ..self }
    }
}

fn many<T>(flags: Vec<T>, file: Vec<T>) -> Vec<T> {
    if flags.is_empty() { file } else { flags }
}

/// Reads a list, or one value for a list of one.
pub(crate) fn one_or_many<'de, D: Deserializer<'de>, T: Deserialize<'de>>(
    deserializer: D,
) -> Result<Vec<T>, D::Error> {
    deserializer.deserialize_any(OneOrMany(PhantomData))
}

struct OneOrMany<T>(PhantomData<T>);

impl<'de, T: Deserialize<'de>> Visitor<'de> for OneOrMany<T> {
    type Value = Vec<T>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a text or a list of texts")
    }

    fn visit_str<E: serde::de::Error>(self, text: &str) -> Result<Self::Value, E> {
        T::deserialize(text.into_deserializer()).map(|one| vec![one])
    }

    fn visit_unit<E: serde::de::Error>(self) -> Result<Self::Value, E> {
        Ok(Vec::new())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, list: A) -> Result<Self::Value, A::Error> {
        Vec::deserialize(SeqAccessDeserializer::new(list))
    }
}
