//! Shares between 0 and 1 as they stand in links, in thousandths. By hand: the tables that read and write any float are large.

/// A share with its thousandths, as `0.35`; never 0 or 1.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a share lies between 0 and 1")]
pub fn word(share: f64) -> String {
    let thousandths = (share.clamp(0.001, 0.999) * 1000.0 + 0.5) as u32;
    format!("0.{thousandths:03}").trim_end_matches('0').to_owned()
}

/// Reads what [`word`] writes, and what is like it.
pub fn parse(text: &str) -> Option<f64> {
    let digits = text.strip_prefix("0.").or_else(|| text.strip_prefix('.'))?;
    let is_plain = (1..=6).contains(&digits.len()) && digits.bytes().all(|digit| digit.is_ascii_digit());
    let thousandths: u32 = format!("{digits:0<3}").get(..3).filter(|_| is_plain)?.parse().ok()?;
    (thousandths > 0).then(|| f64::from(thousandths) / 1000.0)
}
