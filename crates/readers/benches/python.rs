//! How fast Python sources are read: 10,000 made-up files of 10 kB, beside the parser of `CPython` over the same files. Both
//! must find the same markers before anything is measured.
#![expect(
    clippy::print_stdout,
    clippy::unwrap_used,
    reason = "a bench prints its figures and fails as a test does"
)]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use flakescope_core::muted::Names;
use flakescope_readers::read_file;

const FILES: usize = 10_000;
const BYTES: usize = 10_000;

/// The obvious version in its own language: parse each text, walk the tree, count the markers. Reading the files is not timed.
const PYTHON: &str = r#"
import ast, os, sys, time
folder = sys.argv[1]
texts = [open(os.path.join(folder, name), encoding="utf-8").read() for name in sorted(os.listdir(folder))]
start, found = time.perf_counter(), 0
for text in texts:
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
            for decorator in node.decorator_list:
                called = decorator.func if isinstance(decorator, ast.Call) else decorator
                if isinstance(called, ast.Attribute) and called.attr == "xfailflake":
                    found += 1
print(found, time.perf_counter() - start, sys.version.split()[0])
"#;

fn main() {
    // `cargo test` runs benches too, and asks for no figures.
    if !std::env::args().any(|argument| argument == "--bench") {
        return;
    }
    let texts: Vec<String> = (0..FILES).map(text).collect();
    let bytes: usize = texts.iter().map(String::len).sum();
    let folder = write(&texts);
    let (theirs, seconds, version) = cpython(&folder);
    let _ = fs::remove_dir_all(&folder);
    let (ours, alone) = measure(&texts, 1);
    assert_eq!(ours, theirs, "both find the same markers");
    let workers = std::thread::available_parallelism().map_or(1, usize::from);
    let (_, together) = measure(&texts, workers);
    let speed = |time: Duration| bytes as f64 / time.as_secs_f64() / 1e6;
    let cpython = speed(Duration::from_secs_f64(seconds));
    println!("{FILES} files, {:.0} MB, {ours} markers", bytes as f64 / 1e6);
    println!("flakescope, 1 thread:   {:7.1} MB/s", speed(alone));
    println!("flakescope, {workers} threads:  {:7.1} MB/s", speed(together));
    println!(
        "CPython {version}, ast:  {cpython:7.1} MB/s ({:.1} times as fast, thread by thread)",
        speed(alone) / cpython
    );
}

/// A file of tests: every third one bears a marker, and the bodies are what test bodies are.
fn text(file: usize) -> String {
    let mut text = format!(
        "\"\"\"Made-up tests, file {file}.\"\"\"\nimport logging\n\nimport pytest\n\nlog = logging.getLogger(__name__)\n\n"
    );
    let mut test = 0;
    while text.len() < BYTES {
        if test % 3 == 0 {
            text += &format!(
                "\n@pytest.mark.xfailflake(\n    jira='MADE-{file}',\n    reason='test {test} of file {file} '\n           'fails now and then',\n    since='2018-11-{:02}',\n)\n",
                1 + test % 28
            );
        }
        text += &format!(
            "@pytest.mark.parametrize('size, expected', [(1, 'a'), ({test}, 'b'), (3, {{'k': [1, 2, 3]}})])\ndef test_{file}_{test}(api_session, size, expected):\n    \"\"\"Checks that the answer {test} is right.\"\"\"\n    response = api_session.get('/service/{file}', params={{'size': size, 'offset': {test} * 2 + 1}})\n    assert response.status_code == 200, f'status {{response.status_code}}: {{response.text}}'\n    for item in response.json()['items']:\n        if item['name'].startswith('x') and not item.get('hidden', False):\n            log.info('item %s of %d', item['name'], len(expected))\n            assert [part.strip() for part in item['parts'] if part] == sorted(item['parts'], key=lambda p: p)\n\n"
        );
        test += 1;
    }
    text
}

fn write(texts: &[String]) -> PathBuf {
    let folder = std::env::temp_dir().join(format!("flakescope-bench-{}", std::process::id()));
    fs::create_dir_all(&folder).unwrap();
    for (number, text) in texts.iter().enumerate() {
        fs::write(folder.join(format!("test_{number:05}.py")), text).unwrap();
    }
    folder
}

/// Markers, seconds and version.
fn cpython(folder: &Path) -> (usize, f64, String) {
    let output = Command::new("python3").args(["-c", PYTHON]).arg(folder).output().unwrap();
    let said = String::from_utf8(output.stdout).unwrap();
    let mut words = said.split_whitespace();
    let mut next = || words.next().unwrap().to_owned();
    (next().parse().unwrap(), next().parse().unwrap(), next())
}

/// Markers, and the best time of three.
fn measure(texts: &[String], workers: usize) -> (usize, Duration) {
    let once = || {
        let (next, found) = (AtomicUsize::new(0), AtomicUsize::new(0));
        let names = Names::default();
        let start = Instant::now();
        std::thread::scope(|scope| {
            for _ in 0..workers {
                scope.spawn(|| {
                    while let Some(text) = texts.get(next.fetch_add(1, Ordering::Relaxed)) {
                        let markers = read_file("test_a.py", text.as_bytes(), &names).markers.len();
                        found.fetch_add(markers, Ordering::Relaxed);
                    }
                });
            }
        });
        (found.into_inner(), start.elapsed())
    };
    (0..3).map(|_| once()).min_by_key(|(_, time)| *time).unwrap()
}
