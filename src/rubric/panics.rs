//! Los mensajes de los pánicos, en español y con sus números.

/// Qué quiere decir el mensaje de un pánico, si es de los corrientes de Rust o de ndarray; sin mayúscula ni punto.
///
/// ```
/// use gradiente::rubric::explain_panic;
///
/// let said = "ndarray: inputs 4 × 2 and 3 × 1 are not compatible for matrix multiplication";
/// assert_eq!(
///     explain_panic(said).unwrap(),
///     "no se pueden multiplicar una matriz de 4 × 2 y una de 3 × 1: la primera tiene 2 columnas y la segunda 3 filas, y \
///      tienen que ser las mismas"
/// );
/// assert_eq!(explain_panic("lo que nadie conoce"), None);
/// ```
///
/// Las palabras son las de la biblioteca estándar (`core::panicking`, `core::option`, `core::result`) y las de
/// [ndarray](https://docs.rs/ndarray).
pub fn explain_panic(message: &str) -> Option<String> {
    [
        product, shapes, index, element, slice, place, text, key, borrowed, absent, failed, arithmetic, unwritten, equality,
        condition,
    ]
    .into_iter()
    .find_map(|explain| explain(message))
}

/// Lo que hay entre `start` y `middle`, y lo que sigue a `middle`.
fn around<'a>(message: &'a str, start: &str, middle: &str) -> Option<(&'a str, &'a str)> {
    message.split_once(start)?.1.split_once(middle)
}

/// Dos matrices que no se pueden multiplicar.
fn product(message: &str) -> Option<String> {
    let (first, rest) = around(message, "inputs ", " and ")?;
    let (second, _) = rest.split_once(" are not compatible for matrix multiplication")?;
    let ((a, b), (c, d)) = (first.split_once(" × ")?, second.split_once(" × ")?);
    Some(format!(
        "no se pueden multiplicar una matriz de {a} × {b} y una de {c} × {d}: la primera tiene {b} columnas y la segunda \
         {c} filas, y tienen que ser las mismas"
    ))
}

/// Matrices y vectores que no encajan.
fn shapes(message: &str) -> Option<String> {
    if let Some((from, to)) = around(message, "could not broadcast array from shape: ", " to: ") {
        let (from, to) = (shape(from), shape(to));
        return Some(format!("una forma no encaja en la otra: {from} no se puede repetir hasta llenar {to}"));
    }
    if let Some((from, to)) = around(message, "incompatible shapes in reshape, attempted from: ", ", to: ") {
        return Some(format!("la forma {} no tiene tantos números como {}", shape(from), shape(to)));
    }
    message
        .contains("ShapeError/IncompatibleShape")
        .then(|| "las formas de las dos matrices no encajan; míralas con `.shape()`, o `.dim()`".into())
}

/// `[4, 2]`, como se escribe en la lección: (4, 2).
fn shape(shape: &str) -> String {
    shape.trim().replace('[', "(").replace(']', if shape.contains(',') { ")" } else { ",)" })
}

/// Un elemento que no existe en un vector de Rust.
fn index(message: &str) -> Option<String> {
    let (length, index) = around(message, "index out of bounds: the len is ", " but the index is ")?;
    Some(match length.parse::<usize>().ok()?.checked_sub(1) {
        None => format!("se pidió el elemento [{index}], y no hay ninguno"),
        Some(last) => format!("se pidió el elemento [{index}] y hay {length}, del [0] al [{last}]"),
    })
}

/// Un elemento o un eje que no existen en una matriz de ndarray.
fn element(message: &str) -> Option<String> {
    if let Some((index, of)) = around(message, "ndarray: index ", " is out of bounds for array of shape ") {
        return Some(format!("se pidió el elemento {index}, y la forma es {}: se cuenta desde 0", shape(of)));
    }
    let meaning = if message.contains("axis.index() < self.ndim()") {
        "se pidió un eje que no existe: el primero es `Axis(0)`"
    } else if message.contains("ndarray: index out of bounds") {
        "se pidió un elemento que no existe: se cuenta desde 0, y `.shape()` dice cuántos hay en cada eje"
    } else {
        return None;
    };
    Some(meaning.into())
}

