//! Lo que solo pasa en un cuaderno: las variables se guardan entre una celda y otra, y las funciones no las ven.

use super::Rule::With;
use super::{Advice, Diagnostic, Kind, advice};

pub const KINDS: &[Kind] = &[
    Kind {
        name: "Leer del teclado",
        example: "let mut texto = String::new();\nstd::io::stdin().read_line(&mut texto)?;",
        explain: With(keyboard),
    },
    Kind {
        name: "Una función sin nombre que se guarda entre celdas",
        example: "let doble = |x: f64| 2.0 * x;",
        explain: With(kept_closure),
    },
    Kind {
        name: "Una referencia que se guarda entre celdas",
        example: "let datos = vec![1.0, 2.0];\nlet primero = &datos[0];",
        explain: With(kept_reference),
    },
    Kind {
        name: "Una función que usa una variable del cuaderno",
        example: "let k = 2.0;\nfn escala(x: f64) -> f64 { k * x }",
        explain: With(function_sees_no_variable),
    },
];

/// La variable en la que una celda deja una función sin nombre: rustc no la reprocha, y el cuaderno no la sabe guardar.
pub fn closure(cell: &str) -> Option<&str> {
    cell.split("let ").skip(1).find_map(|rest| {
        let (name, value) = rest.split_once('=')?;
        let value = value.trim_start().trim_start_matches("move").trim_start();
        value.starts_with('|').then(|| name.trim().trim_start_matches("mut "))
    })
}

/// El mensaje es de quien va entre cargo y rustc.
fn keyboard(d: &Diagnostic) -> Option<Advice> {
    d.says::<0>("The cell reads from the standard input")?;
    advice(
        "un cuaderno no tiene teclado para sus celdas: mientras una corre, nadie puede escribirle, y esperaría para siempre.",
        "escribe el valor en la celda, `let n: f64 = 2.0;`; o léelo de un archivo, \
         `std::fs::read_to_string(\"datos.txt\")?`.",
    )
}

/// El mensaje es de evcxr.
fn kept_closure(d: &Diagnostic) -> Option<Advice> {
    let [name] = d.says("The variable `*` is a closure")?;
    advice(
        format!("`{name}` es una función sin nombre, `|…| …`, y el cuaderno no las guarda de una celda a otra."),
        format!(
            "escríbela con nombre y tipos, `fn {name}(x: f64) -> f64 {{ … }}`; o escribe entre llaves la celda que la usa."
        ),
    )
}

/// El nombre de la variable con una referencia que el cuaderno iba a guardar, si el error es de eso.
fn kept_name<'a>(d: &Diagnostic<'a>) -> Option<&'a str> {
    d.is("E0597").or_else(|| d.is("E0716"))?;
    let stored = d.code_labelled("argument requires that")?;
    stored.strip_prefix("evcxr_variable_store.put_variable::<")?.split_once("stringify!(")?.1.split(')').next()
}

/// ¿Es un error que evcxr cuenta a su manera? Lo que se añada al de rustc no llega al cuaderno.
pub fn is_retold(d: &Diagnostic) -> bool {
    d.is("E0597").is_some() && kept_name(d).is_some()
}

fn kept_reference(d: &Diagnostic) -> Option<Advice> {
    let name = kept_name(d)?;
    advice(
        format!("`{name}` es una referencia, o lleva una dentro, y el cuaderno no las guarda de una celda a otra."),
        format!(
            "guarda el valor en lugar de la referencia, sin `&` o con `.clone()`; o escribe la celda entera entre llaves, \
             `{{ let {name} = …; }}`."
        ),
    )
}

fn function_sees_no_variable(d: &Diagnostic) -> Option<Advice> {
    let captured = d.is("E0434").is_some();
    let [name] = if captured { [d.code()] } else { d.says("cannot find value `*` in this scope")? };
    // evcxr pone las funciones delante de lo demás de la celda; dentro de una, rustc ya sabe qué variable es.
    let inside =
        d.around_in_file().is_some_and(|(before, _)| !before.contains("fn run_user_code_") && !before.contains("fn evcxr_"));
    (captured || inside).then_some(())?;
    let name_is =
        |rest: &str| rest.starts_with(name) && !rest[name.len()..].starts_with(|c: char| c.is_alphanumeric() || c == '_');
    // Detrás de una línea sin terminar, quien no la encuentra es evcxr, que iba a guardarla.
    if super::syntax::is_unfinished(d.source()) {
        return None;
    }
    let declared = |start: &str| d.source().split(start).skip(1).any(name_is);
    if !(captured || declared("let ") || declared("let mut ")) {
        return None;
    }
    advice(
        format!("`{name}` es una variable, y una función `fn` no ve las variables de fuera: solo sus parámetros."),
        format!("pásala como parámetro, `fn f({name}: f64, …)`; o créala dentro de la función."),
    )
}
