//! What each token of Python does to the depth of the tree.

use ruff_python_ast::token::TokenKind;
use ruff_python_parser::Mode;
use ruff_python_parser::lexer::lex;

use crate::nesting::Step;

/// The steps of a text. They are counted before it is parsed: the parser would already go as deep as the text does.
pub(super) fn steps(text: &str) -> impl Iterator<Item = Step> {
    let mut lexer = lex(text, Mode::Module);
    std::iter::from_fn(move || match lexer.next_token() {
        TokenKind::EndOfFile => None,
        kind => Some(step(kind)),
    })
}

/// Words between operands are links; other keywords stand once a statement.
fn step(kind: TokenKind) -> Step {
    match kind {
        TokenKind::Lpar
        | TokenKind::Lsqb
        | TokenKind::Lbrace
        | TokenKind::Indent
        | TokenKind::FStringStart
        | TokenKind::TStringStart => Step::Open,
        TokenKind::Rpar
        | TokenKind::Rsqb
        | TokenKind::Rbrace
        | TokenKind::Dedent
        | TokenKind::FStringEnd
        | TokenKind::TStringEnd => Step::Close,
        TokenKind::Comma | TokenKind::Newline | TokenKind::Semi => Step::Apart,
        TokenKind::Dot | TokenKind::Colon | TokenKind::Equal => Step::Link,
        TokenKind::If | TokenKind::Else | TokenKind::Lambda | TokenKind::Await | TokenKind::Yield => {
            Step::Link
        }
        kind if kind.is_operator() => Step::Link,
        _ => Step::Flat,
    }
}
