//! The reader's own settings, kept in the browser: theme, colours, and the places of a proxy and a snapshot.

use leptos::prelude::*;

/// What is kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kept {
    /// The word of a [`Theme`].
    Theme,
    /// [`SAFE`] for the colours that are told apart without red or green; empty for the usual ones.
    Palette,
    /// The address of a proxy.
    Proxy,
    /// The folder of a snapshot.
    Snapshot,
}

/// The colours for those who see no red or no green, as `<html data-palette>` names them.
pub const SAFE: &str = "safe";

impl Kept {
    fn key(self) -> &'static str {
        match self {
            Self::Theme => "flakescope-theme",
            Self::Palette => "flakescope-palette",
            Self::Proxy => "flakescope-proxy",
            Self::Snapshot => "flakescope-snapshot",
        }
    }

    /// What is kept; empty if nothing is.
    pub fn read(self) -> String {
        let storage = web_sys::window().and_then(|window| window.local_storage().ok().flatten());
        storage.and_then(|storage| storage.get_item(self.key()).ok().flatten()).unwrap_or_default()
    }

    /// Keeps a word; a browser that keeps nothing goes on without.
    pub fn write(self, word: &str) {
        let storage = web_sys::window().and_then(|window| window.local_storage().ok().flatten());
        if let Some(Err(error)) = storage.map(|storage| storage.set_item(self.key(), word)) {
            web_sys::console::warn_1(&error);
        }
    }
}

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

    fn apply(self) {
        mark("data-theme", self.word());
        mark("data-palette", &Kept::Palette.read());
    }
}

/// Sets what the style sheet looks at.
fn mark(name: &str, word: &str) {
    let root = web_sys::window().and_then(|w| w.document()).and_then(|d| d.document_element());
    if let Some(Err(error)) = root.map(|root| root.set_attribute(name, word)) {
        web_sys::console::warn_1(&error);
    }
}

/// The theme in the context.
#[derive(Clone, Copy)]
struct CurrentTheme(RwSignal<Theme>);

/// Reads the theme, applies it, and keeps applying it, with the colours. `<html data-theme="system|light|dark">` and
/// `<html data-palette="|safe">` tell the style sheet. Who changes the colours notifies of the theme.
pub fn provide_theme() {
    let theme = RwSignal::new(Theme::parse(&Kept::Theme.read()));
    provide_context(CurrentTheme(theme));
    Effect::new(move |before: Option<Theme>| {
        let now = theme.get();
        now.apply();
        if before.is_some_and(|before| before != now) {
            Kept::Theme.write(now.word());
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
