//! Costumbres de otros lenguajes, en los signos: comentarios, comparaciones, trozos de listas, productos de matrices.

use super::words::{Class, class, describe, is_whole, operands, statement};
use super::{Advice, Diagnostic, Kind, advice};

pub const KINDS: &[Kind] = &[
    Kind { name: "Un comentario con `#`", example: "# la suma\nlet suma = 1 + 2;", explain: hash },
    Kind { name: "La condición con `?` y `:`", example: "let x = 3;\nlet y = x > 2 ? 1 : 0;", explain: ternary },
    Kind { name: "Comparar con tres iguales", example: "let x = 3;\nif x === 3 { }", explain: comparison },
    Kind { name: "Comparar con `is`", example: "let x = Some(3);\nlet vacio = x is None;", explain: is },
    Kind { name: "¿Está en la lista?", example: "let x = 3;\nlet esta = x in [1, 2];", explain: contains },
    Kind { name: "El producto de matrices con `@`", example: "let a = 1.0;\nlet b = a @ a;", explain: at },
    Kind { name: "Dividir con palabras", example: "let x = 7 mod 2;", explain: division },
    Kind { name: "Sumar con `=+`", example: "let mut x = 3;\nx =+ 2;", explain: plus_behind },
    Kind { name: "La división entera", example: "let x = 7 // 2", explain: floor_division },
    Kind { name: "Contar desde el final", example: "let v = vec![1, 2, 3];\nlet x = v[-1];", explain: negative_index },
    Kind { name: "Un trozo con dos puntos", example: "let v = vec![1, 2, 3];\nlet x = v[1:3];", explain: slice },
    Kind {
        name: "Un trozo de una lista, sin prestarlo",
        example: "let v = vec![1, 2, 3];\nlet x = v[1..3];",
        explain: unsized_slice,
    },
    Kind { name: "Un intervalo con paso", example: "for i in 0..10..2 { }", explain: step },
    Kind { name: "Una función con `=>`", example: "let doble = x => 2 * x;", explain: arrow },
    Kind { name: "Un diccionario", example: "let d = {\"a\": 1};", explain: dictionary },
    Kind { name: "El formato con `%`", example: "println!(\"x = %d\", 3);", explain: percent },
    Kind { name: "Un texto con acentos graves", example: "let t = `hola`;", explain: backtick },
    Kind { name: "Campos separados con `;`", example: "struct Punto { x: f64; y: f64 }", explain: fields },
    Kind { name: "Negar un número", example: "let x = !0.5;", explain: not_a_number },
    Kind { name: "Repetir un texto", example: "let t = \"a\" * 3;", explain: repeated_text },
    Kind { name: "Un texto y un número", example: "let x = 3;\nlet t = \"x = \" + x;", explain: text_and_number },
];

/// Lo que rustc no esperaba, si es `sign`.
fn found(d: &Diagnostic, sign: &str) -> Option<()> {
    let [rest] = d.says("expected *")?;
    let (_, found) = rest.rsplit_once("found ")?;
    (found.trim_start_matches("keyword ").trim_matches('`') == sign).then_some(())
}

/// ¿Hay un valor delante? Al principio de una instrucción, o donde iba un nombre, es otra cosa.
fn is_between(d: &Diagnostic) -> bool {
    let operator = d.says::<0>("expected one of").or_else(|| d.says::<0>("expected `;`")).is_some();
    let value = |c: char| c.is_alphanumeric() || "_)]".contains(c);
    operator && d.around_in_file().is_some_and(|(before, _)| before.trim_end().ends_with(value))
}

fn hash(d: &Diagnostic) -> Option<Advice> {
    let [found] = d.says("expected one of `!` or `[`, found *").or_else(|| d.says("expected `[`, found *"))?;
    match found.trim_matches('`') {
        "derive" | "allow" | "test" | "cfg" => {
            advice("a un atributo le faltan los corchetes.", "escribe `#[derive(Debug)]`, con ellos.")
        }
        "include" | "define" => advice("en Rust se importa con `use`.", "por ejemplo, `use ndarray::Array2;`."),
        _ => advice("en Rust un comentario empieza con `//`; el `#` es otra cosa.", "escribe `// la suma`."),
    }
}

fn ternary(d: &Diagnostic) -> Option<Advice> {
    d.says::<0>("Rust has no ternary operator")?;
    advice("en Rust no hay `? :`; un `if` ya da un valor.", "por ejemplo, `let y = if x > 2 { 1 } else { 0 };`.")
}

fn comparison(d: &Diagnostic) -> Option<Advice> {
    let [sign] = d.says("invalid comparison operator `*`")?;
    let ours = match sign {
        "===" => "==",
        "!==" | "<>" => "!=",
        _ => {
            return advice(
                format!("en Rust no hay `{sign}`."),
                "para ordenar, `a.total_cmp(&b)`; para comparar, `<`, `==`, `>`.",
            );
        }
    };
    advice(format!("en Rust no hay `{sign}`."), format!("escribe `{ours}`."))
}

