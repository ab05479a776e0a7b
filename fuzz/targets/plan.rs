//! libFuzzer's way into the target `plan`.

#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| paredown_fuzz::plan(bytes));
