//! How much memory the command took.

/// The most bytes that this process has held so far: what Linux calls its high water mark. `None` on other systems.
fn peak() -> Option<u64> {
    high_water_mark(&std::fs::read_to_string("/proc/self/status").ok()?)
}

/// The peak for a line to people, with what stands before it; empty where it is not known.
pub(crate) fn said() -> String {
    peak().map_or_else(String::new, |bytes| format!("; peak memory {} MB", bytes >> 20))
}

/// From the line `VmHWM:     1234 kB`.
fn high_water_mark(status: &str) -> Option<u64> {
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    line.trim().strip_suffix("kB")?.trim().parse::<u64>().ok()?.checked_mul(1024)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_line_of_the_status() {
        for (status, bytes) in [
            ("Name:\tx\nVmHWM:\t    1234 kB\nVmRSS:\t 9 kB\n", Some(1_263_616)),
            ("VmHWM: many kB", None),
            ("Name:\tx\n", None),
        ] {
            assert_eq!(high_water_mark(status), bytes, "{status}");
        }
    }
}
