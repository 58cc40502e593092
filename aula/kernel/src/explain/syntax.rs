//! Sintaxis: lo que rustc no llega a entender. No lleva código, y lo que decide es su mensaje.

use super::{Advice, Diagnostic, Kind, advice};

pub const KINDS: &[Kind] = &[
    Kind {
        name: "Un paréntesis, un corchete o una llave sin cerrar",
        example: "println!(\"{}\", (1 + 2);",
        explain: delimiter,
    },
    Kind {
        name: "Una llave sin cerrar",
        example: "fn relu(z: f64) -> f64 { if z > 0.0 { z } else { 0.0 }",
        explain: unclosed,
    },
    Kind { name: "Un texto sin cerrar", example: "let saludo = \"hola;", explain: open_text },
    Kind { name: "Comillas simples para un texto", example: "let saludo = 'hola';", explain: single_quotes },
    Kind { name: "Comillas que no son las de Rust", example: "let saludo = «hola»;", explain: quotes },
    Kind { name: "Un texto con f delante", example: "let x = 2.0;\nprintln!(f\"{x}\");", explain: f_string },
    Kind { name: "Python: los dos puntos", example: "let n = 3;\nif n > 2: println!(\"muchos\");", explain: colon },
    Kind { name: "Python: y, o", example: "let los_dos = true and false;", explain: words_for_logic },
    Kind { name: "Python: no", example: "let al_reves = not true;", explain: negation },
    Kind { name: "Sumar uno", example: "let mut i = 0;\ni++;", explain: increment },
    Kind { name: "Un `derive` solo", example: "#[derive(Debug)]", explain: lonely_attribute },
    Kind { name: "Una ruta sin terminar", example: "let a = std::", explain: unfinished_path },
    Kind { name: "Un `switch`", example: "let x = 3;\nswitch (x) { case 1: 10 }", explain: switch },
    Kind { name: "Un else if sin condición", example: "let x = 3;\nif x > 2 { } else if { }", explain: no_condition },
    Kind { name: "Falta un punto y coma", example: "let x = 1.0\nprintln!(\"{x}\");", explain: semicolon },
    Kind { name: "Un parámetro sin tipo", example: "fn doble(x) -> f64 { 2.0 * x }", explain: untyped_parameter },
    Kind { name: "Una palabra reservada como nombre", example: "fn f() { let type = 3; }", explain: keyword },
    Kind {
        name: "Un número o una operación a la izquierda del igual",
        example: "let x = 1;\nx + 1 = 3;",
        explain: left_side,
    },
    Kind { name: "Huecos y valores que no casan", example: "println!(\"{} y {}\", 1.0);", explain: holes },
    Kind { name: "Un valor sin hueco", example: "println!(\"{}\", 1.0, 2.0);", explain: no_hole },
    Kind { name: "El formato de otro lenguaje", example: "println!(\"{:.2f}\", 1.5);", explain: format_letter },
    Kind { name: "Escribir un valor sin texto", example: "let x = 2.0;\nprintln!(x);", explain: no_format },
];

fn delimiter(d: &Diagnostic) -> Option<Advice> {
    if let Some([found]) = d.says("unexpected closing delimiter: `*`") {
        return advice(
            format!("sobra un `{found}`, o falta el que lo abre."),
            "cuenta los que abren y los que cierran, de dentro afuera.",
        );
    }
    let [_] = d.says("mismatched closing delimiter: `*`")?;
    advice(unclosed_by(d), "busca dónde debería cerrarse: cada `(`, `[` y `{` tiene su pareja, de dentro afuera.")
}

fn unclosed(d: &Diagnostic) -> Option<Advice> {
    d.says::<0>("this file contains an unclosed delimiter")?;
    advice(unclosed_by(d), "ciérrala al final de lo que abre: cada `(`, `[` y `{` tiene su pareja.")
}

fn unclosed_by(d: &Diagnostic) -> String {
    match d.code_labelled("unclosed delimiter").filter(|code| ["(", "[", "{"].contains(code)) {
        Some(open) => format!("hay un `{open}` que no se cierra."),
        None => "hay un paréntesis, un corchete o una llave que no se cierra.".into(),
    }
}

