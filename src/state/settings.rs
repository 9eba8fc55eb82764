//! The reader's own settings, kept in the browser: the theme.

use leptos::prelude::*;

/// Light or dark.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Theme {
    /// As the system says.
    #[default]
    System,
    /// Always light.
    Light,
    /// Always dark.
    Dark,
}

impl Theme {
    const KEY: &'static str = "flakescope-theme";

    /// The word in the browser's storage and in `<html data-theme>`.
    pub fn word(self) -> &'static str {
        match self {
            Self::System => "system",
            Self::Light => "light",
            Self::Dark => "dark",
        }
    }

    /// The next one, round and round.
    #[must_use]
    pub fn next(self) -> Self {
        match self {
            Self::System => Self::Light,
            Self::Light => Self::Dark,
            Self::Dark => Self::System,
        }
    }

    fn parse(word: &str) -> Self {
        [Self::Light, Self::Dark].into_iter().find(|theme| theme.word() == word).unwrap_or_default()
    }

    fn stored() -> Self {
        let storage = web_sys::window().and_then(|window| window.local_storage().ok().flatten());
        let word = storage.and_then(|storage| storage.get_item(Self::KEY).ok().flatten());
        Self::parse(&word.unwrap_or_default())
    }

    /// Keeps it; a browser that keeps nothing still shows it.
    fn store(self) {
        let storage = web_sys::window().and_then(|window| window.local_storage().ok().flatten());
        if let Some(Err(error)) = storage.map(|storage| storage.set_item(Self::KEY, self.word())) {
            web_sys::console::warn_1(&error);
        }
    }

    fn apply(self) {
        let root = web_sys::window().and_then(|w| w.document()).and_then(|d| d.document_element());
        if let Some(Err(error)) = root.map(|root| root.set_attribute("data-theme", self.word())) {
            web_sys::console::warn_1(&error);
        }
    }
}

/// The theme in the context.
#[derive(Clone, Copy)]
struct CurrentTheme(RwSignal<Theme>);

/// Reads the theme, applies it, and keeps applying it. `<html data-theme="system|light|dark">` tells the style sheet.
pub fn provide_theme() {
    let theme = RwSignal::new(Theme::stored());
    provide_context(CurrentTheme(theme));
    Effect::new(move |before: Option<Theme>| {
        let now = theme.get();
        now.apply();
        if before.is_some_and(|before| before != now) {
            now.store();
        }
        now
    });
}

/// The theme, to read and to change.
///
/// # Panics
/// Outside the app's shell.
pub fn use_theme() -> RwSignal<Theme> {
    expect_context::<CurrentTheme>().0
}
