//! Files for the worker: the handles are sent, the bytes are read over there.

use flakescope_engine::FilesFor;
use wasm_bindgen::JsValue;
use web_sys::{File, FileList};

/// The files of a list.
pub fn of_list(list: &FileList) -> Vec<File> {
    (0..list.length()).filter_map(|i| list.get(i)).collect()
}

/// Files that the user gave, each purpose once: what is given later for the same replaces it.
#[derive(Default)]
pub(super) struct Given(Vec<(FilesFor, Vec<File>)>);

impl Given {
    /// Takes files in place of earlier ones.
    pub(super) fn put(&mut self, purpose: FilesFor, files: Vec<File>) {
        self.0.retain(|(known, _)| *known != purpose);
        self.0.push((purpose, files));
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

/// What the files are for, and the files.
fn to_js(purpose: FilesFor, files: &[File]) -> JsValue {
    let message = js_sys::Array::of1(&JsValue::from_str(purpose.word()));
    for file in files {
        message.push(file);
    }
    message.into()
}
