//! Times as the formats spell them, and the build ids that carry a time.

use jiff::Timestamp;

const SNOWFLAKE_EPOCH_MS: i64 = 1_288_834_974_657;

/// A text that is not an RFC 3339 time, with the reason.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
pub struct NotATime(String);

/// Seconds since the epoch as RFC 3339 in UTC.
pub fn rfc3339(seconds: i64) -> String {
    Timestamp::from_second(seconds).unwrap_or_default().to_string()
}

/// Milliseconds since the epoch as RFC 3339 in UTC, whole seconds.
pub fn rfc3339_ms(milliseconds: i64) -> String {
    rfc3339(milliseconds.div_euclid(1000))
}

/// RFC 3339 as seconds since the epoch; `wall-clock` reads the clock of the machine.
pub fn parse(text: &str) -> Result<i64, NotATime> {
    if text == "wall-clock" {
        let passed = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH);
        return Ok(passed.map_or(0, |passed| i64::try_from(passed.as_secs()).unwrap_or(0)));
    }
    let moment: Timestamp = text.parse().map_err(|error: jiff::Error| NotATime(error.to_string()))?;
    Ok(moment.as_second())
}

/// The Prow build id of a run that started then: milliseconds since an epoch, shifted by 22 bits.
pub fn build_id(started_at_ms: i64) -> String {
    ((started_at_ms - SNOWFLAKE_EPOCH_MS).max(1) << 22).to_string()
}

/// Go test style: `10/08/26 13:36:14.962`.
pub fn ginkgo(milliseconds: i64) -> String {
    let shown = Timestamp::from_millisecond(milliseconds).unwrap_or_default();
    let text = shown.to_string();
    let (date, time) = text.split_once('T').unwrap_or_default();
    let parts: Vec<&str> = date.split('-').collect();
    let &[year, month, day] = parts.as_slice() else { return text };
    let millis = milliseconds.rem_euclid(1000);
    format!("{month}/{day}/{} {}.{millis:03}", &year[year.len() - 2..], &time[..8])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_written_as_the_formats_spell_them() {
        assert_eq!(rfc3339(1_769_626_237), "2026-01-28T18:50:37Z");
        assert_eq!(parse("2026-01-28T18:50:37Z").unwrap(), 1_769_626_237);
        assert_eq!(ginkgo(1_791_466_574_962), "10/08/26 13:36:14.962");
    }

    #[test]
    fn a_build_id_holds_its_start() {
        let id: i64 = build_id(1_769_626_237_421).parse().unwrap();
        assert_eq!((id >> 22) + SNOWFLAKE_EPOCH_MS, 1_769_626_237_421);
    }
}