fn is(d: &Diagnostic) -> Option<Advice> {
    found(d, "is").filter(|()| is_between(d))?;
    advice("en Rust no hay `is`.", "para comparar, `==`; y si un valor puede faltar, `x.is_none()` o `x.is_some()`.")
}

fn contains(d: &Diagnostic) -> Option<Advice> {
    found(d, "in").filter(|()| is_between(d))?;
    let before = d.around()?.0;
    (!before.contains("for ")).then_some(())?;
    let value = operands((before, "")).0.unwrap_or("x");
    advice(
        "en Rust `in` es solo de un `for`.",
        format!("pregúntaselo a la lista: `[1, 2].contains(&{value})`; a un intervalo, `(1..5).contains(&{value})`."),
    )
}

fn at(d: &Diagnostic) -> Option<Advice> {
    found(d, "@").filter(|()| is_between(d))?;
    let (left, right) = operands(d.around_in_file()?);
    let (left, right) = (left.unwrap_or("a"), right.unwrap_or("b"));
    advice("en Rust `@` no multiplica matrices.", format!("escribe `{left}.dot(&{right})`."))
}

fn division(d: &Diagnostic) -> Option<Advice> {
    // `mod` es una palabra de Rust: detrás va un nombre, y encuentra un número.
    let before = || d.around_in_file().map_or("", |(before, _)| statement(before).trim_end());
    let module = d.says::<0>("expected identifier, found").is_some()
        && before().rsplit(|c: char| !c.is_alphanumeric()).next() == Some("mod");
    let (word, sign, what) = [("div", "/", "la división"), ("mod", "%", "el resto de una división")]
        .into_iter()
        .find(|(word, ..)| (found(d, word).is_some() && is_between(d)) || (module && *word == "mod"))?;
    advice(format!("en Rust no hay `{word}`: {what} se escribe con `{sign}`."), format!("por ejemplo, `7 {sign} 2`."))
}

fn plus_behind(d: &Diagnostic) -> Option<Advice> {
    d.says::<0>("leading `+` is not supported")?;
    if d.around()?.0.ends_with('=') {
        return advice("`=+` no es nada: el signo de la cuenta va delante del igual.", "escribe `x += 2`.");
    }
    advice("en Rust un número no lleva `+` delante.", "quítalo.")
}

/// `//` empieza un comentario: a la instrucción le falta el final. Si detrás hay un número, quería dividir.
fn floor_division(d: &Diagnostic) -> Option<Advice> {
    d.says::<0>("expected `;`, found")?;
    let (before, after) = d.around()?;
    let divisor = operands(("", after.trim_start().strip_prefix("//")?)).1.filter(|word| is_whole(word))?;
    let whole = operands((before, "")).0.unwrap_or("a");
    advice(
        "en Rust `//` empieza un comentario, y lo que sigue no se lee.",
        format!("para dividir enteros, `{whole} / {divisor};`, que ya quita los decimales."),
    )
}

fn negative_index(d: &Diagnostic) -> Option<Advice> {
    d.says::<0>("negative integers cannot be used to index")?;
    let back = d.code().trim_start_matches('-');
    let back = if is_whole(back) { back } else { "1" };
    let last = if back == "1" { "; o `v.last()`, que puede no haber" } else { "" };
    advice(
        "en Rust un índice no puede ser negativo: no se cuenta desde el final.",
        format!("escribe `v[v.len() - {back}]`{last}."),
    )
}

fn slice(d: &Diagnostic) -> Option<Advice> {
    found(d, ":")
        .or_else(|| d.says::<0>("statements are terminated with a semicolon").map(|_| ()).filter(|()| d.code() == ":"))?;
    let before = statement(d.around_in_file()?.0);
    // El corchete está abierto, y pegado a lo que trocea: no es una lista escrita.
    let open = before.rfind('[').filter(|&at| !before[at..].contains(']'))?;
    before[..open].ends_with(|c: char| c.is_alphanumeric() || "_)]".contains(c)).then_some(())?;
    advice(
        "en Rust un trozo se pide con `..`, y prestado.",
        "`&v[1..3]`, del 1 al 2; `&v[1..]`, hasta el final. En una matriz, `m.row(0)`, `m.column(0)`, `m.slice(s![1..3, ..])`.",
    )
}

