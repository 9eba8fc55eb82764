//! A transport that answers from a script, with virtual time, and writes down what it was asked.

use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;
use std::future::{Future, poll_fn};
use std::rc::Rc;
use std::task::{Poll, Waker};

use flakescope_core::model::TimeMs;
use flakescope_core::muted::{FileMarkers, Marker, Names};
use flakescope_dbscan::Linfa;
use flakescope_engine as engine;
use flakescope_engine::{
    Call, MakeFailures, Response, SampleFile, Stored, Transport, TransportError, failures_part,
};
use futures_executor::LocalPool;
use futures_util::task::LocalSpawnExt;

/// The host that the script plays.
pub(crate) const HOST: &str = "https://testgrid-api.prow.k8s.io/api/v1";

/// Where a published snapshot lies.
pub(crate) const SNAPSHOT: &str = "https://flakes.example/snapshot";

/// One scripted reply.
#[derive(Clone, Debug)]
pub(crate) enum Reply {
    /// HTTP 200 with this body.
    Ok(Vec<u8>),
    /// A status, with `Retry-After`.
    Status(u16, Option<u32>),
    /// No connection.
    Unreachable,
    /// Cut.
    Cut,
    /// Never.
    Hang,
}

/// The transport. Clones share everything.
#[derive(Clone, Default)]
pub(crate) struct Fake(Rc<Script>);

#[derive(Default)]
struct Script {
    now: Cell<i64>,
    timers: RefCell<Vec<(i64, Waker)>>,
    answers: RefCell<BTreeMap<String, Vec<u8>>>,
    faults: RefCell<Vec<(String, usize, Reply)>>,
    latency_ms: Cell<u32>,
    log: RefCell<Vec<(i64, String)>>,
    running: Cell<usize>,
    peak: Cell<usize>,
    store: RefCell<BTreeMap<String, Stored>>,
    stores: Cell<bool>,
    sample: RefCell<Vec<u8>>,
    yields: Cell<usize>,
    calls: RefCell<Vec<Call>>,
    groups_nothing: Cell<bool>,
    headers: RefCell<BTreeMap<String, Vec<(&'static str, String)>>>,
    has_snapshot: Cell<bool>,
    turns: RefCell<BTreeMap<String, Vec<String>>>,
}

impl Fake {
    /// Plays `answers`, keyed by API path, 100 ms each. The clock starts at a fixed moment.
    pub(crate) fn new(answers: BTreeMap<String, String>) -> Self {
        let fake = Self::default();
        fake.0.now.set(1_700_000_000_000);
        fake.0.latency_ms.set(100);
        let answers = answers.into_iter().map(|(path, body)| (format!("{HOST}{path}"), body.into_bytes()));
        fake.0.answers.borrow_mut().extend(answers);
        fake
    }

    /// The code that groups failures does not come.
    pub(crate) fn without_failures(&self) {
        self.0.groups_nothing.set(true);
    }

    /// The next `times` requests whose address holds `part` get `reply`.
    pub(crate) fn fault(&self, part: &str, times: usize, reply: Reply) {
        self.0.faults.borrow_mut().push((part.to_owned(), times, reply));
    }

    pub(crate) fn heal(&self) {
        self.0.faults.borrow_mut().clear();
    }

    pub(crate) fn with_store(self) -> Self {
        self.0.stores.set(true);
        self
    }

    /// Puts these bytes beside the page, as files of a published snapshot.
    pub(crate) fn publish(&self, files: &[(&str, Vec<u8>)]) {
        self.0.has_snapshot.set(true);
        for (name, bytes) in files {
            self.0.answers.borrow_mut().insert(format!("{SNAPSHOT}/{name}"), bytes.clone());
        }
    }

    pub(crate) fn set_sample(&self, bundle: &str) {
        *self.0.sample.borrow_mut() = bundle.as_bytes().to_vec();
    }

    pub(crate) fn answer_at(&self, url: &str, body: &str) {
        self.0.answers.borrow_mut().insert(url.to_owned(), body.as_bytes().to_vec());
    }

    /// Each answer once, in turn.
    pub(crate) fn answer_in_turn(&self, url: &str, bodies: &[&str]) {
        let bodies = bodies.iter().map(|body| (*body).to_owned()).collect();
        self.0.turns.borrow_mut().insert(url.to_owned(), bodies);
    }

