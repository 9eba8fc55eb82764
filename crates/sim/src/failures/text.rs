//! Writes the text of a failure: harmless lines, the message, a stack of which most is shared, and more harmless lines.
//! Marks in templates give way to what changes from run to run: `{n}`, `{hex}`, `{hex0}`, `{ip}`, `{uuid}`, `{pod}`,
//! `{dur}`, `{time}`, `{word}`.

use super::causes::{Cause, Language};
use crate::dice::Dice;

const HEX: &[u8] = b"0123456789abcdef";
const LETTERS: &[u8] = b"bcdfghjklmnpqrstvwxz0123456789";
const WORDS: [&str; 8] = ["alpha", "cobalt", "delta", "ember", "fjord", "garnet", "harbor", "indigo"];

/// Lines that any failure may have.
const HARMLESS: [&str; 12] = [
    "{time} INFO starting step {n} of the suite",
    "{time} DEBUG request {uuid} took {dur}",
    "I{n} {time} controller.go:{n}] syncing object {pod}",
    "waiting up to {dur} for node {word}-{n} to be ready",
    "{time} INFO connected to {ip}:{n}",
    "pulled layer {hex} in {dur}",
    "{time} WARN clock skew of {n} ms against {ip}",
    "created namespace e2e-tests-{word}-{n}",
    "retry {n}: previous attempt ended after {dur}",
    "{time} INFO wrote /tmp/run-{hex}/{word}.json",
    "cleaning up {n} objects left by {pod}",
    "memory in use {n} kB, {n} goroutines",
];

pub(super) fn write(cause: &Cause, size: usize, hard: bool, dice: &mut Dice) -> String {
    let mut text = String::new();
    harmless(&mut text, dice.below(4), dice);
    for line in &cause.message {
        push(&mut text, line, dice);
    }
    if dice.chance(0.3) {
        push(&mut text, cause.sometimes, dice);
    }
    stack(&mut text, cause, dice);
    harmless(&mut text, dice.below(3), dice);
    while text.len() < size {
        harmless(&mut text, 1, dice);
    }
    if hard { harder(&text, dice) } else { text }
}

/// Most of the text, from its start or to its end, with names out of many words.
fn harder(text: &str, dice: &mut Dice) -> String {
    let mut changed = text.to_owned();
    for word in WORDS {
        while let Some(at) = changed.find(word) {
            let name = dice.word(NAMES, 3);
            changed.replace_range(at..at + word.len(), &name);
        }
    }
    let lines: Vec<&str> = changed.split_inclusive('\n').collect();
    let kept = if dice.chance(0.1) { lines.len() * 3 / 5 } else { lines.len() };
    let from = if dice.chance(0.5) { 0 } else { lines.len() - kept };
    lines[from..from + kept].concat()
}

/// Of these letters three make one of a thousand names.
const NAMES: &[u8] = b"aeioukstnm";

fn harmless(text: &mut String, lines: usize, dice: &mut Dice) {
    for _ in 0..lines {
        let line = *dice.pick(&HARMLESS);
        push(text, line, dice);
    }
}

/// The frames: those of the cause lie between those of the language.
fn stack(text: &mut String, cause: &Cause, dice: &mut Dice) {
    let (above, own, below): (&[&str], &str, &[&str]) = match cause.language {
        Language::Go => (
            &[
                "main.go:{n} in k8s.io/kubernetes/test/e2e/framework.Failf",
                "k8s.io/kubernetes/test/e2e/framework/util.go:{n} +0x{hex}",
            ],
            "k8s.io/kubernetes/test/e2e/{}.go:{n} +0x{hex}",
            &[
                "github.com/onsi/ginkgo/v2/internal/node.go:{n} +0x{hex}",
                "testing.tRunner /usr/local/go/src/testing/testing.go:{n}",
                "created by testing.(*T).Run",
            ],
        ),
        Language::Java => (
            &[
                "\tat org.testng.Assert.fail(Assert.java:{n})",
                "\tat org.testng.Assert.failNotEquals(Assert.java:{n})",
            ],
            "\tat org.example.broker.{}Test.run(File.java:{n})",
            &[
                "\tat java.base/java.lang.reflect.Method.invoke(Method.java:{n})",
                "\tat org.testng.internal.invokers.TestInvoker.invokeMethod(TestInvoker.java:{n})",
                "\tat java.base/java.lang.Thread.run(Thread.java:{n})",
            ],
        ),
        Language::Python => (
            &[
                "Traceback (most recent call last):",
                "  File \"/build/{hex}/test/common/testlib.py\", line {n}, in wrapper",
            ],
            "  File \"/build/{hex}/test/verify/check-{}\", line {n}, in run",
            &[
                "  File \"/usr/lib/python3/unittest/case.py\", line {n}, in run",
                "    raise self.failureException(msg)",
            ],
        ),
    };
    let own: Vec<String> = cause.frames.iter().map(|frame| own.replace("{}", frame)).collect();
    let lines = above.iter().copied().chain(own.iter().map(String::as_str)).chain(below.iter().copied());
    for line in lines {
        push(text, line, dice);
    }
}

/// A line with its marks filled in.
fn push(text: &mut String, template: &str, dice: &mut Dice) {
    let mut rest = template;
    while let Some((before, after)) = rest.split_once('{') {
        text.push_str(before);
        let (mark, following) = after.split_once('}').unwrap_or((after, ""));
        text.push_str(&part(mark, dice));
        rest = following;
    }
    text.push_str(rest);
    text.push('\n');
}

fn part(mark: &str, dice: &mut Dice) -> String {
    match mark {
        "n" => dice.between(1, 9999).to_string(),
        "hex" => dice.word(HEX, 12),
        "hex0" => format!("0x00c{}", dice.word(HEX, 9)),
        "ip" => format!("10.{}.{}.{}", dice.below(256), dice.below(256), dice.below(256)),
        "uuid" => [8, 4, 4, 4, 12].map(|length| dice.word(HEX, length)).join("-"),
        "pod" => format!("web-{}-{}", dice.word(LETTERS, 9), dice.word(LETTERS, 5)),
        "dur" => format!("{}.{:03}s", dice.below(600), dice.below(1000)),
        "time" => format!(
            "2026-11-{:02}T{:02}:{:02}:{:02}Z",
            dice.between(1, 28),
            dice.below(24),
            dice.below(60),
            dice.below(60)
        ),
        "word" => (*dice.pick(&WORDS)).to_owned(),
        // Doubled braces stand for themselves.
        other => format!("{{{}}}", other.trim_matches('{')),
    }
}
