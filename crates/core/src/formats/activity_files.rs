//! Files of runs, told apart by what is in them: rows of `ci_data`, saved lists of GitHub Actions, lists and pages of Prow.

use super::ci_data::{CiDataFile, CiDataOptions, read_ci_data};
use super::github::parse_actions_runs;
use super::prow::{looks_like_prow, read_prow};
use super::{FormatError, json};

/// Reads a file of any kind.
pub fn read_activity_file(
    bytes: &[u8],
    source_name: &str,
    options: &CiDataOptions,
) -> Result<CiDataFile, FormatError> {
    let text = json::text_of(bytes, source_name)?;
    if text.trim_start().starts_with('{') && text.contains("\"workflow_runs\"") {
        let page = parse_actions_runs(bytes, source_name, "")?;
        return Ok(CiDataFile { runs: page.runs, warnings: Vec::new() });
    }
    if looks_like_prow(text) {
        let found = read_prow(bytes, source_name)?;
        return Ok(CiDataFile { runs: found.runs, warnings: found.warnings });
    }
    read_ci_data(bytes, source_name, options)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind() {
        for (text, runs) in [
            ("job,job_id,status,time\na,1,SUCCESS,2026-11-20T10:00:00Z\n", 1),
            (
                r#"{"total_count": 1, "workflow_runs": [{"id": 1, "name": "CI", "conclusion": "success",
                "created_at": "2026-11-20T10:00:00Z", "repository": {"full_name": "o/r"}}]}"#,
                1,
            ),
            (
                r#"{"items": [{"spec": {"job": "a"}, "status": {"state": "success", "startTime": "2026-11-20T10:00:00Z",
                "build_id": "1"}}]}"#,
                1,
            ),
            (r#"{"job": "a", "job_id": 1, "status": "SUCCESS", "time": "2026-11-20T10:00:00Z"}"#, 1),
        ] {
            let found = read_activity_file(text.as_bytes(), "x", &CiDataOptions::default()).unwrap();
            assert_eq!(found.runs.len(), runs, "{text}");
        }
    }
}