fn open_text(d: &Diagnostic) -> Option<Advice> {
    d.is("E0765").or_else(|| d.is("E0766")).or_else(|| d.says::<0>("unterminated double quote").map(|_| ()))?;
    advice(
        "hay un texto que empieza con `\"` y no termina: lo que sigue se lee como parte de él.",
        "ciérralo con otra `\"`.",
    )
}

fn single_quotes(d: &Diagnostic) -> Option<Advice> {
    let long = d.says::<0>("character literal may only contain one codepoint").map(|_| ());
    long.or_else(|| d.is("E0763"))?;
    let inside = d.code().trim_matches('\'');
    let example = if inside.is_empty() || inside.contains('"') { "hola" } else { inside };
    advice(
        "las comillas simples son para una sola letra, como `'a'`; los textos van entre dobles.",
        format!("escribe `\"{example}\"`."),
    )
}

fn quotes(d: &Diagnostic) -> Option<Advice> {
    let [code] = d.says("unknown start of token: *")?;
    match code {
        r"\u{ab}" | r"\u{bb}" | r"\u{201c}" | r"\u{201d}" | r"\u{2018}" | r"\u{2019}" => advice(
            format!("las comillas `{}` no son las de Rust; a veces vienen al copiar un texto de otro programa.", d.code()),
            "bórralas y escribe las del teclado, rectas y dobles: `\"hola\"`.",
        ),
        _ => advice(
            format!("el signo `{}` no se usa en Rust; a veces viene al copiar un texto de otro programa.", d.code()),
            "bórralo, o cámbialo por el que se parece de los del teclado.",
        ),
    }
}

fn f_string(d: &Diagnostic) -> Option<Advice> {
    let [prefix] = d.says("prefix `*` is unknown")?;
    if prefix.len() > 2 {
        return advice(
            format!("`{prefix}` está pegado a unas comillas."),
            "revisa las comillas: puede faltar una, o un espacio.",
        );
    }
    advice(
        format!("en Rust no hay textos con `{prefix}` delante: los huecos `{{x}}` los rellena `println!` o `format!`."),
        "quítala: `println!(\"{x}\")`, o `format!(\"{x:.4}\")` si quieres el texto.",
    )
}

fn lonely_attribute(d: &Diagnostic) -> Option<Advice> {
    let alone = d.says::<0>("expected item after attributes").is_some();
    let misplaced = d.is("E0774").is_some();
    let statement = d.says::<0>("expected statement after outer attribute").is_some();
    (alone || misplaced || statement).then_some(())?;
    advice(
        "un atributo, `#[…]`, dice algo de lo que va debajo, y aquí no hay nada a lo que convenga.",
        "escribe el `struct` o el `enum` en la línea siguiente, en la misma celda.",
    )
}

/// ¿Hay una línea que termina en `::`?
pub fn is_unfinished(source: &str) -> bool {
    source.lines().any(|line| line.trim_end().trim_end_matches(';').trim_end().ends_with("::"))
}

fn unfinished_path(d: &Diagnostic) -> Option<Advice> {
    // Así lo cuenta rustc si la celda se acaba ahí.
    let cut = d.says::<0>("<end of input> in").is_some();
    let lost = d.is("E0425").is_some() && is_unfinished(d.source());
    let path = d.says::<0>("expected identifier, found").or_else(|| d.says("expected one of")).is_some()
        && d.around_in_file().is_some_and(|(before, _)| before.trim_end().ends_with("::"));
    (cut || lost || path).then_some(())?;
    advice(
        "detrás de `::` falta un nombre: la línea está sin terminar.",
        "termínala, por ejemplo `std::f64::consts::PI`; con el tabulador ves lo que hay.",
    )
}

fn switch(d: &Diagnostic) -> Option<Advice> {
    d.says::<0>("expected ")?;
    let (before, _) = d.around()?;
    before.trim_start().starts_with("switch").then_some(())?;
    advice(
        "en Rust no hay `switch`: los casos se miran con `match`.",
        "por ejemplo, `match x { 1 => 10, 2 => 20, _ => 0 }`.",
    )
}

fn no_condition(d: &Diagnostic) -> Option<Advice> {
    d.says::<0>("missing condition for `if` expression")?;
    advice("a este `if` le falta su condición.", "escríbela entre el `if` y la llave; si no la hay, es un `else`.")
}

