//! What the app remembers: the address ([`location`]) and what it means ([`view`], written through [`url`]), where the
//! site lies ([`base`]), the reader's settings ([`settings`], [`rules`]), which sources were read ([`sources`]), and what lives as
//! long as the tab ([`tab`]).

pub mod base;
pub mod location;
pub mod rules;
pub mod settings;
pub mod sources;
pub mod tab;
pub mod url;
pub mod view;
