//! Files of failures: the captures of many producers, and what is broken, packed or hostile.
#![expect(clippy::print_stdout, reason = "a skipped test says why")]
#![expect(clippy::unwrap_used, reason = "helpers of tests fail as tests do")]
#![expect(clippy::cast_possible_truncation, reason = "the archives of these tests are small")]

use std::io::Write;
use std::path::PathBuf;

use flakescope_core::formats::FormatError;
use flakescope_core::formats::failures::{FailureReader, Records, read_file};
use flakescope_core::model::FailureStatus;
use flate2::Compression;
use flate2::write::{DeflateEncoder, GzEncoder};
use proptest::prelude::*;

/// A captured file, or `None` with a printed reason.
fn capture(path: &str) -> Option<Vec<u8>> {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data");
    let bytes = std::fs::read(folder.join(path)).ok();
    if bytes.is_none() {
        println!("SKIPPED: the captures are not beside the checkout (../shared/data/{path})");
    }
    bytes
}

fn failed(records: &Records) -> Vec<(&str, &str)> {
    let failures = records.failures.iter().filter(|f| f.status.is_failure());
    failures.map(|f| (f.test.as_str(), f.log.lines().next().unwrap_or_default())).collect()
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut packer = GzEncoder::new(Vec::new(), Compression::best());
    packer.write_all(bytes).unwrap();
    packer.finish().unwrap()
}

/// A zip archive of these files, packed or plain, after PKWARE's APPNOTE.
fn zip(files: &[(&str, &[u8], bool)]) -> Vec<u8> {
    let (mut archive, mut list) = (Vec::new(), Vec::new());
    for (name, bytes, is_packed) in files {
        let mut packer = DeflateEncoder::new(Vec::new(), Compression::best());
        packer.write_all(bytes).unwrap();
        let data = if *is_packed { packer.finish().unwrap() } else { bytes.to_vec() };
        let at = archive.len() as u32;
        let method = [if *is_packed { 8 } else { 0 }, 0];
        let tail = |out: &mut Vec<u8>| {
            out.extend([0; 4]); // time and date
            out.extend([0; 4]); // checksum
            out.extend((data.len() as u32).to_le_bytes());
            out.extend((bytes.len() as u32).to_le_bytes());
            out.extend((name.len() as u16).to_le_bytes());
            out.extend([0, 0]); // extra
        };
        archive.extend(b"PK\x03\x04\x14\0\0\0");
        archive.extend(method);
        tail(&mut archive);
        archive.extend(name.as_bytes());
        archive.extend(&data);
        list.extend(b"PK\x01\x02\x14\0\x14\0\0\0");
        list.extend(method);
        tail(&mut list);
        list.extend([0; 10]); // comment, disk, attributes
        list.extend(at.to_le_bytes());
        list.extend(name.as_bytes());
    }
    let (start, count) = (archive.len() as u32, files.len() as u16);
    archive.extend(&list);
    archive.extend(b"PK\x05\x06\0\0\0\0");
    archive.extend(count.to_le_bytes());
    archive.extend(count.to_le_bytes());
    archive.extend((list.len() as u32).to_le_bytes());
    archive.extend(start.to_le_bytes());
    archive.extend([0, 0]);
    archive
}

const RECORDS: &[u8] = b"{\"test\":\"a\",\"log\":\"x\"}\n{\"test\":\"b\",\"log\":\"y\"}\n";

#[test]
fn archives_in_archives() {
    let inner = zip(&[("deep.jsonl.gz", &gzip(RECORDS), false)]);
    let outer = zip(&[
        ("folder/", b"", false),
        (
            "folder/junit.xml",
            b"<testsuite><testcase name='c'><failure>z</failure></testcase></testsuite>",
            true,
        ),
        ("inner.zip", &inner, true),
        ("bad.gz", b"\x1f\x8bnonsense", false),
    ]);
    let records = read_file("all.zip", &outer).unwrap();
    assert_eq!(failed(&records), [("c", "z"), ("a", "x"), ("b", "y")]);
    assert_eq!(records.warnings.len(), 1, "{:?}", records.warnings);
    assert_eq!(records.warnings[0].subject, "all.zip/bad.gz");
    assert_eq!(failed(&read_file("a.gz", &gzip(RECORDS)).unwrap()).len(), 2);
    assert_eq!(failed(&read_file("a.gz", &gzip(&gzip(RECORDS))).unwrap()).len(), 2);
}

