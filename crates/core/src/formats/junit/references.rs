//! The references of XML: five names and numbers, and never an entity of the file's own.

/// The text with its references resolved; what is none stays as it is.
pub(super) fn unescaped(raw: &str) -> String {
    let mut text = String::with_capacity(raw.len());
    let mut rest = raw;
    while let Some((before, after)) = rest.split_once('&') {
        text.push_str(before);
        let end = after.bytes().take(12).position(|b| b == b';');
        let read = end.and_then(|end| Some((reference(after.get(..end)?)?, after.get(end + 1..)?)));
        let (c, following) = read.unwrap_or(('&', after));
        text.push(c);
        rest = following;
    }
    text.push_str(rest);
    text
}

/// The character of a reference without `&` and `;`: the five names that XML has, or a number. Numbers that are no
/// character show as U+FFFD.
pub(super) fn reference(name: &str) -> Option<char> {
    let code = |digits: &str, base| {
        Some(
            u32::from_str_radix(digits, base)
                .ok()
                .and_then(char::from_u32)
                .filter(|c| *c != '\0')
                .unwrap_or('\u{fffd}'),
        )
    };
    match name {
        "lt" => Some('<'),
        "gt" => Some('>'),
        "amp" => Some('&'),
        "apos" => Some('\''),
        "quot" => Some('"'),
        _ => match name.strip_prefix('#')?.strip_prefix(['x', 'X']) {
            Some(hex) => code(hex, 16),
            None => code(name.get(1..)?, 10),
        },
    }
}
