#!/usr/bin/env bash
# Brings the tools that are not here yet, at fixed versions: `setup.sh build`, `setup.sh test`, `setup.sh audit` or `setup.sh fuzz`.
# Writes to the cargo home, to rustup's toolchains and to tests/e2e/node_modules; Debian packages are named first.
# A second call finds everything and takes about a second.
set -euo pipefail
source "$(dirname "$0")/env.sh"
cd "$root"
what=${1:-build}

say() { printf 'setup: %s\n' "$*"; }
stop() { printf 'setup: %s\n' "$@" >&2 && exit 1; }

# Debian packages, named before they are installed.
packages() {
  if ! command -v apt-get >/dev/null; then
    stop "these are missing, and there is no apt-get here: $*" \
      "Install them with your system's package manager (the names are Debian's) and call make again."
  fi
  local sudo=
  if [ "$(id -u)" != 0 ]; then
    command -v sudo >/dev/null || stop "as root, run: apt-get install $*"
    sudo=sudo
  fi
  say "installing the Debian packages: $*"
  $sudo apt-get update -qq
  $sudo env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$@" >/dev/null
}

# What this script does not bring itself.
command -v rustup >/dev/null || stop "rustup is missing: install it from https://rustup.rs and call make again."
if [ "$what" != audit ] && [ "$what" != fuzz ]; then
  command -v node >/dev/null && command -v npm >/dev/null ||
    stop "Node $node_major or newer with npm is missing: install it from https://nodejs.org and call make again."
  [ "$(node -p 'process.versions.node.split(".")[0]')" -ge "$node_major" ] ||
    stop "Node $node_major or newer is needed, this is $(node --version)."
fi

missing=()
command -v cc >/dev/null || missing+=(gcc libc6-dev)
if [ "$what" = test ] && ! browser >/dev/null; then missing+=(chromium fonts-dejavu-core); fi
if [ "$what" = test ] && [ ! -x /usr/lib/postgresql/15/bin/postgres ]; then missing+=(postgresql-15); fi
if [ "$what" = test ] && [ ! -x /usr/sbin/mariadbd ]; then missing+=(mariadb-server); fi
if [ "$what" = test ] && ! command -v wrk >/dev/null; then missing+=(wrk); fi
if [ "$what" = fuzz ] && ! command -v c++ >/dev/null; then missing+=(g++); fi
if [ ${#missing[@]} -gt 0 ]; then packages "${missing[@]}"; fi

# Rust: the toolchain and its parts, as rust-toolchain.toml names them.
toolchain=$(sed -n 's/^channel = "\(.*\)"$/\1/p' rust-toolchain.toml)
if ! rustup toolchain list | grep -q "^$toolchain-"; then
  say "installing Rust $toolchain"
  rustup toolchain install "$toolchain" --profile minimal --no-self-update
fi
if ! rustup target list --toolchain "$toolchain" --installed | grep -qx wasm32-unknown-unknown; then
  say "adding the target wasm32-unknown-unknown"
  rustup target add --toolchain "$toolchain" wasm32-unknown-unknown
fi
for part in clippy rustfmt; do
  if [ "$what" = test ] && ! rustup component list --toolchain "$toolchain" --installed | grep -q "^$part"; then
    say "adding $part"
    rustup component add --toolchain "$toolchain" "$part"
  fi
done

# Programs from crates.io, by their own lock files. They run for a second or two each: built fast, not built to be fast.
program() { # program CRATE VERSION [OPTION...]
  local crate=$1 version=$2
  if cargo install --list --root "$tools" | grep -x "$crate v$version:" >/dev/null; then return; fi
  say "building $crate $version, once (some minutes)"
  env -u CARGO_TARGET_DIR -u RUSTFLAGS \
    CARGO_PROFILE_RELEASE_LTO=off CARGO_PROFILE_RELEASE_OPT_LEVEL=0 CARGO_PROFILE_RELEASE_CODEGEN_UNITS=16 \
    cargo install --quiet --locked --root "$tools" --force "${@:3}" "$crate@$version"
}
if [ "$what" = audit ]; then
  program cargo-deny "$cargo_deny_version"
  exit
fi
if [ "$what" = fuzz ]; then
  program cargo-fuzz "$cargo_fuzz_version"
  exit
fi
program trunk "$trunk_version"
program wasm-bindgen-cli "$wasm_bindgen_version"
program wasm_split_cli_support "$wasm_split_version" --features build-binary

# Programs from npm: wasm-opt for the build, playwright and axe for the tests.
if ! cmp -s "$e2e/package-lock.json" "$e2e/node_modules/.flakescope-lock"; then
  say "installing tests/e2e/node_modules"
  (cd "$e2e" && npm ci --ignore-scripts --no-audit --no-fund --loglevel=error)
  cp "$e2e/package-lock.json" "$e2e/node_modules/.flakescope-lock"
fi
