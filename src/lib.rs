//! The app: everything that touches the browser, and nothing else.
