//! Lo que un cuaderno muestra.
//!
//! Cada vista es un valor: como última expresión de una celda se muestra sola, `save` la guarda en `.png` o en `.svg`, y
//! `to_string` la cuenta con palabras y números.

mod axis;
mod bitmap;
mod canvas;
mod chart;
mod curves;
mod figure;
mod font;
mod number;
mod series;
mod style;

pub use curves::Curves;
pub use figure::Figure;
