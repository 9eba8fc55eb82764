#!/usr/bin/env bash
# Fuzzes the parsers one after another: `fuzz.sh [TARGET...]`, FUZZ_SECONDS each (600 unless told), on the stable toolchain without a
# sanitizer. The corpus begins with what the simulator writes and grows in fuzz/corpus; an input that breaks a parser, takes more than
# thirty seconds or more than 2 GB is left in fuzz/artifacts. Goes on after a finding, and ends with a table and an error if there was one.
set -euo pipefail
source "$(dirname "$0")/env.sh"
cd "$root"

seconds=${FUZZ_SECONDS:-600}
targets=("$@")
[ ${#targets[@]} -gt 0 ] || mapfile -t targets < <(cd fuzz/fuzz_targets && printf '%s\n' *.rs | sed 's/\.rs$//')

cargo run --quiet -p flakescope-sim -- write-seeds --out fuzz/corpus
cargo fuzz build --sanitizer none

logs=fuzz/artifacts/logs
mkdir -p "$logs"
limits=(-max_len=16384 -timeout=30 -rss_limit_mb=2048)
row='%-16s %12s %8s %9s %8s  %s\n'
found=0
# shellcheck disable=SC2059 # the row is a format
printf "$row" target executions seconds coverage 'peak MB' finding
for target in "${targets[@]}"; do
  log=$logs/$target.log
  start=$SECONDS
  finding=none
  if ! cargo fuzz run --sanitizer none "$target" -- -max_total_time="$seconds" "${limits[@]}" -print_final_stats=1 >"$log" 2>&1; then
    found=1
    finding=$(sed -n 's/.*Test unit written to //p' "$log" | tail -n 1)
    finding=${finding:-see $log}
  fi
  stat() { sed -n "s/^stat::$1: *//p" "$log" | tail -n 1; }
  coverage=$(sed -n 's/^#.* cov: \([0-9]*\) .*/\1/p' "$log" | tail -n 1)
  # shellcheck disable=SC2059
  printf "$row" "$target" "$(stat number_of_executed_units)" $((SECONDS - start)) "${coverage:-?}" "$(stat peak_rss_mb)" "$finding"
done
exit $found
