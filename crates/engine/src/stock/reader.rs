//! The reading of a stock: takes one step after the other, some at once, until nothing that is wanted is missing.

use std::pin::pin;
use std::rc::Rc;

use futures_util::future::{FusedFuture, select};
use futures_util::stream::FuturesUnordered;
use futures_util::{FutureExt, StreamExt};

use super::Stock;
use super::plan::Step;
use crate::Transport;
use crate::fetch::Failure;

/// Reads everything that any request wants, also what is wanted later.
pub(super) async fn read<T: Transport + 'static>(stock: Rc<Stock<T>>) {
    let mut grace = pin!(stock.fetcher.transport.sleep_ms(stock.fetcher.policy.summaries_grace_ms).fuse());
    let mut running = FuturesUnordered::new();
    loop {
        let seen = stock.changed.version();
        while let Some(step) = stock.begin_step(grace.is_terminated()) {
            running.push(stock.perform(step));
        }
        if running.is_empty() {
            stock.reading.take();
            return;
        }
        let change = pin!(stock.changed.changed_since(seen));
        select(select(running.next(), change), &mut grace).await;
    }
}

impl<T: Transport + 'static> Stock<T> {
    fn begin_step(&self, grace_over: bool) -> Option<Step> {
        let mut state = self.state.borrow_mut();
        let step = state.next_step(self.fetcher.policy.tabs_at_once, grace_over)?;
        state.start(&step);
        Some(step)
    }

    async fn perform(&self, step: Step) {
        match step {
            Step::Group { key, name } => {
                let result = self.supply.group(&name).await;
                self.state.borrow_mut().settle_group(&key, result);
            }
            Step::Draft { key, name } => {
                self.draft(&key, &name, self.fetcher.policy.snapshot_fresh_ms).await;
            }
            Step::Board { key, name } => {
                let result = self.supply.board(&name).await;
                if result.as_ref().is_err_and(Failure::is_outage) {
                    // Better an old snapshot than nothing.
                    self.draft(&key, &name, self.fetcher.policy.keep_ms).await;
                }
                self.state.borrow_mut().settle_board(&key, result);
            }
            Step::Grid { board, dashboard, tab, name } => {
                let result = self.supply.grid(&dashboard, &name).await;
                self.state.borrow_mut().settle_grid(&board, &tab, result);
            }
        }
        self.changed.change();
    }

    /// Shows a board as a published snapshot has it, if there is one that is young enough and has the board.
    async fn draft(&self, key: &str, name: &str, most_ms: i64) {
        let Some(snapshot) = self.supply.snapshot(most_ms).await else { return };
        let Ok(tabs) = snapshot.board(name).await else { return };
        let mut grids = Vec::with_capacity(tabs.value.len());
        for tab in &tabs.value {
            grids.push(snapshot.grid(name, &tab.tab).await.ok());
        }
        self.state.borrow_mut().draft_board(key, tabs, grids);
    }
}
