#!/usr/bin/env bash
# Rates and memory of `rolecall scan`, as docs/performance.md has them: ratios of runs that take turns, the best of each.
#   bash benches/scan.sh POSTINGS.jsonl [ROUNDS]
# Needs GNU time, zstd, gzip, 6 GB of room in $TMPDIR, and Python with pyarrow to make the Parquet file.
set -euo pipefail
input=$(realpath "$1")
rounds=${2:-3}
cd "$(dirname "$0")/.."
cargo build --release --locked --quiet -p rolecall-cli
rolecall=$PWD/target/release/rolecall
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"

zstd -q "$input" -o in.jsonl.zst
gzip -c "$input" >in.jsonl.gz
python3 - "$input" <<'PYTHON'
import json, sys
import pyarrow, pyarrow.parquet
rows = [json.loads(line) for line in open(sys.argv[1], encoding="utf-8")]
texts = [{name: None if value is None else str(value) for name, value in row.items()} for row in rows]
pyarrow.parquet.write_table(pyarrow.Table.from_pylist(texts), "in.parquet")
PYTHON
# So many whole lines of the input, again and again, as have that many bytes.
# `head` leaves before `cat` is done, which is no failure.
sized() (
  set +o pipefail
  for _ in $(seq $(($2 / $(stat -c %s "$input") + 1))); do cat "$input"; done | head -c "$2" | sed '$d' >"$1"
)
sized 100mb.jsonl 100000000
sized 1gb.jsonl 1000000000

# Seconds and KiB of one run.
run() { /usr/bin/time -f '%e %M' "$rolecall" scan "$@" -o out --force -q 2>&1 | tail -n 1; }
declare -A best
for _ in $(seq "$rounds"); do
  for case in "one|$input|1|spans|jsonl" "two|$input|2|spans|jsonl" "full|$input|2|full|jsonl" "zstd|in.jsonl.zst|2|spans|jsonl" \
    "gzip|in.jsonl.gz|2|spans|jsonl" "parquet|in.parquet|2|spans|jsonl" "to parquet|$input|2|spans|parquet"; do
    IFS='|' read -r name file threads evidence format <<<"$case"
    read -r seconds _ < <(run "$file" -j "$threads" --evidence "$evidence" --format "$format")
    best[$name]=$(printf '%s\n%s\n' "${best[$name]:-$seconds}" "$seconds" | sort -g | head -n 1)
  done
done
rows=$(wc -l <"$input")
echo "load: $(cut -d ' ' -f 1-3 /proc/loadavg), $(nproc) cores, $("$rolecall" --version), $rows postings, best of $rounds"
for name in one two full zstd gzip parquet "to parquet"; do
  awk -v n="$name" -v s="${best[$name]}" -v r="$rows" -v t="${best[two]}" \
    'BEGIN { printf "%-11s %6.2f s %8.0f postings a second  %.2f times the rate of two threads\n", n, s, r / s, t / s }'
done
awk -v a="${best[one]}" -v b="${best[two]}" 'BEGIN { printf "two threads / one: %.2f\n", a / b }'
for evidence in spans full; do
  for size in 100mb 1gb; do
    read -r _ kib < <(run "$size.jsonl" -j 2 --evidence $evidence)
    echo "peak memory, $size, $evidence, two threads: $kib KiB"
  done
done
