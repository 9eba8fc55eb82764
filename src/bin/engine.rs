//! The engine entry.

fn main() {}
