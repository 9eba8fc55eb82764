//! Where the log of a run lies in a folder of logs.

/// Where a log may lie below a folder: as in the home of Jenkins, or as people save one. A name that would lead out of the folder
/// has none.
pub fn log_paths(job: &str, id: &str) -> Vec<String> {
    if !is_inside(job) || !is_inside(id) || id.contains('/') {
        return Vec::new();
    }
    let folders = job.replace('/', "/jobs/");
    vec![
        format!("{folders}/builds/{id}/log"),
        format!("jobs/{folders}/builds/{id}/log"),
        format!("{job}/{id}/log"),
        format!("{job}/{id}.log"),
        format!("{job}-{id}.log"),
        format!("{job}_{id}.log"),
    ]
}

/// Is this a path of plain names on every system?
fn is_inside(text: &str) -> bool {
    let is_name = |part: &str| !part.is_empty() && part != "." && part != "..";
    !text.contains(['\\', '\0', ':']) && text.split('/').all(is_name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_name_leads_out_of_the_folder() {
        for (job, id) in [
            ("../x", "1"),
            ("/etc", "1"),
            ("a", "../1"),
            ("a", "b/1"),
            ("a", "b\\1"),
            ("C:/x", "1"),
            ("", "1"),
            ("a", ""),
            ("a/../..", "1"),
            ("a//b", "1"),
            ("a\0", "1"),
        ] {
            assert!(log_paths(job, id).is_empty(), "{job} {id}");
        }
        let found = log_paths("folder/unit", "12");
        assert!(found.contains(&"folder/jobs/unit/builds/12/log".to_owned()), "{found:?}");
    }
}
