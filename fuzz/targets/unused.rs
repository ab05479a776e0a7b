//! libFuzzer's way into the target `unused`.

#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| paredown_fuzz::unused(bytes));
