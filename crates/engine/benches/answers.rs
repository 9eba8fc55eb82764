//! How long answers take over 46 tabs of 1,000 tests and 150 runs that are in memory already, and the longest step
//! in which nothing else could run. The steps are printed first.
#![expect(clippy::print_stdout, clippy::unwrap_used, reason = "a bench speaks, and may stop")]

use std::collections::BTreeMap;
use std::future::{Future, pending};
use std::pin::pin;
use std::rc::Rc;
use std::task::{Context, Poll, Waker};
use std::time::{Duration, Instant};

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use flakescope_core::flakes::{Column, Query, RowRange, Sort};
use flakescope_core::model::TimeMs;
use flakescope_engine::{Answer, Engine, Quiet, Request, Response, SampleFile, Transport, TransportError};
use flakescope_sim::answers::{Answers, Live};
use flakescope_sim::world::{World, WorldOptions};

/// Answers from memory, after one turn.
struct Memory(BTreeMap<String, Vec<u8>>);

impl Transport for Shared {
    async fn get(&self, url: &str, _max_bytes: u64) -> Result<Response, TransportError> {
        turn().await;
        let path = url.split_once("/api/v1").unwrap_or_default().1;
        let body = self.0.0.get(path).cloned();
        body.map(|body| Response { status: 200, retry_after_s: None, body })
            .ok_or_else(|| TransportError::Unreachable(path.to_owned()))
    }

    async fn sleep_ms(&self, _ms: u32) {
        pending::<()>().await;
    }

    async fn yield_now(&self) {
        turn().await;
    }

    fn now(&self) -> TimeMs {
        let since = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH);
        TimeMs(i64::try_from(since.unwrap().as_millis()).unwrap())
    }

    async fn sample(&self, _file: SampleFile) -> Result<Vec<u8>, TransportError> {
        Ok(Vec::new())
    }
}

#[derive(Clone)]
struct Shared(Rc<Memory>);

async fn turn() {
    let mut turned = false;
    std::future::poll_fn(|context| {
        context.waker().wake_by_ref();
        if std::mem::replace(&mut turned, true) { Poll::Ready(()) } else { Poll::Pending }
    })
    .await;
}

/// Runs a future; gives its result and its longest step.
fn run<V>(future: impl Future<Output = V>) -> (V, Duration) {
    let mut future = pin!(future);
    let mut context = Context::from_waker(Waker::noop());
    let mut longest = Duration::ZERO;
    loop {
        let start = Instant::now();
        let state = future.as_mut().poll(&mut context);
        longest = longest.max(start.elapsed());
        if let Poll::Ready(value) = state {
            return (value, longest);
        }
    }
}

fn memory() -> Shared {
    let options = WorldOptions { seed: 3, tests: 1000, columns: 150, even: true, ..WorldOptions::default() };
    let live = Live::new(World::build(options).dashboards);
    let routes = live.routes();
    let answers = routes.iter().filter_map(|route| Some((route.path(), live.api(route)?)));
    Shared(Rc::new(Memory(answers.collect())))
}

fn table(query: Query, start: u32) -> Request {
    Request::Flakes { query, rows: RowRange { start, count: 60 } }
}

/// The requests that follow a first answer, by name.
fn later_requests() -> Vec<(&'static str, Request)> {
    let mut filtered = Query::default();
    filtered.filter.text.push_str("volume.*(read|write)");
    let sorted =
        Query { sort: Sort { column: Some(Column::FailureRate), descending: true }, ..Query::default() };
    let mut windowed = Query::default();
    windowed.params.window_days = 7;
    vec![
        ("scroll", table(Query::default(), 600)),
        ("filter", table(filtered, 0)),
        ("sort", table(sorted, 0)),
        ("overview", Request::Overview { query: Query::default() }),
        ("window", table(windowed, 0)),
    ]
}

fn ask(engine: &Engine<Shared>, request: Request) -> (Answer, Duration) {
    let (answer, longest) = run(engine.answer(request, &Quiet));
    (answer.unwrap(), longest)
}

fn print_steps(memory: &Shared) {
    let engine = Engine::new(memory.clone());
    let mut requests = later_requests();
    requests.insert(0, ("first answer", table(Query::default(), 0)));
    for (name, request) in requests {
        let start = Instant::now();
        let (_, longest) = ask(&engine, request);
        let (whole, longest) = (start.elapsed().as_secs_f64() * 1e3, longest.as_secs_f64() * 1e3);
        println!("{name}: {whole:.1} ms in all, longest step {longest:.1} ms");
    }
}

fn answers(criterion: &mut Criterion) {
    let memory = memory();
    print_steps(&memory);
    let bytes: usize = memory.0.0.values().map(Vec::len).sum();
    let mut group = criterion.benchmark_group("answers");
    group.sample_size(10).throughput(Throughput::Bytes(bytes as u64));
    group.bench_function("first answer", |bencher| {
        bencher.iter(|| ask(&Engine::new(memory.clone()), table(Query::default(), 0)));
    });
    group.finish();
    let engine = Engine::new(memory.clone());
    ask(&engine, table(Query::default(), 0));
    for (name, request) in later_requests() {
        criterion.bench_function(name, |bencher| bencher.iter(|| ask(&engine, request.clone())));
    }
}

criterion_group!(benches, answers);
criterion_main!(benches);
