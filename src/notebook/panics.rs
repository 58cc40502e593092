//! Los pánicos, en español: qué pasó, con los números del mensaje, y qué se conserva.
//!
//! En un cuaderno, un pánico escribe hasta treinta líneas que no dicen nada a quien empieza. [`install`], que los cuadernos llaman al
//! arrancar el núcleo, deja una; y [`explain`] es la traducción, que usan también las pruebas de los ejercicios ([`crate::rubric`]).

use std::env;
use std::fs;
use std::panic::{Location, set_hook};
use std::path::Path;
use std::thread;
use std::time::Duration;

use crate::pattern::capture;

/// evcxr lee la salida de errores por su lado: sin esta pausa, la celda termina antes, y la línea aparece debajo de la siguiente.
const PAUSE: Duration = Duration::from_millis(100);

/// Qué quiere decir el mensaje de un pánico, si es de los corrientes de Rust o de ndarray; sin mayúscula ni punto.
///
/// ```
/// use gradiente::panics::explain;
///
/// let said = "ndarray: inputs 4 × 2 and 3 × 1 are not compatible for matrix multiplication";
/// assert_eq!(
///     explain(said).unwrap(),
///     "no se pueden multiplicar una matriz de 4 × 2 y una de 3 × 1: la primera tiene 2 columnas y la segunda 3 filas, y tienen que ser las mismas"
/// );
/// assert_eq!(explain("lo que nadie conoce"), None);
/// ```
///
/// Las palabras son las de la biblioteca estándar (`core::panicking`, `core::option`, `core::result`) y las de
/// [ndarray](https://docs.rs/ndarray).
pub fn explain(message: &str) -> Option<String> {
    shapes(message)
        .or_else(|| indices(message))
        .or_else(|| absent(message))
        .or_else(|| arithmetic(message))
        .or_else(|| stops(message))
}

/// Cambia lo que escribe un pánico: una línea en español, con el mensaje de Rust entre paréntesis y, si se puede saber, el código en que
/// pasó.
///
/// Vale para todo el proceso. Quien se calla los pánicos poniendo otro aviso, como [`crate::rubric`], lo sigue haciendo.
///
/// ```
/// gradiente::panics::install();
/// let outcome = std::panic::catch_unwind(|| [1.0, 2.0][std::hint::black_box(5)]);
/// assert!(outcome.is_err());
/// // La celda se detuvo: se pidió el elemento [5] y hay 2, del [0] al [1] (`index out of bounds: …`). Se conservan…
/// ```
pub fn install() {
    set_hook(Box::new(|panic| {
        let message = panic.payload_as_str().unwrap_or("pánico");
        let code = panic.location().and_then(line_of_cell);
        eprintln!("{}", sentence(message, code.as_deref()));
        thread::sleep(PAUSE);
    }));
}

/// La línea que lee el estudiante.
fn sentence(message: &str, code: Option<&str>) -> String {
    let words = message.split_whitespace().collect::<Vec<_>>().join(" ");
    let what = match explain(&words) {
        Some(meaning) => format!("{meaning} ({words})"),
        None => words,
    };
    let place = code.map_or(String::new(), |code| format!(" Fue en `{code}`."));
    let end = if what.ends_with(['.', '!', '?', '…']) { "" } else { "." };
    format!(
        "La celda se detuvo: {what}{end}{place} Se conservan tus funciones y las variables de las celdas anteriores; las que crea esta, no."
    )
}

/// La línea de código de la celda, si el pánico salió de ella: mientras corre, evcxr la tiene en el archivo que compiló.
fn line_of_cell(location: &Location) -> Option<String> {
    let file = Path::new(location.file());
    let folder = env::var_os("EVCXR_TMPDIR").filter(|_| file == Path::new("src").join("lib.rs"))?;
    let code = fs::read_to_string(Path::new(&folder).join(file)).ok()?;
    let line = code.lines().nth(location.line() as usize - 1)?.trim();
    (!line.is_empty()).then(|| line.into())
}

