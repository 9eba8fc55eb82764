//! The walk over the tokens of a Go file: in which test, node and branch a call stands.

use std::collections::BTreeSet;

use flakescope_core::muted::{Kind, Marker, Names};

use super::nodes::{Node, node, tags};
use crate::scan::{Token, TokenKind, value};

/// A bracket that is open.
#[derive(Default)]
struct Frame {
    /// The test function or the subtest that begins here.
    test: Option<String>,
    /// The node of Ginkgo that begins here.
    node: Option<String>,
    /// The condition of the branch.
    condition: Option<String>,
}

/// The walk, with what it has found.
pub(super) struct Walk<'a> {
    text: &'a str,
    tokens: &'a [Token<'a>],
    names: &'a Names,
    /// For each opening bracket the place of the one that closes it.
    closes: Vec<usize>,
    /// Names of parameters such as `t *testing.T`.
    testers: BTreeSet<&'a str>,
    has_ginkgo: bool,
    frames: Vec<Frame>,
    /// What a `{` that comes begins, and where it stands.
    coming: Option<(usize, Frame)>,
    /// The condition of the branch that ended last, for its `else`.
    ended: Option<String>,
    pub(super) found: Vec<Marker>,
}

impl<'a> Walk<'a> {
    pub(super) fn new(text: &'a str, tokens: &'a [Token<'a>], names: &'a Names) -> Self {
        let has_ginkgo = tokens.iter().any(|t| t.kind == TokenKind::Text && t.text.contains("/ginkgo"));
        let mut walk = Self {
            text,
            tokens,
            names,
            closes: closes(tokens),
            testers: BTreeSet::new(),
            has_ginkgo,
            frames: Vec::new(),
            coming: None,
            ended: None,
            found: Vec::new(),
        };
        walk.testers = (0..tokens.len()).filter_map(|at| walk.tester(at)).collect();
        walk
    }

    pub(super) fn run(&mut self) {
        let mut at = 0;
        while let Some(token) = self.token(at) {
            match token.text {
                "func" if token.kind == TokenKind::Word && self.frames.is_empty() => self.function(at),
                "if" if token.kind == TokenKind::Word => self.branch(at),
                "else" if token.kind == TokenKind::Word => {
                    let condition = self.ended.take().map(|condition| format!("!({condition})"));
                    self.coming = Some((at + 1, Frame { condition, ..Frame::default() }));
                }
                "(" if token.kind == TokenKind::Sign => self.open_call(at),
                "{" if token.kind == TokenKind::Sign => {
                    let coming = self.coming.take_if(|(place, _)| *place == at);
                    self.frames.push(coming.map(|(_, frame)| frame).unwrap_or_default());
                }
                "[" if token.kind == TokenKind::Sign => self.frames.push(Frame::default()),
                "}" | ")" | "]" if token.kind == TokenKind::Sign => {
                    self.ended = self.frames.pop().and_then(|frame| frame.condition);
                }
                _ => {}
            }
            at += 1;
        }
    }

    fn token(&self, at: usize) -> Option<&'a Token<'a>> {
        self.tokens.get(at)
    }

    fn is(&self, at: usize, text: &str) -> bool {
        self.token(at).is_some_and(|token| token.is(text))
    }

    /// `name *testing.T` or `name testing.TB`: the name.
    fn tester(&self, at: usize) -> Option<&'a str> {
        let name = self.token(at).filter(|token| token.kind == TokenKind::Word)?;
        let start = if self.is(at + 1, "*") { at + 2 } else { at + 1 };
        let is_type = ["T", "B", "F", "TB"].into_iter().any(|own| self.is(start + 2, own));
        (self.is(start, "testing") && self.is(start + 1, ".") && is_type).then_some(name.text)
    }

    /// `func TestX(` or `func (s *Suite) TestX(`.
    fn function(&mut self, at: usize) {
        let mut name = at + 1;
        if self.is(name, "(") {
            name = self.close(name) + 1;
        }
        if let Some(token) = self.token(name).filter(|token| token.kind == TokenKind::Word) {
            let test = Some(token.text.to_owned());
            while name < self.tokens.len() && !self.is(name, "(") {
                name += 1;
            }
            let mut body = self.close(name);
            while body < self.tokens.len() && !self.is(body, "{") {
                body += 1;
            }
            self.coming = Some((body, Frame { test, ..Frame::default() }));
        }
    }

    /// The place of the bracket that closes the one at `at`; the end of the file where none does.
    fn close(&self, at: usize) -> usize {
        self.closes.get(at).copied().filter(|place| *place > at).unwrap_or(self.tokens.len())
    }

    /// `if x := f(); cond {`: what stands before the brace, without the statement in front.
    fn branch(&mut self, at: usize) {
        let (mut place, mut start) = (at + 1, at + 1);
        while let Some(token) = self.token(place) {
            match token.text {
                "{" => break,
                ";" => start = place + 1,
                "(" | "[" => place = self.close(place),
                _ => {}
            }
            place += 1;
        }
        let condition = self.written(start, place).filter(|condition| !condition.is_empty());
        self.coming = Some((place, Frame { condition, ..Frame::default() }));
    }

    /// The source from one token up to another.
    fn written(&self, from: usize, to: usize) -> Option<String> {
        let (first, last) = (self.token(from)?, self.token(to.checked_sub(1)?)?);
        self.text.get(first.start..last.end()).map(str::to_owned)
    }

