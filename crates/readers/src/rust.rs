//! Rust: `#[ignore]`, with its reason, also under `cfg_attr`. The tokens are walked and not the syntax tree, so that a broken
//! file, and tests inside of macros, are read as well.

use flakescope_core::muted::{FileMarkers, Kind, Marker, Names};
use proc_macro2::token_stream::IntoIter;
use proc_macro2::{Delimiter, Group, TokenStream, TokenTree};
use syn::parse::Parser;
use syn::punctuated::Punctuated;
use syn::{Expr, Lit, Meta, Token};

use crate::{lines, nesting};

/// The markers of a text.
pub(crate) fn read(text: &str, names: &Names) -> FileMarkers {
    // A first line for a shell is no Rust.
    let code = if text.starts_with("#!") && !text.starts_with("#![") {
        text.find('\n').unwrap_or(text.len())
    } else {
        0
    };
    let blank = " ".repeat(code) + text.get(code..).unwrap_or_default();
    let found = read_code(&blank, names);
    // The library keeps every text that it has seen until it is told to let go.
    proc_macro2::extra::invalidate_current_thread_spans();
    found
}

fn read_code(text: &str, names: &Names) -> FileMarkers {
    let tokens: TokenStream = match text.parse() {
        Ok(tokens) => tokens,
        Err(error) => {
            let error: proc_macro2::LexError = error;
            let place = error.span().start().line;
            let message = format!("syntax error: {error}; the file was not read");
            return lines::trouble(u32::try_from(place).unwrap_or(1), message);
        }
    };
    if nesting::is_too_deep(Steps { open: vec![tokens.clone().into_iter()] }) {
        return nesting::refused();
    }
    let mut walk = Walk { text, names, found: Vec::new() };
    walk.tokens(tokens, "");
    let trouble = syn::parse_file(text).err().map(|error| {
        let line = u32::try_from(error.span().start().line).unwrap_or(1);
        lines::syntax(line, &error.to_string())
    });
    FileMarkers { markers: walk.found, trouble }
}

/// What each token does to the depth. Keeps its own stack, because it is what guards that of the program.
struct Steps {
    open: Vec<IntoIter>,
}

impl Iterator for Steps {
    type Item = nesting::Step;

    fn next(&mut self) -> Option<nesting::Step> {
        let Some(token) = self.open.last_mut()?.next() else {
            self.open.pop();
            return Some(nesting::Step::Close);
        };
        Some(match token {
            TokenTree::Group(group) => {
                self.open.push(group.stream().into_iter());
                nesting::Step::Open
            }
            TokenTree::Punct(sign) if matches!(sign.as_char(), ',' | ';') => nesting::Step::Apart,
            TokenTree::Punct(_) => nesting::Step::Link,
            TokenTree::Ident(word) if is_item(&word.to_string()) => nesting::Step::Apart,
            TokenTree::Ident(word) if word == "else" || word == "return" => nesting::Step::Link,
            _ => nesting::Step::Flat,
        })
    }
}

/// Words that begin an item: what stood before does not go on in it.
fn is_item(word: &str) -> bool {
    matches!(
        word,
        "fn" | "mod"
            | "impl"
            | "struct"
            | "enum"
            | "trait"
            | "let"
            | "use"
            | "const"
            | "static"
            | "type"
            | "macro_rules"
    )
}

struct Walk<'a> {
    text: &'a str,
    names: &'a Names,
    found: Vec<Marker>,
}

