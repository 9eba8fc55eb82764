//! The grid of a job: on a canvas, or as a table. [`geometry`], [`cursor`], [`sheet`], [`when`] and [`label`] are pure.

pub mod canvas;
mod cursor;
pub mod geometry;
mod ink;
mod label;
mod paint;
mod painter;
pub mod panel;
pub mod sheet;
pub mod table;
pub mod tip;
mod when;

pub use panel::GridPanel;
