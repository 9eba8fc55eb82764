//! `muted`: folders, archives and files in, markers out, and the exit code of a check.

use std::fs;
use std::io::Write;
use std::path::Path;

use crate::run::{Run, folder, with_arguments};

const PYTHON: &str = "import pytest\n\n\n@pytest.mark.xfailflake(\n    jira='DCOS-1',\n    reason='slow disk',\n    since='2018-11-20',\n)\ndef test_disk():\n    pass\n\n\n@pytest.mark.skip\ndef test_none():\n    pass\n";

fn put(folder: &Path, name: &str, text: &str) {
    let path = folder.join(name);
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, text).unwrap();
}

/// A checkout with a test, an ignored file, one that holds no tests, and git's own files.
fn checkout(name: &str) -> std::path::PathBuf {
    let folder = folder(name);
    put(&folder, ".git/HEAD", "ref: refs/heads/main\n");
    put(&folder, ".git/refs/heads/main", "0123456789abcdef0123456789abcdef01234567\n");
    put(&folder, ".git/config", "[remote \"origin\"]\n\turl = git@github.com:dcos/dcos.git\n");
    put(&folder, ".git/test_inside.py", PYTHON);
    put(&folder, ".gitignore", "build/\n");
    put(&folder, ".github/CODEOWNERS", "/extra/ @dcos/disks\n");
    put(&folder, "build/test_built.py", PYTHON);
    put(&folder, "setup.py", "import pytest\n@pytest.mark.skip\ndef test_x(): pass\n");
    put(&folder, "extra/test_disk.py", PYTHON);
    folder
}

fn muted(folder: &Path, arguments: &[&str]) -> Run {
    with_arguments(&[&["muted", folder.to_str().unwrap()], arguments].concat())
}

#[test]
fn a_checkout() {
    let folder = checkout("muted_checkout");
    let run = muted(&folder, &["--format", "json"]);
    assert_eq!(run.code, 0, "{}", run.err);
    let json = run.json();
    let keys: Vec<&String> = json.as_object().unwrap().keys().collect();
    assert_eq!(keys, ["generated_at", "muted", "warnings"]);
    let rows = json["muted"].as_array().unwrap();
    let shown: Vec<String> = rows
        .iter()
        .map(|row| format!("{}:{} {} {}", row["file"], row["line"], row["test"], row["problems"]))
        .collect();
    assert_eq!(
        shown,
        [
            r#""extra/test_disk.py":4 "test_disk" []"#,
            r#""extra/test_disk.py":13 "test_none" ["no_ticket","no_date","no_reason"]"#
        ]
    );
    assert_eq!((&rows[0]["repository"], &rows[0]["branch"]), (&"dcos/dcos".into(), &"main".into()));
    assert_eq!(rows[0]["owner"], "@dcos/disks");
    let link =
        "https://github.com/dcos/dcos/blob/0123456789abcdef0123456789abcdef01234567/extra/test_disk.py#L4";
    assert_eq!(rows[0]["permalink"], link);
}

#[test]
fn a_check_of_pull_requests() {
    let folder = checkout("muted_check");
    let run = muted(&folder, &["--fail-on-problem", "no_ticket", "--fail-on-problem", "future_date"]);
    assert_eq!(run.code, 3, "{}", run.err);
    assert!(
        run.err.contains("markers with a problem: 1. The first is extra/test_disk.py:13 (no_ticket)."),
        "{}",
        run.err
    );
    let calm = muted(&folder, &["--only", "xfailflake", "--fail-on-problem", "any"]);
    assert_eq!((calm.code, calm.out.lines().count()), (0, 2), "{}", calm.err);
    let old = muted(&folder, &["--only", "xfailflake", "--max-age-days", "30", "--fail-on-problem", "any"]);
    assert_eq!(old.code, 3, "{}", old.err);
    let prefix = muted(&folder, &["--ticket-prefix", "JIRA-", "--fail-on-problem", "bad_ticket"]);
    assert_eq!(prefix.code, 3, "{}", prefix.err);
}

