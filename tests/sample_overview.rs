//! The ready-made overview of the built-in sample, which the page draws before its engine has started: it must be what
//! the engine answers. `UPDATE_SAMPLE=1 cargo test --test sample_overview` writes it anew.

use std::path::{Path, PathBuf};

use flakescope_core::flakes::{Query, Source};
use flakescope_core::model::TimeMs;
use flakescope_engine::{
    Answer, Quiet, Request, Response, SampleFile, Transport, TransportError, answer, wire,
};

/// The sample alone: no network, and a clock that stands at the sample's own moment.
struct SampleAlone;

fn public(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("public").join(path)
}

fn sample(file: &str) -> PathBuf {
    public("sample").join(file)
}

impl Transport for SampleAlone {
    async fn get(&self, url: &str, _max_bytes: u64) -> Result<Response, TransportError> {
        Err(TransportError::Unreachable(url.to_owned()))
    }

    async fn sleep_ms(&self, _ms: u32) {}

    async fn yield_now(&self) {}

    fn now(&self) -> TimeMs {
        TimeMs::parse("2026-11-20T12:00:00Z").expect("a good time")
    }

    async fn sample(&self, file: SampleFile) -> Result<Vec<u8>, TransportError> {
        std::fs::read(public(file.path())).map_err(|e| TransportError::Unreachable(e.to_string()))
    }
}

#[test]
fn the_ready_made_overview_is_what_the_engine_answers() {
    let query = Query { source: Source::Sample, ..Query::default() };
    let made = answer(Request::Overview { query }, SampleAlone, &Quiet);
    let made = futures_util::FutureExt::now_or_never(made).expect("nothing to wait for");
    let made = made.expect("the sample is readable");
    let bytes = wire::encode(&made);
    if std::env::var_os("UPDATE_SAMPLE").is_some() {
        std::fs::write(sample("overview.txt"), &bytes).expect("public/sample can be written");
    }
    let shipped = std::fs::read(sample("overview.txt")).unwrap_or_default();
    assert!(shipped == bytes, "public/sample/overview.txt is not of this code: run with UPDATE_SAMPLE=1");
    assert!(
        wire::decode::<Answer>(&shipped).is_ok_and(|read| read == made),
        "the page reads what was written"
    );
}
