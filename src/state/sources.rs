//! The sources whose muted tests were read last, so that a test on another page can be looked for in them. They are forgotten with
//! the page.

use std::cell::RefCell;

use flakescope_core::flakes::{Query, Source};
use flakescope_engine::{MutedAsk, Request};

use super::view::{PageKeys, View};

/// The question that they answered.
#[derive(Clone, Debug, PartialEq)]
pub struct Sources {
    source: Source,
    own: Vec<(&'static str, String)>,
}

thread_local! {
    static LAST: RefCell<Option<Sources>> = const { RefCell::new(None) };
}

impl Sources {
    /// Remembers what a page has read.
    pub fn remember(source: &Source, own: &[(&'static str, String)]) {
        LAST.set(Some(Self { source: source.clone(), own: own.to_vec() }));
    }

    /// The repositories that the link names, else what was read last; none where neither is.
    pub fn of(view: &View) -> Option<Self> {
        let names_some = view.page.own.iter().any(|(key, _)| *key == "repos");
        let named = names_some.then(|| Self { source: Source::TestGrid, own: view.page.own.clone() });
        named.or_else(|| LAST.with_borrow(Clone::clone))
    }

    /// Where the test of this name on a board is muted.
    pub fn about(&self, test: &str) -> Option<Request> {
        let page = PageKeys { own: self.own.clone(), ..PageKeys::default() };
        let query = Query { source: self.source.clone(), ..Query::default() };
        page.about_muted(query, MutedAsk::OfTest { test: test.to_owned() })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_link_goes_before_what_was_read() {
        assert_eq!(Sources::of(&View::default()), None);
        Sources::remember(&Source::Sample, &[]);
        assert!(Sources::of(&View::default()).unwrap().about("a").is_some());
        let view = View::parse("repos=o%2Fr%40main");
        let sources = Sources::of(&view).unwrap();
        assert_eq!(
            (sources.source.clone(), sources.own.as_slice()),
            (Source::TestGrid, &[("repos", "o/r@main".to_owned())][..])
        );
        assert!(sources.about("a").is_some());
    }
}