/// Un trozo que no está en el vector.
fn slice(message: &str) -> Option<String> {
    if let Some((end, length)) = around(message, "range end index ", " out of range for slice of length ") {
        return Some(format!("se pidieron elementos hasta el [{end}], sin incluirlo, y hay {length}"));
    }
    if let Some((start, length)) = around(message, "range start index ", " out of range for slice of length ") {
        return Some(format!("se pidieron elementos desde el [{start}], y hay {length}"));
    }
    let (start, end) = around(message, "slice index starts at ", " but ends at ")?;
    Some(format!("un trozo empieza en el [{start}] y termina antes, en el [{end}]: el primero va delante"))
}

/// Un sitio que no existe, al poner o quitar un elemento.
fn place(message: &str) -> Option<String> {
    let (verb, rest) = message.split_once(" index (is ")?;
    let (index, length) = rest.split_once(") should be <")?;
    let length = length.rsplit("len (is ").next()?.trim_end_matches(')');
    let verb = if verb.ends_with("insertion") { "poner" } else { "quitar" };
    Some(format!("se quiso {verb} un elemento en el [{index}], y hay {length}"))
}

/// Un trozo de un texto, cortado donde no es.
fn text(message: &str) -> Option<String> {
    if let Some((_, letter)) = around(message, "byte index ", " is not a char boundary; it is inside ") {
        let letter = letter.split(' ').next()?;
        return Some(format!(
            "un trozo de un texto parte en dos {letter}, que ocupa más de un byte: recórrelo con `.chars()`"
        ));
    }
    let (index, text) = around(message, "byte index ", " is out of bounds of ")?;
    Some(format!("se pidió un trozo de {text} hasta el byte {index}, y es más corto"))
}

/// Un nombre que no está en un diccionario.
fn key(message: &str) -> Option<String> {
    message
        .starts_with("no entry found for key")
        .then(|| "se pidió a un diccionario algo que no tiene; `.get(…)` lo pregunta, y da `None` si no está".into())
}

/// Un `RefCell` prestado dos veces.
fn borrowed(message: &str) -> Option<String> {
    let already = message.contains("already borrowed") || message.contains("already mutably borrowed");
    already.then(|| {
        "un `RefCell` se pidió para cambiarlo mientras otro lo tenía: termina antes con el primero, con unas llaves o `drop`"
            .into()
    })
}

/// Un valor que no estaba.
fn absent(message: &str) -> Option<String> {
    message
        .contains("called `Option::unwrap()` on a `None` value")
        .then(|| "se abrió con `.unwrap()` un valor que no estaba (`None`); si puede faltar, `.unwrap_or(…)` da otro".into())
}

/// Un resultado que era un error.
fn failed(message: &str) -> Option<String> {
    let (_, error) = message.split_once("called `Result::unwrap()` on an `Err` value: ")?;
    Some(format!("se abrió con `.unwrap()` un resultado que era un error, {error}; un `match` separa `Ok` de `Err`"))
}

/// Cuentas que no salen.
fn arithmetic(message: &str) -> Option<String> {
    if message.contains("divide by zero") || message.contains("divisor of zero") {
        return Some("una división de enteros entre cero: mira antes el divisor".into());
    }
    let (operation, _) = around(message, "attempt to ", " with overflow")?;
    let meaning = match operation {
        "subtract" => {
            "una resta salió menor que lo que cabe en el entero: un `usize` no puede ser negativo; un `i32`, `n as i32`, sí"
        }
        "add" => "una suma pasó de lo que cabe en el entero: en un `i64`, o en un decimal, cabe más",
        "multiply" => "una multiplicación pasó de lo que cabe en el entero: en un `i64`, o en un decimal, cabe más",
        _ => "una cuenta pasó de lo que cabe en el entero: en un `i64`, o en un decimal, cabe más",
    };
    Some(meaning.into())
}

/// Una parte sin escribir.
fn unwritten(message: &str) -> Option<String> {
    let unwritten = message.starts_with("not yet implemented") || message.starts_with("not implemented");
    unwritten.then(|| "esta parte todavía no está escrita (`todo!`)".into())
}

/// Un `assert_eq!` que no se cumple.
fn equality(message: &str) -> Option<String> {
    let (_, values) = message.split_once("assertion `left == right` failed")?;
    let (left, right) = around(values, " left: ", " right: ")?;
    Some(format!("se comprobó que dos valores eran iguales, y son {} y {right}", left.trim()))
}

