//! From the flags that the questions share to a query, and to an engine that may answer it.

use std::path::PathBuf;

use flakescope_core::flakes::link::read_issues;
use flakescope_core::flakes::{Filter, IssueSource, Params, ProjectBoard, Query, Sort, Source};
use flakescope_core::formats::testgrid::files::NamedFile;
use flakescope_engine::{Answer, Engine, Policy, Request, Secret, Transport, host_of};

use crate::common::CommonArgs;
use crate::error::CliError;
use crate::files;
use crate::output;
use crate::progress::Terminal;
use crate::transport::Native;
use crate::values::{PriorityArg, VerdictArg};

impl CommonArgs {
    /// Has the request answered with a file, and writes it.
    pub(crate) async fn export(&self, request: Request) -> Result<(), CliError> {
        let text = self.answer(request).await?;
        output::write(&text, self.output.as_deref())
    }

    /// Has the request answered with a file, and gives its text; says what did not go well.
    pub(crate) async fn answer(&self, request: Request) -> Result<String, CliError> {
        let engine = self.engine(request.query())?;
        let answer = {
            let terminal = Terminal::new();
            engine.answer(request, &terminal).await?
        };
        let Answer::Export(file) = answer else { return Ok(String::new()) };
        file.warnings.iter().for_each(output::warn);
        Ok(file.text)
    }

    /// What is asked.
    pub(crate) fn query(&self) -> Result<Query, CliError> {
        let source = self.source()?;
        let default = Query::default();
        let no_boards = self.dashboard.is_empty() && self.dashboard_group.is_empty();
        let dashboards = match source {
            Source::Files => self.dashboard.clone(),
            _ if no_boards => default.dashboards,
            _ => self.dashboard.clone(),
        };
        Ok(Query {
            source,
            dashboards,
            dashboard_groups: self.dashboard_group.clone(),
            params: self.params(),
            issues: self.issue_source()?,
            project_board: self.project_board()?,
            compare_days: self.compare_days,
            filter: self.filter(),
            sort: Sort::default(),
        })
    }

    fn source(&self) -> Result<Source, CliError> {
        let sample = self.sample.unwrap_or(false);
        let files = !self.summary.is_empty() || !self.table.is_empty();
        match (&self.testgrid, sample, files) {
            (None, false, false) => Ok(Source::TestGrid),
            (Some(address), false, false) => Ok(Source::Address(address.clone())),
            (None, true, false) => Ok(Source::Sample),
            (None, false, true) => Ok(Source::Files),
            _ => Err(CliError::Usage("choose one source: testgrid, sample, or summary and table".to_owned())),
        }
    }

    fn issue_source(&self) -> Result<IssueSource, CliError> {
        match &self.github {
            _ if !self.issues.is_empty() => Ok(IssueSource::Files),
            Some(words) => read_issues(words)
                .map_err(|_| CliError::Usage(format!("--github takes owner/name or off, not {words:?}"))),
            None => Ok(IssueSource::Usual),
        }
    }

    fn project_board(&self) -> Result<Option<ProjectBoard>, CliError> {
        let read = |words: &String| {
            ProjectBoard::parse(words).ok_or_else(|| {
                CliError::Usage(format!(
                    "--project-board takes ORG/NUMBER such as kubernetes/68, not {words:?}"
                ))
            })
        };
        self.project_board.as_ref().map(read).transpose()
    }

    fn params(&self) -> Params {
        let default = Params::default();
        Params {
            window_days: self.window_days.unwrap_or(default.window_days),
            keep_broken_runs: self.keep_broken_runs.unwrap_or(default.keep_broken_runs),
        }
    }

    fn filter(&self) -> Filter {
        let default = Filter::default();
        let verdicts: Vec<_> = self.verdict.iter().copied().flat_map(VerdictArg::verdicts).collect();
        Filter {
            jobs: self.job.clone(),
            sigs: self.sig.clone(),
            verdicts: if verdicts.is_empty() { default.verdicts } else { verdicts },
            efforts: self.effort.iter().map(|effort| effort.0).collect(),
            priorities: self.priority.iter().copied().map(PriorityArg::into).collect(),
            text: self.text.clone().unwrap_or_default(),
        }
    }

    /// An engine that knows the files and may read from the host that the user named.
    pub(crate) fn engine(&self, query: &Query) -> Result<Engine<Native>, CliError> {
        self.engine_with(Native::default(), query)
    }

    /// The same with another transport.
    pub(crate) fn engine_with<T: Transport + 'static>(
        &self,
        transport: T,
        query: &Query,
    ) -> Result<Engine<T>, CliError> {
        let engine = Engine::with_policy(transport, self.policy());
        if let Source::Address(address) = &query.source
            && let Some(host) = host_of(address)
        {
            engine.allow_host(&host);
        }
        if query.source == Source::Files {
            engine.set_files(&self.read_files()?);
        }
        if !self.issues.is_empty() {
            let files: Result<Vec<NamedFile>, CliError> =
                self.issues.iter().map(|path| files::read_named(path)).collect();
            engine.set_issue_files(&files?).iter().for_each(output::warn);
        }
        if let Some(address) = &self.github_api {
            engine.set_github_api(address)?;
        }
        engine.set_token(token_of(|name| std::env::var(name).ok()));
        Ok(engine)
    }

    fn policy(&self) -> Policy {
        let default = Policy::default();
        let timeout_ms = self.timeout.map_or(default.timeout_ms, |seconds| seconds.saturating_mul(1000));
        Policy { timeout_ms, ..default }
    }

    fn read_files(&self) -> Result<Vec<NamedFile>, CliError> {
        let paths = self.summary.iter().chain(&self.table);
        paths.map(PathBuf::as_path).map(files::read_named).collect()
    }
}

/// The first of the usual names that holds a token.
pub(crate) fn token_of(variable: impl Fn(&str) -> Option<String>) -> Option<Secret> {
    const NAMES: [&str; 3] = ["GITHUB_TOKEN", "GH_TOKEN", "GITHUB_AUTH_TOKEN"];
    NAMES.into_iter().filter_map(variable).map(|text| Secret::new(&text)).find(|token| !token.is_empty())
}
