#![no_main]

libfuzzer_sys::fuzz_target!(|text: &str| rolecall_fuzz::text(text));
