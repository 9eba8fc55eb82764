//! The page entry: mount the app, nothing else.

use flakescope::app::App;

fn main() {
    console_error_panic_hook::set_once();
    leptos::mount::mount_to_body(App);
}
