//! Files that the user gave: told apart by their first bytes, and read here, those with failures piece by piece.

use flakescope_core::formats::failures::{HEAD_BYTES, looks_like_failures, looks_like_model};
use flakescope_core::formats::payloads::{GivenRuns, InputFile};
use flakescope_core::formats::testgrid::files::NamedFile;
use flakescope_core::warning::Warning;
use flakescope_engine::{
    Desk, FilesFor, GivenSources, MOST_FILE_BYTES, MutedPart, ReadFailures, TakenFailures, too_many_bytes,
    too_many_bytes_of_activity, too_many_bytes_of_history, too_many_bytes_of_runs, too_many_bytes_of_sources,
};
use gloo_timers::future::TimeoutFuture;
use js_sys::{Array, Uint8Array};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::{Blob, File, console};

use super::transport::BrowserTransport;

/// Bytes that are read at once: a message from the page waits for one piece at most.
const PIECE_BYTES: u64 = 1 << 20;

/// A file with its path, which begins with the folder that was given; of a single file its name.
struct Handed {
    path: String,
    file: Option<File>,
}

impl Handed {
    fn size(&self) -> u64 {
        self.file.as_ref().map_or(0, size)
    }

    /// All of it, or why it cannot be had.
    async fn content(&self) -> Result<Vec<u8>, String> {
        match &self.file {
            Some(file) => Ok(bytes(file, 0, size(file)).await),
            None => Err(NOT_HANDED_OUT.to_owned()),
        }
    }
}

const NOT_HANDED_OUT: &str = "the browser does not hand it out; it may have been moved, or may not be read";

/// What a file seems to be.
enum Kind {
    Failures,
    Model,
    Other,
}

/// Reads the files, in place of earlier ones of their kind. The first entry says what they are for.
pub(super) async fn take(desk: &Desk<BrowserTransport>, message: &Array) {
    let purpose = message.get(0).as_string().as_deref().and_then(FilesFor::parse).unwrap_or_default();
    let handed = handed(message);
    let files: Vec<&Handed> = handed.iter().flatten().collect();
    match purpose {
        FilesFor::Anything => take_anything(desk, &files).await,
        FilesFor::Payload => take_runs(desk, &files, false).await,
        FilesFor::Earlier => take_runs(desk, &files, true).await,
        FilesFor::Sources => take_sources(desk, &files).await,
        FilesFor::Activity => take_activity(desk, &files).await,
        FilesFor::Current | FilesFor::New | FilesFor::Compared => desk.take_compared(compared(&handed)).await,
    }
}

/// The files of a message, each behind its path; null stands for what is missing.
fn handed(message: &Array) -> Vec<Option<Handed>> {
    let pair = |place: u32| {
        let path = message.get(place).as_string()?;
        Some(Handed { path, file: message.get(place + 1).dyn_into().ok() })
    };
    (1..message.length()).step_by(2).map(pair).collect()
}

/// How many bytes the files have together.
fn total(files: &[&Handed]) -> u64 {
    files.iter().map(|file| file.size()).sum()
}

/// What the browser does not hand out.
fn lost(files: &[&Handed]) -> Vec<Warning> {
    let lost = files.iter().filter(|handed| handed.file.is_none());
    lost.map(|handed| Warning::new(&handed.path, NOT_HANDED_OUT)).collect()
}

/// Reads the runs in the files, one after the other.
async fn take_runs(desk: &Desk<BrowserTransport>, files: &[&Handed], earlier: bool) {
    let total = total(files);
    let reader = match desk.read_runs().await {
        Ok(_) if total > MOST_FILE_BYTES => Err(too_many_bytes_of_runs(total)),
        Ok(reader) => Ok(reader),
        Err(error) => Err(error.to_string()),
    };
    let mut reader = match reader {
        Ok(reader) => reader,
        Err(message) => {
            let warnings = vec![Warning::new("the files", message)];
            return desk.take_runs(GivenRuns { warnings, ..GivenRuns::default() }, 0, earlier);
        }
    };
    let mut done = 0;
    for file in files {
        reader.take(InputFile { path: file.path.clone(), bytes: file.content().await });
        done += file.size();
        desk.tell_files(done, total);
    }
    reader.begin();
    while reader.advance() {
        TimeoutFuture::new(0).await;
    }
    let mut given = reader.finish();
    given.warnings.extend(lost(files));
    desk.take_runs(given, u32::try_from(files.len()).unwrap_or(u32::MAX), earlier);
}

/// Reads files with runs of CI, and logs.
async fn take_activity(desk: &Desk<BrowserTransport>, files: &[&Handed]) {
    let refused = |message: String| desk.tell_activity([0, 0], vec![Warning::new("the files", message)]);
    let part = match desk.read_activity().await {
        Ok(part) => part,
        Err(error) => return refused(error.to_string()),
    };
    let total = total(files);
    if total > MOST_FILE_BYTES {
        return refused(too_many_bytes_of_activity(total));
    }
    let (mut given, mut done) = (Vec::new(), 0);
    for file in files {
        given.push((file.path.clone(), file.content().await));
        done += file.size();
        desk.tell_files(done, total);
    }
    let (counts, warnings) = part.take(given);
    desk.tell_activity(counts, warnings);
}