    /// The path in front of a bracket, such as `framework.It`, and where it begins.
    fn path(&self, bracket: usize) -> Option<(String, usize)> {
        let mut start = bracket.checked_sub(1)?;
        self.token(start).filter(|token| token.kind == TokenKind::Word)?;
        while start >= 2 && self.is(start - 1, ".") {
            // `s.T().Skip(`: the suite's tester.
            let length = if start >= 4 && self.is(start - 2, ")") && self.is(start - 4, "T") { 4 } else { 2 };
            if length == 2 && self.token(start - 2).is_none_or(|token| token.kind != TokenKind::Word) {
                break;
            }
            start -= length;
        }
        let words = self.tokens.get(start..bracket)?.iter().map(|token| token.text).collect();
        Some((words, start))
    }

    /// A bracket opens. Behind a name it is a call, and may be a skip or a node.
    fn open_call(&mut self, at: usize) {
        let mut frame = Frame::default();
        if let Some((path, start)) = self.path(at)
            && !(start > 0 && self.is(start - 1, "func"))
        {
            let (base, name) = path.rsplit_once('.').unwrap_or(("", &path));
            let first = self.token(at + 1).filter(|token| token.kind == TokenKind::Text);
            if let (Some(node), Some(first)) = (node(name), first) {
                frame.node = Some(value(first.text));
                self.node((node, &path), (start, at), first);
            } else if self.is_skip(base, name) || self.names.holds(&path) {
                self.skip(&path, start, at);
            } else if let Some(first) = first.filter(|_| name == "Run" && self.testers.contains(base)) {
                frame.test = Some(value(first.text));
            }
        }
        self.frames.push(frame);
    }

    /// `Skip` of a tester, of Ginkgo, or of the skipper of Kubernetes; the same word of anything else may mean anything.
    fn is_skip(&self, base: &str, name: &str) -> bool {
        let plain = matches!(name, "Skip" | "Skipf" | "SkipNow");
        let of_tester = self.testers.contains(base) || base.ends_with("T()");
        let of_ginkgo = self.has_ginkgo && name == "Skip" && matches!(base, "" | "ginkgo" | "g");
        plain && of_tester || of_ginkgo || base.ends_with("skipper") && name.starts_with("Skip")
    }

    fn skip(&mut self, path: &str, start: usize, bracket: usize) {
        let close = self.close(bracket);
        let first = self.token(bracket + 1).filter(|token| token.kind == TokenKind::Text);
        let alone = bracket + 2 == close || self.is(bracket + 2, ",");
        let reason = match first {
            Some(first) if alone => value(first.text),
            _ => self.written(bracket + 1, close).filter(|_| close > bracket + 1).unwrap_or_default(),
        };
        let mut around =
            self.frames.iter().rev().take_while(|frame| frame.test.is_none() && frame.node.is_none());
        let condition = around.find_map(|frame| frame.condition.clone()).unwrap_or_default();
        let (test, marker) = (self.test(""), path.to_owned());
        self.found.push(Marker {
            line: self.line(start),
            kind: Kind::Call,
            test,
            marker,
            reason,
            condition,
            ..Marker::default()
        });
    }

    /// A node: pending by its name, by its tags, or by what stands beside its function.
    fn node(&mut self, (node, path): (Node, &str), (start, bracket): (usize, usize), first: &Token<'_>) {
        let name = value(first.text);
        let test = self.test(&name);
        let (kind, line) = (node.kind, self.line(start));
        let mut push = |line, marker: String, reason: String| {
            self.found.push(Marker { line, kind, test: test.clone(), marker, reason, ..Marker::default() });
        };
        if node.pending {
            push(line, path.to_owned(), String::new());
        }
        for (marker, reason) in tags(&name) {
            push(first.line, marker, reason);
        }
        for (line, marker) in self.decorators(bracket) {
            self.found.push(Marker { line, kind, test: test.clone(), marker, ..Marker::default() });
        }
    }

    /// `Pending` and `WithFlaky()` among the arguments of a node.
    fn decorators(&self, bracket: usize) -> Vec<(u32, String)> {
        let (mut at, mut found) = (bracket + 1, Vec::new());
        while let Some(token) = self.token(at) {
            match token.text {
                "(" | "[" | "{" => at = self.close(at),
                ")" => break,
                "Pending" | "WithFlaky" if token.kind == TokenKind::Word => {
                    found.push((token.line, token.text.to_owned()));
                }
                _ => {}
            }
            at += 1;
        }
        found
    }

    /// The full name of the test at this place: that of Ginkgo's nodes with blanks, else function and subtests with slashes.
    fn test(&self, own: &str) -> String {
        let nodes = self.frames.iter().filter_map(|frame| frame.node.as_deref());
        let nodes: Vec<&str> = nodes.chain([own]).filter(|name| !name.is_empty()).collect();
        if !nodes.is_empty() {
            return nodes.join(" ");
        }
        let tests: Vec<&str> = self.frames.iter().filter_map(|frame| frame.test.as_deref()).collect();
        tests.join("/")
    }

    fn line(&self, at: usize) -> u32 {
        self.token(at).map_or(1, |token| token.line)
    }
}

/// For each opening bracket the place of the one that closes it, whatever their kinds; 0 for all other tokens.
fn closes(tokens: &[Token<'_>]) -> Vec<usize> {
    let (mut closes, mut open) = (vec![0; tokens.len()], Vec::new());
    for (at, token) in tokens.iter().enumerate() {
        match token.text {
            "(" | "[" | "{" => open.push(at),
            ")" | "]" | "}" => {
                if let Some(place) = open.pop().and_then(|begin: usize| closes.get_mut(begin)) {
                    *place = at;
                }
            }
            _ => {}
        }
    }
    closes
}
