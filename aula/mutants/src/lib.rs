//! ¿Notan las pruebas de un ejercicio una solución equivocada? Esta biblioteca hace las equivocaciones.
//!
//! De una solución salen sus mutantes: la misma, con un solo cambio pequeño cada uno, como un signo, una constante o un
//! factor que falta. Se cambia el texto, y no el árbol: lo demás queda letra por letra. Solo se cambia lo que está entre
//! `// BEGIN SOLUTION` y `// END SOLUTION`.
//!
//! ```
//! let text = "fn double(x: f64) -> f64 {\n    // BEGIN SOLUTION\n    2.0 * x\n    // END SOLUTION\n}";
//! let mutants = mutants::of(text).unwrap();
//! let changes: Vec<_> = mutants.iter().map(|mutant| mutant.after.as_str()).collect();
//! assert_eq!(changes, ["2.0 / x", "2.0", "x", "3.0 * x"]);
//! assert_eq!(mutants[0].line, 3);
//! ```
//!
//! Un cambio que no cambia nada, como el de un `<` que podría ser `<=`, se marca en su renglón con `// IGUAL: borde` y
//! no se hace. Las clases son `operador`, `comparación`, `borde`, `constante`, `signo`, `término`, `orden`, `llamada` y
//! `renglón`.
//!
//! Es la idea de las pruebas por mutación: DeMillo, Lipton y Sayward, `Hints on Test Data Selection` (1978).

mod changes;
mod kind;
mod region;

use std::fmt;

pub use kind::Kind;

/// Los que se hacen, como mucho, de una respuesta. Si salen más, se eligen repartidos de principio a fin.
pub const MOST: usize = 40;

/// Una solución con un cambio.
#[derive(Clone, Debug, PartialEq)]
pub struct Mutant {
    pub kind: Kind,
    /// El renglón de la celda, desde uno.
    pub line: usize,
    /// Ese renglón antes y después, sin los espacios de los lados ni los comentarios.
    pub before: String,
    pub after: String,
    /// La celda entera.
    pub source: String,
}

/// Por qué no se pudo.
#[derive(Clone, Debug, PartialEq)]
pub enum Error {
    /// No es Rust.
    NotRust { line: usize, message: String },
    /// `// IGUAL:` nombra una clase de cambio que no existe.
    UnknownKind { line: usize, name: String },
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Error::NotRust { line, message } => write!(f, "renglón {line}: no se puede leer como Rust: {message}"),
            Error::UnknownKind { line, name } => {
                let known = Kind::ALL.map(Kind::name).join(", ");
                write!(f, "renglón {line}: `// IGUAL:` nombra «{name}», que no es una clase de cambio: son {known}")
            }
        }
    }
}

impl std::error::Error for Error {}

/// Los mutantes de una celda de respuesta, en el orden de su texto: los mismos cada vez.
///
/// # Errors
///
/// Si la celda no es Rust, o si marca como igual una clase de cambio que no existe.
pub fn of(text: &str) -> Result<Vec<Mutant>, Error> {
    let regions = region::Regions::of(text)?;
    let file = syn::parse_file(text)
        .map_err(|error| Error::NotRust { line: error.span().start().line, message: error.to_string() })?;
    let mut changes = changes::of(text, &file);
    changes.retain(|change| regions.allows(&change.place, change.kind));
    let count = changes.len();
    let chosen = (0..count.min(MOST)).map(|at| if count > MOST { at * count / MOST } else { at });
    Ok(chosen.map(|at| mutant(text, &changes[at])).collect())
}

fn mutant(text: &str, change: &changes::Change) -> Mutant {
    let (place, with) = (&change.place, &change.with);
    let start = text[..place.start].rfind('\n').map_or(0, |at| at + 1);
    let end = text[place.end..].find('\n').map_or(text.len(), |at| place.end + at);
    Mutant {
        kind: change.kind,
        line: text[..place.start].matches('\n').count() + 1,
        before: shown(&text[start..end]),
        after: shown(&format!("{}{with}{}", &text[start..place.start], &text[place.end..end])),
        source: format!("{}{with}{}", &text[..place.start], &text[place.end..]),
    }
}

/// Un renglón, o varios seguidos, como se le enseña a una persona.
fn shown(lines: &str) -> String {
    let bare = lines.lines().map(|line| line.split("//").next().unwrap_or_default().trim());
    bare.filter(|line| !line.is_empty()).collect::<Vec<_>>().join(" ")
}
