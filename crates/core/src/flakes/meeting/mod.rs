//! The report for the release meeting: go or no-go, counts, what changed, and the text to paste.
