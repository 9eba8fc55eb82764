//! Where the site lies: the app works under `/` and under any sub-path, which it learns from `document.baseURI`.

use std::cell::OnceCell;

thread_local! {
    static BASE: OnceCell<String> = const { OnceCell::new() };
}

/// The path that the site lies under, without a slash at its end: empty, or `/some/sub/path`. Read once: a `<base>`
/// element with a relative address would move with the page.
pub fn path() -> String {
    BASE.with(|base| base.get_or_init(read).clone())
}

/// The full path of one of the app's own addresses, which begins with a slash.
pub fn address(path_in_site: &str) -> String {
    format!("{}{path_in_site}", path())
}

/// The whole address of a path, which begins with a slash: for links that leave the page.
pub fn full(path: &str) -> String {
    let origin = web_sys::window().and_then(|window| window.location().origin().ok()).unwrap_or_default();
    format!("{origin}{path}")
}

/// The address of a file that ships with the site, with the build id, so that no cache mixes builds.
pub fn file(name: &str) -> String {
    let build = meta("flakescope-build").unwrap_or_default();
    format!("{}/{name}?build={build}", path())
}

/// The content of a `<meta name=…>` element; none where there is no page.
pub fn meta(name: &str) -> Option<String> {
    let document = web_sys::window()?.document()?;
    document.query_selector(&format!("meta[name={name}]")).ok()??.get_attribute("content")
}

/// The one form of a path that the app knows: without `.html`, `index` and a slash at the end.
pub fn tidy(path: &str) -> &str {
    let path = path.strip_suffix(".html").unwrap_or(path);
    let path = path.strip_suffix("/index").unwrap_or(path);
    path.trim_end_matches('/')
}

/// The path within a site that lies under `base`, beginning with a slash; none for a path outside.
pub fn within<'a>(path: &'a str, base: &str) -> Option<&'a str> {
    path.strip_prefix(base).filter(|rest| rest.starts_with('/'))
}

/// Rewrites the address that was opened to the form that the app knows. Call before anything reads it.
pub fn tidy_location() {
    let base = path(); // before the address changes
    let Some(window) = web_sys::window() else { return };
    let location = window.location();
    let (Ok(opened), Ok(search), Ok(hash), Ok(history)) =
        (location.pathname(), location.search(), location.hash(), window.history())
    else {
        return;
    };
    let tidied = match tidy(&opened) {
        path if path == base => format!("{base}/"),
        path => path.to_owned(),
    };
    if tidied != opened {
        let address = format!("{tidied}{search}{hash}");
        if let Err(error) = history.replace_state_with_url(&wasm_bindgen::JsValue::NULL, "", Some(&address)) {
            web_sys::console::warn_1(&error);
        }
    }
}

fn read() -> String {
    let address = web_sys::window()
        .and_then(|window| window.document())
        .and_then(|document| document.base_uri().ok().flatten())
        .and_then(|uri| web_sys::Url::new(&uri).ok());
    let path = address.map(|address| address.pathname()).unwrap_or_default();
    path.rsplit_once('/').map(|(folder, _)| folder.to_owned()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_within_the_site() {
        assert_eq!(within("/sub/flakes", "/sub"), Some("/flakes"));
        assert_eq!(within("/sub/", "/sub"), Some("/"));
        assert_eq!(within("/flakes", ""), Some("/flakes"));
        assert_eq!(within("/subway", "/sub"), None);
        assert_eq!(within("/other/flakes", "/sub"), None);
    }

    #[test]
    fn paths_are_tidied() {
        for (opened, wanted) in [
            ("/", ""),
            ("/index.html", ""),
            ("/flakes", "/flakes"),
            ("/flakes/", "/flakes"),
            ("/flakes.html", "/flakes"),
            ("/sub/flakes/index.html", "/sub/flakes"),
            ("/sub/flakes/job/", "/sub/flakes/job"),
            ("/sub/", "/sub"),
        ] {
            assert_eq!(tidy(opened), wanted, "{opened}");
        }
    }
}
