//! Lo que solo necesita un cuaderno: qué dice una celda que se detiene, cuánto llevas y el gráfico que espera tus
//! respuestas.
//!
//! Es la única parte de la biblioteca que sabe de evcxr, el núcleo de los cuadernos. Usa a las demás, y ninguna la usa a
//! ella.

mod display;
pub mod panics;
mod plot;
mod progress;
mod start;

pub use plot::{Plot, plot};
pub use progress::{Summary, summary};
pub use start::start;
