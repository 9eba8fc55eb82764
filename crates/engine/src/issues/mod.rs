//! Issues of a code host: read once for all requests that want them, beside the boards.

mod caller;
pub(crate) mod filing;
mod pages;
mod place;
mod project;
mod state;
mod visibility;

use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;
use std::future::Future;
use std::rc::Rc;

use flakescope_core::flakes::Query;
use flakescope_core::flakes::issues::IssueList;
use futures_util::FutureExt;

pub(crate) use caller::Caller;
pub(crate) use place::Place;
pub(crate) use state::State;

use crate::fetch::Fetcher;
use crate::supply::Bundle;
use crate::underway::{Underway, beside};
use crate::watch::Watch;
use crate::{Reading, Secret, Transport};
use filing::Filing;

/// Every list of issues that was asked for.
pub(crate) struct Issues<T> {
    caller: Rc<Caller<T>>,
    stocks: RefCell<BTreeMap<Place, Rc<IssueStock<T>>>>,
    files: RefCell<Option<Rc<IssueList>>>,
    stocks_so_far: Cell<u64>,
}

/// One list of issues.
pub(crate) struct IssueStock<T> {
    /// No other list of the engine has it.
    pub(crate) number: u64,
    place: Place,
    caller: Rc<Caller<T>>,
    pub(crate) state: RefCell<State>,
    pub(crate) changed: Watch,
    reading: RefCell<Option<Underway>>,
    /// Keys of the issues that are being filed.
    filing: Filing,
}

impl<T: Transport + 'static> Issues<T> {
    /// No issues yet.
    pub(crate) fn new(fetcher: Rc<Fetcher<T>>) -> Self {
        Self {
            caller: Rc::new(Caller::new(fetcher)),
            stocks: RefCell::default(),
            files: RefCell::default(),
            stocks_so_far: Cell::default(),
        }
    }

    /// Who speaks with the code host.
    pub(crate) fn caller(&self) -> &Rc<Caller<T>> {
        &self.caller
    }

    /// Reads GitHub at another address, for a server of one's own.
    pub(crate) fn set_api(&self, address: &str) {
        self.caller.set_api(address);
    }

    /// Reads through a proxy while there is no token. What was read another way is read anew.
    pub(crate) fn set_proxy(&self, address: Option<String>) {
        if self.caller.set_proxy(address) {
            self.refresh();
        }
    }

    /// Takes a token, or forgets it. What was refused for want of one is read anew.
    pub(crate) fn set_token(&self, token: Option<Secret>) {
        self.caller.set_token(token);
        self.forget_failures();
        // A board that had no token before is a warning beside a list that is complete.
        self.stocks.borrow_mut().retain(|place, _| !place.has_board());
    }

    /// Takes the issues over that came in files.
    pub(crate) fn set_files(&self, list: Option<IssueList>) {
        *self.files.borrow_mut() = list.map(Rc::new);
        self.stocks.borrow_mut().remove(&Place::Files);
    }

    /// The list that a query wants; `None` when it wants none.
    pub(crate) fn of(&self, query: &Query) -> Option<Rc<IssueStock<T>>> {
        let place = Place::of(query, self.files.borrow().is_some())?;
        let mut stocks = self.stocks.borrow_mut();
        Some(stocks.entry(place.clone()).or_insert_with(|| Rc::new(self.new_stock(place))).clone())
    }

    /// Forgets every list: the next request reads anew.
    pub(crate) fn refresh(&self) {
        self.stocks.borrow_mut().retain(|place, _| *place == Place::Files);
    }

    /// Forgets the lists that are not complete.
    pub(crate) fn forget_failures(&self) {
        self.stocks.borrow_mut().retain(|_, stock| !stock.state.borrow().is_incomplete());
    }

    fn new_stock(&self, place: Place) -> IssueStock<T> {
        self.stocks_so_far.set(self.stocks_so_far.get() + 1);
        let state = match (&place, &*self.files.borrow()) {
            (Place::Files, Some(list)) => State::whole(list),
            (Place::GitHub { repository, .. }, _) => State::of(repository),
            _ => State::default(),
        };
        IssueStock {
            number: self.stocks_so_far.get(),
            place,
            caller: self.caller.clone(),
            state: RefCell::new(state),
            changed: Watch::default(),
            reading: RefCell::default(),
            filing: Filing::default(),
        }
    }
}

impl<T: Transport + 'static> IssueStock<T> {
    /// Runs `future`, and the reading beside it.
    pub(crate) async fn read_beside<F: Future>(self: &Rc<Self>, future: F) -> F::Output {
        beside(self.reading(), future).await
    }

    /// Writes the words beside an answer.
    pub(crate) fn tell(&self, reading: &mut Reading) {
        let state = self.state.borrow();
        *reading.issues = state.words(&self.place);
        reading.warnings.extend(state.warnings(&self.place));
    }

    fn reading(self: &Rc<Self>) -> Underway {
        let start = || read(self.clone()).boxed_local().shared();
        self.reading.borrow_mut().get_or_insert_with(start).clone()
    }

    /// Changes the state and tells those who wait.
    fn change(&self, change: impl FnOnce(&mut State)) {
        change(&mut self.state.borrow_mut());
        self.changed.change();
    }
}

async fn read<T: Transport + 'static>(stock: Rc<IssueStock<T>>) {
    if stock.state.borrow().is_settled() {
        return;
    }
    let trouble = match &stock.place {
        Place::Files => None,
        Place::Sample => read_sample(&stock).await.err(),
        Place::GitHub { repository, project_board } => {
            let pages = pages::read(&stock, repository).await.err();
            let project = match project_board {
                Some(board) => project::read(&stock, repository, board).await.err(),
                None => None,
            };
            pages.or(project)
        }
    };
    stock.change(|state| state.settle(trouble));
}

async fn read_sample<T: Transport + 'static>(stock: &IssueStock<T>) -> Result<(), state::Trouble> {
    let fetcher = stock.caller.fetcher();
    let (repository, bytes) =
        Bundle::default().issues(fetcher).await.map_err(|failure| state::Trouble::of_failure(&failure))?;
    fetcher.rest().await;
    pages::take(stock, &bytes, "the sample's issues", &place::repository(&repository))?;
    Ok(())
}
