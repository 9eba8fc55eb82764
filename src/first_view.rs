//! When the first view stands. What comes after it waits until then: on a slow line nothing is fetched before what the reader
//! came for.
//!
//! The first view stands when the part of the page is drawn, and with it a ready-made answer, if one was on its way. It stands
//! after some seconds in any case: then the line is so slow that waiting is of no use.

use std::cell::{Cell, RefCell};

use gloo_timers::callback::Timeout;
use leptos::prelude::*;

use crate::lazy::{Draw, Failed, Load, lazy};

/// The longest wait.
const AT_MOST_MS: u32 = 4_000;

type Then = Box<dyn FnOnce()>;

thread_local! {
    static AWAITED: Cell<u32> = const { Cell::new(0) };
    static THEN: RefCell<Vec<Then>> = const { RefCell::new(Vec::new()) };
    static STANDS: ArcRwSignal<bool> = ArcRwSignal::new(false);
}

/// Something that belongs to the first view and is still on its way. It is drawn when this is dropped.
pub struct Awaited;

/// Lets the first view wait for something. The app calls this first, for the page itself.
pub fn wait_for() -> Awaited {
    if AWAITED.replace(AWAITED.get() + 1) == 0 {
        Timeout::new(AT_MOST_MS, stand).forget();
    }
    Awaited
}

/// Does something once the first view stands.
pub fn then(what: impl FnOnce() + 'static) {
    if STANDS.with(GetUntracked::get_untracked) {
        what();
    } else {
        THEN.with_borrow_mut(|all| all.push(Box::new(what)));
    }
}

/// Like [`lazy`], but loads nothing before the first view stands.
pub fn lazy_after(load: Load, place: Draw, failed: Failed) -> AnyView {
    let stands = STANDS.with(Clone::clone);
    let drawn = move || if stands.get() { lazy(load, place, failed) } else { place() };
    drawn.into_any()
}

impl Drop for Awaited {
    /// What was set is drawn in the next frame, and painted right after it.
    fn drop(&mut self) {
        request_animation_frame(|| {
            Timeout::new(0, came).forget();
        });
    }
}

fn came() {
    AWAITED.set(AWAITED.get() - 1);
    if AWAITED.get() == 0 {
        stand();
    }
}

/// Called twice, it does nothing the second time.
fn stand() {
    if !STANDS.with(GetUntracked::get_untracked) {
        STANDS.with(|stands| stands.set(true));
        for what in THEN.take() {
            what();
        }
    }
}