    /// Adds a header to every answer at `url`.
    pub(crate) fn header_at(&self, url: &str, name: &'static str, value: &str) {
        let mut headers = self.0.headers.borrow_mut();
        let list = headers.entry(url.to_owned()).or_default();
        list.retain(|(known, _)| *known != name);
        list.push((name, value.to_owned()));
    }

    /// The calls to the code host since the last time.
    pub(crate) fn take_calls(&self) -> Vec<Call> {
        self.0.calls.take()
    }

    /// Is an answer stored whose address holds `part`?
    pub(crate) fn is_stored(&self, part: &str) -> bool {
        self.0.store.borrow().keys().any(|url| url.contains(part))
    }

    /// Milliseconds since the start.
    pub(crate) fn elapsed_ms(&self) -> i64 {
        self.0.now.get() - 1_700_000_000_000
    }

    pub(crate) fn pass_ms(&self, ms: i64) {
        self.0.now.set(self.0.now.get() + ms);
    }

    pub(crate) fn yields(&self) -> usize {
        self.0.yields.get()
    }

    /// Most requests at once so far.
    pub(crate) fn peak(&self) -> usize {
        self.0.peak.get()
    }

    /// Requests under way.
    pub(crate) fn running(&self) -> usize {
        self.0.running.get()
    }

    /// The paths asked for since the last call, in order, without the host.
    pub(crate) fn take_log(&self) -> Vec<String> {
        let log = self.0.log.take();
        log.into_iter().map(|(_, url)| url.trim_start_matches(HOST).to_owned()).collect()
    }

    /// When each request whose address holds `part` was sent, in ms since the start.
    pub(crate) fn times_of(&self, part: &str) -> Vec<i64> {
        let log = self.0.log.borrow();
        log.iter().filter(|(_, url)| url.contains(part)).map(|(at, _)| at - 1_700_000_000_000).collect()
    }

    fn reply(&self, url: &str) -> Reply {
        for (part, times, reply) in self.0.faults.borrow_mut().iter_mut() {
            if url.contains(part.as_str()) && *times > 0 {
                *times -= 1;
                return reply.clone();
            }
        }
        match self.0.answers.borrow().get(url) {
            Some(body) => Reply::Ok(body.clone()),
            None => Reply::Status(404, None),
        }
    }

    /// Moves the clock to the next timer; false when there is none.
    fn advance(&self) -> bool {
        let mut timers = self.0.timers.borrow_mut();
        let Some(next) = timers.iter().map(|(due, _)| *due).min() else { return false };
        self.0.now.set(self.0.now.get().max(next));
        let due: Vec<Waker> =
            timers.extract_if(.., |(due, _)| *due <= next).map(|(_, waker)| waker).collect();
        drop(timers);
        due.into_iter().for_each(Waker::wake);
        true
    }

    async fn pause(&self, ms: i64) {
        let due = self.0.now.get() + ms;
        poll_fn(|context| {
            if self.0.now.get() >= due {
                return Poll::Ready(());
            }
            self.0.timers.borrow_mut().push((due, context.waker().clone()));
            Poll::Pending
        })
        .await;
    }
}

struct Running<'a>(&'a Script);

impl Drop for Running<'_> {
    fn drop(&mut self) {
        self.0.running.set(self.0.running.get() - 1);
    }
}

impl Transport for Fake {
    async fn get(&self, url: &str, _max_bytes: u64) -> Result<Response, TransportError> {
        let script = &*self.0;
        script.log.borrow_mut().push((script.now.get(), url.to_owned()));
        script.running.set(script.running.get() + 1);
        script.peak.set(script.peak.get().max(script.running.get()));
        let _running = Running(script);
        let reply = self.reply(url);
        self.pause(script.latency_ms.get().into()).await;
        match reply {
            Reply::Ok(body) => Ok(Response { status: 200, retry_after_s: None, body }),
            Reply::Status(status, retry_after_s) => Ok(Response { status, retry_after_s, body: Vec::new() }),
            Reply::Unreachable => Err(TransportError::Unreachable("no network".to_owned())),
            Reply::Cut => Err(TransportError::Cut("half of it came".to_owned())),
            Reply::Hang => std::future::pending().await,
        }
    }

    async fn call(&self, call: Call) -> Result<engine::Reply, TransportError> {
        let turn = self.0.turns.borrow_mut().get_mut(&call.url).map(|turns| turns.remove(0));
        if let Some(body) = turn {
            self.answer_at(&call.url, &body);
        }
        let response = self.get(&call.url, call.max_bytes).await?;
        let headers = self.0.headers.borrow().get(&call.url).cloned().unwrap_or_default();
        self.0.calls.borrow_mut().push(call);
        Ok(engine::Reply { status: response.status, headers, body: response.body })
    }

