//! libFuzzer's way into the target `cloudformation`.

#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| paredown_fuzz::cloudformation(bytes));
