//! What the services answered, path by path, so that the same readers read it as they would the answers themselves.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;

use super::SnapshotError;
use super::pack::{pack, unpack};

/// Answers by path: below the address of the boards (`/dashboards/…`), or below that of the code host (`/repos/…`).
#[derive(Clone, Debug, Default)]
pub struct Boards {
    answers: BTreeMap<String, Box<RawValue>>,
}

#[derive(Serialize, Deserialize)]
struct Wire {
    answers: BTreeMap<String, Box<RawValue>>,
}

impl Boards {
    /// Takes an answer; one that is no JSON is left out, and told by `false`.
    pub fn put(&mut self, path: &str, body: &[u8]) -> bool {
        let answer = serde_json::from_slice::<Box<RawValue>>(body).ok();
        answer.map(|answer| self.answers.insert(path.to_owned(), answer)).is_some()
    }

    /// The answer to a path.
    pub fn get(&self, path: &str) -> Option<&[u8]> {
        self.answers.get(path).map(|answer| answer.get().as_bytes())
    }

    /// The paths, in order.
    pub fn paths(&self) -> impl Iterator<Item = &str> {
        self.answers.keys().map(String::as_str)
    }

    /// The packed file.
    pub fn write(&self) -> Vec<u8> {
        let wire = Wire { answers: self.answers.clone() };
        // Cannot fail: no map has keys other than text.
        pack(&serde_json::to_vec(&wire).unwrap_or_default())
    }

    /// Reads the packed file.
    pub fn parse(name: &str, bytes: &[u8]) -> Result<Self, SnapshotError> {
        let damaged = |error: serde_json::Error| SnapshotError::Damaged {
            file: name.to_owned(),
            reason: error.to_string(),
        };
        let wire: Wire = serde_json::from_slice(&unpack(name, bytes)?).map_err(damaged)?;
        Ok(Self { answers: wire.answers })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn answers_come_back_byte_by_byte() {
        let mut boards = Boards::default();
        assert!(boards.put("/dashboards/b/tab-summaries", b"{\"a\": 1.50}"));
        assert!(boards.put("/dashboards/a/tab-summaries", b"[]"));
        assert!(!boards.put("/dashboards/c/tab-summaries", b"not found"));
        let packed = boards.write();
        let again = Boards::parse("boards", &packed).unwrap();
        assert_eq!(again.get("/dashboards/b/tab-summaries"), Some(b"{\"a\": 1.50}".as_slice()));
        assert_eq!(
            again.paths().collect::<Vec<_>>(),
            ["/dashboards/a/tab-summaries", "/dashboards/b/tab-summaries"]
        );
        assert_eq!(again.write(), packed, "equal answers, equal bytes");
        assert!(Boards::parse("boards", &packed[..20]).is_err());
        assert!(Boards::parse("boards", b"nothing packed").is_err());
    }
}
