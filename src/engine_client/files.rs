//! Files for the worker: the handles are sent, the bytes are read over there.

use flakescope_engine::FilesFor;
use js_sys::Reflect;
use wasm_bindgen::JsValue;
use web_sys::{File, FileList};

use super::compared::{Places, is_compared, placed};

/// A file that the user gave.
#[derive(Clone)]
pub struct GivenFile {
    /// Its path, which begins with the folder that was given; of a single file its name.
    pub path: String,
    /// The file; none where the browser does not hand it out.
    pub file: Option<File>,
}

impl GivenFile {
    /// When it was changed last, in milliseconds.
    fn last_modified(&self) -> f64 {
        self.file.as_ref().map_or(0.0, File::last_modified)
    }
}

impl From<File> for GivenFile {
    fn from(file: File) -> Self {
        let path = Reflect::get(&file, &JsValue::from_str("webkitRelativePath"));
        let path = path.ok().and_then(|path| path.as_string()).filter(|path| !path.is_empty());
        Self { path: path.unwrap_or_else(|| file.name()), file: Some(file) }
    }
}

/// The files of a list.
pub fn of_list(list: &FileList) -> Vec<GivenFile> {
    (0..list.length()).filter_map(|i| list.get(i)).map(GivenFile::from).collect()
}

/// Files that the user gave, each purpose once: what is given later for the same replaces it. Of two that are compared one may
/// be missing.
#[derive(Default)]
pub(super) struct Given(Vec<(FilesFor, Vec<Option<GivenFile>>)>);

impl Given {
    /// Takes files in place of earlier ones.
    pub(super) fn put(&mut self, purpose: FilesFor, files: Vec<GivenFile>) {
        if is_compared(purpose) {
            let places = placed(self.compared(), purpose, files, GivenFile::last_modified);
            return self.put_all(FilesFor::Compared, places.into());
        }
        self.put_all(purpose, files.into_iter().map(Some).collect());
    }

    /// The two that are compared change places.
    pub(super) fn swap(&mut self) {
        let [current, new] = self.compared();
        self.put_all(FilesFor::Compared, vec![new, current]);
    }

    fn put_all(&mut self, purpose: FilesFor, files: Vec<Option<GivenFile>>) {
        self.0.retain(|(known, _)| *known != purpose);
        self.0.push((purpose, files));
    }

    fn compared(&self) -> Places<GivenFile> {
        let known = self.0.iter().find(|(purpose, _)| *purpose == FilesFor::Compared);
        let mut files = known.map(|(_, files)| files.clone()).unwrap_or_default().into_iter();
        [files.next().flatten(), files.next().flatten()]
    }

    /// The messages that hand all of them over.
    pub(super) fn all(&self) -> impl Iterator<Item = JsValue> {
        self.0.iter().map(|(purpose, files)| to_js(*purpose, files))
    }

    /// The message with the newest.
    pub(super) fn newest(&self) -> Option<JsValue> {
        self.0.last().map(|(purpose, files)| to_js(*purpose, files))
    }
}

/// What the files are for, then each file behind its path; null for what is missing.
fn to_js(purpose: FilesFor, files: &[Option<GivenFile>]) -> JsValue {
    let message = js_sys::Array::of1(&JsValue::from_str(purpose.word()));
    for given in files {
        message.push(&given.as_ref().map_or(JsValue::NULL, |given| JsValue::from_str(&given.path)));
        let file = given.as_ref().and_then(|given| given.file.as_ref());
        message.push(file.map_or(&JsValue::NULL, AsRef::as_ref));
    }
    message.into()
}
