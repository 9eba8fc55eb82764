//! A reading that is under way: whoever waits for it drives it on.

use std::future::{Future, poll_fn};
use std::pin::pin;

use futures_util::FutureExt;
use futures_util::future::{LocalBoxFuture, Shared};

/// The reading of something that several requests want.
pub(crate) type Underway = Shared<LocalBoxFuture<'static, ()>>;

/// Runs `future`, and the reading beside it.
pub(crate) async fn beside<F: Future>(reading: Underway, future: F) -> F::Output {
    let mut reading = reading.fuse();
    let mut future = pin!(future);
    poll_fn(|context| {
        let _ = reading.poll_unpin(context);
        future.as_mut().poll(context)
    })
    .await
}
