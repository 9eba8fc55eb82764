//! Reads one file that comes in chunks: finds out what it is from its first bytes, and takes it apart as it comes where
//! the format allows.

use flate2::write::MultiGzDecoder;
use serde_json::Value;

use super::splitter::Splitter;
use super::tally::Tally;
use super::text::{lossy, paired};
use super::triage::Slice;
use super::{Records, junit, record};
use crate::formats::FormatError;
use crate::formats::place::{MAX_HELD, MAX_UNPACKED, Place};
use crate::formats::unpack::{Bounded, Take, entries};
use crate::model::{Failure, FailureStatus};
use crate::warning::Warning;

/// Reads one file. Push its bytes in order, in chunks of any size; then finish.
pub struct FailureReader {
    place: Place,
    state: State,
}

enum State {
    /// Too few bytes yet to tell.
    Start(Vec<u8>),
    Json(Box<Json>),
    /// Held whole: XML, archives and logs.
    Whole(Kind, Vec<u8>),
    Gzip(Box<MultiGzDecoder<Bounded<Inner>>>),
}

#[derive(Clone, Copy)]
enum Kind {
    Xml,
    Zip,
    Log,
}

#[derive(Default)]
struct Json {
    splitter: Splitter,
    found: Found,
}

#[derive(Default)]
struct Found {
    failures: Vec<Failure>,
    tally: Tally,
}

/// The reader of what a packed file holds.
struct Inner {
    reader: FailureReader,
    failed: Option<FormatError>,
}

impl Take for Inner {
    fn take(&mut self, bytes: &[u8]) -> Result<(), FormatError> {
        self.reader.push(bytes)
    }
    fn failed(&mut self, error: FormatError) {
        self.failed = Some(error);
    }
    fn place(&self) -> Place {
        self.reader.place.clone()
    }
}

impl FailureReader {
    /// A reader of the file that the user knows as `name`.
    pub fn new(name: &str) -> Self {
        Self::within(Place::outermost(name))
    }

    fn within(place: Place) -> Self {
        Self { place, state: State::Start(Vec::new()) }
    }

    /// Takes the next bytes.
    pub fn push(&mut self, chunk: &[u8]) -> Result<(), FormatError> {
        match &mut self.state {
            State::Start(seen) => {
                seen.extend_from_slice(chunk);
                if chunk.is_empty() || !is_enough(seen) { Ok(()) } else { self.begin() }
            }
            State::Json(json) => json.push(chunk, &self.place),
            State::Whole(_, held) if held.len().saturating_add(chunk.len()) > MAX_HELD => {
                Err(self.place.too_large("this file", MAX_HELD, ". Cut it, or take its end"))
            }
            State::Whole(_, held) => {
                held.extend_from_slice(chunk);
                Ok(())
            }
            State::Gzip(packed) => push_gzip(packed, chunk, &self.place),
        }
    }

    /// The end of the file.
    pub fn finish(mut self) -> Result<Records, FormatError> {
        if matches!(self.state, State::Start(_)) {
            self.begin()?;
        }
        match self.state {
            State::Start(_) => Ok(Records::default()),
            State::Json(json) => Ok(json.finish(&self.place)),
            State::Whole(kind, held) => whole(kind, &held, &self.place),
            State::Gzip(packed) => finish_gzip(*packed, &self.place),
        }
    }

    /// Finds out what the file is, and reads what came so far as that.
    fn begin(&mut self) -> Result<(), FormatError> {
        let State::Start(seen) = &mut self.state else { return Ok(()) };
        let seen = std::mem::take(seen);
        self.state = kind_of(&seen, &self.place)?;
        if matches!(self.state, State::Start(_)) { Ok(()) } else { self.push(&seen) }
    }
}

/// The first bytes that are no blanks decide, and the first four of an archive.
fn is_enough(seen: &[u8]) -> bool {
    let [first, second] = first_two(seen);
    seen.len() >= 4 && first.is_some() && (first != Some(b'[') || second.is_some())
}

/// The first two bytes that are no blanks.
fn first_two(seen: &[u8]) -> [Option<u8>; 2] {
    let seen = seen.strip_prefix(b"\xef\xbb\xbf").unwrap_or(seen);
    let mut bytes = seen.iter().copied().filter(|byte| !byte.is_ascii_whitespace());
    [bytes.next(), bytes.next()]
}

fn kind_of(seen: &[u8], place: &Place) -> Result<State, FormatError> {
    let is_packed = seen.starts_with(b"\x1f\x8b") || seen.starts_with(b"PK");
    if is_packed {
        place.check_nesting()?;
    }
    let whole = |kind| State::Whole(kind, Vec::new());
    Ok(match (seen, first_two(seen)) {
        ([0x1f, 0x8b, ..], _) => {
            let reader = FailureReader::within(place.unpacked());
            let inner = Bounded { inner: Inner { reader, failed: None }, taken: 0 };
            State::Gzip(Box::new(MultiGzDecoder::new(inner)))
        }
        ([b'P', b'K', 3 | 5, ..], _) => whole(Kind::Zip),
        // A log may begin with a bracket as well: `[2024-05-01 …`.
        (_, [Some(b'{'), _] | [Some(b'['), None | Some(b'{' | b']')]) => State::Json(Box::default()),
        (_, [Some(b'<'), _]) => whole(Kind::Xml),
        (_, [None, _]) => State::Start(Vec::new()),
        _ => whole(Kind::Log),
    })
}

