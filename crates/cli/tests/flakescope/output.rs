//! Where the answer goes.

use std::fs;
use std::io::Read;
use std::process::Stdio;

use crate::run::{command, flakescope, folder};

#[test]
fn a_file_is_written_whole_and_alone() {
    let folder = folder("output");
    let path = folder.join("flakes.csv");
    fs::write(&path, "old").unwrap();
    let run = flakescope(&format!("flakes --sample -o {}", path.display()));
    assert_eq!((run.code, run.out.as_str(), run.err.as_str()), (0, "", ""));
    assert_eq!(fs::read_to_string(&path).unwrap(), flakescope("flakes --sample").out);
    let names: Vec<_> = fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    assert_eq!(names, ["flakes.csv"], "no draft is left");
    assert_eq!(flakescope("flakes --sample -o -").out, flakescope("flakes --sample").out);
}

#[test]
fn a_failure_leaves_the_old_file_as_it_was() {
    let path = folder("kept").join("flakes.csv");
    fs::write(&path, "old").unwrap();
    let run = flakescope(&format!("flakes --summary /nowhere.json -o {}", path.display()));
    assert_eq!(run.code, 1);
    assert_eq!(fs::read_to_string(&path).unwrap(), "old");
    let run = flakescope("flakes --sample -o /nowhere/flakes.csv");
    assert_eq!(run.code, 1);
    assert_eq!(
        run.one_line(),
        "flakescope: /nowhere/flakes.csv cannot be written: no such file or directory. \
         Nothing was changed there. Check the folder and its rights."
    );
}

#[test]
fn a_reader_that_leaves_is_no_error() {
    let mut child = command()
        .args(["flakes", "--sample", "--verdict", "all"])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut first = [0; 10];
    child.stdout.take().unwrap().read_exact(&mut first).unwrap();
    let run = crate::run::of(child.wait_with_output().unwrap());
    assert_eq!((run.code, run.err.as_str()), (0, ""));
    assert_eq!(&first, b"dashboard,");
}
