//! Java: `@Ignore` of JUnit 4, `@Disabled` and `@Disabled…` of JUnit 5, and `TestNG`'s `enabled = false`, with their text.

use flakescope_core::muted::{FileMarkers, Kind, Marker, Names};

use crate::scan::{Token, TokenKind, nests_too_deep, scan, value};
use crate::{lines, nesting};

/// The markers of a text.
pub(crate) fn read(text: &str, names: &Names) -> FileMarkers {
    let (tokens, unended) = scan(text);
    if nests_too_deep(&tokens) {
        return nesting::refused();
    }
    let mut walk = Walk {
        text,
        tokens: &tokens,
        names,
        classes: Vec::new(),
        coming: None,
        pending: Vec::new(),
        found: Vec::new(),
    };
    walk.run();
    let trouble = unended.map(|line| lines::syntax(line, "a text or a comment does not end"));
    FileMarkers { markers: walk.found, trouble }
}

struct Walk<'a> {
    text: &'a str,
    tokens: &'a [Token<'a>],
    names: &'a Names,
    /// One entry for each open brace: the class that it begins, or none.
    classes: Vec<Option<&'a str>>,
    /// The class that the next brace begins.
    coming: Option<&'a str>,
    /// Markers that wait for what they stand on.
    pending: Vec<Marker>,
    found: Vec<Marker>,
}

impl<'a> Walk<'a> {
    fn run(&mut self) {
        let mut at = 0;
        while let Some(token) = self.tokens.get(at) {
            at = match token.text {
                "@" if token.kind == TokenKind::Sign && !self.is(at + 1, "interface") => self.annotation(at),
                "class" | "interface" | "enum" | "record" if token.kind == TokenKind::Word => self.class(at),
                "{" if token.kind == TokenKind::Sign => {
                    self.pending.clear();
                    self.classes.push(self.coming.take());
                    at + 1
                }
                "}" if token.kind == TokenKind::Sign => {
                    self.classes.pop();
                    at + 1
                }
                // A field is no test.
                ";" | "=" if token.kind == TokenKind::Sign => {
                    self.pending.clear();
                    at + 1
                }
                "(" if token.kind == TokenKind::Sign => {
                    self.method(at);
                    self.close(at) + 1
                }
                _ => at + 1,
            };
        }
    }

    fn is(&self, at: usize, text: &str) -> bool {
        self.tokens.get(at).is_some_and(|token| token.is(text))
    }

    fn word(&self, at: usize) -> Option<&'a str> {
        self.tokens.get(at).filter(|token| token.kind == TokenKind::Word).map(|token| token.text)
    }

    /// The place of the bracket that closes the one at `at`; only round ones count, a body in an argument has all of its own.
    fn close(&self, at: usize) -> usize {
        let mut depth = 0_usize;
        for (place, token) in self.tokens.iter().enumerate().skip(at) {
            if token.is("(") {
                depth += 1;
            } else if token.is(")") {
                depth = depth.saturating_sub(1);
            }
            if depth == 0 {
                return place;
            }
        }
        self.tokens.len()
    }

    /// `class Name`: what waits stands on it. `Foo.class` names none.
    fn class(&mut self, at: usize) -> usize {
        let is_literal = at > 0 && self.is(at - 1, ".");
        if let Some(name) = self.word(at + 1).filter(|_| !is_literal) {
            self.coming = Some(name);
            self.take(Kind::Suite, name);
        }
        at + 1
    }

    /// `name(`: a method, if something waits.
    fn method(&mut self, bracket: usize) {
        if let Some(name) = bracket.checked_sub(1).and_then(|at| self.word(at)) {
            self.take(Kind::Test, name);
        }
    }

    fn take(&mut self, kind: Kind, name: &str) {
        let outer = self.classes.iter().flatten().copied();
        let test = outer.chain([name]).collect::<Vec<_>>().join(".");
        self.found.extend(self.pending.drain(..).map(|marker| Marker { kind, test: test.clone(), ..marker }));
    }

    /// `@a.b.Name(…)`; gives the place behind it.
    fn annotation(&mut self, at: usize) -> usize {
        let mut end = at + 2;
        while self.is(end, ".") && self.word(end + 1).is_some() {
            end += 2;
        }
        let path: String =
            self.tokens.get(at + 1..end).unwrap_or_default().iter().map(|token| token.text).collect();
        let arguments = if self.is(end, "(") { Some((end + 1, self.close(end))) } else { None };
        if let Some(marker) = self.marker(&path, arguments) {
            let line = self.tokens.get(at).map_or(1, |token| token.line);
            self.pending.push(Marker { line, ..marker });
        }
        arguments.map_or(end, |(_, close)| close + 1)
    }

    fn marker(&self, path: &str, arguments: Option<(usize, usize)>) -> Option<Marker> {
        let name = path.rsplit('.').next().unwrap_or(path);
        let (from, to) = arguments.unwrap_or_default();
        let inside = self.tokens.get(from..to).unwrap_or_default();
        let conditional = ["DisabledOn", "DisabledIf", "DisabledFor", "DisabledIn"]
            .into_iter()
            .any(|start| name.starts_with(start));
        let disabled = name == "Test"
            && inside
                .windows(3)
                .any(|w| matches!(w, [a, b, c] if a.is("enabled") && b.is("=") && c.is("false")));
        if disabled {
            return Some(Marker { marker: format!("@{path}(enabled = false)"), ..Marker::default() });
        }
        if !conditional && !matches!(name, "Ignore" | "Disabled") && !self.names.holds(path) {
            return None;
        }
        let (texts, rest) = self.arguments(inside);
        let (reason, condition) = if conditional {
            (texts, rest)
        } else if texts.is_empty() {
            (rest, String::new())
        } else {
            (texts, String::new())
        };
        Some(Marker { marker: format!("@{path}"), reason, condition, ..Marker::default() })
    }

    /// The text among the arguments of an annotation (by itself, as `value` or as `disabledReason`), and the source of all
    /// others.
    fn arguments(&self, inside: &[Token<'_>]) -> (String, String) {
        let (mut reason, mut others) = (String::new(), Vec::new());
        for argument in split(inside) {
            let named = match argument {
                [name, equals, value @ ..] if equals.is("=") => Some((name.text, value)),
                _ => None,
            };
            let text = match named {
                Some(("value" | "disabledReason", value)) => plain(value),
                Some(_) => None,
                None => plain(argument),
            };
            match (text, argument) {
                (Some(text), _) => reason = text,
                (None, [first, .., last]) => {
                    others.push(self.text.get(first.start..last.end()).unwrap_or_default());
                }
                (None, [only]) => others.push(only.text),
                (None, []) => {}
            }
        }
        (reason, others.join(", "))
    }
}