impl Json {
    fn push(&mut self, chunk: &[u8], place: &Place) -> Result<(), FormatError> {
        let Self { splitter, found } = self;
        splitter.push(chunk, place, MAX_HELD, &mut |value| {
            found.value(value);
            Ok(())
        })
    }

    fn finish(self, place: &Place) -> Records {
        let Self { splitter, mut found } = self;
        let rest = splitter.rest();
        if !rest.trim_ascii().is_empty() {
            found.value(&rest);
        }
        Records { failures: found.failures, warnings: found.tally.warnings(&place.name) }
    }
}

impl Found {
    /// One value: a record, a triage slice, or something broken of which single lines may be whole.
    fn value(&mut self, bytes: &[u8]) {
        if self.read(bytes) {
            return;
        }
        let lines: Vec<&[u8]> =
            bytes.split(|b| *b == b'\n').filter(|line| !line.trim_ascii().is_empty()).collect();
        let whole = if lines.len() > 1 { lines.iter().filter(|line| self.read(line)).count() } else { 0 };
        self.tally.broken += lines.len().saturating_sub(whole).clamp(1, lines.len().max(1));
    }

    /// True when the value was understood.
    fn read(&mut self, bytes: &[u8]) -> bool {
        let mut tally = Tally::default();
        let text = lossy(bytes, &mut tally);
        let text = paired(text, &mut tally);
        let Ok(Value::Object(fields)) = serde_json::from_str::<Value>(&text) else { return false };
        let understood = if fields.contains_key("clustered") {
            match serde_json::from_value::<Slice>(Value::Object(fields)) {
                Ok(slice) => {
                    self.failures.extend(slice.failures());
                    true
                }
                Err(_) => false,
            }
        } else {
            record::record(fields, &mut self.tally).map(|failure| self.failures.push(failure)).is_some()
        };
        if understood {
            self.tally.not_utf8 += tally.not_utf8;
            self.tally.surrogates += tally.surrogates;
        }
        understood
    }
}

fn push_gzip(
    packed: &mut MultiGzDecoder<Bounded<Inner>>,
    chunk: &[u8],
    place: &Place,
) -> Result<(), FormatError> {
    use std::io::Write;
    packed.write_all(chunk).map_err(|_| gzip_error(packed, place))
}

fn gzip_error(packed: &mut MultiGzDecoder<Bounded<Inner>>, place: &Place) -> FormatError {
    let stopped = packed.get_mut().inner.failed.take();
    stopped.unwrap_or_else(|| place.content("the packed data are broken"))
}

/// A packed file that was cut short still gives what it holds.
fn finish_gzip(mut packed: MultiGzDecoder<Bounded<Inner>>, place: &Place) -> Result<Records, FormatError> {
    let ended = packed.try_finish();
    if let Some(error) = packed.get_mut().inner.failed.take() {
        return Err(error);
    }
    let reader = std::mem::replace(&mut packed.get_mut().inner.reader, FailureReader::new(""));
    let mut records = reader.finish()?;
    if ended.is_err() {
        let message = "the packed data are cut short; what could be unpacked is kept";
        records.warnings.push(Warning::new(place.name.clone(), message));
    }
    Ok(records)
}

fn whole(kind: Kind, held: &[u8], place: &Place) -> Result<Records, FormatError> {
    let mut tally = Tally::default();
    let mut records = match kind {
        Kind::Zip => return zip(held, place),
        Kind::Xml => junit::read(&lossy(held, &mut tally), place, &mut tally),
        Kind::Log => log(&lossy(held, &mut tally), place),
    };
    records.warnings.extend(tally.warnings(&place.name));
    Ok(records)
}

/// A build log is one failure; its file names the job.
fn log(text: &str, place: &Place) -> Records {
    let failure = Failure {
        id: place.name.clone(),
        status: FailureStatus::Failure,
        log: text.into(),
        job: place.stem().to_owned(),
        ..Failure::default()
    };
    Records { failures: vec![failure], warnings: Vec::new() }
}

/// Every file of the archive; one that cannot be read is a warning, but what may be a bomb is refused whole.
fn zip(held: &[u8], place: &Place) -> Result<Records, FormatError> {
    let mut all = Records::default();
    let mut budget = MAX_UNPACKED;
    for entry in entries(held, place)? {
        let place = place.inner(&entry.name);
        let read = entry.unpack(&place, &mut budget).and_then(|bytes| {
            let mut reader = FailureReader::within(place.clone());
            reader.push(&bytes)?;
            reader.finish()
        });
        match read {
            Ok(records) => {
                all.failures.extend(records.failures);
                all.warnings.extend(records.warnings);
            }
            Err(error @ FormatError::TooLarge { .. }) => return Err(error),
            Err(error) => all.warnings.push(Warning::new(place.name, error.to_string())),
        }
    }
    Ok(all)
}
