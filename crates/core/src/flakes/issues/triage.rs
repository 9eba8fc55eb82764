//! Is the text of a failure cluster the text of this failure?

/// Signs of a message that are compared. TestGrid cuts messages to 140 characters, and shorter ones say too little.
const COMPARED: std::ops::RangeInclusive<usize> = 24..=100;

/// True when the cluster's text holds the beginning of the message, numbers and white space aside.
pub(super) fn same_failure(cluster_text: &str, message: &str) -> bool {
    let message: String = folded(message).take(*COMPARED.end()).collect();
    if message.chars().count() < *COMPARED.start() {
        return false;
    }
    let text: String = folded(cluster_text).collect();
    text.contains(&message)
}

/// Letters in lower case; every run of digits is one `#`, every run of white space one blank.
fn folded(text: &str) -> impl Iterator<Item = char> + '_ {
    let mut last = ' ';
    text.trim().chars().filter_map(move |sign| {
        let sign = match sign {
            sign if sign.is_ascii_digit() => '#',
            sign if sign.is_whitespace() => ' ',
            sign => sign.to_ascii_lowercase(),
        };
        let doubled = sign == last && matches!(sign, '#' | ' ');
        last = sign;
        (!doubled).then_some(sign)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_and_blanks_do_not_matter() {
        let cluster = "goroutine 12:\n  timed out after 300s waiting for pod web-17 to be ready\nmore";
        assert!(same_failure(cluster, "Timed out after 5s  waiting for pod web-3 to be ready"));
        assert!(!same_failure(cluster, "timed out waiting for the volume to be attached"));
        assert!(!same_failure(cluster, "timed out after 3s"), "too short to say anything");
        assert!(!same_failure(cluster, ""));
    }
}
