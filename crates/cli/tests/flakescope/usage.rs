//! Help, version, and wrong use.

use crate::run::{flakescope, with_arguments};

/// Flags that every question has.
const SHARED: [&str; 22] = [
    "--dashboard ",
    "--dashboard-group ",
    "--testgrid ",
    "--summary ",
    "--table ",
    "--sample",
    "--timeout ",
    "--github ",
    "--issues ",
    "--project-board ",
    "--github-api ",
    "--compare-days ",
    "--window-days ",
    "--keep-broken-runs",
    "--job ",
    "--sig ",
    "--verdict ",
    "--priority ",
    "--effort ",
    "--text ",
    "--output ",
    "--config ",
];

#[test]
fn help_shows_every_flag_and_examples() {
    let flakes = ["--sort ", "--format ", "--link", "flakescope flakes --sample --format markdown"];
    let report = ["--page ", "--format ", "slack", "flakescope report --compare-days 7 --format slack"];
    for (question, own) in [("flakes", flakes), ("report", report)] {
        let help = flakescope(&format!("{question} --help"));
        assert_eq!(help.code, 0);
        for words in SHARED.into_iter().chain(own).chain(["0 done, 1 failed, 2 wrong use", "GITHUB_TOKEN"]) {
            assert!(help.out.contains(words), "{question}: {words} is missing:\n{}", help.out);
        }
        assert!(flakescope("--help").out.contains(question));
    }
    assert_eq!(flakescope("--version").out.trim(), format!("flakescope {}", env!("CARGO_PKG_VERSION")));
}

#[test]
fn wrong_use_ends_with_2_and_writes_nothing() {
    for arguments in [
        "",
        "wishes",
        "flakes --colour red",
        "flakes --sample --window-days 0",
        "flakes --sample --window-days many",
        "flakes --sample --verdict maybe",
        "flakes --sample --priority now",
        "flakes --sample --format xml",
        "flakes --sample --sort shoe_size",
        "flakes --sample --text (",
        "flakes --sample --testgrid https://a.example",
        "flakes --sample --table a.json",
        "flakes --testgrid http://a.example/api/v1",
        "flakes --testgrid nonsense",
        "flakes --summary a.json --link",
    ] {
        let run = flakescope(arguments);
        assert_eq!((run.code, run.out.as_str()), (2, ""), "{arguments}: {}", run.err);
        assert!(!run.err.is_empty(), "{arguments}");
    }
}

#[test]
fn a_bad_search_is_explained_in_one_line() {
    let run = with_arguments(&["flakes", "--sample", "--text", "a(b"]);
    assert!(
        run.one_line().starts_with("flakescope: the search \"a(b\" is not a regular expression: "),
        "{}",
        run.err
    );
    let sort = flakescope("flakes --sample --sort shoe_size");
    assert!(sort.err.contains("failure_rate"), "the columns are named: {}", sort.err);
}

#[test]
fn the_link_is_that_of_the_page() {
    for (arguments, link) in [
        ("", "?v=1"),
        ("--sample", "?src=sample&v=1"),
        (
            "--sig sig-storage --sort -failure_rate --window-days 7",
            "?days=7&sig=storage&sort=-failure_rate&v=1",
        ),
    ] {
        let run = flakescope(&format!("flakes --link {arguments}"));
        assert_eq!((run.code, run.out.trim_end()), (0, link), "{}", run.err);
    }
}
