//! Texts as Go writes them, for files that other programs compare or read.

/// A duration as Go's `time.Duration` prints it: `0s`, `250ms`, `3.22s`, `1m20.72s`, `1h0m5s`.
pub(super) fn duration(ms: i64) -> String {
    let sign = if ms < 0 { "-" } else { "" };
    let ms = ms.unsigned_abs();
    if ms == 0 {
        return "0s".to_owned();
    }
    if ms < 1000 {
        return format!("{sign}{ms}ms");
    }
    let (minutes, seconds) = (ms / 60_000, format!("{}s", (ms % 60_000) as f64 / 1000.0));
    match (minutes / 60, minutes % 60) {
        (0, 0) => format!("{sign}{seconds}"),
        (0, minutes) => format!("{sign}{minutes}m{seconds}"),
        (hours, minutes) => format!("{sign}{hours}h{minutes}m{seconds}"),
    }
}

/// JSON text with what Go's `encoding/json` escapes so that it can stand in HTML.
pub(super) fn html_safe(json: &str) -> String {
    json.replace('<', "\\u003c").replace('>', "\\u003e").replace('&', "\\u0026")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn durations() {
        for (ms, text) in [
            (0, "0s"),
            (1, "1ms"),
            (999, "999ms"),
            (1_000, "1s"),
            (3_220, "3.22s"),
            (60_000, "1m0s"),
            (80_720, "1m20.72s"),
            (3_605_001, "1h0m5.001s"),
            (-1_500, "-1.5s"),
            (36_000_000, "10h0m0s"),
        ] {
            assert_eq!(duration(ms), text);
        }
    }
}