/// Un `assert!` que no se cumple.
fn condition(message: &str) -> Option<String> {
    let (_, condition) = message.split_once("assertion failed: ")?;
    Some(format!("se comprobó `{condition}`, y no se cumple"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use ndarray::{Array1, Array2, Axis, array};
    use std::cell::RefCell;
    use std::collections::HashMap;
    use std::hint::black_box;
    use std::panic::{AssertUnwindSafe, catch_unwind};

    /// Lo que se explica del pánico de verdad que deja `code`.
    fn explained<T>(code: impl FnOnce() -> T) -> String {
        let payload = catch_unwind(AssertUnwindSafe(code)).err().expect("tenía que entrar en pánico");
        let text = payload.downcast_ref::<String>().map(String::as_str);
        let message = text.or(payload.downcast_ref::<&str>().copied()).unwrap();
        explain_panic(message).unwrap_or_else(|| panic!("sin traducción: {message}"))
    }

    /// El oráculo son Rust y ndarray: cada mensaje sale de cometer el error.
    #[test]
    #[allow(unconditional_panic)]
    fn the_panics_of_rust_and_ndarray_are_said_with_their_numbers() {
        let (a, b): (Array2<f64>, Array2<f64>) = (Array2::zeros((4, 2)), Array2::zeros((3, 1)));
        assert_eq!(
            explained(|| a.dot(&b)),
            "no se pueden multiplicar una matriz de 4 × 2 y una de 3 × 1: la primera tiene 2 columnas y la segunda 3 \
             filas, y tienen que ser las mismas"
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
        assert_eq!(explained(|| v[black_box(5)..].len()), "se pidieron elementos desde el [5], y hay 3");
        assert!(explained(|| v[black_box(2)..black_box(1)].len()).starts_with("un trozo empieza en el [2] y termina antes"));
        assert_eq!(explained(|| vec![1].remove(black_box(3))), "se quiso quitar un elemento en el [3], y hay 1");
        assert_eq!(explained(|| vec![1].insert(black_box(3), 1)), "se quiso poner un elemento en el [3], y hay 1");
        assert!(explained(|| "año"[..black_box(2)].len()).starts_with("un trozo de un texto parte en dos 'ñ'"));
        assert_eq!(explained(|| "año"[..black_box(9)].len()), "se pidió un trozo de `año` hasta el byte 9, y es más corto");
        assert!(explained(|| HashMap::<&str, i32>::new()["a"]).contains("`.get(…)` lo pregunta"));
        let cell = RefCell::new(1);
        let kept = cell.borrow();
        assert!(explained(|| *cell.borrow_mut()).starts_with("un `RefCell` se pidió para cambiarlo"));
        drop(kept);
        let kept = cell.borrow_mut();
        assert!(explained(|| *cell.borrow()).starts_with("un `RefCell` se pidió para cambiarlo"));
        drop(kept);
        assert!(explained(|| v.get(9).unwrap()).contains("no estaba (`None`)"));
        assert!(explained(|| "tres".parse::<f64>().unwrap()).contains("un error, ParseFloatError"));
        assert!(explained(|| 1 / black_box(0)).contains("entre cero"));
        assert!(explained(|| 1 % black_box(0)).contains("entre cero"));
        // Como `-`, `+`, `*` y `/`, pero también en un programa optimizado, que no mira si la cuenta cabe.
        assert!(explained(|| black_box(0_usize).strict_sub(1)).contains("negativo"));
        assert!(explained(|| black_box(u8::MAX).strict_add(1)).starts_with("una suma pasó de lo que cabe en el entero"));
        assert!(explained(|| black_box(99_u8).strict_mul(3)).starts_with("una multiplicación pasó de lo que cabe"));
        assert!(explained(|| black_box(i8::MIN) / black_box(-1)).starts_with("una cuenta pasó de lo que cabe en el entero"));
        assert!(explained(|| -> f64 { todo!() }).contains("todavía no está escrita"));
        assert_eq!(explained(|| assert_eq!(1 + 1, 3)), "se comprobó que dos valores eran iguales, y son 2 y 3");
        assert_eq!(explained(|| assert!(v.is_empty())), "se comprobó `v.is_empty()`, y no se cumple");
    }
}
