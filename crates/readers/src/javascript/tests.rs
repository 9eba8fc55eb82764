//! Every form of JavaScript's markers, and what only looks like one.

use crate::shown::{found, lines};

fn check(text: &str, expect: &[&str]) {
    crate::shown::check("src/a.test.ts", text, expect);
}

#[test]
fn declarations() {
    check(
        "describe('Disk', () => {\n  it.skip('mounts', async () => {});\n  xit(\"old\", () => {});\n  describe.skip('all', () => {\n    it('runs', () => {});\n    test.fixme(`t ${x}`, () => {});\n  });\n  it.skip('only a name');\n});\nxdescribe('X', () => {});\ntest.describe.skip('Y', () => {});\n",
        &[
            "2 test Disk > mounts it.skip",
            "3 test Disk > old xit",
            "4 suite Disk > all describe.skip",
            "6 test Disk > all > `t ${x}` test.fixme",
            "8 test Disk > only a name it.skip",
            "10 suite X xdescribe",
            "11 suite Y test.describe.skip",
        ],
    );
    check(
        "it.skip.each([[1, 2]])('adds %i', (a, b) => {});\nit.concurrent.skip('c', () => {});\nit.skip.each`a|b\n${1}|${2}`('table $a', () => {});\ntest.skipIf(process.platform === 'win32')('w', () => {});\ndescribe.runIf(CI)('r', () => {});\n",
        &[
            "1 test adds %i it.skip.each",
            "2 test c it.concurrent.skip",
            "3 test table $a it.skip.each",
            "5 test w test.skipIf condition=process.platform === 'win32'",
            "6 suite r describe.runIf condition=!(CI)",
        ],
    );
}

#[test]
fn calls_in_a_body() {
    check(
        "test.skip(({ browserName }) => browserName === 'webkit', 'not there');\ntest.describe('S', () => {\n  test.fixme(isMac, `bug`);\n  test('a', async ({ page }) => {\n    test.skip();\n    if (slowDisk) { test.skip('no disk'); } else { test.fixme(); }\n  });\n  it('b', function () { if (x) this.skip(); });\n  it('c', () => { pending('later'); });\n});\n",
        &[
            "1 module  test.skip reason=not there condition=({ browserName }) => browserName === 'webkit'",
            "3 suite S test.fixme reason=bug condition=isMac",
            "5 call S > a test.skip",
            "6 call S > a test.skip reason=no disk condition=slowDisk",
            "6 call S > a test.fixme condition=!(slowDisk)",
            "8 call S > b this.skip condition=x",
            "9 call S > c pending reason=later",
        ],
    );
}

#[test]
fn names_of_the_user_and_dialects() {
    check(
        "slow('title', () => {});\nit('a', () => { my.quarantine('why'); });\n",
        &["1 test title slow", "2 call a my.quarantine reason=why"],
    );
    for (path, text) in [
        ("a.test.jsx", "it.skip('a', () => { render(<A b={1}>x</A>); });\n"),
        ("a.test.js", "it.skip('a', () => { render(<A/>); });\n"),
        ("a.test.tsx", "it.skip('a', () => { const x = <T,>(y: T) => <A b={y as any}/>; });\n"),
        ("a.test.mts", "import x from 'x';\nit.skip('a', (): void => { let z = x as any; });\n"),
        ("a.test.cjs", "const x = require('x');\nit.skip('a', () => { with_(x); });\n"),
    ] {
        let found = found(path, text);
        assert_eq!((found.markers.len(), found.trouble), (1, None), "{path}");
    }
}

#[test]
fn what_only_looks_like_a_marker() {
    check(
        "// it.skip('in a comment', () => {});\n/* xit('in a comment') */\nconst s = \"it.skip('x', () => {})\", t = `xit('y')`, r = /it.skip('z')/;\nstream.skip(5);\nlist.it.skip(1);\nit.todo('later');\ncursor.skip('a', () => {});\nconst skip = 1; skip + 1;\nthis.skip();\npending('outside');\nit('runs', () => { query.skip(10); });\nitem.skip('x', () => {});\n",
        &[],
    );
}

#[test]
fn a_broken_file_is_a_warning() {
    let broken = found("a.test.ts", "it.skip('a', () => {});\nlet x = ;\nit.skip('b', () => {});\n");
    assert_eq!(broken.trouble.unwrap().line, 2);
    let redeclared =
        found("a.test.ts", "it.skip('a', () => {});\nfunction f(a?, b) { return new.target2; }\n");
    assert!(lines(&redeclared).len() <= 1);
}

#[test]
fn deep_texts_are_refused_and_long_ones_are_read() {
    for deep in [
        "(",
        "[",
        "!",
        "- ",
        "a=>",
        "typeof ",
        "{",
        "a?b:",
        "x.y().",
        "if(a)",
        "if(a){}else ",
        "`${",
        "<a>",
        "new ",
    ] {
        let text = format!("it.skip('a');\nx = {}", deep.repeat(10_000));
        assert!(found("a.test.tsx", &text).trouble.is_some(), "{deep}");
    }
    let many =
        "it('a', () => {\n  expect(a.b).toBe(c);\n});\n\nfunction f() {\n  return 1;\n}\n".repeat(2_000);
    check(&format!("{many}xit('z', () => {{}});\n"), &["14001 test z xit"]);
}
