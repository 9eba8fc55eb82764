//! How numbers, times and names are written on the page.

use flakescope_core::model::TimeMs;

const MONTHS: [&str; 12] =
    ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/// `09:12 UTC`.
pub fn clock(time: TimeMs) -> String {
    moment(time).rsplit(", ").next().unwrap_or_default().to_owned()
}

/// A day as `12 Nov 2026`, in UTC.
pub fn day(time: TimeMs) -> String {
    let day = time.day();
    let mut parts = day.split('-');
    let (year, month, date) = (parts.next(), parts.next(), parts.next());
    let month = month.and_then(|m| m.parse::<usize>().ok()).and_then(|m| MONTHS.get(m.wrapping_sub(1)));
    match (year, month, date) {
        (Some(year), Some(month), Some(date)) => format!("{} {month} {year}", date.trim_start_matches('0')),
        _ => day,
    }
}

/// A moment as `12 Nov 2026, 14:05 UTC`.
pub fn moment(time: TimeMs) -> String {
    let text = time.to_string();
    match text.get(11..16) {
        Some(clock) => format!("{}, {clock} UTC", day(time)),
        None => text,
    }
}

/// How long ago, in the largest whole unit: `just now`, `2 min ago`, `3 h ago`, `5 days ago`.
pub fn ago(now: TimeMs, then: TimeMs) -> String {
    let minutes = now.0.saturating_sub(then.0).max(0) / 60_000;
    match minutes {
        0 => "just now".to_owned(),
        1..60 => format!("{minutes} min ago"),
        60..2880 => format!("{} h ago", minutes / 60),
        _ => format!("{} days ago", minutes / 1440),
    }
}

/// A whole number in groups of three: `4,410`.
pub fn count(number: impl Into<u64>) -> String {
    let digits = number.into().to_string();
    let mut text = String::new();
    for (i, digit) in digits.chars().enumerate() {
        if i > 0 && (digits.len() - i) % 3 == 0 {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

/// A number with its noun: `1 test`, `2 tests`.
pub fn plural(number: impl Into<u64>, noun: &str) -> String {
    let number = number.into();
    let ending = if number == 1 { "" } else { "s" };
    format!("{} {noun}{ending}", count(number))
}

/// A rate in words, never with more digits than its interval supports.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RateWords {
    /// `4.1 %`
    pub rate: String,
    /// `1.7–9.2 %`
    pub interval: String,
}

/// Writes a rate (a fraction) with its interval: the last digit is worth at least a hundredth of the interval's width.
pub fn rate(rate: f64, low: f64, high: f64) -> RateWords {
    let decimals = decimals_for((high - low) * 100.0);
    RateWords {
        rate: percent(rate, decimals),
        interval: format!("{}\u{2013}{}", fixed(low * 100.0, decimals), percent(high, decimals)),
    }
}

/// A fraction as per cent; what is not nothing never reads as nothing, what is not all never as all.
pub fn percent(fraction: f64, decimals: usize) -> String {
    let value = fraction * 100.0;
    let text = fixed(value, decimals);
    let unit = 1.0 / unit_of(decimals);
    let is_nothing = !text.bytes().any(|digit| matches!(digit, b'1'..=b'9'));
    if value > 0.0 && is_nothing {
        format!("< {}\u{a0}%", fixed(unit, decimals))
    } else if value < 100.0 && text.starts_with("100") {
        format!("> {}\u{a0}%", fixed(100.0 - unit, decimals))
    } else {
        format!("{text}\u{a0}%")
    }
}

fn unit_of(decimals: usize) -> f64 {
    (0..decimals).fold(1.0, |unit, _| unit * 10.0)
}

/// A number that is not negative, with so many decimals, rounded half up. `{:.decimals$}` would write the same but for
/// ties; it is exact for numbers of any size, and its tables are a good part of what the first view would have to load.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "what is shown is small, and not negative"
)]
pub fn fixed(value: f64, decimals: usize) -> String {
    let unit = unit_of(decimals);
    let scaled = (value * unit + 0.5) as u64;
    let (whole, rest) = (scaled / unit as u64, scaled % unit as u64);
    if decimals == 0 { whole.to_string() } else { format!("{whole}.{rest:0decimals$}") }
}

/// A length for a style, not negative: `52px`, `300.4px`.
pub fn px(length: f64) -> String {
    let text = fixed(length, 1);
    format!("{}px", text.strip_suffix(".0").unwrap_or(&text))
}

