//! Names on boards beside names in sources: what agrees, what does not, and what cannot be told.

use proptest::prelude::*;

use super::*;

fn row(file: &str, test: &str, kind: Kind) -> Row {
    Row { repository: "o/r".into(), file: file.into(), test: test.into(), kind, ..Row::default() }
}

/// The rows that are found, each as its place in the list, its agreement and its reach.
fn found(rows: &[Row], name: &str) -> String {
    let show = |found: &Match| format!("{} {:?} {:?}", found.row, found.agreement, found.reach);
    MutedNames::new(rows).find(name).iter().map(show).collect::<Vec<_>>().join("; ").to_lowercase()
}

#[track_caller]
fn check(file: &str, test: &str, kind: Kind, names: &[(&str, &str)]) {
    let rows = [row(file, test, kind)];
    for (name, expect) in names {
        let expect = if expect.is_empty() { String::new() } else { format!("0 {expect}") };
        assert_eq!(found(&rows, name), expect, "{name:?} on a board, {test:?} in {file}");
    }
}

#[test]
fn python() {
    let names = [
        ("tests.network.test_dns.test_slow", "exact test"),
        ("network.test_dns.test_slow", "exact test"),
        ("pytest.tests.network.test_dns.test_slow", "exact test"),
        ("tests/network/test_dns.py::test_slow", "exact test"),
        ("tests.network.test_dns.test_slow[udp-1/2.5]", "exact test"),
        ("test_slow", "name test"),
        ("pytest.test_slow", ""),
        ("tests.storage.test_dns.test_slow", ""),
        ("tests.network.test_dns.test_slower", ""),
        ("tests.network.test_dns", ""),
    ];
    check("tests/network/test_dns.py", "test_slow", Kind::Test, &names);
    let names = [
        ("tests.test_dns.TestDns.test_slow", "exact test"),
        ("test_dns.TestDns.test_slow", "exact test"),
        ("TestDns.test_slow", "name test"),
        ("test_slow", "name test"),
        ("tests.test_dns.TestOther.test_slow", ""),
    ];
    check("tests/test_dns.py", "TestDns::test_slow", Kind::Test, &names);
    check("tests/test_dns.py", "TestDns::test_slow", Kind::Call, &names);
    let names = [("tests.test_dns.test_slow[a-1]", "exact parameter"), ("test_slow[b]", "name parameter")];
    check("tests/test_dns.py", "test_slow", Kind::Parameter, &names);
}

#[test]
fn suites_and_files() {
    let names = [
        ("tests.test_dns.TestDns.test_slow", "exact around"),
        ("TestDns.test_slow", "name around"),
        ("tests.test_dns.test_slow", ""),
        ("tests.test_dns.TestDns", ""),
    ];
    check("tests/test_dns.py", "TestDns", Kind::Suite, &names);
    let names = [
        ("tests.test_dns.TestDns.test_slow", "exact around"),
        ("tests.test_dns.test_slow", "exact around"),
        ("test_dns.test_slow", "name around"),
        ("tests.test_other.test_slow", ""),
        ("test_dns", ""),
    ];
    check("tests/test_dns.py", "", Kind::Module, &names);
    check("tests/test_dns.py", "disk", Kind::Fixture, &[("tests.test_dns.disk", ""), ("disk", "")]);
}

#[test]
fn go() {
    let names = [
        ("k8s.io/kubernetes/pkg/kubelet.TestSync", "exact test"),
        ("kubelet.TestSync", "exact test"),
        ("k8s.io/kubernetes/pkg/kubelet: TestSync", "exact test"),
        ("TestSync", "name test"),
        ("k8s.io/kubernetes/pkg/kubelet.TestSync/after_restart", "exact around"),
        ("k8s.io/kubernetes/pkg/proxy.TestSync", ""),
        ("k8s.io/kubernetes/pkg/kubelet.TestSyncAll", ""),
    ];
    check("pkg/kubelet/sync_test.go", "TestSync", Kind::Call, &names);
    let names = [
        ("k8s.io/kubernetes/pkg/kubelet.TestSync/after_restart_[1]", "exact test"),
        ("k8s.io/kubernetes/pkg/kubelet.TestSync/after_restart_[2]", ""),
        ("k8s.io/kubernetes/pkg/kubelet.TestSync", ""),
    ];
    check("pkg/kubelet/sync_test.go", "TestSync/after restart [1]", Kind::Call, &names);
    check("sync_test.go", "TestSync", Kind::Call, &[("example.com/m.TestSync", "name test")]);
}

