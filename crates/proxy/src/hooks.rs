//! Messages to chats by name. The address of a chat is a secret that the server alone knows; a key keeps a message from
//! being sent twice.

use std::sync::Arc;
use std::time::Duration;

use axum::http::{HeaderMap, StatusCode, header};
use moka::future::Cache;
use serde_json::Value;

use crate::config::WebhookKind;
use crate::forward::Forward;
use crate::refusal::Refusal;
use crate::secrets::Secrets;

/// Where each kind of chat takes messages, and how its paths begin.
const PLACES: [(WebhookKind, &str, &str); 3] = [
    (WebhookKind::Slack, "hooks.slack.com", "/services/"),
    (WebhookKind::Feishu, "open.feishu.cn", "/open-apis/bot/v2/hook/"),
    (WebhookKind::Feishu, "open.larksuite.com", "/open-apis/bot/v2/hook/"),
];
/// So long a key is remembered.
const REMEMBER: Duration = Duration::from_hours(48);
/// So many keys are.
const MOST_KEYS: u64 = 10_000;
/// The longest key.
const LONGEST_KEY: usize = 200;

/// Where a chat takes messages.
#[derive(Clone)]
pub(crate) struct ChatAddress {
    kind: WebhookKind,
    host: &'static str,
    path: String,
}

impl ChatAddress {
    /// Reads an address; `None` when it is none of the chat's.
    pub(crate) fn parse(kind: WebhookKind, address: &str) -> Option<Self> {
        let (host, path) = address.strip_prefix("https://")?.split_once('/')?;
        let path = format!("/{path}");
        let plain = |b: u8| b.is_ascii_alphanumeric() || b"/-_".contains(&b);
        let fits = |place: &&(WebhookKind, &str, &str)| {
            place.0 == kind && place.1 == host && path.len() > place.2.len() && path.starts_with(place.2)
        };
        let (_, host, _) = PLACES.iter().find(fits)?;
        (path.bytes().all(plain) && !path.contains("//")).then_some(Self { kind, host, path })
    }
}

/// The chats, and the keys of messages that were sent.
pub(crate) struct Hooks {
    secrets: Arc<Secrets>,
    sent: Cache<(String, String), Result<(), Refusal>>,
}

impl Hooks {
    pub(crate) fn new(secrets: Arc<Secrets>) -> Self {
        Self { secrets, sent: Cache::builder().max_capacity(MOST_KEYS).time_to_live(REMEMBER).build() }
    }

    /// Sends a message, unless one was sent under its `Idempotency-Key` before. Without a bearer secret nothing is there.
    pub(crate) async fn send(
        &self,
        name: &str,
        headers: &HeaderMap,
        body: &[u8],
        forward: &Forward,
    ) -> Result<(), Refusal> {
        if !self.secrets.has_bearer() {
            return Err(Refusal::NoRoute);
        }
        let given =
            headers.get(header::AUTHORIZATION).and_then(|value| value.to_str().ok()?.strip_prefix("Bearer "));
        if !given.is_some_and(|given| self.secrets.is_bearer(given)) {
            return Err(Refusal::Secret);
        }
        let chat = self.secrets.chats.get(name).ok_or(Refusal::NoRoute)?;
        let message: Value = serde_json::from_slice(body).map_err(|_| Refusal::Shape("body"))?;
        if !message.is_object() {
            return Err(Refusal::Shape("body"));
        }
        let key = headers.get("idempotency-key").map(|key| key.to_str().map_err(|_| Refusal::Shape("key")));
        match key.transpose()?.filter(|key| !key.is_empty()) {
            None => deliver(chat, &message, forward).await,
            Some(key) if key.len() > LONGEST_KEY => Err(Refusal::Shape("key")),
            Some(key) => self.once((name.to_owned(), key.to_owned()), chat, &message, forward).await,
        }
    }

    /// What certainly was not sent may be tried again; whatever else came of it stays so.
    async fn once(
        &self,
        key: (String, String),
        chat: &ChatAddress,
        message: &Value,
        forward: &Forward,
    ) -> Result<(), Refusal> {
        let send = async {
            match deliver(chat, message, forward).await {
                Ok(()) => Ok(Ok(())),
                Err(Refusal::PerhapsSent) => Ok(Err(Refusal::PerhapsSent)),
                Err(refusal) => Err(refusal),
            }
        };
        self.sent.try_get_with(key, send).await.map_err(|refusal: Arc<Refusal>| (*refusal).clone())?
    }
}

async fn deliver(chat: &ChatAddress, message: &Value, forward: &Forward) -> Result<(), Refusal> {
    match forward.post(chat.host, &chat.path, message.to_string()).await {
        Ok((StatusCode::OK, said)) if took(chat.kind, &said) => Ok(()),
        Ok((status, _)) if status.is_server_error() => Err(Refusal::PerhapsSent),
        Ok(_) => Err(Refusal::ChatRefused),
        // Before the connection stood, nothing was sent.
        Err(refusal @ (Refusal::PrivateAddress | Refusal::Redirect)) => Err(refusal),
        Err(_) => Err(Refusal::PerhapsSent),
    }
}

/// Feishu says 200 and means the number inside; Slack says `ok`.
fn took(kind: WebhookKind, said: &[u8]) -> bool {
    match kind {
        WebhookKind::Slack => true,
        WebhookKind::Feishu => {
            let said: Option<Value> = serde_json::from_slice(said).ok();
            said.is_some_and(|said| {
                said.get("code").or_else(|| said.get("StatusCode")) == Some(&Value::from(0))
            })
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_chats_own_addresses() {
        for (kind, address, taken) in [
            (WebhookKind::Slack, "https://hooks.slack.com/services/T0/B0/abc", true),
            (WebhookKind::Slack, "http://hooks.slack.com/services/T0/B0/abc", false),
            (WebhookKind::Slack, "https://hooks.slack.com/services/", false),
            (WebhookKind::Slack, "https://hooks.slack.com:8443/services/T0", false),
            (WebhookKind::Slack, "https://hooks.slack.com@evil.example/services/T0", false),
            (WebhookKind::Slack, "https://hooks.slack.com.evil.example/services/T0", false),
            (WebhookKind::Slack, "https://hooks.slack.com/services/../x", false),
            (WebhookKind::Slack, "https://hooks.slack.com/services/T0?x=1", false),
            (WebhookKind::Slack, "https://open.feishu.cn/open-apis/bot/v2/hook/a-b", false),
            (WebhookKind::Feishu, "https://open.feishu.cn/open-apis/bot/v2/hook/a-b", true),
            (WebhookKind::Feishu, "https://open.larksuite.com/open-apis/bot/v2/hook/a-b", true),
            (WebhookKind::Feishu, "https://open.feishu.cn/open-apis/im/v1/messages", false),
        ] {
            assert_eq!(ChatAddress::parse(kind, address).is_some(), taken, "{address}");
        }
    }

    #[test]
    fn what_the_chats_say() {
        assert!(took(WebhookKind::Slack, b"ok"));
        assert!(took(WebhookKind::Feishu, br#"{"code":0,"msg":"success"}"#));
        assert!(took(WebhookKind::Feishu, br#"{"StatusCode":0}"#));
        assert!(!took(WebhookKind::Feishu, br#"{"code":19001,"msg":"param invalid"}"#));
        assert!(!took(WebhookKind::Feishu, b"ok"));
    }
}
