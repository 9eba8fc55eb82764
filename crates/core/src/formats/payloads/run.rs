//! One run out of its files.

use super::group::{file_name, is_of_prow};
use super::prow::Prow;
use crate::formats::junit::{self, Case, Suite, Walked};
use crate::formats::place::Place;
use crate::formats::unpack::gunzip;
use crate::model::FailureStatus;
use crate::payloads::runs::{Coordinates, Marks, RunInfo, Runs, SUITE_SEPARATOR};
use crate::warning::Warning;

/// A file as it was found.
#[derive(Clone, Debug)]
pub struct InputFile {
    /// Its path, which the user knows.
    pub path: String,
    /// Its bytes, or why there are none.
    pub bytes: Result<Vec<u8>, String>,
}

/// Adds a run out of its files. What is lost with a file makes the run incomplete; what else is odd is a warning.
pub fn read_run(
    runs: &mut Runs,
    info: RunInfo,
    files: impl IntoIterator<Item = InputFile>,
    warnings: &mut Vec<Warning>,
) {
    let run = runs.begin(info);
    let mut reading = Reading { runs, run, warnings, prow: Prow::default(), junit_files: 0, ended: 0 };
    for file in files {
        let path = file.path;
        match file.bytes {
            Ok(bytes) => reading.file(&path, &bytes),
            Err(reason) => reading.lose(&format!("{path} cannot be read: {reason}")),
        }
    }
    reading.end();
}

struct Reading<'a> {
    runs: &'a mut Runs,
    run: usize,
    warnings: &'a mut Vec<Warning>,
    prow: Prow,
    junit_files: usize,
    /// Test cases that passed or failed, over all files.
    ended: usize,
}

impl Reading<'_> {
    fn lose(&mut self, reason: &str) {
        if let Some(info) = self.runs.info_mut(self.run) {
            info.lose(reason);
        }
    }

    fn file(&mut self, path: &str, bytes: &[u8]) {
        if is_of_prow(path) {
            if let Err(error) = self.prow.read(file_name(path), bytes, path) {
                self.lose(&error.to_string());
            }
            return;
        }
        match gunzip(bytes, &Place::outermost(path)) {
            Ok(unpacked) => {
                if unpacked.is_cut {
                    self.lose(&format!("{path} is cut short"));
                }
                self.xml(path, &unpacked.bytes);
            }
            Err(error) => self.lose(&error.to_string()),
        }
    }

    fn xml(&mut self, path: &str, bytes: &[u8]) {
        let text = String::from_utf8_lossy(bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes));
        let (mut nameless, mut cut) = (0_usize, 0_usize);
        let met = junit::walk(&text, |suites, case| match (coordinates(suites, &case), mark(&case)) {
            (Some(test), Some(mark)) => {
                self.ended += usize::from(mark.has_ended());
                self.runs.mark(self.run, test, mark);
            }
            (None, _) => nameless += 1,
            (_, None) => cut += 1,
        });
        if self.is_junit(path, &text, &met) {
            self.junit_files += 1;
            self.say(path, &met, nameless, cut);
        }
    }

    /// XML of other tools lies in folders of artifacts too; what should be JUnit and is empty or broken has lost its results.
    fn is_junit(&mut self, path: &str, text: &str, met: &Walked) -> bool {
        if met.is_junit() {
            return true;
        }
        let is_named_so = file_name(path).to_ascii_lowercase().contains("junit");
        if is_named_so || met.breaks > 0 || text.trim().is_empty() {
            self.lose(&format!("{path} holds no test case: it is empty or broken"));
        } else {
            self.warn(
                path,
                "this XML is no JUnit file: it has neither a testsuite nor a testcase; it is left out",
            );
        }
        false
    }

    fn say(&mut self, path: &str, met: &Walked, nameless: usize, cut: usize) {
        if met.breaks > 0 || cut > 0 {
            let read = met.cases - cut;
            self.lose(&format!("{path} is broken or cut short; {read} test cases can be read"));
        }
        for (count, what) in [
            (
                met.unnamed_suites,
                "suites have no name; their tests stand under the suite around them, or under none",
            ),
            (nameless, "test cases have no name; they are left out"),
            (met.entities, "named entities stand in the XML; they are shown as written, never expanded"),
        ] {
            if count > 0 {
                self.warn(path, &format!("{count} {what}"));
            }
        }
    }

    fn warn(&mut self, path: &str, message: &str) {
        self.warnings.push(Warning::new(path, message));
    }

    /// Files of one run share few tests. Where they share most, each may be a run of its own, and passes and failures of
    /// different runs would look like flakes of one.
    fn say_when_files_look_like_runs(&mut self) {
        let tests = self.runs.count_in(self.run, Marks::has_ended);
        let id = self.runs.infos().get(self.run).map(|info| info.id.clone());
        if let Some(id) = id.filter(|_| self.junit_files > 1 && self.ended * 2 > tests * 3) {
            let files = self.junit_files;
            let message = format!(
                "most tests stand in several of its {files} files, which are taken as one run; if each file is a run, name the files"
            );
            self.warn(&id, &message);
        }
    }

    fn end(mut self) {
        self.say_when_files_look_like_runs();
        let Some(info) = self.runs.info_mut(self.run) else { return };
        if self.junit_files == 0 && info.incomplete.is_empty() {
            info.lose("it has no JUnit results");
        }
        self.prow.tell(info);
    }
}

