//! Lo que se puede pedir mal.

use std::fmt;

use super::{FAMILIES, LEVELS};

/// Un pedido que no tiene sentido. El mensaje dice qué llegó y qué hay.
///
/// `Debug` escribe lo mismo que `Display`, porque es lo que muestran `unwrap` y el `?` de un cuaderno.
#[derive(Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Error {
    /// No hay ninguna familia que se llame así.
    Family(String),
    /// No hay tal nivel.
    Level(String),
    /// Un código de práctica que no se puede leer: por qué.
    Code(String),
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let short = |text: &str| text.chars().take(40).collect::<String>();
        match self {
            Error::Family(key) => {
                let known: Vec<_> = FAMILIES.iter().map(|family| family.key).collect();
                write!(f, "no hay ninguna familia «{}»: las que hay son {}", short(key), known.join(", "))
            }
            Error::Level(level) => {
                write!(f, "no hay nivel «{}»: son del {} al {}", short(level), LEVELS.start(), LEVELS.end())
            }
            Error::Code(why) => write!(f, "ese código no se puede leer: {why}. Se copia entero de la página de práctica"),
        }
    }
}

impl fmt::Debug for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl std::error::Error for Error {}
