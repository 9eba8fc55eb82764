//! Figures: drawn by plotters into SVG text, then copied into the page by an allow-list.
//!
//! [`bars`], [`columns`] and [`strip`] lay out and draw, generic over the backend and without a browser; [`palette`] ties the colours
//! of a drawing to the classes of the style sheet; [`allowed`] says what may be copied; [`import`] copies;
//! [`figure`] and its neighbours are the components.

mod allowed;
pub mod bar_figure;
pub mod bars;
pub mod columns;
pub mod curve;
pub mod dumbbell;
pub mod figure;
mod import;
mod palette;
pub mod picture;
mod save;
mod size;
pub mod stack_figure;
pub mod strip;
pub mod strip_figure;
pub mod text;

pub use bar_figure::BarFigure;
pub use figure::Figure;
pub use palette::Ink;
pub use picture::{Draw, Drawing, Link, Picture};
pub use size::use_size;
pub use strip_figure::{StripFigure, tone};
