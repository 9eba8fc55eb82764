//! Files for the worker: the handles are sent, the bytes are read over there.

use flakescope_engine::FilesFor;
use wasm_bindgen::JsValue;
use web_sys::{File, FileList};

use super::compared::{Places, is_compared, placed};

/// The files of a list.
pub fn of_list(list: &FileList) -> Vec<File> {
    (0..list.length()).filter_map(|i| list.get(i)).collect()
}

/// Files that the user gave, each purpose once: what is given later for the same replaces it. Of two that are compared one may
/// be missing.
#[derive(Default)]
pub(super) struct Given(Vec<(FilesFor, Vec<Option<File>>)>);

impl Given {
    /// Takes files in place of earlier ones.
    pub(super) fn put(&mut self, purpose: FilesFor, files: Vec<File>) {
        if is_compared(purpose) {
            let places = placed(self.compared(), purpose, files, File::last_modified);
            return self.put_all(FilesFor::Compared, places.into());
        }
        self.put_all(purpose, files.into_iter().map(Some).collect());
    }

    /// The two that are compared change places.
    pub(super) fn swap(&mut self) {
        let [current, new] = self.compared();
        self.put_all(FilesFor::Compared, vec![new, current]);
    }

    fn put_all(&mut self, purpose: FilesFor, files: Vec<Option<File>>) {
        self.0.retain(|(known, _)| *known != purpose);
        self.0.push((purpose, files));
    }

    fn compared(&self) -> Places<File> {
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

/// What the files are for, and the files; null for one that is missing.
fn to_js(purpose: FilesFor, files: &[Option<File>]) -> JsValue {
    let message = js_sys::Array::of1(&JsValue::from_str(purpose.word()));
    for file in files {
        message.push(file.as_ref().map_or(&JsValue::NULL, AsRef::as_ref));
    }
    message.into()
}
