//! Sending a message to the webhook of a chat. Its address is a secret: it is taken from the environment or from env.json, and is said nowhere.

use flakescope_core::activity::ActivityFormat;
use flakescope_engine::{Call, Transport};

use super::env_json::EnvJson;
use crate::error::CliError;
use crate::output;
use crate::transport::Native;

/// Where the address stands.
const VARIABLE: &str = "FLAKESCOPE_WEBHOOK";

/// The answer of a chat is a line.
const MOST_BYTES: u64 = 64 << 10;

/// Sends it, once.
pub(super) async fn send(
    format: ActivityFormat,
    message: &str,
    env: Option<&EnvJson>,
) -> Result<(), CliError> {
    let url = std::env::var(VARIABLE).ok().or_else(|| env.and_then(EnvJson::webhook));
    let url = url
        .filter(|url| url.starts_with("https://") || url.starts_with("http://127.0.0.1:"))
        .ok_or_else(|| {
            CliError::Usage(format!(
                "--send needs the address of a webhook, https://…, in {VARIABLE} or in env.json"
            ))
        })?;
    let headers = vec![("content-type", "application/json".to_owned())];
    let call = Call { url, headers, body: Some(message.to_owned()), max_bytes: MOST_BYTES };
    let failed = |reason: String| CliError::Send { chat: format.word(), reason };
    let reply =
        Native::default().call(call).await.map_err(|_| failed("its host cannot be reached".to_owned()))?;
    if !(200..300).contains(&reply.status) {
        return Err(failed(format!("it answers with HTTP {}", reply.status)));
    }
    // Feishu says in the text of a good answer that it refused.
    let code = serde_json::from_slice::<serde_json::Value>(&reply.body)
        .ok()
        .and_then(|answer| answer.get("code")?.as_i64());
    if let Some(code) = code.filter(|code| *code != 0) {
        Err(failed(format!("it refuses the message with code {code}")))
    } else {
        output::say(&format!("sent to {}", format.word()));
        Ok(())
    }
}
