//! The files of a snapshot, packed and not.
#![no_main]

use flakescope_core::snapshot::{Boards, Index, Month, packed};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    if let Ok(index) = Index::parse(bytes) {
        assert_eq!(Index::parse(index.write().as_bytes()), Ok(index));
    }
    let _ = Boards::parse("fuzz", bytes);
    let _ = Month::parse("fuzz", bytes);
    let bytes = packed(&String::from_utf8_lossy(bytes));
    if let Ok(boards) = Boards::parse("fuzz", &bytes) {
        let again = boards.write();
        assert!(Boards::parse("fuzz", &again).is_ok_and(|boards| boards.write() == again));
    }
    if let Ok(month) = Month::parse("fuzz", &bytes) {
        assert_eq!(Month::parse("fuzz", &month.write()), Ok(month));
    }
});
