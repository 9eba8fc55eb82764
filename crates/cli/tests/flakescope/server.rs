//! A made-up TestGrid, and the code host beside it, over real HTTP.

use std::io::{Read, Write};
use std::net::TcpStream;
use std::sync::Arc;
use std::sync::mpsc::channel;
use std::time::Duration;

use flakescope_sim::answers::Live;
use flakescope_sim::serve::faults::Fault;
use flakescope_sim::serve::{Stage, serve};
use flakescope_sim::world::World;

/// Serves a world with faults until the test program ends; gives its address.
pub(crate) fn start(world: World, faults: Vec<Fault>) -> String {
    let (address, ready) = channel();
    std::thread::spawn(move || {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        runtime.block_on(async {
            let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
            address.send(listener.local_addr().unwrap()).unwrap();
            let stage = Stage::new(Box::new(Live::new(world.dashboards)), faults, Duration::ZERO);
            serve(listener, Arc::new(stage.with_github(world.github, None))).await.unwrap();
        });
    });
    format!("http://{}", ready.recv().unwrap())
}

pub(crate) fn fault(switch: &str) -> Fault {
    switch.parse().unwrap()
}

/// Path and `Authorization` header of every request that came so far.
pub(crate) fn log(address: &str) -> Vec<(String, Option<String>)> {
    let host = address.trim_start_matches("http://");
    let mut stream = TcpStream::connect(host).unwrap();
    write!(stream, "GET /control/log HTTP/1.1\r\nhost: {host}\r\nconnection: close\r\n\r\n").unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    let (_, body) = answer.split_once("\r\n\r\n").unwrap();
    let log: serde_json::Value = serde_json::from_str(body).unwrap();
    let requests = log["requests"].as_array().unwrap().iter();
    let one = |request: &serde_json::Value| {
        let token = request["headers"]["authorization"].as_str().map(str::to_owned);
        (request["path"].as_str().unwrap().to_owned(), token)
    };
    requests.map(one).collect()
}