/// Matrices y vectores que no encajan.
fn shapes(message: &str) -> Option<String> {
    if let Some([a, b, c, d]) = capture(message, "inputs * × * and * × * are not compatible for matrix multiplication") {
        return Some(format!(
            "no se pueden multiplicar una matriz de {a} × {b} y una de {c} × {d}: la primera tiene {b} columnas y la segunda {c} filas, y \
             tienen que ser las mismas"
        ));
    }
    if let Some([from, to]) = capture(message, "could not broadcast array from shape: * to: *") {
        return Some(format!(
            "una forma no encaja en la otra: {} no se puede repetir hasta llenar {}",
            form(from),
            form(to)
        ));
    }
    if let Some([from, to]) = capture(message, "incompatible shapes in reshape, attempted from: *, to: *") {
        return Some(format!("la forma {} no tiene tantos números como {}", form(from), form(to)));
    }
    capture::<0>(message, "ShapeError/IncompatibleShape")
        .map(|_| "las formas de las dos matrices no encajan; míralas con `.shape()`, o `.dim()`".into())
}

/// `[4, 2]`, como se escribe en la lección: (4, 2).
fn form(shape: &str) -> String {
    shape.trim().replace('[', "(").replace(']', if shape.contains(',') { ")" } else { ",)" })
}

/// Elementos que no existen.
fn indices(message: &str) -> Option<String> {
    if let Some([length, index]) = capture(message, "index out of bounds: the len is * but the index is *") {
        return Some(match length.parse::<usize>().ok()?.checked_sub(1) {
            None => format!("se pidió el elemento [{index}], y no hay ninguno"),
            Some(last) => format!("se pidió el elemento [{index}] y hay {length}, del [0] al [{last}]"),
        });
    }
    if let Some([index, shape]) = capture(message, "ndarray: index * is out of bounds for array of shape *") {
        return Some(format!("se pidió el elemento {index}, y la forma es {}: se cuenta desde 0", form(shape)));
    }
    if let Some([end, length]) = capture(message, "range end index * out of range for slice of length *") {
        return Some(format!("se pidieron elementos hasta el [{end}], sin incluirlo, y hay {length}"));
    }
    if capture::<0>(message, "axis.index() < self.ndim()").is_some() {
        return Some("se pidió un eje que no existe: el primero es `Axis(0)`".into());
    }
    capture::<0>(message, "ndarray: index out of bounds")
        .map(|_| "se pidió un elemento que no existe: se cuenta desde 0, y `.shape()` dice cuántos hay en cada eje".into())
}

/// Valores que no estaban.
fn absent(message: &str) -> Option<String> {
    if let Some([error]) = capture(message, "called `Result::unwrap()` on an `Err` value: *") {
        return Some(format!("se abrió con `.unwrap()` un resultado que era un error, {error}"));
    }
    capture::<0>(message, "called `Option::unwrap()` on a `None` value")
        .map(|_| "se abrió con `.unwrap()` un valor que no estaba (`None`)".into())
}

/// Cuentas que no salen.
fn arithmetic(message: &str) -> Option<String> {
    let meaning = if capture::<0>(message, "divide by zero").or_else(|| capture(message, "divisor of zero")).is_some() {
        "una división de enteros entre cero"
    } else if capture::<0>(message, "attempt to subtract with overflow").is_some() {
        "una resta salió menor que lo que cabe en el entero: un `usize` no puede ser negativo"
    } else {
        let [operation] = capture(message, "attempt to * with overflow")?;
        return Some(match operation {
            "add" => "una suma pasó de lo que cabe en el entero".into(),
            "multiply" => "una multiplicación pasó de lo que cabe en el entero".into(),
            _ => "una cuenta pasó de lo que cabe en el entero".to_string(),
        });
    };
    Some(meaning.into())
}

