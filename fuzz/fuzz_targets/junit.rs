//! JUnit, for all who read it; whatever is read as a run can be judged and written.
#![no_main]

use flakescope_core::formats::failures;
use flakescope_core::formats::payloads::{InputFile, read_run};
use flakescope_core::payloads::runs::{RunInfo, Runs};
use flakescope_core::payloads::{Lists, Params, Past, VerdictFormat, verdict, write_verdict};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let _ = failures::read_file("junit.xml", bytes);
    let mut runs = Runs::default();
    let file = InputFile { path: "junit.xml".to_owned(), bytes: Ok(bytes.to_vec()) };
    let info = RunInfo { id: "run".to_owned(), ..RunInfo::default() };
    read_run(&mut runs, info, [file], &mut Vec::new());
    let report = verdict(&runs, &Past::NotGiven, &Params::default(), &Lists::default(), Vec::new());
    let text = write_verdict(&report, VerdictFormat::Junit);
    assert!(!write_verdict(&report, VerdictFormat::Html).is_empty());
    assert_eq!(flakescope_core::formats::junit::walk(&text, |_, _| ()).breaks, 0);
});