/// The test of a case; `None` without a name. Where classes divide a suite, as those of pytest and Surefire do, the class stands
/// before the name with a point: names are unique only within a class.
fn coordinates(suites: &[Suite], case: &Case) -> Option<Coordinates> {
    let names: Vec<&str> =
        suites.iter().map(|suite| suite.name.as_str()).filter(|name| !name.is_empty()).collect();
    let divides = !case.class.is_empty() && !names.contains(&case.class.as_str());
    let test = match (case.name.is_empty(), divides) {
        (true, _) if case.class.is_empty() => return None,
        (true, _) => case.class.clone(),
        (false, true) if !case.name.starts_with(&case.class) => format!("{}.{}", case.class, case.name),
        (false, _) => case.name.clone(),
    };
    Some(Coordinates { suite: names.join(SUITE_SEPARATOR), test })
}

/// What a case says; `None` for one that was cut before it could say that it failed.
fn mark(case: &Case) -> Option<Marks> {
    let mark = match case.status {
        None | Some(FailureStatus::Success | FailureStatus::Skip) if !case.is_whole => return None,
        None | Some(FailureStatus::Success | FailureStatus::Unknown) => Marks::PASS,
        Some(FailureStatus::Skip) => Marks::SKIP,
        Some(_) if case.passed_again && case.is_whole => Marks::PASS.and(Marks::FAIL),
        Some(_) => Marks::FAIL,
    };
    Some(if case.informing { mark.and(Marks::INFORMING) } else { mark })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The letters of the tests by name, why the run is incomplete, and the warnings.
    fn check(files: &[(&str, &str)]) -> (Vec<(String, char)>, String, Vec<Warning>) {
        let (mut runs, mut warnings) = (Runs::default(), Vec::new());
        let files = files
            .iter()
            .map(|(path, text)| InputFile { path: (*path).to_owned(), bytes: Ok(text.as_bytes().to_vec()) });
        read_run(&mut runs, RunInfo::default(), files, &mut warnings);
        let name = |test: &Coordinates| format!("{}/{}", test.suite, test.test);
        let letter = |place| runs.marks_of(place).next().unwrap().letter();
        let tests =
            runs.tests().iter().enumerate().map(|(place, test)| (name(test), letter(place))).collect();
        (tests, runs.infos()[0].incomplete.clone(), warnings)
    }

    #[test]
    fn names_of_tests() {
        for (suites, case, expect) in [
            ("<testsuite name='s'><testsuite name='t'>", "name='a'", "s|||t/a"),
            ("<testsuite name='s'><testsuite>", "name='a'", "s/a"),
            ("<testsuite name='s'><testsuite name='t'>", "name='a' classname='s'", "s|||t/a"),
            (
                "<testsuite name='pytest'><testsuite name='t'>",
                "name='test_a' classname='mod.Class'",
                "pytest|||t/mod.Class.test_a",
            ),
            ("<testsuite name='cis'><testsuite name='t'>", "name='cis.2' classname='cis.2'", "cis|||t/cis.2"),
            ("<testsuite name='s'><testsuite name='t'>", "classname='c'", "s|||t/c"),
        ] {
            let (tests, incomplete, _) =
                check(&[("j.xml", &format!("{suites}<testcase {case}/></testsuite></testsuite>"))]);
            assert_eq!((tests, incomplete.as_str()), (vec![(expect.to_owned(), 'P')], ""), "{suites}{case}");
        }
        let (tests, _, warnings) = check(&[("j.xml", "<testsuite name='s'><testcase/></testsuite>")]);
        assert!(
            tests.is_empty() && warnings[0].message.contains("1 test cases have no name"),
            "{warnings:?}"
        );
    }

    #[test]
    fn several_files_make_one_run() {
        let file =
            |inner: &str| format!("<testsuite name='s'><testcase name='a'>{inner}</testcase></testsuite>");
        let letter = |inner: [&str; 2]| {
            let [one, two] = inner.map(file);
            check(&[("1.xml", &one), ("2.xml", &two)]).0[0].1
        };
        assert_eq!(letter(["", "<failure/>"]), 'K');
        assert_eq!(letter(["<skipped/>", "<failure/>"]), 'F');
        assert_eq!(letter(["<skipped/>", ""]), 'P');
        assert_eq!(letter(["<flakyFailure/>", "<skipped/>"]), 'K');
        let several = |inner: &str| check(&[("1.xml", &file(inner)), ("2.xml", &file(inner))]).2;
        assert!(several("")[0].message.contains("if each file is a run, name the files"));
        assert_eq!(several("<skipped/>"), []);
    }

    #[test]
    fn lost_results_are_never_passes() {
        let whole = "<testsuites><testsuite name='s'><testcase name='a'/><testcase name='b'><failure>x</failure></testcase></testsuite>\
                     </testsuites>";
        assert_eq!(check(&[("j.xml", whole)]).1, "");
        for end in 0..whole.len() {
            let (tests, incomplete, _) = check(&[("j.xml", &whole[..end])]);
            assert!(!incomplete.is_empty(), "{}", &whole[..end]);
            assert!(tests.iter().all(|(name, letter)| name != "s/b" || *letter == 'F'), "{}", &whole[..end]);
        }
        assert_eq!(check(&[]).1, "it has no JUnit results");
        let (_, incomplete, warnings) = check(&[("coverage.xml", "<coverage/>"), ("j.xml", whole)]);
        assert_eq!((incomplete.as_str(), warnings.len()), ("", 1));
        assert!(check(&[("junit_01.xml", "<html/>")]).1.contains("junit_01.xml holds no test case"));
    }

    #[test]
    fn a_bomb_of_entities_stays_as_small_as_it_came() {
        let level = |n: u32| format!("<!ENTITY e{n} \"{}\">", format!("&e{};", n - 1).repeat(10));
        let levels = (1..10).map(level).collect::<Vec<_>>().concat();
        let bomb = format!(
            "<!DOCTYPE l [<!ENTITY e0 \"ha\">{levels}]><testsuite name='s'><testcase name='a'><failure>&e9;</failure></testcase></testsuite>"
        );
        let (tests, incomplete, warnings) = check(&[("j.xml", &bomb)]);
        assert_eq!((tests, incomplete.as_str()), (vec![("s/a".to_owned(), 'F')], ""));
        assert!(warnings[0].message.contains("never expanded"), "{warnings:?}");
    }
}
