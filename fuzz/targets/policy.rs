//! libFuzzer's way into the target `policy`.

#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| paredown_fuzz::policy(bytes));