/// Reads the source files that can hold tests, and archives of them.
async fn take_sources(desk: &Desk<BrowserTransport>, files: &[&Handed]) {
    let part = match desk.read_sources().await {
        Ok(part) => part,
        Err(error) => return desk.tell_sources(0, vec![Warning::new("the files", error.to_string())]),
    };
    let is_wanted = |handed: &&Handed| is_archive(&handed.path) || is_needed(part.as_ref(), &handed.path);
    let wanted: Vec<&Handed> = files.iter().copied().filter(is_wanted).collect();
    let total = total(&wanted);
    if total > MOST_FILE_BYTES {
        return desk.tell_sources(0, vec![Warning::new("the files", too_many_bytes_of_sources(total))]);
    }
    let (mut sources, mut warnings, mut done) = (GivenSources::default(), lost(files), 0);
    for file in wanted {
        let content = file.content().await;
        done += file.size();
        desk.tell_files(done, total);
        if !is_archive(&file.path) {
            let (name, path) = within(&file.path);
            name.clone_into(&mut sources.name);
            sources.files.push((path.to_owned(), content));
            continue;
        }
        match content.and_then(|bytes| part.open(&file.path, &bytes)) {
            Ok(opened) => {
                sources.name = opened.name;
                sources.files.extend(opened.files);
            }
            Err(reason) => warnings.push(Warning::new(&file.path, reason)),
        }
    }
    desk.tell_sources(part.take(sources), warnings);
}

fn is_archive(path: &str) -> bool {
    path.to_ascii_lowercase().ends_with(".zip")
}

fn is_needed(part: &dyn MutedPart<BrowserTransport>, path: &str) -> bool {
    match path.split_once('/') {
        Some((_, inner)) => part.needs(inner, false),
        None => part.needs(path, true),
    }
}

/// The folder that was given, and the path of a file in it; for a single file the word for all of them, and its name.
fn within(path: &str) -> (&str, &str) {
    path.split_once('/').unwrap_or(("files", path))
}

/// Reads the two files that are compared; in the place of a missing one is no file.
async fn compared(handed: &[Option<Handed>]) -> [Option<InputFile>; 2] {
    let mut files = [None, None];
    for (handed, slot) in handed.iter().zip(&mut files) {
        let Some(file) = handed else { continue };
        let bytes = if file.size() > MOST_FILE_BYTES {
            Err(too_many_bytes_of_history(file.size()))
        } else {
            file.content().await
        };
        *slot = Some(InputFile { path: file.path.clone(), bytes });
    }
    files
}

async fn take_anything(desk: &Desk<BrowserTransport>, files: &[&Handed]) {
    let (mut records, mut others) = (Vec::new(), Vec::new());
    for Handed { path, file } in files {
        let Some(file) = file else {
            // The readers report what is empty.
            others.push(NamedFile { name: path.clone(), bytes: Vec::new() });
            continue;
        };
        match kind(file).await {
            Kind::Other => others.push(named(file).await),
            kind => records.push((file, kind)),
        }
    }
    let failures = if records.is_empty() { None } else { Some(read_failures(desk, &records).await) };
    desk.take_files(&others, failures);
}

async fn kind(file: &File) -> Kind {
    let head = bytes(file, 0, HEAD_BYTES as u64).await;
    if looks_like_model(&head) {
        Kind::Model
    } else if looks_like_failures(&file.name(), &head) {
        Kind::Failures
    } else {
        Kind::Other
    }
}

async fn named(file: &File) -> NamedFile {
    NamedFile { name: file.name(), bytes: bytes(file, 0, size(file)).await }
}

async fn read_failures(desk: &Desk<BrowserTransport>, files: &[(&File, Kind)]) -> TakenFailures {
    let total = files.iter().map(|(file, _)| size(file)).sum();
    let reader = match desk.read_failures().await {
        Ok(_) if total > MOST_FILE_BYTES => Err(too_many_bytes(total)),
        Ok(reader) => Ok(reader),
        Err(error) => Err(error.to_string()),
    };
    match reader {
        Ok(reader) => read_pieces(desk, files, reader, total).await,
        Err(message) => nothing(message),
    }
}

/// No failures, and why.
fn nothing(message: String) -> TakenFailures {
    TakenFailures { warnings: vec![Warning::new("the files", message)], ..TakenFailures::default() }
}

async fn read_pieces(
    desk: &Desk<BrowserTransport>,
    files: &[(&File, Kind)],
    mut reader: Box<dyn ReadFailures>,
    total: u64,
) -> TakenFailures {
    let mut done = 0;
    for (file, kind) in files {
        if matches!(kind, Kind::Model) {
            reader.take_model(&file.name(), &bytes(file, 0, size(file)).await);
            continue;
        }
        reader.begin(&file.name(), None);
        for from in (0..size(file)).step_by(usize::try_from(PIECE_BYTES).unwrap_or(1)) {
            let piece = bytes(file, from, from + PIECE_BYTES).await;
            reader.push(&piece);
            done += piece.len() as u64;
            desk.tell_files(done, total);
        }
    }
    reader.finish()
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a size is a whole number below 2^53"
)]
fn size(file: &File) -> u64 {
    file.size() as u64
}

/// Some bytes of a file. What cannot be read is taken as empty, which the readers report by the file's name.
async fn bytes(file: &File, from: u64, to: u64) -> Vec<u8> {
    let piece = file.slice_with_f64_and_f64(from as f64, to as f64).map(|piece: Blob| piece.array_buffer());
    let read = match piece {
        Ok(buffer) => JsFuture::from(buffer).await,
        Err(error) => Err(error),
    };
    match read {
        Ok(buffer) => Uint8Array::new(&buffer).to_vec(),
        Err(error) => {
            console::error_1(&error);
            Vec::new()
        }
    }
}
