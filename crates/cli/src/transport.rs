//! The engine's door to the world on a real machine: HTTP over rustls, the system's clock and certificates.

use std::cell::OnceCell;
use std::error::Error as _;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use flakescope_core::model::TimeMs;
use flakescope_engine::{Call, REPLY_HEADERS, Reply, Response, SampleFile, Transport, TransportError};
use reqwest::redirect::{Action, Attempt, Policy};

/// The sample of the page; the same bytes.
static SAMPLE: &[u8] = include_bytes!("../../../public/sample/bundle.json");
static SAMPLE_SOURCES: &[u8] = include_bytes!("../../../public/sample/sources.zip");
static SAMPLE_ACTIVITY: &[u8] = include_bytes!("../../../public/sample/activity.csv");
static SAMPLE_HISTORY: [&[u8]; 2] = [
    include_bytes!("../../../public/sample/history_current.json"),
    include_bytes!("../../../public/sample/history_new.json"),
];
static SAMPLE_PAYLOAD: &[u8] = include_bytes!("../../../public/sample/payload.zip");

/// How long a connection may take to be made.
const CONNECT_TIMEOUT: Duration = Duration::from_secs(10);

/// HTTP through the system's network.
#[derive(Default)]
pub(crate) struct Native {
    client: OnceCell<reqwest::Client>,
    /// For requests that may bear a token: it must not go where an answer points.
    client_without_redirects: OnceCell<reqwest::Client>,
}

impl Native {
    /// The client is made when it is first needed: a machine without certificates can still read files and the
    /// sample.
    fn client(&self) -> Result<&reqwest::Client, TransportError> {
        made_once(&self.client, Policy::custom(stay_on_the_host))
    }

    fn client_without_redirects(&self) -> Result<&reqwest::Client, TransportError> {
        made_once(&self.client_without_redirects, Policy::none())
    }
}

fn made_once(
    place: &OnceCell<reqwest::Client>,
    redirects: Policy,
) -> Result<&reqwest::Client, TransportError> {
    if let Some(client) = place.get() {
        return Ok(client);
    }
    let client = new_client(redirects).map_err(|error| TransportError::Unreachable(innermost(&error)))?;
    Ok(place.get_or_init(|| client))
}

fn new_client(redirects: Policy) -> reqwest::Result<reqwest::Client> {
    // Fails when a provider is there already, which is as good.
    let _ = rustls::crypto::ring::default_provider().install_default();
    reqwest::Client::builder()
        .user_agent(concat!("flakescope/", env!("CARGO_PKG_VERSION")))
        .connect_timeout(CONNECT_TIMEOUT)
        .redirect(redirects)
        .build()
}

/// Redirects may not lead to a host that the user has not named.
fn stay_on_the_host(attempt: Attempt<'_>) -> Action {
    let first = attempt.previous().first();
    let same_host = first.is_some_and(|first| {
        first.host_str() == attempt.url().host_str() && first.scheme() == attempt.url().scheme()
    });
    if same_host && attempt.previous().len() <= 3 { attempt.follow() } else { attempt.stop() }
}

impl Transport for Native {
    async fn get(&self, url: &str, max_bytes: u64) -> Result<Response, TransportError> {
        let answer = self.client()?.get(url).send().await.map_err(|error| before_the_answer(&error))?;
        let status = answer.status().as_u16();
        let retry_after_s = header(&answer, "retry-after").and_then(|value| value.trim().parse().ok());
        Ok(Response { status, retry_after_s, body: read_body(answer, max_bytes).await? })
    }

    async fn call(&self, call: Call) -> Result<Reply, TransportError> {
        let client = self.client_without_redirects()?;
        let mut request = match call.body {
            Some(body) => client.post(&call.url).body(body),
            None => client.get(&call.url),
        };
        for (name, value) in call.headers {
            request = request.header(name, value);
        }
        let answer = request.send().await.map_err(|error| before_the_answer(&error))?;
        let headers = REPLY_HEADERS.into_iter().filter_map(|name| Some((name, header(&answer, name)?)));
        let (status, headers) = (answer.status().as_u16(), headers.collect());
        Ok(Reply { status, headers, body: read_body(answer, call.max_bytes).await? })
    }

    async fn sleep_ms(&self, ms: u32) {
        tokio::time::sleep(Duration::from_millis(ms.into())).await;
    }

    async fn yield_now(&self) {
        tokio::task::yield_now().await;
    }

    fn now(&self) -> TimeMs {
        let since_1970 = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
        TimeMs(i64::try_from(since_1970.as_millis()).unwrap_or(i64::MAX))
    }

    async fn sample(&self, file: SampleFile) -> Result<Vec<u8>, TransportError> {
        Ok(match file {
            SampleFile::Boards => SAMPLE.to_vec(),
            SampleFile::Payload => SAMPLE_PAYLOAD.to_vec(),
            SampleFile::Sources => SAMPLE_SOURCES.to_vec(),
            SampleFile::Activity => SAMPLE_ACTIVITY.to_vec(),
            SampleFile::HistoryCurrent => SAMPLE_HISTORY[0].to_vec(),
            SampleFile::HistoryNew => SAMPLE_HISTORY[1].to_vec(),
        })
    }
}

fn header(answer: &reqwest::Response, name: &str) -> Option<String> {
    answer.headers().get(name)?.to_str().ok().map(str::to_owned)
}

async fn read_body(mut answer: reqwest::Response, max_bytes: u64) -> Result<Vec<u8>, TransportError> {
    let mut body = Vec::new();
    while let Some(chunk) = answer.chunk().await.map_err(|error| TransportError::Cut(innermost(&error)))? {
        if body.len() as u64 + chunk.len() as u64 > max_bytes {
            return Err(TransportError::TooLarge { max_bytes });
        }
        body.extend_from_slice(&chunk);
    }
    Ok(body)
}

/// A failure before the first line of the answer: no connection, or one that ended too soon.
fn before_the_answer(error: &reqwest::Error) -> TransportError {
    if error.is_timeout() {
        TransportError::TimedOut
    } else if error.is_connect() {
        TransportError::Unreachable(innermost(error))
    } else {
        TransportError::Cut(innermost(error))
    }
}

/// The cause at the bottom says most.
fn innermost(error: &reqwest::Error) -> String {
    let mut cause = error.source();
    let mut words = error.to_string();
    while let Some(deeper) = cause {
        words = deeper.to_string();
        cause = deeper.source();
    }
    words
}
