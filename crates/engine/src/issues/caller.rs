//! One request to the code host: token, patience, quota. The token goes to the host of the API and nowhere else.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::pin::pin;
use std::rc::Rc;

use flakescope_core::formats::github::{Quota, Refusal};
use flakescope_core::model::TimeMs;
use futures_util::future::{Either, select};

use super::state::Trouble;
use crate::fetch::{Failure, Fetched, Fetcher};
use crate::{Call, IssueReading, Reply, Secret, Stored, Transport};

/// GitHub's API.
const GITHUB: &str = "https://api.github.com";
/// The largest answer that is taken: a hundred issues of 64 kB each, and room.
const MAX_BYTES: u64 = 20_000_000;
/// Tries of a GET in all when the connection fails or the server is out of order.
const TRIES: u32 = 3;

/// Speaks with the code host.
pub(crate) struct Caller<T> {
    fetcher: Rc<Fetcher<T>>,
    api: RefCell<String>,
    /// Asked in place of the API while there is no token: the proxy has one of its own, and is given none.
    proxy: RefCell<Option<String>>,
    token: RefCell<Option<Secret>>,
    /// Address to tag and body: with a token the service does not count a "not changed".
    tagged: RefCell<BTreeMap<String, (String, Vec<u8>)>>,
    /// What the service said last about how much may be asked.
    quota: RefCell<Option<Quota>>,
}

/// A good answer.
pub(crate) struct Answered {
    pub(crate) body: Vec<u8>,
    pub(super) at: TimeMs,
    pub(super) quota: Option<Quota>,
    /// The `Link` header; `None` for a stored answer, which has no headers.
    pub(crate) link: Option<String>,
    /// An older copy stands in, and this is why.
    pub(crate) old: Option<Trouble>,
}

