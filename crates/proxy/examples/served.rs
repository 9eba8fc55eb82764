//! The server with an upstream that is played beside it, on one thread, for a load tool: prints its address, and ends when
//! the standard input does. `benches/proxy/load.sh` calls it.
#![expect(clippy::print_stdout, clippy::unwrap_used, reason = "a measurement speaks, and may stop")]

use std::io::Read;

use flakescope_proxy::outside::Outside;
use flakescope_proxy::{App, Config, Secrets, serve};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;

/// As large as a board's summary.
const BODY: usize = 40_000;

/// One client asks as often as it can.
const CONFIG: &str = "requests_per_minute = 100000000\ncache_seconds = 3600";

#[tokio::main(flavor = "current_thread")]
async fn main() {
    let upstream = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let outside = Outside::played_by(upstream.local_addr().unwrap()).unwrap();
    tokio::spawn(play(upstream));
    let config = Config::parse(CONFIG).unwrap();
    let app = App::new(&config, Secrets::default(), outside, None, None).unwrap();
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    println!("{}", listener.local_addr().unwrap());
    let stop = tokio::task::spawn_blocking(|| std::io::stdin().read_to_end(&mut Vec::new()));
    serve(listener, app, async {
        let _ = stop.await;
    })
    .await
    .unwrap();
}

async fn play(listener: TcpListener) {
    let body = format!("{{\"text\":\"{}\"}}", "x".repeat(BODY));
    let answer =
        format!("HTTP/1.1 200 OK\r\ncontent-length: {}\r\nconnection: close\r\n\r\n{body}", body.len());
    while let Ok((mut stream, _)) = listener.accept().await {
        let mut head = [0; 4096];
        // Its only client is the server beside it.
        let _ = stream.read(&mut head).await;
        let _ = stream.write_all(answer.as_bytes()).await;
    }
}
