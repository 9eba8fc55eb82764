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
use js_sys::{Array, Reflect, Uint8Array};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::{Blob, File, console};

use super::transport::BrowserTransport;

/// Bytes that are read at once: a message from the page waits for one piece at most.
const PIECE_BYTES: u64 = 1 << 20;

/// What a file seems to be.
enum Kind {
    Failures,
    Model,
    Other,
}

/// Reads the files, in place of earlier ones of their kind. The first entry says what they are for.
pub(super) async fn take(desk: &Desk<BrowserTransport>, message: &Array) {
    let purpose = message.get(0).as_string().as_deref().and_then(FilesFor::parse).unwrap_or_default();
    let files = message.iter().filter_map(|file| file.dyn_into::<File>().ok()).collect::<Vec<File>>();
    match purpose {
        FilesFor::Anything => take_anything(desk, files).await,
        FilesFor::Payload => take_runs(desk, &files, false).await,
        FilesFor::Earlier => take_runs(desk, &files, true).await,
        FilesFor::Sources => take_sources(desk, &files).await,
        FilesFor::Activity => take_activity(desk, &files).await,
        FilesFor::Current | FilesFor::New | FilesFor::Compared => desk.take_compared(compared(message)).await,
    }
}

/// Reads the runs in the files, one after the other.
async fn take_runs(desk: &Desk<BrowserTransport>, files: &[File], earlier: bool) {
    let total = files.iter().map(size).sum();
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
        let bytes = Ok(bytes(file, 0, size(file)).await);
        reader.take(InputFile { path: path(file), bytes });
        done += size(file);
        desk.tell_files(done, total);
    }
    reader.begin();
    while reader.advance() {
        TimeoutFuture::new(0).await;
    }
    desk.take_runs(reader.finish(), u32::try_from(files.len()).unwrap_or(u32::MAX), earlier);
}

/// Reads files with runs of CI, and logs.
async fn take_activity(desk: &Desk<BrowserTransport>, files: &[File]) {
    let refused = |message: String| desk.tell_activity([0, 0], vec![Warning::new("the files", message)]);
    let part = match desk.read_activity().await {
        Ok(part) => part,
        Err(error) => return refused(error.to_string()),
    };
    let total = files.iter().map(size).sum();
    if total > MOST_FILE_BYTES {
        return refused(too_many_bytes_of_activity(total));
    }
    let (mut given, mut done) = (Vec::new(), 0);
    for file in files {
        given.push((path(file), Ok(bytes(file, 0, size(file)).await)));
        done += size(file);
        desk.tell_files(done, total);
    }
    let (counts, warnings) = part.take(given);
    desk.tell_activity(counts, warnings);
}

/// Reads the source files that can hold tests, and archives of them.
async fn take_sources(desk: &Desk<BrowserTransport>, files: &[File]) {
    let part = match desk.read_sources().await {
        Ok(part) => part,
        Err(error) => return desk.tell_sources(0, vec![Warning::new("the files", error.to_string())]),
    };
    let wanted: Vec<&File> =
        files.iter().filter(|file| is_archive(file) || is_needed(part.as_ref(), file)).collect();
    let total = wanted.iter().map(|file| size(file)).sum();
    if total > MOST_FILE_BYTES {
        return desk.tell_sources(0, vec![Warning::new("the files", too_many_bytes_of_sources(total))]);
    }
    let (mut sources, mut warnings, mut done) = (GivenSources::default(), Vec::new(), 0);
    for file in wanted {
        let (name, path) = within(file);
        let bytes = bytes(file, 0, size(file)).await;
        done += size(file);
        desk.tell_files(done, total);
        if !is_archive(file) {
            sources.name = name;
            sources.files.push((path, Ok(bytes)));
            continue;
        }
        match part.open(&file.name(), &bytes) {
            Ok(opened) => {
                sources.name = opened.name;
                sources.files.extend(opened.files);
            }
            Err(reason) => warnings.push(Warning::new(file.name(), reason)),
        }
    }
    desk.tell_sources(part.take(sources), warnings);
}

fn is_archive(file: &File) -> bool {
    file.name().to_ascii_lowercase().ends_with(".zip")
}

fn is_needed(part: &dyn MutedPart<BrowserTransport>, file: &File) -> bool {
    let path = path(file);
    match path.split_once('/') {
        Some((_, inner)) => part.needs(inner, false),
        None => part.needs(&path, true),
    }
}

/// The folder that was chosen, and the path of a file in it; for a single file the word for all of them, and its name.
fn within(file: &File) -> (String, String) {
    match path(file).split_once('/') {
        Some((folder, path)) => (folder.to_owned(), path.to_owned()),
        None => ("files".to_owned(), file.name()),
    }
}

/// Reads the two files that are compared; in the place of a missing one is no file.
async fn compared(message: &Array) -> [Option<InputFile>; 2] {
    let mut files = [None, None];
    for (place, slot) in (1..).zip(&mut files) {
        let Ok(file) = message.get(place).dyn_into::<File>() else { continue };
        let bytes = if size(&file) > MOST_FILE_BYTES {
            Err(too_many_bytes_of_history(size(&file)))
        } else {
            Ok(bytes(&file, 0, size(&file)).await)
        };
        *slot = Some(InputFile { path: file.name(), bytes });
    }
    files
}

/// The path of a file within the folder that was chosen, else its name.
fn path(file: &File) -> String {
    let path = Reflect::get(file, &JsValue::from_str("webkitRelativePath"));
    let path = path.ok().and_then(|path| path.as_string()).filter(|path| !path.is_empty());
    path.unwrap_or_else(|| file.name())
}

async fn take_anything(desk: &Desk<BrowserTransport>, files: Vec<File>) {
    let (mut records, mut others) = (Vec::new(), Vec::new());
    for file in files {
        match kind(&file).await {
            Kind::Other => others.push(named(&file).await),
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

async fn read_failures(desk: &Desk<BrowserTransport>, files: &[(File, Kind)]) -> TakenFailures {
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
    files: &[(File, Kind)],
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
