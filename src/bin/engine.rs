//! The worker entry: listen to the page, nothing else.

fn main() {
    console_error_panic_hook::set_once();
    flakescope::engine_worker::start();
}