fn unsized_slice(d: &Diagnostic) -> Option<Advice> {
    d.is("E0277")?;
    let [kind] = d.says("the size for values of type `*` cannot be known at compilation time")?;
    d.helped::<0>("local variables must have a statically known size")?;
    match kind {
        _ if kind.starts_with('[') => advice(
            "un trozo de una lista puede medir cualquier cosa, y una variable no: hay que mirarlo, o copiarlo.",
            "préstalo, `&v[1..3]`; o cópialo, `v[1..3].to_vec()`.",
        ),
        "str" => advice(
            "un texto suelto, `str`, puede medir cualquier cosa.",
            "usa `&str`, si es uno escrito entre comillas, o `String`.",
        ),
        _ => None,
    }
}

fn step(d: &Diagnostic) -> Option<Advice> {
    found(d, "..").or_else(|| found(d, "..="))?;
    statement(d.around_in_file()?.0).contains("..").then_some(())?;
    advice("un intervalo tiene un principio y un final; el paso se le pide aparte.", "escribe `(0..10).step_by(2)`.")
}

fn arrow(d: &Diagnostic) -> Option<Advice> {
    let before = d.around_in_file()?.0;
    // evcxr parte `=>` en dos cuando no lo entiende.
    found(d, "=>").or_else(|| found(d, ">").filter(|()| before.trim_end().ends_with('=')))?;
    (!statement(before).contains("match ")).then_some(())?;
    advice(
        "en Rust `=>` solo va en un `match`.",
        "para una función sin nombre, `|x| 2.0 * x`; para comparar, mayor o igual es `>=`.",
    )
}

fn dictionary(d: &Diagnostic) -> Option<Advice> {
    found(d, ":").filter(|()| d.says::<0>("`=>`").is_none())?;
    let before = d.around()?.0.trim_end();
    let key = &before[before.rfind(['{', ','])? + 1..];
    let is_text = key.trim().len() > 1 && key.trim().starts_with('"') && key.trim().ends_with('"');
    (is_text && before.contains('{') && !before.contains("match ")).then_some(())?;
    advice(
        "en Rust un diccionario no se escribe con llaves.",
        "`std::collections::HashMap::from([(\"a\", 1), (\"b\", 2)])`; si los nombres se saben de antemano, un `struct`.",
    )
}

fn percent(d: &Diagnostic) -> Option<Advice> {
    d.helped::<0>("printf formatting is not supported")?;
    let hole = d.proposal("format specifiers use curly braces").unwrap_or("{}");
    advice("en Rust los huecos de un texto son llaves, no `%`.", format!("escribe `{hole}` en lugar del `%`."))
}

fn backtick(d: &Diagnostic) -> Option<Advice> {
    d.says::<0>("unknown start of token: `")?;
    advice(
        "el acento grave no es de las comillas de Rust.",
        "los textos van entre comillas dobles, y con un valor dentro, `format!(\"x = {x}\")`.",
    )
}

fn fields(d: &Diagnostic) -> Option<Advice> {
    d.says::<0>("struct fields are separated by `,`")?;
    advice("los campos de un `struct` se separan con comas.", "por ejemplo, `struct Punto { x: f64, y: f64 }`.")
}

fn not_a_number(d: &Diagnostic) -> Option<Advice> {
    d.is("E0600")?;
    let [kind] = d.says("cannot apply unary operator `!` to type `*`")?;
    let fix = match class(kind.trim_start_matches('&')) {
        Class::Text | Class::List => "pregunta algo de él: `!t.is_empty()`.",
        Class::Integer | Class::Float => "compara antes: `!(x > 0.0)`, o `x != 0.0`; para cambiar el signo, `-x`.",
        _ => "pregunta algo que sea verdadero o falso: `!(a == b)`, o `a != b`.",
    };
    advice(format!("`!` niega lo que es verdadero o falso, y esto es {}.", describe(kind)), fix)
}

fn repeated_text(d: &Diagnostic) -> Option<Advice> {
    d.is("E0369")?;
    let [text, _] = d.says("cannot multiply `*` by `*`")?;
    ["&str", "String", "&String"].contains(&text).then_some(())?;
    advice("en Rust un texto no se repite con `*`.", "escribe `\"a\".repeat(3)`.")
}

fn text_and_number(d: &Diagnostic) -> Option<Advice> {
    // Un `String` y un número: rustc pedía un `&str`, detrás de un `+`.
    let after_plus = |(before, _): (&str, &str)| before.trim_end().ends_with('+');
    let [first, second] = match d.expected_found() {
        Some((expected, found)) if d.around().is_some_and(after_plus) => [expected, found],
        _ => d.is("E0369").or_else(|| d.is("E0277")).and_then(|()| d.says("cannot add `*` to `*`"))?,
    };
    let kinds = [class(first), class(second)];
    (kinds.contains(&Class::Text) && (kinds.contains(&Class::Integer) || kinds.contains(&Class::Float))).then_some(())?;
    advice(
        "con `+` no se juntan un texto y un número.",
        "escribe `format!(\"x = {x}\")`; para verlo, `println!(\"x = {x}\")`.",
    )
}
