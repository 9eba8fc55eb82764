//! What must not be seen: the token, the bearer secret, the addresses of chats. They come from the environment and show
//! nothing of themselves.

use std::collections::BTreeMap;
use std::fmt;

use subtle::ConstantTimeEq;

use crate::config::{Config, ConfigError};
use crate::hooks::ChatAddress;

/// Where the bearer secret of the webhooks stands.
const BEARER: &str = "FLAKESCOPE_PROXY_SECRET";
/// Where a token for the code host may stand.
const TOKENS: [&str; 3] = ["GITHUB_TOKEN", "GH_TOKEN", "GITHUB_AUTH_TOKEN"];
/// Shorter secrets could be guessed.
const SHORTEST: usize = 16;

/// The secrets of a server.
#[derive(Clone, Default)]
pub struct Secrets {
    token: Option<String>,
    bearer: Option<String>,
    pub(crate) chats: BTreeMap<String, ChatAddress>,
}

impl Secrets {
    /// Takes them from the environment: the bearer secret from `FLAKESCOPE_PROXY_SECRET`, the token from the first of the
    /// usual names, and each chat's address from the variable that the configuration names.
    pub fn read(config: &Config, variable: impl Fn(&str) -> Option<String>) -> Result<Self, ConfigError> {
        let of =
            |name: &str| variable(name).map(|text| text.trim().to_owned()).filter(|text| !text.is_empty());
        let bearer = of(BEARER);
        if bearer.as_ref().is_some_and(|secret| secret.len() < SHORTEST) {
            return Err(ConfigError::ShortSecret { name: BEARER, least: SHORTEST });
        }
        let mut chats = BTreeMap::new();
        for hook in config.webhook.iter().filter(|_| bearer.is_some()) {
            let missing =
                || ConfigError::NoAddress { name: hook.name.clone(), variable: hook.address_env.clone() };
            let address = of(&hook.address_env).ok_or_else(missing)?;
            let chat = ChatAddress::parse(hook.kind, &address);
            let wrong =
                || ConfigError::BadAddress { name: hook.name.clone(), variable: hook.address_env.clone() };
            chats.insert(hook.name.clone(), chat.ok_or_else(wrong)?);
        }
        Ok(Self { token: TOKENS.into_iter().find_map(of), bearer, chats })
    }

    /// The token for the code host, for the one place that sends it.
    pub(crate) fn token(&self) -> Option<&str> {
        self.token.as_deref()
    }

    /// True when webhooks are on: a bearer secret is set.
    pub(crate) fn has_bearer(&self) -> bool {
        self.bearer.is_some()
    }

    /// Is this what stands behind `Bearer`? Takes the same time whatever is wrong with it.
    pub(crate) fn is_bearer(&self, given: &str) -> bool {
        let digest = |text: &str| sha1_smol::Sha1::from(text).digest().bytes();
        self.bearer.as_ref().is_some_and(|own| digest(own).ct_eq(&digest(given)).into())
    }
}

impl fmt::Debug for Secrets {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secrets(…)")
    }
}
