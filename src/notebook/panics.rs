//! Los pánicos, en español: qué pasó, con los números del mensaje, y qué se conserva.
//!
//! En un cuaderno, un pánico escribe hasta treinta líneas que no dicen nada a quien empieza. [`install`], que los cuadernos
//! llaman en cada proceso nuevo, deja una, con la traducción de [`explain_panic`].

use std::env;
use std::fs;
use std::panic::{Location, set_hook};
use std::path::Path;
use std::thread;
use std::time::Duration;

use crate::rubric::explain_panic;

/// evcxr lee la salida de errores por su lado: sin esta pausa, la celda termina antes, y la línea aparece debajo de la
/// siguiente.
const PAUSE: Duration = Duration::from_millis(100);

/// Cambia lo que escribe un pánico: una línea en español, con el mensaje de Rust entre paréntesis y, si se puede saber, el
/// código en que pasó.
///
/// Vale para todo el proceso. Quien se calla los pánicos poniendo otro aviso, como [`crate::rubric`], lo sigue haciendo.
///
/// ```
/// gradiente::notebook::panics::install();
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
    let what = match explain_panic(&words) {
        Some(meaning) => format!("{meaning} ({words})"),
        None => words,
    };
    let place = code.map_or(String::new(), |code| format!(" Fue en `{code}`."));
    let end = if what.ends_with(['.', '!', '?', '…']) { "" } else { "." };
    format!(
        "La celda se detuvo: {what}{end}{place} Se conservan tus funciones y las variables de las celdas anteriores; las \
         que crea esta, no."
    )
}

/// La línea de código de la celda, si el pánico salió de ella: mientras corre, evcxr la tiene en el archivo que compiló.
fn line_of_cell(location: &Location) -> Option<String> {
    let file = Path::new(location.file());
    let folder = env::var_os("EVCXR_TMPDIR").filter(|_| file == Path::new("src").join("lib.rs"))?;
    let code = fs::read_to_string(Path::new(&folder).join(file)).ok()?;
    written(&code, location.line() as usize).map(Into::into)
}

/// El renglón `number` de lo que evcxr compiló, como lo escribió quien hizo la celda: el valor con que acaba va envuelto en
/// una función de evcxr, que empieza en el de antes.
fn written(code: &str, number: usize) -> Option<&str> {
    let mut lines = code.lines().skip(number - 1).map(str::trim);
    lines.find(|line| !line.starts_with("evcxr_")).filter(|line| !line.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rubric::attempt;
    use std::hint::black_box;

    #[test]
    fn the_line_is_that_of_the_cell() {
        let code = "let d = 0;\nevcxr_send_text_plain(&format!(\"{:?}\",&(\n10 / d\n)));\n\n";
        assert_eq!(written(code, 1), Some("let d = 0;"));
        assert_eq!(written(code, 2), Some("10 / d"));
        assert_eq!((written(code, 5), written(code, 9)), (None, None));
    }

    #[test]
    fn one_line_says_what_why_and_what_is_kept() {
        let message = attempt(|| [1, 2, 3][black_box(7)]).unwrap_err();
        assert_eq!(
            sentence(&message, Some("v[7]")),
            format!(
                "La celda se detuvo: se pidió el elemento [7] y hay 3, del [0] al [2] ({message}). Fue en `v[7]`. Se \
                 conservan tus funciones y las variables de las celdas anteriores; las que crea esta, no."
            )
        );
        assert!(sentence("¡ay!\n  1", None).starts_with("La celda se detuvo: ¡ay! 1. Se conservan"));
    }
}
