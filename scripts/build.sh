#!/usr/bin/env bash
# Builds the page into dist. Arguments go to trunk, for example `--public-url /name/` for the address of 404.html.
set -euo pipefail
source "$(dirname "$0")/env.sh"
cd "$root"
# Panic messages name files: without the folders of this machine the same source gives the same bytes anywhere.
export RUSTFLAGS="${RUSTFLAGS:-} --remap-path-prefix=$cargo_home/registry/src=crates --remap-path-prefix=$root=."
# Many numbers at once: every browser that runs modules in workers can (Firefox 89, Chrome 91, Safari 16.4).
RUSTFLAGS+=" -C target-feature=+simd128"
# Views without their types: a tenth less to download, and quicker to build.
RUSTFLAGS+=" --cfg erase_components"
export RUST_LIB_BACKTRACE=0 # the error says enough, trunk's own call stack nothing
# Trunk and its cargo work offline (Trunk.toml), so the crates must be here.
cargo fetch ${CI:+--locked} --quiet --target wasm32-unknown-unknown
# Where scripts/post-build.mjs finds what it splits in parts.
export FLAKESCOPE_LINKED="$(realpath -m "${CARGO_TARGET_DIR:-target}")/wasm32-unknown-unknown"
unset NO_COLOR # trunk takes it for a switch and refuses the value 1
exec trunk build --quiet --release --cargo-profile web ${CI:+--locked} "$@"