    async fn sleep_ms(&self, ms: u32) {
        self.pause(ms.into()).await;
    }

    async fn yield_now(&self) {
        self.0.yields.set(self.0.yields.get() + 1);
        self.pause(1).await;
    }

    async fn failures(&self) -> Option<MakeFailures> {
        let make: MakeFailures = || failures_part(Rc::new(Linfa));
        (!self.0.groups_nothing.get()).then_some(make)
    }

    fn now(&self) -> TimeMs {
        TimeMs(self.0.now.get())
    }

    /// Finds one marker in each file: its text is the reason, and the ticket as well where it is none of words.
    async fn read_source(&self, path: String, bytes: Vec<u8>, _names: &Names) -> FileMarkers {
        let reason = String::from_utf8_lossy(&bytes).into_owned();
        let ticket = if reason.starts_with('#') { reason.clone() } else { String::new() };
        let test = reason.strip_prefix("it ").map_or(path, str::to_owned);
        let marker =
            Marker { line: 1, test, marker: "mark.skip".into(), ticket, reason, ..Marker::default() };
        FileMarkers { markers: vec![marker], trouble: None }
    }

    async fn sample(&self, file: SampleFile) -> Result<Vec<u8>, TransportError> {
        match file {
            SampleFile::Payload => {
                return Ok(include_bytes!("../../../../public/sample/payload.zip").to_vec());
            }
            SampleFile::Sources => {
                return Ok(include_bytes!("../../../../public/sample/sources.zip").to_vec());
            }
            SampleFile::Activity => {
                return Ok(include_bytes!("../../../../public/sample/activity.csv").to_vec());
            }
            SampleFile::HistoryCurrent => {
                return Ok(include_bytes!("../../../../public/sample/history_current.json").to_vec());
            }
            SampleFile::HistoryNew => {
                return Ok(include_bytes!("../../../../public/sample/history_new.json").to_vec());
            }
            SampleFile::Boards => {}
        }
        self.0.log.borrow_mut().push((self.0.now.get(), "the sample".to_owned()));
        self.pause(self.0.latency_ms.get().into()).await;
        Ok(self.0.sample.borrow().clone())
    }

    fn snapshot_folder(&self) -> Option<String> {
        self.0.has_snapshot.get().then(|| SNAPSHOT.to_owned())
    }

    fn own_origin(&self) -> Option<String> {
        Some("https://flakes.example".to_owned())
    }

    async fn cache_get(&self, url: &str) -> Option<Stored> {
        self.0.store.borrow().get(url).cloned()
    }

    async fn cache_put(&self, url: &str, stored: Stored) {
        if self.0.stores.get() {
            self.0.store.borrow_mut().insert(url.to_owned(), stored);
        }
    }
}

/// Runs futures until they wait for nothing but the clock, then moves the clock.
pub(crate) struct Stage {
    pool: LocalPool,
    fake: Fake,
}

impl Stage {
    pub(crate) fn new(fake: &Fake) -> Self {
        Self { pool: LocalPool::new(), fake: fake.clone() }
    }

    /// Starts a task.
    pub(crate) fn spawn(&self, task: impl Future<Output = ()> + 'static) {
        self.pool.spawner().spawn_local(task).expect("the pool lives");
    }

    /// Runs until `ms` have passed or nothing moves any more.
    pub(crate) fn run_for(&mut self, ms: i64) {
        let end = self.fake.elapsed_ms() + ms;
        self.pool.run_until_stalled();
        while self.fake.elapsed_ms() < end && self.fake.advance() {
            self.pool.run_until_stalled();
        }
    }

    /// Runs until nothing moves any more.
    pub(crate) fn run(&mut self) {
        self.run_for(i64::MAX / 4);
    }
}

/// Runs one future to its end.
pub(crate) fn run<V: 'static>(fake: &Fake, future: impl Future<Output = V> + 'static) -> V {
    let done = Rc::new(RefCell::new(None));
    let mut stage = Stage::new(fake);
    let place = done.clone();
    stage.spawn(async move {
        *place.borrow_mut() = Some(future.await);
    });
    while done.borrow().is_none() {
        stage.pool.run_until_stalled();
        assert!(done.borrow().is_some() || fake.advance(), "the future waits for nothing");
    }
    done.take().expect("just seen")
}