/// Los que pide el propio código.
fn stops(message: &str) -> Option<String> {
    if message.starts_with("not yet implemented") || message.starts_with("not implemented") {
        return Some("esta parte todavía no está escrita (`todo!`)".into());
    }
    if let Some([left, right]) =
        capture(message, "assertion `left == right` failed* left: * right: *").map(|[_, left, right]| [left, right])
    {
        return Some(format!("se comprobó que dos valores eran iguales, y son {} y {right}", left.trim()));
    }
    capture(message, "assertion failed: *").map(|[condition]| format!("se comprobó `{condition}`, y no se cumple"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use ndarray::{Array1, Array2, Axis, array};
    use std::hint::black_box;
    use std::panic::{AssertUnwindSafe, catch_unwind};

    /// Lo que se explica del pánico de verdad que deja `code`.
    fn explained<T>(code: impl FnOnce() -> T) -> String {
        let payload = catch_unwind(AssertUnwindSafe(code)).err().expect("tenía que entrar en pánico");
        let message =
            payload.downcast_ref::<String>().cloned().or_else(|| payload.downcast_ref::<&str>().map(|it| it.to_string()));
        let message = message.unwrap();
        explain(&message).unwrap_or_else(|| panic!("sin traducción: {message}"))
    }

    /// El oráculo son Rust y ndarray: cada mensaje sale de cometer el error.
    #[test]
    #[allow(unconditional_panic)]
    fn the_panics_of_rust_and_ndarray_are_said_with_their_numbers() {
        let (a, b): (Array2<f64>, Array2<f64>) = (Array2::zeros((4, 2)), Array2::zeros((3, 1)));
        assert_eq!(
            explained(|| a.dot(&b)),
            "no se pueden multiplicar una matriz de 4 × 2 y una de 3 × 1: la primera tiene 2 columnas y la segunda 3 filas, y tienen que ser \
             las mismas"
        );
        assert!(explained(|| &a + &b).starts_with("las formas de las dos matrices no encajan"));
        let mut c = Array2::<f64>::zeros((4, 2));
        assert_eq!(
            explained(|| c += &Array1::zeros(3)),
            "una forma no encaja en la otra: (3,) no se puede repetir hasta llenar (4, 2)"
        );
        assert!(explained(|| a[[7, 0]]).starts_with("se pidió "));
        assert_eq!(
            explained(|| array![1.0, 2.0].sum_axis(Axis(black_box(3)))),
            "se pidió un eje que no existe: el primero es `Axis(0)`"
        );
        let v = [1, 2, 3];
        assert_eq!(explained(|| v[black_box(7)]), "se pidió el elemento [7] y hay 3, del [0] al [2]");
        assert_eq!(explained(|| Vec::<i32>::new()[black_box(0)]), "se pidió el elemento [0], y no hay ninguno");
        assert_eq!(explained(|| v[..black_box(5)].len()), "se pidieron elementos hasta el [5], sin incluirlo, y hay 3");
        assert!(explained(|| v.get(9).unwrap()).contains("no estaba (`None`)"));
        assert!(explained(|| "tres".parse::<f64>().unwrap()).contains("un error, ParseFloatError"));
        assert!(explained(|| 1 / black_box(0)).contains("entre cero"));
        assert!(explained(|| 1 % black_box(0)).contains("entre cero"));
        assert!(
            explained(|| black_box(0_usize).checked_sub(1).expect("attempt to subtract with overflow")).contains("negativo")
        );
        assert!(explained(|| -> f64 { todo!() }).contains("todavía no está escrita"));
        assert_eq!(explained(|| assert_eq!(1 + 1, 3)), "se comprobó que dos valores eran iguales, y son 2 y 3");
        assert_eq!(explained(|| assert!(v.is_empty())), "se comprobó `v.is_empty()`, y no se cumple");
    }

    #[test]
    fn one_line_says_what_why_and_what_is_kept() {
        let said = sentence("index out of bounds: the len is 3 but the index is 7", Some("v[7]"));
        assert_eq!(
            said,
            "La celda se detuvo: se pidió el elemento [7] y hay 3, del [0] al [2] (index out of bounds: the len is 3 but the index is 7). \
             Fue en `v[7]`. Se conservan tus funciones y las variables de las celdas anteriores; las que crea esta, no."
        );
        assert!(sentence("¡ay!\n  1", None).starts_with("La celda se detuvo: ¡ay! 1. Se conservan"));
    }
}
