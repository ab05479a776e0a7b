//! libFuzzer's way into the target `account`.

#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| paredown_fuzz::account(bytes));
