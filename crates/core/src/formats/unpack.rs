//! Packed files as pure bytes to bytes, with limits: `.gz` as a stream, `.zip` out of memory. Sizes that an archive claims
//! are not believed.

use std::io::{self, Write};

use flate2::write::MultiGzDecoder;
use flate2::{Decompress, FlushDecompress, Status};

use super::FormatError;
use super::place::{MAX_HELD, MAX_UNPACKED, Place};

/// Takes unpacked bytes, up to a limit.
pub(super) struct Bounded<W> {
    pub(super) inner: W,
    pub(super) taken: usize,
}

/// Takes bytes; the reader of failures does, and so can a test.
pub(super) trait Take {
    fn take(&mut self, bytes: &[u8]) -> Result<(), FormatError>;
    /// The error that stopped it: `io::Write` cannot carry one.
    fn failed(&mut self, error: FormatError);
    fn place(&self) -> Place;
}

impl<W: Take> Write for Bounded<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.taken = self.taken.saturating_add(bytes.len());
        let allowed = if self.taken > MAX_UNPACKED {
            Err(self.inner.place().too_large("what is packed here", MAX_UNPACKED, ". It may be a bomb"))
        } else {
            self.inner.take(bytes)
        };
        allowed.map(|()| bytes.len()).map_err(|error| {
            self.inner.failed(error);
            io::Error::other("stopped")
        })
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// A file that was unpacked.
pub(super) struct Unpacked {
    pub(super) bytes: Vec<u8>,
    /// True when the packed data end too early; what came before is kept.
    pub(super) is_cut: bool,
}

/// The bytes of a file that may be packed, up to the most that is held at once.
pub(super) fn gunzip(bytes: &[u8], place: &Place) -> Result<Unpacked, FormatError> {
    if !bytes.starts_with(b"\x1f\x8b") {
        return Ok(Unpacked { bytes: bytes.to_vec(), is_cut: false });
    }
    let held = Held { bytes: Vec::new(), failed: None, place: place.clone() };
    let mut packed = MultiGzDecoder::new(Bounded { inner: held, taken: 0 });
    let written = packed.write_all(bytes);
    let is_cut = packed.try_finish().is_err();
    let Held { bytes, failed, .. } = std::mem::take(&mut packed.get_mut().inner);
    match (failed, written) {
        (Some(error), _) => Err(error),
        (None, Err(_)) => Err(place.content("the packed data are broken")),
        (None, Ok(())) => Ok(Unpacked { bytes, is_cut }),
    }
}

/// Keeps what is unpacked.
#[derive(Default)]
struct Held {
    bytes: Vec<u8>,
    failed: Option<FormatError>,
    place: Place,
}

impl Take for Held {
    fn take(&mut self, bytes: &[u8]) -> Result<(), FormatError> {
        if self.bytes.len().saturating_add(bytes.len()) > MAX_HELD {
            return Err(self.place.too_large("what is packed here", MAX_HELD, ". It may be a bomb"));
        }
        self.bytes.extend_from_slice(bytes);
        Ok(())
    }
    fn failed(&mut self, error: FormatError) {
        self.failed = Some(error);
    }
    fn place(&self) -> Place {
        self.place.clone()
    }
}

/// One file of an archive.
pub(super) struct Entry<'a> {
    pub(super) name: String,
    method: u16,
    packed: &'a [u8],
}

/// The files of a zip archive, in its order, folders left out (PKWARE APPNOTE 6.3, 4.3.12 and 4.3.16).
pub(super) fn entries<'a>(zip: &'a [u8], place: &Place) -> Result<Vec<Entry<'a>>, FormatError> {
    let broken = || place.content("the archive has no readable list of files: it is broken or cut short");
    let end = memchr::memmem::rfind(zip, b"PK\x05\x06").ok_or_else(broken)?;
    let count = short(zip, end + 10).ok_or_else(broken)?;
    let mut at = long(zip, end + 16).ok_or_else(broken)?;
    let mut entries = Vec::new();
    for _ in 0..count {
        let (entry, next) = entry(zip, at).ok_or_else(broken)?;
        entries.extend(entry);
        at = next;
    }
    Ok(entries)
}

/// The file at a place of the list, and the place of the next. Folders are `None`.
fn entry(zip: &[u8], at: usize) -> Option<(Option<Entry<'_>>, usize)> {
    if zip.get(at..at + 4)? != b"PK\x01\x02" {
        return None;
    }
    let [name, extra, comment] = [28, 30, 32].map(|field| short(zip, at + field));
    let (name, rest) = (name?, extra? + comment?);
    let text = String::from_utf8_lossy(zip.get(at + 46..at + 46 + name)?).into_owned();
    let head = long(zip, at + 42)?;
    let start = head + 30 + short(zip, head + 26)? + short(zip, head + 28)?;
    let packed = zip.get(start..start.checked_add(long(zip, at + 20)?)?)?;
    let method = u16::try_from(short(zip, at + 10)?).ok()?;
    let is_file = !text.ends_with('/');
    Some((is_file.then_some(Entry { name: text, method, packed }), at + 46 + name + rest))
}

fn short(bytes: &[u8], at: usize) -> Option<usize> {
    let two: [u8; 2] = bytes.get(at..at + 2)?.try_into().ok()?;
    Some(usize::from(u16::from_le_bytes(two)))
}

fn long(bytes: &[u8], at: usize) -> Option<usize> {
    let four: [u8; 4] = bytes.get(at..at + 4)?.try_into().ok()?;
    usize::try_from(u32::from_le_bytes(four)).ok()
}

impl Entry<'_> {
    /// The file's bytes; `budget` is what the whole archive may still bring, and is lowered.
    pub(super) fn unpack(&self, place: &Place, budget: &mut usize) -> Result<Vec<u8>, FormatError> {
        let limit = MAX_HELD.min(*budget);
        let bytes = match self.method {
            0 => self.packed.to_vec(),
            8 => inflate(self.packed, limit, place)?,
            other => return Err(place.content(format!("packed by method {other}, which is not known"))),
        };
        if bytes.len() > limit {
            return Err(place.too_large("what is packed here", limit, ". It may be a bomb"));
        }
        *budget -= bytes.len();
        Ok(bytes)
    }
}

fn inflate(packed: &[u8], limit: usize, place: &Place) -> Result<Vec<u8>, FormatError> {
    let mut state = Decompress::new(false);
    let mut bytes = Vec::with_capacity(packed.len().saturating_mul(3).min(1 << 20));
    loop {
        let read = usize::try_from(state.total_in()).unwrap_or(packed.len());
        let rest = packed.get(read..).unwrap_or_default();
        bytes.reserve(64 << 10);
        let status = state.decompress_vec(rest, &mut bytes, FlushDecompress::Finish);
        if bytes.len() > limit {
            return Err(place.too_large("what is packed here", limit, ". It may be a bomb"));
        }
        match status {
            Ok(Status::StreamEnd) => return Ok(bytes),
            Ok(_) if bytes.len() == bytes.capacity() || !rest.is_empty() && moved(&state, read) => {}
            _ => return Err(place.content("the packed data are broken or cut short")),
        }
    }
}

fn moved(state: &Decompress, read: usize) -> bool {
    state.total_in() > read as u64
}