/// `megabytes` of one letter, packed; made from one piece, because packing so much would take long.
fn bomb(megabytes: usize) -> Vec<u8> {
    let mut packer = DeflateEncoder::new(Vec::new(), Compression::best());
    let mut piece = || {
        packer.write_all(&vec![b'x'; 1 << 20]).unwrap();
        packer.flush().unwrap();
        std::mem::take(packer.get_mut())
    };
    let (first, again) = (piece(), piece());
    [first, again.repeat(megabytes - 1), packer.finish().unwrap()].concat()
}

#[test]
fn bombs_are_refused_with_a_figure() {
    let packed = bomb(300);
    let gzip = [&b"\x1f\x8b\x08\0\0\0\0\0\0\x03"[..], &packed].concat();
    let refused = read_file("bomb.gz", &gzip).unwrap_err();
    assert!(matches!(refused, FormatError::TooLarge { .. }), "{refused}");
    let mut archive = zip(&[("a.txt", b"x", false)]);
    let at = 30 + "a.txt".len();
    archive.splice(at..=at, packed.iter().copied());
    let list = at + packed.len();
    archive[list + 10] = 8;
    archive[list + 20..list + 24].copy_from_slice(&(packed.len() as u32).to_le_bytes());
    let end = archive.len() - 22;
    archive[end + 16..end + 20].copy_from_slice(&(list as u32).to_le_bytes());
    let refused = read_file("bomb.zip", &archive).unwrap_err();
    println!("{} bytes of archive: {refused}", archive.len());
    assert!(refused.to_string().contains("more than the 256 MB"), "{refused}");
    let deep = (0..6).fold(RECORDS.to_vec(), |bytes, _| self::gzip(&bytes));
    assert!(read_file("deep.gz", &deep).unwrap_err().to_string().contains("deep in one another"));
}

#[test]
fn a_packed_file_that_is_cut_short_gives_what_it_holds() {
    let line = |n: usize| format!("{{\"test\":\"t{n}\",\"log\":\"{}\"}}\n", n * 7919);
    let lines: Vec<String> = (0..9999).map(line).collect();
    let packed = gzip(lines.concat().as_bytes());
    let records = read_file("a.jsonl.gz", &packed[..packed.len() / 2]).unwrap();
    assert!(records.failures.len() > 1000, "{}", records.failures.len());
    assert!(records.warnings.iter().any(|w| w.message.contains("cut short")), "{:?}", records.warnings);
}

#[test]
fn broken_records_cost_no_other() {
    let text = b"{\"test\":\"a\",\"log\":\"\xff\xfe\"}\n{\"test\":\"b\n{\"test\":\"c\",\"log\":\"\\ud83d\"}\n{\"test\":\"d\"\n\
        {\"test\":\"e\",\"log\":\"\"}\n[1,2]\n{}\n";
    let records = read_file("a.jsonl", text).unwrap();
    let tests: Vec<_> = records.failures.iter().map(|f| f.test.as_str()).collect();
    assert_eq!(tests, ["a", "c", "e"]);
    let warnings: Vec<_> = records.warnings.iter().map(|w| w.message.as_str()).collect();
    println!("{}", warnings.join("\n"));
    assert_eq!(warnings.len(), 4);
}

#[test]
fn logs_and_nothing() {
    let log = read_file("job/build-log.txt", b"[2024] it\nfailed").unwrap();
    assert_eq!((log.failures[0].job.as_str(), &*log.failures[0].log), ("build-log", "[2024] it\nfailed"));
    for empty in [&b""[..], b"  \n", b"[]", b"[ ]\n"] {
        assert_eq!(read_file("a", empty).unwrap(), Records::default());
    }
}

