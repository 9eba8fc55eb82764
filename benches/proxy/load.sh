#!/usr/bin/env bash
# How many kept answers the server gives in a second on one core, with wrk (Debian's package) on another: loopback alone,
# ten seconds, 32 connections. Prints requests in a second, the 99th percentile, and any error.
set -euo pipefail
cd "$(dirname "$0")/../.."
source scripts/env.sh

command -v wrk >/dev/null || { echo "load: wrk is missing: scripts/setup.sh test brings it" >&2; exit 1; }
cargo build --quiet --release -p flakescope-proxy --example served

# Two cores or more: the server has the first one for itself.
on() { if [ "$(nproc)" -gt 1 ]; then taskset -c "$@"; else "${@:2}"; fi; }
coproc SERVER { on 0 "${CARGO_TARGET_DIR:-target}/release/examples/served"; }
trap 'kill "$SERVER_PID" 2>/dev/null || true' EXIT
read -r address <&"${SERVER[0]}"

url="http://$address/testgrid/sig-release-master-blocking/summary"
echo "load: 40 kB, kept, from one core"
on 1 wrk --threads 1 --connections 32 --duration 10s --latency "$url" | awk '
  /Requests\/sec/ { rate = $2 } /99%/ { p99 = $2 } /Non-2xx|Socket errors/ { errors = $0 }
  END { print "proxy: " rate " kept answers a second on one core, p99 " p99 (errors ? ", " errors : ", no error"); exit errors != "" }'
