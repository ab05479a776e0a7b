//! libFuzzer's way into the target `refine`.

#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| paredown_fuzz::refine(bytes));