/// A fraction of a number of runs, where no interval is at hand: digits as the runs allow.
pub fn rate_of_runs(rate: f64, runs: u32) -> String {
    let decimals = match runs {
        0..50 => 0,
        50..1000 => 1,
        _ => 2,
    };
    percent(rate, decimals)
}

fn decimals_for(width_in_percent: f64) -> usize {
    match width_in_percent {
        w if w >= 10.0 => 0,
        w if w >= 1.0 => 1,
        w if w >= 0.1 => 2,
        _ => 3,
    }
}

/// A board's name without what all boards of the release share.
pub fn board(name: &str) -> &str {
    name.strip_prefix("sig-release-").unwrap_or(name)
}

/// A SIG without its prefix; a word for tests without one.
pub fn sig(name: &str) -> &str {
    match name {
        "" | "none" => "no SIG",
        name => name.strip_prefix("sig-").unwrap_or(name),
    }
}

/// A SIG as it is written in a filter.
pub fn sig_key(name: &str) -> String {
    if name.is_empty() { "none".to_owned() } else { name.trim_start_matches("sig-").to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn time(text: &str) -> TimeMs {
        TimeMs::parse(text).unwrap()
    }

    #[test]
    fn lengths() {
        assert_eq!([0.0, 52.0, 300.437, 7.95].map(px), ["0px", "52px", "300.4px", "8px"]);
    }

    #[test]
    fn times() {
        assert_eq!(day(time("2026-11-02T23:59:59Z")), "2 Nov 2026");
        assert_eq!(moment(time("2026-11-12T04:05:59Z")), "12 Nov 2026, 04:05 UTC");
        let now = time("2026-11-20T12:00:00Z");
        for (then, words) in [
            ("2026-11-20T12:00:30Z", "just now"),
            ("2026-11-20T11:59:30Z", "just now"),
            ("2026-11-20T11:58:00Z", "2 min ago"),
            ("2026-11-20T09:00:00Z", "3 h ago"),
            ("2026-11-18T12:00:01Z", "47 h ago"),
            ("2026-11-15T12:00:00Z", "5 days ago"),
        ] {
            assert_eq!(ago(now, time(then)), words);
        }
    }

    #[test]
    fn fixed_writes_what_the_standard_library_writes_but_for_ties() {
        assert_eq!([fixed(0.25, 1), fixed(0.5, 0), fixed(9.95, 1)], ["0.3", "1", "10.0"]);
        for value in [0.0, 0.04, 0.051, 0.249, 0.999, 4.1, 9.94, 12.346, 48.0, 93.999, 99.51, 100.0] {
            for decimals in 0..4 {
                assert_eq!(fixed(value, decimals), format!("{value:.decimals$}"), "{value} with {decimals}");
            }
        }
    }

    #[test]
    fn counts() {
        assert_eq!(count(7_u32), "7");
        assert_eq!(count(4410_u32), "4,410");
        assert_eq!(count(1_234_567_u32), "1,234,567");
        assert_eq!(plural(1_u32, "test"), "1 test");
        assert_eq!(plural(0_u32, "test"), "0 tests");
    }

    #[test]
    fn rates_have_the_digits_their_interval_supports() {
        for (triple, words, interval) in [
            ((0.041, 0.017, 0.092), "4.1\u{a0}%", "1.7\u{2013}9.2\u{a0}%"),
            ((0.20, 0.07, 0.45), "20\u{a0}%", "7\u{2013}45\u{a0}%"),
            ((0.0012, 0.0009, 0.0016), "0.120\u{a0}%", "0.090\u{2013}0.160\u{a0}%"),
            ((0.02, 0.015, 0.026), "2.0\u{a0}%", "1.5\u{2013}2.6\u{a0}%"),
            ((0.999, 0.8, 1.0), "> 99\u{a0}%", "80\u{2013}100\u{a0}%"),
            ((0.0, 0.0, 0.2), "0\u{a0}%", "0\u{2013}20\u{a0}%"),
        ] {
            let (rate_, low, high) = triple;
            assert_eq!(rate(rate_, low, high), RateWords { rate: words.into(), interval: interval.into() });
        }
        assert_eq!(percent(0.0001, 1), "< 0.1\u{a0}%");
    }

    #[test]
    fn names() {
        assert_eq!(board("sig-release-master-blocking"), "master-blocking");
        assert_eq!(board("kind"), "kind");
        assert_eq!(sig("sig-node"), "node");
        assert_eq!(sig(""), "no SIG");
    }
}
