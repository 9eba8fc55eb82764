//! Reads as much of the `GraphQL` language as a query for a project needs: fields, arguments, inline fragments.

use serde_json::{Map, Value};

/// One thing that a query names.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Selection {
    /// A field, the name that it gets, its arguments, and what is wanted of it.
    Field { name: String, alias: String, arguments: Map<String, Value>, inner: Vec<Selection> },
    /// What is wanted where the object is of a type.
    On { kind: String, inner: Vec<Selection> },
}

/// Reads the one operation of a query, with its variables put in; `None` where it is not understood.
pub(super) fn parse(text: &str, variables: &Map<String, Value>) -> Option<Vec<Selection>> {
    let tokens = tokens(text);
    let mut reader = Reader { tokens: &tokens, variables };
    reader.skip_head()?;
    let selections = reader.block()?;
    reader.tokens.is_empty().then_some(selections)
}

/// Words, strings, numbers and signs; blanks, commas and comments are gone.
fn tokens(text: &str) -> Vec<String> {
    let (mut tokens, mut rest) = (Vec::new(), text);
    loop {
        rest = rest.trim_start_matches([' ', '\t', '\r', '\n', ',', '\u{feff}']);
        let Some(first) = rest.chars().next() else { return tokens };
        if first == '#' {
            rest = rest.split_once('\n').map_or("", |(_, later)| later);
            continue;
        }
        let length = token_length(rest, first);
        tokens.push(rest[..length].to_owned());
        rest = &rest[length..];
    }
}

fn token_length(rest: &str, first: char) -> usize {
    let word = |c: char| c.is_alphanumeric() || matches!(c, '_' | '-' | '.');
    if rest.starts_with("...") {
        3
    } else if first == '"' {
        rest[1..].find('"').map_or(rest.len(), |end| end + 2)
    } else if word(first) {
        rest.find(|c| !word(c)).unwrap_or(rest.len())
    } else {
        first.len_utf8()
    }
}

struct Reader<'a> {
    tokens: &'a [String],
    variables: &'a Map<String, Value>,
}

impl Reader<'_> {
    fn next(&mut self) -> Option<String> {
        let (first, rest) = self.tokens.split_first()?;
        self.tokens = rest;
        Some(first.clone())
    }

    fn takes(&mut self, sign: &str) -> bool {
        let here = self.tokens.first().is_some_and(|token| token == sign);
        if here {
            self.tokens = &self.tokens[1..];
        }
        here
    }

    /// `query Name($a: T!)`, up to the first brace.
    fn skip_head(&mut self) -> Option<()> {
        while self.tokens.first()? != "{" {
            self.next()?;
        }
        Some(())
    }

    fn block(&mut self) -> Option<Vec<Selection>> {
        let mut selections = Vec::new();
        if !self.takes("{") {
            return Some(selections);
        }
        while !self.takes("}") {
            selections.push(self.selection()?);
        }
        Some(selections)
    }

    fn selection(&mut self) -> Option<Selection> {
        let first = self.next()?;
        if first == "..." {
            let kind = (self.next()? == "on").then(|| self.next())??;
            return Some(Selection::On { kind, inner: self.block()? });
        }
        let name = if self.takes(":") { self.next()? } else { first.clone() };
        let arguments = self.arguments()?;
        Some(Selection::Field { name, alias: first, arguments, inner: self.block()? })
    }

    fn arguments(&mut self) -> Option<Map<String, Value>> {
        let mut arguments = Map::new();
        if !self.takes("(") {
            return Some(arguments);
        }
        while !self.takes(")") {
            let name = self.next()?;
            let value = self.takes(":").then(|| self.value())??;
            arguments.insert(name, value);
        }
        Some(arguments)
    }

    fn value(&mut self) -> Option<Value> {
        if self.takes("$") {
            let name = self.next()?;
            return Some(self.variables.get(&name).cloned().unwrap_or(Value::Null));
        }
        let token = self.next()?;
        serde_json::from_str(&token).ok().or(Some(Value::String(token)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn a_query_becomes_a_tree() {
        let variables = json!({"id": "P"});
        let text = "query Q($id: ID!) { # all\n node(id:$id) { ... on ProjectV2 { n: title items(first:3, after:\"x\"){id} } } }";
        let tree = parse(text, variables.as_object().unwrap()).unwrap();
        let Selection::Field { name, arguments, inner, .. } = &tree[0] else { panic!("a field") };
        assert_eq!((name.as_str(), &arguments["id"]), ("node", &json!("P")));
        let Selection::On { kind, inner } = &inner[0] else { panic!("a fragment") };
        assert_eq!((kind.as_str(), inner.len()), ("ProjectV2", 2));
        let Selection::Field { arguments, .. } = &inner[1] else { panic!("a field") };
        assert_eq!((&arguments["first"], &arguments["after"]), (&json!(3), &json!("x")));
        for broken in ["", "query", "{ node(", "{ a { b }", "{ ...Named }"] {
            assert_eq!(parse(broken, &Map::new()), None, "{broken}");
        }
    }
}
