//! The built-in sample is what the generator makes from its seed, and small enough to ship.

use std::io::Write;
use std::path::Path;

use flakescope_sim::bundle;
use flakescope_sim::world::WorldOptions;

fn shipped() -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../public/sample/bundle.json");
    std::fs::read_to_string(path).expect("public/sample/bundle.json is part of the repository")
}

#[test]
fn the_shipped_sample_comes_from_its_seed() {
    let drawn = bundle::draw(WorldOptions::sample());
    let hint = "run: cargo run -p flakescope-sim -- write-sample --out public/sample/bundle.json";
    assert!(drawn == shipped(), "public/sample/bundle.json is out of date; {hint}");
}

#[test]
fn the_sample_stays_small() {
    let text = shipped();
    let mut packer = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    packer.write_all(text.as_bytes()).expect("packs");
    let size = packer.finish().expect("packs").len();
    println!("sample: {} bytes, {size} in gzip", text.len());
    assert!(text.len() <= 6_000_000 && size <= 250_000, "{} bytes, {size} in gzip", text.len());
}

#[test]
fn the_sample_says_that_it_is_made_up() {
    let bundle: serde_json::Value = serde_json::from_str(&shipped()).expect("is JSON");
    assert_eq!(bundle["made_up"], true);
    assert_eq!(bundle["seed"], WorldOptions::sample().seed);
    assert!(bundle["answers"]["/dashboards/sigreleasemasterblocking/tab-summaries"].is_object());
}
