//! Links: what is read is written, and read again as the same, for every question.
#![no_main]

use flakescope_core::flakes::link::{from_query_string, to_query_string};
use flakescope_core::{activity::page as activity, failures, muted, payloads};
use libfuzzer_sys::fuzz_target;

/// The pairs of a link whose keys are known, once each.
fn pairs(text: &str, keys: &[&'static str]) -> Vec<(&'static str, String)> {
    let mut found: Vec<(&'static str, String)> = Vec::new();
    for (key, value) in form_urlencoded::parse(text.as_bytes()) {
        let Some(key) = keys.iter().find(|known| **known == key) else { continue };
        if !found.iter().any(|(known, _)| known == key) {
            found.push((key, value.into_owned()));
        }
    }
    found
}

fuzz_target!(|text: &str| {
    let (query, _) = from_query_string(text, &[]);
    assert_eq!(from_query_string(&to_query_string(&query), &[]).0, query);

    let (params, _) = failures::link::from_pairs(&pairs(text, &failures::link::KEYS));
    let again = failures::link::to_pairs(&params);
    assert_eq!(failures::link::to_pairs(&failures::link::from_pairs(&again).0), again);

    let (asked, _) = muted::link::from_pairs(&pairs(text, &muted::link::KEYS));
    assert_eq!(muted::link::from_pairs(&muted::link::to_pairs(&asked)).0, asked);

    let (asked, _) = activity::link::from_pairs(&pairs(text, &activity::link::KEYS));
    assert_eq!(activity::link::from_pairs(&activity::link::to_pairs(&asked)).0, asked);

    let (query, _) = payloads::link::from_pairs(&pairs(text, &payloads::link::KEYS), ("", ""));
    let again = payloads::link::to_pairs(&query);
    assert_eq!(payloads::link::to_pairs(&payloads::link::from_pairs(&again, ("", "")).0), again);

    let (query, _) = payloads::history::link::from_pairs(&pairs(text, &payloads::history::link::KEYS));
    let again = payloads::history::link::to_pairs(&query);
    assert_eq!(payloads::history::link::to_pairs(&payloads::history::link::from_pairs(&again).0), again);
});
