//! Rules for the usual tools, for who has none of their own.

use super::rules::Rule;
use crate::activity::run::Category;

/// What the tools of some languages and the usual build farms write when something fails: category and pattern.
const PATTERNS: [(Category, &str); 29] = [
    (Category::Compile, r"error(\[E[0-9]+\])?: could not compile `[^`]*`"),
    (Category::Compile, r"FAIL\s+\S+ \[(build|setup) failed\]"),
    (Category::Compile, r"\S+\.go:[0-9]+:[0-9]+: (undefined|cannot use|syntax error).*"),
    (Category::Compile, r"\S+\.(c|cc|cpp|h|hpp):[0-9]+:[0-9]+: (fatal )?error: .*"),
    (Category::Compile, r"\[ERROR\] COMPILATION ERROR.*"),
    (Category::Compile, r"\S+\.tsx?\([0-9]+,[0-9]+\): error TS[0-9]+: .*"),
    (Category::Compile, r"SyntaxError: .*"),
    (Category::Check, r"Diff in \S+ at line [0-9]+"),
    (Category::Check, r"would reformat \S+"),
    (
        Category::Check,
        r"\S+\.go:[0-9]+:[0-9]+: .* \((gofmt|goimports|govet|staticcheck|errcheck|revive|unused)\)",
    ),
    (Category::Check, r"ESLint found .*"),
    (Category::Case, r"--- FAIL: \S+"),
    (Category::Case, r"FAIL: \S+\.go:[0-9]+: \S+"),
    (Category::Case, r"PANIC: \S+\.go:[0-9]+: \S+"),
    (Category::Case, r"test \S+ \.\.\. FAILED"),
    (Category::Case, r"FAILED \S+::\S+"),
    (Category::Case, r"\[(ERROR|FAIL)\] +\S+\.\S+:[0-9]+.*"),
    (Category::Case, r"panic: test timed out after \S+"),
    (Category::Case, r"WARNING: DATA RACE"),
    (Category::Env, r"[Cc]onnection (reset by peer|refused|timed out)"),
    (Category::Env, r"Could not resolve host.*"),
    (Category::Env, r"dial tcp: lookup \S+.*: (no such host|server misbehaving|i/o timeout)"),
    (Category::Env, r"TLS handshake timeout"),
    (Category::Env, r"No space left on device"),
    (Category::Env, r"signal: killed"),
    (
        Category::Env,
        r"(500 Internal Server Error|502 Bad Gateway|503 Service Unavailable|504 Gateway Time-?out)",
    ),
    (Category::Env, r"toomanyrequests: .*"),
    (Category::Env, r"fatal: reference is not a tree: [0-9a-f]*"),
    (Category::Env, r"java\.net\.Socket(Timeout)?Exception.*"),
];

/// Our own rules.
pub fn built_in_rules() -> Vec<Rule> {
    let rule =
        |(key, regex): (Category, &str)| Rule { key, regex: regex.to_owned(), lines: 1, ..Rule::default() };
    PATTERNS.map(rule).to_vec()
}
