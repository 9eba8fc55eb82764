//! Page and worker are split into parts after linking (`scripts/split.mjs`), and for that the linker must leave its notes in them.

fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    if std::env::var_os("CARGO_CFG_TARGET_FAMILY").is_some_and(|family| family == "wasm") {
        for bin in ["page", "engine"] {
            println!("cargo::rustc-link-arg-bin={bin}=--emit-relocs");
        }
    }
}
