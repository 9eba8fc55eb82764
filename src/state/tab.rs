//! What lives as long as the browser's tab: the hosts that the user agreed to, and that the page reloaded itself.

use web_sys::Storage;

const HOSTS: &str = "flakescope-hosts";
const RELOADED: &str = "flakescope-reloaded-for";

fn storage() -> Option<Storage> {
    web_sys::window()?.session_storage().ok()?
}

fn read(key: &str) -> String {
    storage().and_then(|storage| storage.get_item(key).ok().flatten()).unwrap_or_default()
}

/// False where the browser keeps nothing.
fn write(key: &str, value: &str) -> bool {
    storage().is_some_and(|storage| storage.set_item(key, value).is_ok())
}

/// The hosts that the user agreed to.
pub fn allowed_hosts() -> Vec<String> {
    read(HOSTS).split_whitespace().map(str::to_owned).collect()
}

/// Remembers that the user agreed to a host.
pub fn allow_host(host: &str) {
    let mut hosts = allowed_hosts();
    if !hosts.iter().any(|known| known == host) {
        hosts.push(host.to_owned());
        write(HOSTS, &hosts.join(" "));
    }
}

/// Reloads the page because its engine is of another build; once per build, so that nothing goes in circles. True when
/// the page is about to go.
pub fn reload_for(engine_build: &str) -> bool {
    if read(RELOADED) == engine_build || !write(RELOADED, engine_build) {
        return false;
    }
    web_sys::window().is_some_and(|window| window.location().reload().is_ok())
}
