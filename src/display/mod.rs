//! Lo que un cuaderno muestra.
//!
//! Cada vista es un valor: como última expresión de una celda se muestra sola, `save` la guarda en `.png` o en `.svg`, y
//! `to_string` la cuenta con palabras y números.

mod writing;
mod drawing;
mod chart;
mod mime;
mod figure;
mod boundary;
mod curves;
mod diagram;
mod chain;
mod fork;
mod formula;
mod prose;
mod surface;
mod table;
mod animation;
mod histogram;
mod bars;

pub use animation::Animation;
pub use bars::Bars;
pub use boundary::Boundary;
pub use chain::Chain;
pub use curves::Curves;
pub use diagram::Diagram;
pub use figure::Figure;
pub use fork::Fork;
pub use formula::Formula;
pub use histogram::Histogram;
pub(crate) use mime::MimeBundle;
pub use prose::Prose;
pub use surface::Surface;
pub use table::Table;
