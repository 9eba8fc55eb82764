//! What was dropped: files, and all that lies in folders, each with its path. The browser tells of folders only while it is being
//! dropped; to read them takes longer.

use js_sys::{Array, Function, Promise};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{
    DataTransfer, DataTransferItem, FileSystemDirectoryEntry, FileSystemDirectoryReader, FileSystemEntry,
    FileSystemFileEntry,
};

use crate::engine_client::files::GivenFile;

/// What was dropped, with folders still unread.
pub(super) struct Dropped {
    files: Vec<GivenFile>,
    folders: Vec<FileSystemEntry>,
}

impl Dropped {
    /// Takes what an event brings, while it is being heard. None where it brings neither files nor folders.
    pub(super) fn of(data: &DataTransfer) -> Option<Self> {
        let items = data.items();
        let items = (0..items.length()).filter_map(|place| items.get(place));
        let mut dropped = Self { files: Vec::new(), folders: Vec::new() };
        for item in items {
            match folder(&item) {
                Some(folder) => dropped.folders.push(folder),
                None => dropped.files.extend(item.get_as_file().ok().flatten().map(GivenFile::from)),
            }
        }
        (!dropped.files.is_empty() || !dropped.folders.is_empty()).then_some(dropped)
    }

    /// All files; those of folders after the others, in no order.
    pub(super) async fn files(self) -> Vec<GivenFile> {
        let (mut files, mut unread) = (self.files, self.folders);
        while let Some(entry) = unread.pop() {
            let read = if entry.is_directory() {
                entries(&entry).await.map(|found| unread.extend(found))
            } else {
                file(&entry).await.map(|file| files.push(file))
            };
            if read.is_err() {
                files.push(GivenFile { path: path(&entry), file: None });
            }
        }
        files
    }
}

/// The folder that an item stands for.
fn folder(item: &DataTransferItem) -> Option<FileSystemEntry> {
    item.webkit_get_as_entry().ok().flatten().filter(FileSystemEntry::is_directory)
}

/// The path, which begins with the folder that was dropped.
fn path(entry: &FileSystemEntry) -> String {
    entry.full_path().trim_start_matches('/').to_owned()
}

async fn file(entry: &FileSystemEntry) -> Result<GivenFile, JsValue> {
    let of_file: &FileSystemFileEntry = entry.unchecked_ref();
    let file = called(|done, failed| {
        of_file.file_with_callback_and_callback(done, failed);
        Ok(())
    });
    Ok(GivenFile { path: path(entry), file: Some(file.await?.unchecked_into()) })
}

/// What lies in a folder. A reader gives some at a time, and none when all were given.
async fn entries(folder: &FileSystemEntry) -> Result<Vec<FileSystemEntry>, JsValue> {
    let of_folder: &FileSystemDirectoryEntry = folder.unchecked_ref();
    let reader: FileSystemDirectoryReader = of_folder.create_reader();
    let mut found = Vec::new();
    loop {
        let some =
            called(|done, failed| reader.read_entries_with_callback_and_callback(done, failed)).await?;
        let some = Array::from(&some);
        if some.length() == 0 {
            return Ok(found);
        }
        found.extend(some.iter().map(JsCast::unchecked_into::<FileSystemEntry>));
    }
}

/// Calls what answers through one of two functions, and waits for the answer.
async fn called(call: impl Fn(&Function, &Function) -> Result<(), JsValue>) -> Result<JsValue, JsValue> {
    let promise = Promise::new(&mut |done, failed| {
        if let Err(error) = call(&done, &failed) {
            let _ = failed.call1(&JsValue::NULL, &error);
        }
    });
    JsFuture::from(promise).await
}