fn colon(d: &Diagnostic) -> Option<Advice> {
    let colon =
        || d.says::<0>("expected `{`, found `:`").or_else(|| d.says::<0>("statements are terminated with a semicolon"));
    colon().filter(|_| d.code() == ":")?;
    advice(
        "en Rust no hay `:` al final de una línea: lo que va dentro de un `if`, un `for` o una función va entre llaves.",
        "por ejemplo, `if n > 2 { println!(\"muchos\"); }`.",
    )
}

fn words_for_logic(d: &Diagnostic) -> Option<Advice> {
    let [word] = d.says("`*` is not a logical operator")?;
    let sign = if word == "or" { "||" } else { "&&" };
    advice(format!("en Rust no se escribe `{word}`."), format!("escribe `{sign}`."))
}

fn negation(d: &Diagnostic) -> Option<Advice> {
    d.helped::<0>("use `!` to perform logical negation")?;
    advice("en Rust no se escribe `not`.", format!("escribe `!` delante: `!{}`.", d.code()))
}

fn increment(d: &Diagnostic) -> Option<Advice> {
    let [_, what] = d.says("Rust has no * * operator")?;
    let sign = if what.starts_with("dec") { '-' } else { '+' };
    advice(format!("en Rust no hay `{sign}{sign}`."), format!("escribe `i {sign}= 1`."))
}

fn semicolon(d: &Diagnostic) -> Option<Advice> {
    let [_] = d.says("expected `;`, found *")?;
    d.helped::<0>("add `;` here")?;
    advice("falta un `;`: cada instrucción termina con uno.", "ponlo al final de la línea que señala.")
}

fn untyped_parameter(d: &Diagnostic) -> Option<Advice> {
    d.says::<0>("expected one of `:`, `@`, or `|`, found").filter(|_| d.helped::<0>("give it a type").is_some())?;
    let (before, _) = d.around()?;
    let name = before.rsplit(|c: char| !c.is_alphanumeric() && c != '_').next().filter(|name| !name.is_empty())?;
    advice(
        format!("al parámetro `{name}` le falta su tipo."),
        format!("por ejemplo, `{name}: f64`; o `{name}: &Array2<f64>`, si es una matriz."),
    )
}

fn keyword(d: &Diagnostic) -> Option<Advice> {
    let [word] = d
        .says("expected identifier, found keyword `*`")
        .or_else(|| d.says("expected pattern, found keyword `*`"))
        .or_else(|| d.says("expected identifier, found reserved keyword `*`"))?;
    advice(
        format!("`{word}` es una palabra de Rust, y no puede ser un nombre."),
        format!("elige otro: `{word}_`, o uno más largo."),
    )
}

fn left_side(d: &Diagnostic) -> Option<Advice> {
    d.is("E0070")?;
    advice(
        "a la izquierda de `=` va un nombre: el `=` guarda un valor, no plantea una ecuación.",
        "`let x = 3.0;` para crearlo; `==` si querías comparar.",
    )
}

fn holes(d: &Diagnostic) -> Option<Advice> {
    let [_] = d.says("in format string, but *")?;
    advice(
        "en el texto hay más huecos `{}` que valores detrás.",
        "añade los que faltan, separados por comas; o pon el nombre dentro: `{x}`.",
    )
}

fn no_hole(d: &Diagnostic) -> Option<Advice> {
    d.says::<0>("argument never used").or_else(|| d.says::<0>("unused formatting argument"))?;
    advice(format!("`{}` no tiene su hueco en el texto.", d.code()), "añade un `{}` donde quieras verlo.")
}

fn format_letter(d: &Diagnostic) -> Option<Advice> {
    let [letter] = d.says("unknown format trait `*`")?;
    advice(
        format!("en Rust el formato no lleva `{letter}`."),
        "con dos decimales, `{:.2}`; con diez letras de ancho, `{:10}`; por dentro, `{:?}`.",
    )
}

fn no_format(d: &Diagnostic) -> Option<Advice> {
    d.says::<0>("format argument must be a string literal")?;
    advice(
        "lo primero de `println!` es un texto con huecos, entre comillas.",
        format!("escribe `println!(\"{{}}\", {});`.", d.code()),
    )
}
