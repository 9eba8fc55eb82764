//! Files for the worker: the handles are sent, the bytes are read over there.

use wasm_bindgen::JsValue;
use web_sys::{File, FileList};

/// The files of a list.
pub fn of_list(list: &FileList) -> Vec<File> {
    (0..list.length()).filter_map(|i| list.get(i)).collect()
}

/// The message that hands the files over.
pub(super) fn to_js(files: &[File]) -> JsValue {
    files.iter().collect::<js_sys::Array>().into()
}