impl Walk<'_> {
    /// Walks through the tokens of a block; `scope` is the path of its module.
    fn tokens(&mut self, tokens: TokenStream, scope: &str) {
        let mut tokens = tokens.into_iter().peekable();
        let mut attributes = Vec::new();
        while let Some(token) = tokens.next() {
            match token {
                TokenTree::Punct(sign) if sign.as_char() == '#' => {
                    if let Some(TokenTree::Group(group)) = tokens.peek()
                        && group.delimiter() == Delimiter::Bracket
                    {
                        attributes.extend(self.attribute(group, sign.span().start().line));
                        tokens.next();
                    }
                }
                TokenTree::Ident(word) if word == "fn" => {
                    if let Some(TokenTree::Ident(name)) = tokens.peek() {
                        let test = inner(scope, &name.to_string());
                        self.found.extend(
                            attributes.drain(..).map(|marker| Marker { test: test.clone(), ..marker }),
                        );
                    }
                    attributes.clear();
                }
                TokenTree::Ident(word) if word == "mod" => {
                    attributes.clear();
                    if let Some(TokenTree::Ident(name)) = tokens.next()
                        && let Some(TokenTree::Group(body)) = tokens.peek()
                    {
                        self.tokens(body.stream(), &inner(scope, &name.to_string()));
                        tokens.next();
                    }
                }
                TokenTree::Ident(word) if is_item(&word.to_string()) && word != "const" => attributes.clear(),
                TokenTree::Punct(sign) if sign.as_char() == ';' => attributes.clear(),
                TokenTree::Group(group) => {
                    if group.delimiter() == Delimiter::Brace {
                        attributes.clear();
                    }
                    self.tokens(group.stream(), scope);
                }
                _ => {}
            }
        }
    }

    /// The markers of one attribute; `cfg_attr` may hold several.
    fn attribute(&self, group: &Group, line: usize) -> Vec<Marker> {
        let line = u32::try_from(line).unwrap_or(u32::MAX);
        let Ok(meta) = syn::parse2::<Meta>(group.stream()) else { return Vec::new() };
        if !meta.path().is_ident("cfg_attr") {
            return self.marker(&meta, line).into_iter().collect();
        }
        let Meta::List(list) = meta else { return Vec::new() };
        let parts = Punctuated::<Meta, Token![,]>::parse_terminated.parse2(list.tokens.clone());
        let parts: Vec<Meta> = parts.map(|parts| parts.into_iter().collect()).unwrap_or_default();
        let condition = self.written(list.tokens.into_iter().take_while(|token| !is_comma(token)));
        let markers = parts.iter().skip(1).filter_map(|meta| self.marker(meta, line));
        markers.map(|marker| Marker { condition: condition.clone(), ..marker }).collect()
    }

    fn marker(&self, meta: &Meta, line: u32) -> Option<Marker> {
        let parts: Vec<String> = meta.path().segments.iter().map(|part| part.ident.to_string()).collect();
        if parts != ["ignore"] && !self.names.holds(&parts.join(".")) {
            return None;
        }
        let reason = match meta {
            Meta::NameValue(pair) => match &pair.value {
                Expr::Lit(literal) => match &literal.lit {
                    Lit::Str(text) => text.value(),
                    _ => String::new(),
                },
                _ => String::new(),
            },
            Meta::List(list) => syn::parse2::<syn::LitStr>(list.tokens.clone())
                .map_or_else(|_| self.written(list.tokens.clone()), |text| text.value()),
            Meta::Path(_) => String::new(),
        };
        let marker = format!("#[{}]", parts.join("::"));
        Some(Marker { line, kind: Kind::Test, marker, reason, ..Marker::default() })
    }

    /// The source of tokens as it was written.
    fn written(&self, tokens: impl IntoIterator<Item = TokenTree>) -> String {
        let ranges: Vec<_> = tokens.into_iter().map(|token| token.span().byte_range()).collect();
        let (Some(first), Some(last)) = (ranges.first(), ranges.last()) else { return String::new() };
        self.text.get(first.start..last.end).unwrap_or_default().to_owned()
    }
}

fn is_comma(token: &TokenTree) -> bool {
    matches!(token, TokenTree::Punct(sign) if sign.as_char() == ',')
}

fn inner(scope: &str, name: &str) -> String {
    if scope.is_empty() { name.to_owned() } else { format!("{scope}::{name}") }
}

#[cfg(test)]
mod tests {
    use crate::shown::{found, lines};

    fn check(text: &str, expect: &[&str]) {
        crate::shown::check("src/lib.rs", text, expect);
    }

    #[test]
    fn every_form() {
        check(
            "mod tests {\n    #[test]\n    #[ignore]\n    fn plain() {}\n\n    #[ignore = \"slow \\\"disk\\\"\"]\n    #[test]\n    pub(crate) async fn why() {}\n}\n",
            &["3 test tests::plain #[ignore]", "6 test tests::why #[ignore] reason=slow \"disk\""],
        );
        check(
            "#[test]\n#[cfg_attr(not(feature = \"net\"), ignore = \"needs net\")]\nfn a() {}\n#[cfg_attr(miri, ignore)]\n#[test]\nfn b() {}\n",
            &[
                "2 test a #[ignore] reason=needs net condition=not(feature = \"net\")",
                "4 test b #[ignore] condition=miri",
            ],
        );
        check(
            "proptest! {\n    #[test]\n    #[ignore = \"x\"]\n    fn inside(a in 0..3) { }\n}\nimpl A { #[slow(\"later\")] const unsafe extern \"C\" fn b() {} }\n",
            &["3 test inside #[ignore] reason=x", "6 test b #[slow] reason=later"],
        );
        check("#!/usr/bin/env run\n#[ignore]\n#[test]\nfn a() {}\n", &["2 test a #[ignore]"]);
    }

    #[test]
    fn what_only_looks_like_a_marker() {
        check(
            r##"
#![allow(ignored)]
// #[ignore] fn in_a_comment() {}
/* #[ignore] /* nested */ fn in_a_comment() {} */
/// #[ignore]
fn a() { let s = "#[ignore]"; let r = r#"#[ignore] fn x() {}"#; ignore(); }
#[serde(ignore)]
fn b() {}
#[ignore]
struct NoTest;
fn c() {}
macro_rules! m { ($ignore:ident) => {} }
"##,
            &[],
        );
    }

    #[test]
    fn a_broken_file_is_read_as_far_as_its_brackets_hold() {
        let broken = found("src/lib.rs", "#[ignore]\nfn a() {}\nfn b( {}\nlet let\n");
        assert_eq!(broken.trouble.unwrap().line, 3);
        let tokens = found("src/lib.rs", "fn b() { let let }\n#[ignore]\nfn a() {}\n");
        assert_eq!(tokens.trouble.clone().unwrap().line, 1);
        assert_eq!(lines(&tokens), ["2 test a #[ignore]"]);
    }

    #[test]
    fn deep_texts_are_refused() {
        for deep in ["(", "-", "!", "a.b().", "if a {} else ", "&"] {
            let close = if deep == "(" { ")".repeat(5000) } else { String::new() };
            let text = format!("#[ignore]\nfn a() {{ {}{close} }}\n", deep.repeat(5000));
            assert!(found("src/lib.rs", &text).trouble.unwrap().message.contains("nested"), "{deep}");
        }
    }
}
