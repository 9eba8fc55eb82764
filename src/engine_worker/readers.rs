//! The engine's end of the second worker, which parses source files. It is started when the first file is to be read. A file
//! at which it breaks is told as not read, and another one is started for the next.

use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;
use std::rc::Rc;

use flakescope_core::muted::{FileMarkers, Names, SyntaxTrouble};
use flakescope_engine::wire;
use js_sys::{Array, Function, Promise, Reflect, Uint8Array};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::{DedicatedWorkerGlobalScope, MessageEvent, Url, Worker, WorkerOptions, WorkerType};

use super::complain;

/// Who waits for which file.
type Waiting = Rc<RefCell<BTreeMap<u32, Function>>>;

/// The second worker, once it is wanted.
#[derive(Default)]
pub(super) struct Readers {
    running: RefCell<Option<Running>>,
    next: Cell<u32>,
}

struct Running {
    worker: Worker,
    /// Questions for a worker that does not listen yet; none once it does.
    early: Rc<RefCell<Option<Vec<Array>>>>,
    waiting: Waiting,
    broken: Rc<Cell<bool>>,
    _heard: Closure<dyn Fn(MessageEvent)>,
    _failed: Closure<dyn Fn(JsValue)>,
}

impl Drop for Running {
    fn drop(&mut self) {
        self.worker.set_onmessage(None);
        self.worker.set_onerror(None);
        self.worker.terminate();
    }
}

impl Readers {
    /// Has a file parsed.
    pub(super) async fn read(
        &self,
        scope: &DedicatedWorkerGlobalScope,
        (path, bytes): (&str, &[u8]),
        names: &Names,
    ) -> FileMarkers {
        let found = match self.ask(scope, path, bytes, names) {
            Ok(promise) => JsFuture::from(promise).await,
            Err(error) => Err(error),
        };
        let found = found.ok().and_then(|found| found.dyn_into::<Uint8Array>().ok());
        let found = found.and_then(|bytes| wire::decode(&bytes.to_vec()).ok());
        found.unwrap_or_else(not_read)
    }

    fn ask(
        &self,
        scope: &DedicatedWorkerGlobalScope,
        path: &str,
        bytes: &[u8],
        names: &Names,
    ) -> Result<Promise, JsValue> {
        let mut running = self.running.borrow_mut();
        if running.as_ref().is_some_and(|running| running.broken.get()) {
            *running = None;
        }
        let running = match &mut *running {
            Some(running) => running,
            none => none.insert(Running::start(scope)?),
        };
        let id = self.next.get();
        self.next.set(id.wrapping_add(1));
        let names = wire::encode(names);
        let question = Array::of4(
            &JsValue::from_f64(id.into()),
            &JsValue::from_str(path),
            &Uint8Array::from(bytes),
            &Uint8Array::from(names.as_slice()),
        );
        let waiting = running.waiting.clone();
        let promise = Promise::new(&mut |resolve: Function, _| {
            waiting.borrow_mut().insert(id, resolve);
        });
        match &mut *running.early.borrow_mut() {
            Some(early) => early.push(question),
            None => running.worker.post_message(&question)?,
        }
        Ok(promise)
    }
}

impl Running {
    /// Starts the worker that `scripts/post-build.mjs` named in the loader of this one.
    fn start(scope: &DedicatedWorkerGlobalScope) -> Result<Self, JsValue> {
        let name = Reflect::get(scope, &JsValue::from_str("FLAKESCOPE_READERS"))?;
        let name = name.as_string().ok_or("the engine names no readers")?;
        let url = Url::new_with_base(&name, &scope.location().href())?.href();
        let options = WorkerOptions::new();
        options.set_type(WorkerType::Module);
        let worker = Worker::new_with_options(&url, &options)?;
        let (waiting, broken) = (Waiting::default(), Rc::new(Cell::new(false)));
        let early = Rc::new(RefCell::new(Some(Vec::<Array>::new())));
        let heard = Closure::<dyn Fn(MessageEvent)>::new({
            let (waiting, early, worker) = (waiting.clone(), early.clone(), worker.clone());
            move |event: MessageEvent| {
                // The first word says that it listens.
                for question in early.take().unwrap_or_default() {
                    complain(worker.post_message(&question));
                }
                hear(&waiting, &event.data());
            }
        });
        let failed = Closure::<dyn Fn(JsValue)>::new({
            let (waiting, broken) = (waiting.clone(), broken.clone());
            move |_| {
                broken.set(true);
                let all = std::mem::take(&mut *waiting.borrow_mut());
                for wake in all.values() {
                    tell(wake, &JsValue::NULL);
                }
            }
        });
        worker.set_onmessage(Some(heard.as_ref().unchecked_ref()));
        worker.set_onerror(Some(failed.as_ref().unchecked_ref()));
        Ok(Self { worker, early, waiting, broken, _heard: heard, _failed: failed })
    }
}

fn hear(waiting: &Waiting, data: &JsValue) {
    let Some(answer) = data.dyn_ref::<Array>() else { return };
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a number that we gave")]
    let id = answer.get(0).as_f64().map(|id| id as u32);
    let wake = id.and_then(|id| waiting.borrow_mut().remove(&id));
    if let Some(wake) = wake {
        tell(&wake, &answer.get(1));
    }
}

fn tell(wake: &Function, value: &JsValue) {
    complain(wake.call1(&JsValue::NULL, value).map(drop));
}

/// What is said of a file at which the parsers broke, or that they were not there for.
fn not_read() -> FileMarkers {
    let message = "the parsers stopped at this file; it was not read".to_owned();
    FileMarkers { markers: Vec::new(), trouble: Some(SyntaxTrouble { line: 1, message }) }
}
