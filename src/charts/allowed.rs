//! What of a drawing may enter the page: shapes and text, numbers and our own colours. Anything else is left behind,
//! so that no name that was drawn can bring a script, a link or a style of its own.

use super::Ink;

/// True for the elements that are copied.
pub(super) fn element(tag: &str) -> bool {
    matches!(tag, "g" | "rect" | "line" | "polyline" | "polygon" | "circle" | "text")
}

/// How an attribute is copied.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Copied {
    /// As it is.
    Same,
    /// As a class.
    Class(String),
    /// Not at all.
    Dropped,
}

/// Judges one attribute.
pub(super) fn attribute(name: &str, value: &str) -> Copied {
    match name {
        "x" | "y" | "x1" | "y1" | "x2" | "y2" | "cx" | "cy" | "r" | "width" | "height" | "points"
        | "opacity" | "font-size" | "stroke-width" => same_if(is_numbers(value)),
        "dy" => same_if(["ex", "em"].iter().any(|unit| value.strip_suffix(unit).is_some_and(is_numbers))),
        "text-anchor" => same_if(matches!(value, "start" | "middle" | "end")),
        "font-weight" => same_if(value == "bold"),
        "fill" | "stroke" if value == "none" => Copied::Same,
        "fill" => {
            Ink::of_hex(value).map_or(Copied::Dropped, |ink| Copied::Class(format!("c-{}", ink.name())))
        }
        "stroke" => {
            Ink::of_hex(value).map_or(Copied::Dropped, |ink| Copied::Class(format!("k-{}", ink.name())))
        }
        _ => Copied::Dropped,
    }
}

fn same_if(good: bool) -> Copied {
    if good { Copied::Same } else { Copied::Dropped }
}

fn is_numbers(value: &str) -> bool {
    value.bytes().all(|b| b.is_ascii_digit() || matches!(b, b'.' | b',' | b'-' | b' '))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shapes_and_text_alone() {
        for tag in ["rect", "text", "polyline", "g"] {
            assert!(element(tag), "{tag}");
        }
        for tag in ["script", "a", "style", "foreignObject", "image", "use", "animate", "svg", "TEXT"] {
            assert!(!element(tag), "{tag}");
        }
    }

    #[test]
    fn numbers_and_our_colours_alone() {
        for (name, value) in [
            ("x", "-12.5"),
            ("points", "1,2 3,4 "),
            ("dy", "0.5ex"),
            ("fill", "none"),
            ("text-anchor", "end"),
        ] {
            assert_eq!(attribute(name, value), Copied::Same, "{name}");
        }
        assert_eq!(attribute("fill", "#AB1414"), Copied::Class("c-failing".into()));
        assert_eq!(attribute("stroke", "#E1E4E9"), Copied::Class("k-line".into()));
        for (name, value) in [
            ("fill", "url(https://example.org)"),
            ("x", "calc(1px)"),
            ("onclick", "alert(1)"),
            ("href", "javascript:alert(1)"),
            ("style", "fill:red"),
            ("font-family", "sans-serif"),
            ("dy", "1px"),
            ("text-anchor", "inherit"),
        ] {
            assert_eq!(attribute(name, value), Copied::Dropped, "{name}={value}");
        }
    }
}
