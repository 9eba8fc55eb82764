//! The built-in sample: one file with every API answer of a small world.
//!
//! ```text
//! {"made_up": true, "seed": 2026, "generated_at": RFC 3339,
//!  "answers": {"/dashboards": body, "/dashboards/sigreleasemasterblocking/tab-summaries": body,
//!              "/dashboards/<dashboard>/tabs/<tab>/headers": body, "/dashboards/<dashboard>/tabs/<tab>/rows": body, …}}
//! ```
//!
//! Keys are API v1 paths below `/api/v1`, in normalised names; a body is the answer as the API gives it.
//! `generated_at` is the world's own "now". One answer stands on one line.

use std::fmt::Write;

use crate::answers::{Answers, Live, Route};
use crate::clock;
use crate::world::{World, WorldOptions};

/// The bundle of a world, as text.
pub fn draw(options: WorldOptions) -> String {
    let world = World::build(options);
    let live = Live::new(world.dashboards);
    let mut routes = live.routes();
    routes.retain(|route| !matches!(route, Route::TabSummary(..)));
    routes.sort_by_key(Route::path);
    let lines: Vec<String> = routes.iter().filter_map(|route| line(&live, route)).collect();
    let mut text = String::new();
    let now = clock::rfc3339(options.now_s);
    let _ = writeln!(
        text,
        "{{\"made_up\":true,\"seed\":{},\"generated_at\":\"{now}\",\"answers\":{{",
        options.seed
    );
    text.push_str(&lines.join(",\n"));
    text.push_str("\n}}\n");
    text
}

fn line(live: &Live, route: &Route) -> Option<String> {
    let body = String::from_utf8(live.api(route)?).ok()?;
    Some(format!("\"{}\":{body}", route.path()))
}
