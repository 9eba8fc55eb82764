//! Every form of Go's markers, and what only looks like one.

use crate::shown::{found, lines};

fn check(text: &str, expect: &[&str]) {
    crate::shown::check("pkg/a_test.go", text, expect);
}

#[test]
fn skips_of_testing() {
    check(
        "func TestA(t *testing.T) {\n\tt.Skip(\"broken, see #12\")\n}\n\nfunc BenchmarkB(b *testing.B) { b.SkipNow() }\n",
        &["2 call TestA t.Skip reason=broken, see #12", "5 call BenchmarkB b.SkipNow"],
    );
    check(
        "func TestA(t *testing.T) {\n\tif testing.Short() {\n\t\tt.Skipf(\"slow: %v\", x)\n\t} else {\n\t\tt.Skip(`raw`)\n\t}\n\tt.Run(\"sub one\", func(tt *testing.T) {\n\t\ttt.Skip(why())\n\t})\n}\n",
        &[
            "3 call TestA t.Skipf reason=slow: %v condition=testing.Short()",
            "5 call TestA t.Skip reason=raw condition=!(testing.Short())",
            "8 call TestA/sub one tt.Skip reason=why()",
        ],
    );
    check(
        "func (s *Suite) TestC() {\n\tif err := f(a{1}); err != nil && s.on[1] {\n\t\ts.T().Skip(\"x\")\n\t}\n}\nfunc helper(tb testing.TB) { tb.Skip() }\n",
        &["3 call TestC s.T().Skip reason=x condition=err != nil && s.on[1]", "6 call helper tb.Skip"],
    );
}

#[test]
fn nodes_of_ginkgo() {
    check(
        "import . \"github.com/onsi/ginkgo/v2\"\nvar _ = Describe(\"Volumes\", func() {\n\tXIt(\"mounts\", func() {})\n\tPContext(\"old\", func() {\n\t\tIt(\"works [Flaky] [Disabled:Broken]\", func() { Skip(\"later\") })\n\t})\n\tIt(\"waits\", Pending, func() {})\n\tWhen(\"tagged\", ginkgo.Pending, func() {})\n\tDescribeTable(\"t\", f,\n\t\tPEntry(\"e\", 1),\n\t)\n})\n",
        &[
            "3 test Volumes mounts XIt",
            "4 suite Volumes old PContext",
            "5 test Volumes old works [Flaky] [Disabled:Broken] [Flaky]",
            "5 test Volumes old works [Flaky] [Disabled:Broken] [Disabled:Broken] reason=Broken",
            "5 call Volumes old works [Flaky] [Disabled:Broken] Skip reason=later",
            "7 test Volumes waits Pending",
            "8 suite Volumes tagged Pending",
            "10 test Volumes t e PEntry",
        ],
    );
    check(
        "import \"k8s.io/ginkgo\"\nvar _ = SIGDescribe(\"Disk [Flaky]\", framework.WithSlow(), func() {\n\tframework.ConformanceIt(\"runs\", f.WithFlaky(), func(ctx context.Context) {\n\t\te2eskipper.Skipf(\"no disk %d\", 1)\n\t\te2eskipper.SkipUnlessProviderIs(\"gce\")\n\t})\n})\n",
        &[
            "2 suite Disk [Flaky] [Flaky]",
            "3 test Disk [Flaky] runs WithFlaky",
            "4 call Disk [Flaky] runs e2eskipper.Skipf reason=no disk %d",
            "5 call Disk [Flaky] runs e2eskipper.SkipUnlessProviderIs reason=gce",
        ],
    );
}

#[test]
fn names_of_the_user() {
    check(
        "func TestA(t *testing.T) { slow(t, \"x\"); my.quarantine(\"why\") }\n",
        &["1 call TestA slow reason=t, \"x\"", "1 call TestA my.quarantine reason=why"],
    );
}

#[test]
fn what_only_looks_like_a_marker() {
    check(
        "// t.Skip(\"in a comment\")\n/* XIt(\"in a comment\", func() {}) */\nconst text = `t.Skip(\"in a text\") [Flaky]`\nfunc TestA(t *testing.T) {\n\treader.Skip(5)\n\tSkip(\"no ginkgo here\")\n\tlog.Print(\"t.Skip() [Flaky] XIt(\\\"x\\\")\")\n\tr := '\"'\n\tPending := 1\n\tx.XItem(\"a\")\n}\nfunc Skip(t int) {}\nfunc XIt(name string) {}\n",
        &[],
    );
}

#[test]
fn a_broken_file_is_read_as_far_as_it_goes() {
    let found = found(
        "a_test.go",
        "func TestA(t *testing.T) {\n\tt.Skip(\"x\")\n}\n)))}}}\nfunc TestB(t *testing.T) {\n\tt.Skip(\"no end)\n\tt.Skip(\"y\")\n",
    );
    assert_eq!(lines(&found)[0], "2 call TestA t.Skip reason=x");
    assert!(lines(&found).iter().any(|line| line.ends_with("t.Skip reason=y")), "{found:?}");
    assert_eq!(found.trouble.unwrap().line, 6);
}

#[test]
fn deep_texts_are_refused() {
    let deep = "XIt(\"a\", ".repeat(5000);
    assert!(found("a_test.go", &deep).trouble.unwrap().message.contains("nested"));
    let deep = "class A { @Disabled(\"x\") void f() ".repeat(5000);
    assert!(found("ATest.java", &deep).trouble.unwrap().message.contains("nested"));
}
