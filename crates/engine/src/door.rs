//! The door to code that comes when it is wanted first, and stays.

use std::cell::RefCell;
use std::future::Future;
use std::rc::Rc;

use crate::Error;

/// The code behind a trait; none before it was wanted.
pub(crate) struct Door<P: ?Sized>(RefCell<Option<Rc<P>>>);

impl<P: ?Sized> Default for Door<P> {
    fn default() -> Self {
        Self(RefCell::default())
    }
}

impl<P: ?Sized> Door<P> {
    /// The code. `load` brings what makes it, where it is not here yet; `None` when it does not come.
    pub(crate) async fn open(
        &self,
        load: impl Future<Output = Option<fn() -> Rc<P>>>,
    ) -> Result<Rc<P>, Error> {
        if let Some(part) = self.opened() {
            return Ok(part);
        }
        let make = load.await.ok_or(Error::PartMissing)?;
        Ok(self.0.borrow_mut().get_or_insert_with(make).clone())
    }

    /// The code, where it came.
    pub(crate) fn opened(&self) -> Option<Rc<P>> {
        self.0.borrow().clone()
    }
}
