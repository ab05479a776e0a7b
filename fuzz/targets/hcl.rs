//! libFuzzer's way into the target `hcl`.

#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| paredown_fuzz::hcl(bytes));