proptest! {
    #[test]
    fn no_bytes_make_it_panic(bytes in prop::collection::vec(any::<u8>(), 0..300), start in 0..6_usize) {
        let starts: [&[u8]; 6] = [b"", b"{", b"[{", b"<testsuite><testcase name='a'>", b"\x1f\x8b\x08", b"PK\x03\x04"];
        let _ = read_file("a", &[starts[start], &bytes].concat());
        let mut archive = zip(&[("a.jsonl", RECORDS, true)]);
        for (at, byte) in bytes.iter().take(6).enumerate() {
            let place = (at * 37 + usize::from(*byte) * 3) % archive.len();
            archive[place] = *byte;
        }
        let _ = read_file("a.zip", &archive);
    }

    #[test]
    fn chunks_make_no_difference(size in 1..40_usize) {
        let packed = gzip(RECORDS);
        for bytes in [RECORDS, packed.as_slice(), b"  [ {\"test\":\"a\"} ]", b"\n<testsuite><testcase name='a'/>"] {
            let mut reader = FailureReader::new("a");
            for chunk in bytes.chunks(size) {
                reader.push(chunk).unwrap();
            }
            prop_assert_eq!(reader.finish().unwrap(), read_file("a", bytes).unwrap());
        }
    }
}

#[test]
fn the_seeds_records() {
    let Some(bytes) = capture("flake-analysis/test-example.jsonl.gz") else { return };
    let records = read_file("test-example.jsonl.gz", &bytes).unwrap();
    let merged = records.failures.iter().filter(|f| f.merged == Some(true)).count();
    let tests: std::collections::BTreeSet<_> = records.failures.iter().map(|f| &f.test).collect();
    let contexts: std::collections::BTreeSet<_> = records.failures.iter().map(|f| &f.context).collect();
    assert_eq!((records.failures.len(), merged, tests.len(), contexts.len()), (200, 101, 53, 13));
    assert_eq!(records.warnings, []);
    assert!(records.failures.iter().all(|f| f.date.is_some() && f.status == FailureStatus::Failure));
}

/// A file, its failures as (test, first line), and how many warnings it gives.
type Expected = (&'static str, &'static [(&'static str, &'static str)], usize);

#[test]
fn the_files_of_many_producers() {
    let expect: [Expected; 15] = [
        (
            "junit-variety/bazel__suite-logs.xml",
            &[("bazel/failing_absl_test", "exited with error code 1")],
            0,
        ),
        ("junit-variety/jest__jest-junit.xml", &[], 0),
        (
            "junit-variety/junit.multiresult.xml",
            &[("test that errors", "test failure"), ("test that fails", "test failure")],
            0,
        ),
        ("junit-variety/no-cases.xml", &[], 0),
        ("junit-variety/non-junit.xml", &[], 1),
        ("junit-variety/pytest__corrupt-xml.xml", &[], 1),
        (
            "junit-variety/pytest__junit.fail.xml",
            &[("test_rsh_events", "self = <test_spark.SparkTests testMethod=test_rsh_events>")],
            0,
        ),
        ("junit-variety/testsuite-in-testsuite.xml", &[], 0),
        (
            "junit-variety/with-xml-entities.xml",
            &[
                ("Test with 'apostrophe' in the test name", "A message with 'apostrophes'"),
                ("Test with & in the test name", "A message with &"),
            ],
            0,
        ),
        ("junit-variety/xunit__xunit.xml", &[], 0),
        (
            "kettle-junit/failure_message.xml",
            &[("TestSimpleFile", "simple_test.go:186: Running tests in file plumbing")],
            0,
        ),
        (
            "kettle-junit/failure_text.xml",
            &[("TestSimpleFile", "simple_test.go:186: Running tests in file plumbing")],
            0,
        ),
        ("kettle-junit/malformed.xml", &[], 1),
        ("kettle-junit/malformed_no_testcase_name.xml", &[("Node Tests", "error during go run")], 0),
        ("kettle-junit/standard.xml", &[("Node Tests", "error during go run")], 0),
    ];
    for (path, failures, warnings) in expect {
        let Some(bytes) = capture(path) else { return };
        let records = read_file(path, &bytes).unwrap();
        assert_eq!(failed(&records), failures, "{path}");
        assert_eq!(records.warnings.len(), warnings, "{path}: {:?}", records.warnings);
    }
}

#[test]
fn a_real_run_of_kubernetes() {
    let path = "k8s-e2e-junit-sonobuoy/k8s-2021-4-failures-junit_01.xml";
    let Some(bytes) = capture(path) else { return };
    let records = read_file("junit_01.xml", &bytes).unwrap();
    let failures = records.failures.iter().filter(|f| f.status.is_failure()).count();
    // Of 5,771 test cases 5,746 were skipped, and are left out.
    assert_eq!((failures, records.failures.len()), (4, 25));
    assert_eq!(records.warnings, []);
}
