#!/usr/bin/env bash
# All set-up and all tests, with one command. Needs Rust, and Chromium for the last of them.
set -euo pipefail
cd "$(dirname "$0")/.."

cargo test --workspace --locked
# Every example and counter-example of every term of the shipped lexicon.
cargo run --locked --quiet -- lexicon check
# The report's page in a browser.
bash scripts/browser-test.sh
