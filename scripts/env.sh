# Sourced by the scripts beside it: the versions of the tools, and where they are found.

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
e2e=$root/tests/e2e
cargo_home=${CARGO_HOME:-$HOME/.cargo}

trunk_version=0.21.14 # the newest that builds with the toolchain of rust-toolchain.toml
wasm_split_version=0.2.4 # cuts what wasm_split_helpers of Cargo.lock marks
cargo_deny_version=0.20.2
cargo_fuzz_version=0.13.2
node_major=20
# The program and the crate must be of one version.
wasm_bindgen_version=$(sed -n '/^name = "wasm-bindgen"$/{n;s/^version = "\(.*\)"$/\1/p}' "$root/Cargo.lock")

# A folder of our own inside the cargo home, so that no other project's trunk or wasm-bindgen is replaced.
tools=$cargo_home/flakescope-tools
export PATH="$e2e/node_modules/.bin:$tools/bin:$cargo_home/bin:$PATH"

# The browser of the tests: what CHROMIUM names, or the first of these on PATH.
browser() {
  local names=(${CHROMIUM:+"$CHROMIUM"} chromium chromium-browser google-chrome google-chrome-stable)
  { type -P "${names[@]}" || true; } | head -n 1 | grep .
}
