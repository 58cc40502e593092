//! Lo que una persona puede pedir mal, dicho en español.

use std::fmt;
use std::path::PathBuf;

/// Un pedido que no tiene sentido. El mensaje dice qué llegó, qué se esperaba y qué hacer.
///
/// `Debug` escribe lo mismo que `Display`, porque es lo que muestran `unwrap` y el `?` de un cuaderno.
#[derive(Clone, PartialEq)]
#[non_exhaustive]
pub enum Error {
    /// Los tamaños no describen una red.
    Sizes(Vec<usize>),
    /// La tasa de aprendizaje no es un número positivo y finito.
    Alpha(f64),
    /// Se pidieron 0 épocas.
    Epochs,
    /// Se pidió informar cada 0 épocas.
    Every,
    /// No hay ningún ejemplo.
    NoData,
    /// Un dato no es un número finito: nombre de la matriz, fila, columna y valor.
    Data(&'static str, usize, usize, f64),
    /// La extensión del archivo no es de una imagen que se sepa guardar.
    Extension(PathBuf),
    /// No se pudo escribir el archivo: cuál y qué dijo el sistema.
    Write(PathBuf, String),
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Error::Sizes(sizes) => write!(
                f,
                "los tamaños {sizes:?} no describen una red: se esperaban al menos dos números mayores que 0, \
                 [entradas, ocultas…, salidas]; por ejemplo, [2, 2, 1]"
            ),
            Error::Alpha(alpha) => write!(
                f,
                "la tasa de aprendizaje es {alpha}: se esperaba un número finito mayor que 0; prueba con 0.5, la de la \
                 lección"
            ),
            Error::Epochs => {
                write!(f, "se pidieron 0 épocas: se esperaba al menos 1; prueba con 10000, las de la lección")
            }
            Error::Every => {
                write!(f, "se pidió informar cada 0 épocas: se esperaba al menos 1; prueba con 1000, como la lección")
            }
            Error::NoData => write!(f, "no hay ejemplos: se esperaba al menos una fila en x y en y"),
            Error::Data(name, row, column, value) => write!(
                f,
                "{name}[[{row}, {column}]] es {value}: se esperaban números finitos; revisa los datos antes de entrenar"
            ),
            Error::Extension(path) => write!(
                f,
                "no sé guardar «{}»: se esperaba un nombre que termine en .png o en .svg; por ejemplo, figura.png",
                path.display()
            ),
            Error::Write(path, reason) => write!(
                f,
                "no se pudo escribir «{}» ({reason}): revisa que la carpeta exista y que puedas escribir en ella",
                path.display()
            ),
        }
    }
}

impl fmt::Debug for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl std::error::Error for Error {}
