//! The reader's own rules about causes in logs, kept in the browser: a link would be too long with them.

const KEY: &str = "flakescope-rules";

fn storage() -> Option<web_sys::Storage> {
    web_sys::window()?.local_storage().ok()?
}

/// The rules, as their file has them; empty for those of the page.
pub fn kept_rules() -> String {
    storage().and_then(|storage| storage.get_item(KEY).ok().flatten()).unwrap_or_default()
}

/// Keeps rules; empty ones give way to those of the page. False where the browser keeps nothing.
pub fn keep_rules(rules: &str) -> bool {
    let kept = |storage: web_sys::Storage| match rules {
        "" => storage.remove_item(KEY),
        rules => storage.set_item(KEY, rules),
    };
    storage().is_some_and(|storage| kept(storage).is_ok())
}
