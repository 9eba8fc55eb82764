//! The page entry.

fn main() {}
