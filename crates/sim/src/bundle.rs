//! The built-in sample: one file with every API answer of a small world, and the issues about its tests.
//!
//! ```text
//! {"made_up": true, "seed": 2026, "generated_at": RFC 3339,
//!  "answers": {"/dashboards": body, "/dashboards/sigreleasemasterblocking/tab-summaries": body,
//!              "/dashboards/<dashboard>/tabs/<tab>/headers": body, "/dashboards/<dashboard>/tabs/<tab>/rows": body, …},
//!  "github": {"repository": "owner/name", "issues": [issue, …]}}
//! ```
//!
//! Keys are API v1 paths below `/api/v1`, in normalised names; a body is the answer as the API gives it.
//! `generated_at` is the world's own "now". One answer stands on one line.
//! An issue is as the list of issues gives it; the list holds every open and closed issue and pull request with one of
//! the labels `kind/flake` and `kind/failing-test`, newest change first, on one page.

use std::fmt::Write;

use crate::answers::{Answers, Live, Route};
use crate::clock;
use crate::github::{GitHub, saved};
use crate::world::{World, WorldOptions};

/// The bundle of a world, as text.
pub fn draw(options: WorldOptions) -> String {
    text(World::build(options))
}

/// The bundle of a world that is there.
pub fn text(world: World) -> String {
    let options = world.options;
    let code_host = github(&world.github);
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
    text.push_str("\n},");
    text.push_str(&code_host);
    text.push_str("}\n");
    text
}

fn github(github: &GitHub) -> String {
    let issues = saved::lines(github).join(",\n");
    format!("\"github\":{{\"repository\":\"{}\",\"issues\":[\n{issues}\n]}}", github.repository)
}

fn line(live: &Live, route: &Route) -> Option<String> {
    let body = String::from_utf8(live.api(route)?).ok()?;
    Some(format!("\"{}\":{body}", route.path()))
}
