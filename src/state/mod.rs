//! What the app remembers: the link ([`view`], written through [`url`]), where the site lies ([`base`]), and the reader's
//! settings ([`settings`]).

pub mod base;
pub mod settings;
pub mod url;
pub mod view;
