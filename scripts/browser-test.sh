#!/usr/bin/env bash
# The report's page in headless Chromium. Uses $CHROMIUM or a browser on the PATH; where there is none and apt-get may be
# used (root on Debian or Ubuntu), installs one; else says what is missing.
set -euo pipefail
cd "$(dirname "$0")/.."

find_chromium() {
  local name
  for name in "${CHROMIUM:-}" chromium chromium-browser google-chrome google-chrome-stable; do
    if [ -n "$name" ] && command -v "$name"; then return 0; fi
  done
  return 1
}

if ! browser=$(find_chromium) && [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
  echo "No Chromium found; installing Debian's package." >&2
  apt-get update -qq >&2 && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq chromium >&2 || true
fi
if ! browser=$(find_chromium); then
  echo "error: the browser test needs Chromium or Chrome, and none was found or could be installed." >&2
  echo "Install one (Debian, Ubuntu: apt-get install chromium), or name one: CHROMIUM=/path/to/chrome bash $0" >&2
  exit 1
fi
CHROMIUM=$browser timeout 600 cargo test --locked -p rolecall-cli --test report_browser -- --ignored
