//! A stop lets answers under way finish.

use std::time::Duration;

use flakescope_proxy::outside::Outside;
use flakescope_proxy::serve;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::oneshot;

use crate::client::get;
use crate::played::{good, play};
use crate::server::{CONFIG, app};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_stop_waits_for_answers_and_takes_no_more() {
    let (upstream, _) = play(|_| {
        std::thread::sleep(Duration::from_millis(500));
        good("", "{\"late\":1}")
    })
    .await;
    let app = app(CONFIG, Outside::played_by(upstream).unwrap(), None);
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let server = listener.local_addr().unwrap();
    let (stop, stopped) = oneshot::channel::<()>();
    let serving = tokio::spawn(serve(listener, app, async {
        let _ = stopped.await;
    }));
    let idle = TcpStream::connect(server).await.unwrap();
    let asked = tokio::spawn(get(server, "/testgrid/a/summary", ""));
    tokio::time::sleep(Duration::from_millis(200)).await;
    stop.send(()).unwrap();
    assert_eq!(asked.await.unwrap().body, "{\"late\":1}");
    drop(idle);
    tokio::time::timeout(Duration::from_secs(20), serving).await.expect("it ends").unwrap().unwrap();
    assert!(TcpStream::connect(server).await.is_err());
}
