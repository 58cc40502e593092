//! Condiciones y bucles.

use super::Rule::With;
use super::words::{Class, class, describe};
use super::{Advice, Diagnostic, Kind, advice};

pub const KINDS: &[Kind] = &[
    Kind {
        name: "Un solo igual para comparar",
        example: "let n = 3;\nif n = 3 { println!(\"tres\"); }",
        explain: With(single_equal),
    },
    Kind {
        name: "Un número como condición",
        example: "let n = 3;\nif n { println!(\"hay\"); }",
        explain: With(not_a_condition),
    },
    Kind { name: "Un if sin else", example: "let n = 3;\nlet c = if n > 2 { 1.0 };", explain: With(no_else) },
    Kind {
        name: "Dos caminos con valores distintos",
        example: "let n = 3;\nlet c = if n > 2 { 1.0 } else { \"uno\" };",
        explain: With(branches),
    },
    Kind {
        name: "Recorrer un número",
        example: "let epochs = 3;\nfor epoch in epochs { println!(\"{epoch}\"); }",
        explain: With(not_an_iterator),
    },
    Kind {
        name: "Un match incompleto",
        example: "let n = 3;\nmatch n { 1 => println!(\"uno\"), 2 => println!(\"dos\") }",
        explain: With(missing_arm),
    },
    Kind { name: "Salir de un bucle donde no lo hay", example: "fn f() { break; }", explain: With(outside_loop) },
];

fn single_equal(d: &Diagnostic) -> Option<Advice> {
    let (expected, found) = d.expected_found()?;
    if expected != "bool" || found != "()" {
        return None;
    }
    d.helped::<0>("compare for equality")?;
    advice("un solo `=` guarda un valor; para comparar van dos.", format!("escribe `{}`.", d.code().replacen('=', "==", 1)))
}

fn not_a_condition(d: &Diagnostic) -> Option<Advice> {
    let (expected, found) = d.expected_found()?;
    let before = d.around()?.0.trim_end();
    if expected != "bool" || !["if", "while", "&&", "||", "!"].iter().any(|word| before.ends_with(word)) {
        return None;
    }
    let zero = if class(found) == Class::Float { "0.0" } else { "0" };
    let code = d.code();
    let attempt = match class(found) {
        Class::Integer | Class::Float => format!("compáralo: `{code} != {zero}`."),
        Class::Text | Class::List => format!("pregunta algo de él: `!{code}.is_empty()`."),
        _ => "pregunta algo que sea verdadero o falso, como `x > 0.0`.".into(),
    };
    advice(format!("una condición es verdadera o falsa (`bool`), y `{code}` es {}.", describe(found)), attempt)
}

fn no_else(d: &Diagnostic) -> Option<Advice> {
    d.is("E0317")?;
    advice(
        "si la condición es falsa, este `if` no da ningún valor.",
        "añade `else { … }` con el otro valor; o `let mut`, y cámbialo dentro del `if`.",
    )
}

fn branches(d: &Diagnostic) -> Option<Advice> {
    d.is("E0308")?;
    d.says::<0>("have incompatible types")?;
    let (expected, found) = d.expected_found()?;
    advice(
        format!(
            "todos los caminos dan un valor del mismo tipo, y aquí uno da {} y otro {}.",
            describe(expected),
            describe(found)
        ),
        "haz que los dos den lo mismo; mira también si a uno le sobra un `;` al final.",
    )
}

fn not_an_iterator(d: &Diagnostic) -> Option<Advice> {
    d.is("E0277")?;
    let [what] = d.says("`*` is not an iterator")?;
    let code = d.code();
    match class(what) {
        Class::Integer => advice(
            format!("`for` recorre varias cosas, y `{code}` es un solo número."),
            format!("desde 0, sin llegar a él, `0..{code}`; llegando, `0..={code}`."),
        ),
        Class::Text => advice(
            format!("`{code}` es {}, y no se recorre tal cual.", describe(what)),
            format!("letra a letra, `{code}.chars()`; palabra a palabra, `{code}.split(' ')`."),
        ),
        _ => advice(
            format!("`{code}` es {}, y no se puede recorrer así.", describe(what)),
            format!("prueba con `{code}.iter()`, o con `0..n`."),
        ),
    }
}

fn missing_arm(d: &Diagnostic) -> Option<Advice> {
    d.is("E0004")?;
    advice("a este `match` le faltan casos: tienen que estar todos.", "añade uno para los demás: `_ => { … }`.")
}

fn outside_loop(d: &Diagnostic) -> Option<Advice> {
    d.is("E0268").or_else(|| d.is("E0267"))?;
    advice(
        format!("`{}` sale de un bucle, y aquí no hay ninguno alrededor.", d.code()),
        "ponlo dentro de un `for`, un `while` o un `loop`; de una función se sale con `return`.",
    )
}
