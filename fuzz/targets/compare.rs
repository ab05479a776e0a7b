//! libFuzzer's way into the target `compare`.

#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| paredown_fuzz::compare(bytes));
