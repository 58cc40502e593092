//! Sintaxis: lo que rustc no llega a entender. No lleva código, y lo que decide es su mensaje.

use super::Rule::{Says, With};
use super::words::is_name;
use super::{Advice, Diagnostic, Kind, advice};

pub const KINDS: &[Kind] = &[
    Kind {
        name: "Un paréntesis, un corchete o una llave sin cerrar",
        example: "println!(\"{}\", (1 + 2);",
        explain: With(delimiter),
    },
    Kind {
        name: "Una llave sin cerrar",
        example: "fn relu(z: f64) -> f64 { if z > 0.0 { z } else { 0.0 }",
        explain: With(unclosed),
    },
    Kind { name: "Un texto sin cerrar", example: "let saludo = \"hola;", explain: With(open_text) },
    Kind { name: "Comillas simples para un texto", example: "let saludo = 'hola';", explain: With(single_quotes) },
    Kind { name: "Comillas que no son las de Rust", example: "let saludo = «hola»;", explain: With(quotes) },
    Kind { name: "Un texto con f delante", example: "let x = 2.0;\nprintln!(f\"{x}\");", explain: With(f_string) },
    Kind { name: "Un `derive` solo", example: "#[derive(Debug)]", explain: With(lonely_attribute) },
    Kind { name: "Una ruta sin terminar", example: "let a = std::", explain: With(unfinished_path) },
    Kind {
        name: "Falta un valor",
        example: "let x = 3 + ;",
        explain: Says(
            "",
            "expected expression, found `;`",
            "aquí falta un valor: la línea está sin terminar.",
            "escribe lo que va entre el último signo y el `;`.",
        ),
    },
    Kind { name: "Falta un punto y coma", example: "let x = 1.0\nprintln!(\"{x}\");", explain: With(semicolon) },
    Kind { name: "Una palabra reservada como nombre", example: "fn f() { let type = 3; }", explain: With(keyword) },
    Kind {
        name: "Un número o una operación a la izquierda del igual",
        example: "let x = 1;\nx + 1 = 3;",
        explain: With(left_side),
    },
    Kind { name: "Huecos y valores que no casan", example: "println!(\"{} y {}\", 1.0);", explain: With(holes) },
    Kind { name: "Un valor sin hueco", example: "println!(\"{}\", 1.0, 2.0);", explain: With(no_hole) },
    Kind { name: "El formato de otro lenguaje", example: "println!(\"{:.2f}\", 1.5);", explain: With(format_letter) },
    Kind {
        name: "Una operación dentro de un hueco",
        example: "let x = 3;\nprintln!(\"{x + 1}\");",
        explain: With(computed_hole),
    },
    Kind { name: "Falta la coma detrás del texto", example: "let x = 3;\nprintln!(\"{}\" x);", explain: With(no_comma) },
    Kind { name: "Escribir un valor sin texto", example: "let x = 2.0;\nprintln!(x);", explain: With(no_format) },
];

fn delimiter(d: &Diagnostic) -> Option<Advice> {
    if d.says::<0>("unexpected closing delimiter").is_some() {
        // Si la llave es de lo que pone evcxr, quien no entendió la celda fue él.
        (!d.right().trim_start_matches(['}', ')', ' ', '\n']).starts_with('{')).then_some(())?;
        return advice(
            "sobra un paréntesis, un corchete o una llave que se cierra, o falta el que se abre.",
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
    let long = d.says::<0>("character literal may only contain one codepoint");
    long.or_else(|| d.says("unterminated character literal"))?;
    let inside = d.code().trim_matches('\'');
    let example = if inside.is_empty() || inside.contains(['"', ';', '(']) { "hola" } else { inside };
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
        _ if from_mathematics(d.code()).is_some() => advice(
            format!("el signo `{}` es de las matemáticas, y en Rust se escribe de otra manera.", d.code()),
            format!("escribe `{}`.", from_mathematics(d.code()).unwrap_or_default()),
        ),
        _ => advice(
            format!("el signo `{}` no se usa en Rust; a veces viene al copiar un texto de otro programa.", d.code()),
            "bórralo, o cámbialo por el que se parece de los del teclado.",
        ),
    }
}

/// Cómo se escribe en Rust un signo de las matemáticas.
fn from_mathematics(sign: &str) -> Option<&'static str> {
    Some(match sign {
        "×" | "·" | "∗" => "*",
        "÷" => "/",
        "−" | "–" => "-",
        "≤" => "<=",
        "≥" => ">=",
        "≠" => "!=",
        "²" => "x.powi(2)",
        "³" => "x.powi(3)",
        "√" => "x.sqrt()",
        "∞" => "f64::INFINITY",
        "→" => "->",
        _ => return None,
    })
}

fn f_string(d: &Diagnostic) -> Option<Advice> {
    // evcxr pone las comillas en otra línea: a rustc le falta un `;`.
    let apart = d.says::<0>("expected `;`, found `\"").and_then(|_| d.left().rsplit(|c: char| !c.is_alphanumeric()).next());
    let apart = apart.filter(|prefix| ["f", "r", "rf", "fr", "u", "b", "F", "s"].contains(prefix) && !d.continues());
    let [prefix] = d.says("prefix `*` is unknown").or(apart.map(|prefix| [prefix]))?;
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

fn semicolon(d: &Diagnostic) -> Option<Advice> {
    let [_] = d.says("expected `;`, found *")?;
    d.helped::<0>("add `;` here")?;
    // Si sigue en la misma línea, es otra cosa.
    const STARTS: [&str; 12] =
        ["let", "fn", "for", "while", "loop", "match", "println", "use", "struct", "return", "impl", "<end of input>"];
    let next = d.found()?;
    (!next.starts_with('\'')).then_some(())?;
    (!d.continues() || STARTS.contains(&next) || next.starts_with("evcxr")).then_some(())?;
    // Lo que evcxr pone al final; la palabra sola que queda delante no es una instrucción.
    (!is_name(d.left()) || !d.continues()).then_some(())?;
    advice("falta un `;`: cada instrucción termina con uno.", "ponlo al final de la línea que señala.")
}

fn keyword(d: &Diagnostic) -> Option<Advice> {
    let [word] = d
        .says("expected identifier, found keyword `*`")
        .or_else(|| d.says("expected pattern, found keyword `*`"))
        .or_else(|| d.says("expected identifier, found reserved keyword `*`"))?;
    // Donde iba un nombre; en otro sitio, es que falta algo delante.
    d.is_naming().then_some(())?;
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
    let [_] = d.says("in format string, but *").or_else(|| d.says("invalid reference to positional argument*"))?;
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

fn computed_hole(d: &Diagnostic) -> Option<Advice> {
    let [found] = d.says("invalid format string: expected `}`, found `*`")?;
    (found != "\"" && found != "?").then_some(())?;
    advice(
        "dentro de un hueco `{…}` solo va un nombre, no una operación.",
        "el hueco, vacío, y la operación detrás: `println!(\"{}\", x + 1);`.",
    )
}

fn no_comma(d: &Diagnostic) -> Option<Advice> {
    d.says::<0>("expected `,`, found")?;
    let (before, _) = d.around()?;
    (before.trim_end().ends_with('"') && before.contains("!(")).then_some(())?;
    advice("entre el texto y el valor va una coma.", "por ejemplo, `println!(\"{}\", x);`.")
}

fn no_format(d: &Diagnostic) -> Option<Advice> {
    d.says::<0>("format argument must be a string literal")?;
    advice(
        "lo primero de `println!` es un texto con huecos, entre comillas.",
        format!("escribe `println!(\"{{}}\", {});`.", d.code()),
    )
}
