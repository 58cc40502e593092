//! Lo que un cuaderno muestra.
//!
//! Cada vista es un valor: como última expresión de una celda se muestra sola, `save` la guarda en `.png` o en `.svg`, y
//! `to_string` la cuenta con palabras y números.

mod animation;
mod axis;
mod bitmap;
mod boundary;
mod canvas;
mod chain;
mod chart;
mod curves;
mod diagram;
mod field;
mod figure;
mod font;
mod formula;
mod latex;
mod number;
mod palette;
mod series;
mod shapes;
mod style;
mod surface;
mod table;

pub use animation::Animation;
pub use boundary::Boundary;
pub use chain::Chain;
pub use curves::Curves;
pub use diagram::Diagram;
pub use figure::Figure;
pub use formula::Formula;
pub use surface::Surface;
pub use table::Table;
