//! The search: a regular expression in which the case of letters does not matter.
//!
//! Who needs a search brings the function that makes it ([`CompileSearch`]): the machine of regular expressions is a
//! fifth of the worker, and most visits search for nothing, so that the worker loads it when it is wanted first.

use std::rc::Rc;

use regex::bytes::RegexBuilder;
use thiserror::Error;

/// A search made ready: true for texts in which it finds something.
pub type Search = Rc<dyn Fn(&str) -> bool>;

/// Makes a search ready; [`compile_search`] is the one there is.
pub type CompileSearch = fn(&str) -> Result<Search, FilterError>;

/// Why a filter was refused.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum FilterError {
    /// The search text is not a regular expression.
    #[error("the search {text:?} is not a regular expression: {message}")]
    Text {
        /// What was typed.
        text: String,
        /// What is wrong with it.
        message: String,
    },
}

/// The most memory a compiled search may take, in bytes.
const REGEX_LIMIT: usize = 1 << 20;

/// Reads `text` as a regular expression. It is matched in time linear in the text that is looked through, and letters
/// other than those of ASCII have one case.
pub fn compile_search(text: &str) -> Result<Search, FilterError> {
    // The worker is built without Unicode's tables.
    let built = RegexBuilder::new(text).unicode(false).case_insensitive(true).size_limit(REGEX_LIMIT).build();
    let refused = |error: regex::Error| FilterError::Text {
        text: text.to_owned(),
        message: last_line(&error.to_string()),
    };
    let regex = built.map_err(refused)?;
    Ok(Rc::new(move |text| regex.is_match(text.as_bytes())))
}

fn last_line(message: &str) -> String {
    let line = message.lines().last().unwrap_or_default();
    line.trim().trim_start_matches("error: ").to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_whatever_the_case() {
        let search = compile_search(r"^\w+ time[sd]?\b").unwrap();
        assert!(search("it TIMED out"));
        assert!(!search("it was not timed"));
    }

    #[test]
    fn says_what_is_wrong() {
        let words = |text| compile_search(text).err().map(|error| error.to_string());
        assert_eq!(words("(").unwrap(), "the search \"(\" is not a regular expression: unclosed group");
        assert!(words("(a{1000}){1000}").unwrap().contains("size limit"), "{:?}", words("(a{1000}){1000}"));
        assert_eq!(words("a.b"), None);
    }
}
