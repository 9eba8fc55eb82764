//! How wide a text will be, and how it is shortened to fit: by estimate, because measuring forces a layout of the page.

use std::borrow::Cow;

/// The width of a text in a system sans-serif of `size` pixels. Within a tenth for Latin text, rather wide than narrow.
pub fn width(text: &str, size: f64) -> f64 {
    text.chars().map(em).sum::<f64>() * size
}

/// The text, shortened in its middle so that it is at most `room` pixels wide. Names of jobs and tests differ at both
/// ends more than in the middle.
pub fn shorten_middle(text: &str, room: f64, size: f64) -> Cow<'_, str> {
    if width(text, size) <= room {
        return Cow::Borrowed(text);
    }
    let chars: Vec<char> = text.chars().collect();
    let mut room = room / size - em('…');
    let (mut head, mut tail) = (0, 0);
    while head + tail < chars.len() {
        let from_head = head <= tail;
        let next = if from_head { chars[head] } else { chars[chars.len() - 1 - tail] };
        room -= em(next);
        if room < 0.0 {
            break;
        }
        if from_head { head += 1 } else { tail += 1 }
    }
    let (head, tail) = (chars[..head].iter(), chars[chars.len() - tail..].iter());
    Cow::Owned(head.chain(&['…']).chain(tail).collect())
}

/// Width of a character in parts of the font size.
fn em(c: char) -> f64 {
    match c {
        'i' | 'j' | 'l' | '.' | ',' | ':' | ';' | '|' | '!' | '\'' | 'I' => 0.31,
        'f' | 't' | 'r' | '(' | ')' | '[' | ']' | '{' | '}' | '/' | '-' | ' ' | '"' => 0.41,
        'm' | 'w' | 'M' | 'W' | '@' | '%' | '…' | '—' => 0.9,
        c if c.is_ascii_uppercase() => 0.7,
        c if c.is_ascii() => 0.61,
        _ => 1.0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, room: f64, expect: &str) {
        let short = shorten_middle(text, room, 12.0);
        assert_eq!(short, expect);
        assert!(short == "…" || width(&short, 12.0) <= room);
    }

    #[test]
    fn names_are_shortened_in_the_middle() {
        check("gce-cos", 100.0, "gce-cos");
        check("ci-kubernetes-e2e-gci-gce-alpha-enaled-default", 140.0, "ci-kuberne…ed-default");
        check("ci-kubernetes-e2e-gci-gce-alpha-enaled-default", 40.0, "ci-…lt");
        check("gce-cos", 0.0, "…");
        check("", 0.0, "");
        check("日本語のテスト名", 60.0, "日本…ト名");
    }
}
