//! How the API compares names of dashboards and tabs.

/// Deletes every character outside `[a-zA-Z0-9]` and lower-cases the rest.
pub fn normalise(name: &str) -> String {
    name.chars().filter(char::is_ascii_alphanumeric).map(|c| c.to_ascii_lowercase()).collect()
}

#[cfg(test)]
mod tests {
    use super::normalise;

    #[test]
    fn only_letters_and_digits_stay() {
        assert_eq!(normalise("SIG-Release Master_Blocking"), "sigreleasemasterblocking");
    }
}
