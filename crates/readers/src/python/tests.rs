//! Every form of Python's markers, and what only looks like one.

use crate::shown::{found, lines};

fn check(text: &str, expect: &[&str]) {
    crate::shown::check("tests/test_a.py", text, expect);
}

#[test]
fn arguments_come_in_any_order_over_any_lines() {
    check(
        "import pytest\n\n@pytest.mark.xfailflake(jira='DCOS-1', reason='x', since='2018-11-20')\ndef test_a():\n    pass\n",
        &["3 test test_a pytest.mark.xfailflake ticket=DCOS-1 since=2018-11-20 reason=x"],
    );
    check(
        "@pytest.mark.xfailflake(\n    since=\"2018-11-20\",\n    # jira='NOT-1'\n    strict=True,\n    reason='x',\n    jira='DCOS-1'\n)\nasync def test_a(): pass\n",
        &["1 test test_a pytest.mark.xfailflake ticket=DCOS-1 since=2018-11-20 reason=x strict=true"],
    );
    check(
        "@common.xfailflake(reason=\"DCOS-1 - x\")\ndef test_a(): pass\n",
        &["1 test test_a common.xfailflake reason=DCOS-1 - x"],
    );
    check(
        "@pytest.mark.xfailflake(jira='A-1', reason='x', date_marked='2018-11-20')\ndef test_a(): pass\n",
        &["1 test test_a pytest.mark.xfailflake ticket=A-1 reason=x date_marked=2018-11-20"],
    );
}

#[test]
fn stacked_markers_and_other_decorators() {
    check(
        "@pytest.mark.slow\n@pytest.mark.xfailflake(jira='A-1')\n@retrying.retry(wait_fixed=1)\n@pytest.mark.xfailflake(jira='A-2')\n@pytest.mark.supportedwindows\ndef test_a(): pass\n",
        &[
            "1 test test_a pytest.mark.slow",
            "2 test test_a pytest.mark.xfailflake ticket=A-1",
            "4 test test_a pytest.mark.xfailflake ticket=A-2",
        ],
    );
}

#[test]
fn classes_methods_and_fixtures() {
    check(
        "@pytest.mark.skip('broken')\nclass TestA:\n    @pytest.mark.flaky(reruns=3)\n    def test_b(self): pass\n    class TestC:\n        @slow\n        def test_d(self): pass\n",
        &[
            "1 suite TestA pytest.mark.skip reason=broken",
            "3 test TestA::test_b pytest.mark.flaky reruns=3",
            "6 test TestA::TestC::test_d slow",
        ],
    );
    check(
        "@pytest.fixture(scope='module')\n@pytest.mark.xfailflake(jira='A-1')\ndef cluster(): pass\n",
        &["2 fixture cluster pytest.mark.xfailflake ticket=A-1"],
    );
}

#[test]
fn parameters() {
    check(
        "@pytest.mark.parametrize('x', [\n    1,\n    pytest.param(2, marks=pytest.mark.xfail(reason='two')),\n    pytest.param(3, marks=[pytest.mark.skip, pytest.mark.xfailflake(jira='A-1')], id='three'),\n])\ndef test_a(x): pass\n",
        &[
            "3 parameter test_a pytest.mark.xfail reason=two",
            "4 parameter test_a[three] pytest.mark.skip",
            "4 parameter test_a[three] pytest.mark.xfailflake ticket=A-1",
        ],
    );
    check(
        "from pytest import param as p, mark as m\nCASES = [p(1, marks=m.skip(reason='one'))]\n",
        &["2 parameter  pytest.mark.skip reason=one"],
    );
}

#[test]
fn files_and_classes_as_a_whole() {
    check("pytestmark = pytest.mark.skip(reason='all')\n", &["1 module  pytest.mark.skip reason=all"]);
    check(
        "pytestmark = [\n    pytest.mark.usefixtures('a'),\n    pytest.mark.skipif(sys.platform == 'win32', reason='no'),\n]\n",
        &["3 module  pytest.mark.skipif reason=no condition=sys.platform == 'win32'"],
    );
    check(
        "class TestA:\n    pytestmark = (pytest.mark.flaky,)\n    def test_b(self):\n        pytestmark = pytest.mark.skip\n",
        &["2 suite TestA pytest.mark.flaky"],
    );
    check("pytestmark: list = [pytest.mark.skip]\n", &["1 module  pytest.mark.skip"]);
}

#[test]
fn aliases() {
    check(
        "xfail = pytest.mark.xfail\nflake = pytest.mark.xfailflake\n@xfail\n@flake(jira='A-1')\ndef test_a(): pass\n",
        &["3 test test_a pytest.mark.xfail", "4 test test_a pytest.mark.xfailflake ticket=A-1"],
    );
    check(
        "import pytest as pt\nmark = pt.mark\n@mark.skip\n@pt.mark.xfailflake\ndef test_a(): pass\n",
        &["3 test test_a pytest.mark.skip", "4 test test_a pytest.mark.xfailflake"],
    );
    check(
        "WHY = 'slow ' + 'disk'\nno_win = pytest.mark.skipif(WIN, reason=WHY)\n@no_win\ndef test_a(): pass\n@no_win(reason='other')\ndef test_b(): pass\n",
        &[
            "3 test test_a pytest.mark.skipif reason=slow disk condition=WIN",
            "5 test test_b pytest.mark.skipif reason=other condition=WIN",
        ],
    );
    check(
        "from common import xfailflake as xf\n@xf(reason='r')\ndef test_a(): pass\n",
        &["2 test test_a xfailflake reason=r"],
    );
    // A name in a circle, and one that could be either.
    check("skip = skip\n@skip\ndef test_a(): pass\n", &[]);
    check("a = pytest.mark.skip\na = pytest.mark.slowly\n@a\ndef test_a(): pass\n", &[]);
}