impl<T: Transport + 'static> Caller<T> {
    pub(super) fn new(fetcher: Rc<Fetcher<T>>) -> Self {
        Self {
            fetcher,
            api: RefCell::new(GITHUB.to_owned()),
            proxy: RefCell::default(),
            token: RefCell::default(),
            tagged: RefCell::default(),
            quota: RefCell::default(),
        }
    }

    pub(super) fn fetcher(&self) -> &Rc<Fetcher<T>> {
        &self.fetcher
    }

    /// The time.
    pub(crate) fn now(&self) -> TimeMs {
        self.fetcher.transport.now()
    }

    /// Waits.
    pub(crate) async fn sleep(&self, ms: u32) {
        self.fetcher.transport.sleep_ms(ms).await;
    }

    /// Lets others run.
    pub(crate) async fn rest(&self) {
        self.fetcher.rest().await;
    }

    pub(super) fn set_api(&self, address: &str) {
        address.trim_end_matches('/').clone_into(&mut self.api.borrow_mut());
    }

    /// True when that is another way than before.
    pub(super) fn set_proxy(&self, address: Option<String>) -> bool {
        let before = self.proxy.replace(address);
        before != *self.proxy.borrow()
    }

    /// Where a path is asked for.
    fn address_of(&self, path: &str) -> String {
        match &*self.proxy.borrow() {
            Some(proxy) if !self.has_token() => format!("{proxy}{path}"),
            _ => format!("{}{path}", self.api.borrow()),
        }
    }

    /// A token belongs to one person: what it let us read does not outlive it.
    pub(super) fn set_token(&self, token: Option<Secret>) {
        *self.token.borrow_mut() = token.filter(|token| !token.is_empty());
        self.tagged.borrow_mut().clear();
        self.quota.take();
    }

    /// How much may still be asked, as far as the service told; no issues are read.
    pub(crate) fn allowance(&self) -> IssueReading {
        let quota = self.quota.borrow();
        let quota = quota.as_ref();
        IssueReading {
            quota_limit: quota.map(|quota| quota.limit),
            quota_remaining: quota.map(|quota| quota.remaining),
            quota_resets_at: quota.and_then(|quota| quota.resets_at),
            ..IssueReading::default()
        }
    }

    pub(crate) fn has_token(&self) -> bool {
        self.token.borrow().is_some()
    }

    /// Reads `path`. Without a token answers are stored and used again as those of every other source; an older one
    /// stands in when the service refuses.
    pub(crate) async fn get(&self, path: &str) -> Result<Answered, Trouble> {
        let url = self.address_of(path);
        let stored = if self.has_token() { None } else { self.fetcher.stored(&url).await };
        if let Some((stored, true)) = &stored {
            return Ok(reuse(stored, None));
        }
        match (self.fetch(&url).await, stored) {
            (Ok(answered), _) => {
                self.keep(&url, &answered).await;
                Ok(answered)
            }
            (Err(trouble), Some((stored, _))) => Ok(reuse(&stored, Some(trouble))),
            (Err(trouble), None) => match self.fetcher.published.open(&self.fetcher).await {
                Some(snapshot) => {
                    Ok(of_snapshot(&snapshot.answer(path).map_err(|_| trouble.clone())?, trouble))
                }
                None => Err(trouble),
            },
        }
    }

    /// Posts JSON to `path`, once: a second try could do a thing twice.
    pub(crate) async fn post(&self, path: &str, body: String) -> Result<Answered, Trouble> {
        let url = self.address_of(path);
        let reply =
            self.once(&url, Some(body), None).await.map_err(|failure| Trouble::of_failure(&failure))?;
        self.check(reply)
    }

    async fn fetch(&self, url: &str) -> Result<Answered, Trouble> {
        let known = self.tagged.borrow().get(url).cloned();
        let reply = self.patiently(url, known.as_ref().map(|(tag, _)| tag.clone())).await?;
        match known {
            Some((_, body)) if reply.status == 304 => self.check(Reply { body, ..reply }),
            _ => {
                let tag = reply.header("etag").filter(|_| reply.status == 200 && self.has_token());
                if let Some(tag) = tag {
                    self.tagged.borrow_mut().insert(url.to_owned(), (tag, reply.body.clone()));
                }
                self.check(reply)
            }
        }
    }

    async fn patiently(&self, url: &str, tag: Option<String>) -> Result<Reply, Trouble> {
        let mut tries = 0;
        loop {
            tries += 1;
            let failure = match self.once(url, None, tag.clone()).await {
                Ok(reply) if reply.status < 500 || tries == TRIES => return Ok(reply),
                Ok(reply) => Failure::Server { status: reply.status, retry_after_s: None },
                Err(failure) => failure,
            };
            if tries == TRIES || !failure.is_outage() {
                return Err(Trouble::of_failure(&failure));
            }
            self.fetcher.transport.sleep_ms(self.fetcher.policy.first_wait_ms << (tries - 1)).await;
        }
    }

    async fn once(&self, url: &str, body: Option<String>, tag: Option<String>) -> Result<Reply, Failure> {
        let mut headers = vec![("accept", "application/vnd.github+json".to_owned())];
        let bearer = |token: &Secret| ("authorization", format!("Bearer {}", token.text()));
        headers.extend(self.token.borrow().as_ref().map(bearer));
        headers.extend(tag.map(|tag| ("if-none-match", tag)));
        headers.extend(body.is_some().then(|| ("content-type", "application/json".to_owned())));
        let call = Call { url: url.to_owned(), headers, body, max_bytes: MAX_BYTES };
        let timeout_ms = self.fetcher.policy.timeout_ms;
        let call = pin!(self.fetcher.transport.call(call));
        let timer = pin!(self.fetcher.transport.sleep_ms(timeout_ms));
        match select(call, timer).await {
            Either::Left((result, _)) => result.map_err(|error| Failure::from_transport(error, timeout_ms)),
            Either::Right(_) => Err(Failure::TimedOut { seconds: timeout_ms / 1000 }),
        }
    }

    fn check(&self, reply: Reply) -> Result<Answered, Trouble> {
        let now = self.fetcher.transport.now();
        let header = |name: &str| reply.header(name);
        let quota = Quota::read(&header);
        if let Some(core) = quota.clone().filter(|quota| quota.resource == "core") {
            *self.quota.borrow_mut() = Some(core);
        }
        if let Some(refusal) = Refusal::read(reply.status, &header, &reply.body) {
            return Err(Trouble::of_refusal(&refusal, now));
        }
        let link = reply.header("link").unwrap_or_default();
        Ok(Answered { body: reply.body, at: now, quota, link: Some(link), old: None })
    }

    async fn keep(&self, url: &str, answered: &Answered) {
        if !self.has_token() {
            let stored = Stored { body: answered.body.clone(), stored_at: answered.at };
            self.fetcher.transport.cache_put(url, stored).await;
        }
    }
}

fn of_snapshot(fetched: &Fetched, trouble: Trouble) -> Answered {
    Answered { body: fetched.body.clone(), at: fetched.at, quota: None, link: None, old: Some(trouble) }
}

fn reuse(stored: &Stored, old: Option<Trouble>) -> Answered {
    Answered { body: stored.body.clone(), at: stored.stored_at, quota: None, link: None, old }
}