/// The arguments between the commas of the outermost level.
fn split<'t, 'a>(tokens: &'t [Token<'a>]) -> Vec<&'t [Token<'a>]> {
    let (mut depth, mut start, mut parts) = (0_i32, 0, Vec::new());
    for (at, token) in tokens.iter().enumerate() {
        match token.text {
            "(" | "{" | "[" => depth += 1,
            ")" | "}" | "]" => depth -= 1,
            "," if depth == 0 => {
                parts.push(tokens.get(start..at).unwrap_or_default());
                start = at + 1;
            }
            _ => {}
        }
    }
    parts.push(tokens.get(start..).unwrap_or_default());
    parts
}

/// A text, or texts with a plus between them.
fn plain(tokens: &[Token<'_>]) -> Option<String> {
    let is_sum = tokens
        .iter()
        .enumerate()
        .all(|(at, token)| if at % 2 == 0 { token.kind == TokenKind::Text } else { token.is("+") });
    (is_sum && tokens.len() % 2 == 1)
        .then(|| tokens.iter().step_by(2).map(|token| value(token.text)).collect())
}

#[cfg(test)]
mod tests {
    use crate::shown::{found, lines};

    fn check(text: &str, expect: &[&str]) {
        crate::shown::check("src/test/java/ATest.java", text, expect);
    }

    #[test]
    fn every_form() {
        check(
            "@Ignore(\"all of it\")\npublic class ATest {\n    @Test\n    @Disabled\n    void plain() {}\n\n    @Disabled(\"a \" +\n        \"b\") @Test\n    public <T> List<T> why(int x) throws E { }\n\n    @Nested class Inner {\n        @org.junit.Ignore(value = \"v\")\n        @Test(timeout = 3) public void deep() {}\n    }\n}\n",
            &[
                "1 suite ATest @Ignore reason=all of it",
                "4 test ATest.plain @Disabled",
                "7 test ATest.why @Disabled reason=a b",
                "12 test ATest.Inner.deep @org.junit.Ignore reason=v",
            ],
        );
        check(
            "class A {\n    @DisabledOnOs(value = OS.WINDOWS, disabledReason = \"no\")\n    @ParameterizedTest @ValueSource(ints = {1, 2})\n    void a(int x) {}\n    @Test(enabled = false) public void b() {}\n    @Disabled(WHY) void c() {}\n    @slow(\"later\") void d() {}\n    @Disabled(\"\"\"\n        block\n        \"\"\") void e() {}\n}\n",
            &[
                "2 test A.a @DisabledOnOs reason=no condition=value = OS.WINDOWS",
                "5 test A.b @Test(enabled = false)",
                "6 test A.c @Disabled reason=WHY",
                "7 test A.d @slow reason=later",
                "8 test A.e @Disabled reason=block\n",
            ],
        );
    }

    #[test]
    fn what_only_looks_like_a_marker() {
        check(
            "// @Ignore class A {}\n/** @Disabled void a() {} */\nclass A {\n    String s = \"@Ignore void b() {}\";\n    char c = '\"';\n    @JsonIgnore int x;\n    @Ignored void d() {}\n    @Disabled int field;\n    @Disabled int other = f(3);\n    void e() { f(Ignore.class); Disabled x = new Disabled(); }\n    @interface Disabled {}\n}\n",
            &[],
        );
    }

    #[test]
    fn a_broken_file_is_read_as_far_as_it_goes() {
        let found =
            found("ATest.java", "class A {\n  String s = \"no end;\n  @Disabled(\"x\") void a() {}\n");
        assert_eq!(found.trouble.clone().unwrap().line, 2);
        assert_eq!(lines(&found), ["3 test A.a @Disabled reason=x"]);
    }
}
