//! The services over real HTTP: quirks, faults, log.

mod common;

use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use common::{get, request, set_fault, start_world};

const ROWS: &str = "/api/v1/dashboards/sigreleasemasterblocking/tabs/kindmasterdra/rows";
const TABLE: &str = "/sig-release-master-blocking/table?tab=kind-master-dra";

#[test]
fn good_answers_of_the_api_may_be_read_by_any_page() {
    let address = start_world(1);
    for path in [
        ROWS,
        "/api/v1/dashboards",
        "/api/v1/dashboards/sig-release-master-blocking/tabs/kind-master-dra/rows",
    ] {
        let answer = get(address, path);
        assert_eq!((answer.status, answer.header("access-control-allow-origin")), (200, Some("*")), "{path}");
        assert_eq!(answer.length(), answer.body.len(), "{path}");
        assert_eq!((answer.header("etag"), answer.header("cache-control")), (None, None), "{path}");
        assert!(answer.json().is_object(), "{path}");
    }
}

#[test]
fn errors_and_legacy_answers_may_not() {
    let address = start_world(1);
    let check = |method: &str, path: &str, status: u16| {
        let answer = request(address, method, path, "");
        assert_eq!(
            (answer.status, answer.header("access-control-allow-origin")),
            (status, None),
            "{method} {path}"
        );
    };
    check("GET", "/api/v1/dashboards/nowhere/tabs", 404);
    check("GET", "/api/v1/dashboards/sigreleasemasterblocking/tabs/kindmasterdra", 404);
    check("GET", "/api/v2/dashboards", 404);
    check("OPTIONS", ROWS, 405);
    check("POST", ROWS, 405);
    check("GET", TABLE, 200);
    check("GET", "/sig-release-master-blocking/summary", 200);
    check("GET", "/sig-release-master-blocking/table", 404);
    check("GET", "/sig-release/summary", 404);
}

#[test]
fn an_error_status_wears_off_after_its_times() {
    let address = start_world(1);
    set_fault(address, r#"{"kind":"http_500","path_contains":"/rows","times":2}"#);
    let statuses: Vec<u16> = (0..3).map(|_| get(address, ROWS).status).collect();
    assert_eq!(statuses, [500, 500, 200]);
    set_fault(address, r#"{"kind":"http_429","retry_after_s":3,"cors":true}"#);
    let answer = get(address, ROWS);
    assert_eq!((answer.status, answer.header("retry-after")), (429, Some("3")));
    assert_eq!(answer.header("access-control-allow-origin"), Some("*"));
    set_fault(address, r#"{"kind":"not_found"}"#);
    assert_eq!(get(address, ROWS).status, 404);
    assert_eq!(request(address, "POST", "/control/reset", "").status, 204);
    assert_eq!(get(address, ROWS).status, 200);
}

#[test]
fn a_cut_body_ends_before_its_length() {
    let address = start_world(1);
    set_fault(address, r#"{"kind":"cut_short"}"#);
    let answer = get(address, ROWS);
    assert_eq!(answer.status, 200);
    assert_eq!(answer.body.len(), answer.length() / 2);
}

#[test]
fn bodies_can_be_noise_or_lies() {
    let address = start_world(1);
    set_fault(address, r#"{"kind":"garbage","bytes":3000000}"#);
    let noise = get(address, ROWS);
    assert_eq!((noise.status, noise.body.len()), (200, 3_000_000));
    assert!(serde_json::from_slice::<serde_json::Value>(&noise.body).is_err());
    set_fault(address, r#"{"kind":"wrong_types"}"#);
    let wrong = get(address, ROWS).json();
    assert!(wrong["rows"][0]["name"].is_number(), "{}", wrong["rows"][0]["name"]);
    set_fault(address, r#"{"kind":"huge_rle"}"#);
    let huge = get(address, TABLE).json();
    assert_eq!(huge["tests"][0]["statuses"][0]["count"], 1_u64 << 63);
}

#[test]
fn a_slow_answer_is_late_and_a_hanging_one_stays_away() {
    let address = start_world(1);
    set_fault(address, r#"{"kind":"slow","ms":200}"#);
    let asked = Instant::now();
    assert_eq!(get(address, "/api/v1/dashboards").status, 200);
    assert!(asked.elapsed() >= Duration::from_millis(200));
    set_fault(address, r#"{"kind":"hang"}"#);
    let mut stream = std::net::TcpStream::connect(address).unwrap();
    stream.set_read_timeout(Some(Duration::from_millis(300))).unwrap();
    std::io::Write::write_all(&mut stream, b"GET /api/v1/dashboards HTTP/1.1\r\nhost: sim\r\n\r\n").unwrap();
    assert!(std::io::Read::read(&mut stream, &mut [0; 1]).is_err(), "nothing comes");
}

#[test]
fn the_log_tells_what_came_and_how_much_at_once() {
    let address = start_world(1);
    set_fault(address, r#"{"kind":"slow","ms":300}"#);
    let asking: Vec<_> = (0..4).map(|_| std::thread::spawn(move || get(address, ROWS).status)).collect();
    for thread in asking {
        assert_eq!(thread.join().unwrap(), 200);
    }
    let log = get(address, "/control/log").json();
    assert_eq!(
        (&log["peak_concurrent"], log["requests"].as_array().unwrap().len()),
        (&serde_json::json!(4), 4)
    );
    assert_eq!((&log["requests"][0]["method"], &log["requests"][0]["path"]), (&"GET".into(), &ROWS.into()));
}

#[test]
fn bad_faults_are_refused() {
    let address = start_world(1);
    let answer = request(address, "POST", "/control/faults", r#"{"faults":[{"kind":"sometimes"}]}"#);
    assert_eq!(answer.status, 400);
}

#[test]
fn the_program_says_where_it_listens_and_ends_when_told() {
    let mut program = Command::new(env!("CARGO_BIN_EXE_flakescope-sim"))
        .args([
            "serve",
            "--listen",
            "127.0.0.1:0",
            "--seed",
            "3",
            "--jobs",
            "4",
            "--tests",
            "10",
            "--columns",
            "20",
        ])
        .args(["--fault", "500=/rows", "--fault", "slow=/headers:10"])
        .stdout(Stdio::piped())
        .spawn()
        .expect("starts");
    let mut line = String::new();
    let stdout = program.stdout.take().expect("is piped");
    std::io::BufRead::read_line(&mut std::io::BufReader::new(stdout), &mut line).expect("says a line");
    let address = line.trim().strip_prefix("listening on http://").expect("the ready line").parse().unwrap();
    assert_eq!(get(address, "/api/v1/dashboards").status, 200);
    assert_eq!(
        get(address, "/api/v1/dashboards/sigreleasemasterblocking/tabs/gcecosmasterdefault/rows").status,
        500
    );
    Command::new("kill").args(["-TERM", &program.id().to_string()]).status().expect("is told to end");
    assert!(program.wait().expect("ends").success());
}

#[test]
fn an_address_that_others_can_reach_is_refused() {
    let output = Command::new(env!("CARGO_BIN_EXE_flakescope-sim"))
        .args(["serve", "--listen", "0.0.0.0:0", "--jobs", "1", "--tests", "1", "--columns", "1"])
        .output()
        .expect("runs");
    assert_eq!(output.status.code(), Some(1));
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    assert_eq!(
        said,
        "flakescope-sim: 0.0.0.0:0 is not a loopback address; add --allow-remote to serve it anyway\n"
    );
}