#[test]
fn every_format_of_one_archive() {
    let folder = folder("muted_archive");
    let zip = folder.join("dcos-main.zip");
    fs::write(&zip, archive(&[("dcos-main/extra/test_disk.py", PYTHON), ("dcos-main/README.md", "x")]))
        .unwrap();
    for (format, expect) in [
        ("csv", "dcos-main,,extra/test_disk.py,4,test_disk,test,pytest.mark.xfailflake,DCOS-1,2018-11-20,"),
        ("dump", "\"file\": \"/extra/test_disk.py\""),
        ("redash", "\"friendly_name\": \"JIRA ticket\""),
        ("sql", "SELECT 'test_disk', 'DCOS-1', '/extra/test_disk.py'"),
        ("markdown", "| extra/test\\_disk.py | test\\_disk |"),
    ] {
        let run = muted(&zip, &["--format", format]);
        assert_eq!(run.code, 0, "{}", run.err);
        assert!(run.out.contains(expect), "{format}: {}", run.out);
    }
}

#[test]
fn two_sources_compared() {
    let (older, newer) = (checkout("muted_older"), checkout("muted_newer"));
    put(&newer, "extra/test_disk.py", &format!("\n\n{}", PYTHON.replace("test_none", "test_new")));
    let run = with_arguments(&["muted", older.to_str().unwrap(), newer.to_str().unwrap(), "--compare"]);
    assert_eq!(run.code, 0, "{}", run.err);
    assert!(run.err.contains("1 muted since, 1 unmuted since, 1 still muted."), "{}", run.err);
    let lonely = with_arguments(&["muted", older.to_str().unwrap(), "--compare"]);
    assert_eq!(lonely.code, 2);
}

#[test]
fn a_broken_file_is_a_warning_and_the_rest_is_read() {
    let folder = checkout("muted_broken");
    put(&folder, "extra/test_broken.py", "def test_x(:\n    pytest.skip('x')\n");
    let run = muted(&folder, &[]);
    assert_eq!(run.code, 0);
    assert!(run.err.contains("warning: extra/test_broken.py, line 1: syntax error:"), "{}", run.err);
    assert!(run.out.contains("test_disk"), "{}", run.out);
}

#[test]
fn wrong_use() {
    let folder = checkout("muted_wrong");
    for arguments in
        [&["--marker", "a b"][..], &["--max-age-days", "0"], &["--fail-on-problem", "x"], &["--jira", "x"]]
    {
        assert_eq!(muted(&folder, arguments).code, 2, "{arguments:?}");
    }
    assert_eq!(muted(&folder.join("none"), &[]).code, 1);
    assert_eq!(muted(&folder.join(".gitignore"), &[]).code, 2);
}

/// A zip archive of stored files (PKWARE APPNOTE 6.3), without check sums: no reader of ours looks at them.
fn archive(files: &[(&str, &str)]) -> Vec<u8> {
    let (mut zip, mut list) = (Vec::new(), Vec::new());
    for (name, text) in files {
        let at = u32::try_from(zip.len()).unwrap();
        let size = u32::try_from(text.len()).unwrap().to_le_bytes();
        let sizes = [[0; 4], size, size].concat();
        let length = u16::try_from(name.len()).unwrap().to_le_bytes();
        let head = [&[0; 10][..], &sizes, &length, &[0; 2]].concat();
        zip.write_all(&[b"PK\x03\x04", &head[..], name.as_bytes(), text.as_bytes()].concat()).unwrap();
        let entry = [&[0; 12][..], &sizes, &length, &[0; 12], &at.to_le_bytes()].concat();
        list.extend([b"PK\x01\x02", &entry[..], name.as_bytes()].concat());
    }
    let start = u32::try_from(zip.len()).unwrap().to_le_bytes();
    let count = u16::try_from(files.len()).unwrap().to_le_bytes();
    let size = u32::try_from(list.len()).unwrap().to_le_bytes();
    let end = [b"PK\x05\x06", &[0; 4][..], &count, &count, &size, &start, &[0; 2]].concat();
    [zip, list, end].concat()
}

/// The repository that ships with the page.
#[test]
fn the_built_in_repository_is_what_the_simulator_makes() {
    let shipped = include_bytes!("../../../../public/sample/sources.zip");
    let made = flakescope_sim::sources::sample_archive().unwrap();
    assert!(
        made == shipped,
        "public/sample/sources.zip is not of this code: flakescope-sim write-sample-sources --out public/sample/sources.zip"
    );
}