#[test]
fn ginkgo() {
    let names = [
        ("Kubernetes e2e suite.[It] [sig-storage] Volumes should mount [Slow]", "exact test"),
        ("[sig-storage] Volumes should mount", "exact test"),
        ("Volumes  should mount", "exact test"),
        ("[sig-storage] Volumes should mount twice", ""),
        ("[sig-storage] Volumes should unmount", ""),
    ];
    check("test/e2e/volumes.go", "Volumes should mount", Kind::Test, &names);
    check("test/e2e/volumes.go", "Volumes should mount", Kind::Call, &names[..2]);
    let names = [
        ("[sig-storage] Volumes [Driver: a] should mount [Flaky]", "exact test"),
        ("[sig-storage] Volumes [Driver: b] should mount [Flaky]", ""),
        ("[sig-storage] Volumes should mount", ""),
    ];
    check("test/e2e/volumes.go", "Volumes [Driver: a] should mount", Kind::Test, &names);
    let names = [("[sig-storage] Volumes should mount", "name around"), ("[sig-storage] Volumes", "")];
    check("test/e2e/volumes.go", "Volumes", Kind::Suite, &names);
    check(
        "test/e2e/volumes.go",
        "Volumes of disks",
        Kind::Call,
        &[("Volumes of disks mount", "name around")],
    );
    check("test/e2e/util.go", "waits", Kind::Call, &[("waits for a pod", ""), ("waits", "")]);
    check("test/e2e/volumes.go", "[Flaky]", Kind::Test, &[("", ""), ("[Flaky]", "")]);
}

#[test]
fn other_languages() {
    let names = [
        ("org.madeup.LoginTest.staysLoggedIn", "exact test"),
        ("madeup.LoginTest.staysLoggedIn()", "exact test"),
        ("org.madeup.LoginTest#staysLoggedIn", "exact test"),
        ("LoginTest.staysLoggedIn(String)[1]", "name test"),
        ("org.other.LoginTest.staysLoggedIn", ""),
    ];
    let java = "console/src/test/java/org/madeup/LoginTest.java";
    check(java, "LoginTest.staysLoggedIn", Kind::Test, &names);
    let names = [
        ("my-agent::lease::tests::moves", "exact test"),
        ("my_agent lease::tests::moves", "exact test"),
        ("lease::tests::moves", "exact test"),
        ("tests::moves", "name test"),
        ("other::tests::moves", ""),
    ];
    check("crates/my-agent/src/lease.rs", "tests::moves", Kind::Test, &names);
    check("my-agent/src/lib.rs", "tests::moves", Kind::Test, &[("my_agent::tests::moves", "exact test")]);
    let names =
        [("dashboard draws rows", "name test"), ("dashboard > draws rows", "name test"), ("draws rows", "")];
    check("web/a.test.ts", "dashboard > draws rows", Kind::Test, &names);
    check("web/a.test.ts", "dashboard", Kind::Suite, &[("dashboard draws rows", "name around")]);
}

#[test]
fn what_several_bear_is_not_guessed() {
    let rows = [
        row("a/test_x.py", "test_slow", Kind::Test),
        row("b/test_x.py", "test_slow", Kind::Test),
        row("b/test_x.py", "test_slow", Kind::Call),
        row("b/test_x.py", "", Kind::Module),
    ];
    assert_eq!(found(&rows, "test_slow"), "0 ambiguous test; 1 ambiguous test; 2 ambiguous test");
    assert_eq!(
        found(&rows, "test_x.test_slow"),
        "0 ambiguous test; 1 ambiguous test; 2 ambiguous test; 3 name around"
    );
    assert_eq!(
        found(&rows, "b.test_x.test_slow"),
        "1 exact test; 2 exact test; 3 exact around",
        "all of one test"
    );
    assert_eq!(found(&rows[..1], "test_slow"), "0 name test");
    let branches = [("main", "a.py"), ("old", "a.py")]
        .map(|(branch, file)| Row { branch: branch.into(), ..row(file, "test_slow", Kind::Test) });
    assert_eq!(found(&branches, "a.test_slow"), "0 exact test; 1 exact test", "one test on two branches");
}

proptest! {
    #[test]
    fn any_names_are_taken(file in ".{0,20}(\\.py|\\.go|\\.rs|\\.java|\\.ts)?", test in ".{0,30}", name in ".{0,40}") {
        for kind in [Kind::Test, Kind::Suite, Kind::Module, Kind::Call] {
            let rows = [row(&file, &test, kind)];
            prop_assert!(MutedNames::new(&rows).find(&name).iter().all(|found| found.row == 0));
        }
    }
}
