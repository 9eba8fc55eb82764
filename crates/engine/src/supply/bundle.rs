//! The built-in sample: made-up answers of the TestGrid API in one file, read by the same code as the real ones.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::rc::Rc;

use futures_util::FutureExt;
use futures_util::future::{LocalBoxFuture, Shared};
use serde::Deserialize;
use serde_json::value::RawValue;

use crate::fetch::{Failure, FetchOrigin, Fetched, Fetcher};
use crate::{SampleFile, Transport};

/// The sample, opened once, when it is first needed.
#[derive(Default)]
pub(crate) struct Bundle {
    opening: RefCell<Option<Opening>>,
}

/// The opening of the sample; whoever needs it drives it on.
type Opening = Shared<LocalBoxFuture<'static, Result<Rc<Opened>, Failure>>>;

/// API path to answer.
type Answers = BTreeMap<String, Box<RawValue>>;

/// The made-up issues, as the list endpoint would give them on one page.
#[derive(Deserialize)]
struct CodeHost {
    repository: String,
    issues: Box<RawValue>,
}

/// What the file holds.
struct Opened {
    answers: Answers,
    github: Option<CodeHost>,
}

#[derive(Deserialize)]
struct Wire {
    made_up: bool,
    answers: Answers,
    github: Option<CodeHost>,
}

impl Bundle {
    /// The names of the boards in it, normalised.
    pub(super) async fn boards<T: Transport + 'static>(
        &self,
        fetcher: &Rc<Fetcher<T>>,
    ) -> Result<Vec<String>, Failure> {
        let answers = self.open(fetcher).await?;
        let name = |path: &String| {
            path.strip_prefix("/dashboards/")?.strip_suffix("/tab-summaries").map(str::to_owned)
        };
        Ok(answers.answers.keys().filter_map(name).collect())
    }

    /// The answer to an API path.
    pub(super) async fn answer<T: Transport + 'static>(
        &self,
        fetcher: &Rc<Fetcher<T>>,
        path: &str,
    ) -> Result<Fetched, Failure> {
        let answers = self.open(fetcher).await?;
        let Some(answer) = answers.answers.get(path) else {
            return Err(Failure::Absent("it is not in the sample".to_owned()));
        };
        let body = answer.get().as_bytes().to_vec();
        Ok(Fetched { body, at: fetcher.transport.now(), origin: FetchOrigin::Source })
    }

    /// The made-up issues: the repository's name, and the list as bytes. Empty where the sample has none.
    pub(crate) async fn issues<T: Transport + 'static>(
        &self,
        fetcher: &Rc<Fetcher<T>>,
    ) -> Result<(String, Vec<u8>), Failure> {
        let opened = self.open(fetcher).await?;
        let Some(github) = &opened.github else { return Ok((String::new(), b"[]".to_vec())) };
        Ok((github.repository.clone(), github.issues.get().as_bytes().to_vec()))
    }

    async fn open<T: Transport + 'static>(&self, fetcher: &Rc<Fetcher<T>>) -> Result<Rc<Opened>, Failure> {
        let opening = self
            .opening
            .borrow_mut()
            .get_or_insert_with(|| open(fetcher.clone()).boxed_local().shared())
            .clone();
        let answers = opening.await;
        if answers.is_err() {
            self.opening.take();
        }
        answers
    }
}

async fn open<T: Transport>(fetcher: Rc<Fetcher<T>>) -> Result<Rc<Opened>, Failure> {
    let bytes = fetcher.sample(SampleFile::Boards).await?;
    fetcher.rest().await;
    parse(&bytes).map(Rc::new)
}

fn parse(bytes: &[u8]) -> Result<Opened, Failure> {
    match serde_json::from_slice::<Wire>(bytes) {
        Ok(wire) if wire.made_up => Ok(Opened { answers: wire.answers, github: wire.github }),
        Ok(_) => Err(Failure::Unreadable("the sample does not say that it is made up".to_owned())),
        Err(error) => Err(Failure::Unreadable(format!("the sample is damaged: {error}"))),
    }
}
