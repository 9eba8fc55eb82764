//! The facts of the page: who is asked for what, and what is kept.

use flakescope_engine::Policy;

/// A service that is asked.
#[derive(Clone, Copy)]
pub(super) struct Source {
    /// Its name.
    pub name: &'static str,
    /// Where one reads about it.
    pub address: &'static str,
    /// What is asked of it, and when.
    pub what: &'static str,
}

/// Every host that is asked without a question ([`flakescope_engine::HOSTS`]).
pub(super) const SOURCES: [Source; 5] = [
    Source {
        name: "testgrid-api.prow.k8s.io",
        address: "https://testgrid.k8s.io/",
        what: "Boards, tabs and results, when a page opens that shows boards.",
    },
    Source {
        name: "api.github.com",
        address: "https://docs.github.com/en/rest",
        what: "Issues beside the boards; the list of files of a repository on the page of muted tests. A token that you give goes here and nowhere else.",
    },
    Source {
        name: "raw.githubusercontent.com",
        address: "https://docs.github.com/en/rest",
        what: "Source files of a repository, on the page of muted tests.",
    },
    Source {
        name: "storage.googleapis.com",
        address: "https://cloud.google.com/storage/docs/json_api",
        what: "Files that runs left, when you ask for whole failures or for the runs of a payload.",
    },
    Source {
        name: "prow.k8s.io",
        address: "https://prow.k8s.io/",
        what: "Lists of runs, where a link names one.",
    },
];

/// What is kept, where, and how long.
pub(super) const KEPT: [(&str, &str, &str); 6] = [
    (
        "The files of this page, so that it opens without a network",
        "Cache storage",
        "Until a newer version takes their place",
    ),
    ("What services answered without a token", "Cache storage", "A week"),
    ("Theme, colours, the addresses of a proxy and a snapshot", "Local storage", "Until you change them"),
    ("Hosts that you agreed to", "Session storage", "Until the tab is closed"),
    (
        "A token",
        "Memory; session storage if you ask for that",
        "Until the page is left, or the tab is closed",
    ),
    ("Files that you open here", "Memory", "Until the page is left"),
];

/// The week above.
const _: () = assert!(Policy::KEEP_MS == 7 * 24 * 3_600_000, "the page says a week");

#[cfg(test)]
mod tests {
    use flakescope_engine::HOSTS;

    use super::*;

    #[test]
    fn every_host_is_told() {
        let mut told = SOURCES.map(|source| source.name);
        let mut asked = HOSTS;
        told.sort_unstable();
        asked.sort_unstable();
        assert_eq!(told, asked);
    }
}