#[test]
fn texts() {
    check(
        "@pytest.mark.xfailflake(reason='a '\n                        \"b\"\n                        'c')\ndef test_a(): pass\n",
        &["1 test test_a pytest.mark.xfailflake reason=a bc"],
    );
    check(
        "@pytest.mark.xfailflake(reason=('in a tuple',), jira=('in brackets'))\ndef test_a(): pass\n",
        &["1 test test_a pytest.mark.xfailflake ticket=in brackets reason=in a tuple"],
    );
    check(
        "@pytest.mark.xfailflake(reason=f'see {URL}/1', since=str(DAY))\ndef test_a(): pass\n",
        &["1 test test_a pytest.mark.xfailflake since=str(DAY) reason=f'see {URL}/1'"],
    );
    check(
        "@pytest.mark.skip(reason=r'\\d' '\\u00e4' \"\"\"\n\"\"\")\ndef test_a(): pass\n",
        &["1 test test_a pytest.mark.skip reason=\\dä\n"],
    );
}

#[test]
fn calls_in_a_body() {
    check(
        "def test_a():\n    if os.name == 'nt':\n        pytest.skip('no windows')\n    elif FAST:\n        pytest.skip()\n    else:\n        pytest.xfail(reason='bug')\n    pytest.skip('always')\n",
        &[
            "3 call test_a pytest.skip reason=no windows condition=os.name == 'nt'",
            "5 call test_a pytest.skip condition=FAST",
            "7 call test_a pytest.xfail reason=bug",
            "8 call test_a pytest.skip reason=always",
        ],
    );
    check(
        "if not HAS_X:\n    pytest.skip('no x', allow_module_level=True)\n",
        &["2 module  pytest.skip reason=no x condition=not HAS_X"],
    );
    check(
        "def test_a(request):\n    if bad:\n        request.applymarker(pytest.mark.xfail(reason='r'))\n    else:\n        request.node.add_marker(pytest.mark.skip)\n",
        &[
            "3 call test_a pytest.mark.xfail reason=r condition=bad",
            "5 call test_a pytest.mark.skip condition=not (bad)",
        ],
    );
    check(
        "@unittest.skipUnless(HAS_X, 'needs x')\nclass A(unittest.TestCase):\n    @unittest.skipIf(NT, 'r')\n    def test_a(self):\n        self.skipTest('later')\n    @unittest.expectedFailure\n    def test_b(self): pass\n",
        &[
            "1 suite A unittest.skipUnless reason=needs x condition=not (HAS_X)",
            "3 test A::test_a unittest.skipIf reason=r condition=NT",
            "5 call A::test_a self.skipTest reason=later",
            "6 test A::test_b unittest.expectedFailure",
        ],
    );
}

#[test]
fn names_of_the_user() {
    check(
        "@my.quarantine('why', since='2020-01-01')\ndef test_a():\n    slow('in here')\n@other.quarantine\ndef test_b(): pass\n@pytest.mark.parametrize('x', [pytest.param(1, marks=pytest.mark.slow('p'))])\ndef test_c(x): pass\n",
        &[
            "1 test test_a my.quarantine since=2020-01-01 reason=why",
            "3 call test_a slow reason=in here",
            "6 parameter test_c pytest.mark.slow reason=p",
        ],
    );
}

#[test]
fn what_only_looks_like_a_marker() {
    check(
        r#"
# @pytest.mark.xfailflake(jira='A-1', reason='x', since='2018-11-20')
# def test_in_a_comment(): pass
TEXT = """
@pytest.mark.skip
def test_in_a_string(): pass
"""
def test_a():
    """@pytest.mark.xfail"""
    print('pytest.skip("no")')
    reader.skip(5)
    stream.xfail = 3
    skip = 1

@pytest.mark.usefixtures('skip')
@pytest.mark.parametrize('skip', ['xfail'])
@queue.skip
@pytest.mark.xfailflakes
def test_b(): pass

UNUSED = pytest.mark.skip(reason='a name and no more')
"#,
        &[],
    );
}

#[test]
fn after_an_error_the_rest_is_read() {
    let text = "@pytest.mark.skip('one')\ndef test_a(:\n    pass\n\n@pytest.mark.skip('two')\ndef test_b():\n    pass\n";
    let found = found("test_a.py", text);
    assert_eq!(found.trouble.clone().unwrap().line, 2);
    insta::assert_snapshot!(found.trouble.clone().unwrap().message);
    assert!(lines(&found).contains(&"5 test test_b pytest.mark.skip reason=two".to_owned()), "{found:?}");
}

#[test]
fn deep_texts_are_refused_and_long_ones_are_read() {
    let head = "@pytest.mark.skip\ndef test_a(): pass\n";
    for deep in [
        "x = ",
        "x = not ",
        "(",
        "[",
        "-",
        "{1:",
        "lambda: ",
        "f(",
        "a if b else ",
        "a.b().",
        "f'{",
        "f'{x:{",
    ] {
        let text = format!("{head}{}", deep.repeat(20_000));
        let found = found("test_a.py", &text);
        assert!(found.trouble.is_some(), "{deep}");
    }
    let sum = format!("{head}x = 1{}\n", " + 1".repeat(20_000));
    assert!(found("test_a.py", &sum).trouble.unwrap().message.contains("nested"));
    let nearly = format!("{head}x = {}1{}\n", "(".repeat(200), ")".repeat(200));
    check(&nearly, &["1 test test_a pytest.mark.skip"]);
    let long = format!("{head}x = [{}]\n", "(1, 'a' + 'b'), ".repeat(20_000));
    check(&long, &["1 test test_a pytest.mark.skip"]);
}
