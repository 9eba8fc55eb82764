//! How TestGrid compares names of dashboards, groups and tabs.

/// TestGrid's normal form: letters and digits of ASCII alone, in lower case (`config.Normalize`).
pub fn normalise(name: &str) -> String {
    name.chars().filter(char::is_ascii_alphanumeric).map(|c| c.to_ascii_lowercase()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn normal_form() {
        assert_eq!(normalise("SIG-Release Master_Blocking"), "sigreleasemasterblocking");
        assert_eq!(normalise("gce-cos/1.37 (beta)"), "gcecos137beta");
    }
}
