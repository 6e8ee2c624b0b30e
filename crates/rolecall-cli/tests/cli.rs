//! The program itself, case by case: `fixtures/cli/*.toml`.
//!
//! `TRYCMD=overwrite cargo test -p rolecall-cli --test cli` writes what it says now; then read the difference.

#[test]
fn the_program_does_what_its_cases_say() {
    trycmd::TestCases::new().case("../../fixtures/cli/*.toml");
}
