//! Lo que hay escrito en una celda: sus piezas, sus definiciones y los nombres que usa. Nada de esto decide una nota: para
//! eso está el compilador.

mod cell;
mod imports;
mod names;
mod tokens;

pub use cell::{Cell, Kind, Name};
pub use imports::imports;
pub use names::{Given, Space, mentioned, words};
pub use tokens::{Tokens, Type};
