//! Tipos que no coinciden, y tipos que no se pueden deducir. Lo más general va al final.

use super::words::{Class, class, describe, short, simple, statement};
use super::{Advice, Diagnostic, Kind, advice};

pub const KINDS: &[Kind] = &[
    Kind { name: "Un punto y coma de más", example: "fn doble(x: f64) -> f64 { 2.0 * x; }", explain: extra_semicolon },
    Kind {
        name: "Una función que no devuelve lo que dice",
        example: "fn doble(x: f64) -> f64 { println!(\"{x}\") }",
        explain: returns_nothing,
    },
    Kind {
        name: "Una función que devuelve sin decirlo",
        example: "fn doble(x: f64) { 2.0 * x }",
        explain: undeclared_return,
    },
    Kind {
        name: "Recorrer parejas donde no las hay",
        example: "let v = vec![1, 2];\nfor (i, x) in v { }",
        explain: no_pairs,
    },
    Kind { name: "Añadir un elemento con `append`", example: "let mut v = vec![1];\nv.append(3);", explain: append },
    Kind {
        name: "Un valor que puede faltar, sin abrir",
        example: "let v = vec![1.0, 2.0];\nlet u: &f64 = v.first();",
        explain: optional,
    },
    Kind { name: "Un resultado sin abrir", example: "let x: f64 = \"3.5\".parse();", explain: result },
    Kind {
        name: "Falta un &",
        example: "let a = ndarray::array![[1.0, 2.0], [3.0, 4.0]];\nlet b = a.dot(a);",
        explain: missing_reference,
    },
    Kind { name: "Un & de más", example: "let p = &3.0;\nlet a = gradiente::sigmoid(p);", explain: extra_reference },
    Kind {
        name: "Un texto que no es del tipo debido",
        example: "fn saluda(nombre: String) {}\nsaluda(\"Ana\");",
        explain: text,
    },
    Kind { name: "Convertir un texto en número", example: "let x = \"3.5\" as f64;", explain: cast_text },
    Kind { name: "Una lista de otro tamaño", example: "let v: [f64; 3] = [1.0, 2.0];", explain: array_size },
    Kind { name: "Una lista donde va otra", example: "let v: Vec<f64> = [1.0, 2.0];", explain: list },
    Kind { name: "Un tipo que no se puede deducir", example: "let v = Vec::new();", explain: unknown },
    Kind {
        name: "Un total que no se puede deducir",
        example: "let v = vec![1.0, 2.0];\nlet s = v.iter().sum();",
        explain: unknown_total,
    },
    Kind { name: "Dos tipos que no coinciden", example: "let activa: bool = \"sí\";", explain: mismatch },
];

fn extra_semicolon(d: &Diagnostic) -> Option<Advice> {
    let (expected, found) = d.expected_found()?;
    if found != "()" {
        return None;
    }
    d.helped::<0>("remove this semicolon")?;
    advice(
        format!("el `;` del final se come el valor: la función promete {} y no devuelve nada.", describe(expected)),
        "quita ese último `;`.",
    )
}

fn returns_nothing(d: &Diagnostic) -> Option<Advice> {
    let (expected, found) = d.expected_found()?;
    if found != "()" {
        return None;
    }
    advice(
        format!("aquí hace falta {}, y esto no da ningún valor.", describe(expected)),
        "el valor de una función es su última línea, sin `;` al final; y `println!` escribe, no devuelve.",
    )
}

fn undeclared_return(d: &Diagnostic) -> Option<Advice> {
    let (expected, found) = d.expected_found()?;
    if expected != "()" {
        return None;
    }
    advice(
        format!("aquí no se espera ningún valor, y `{}` es {}.", d.code(), describe(found)),
        format!("si es el valor de la función, dilo en su primera línea: `-> {}`; si no, termina con `;`.", concrete(found)),
    )
}

fn no_pairs(d: &Diagnostic) -> Option<Advice> {
    let (expected, found) = d.expected_found()?;
    let before = d.around()?.0.trim_end();
    if !found.starts_with("(_") {
        return None;
    }
    if before.ends_with("for") && expected.starts_with('[') {
        return advice("cada elemento es una lista, no una pareja.", "escribe corchetes: `for [a, b] in …`.");
    }
    if before.ends_with("for") {
        return advice(
            "aquí se recorren valores de uno en uno, no parejas.",
            "el número y el valor de cada uno: `for (i, x) in v.iter().enumerate() { … }`.",
        );
    }
    (before.ends_with("let") && expected.starts_with('[')).then_some(())?;
    advice(
        "a la derecha hay una lista, y a la izquierda, una pareja.",
        "escribe corchetes en los dos: `let [a, b] = [1, 2];`.",
    )
}

fn append(d: &Diagnostic) -> Option<Advice> {
    let (expected, found) = d.expected_found()?;
    let method = d.code_labelled("arguments to this method are incorrect")?;
    (method == "append" && expected.starts_with("&mut Vec") && !found.contains("Vec<")).then_some(())?;
    advice("`append` junta otra lista, y aquí hay un solo valor.", format!("para añadir uno, `v.push({})`.", d.code()))
}

fn concrete(kind: &str) -> String {
    match class(kind) {
        Class::Float => "f64".into(),
        Class::Integer if kind == "integer" => "i32".into(),
        _ => short(kind),
    }
}

fn missing_reference(d: &Diagnostic) -> Option<Advice> {
    let (expected, found) = d.expected_found()?;
    if !expected.starts_with('&') || found.starts_with('&') || expected == "&str" {
        return None;
    }
    let fix = if expected.starts_with("&mut") { "&mut " } else { "&" };
    let code = d.code();
    let whole = if simple(code) { format!("{fix}{code}") } else { format!("{fix}({code})") };
    advice(format!("aquí se pide prestado el valor, con `&`, y `{code}` lo entrega entero."), format!("escribe `{whole}`."))
}

fn extra_reference(d: &Diagnostic) -> Option<Advice> {
    let (expected, found) = d.expected_found()?;
    if expected.starts_with('&') || !found.starts_with('&') || class(found) == Class::Text {
        return None;
    }
    let code = d.code();
    let same = class(found.trim_start_matches('&')) == class(expected);
    let meaning = format!("aquí va el valor, y `{code}` es una referencia (`{}`).", short(found));
    match code.strip_prefix('&') {
        Some(value) => advice(meaning, format!("quita el `&`: `{value}`.")),
        None if same && class(expected) == Class::Array => advice(meaning, format!("entrega una copia: `{code}.clone()`.")),
        None => advice(meaning, format!("ponle un asterisco delante: `*{code}`.")),
    }
}

fn text(d: &Diagnostic) -> Option<Advice> {
    let (expected, found) = d.expected_found()?;
    let code = d.code();
    match (expected, found) {
        ("String", "&str") => advice(
            format!("`{code}` es un texto prestado (`&str`), y aquí va uno propio (`String`)."),
            format!("escribe `{code}.to_string()`."),
        ),
        ("str", "&str") => advice(
            "el tipo de un texto escrito entre comillas es `&str`, con `&`.",
            "escribe `let s: &str = …;`; o `String`, si va a cambiar: `String::from(\"…\")`.",
        ),
        ("&str", "String") => advice(
            format!("`{code}` es un texto propio (`String`), y aquí va uno prestado (`&str`)."),
            format!("escribe `&{code}`."),
        ),
        (_, "&str" | "String" | "&String") if [Class::Float, Class::Integer].contains(&class(expected)) => {
            let meaning = format!("aquí va {}, y `{code}` es un texto, aunque tenga cifras.", describe(expected));
            let number = code.trim_matches('"');
            if number.parse::<f64>().is_ok() {
                advice(meaning, format!("quita las comillas: `{number}`."))
            } else {
                advice(meaning, format!("escribe un número; o léelo del texto: `{code}.parse().unwrap()`."))
            }
        }
        _ => None,
    }
}

fn optional(d: &Diagnostic) -> Option<Advice> {
    let (expected, found) = d.expected_found()?;
    if class(found) != Class::Option || class(expected) == Class::Option {
        return None;
    }
    let code = d.code();
    advice(
        format!("`{code}` puede no tener valor (`{}`), y aquí hace falta uno.", short(found)),
        format!("`{code}.unwrap()`, si seguro que lo hay; o `{code}.unwrap_or(…)`, con otro por si falta."),
    )
}

fn result(d: &Diagnostic) -> Option<Advice> {
    let (expected, found) = d.expected_found()?;
    if class(found) != Class::Result || class(expected) == Class::Result {
        return None;
    }
    let code = d.code();
    advice(
        format!("`{code}` puede salir mal: es un `Result`, con el valor o con un error."),
        format!("`{code}?` en una celda; o `{code}.unwrap()`, que se detiene si hay un error."),
    )
}

fn cast_text(d: &Diagnostic) -> Option<Advice> {
    d.is("E0606").or_else(|| d.is("E0605"))?;
    let kinds: Vec<&str> = d.message().split('`').skip(1).step_by(2).collect();
    let [from, to, ..] = kinds[..] else { return None };
    let from = if from.contains(" as ") { from.split(" as ").next()? } else { from };
    let meaning = format!("`as` solo convierte entre números, y de {} no sabe pasar a {}.", describe(from), describe(to));
    if class(from) == Class::Text {
        return advice(meaning, "para leer un número de un texto: `\"3.5\".parse::<f64>().unwrap()`.");
    }
    if from.starts_with('&') {
        return advice(meaning, "quítale antes el `&`, con un asterisco: `*x as f64`.");
    }
    advice(meaning, "busca un método que lo haga, como `.to_string()`, `.len()` o `.mapv(|x| x as f64)`.")
}

fn array_size(d: &Diagnostic) -> Option<Advice> {
    d.is("E0308")?;
    let [wanted, given] = d.labelled("expected an array with a size of *, found one with a size of *")?;
    if statement(d.around_in_file()?.0).contains("array!") {
        return advice(
            format!("todas las filas de una matriz miden lo mismo, y aquí una tiene {wanted} elementos y otra, {given}."),
            "completa la que es más corta.",
        );
    }
    advice(
        format!("aquí van {wanted} elementos, y hay {given}."),
        format!("escribe los {wanted}; o cambia el tamaño: `[f64; {given}]`."),
    )
}

fn list(d: &Diagnostic) -> Option<Advice> {
    let (expected, found) = d.expected_found()?;
    let code = d.code();
    match (class(expected), class(found)) {
        (Class::List, Class::List) if expected.starts_with("Vec") && found.starts_with('[') => advice(
            format!("`{code}` es una lista de tamaño fijo, y aquí va un `{}`, que puede crecer.", short(expected)),
            format!("escribe `vec!{}`.", if code.starts_with('[') { code } else { "[…]" }),
        ),
        (Class::Array, Class::List) => advice(
            format!("`{}` es {}, y aquí va {}.", code, describe(found), describe(expected)),
            "créalo con `array![…]`, o conviértelo: `Array1::from(v)`.",
        ),
        _ => None,
    }
}

fn unknown(d: &Diagnostic) -> Option<Advice> {
    d.is("E0282")
        .or_else(|| d.is("E0283").filter(|()| !d.others().any(|code| ["sum", "product", "collect"].contains(&code))))?;
    let [_] = d.says("type annotations needed*")?;
    let named = |code: &&str| simple(code) && code.starts_with(char::is_alphabetic) && *code != "None";
    let name = Some(d.code()).filter(named).unwrap_or("x");
    let example = match d.says("type annotations needed for `*`").map(|[kind]| kind) {
        Some(kind) => kind.trim_end_matches('`').replace('_', "f64"),
        None => "f64".into(),
    };
    advice(
        match Some(d.code()).filter(named) {
            Some(name) => format!("con lo que hay aquí, Rust no puede saber de qué tipo es `{name}`."),
            None => "con lo que hay aquí, Rust no puede saber de qué tipo es este valor.".into(),
        },
        format!("díselo: `let {name}: {example} = …;`."),
    )
}

fn unknown_total(d: &Diagnostic) -> Option<Advice> {
    d.is("E0283").or_else(|| d.is("E0282"))?;
    let method = d.others().chain([d.code()]).find(|code| ["sum", "product", "collect", "parse"].contains(code))?;
    let kind = if method == "collect" { "Vec<f64>" } else { "f64" };
    let name = Some(d.code()).filter(|code| simple(code) && *code != method).unwrap_or("x");
    advice(
        format!("`{method}` puede dar varios tipos, y Rust no sabe cuál quieres."),
        format!("díselo: `let {name}: {kind} = …;`, o `.{method}::<{kind}>()`."),
    )
}

fn mismatch(d: &Diagnostic) -> Option<Advice> {
    let (expected, found) = d.expected_found()?;
    let code = d.code();
    let code = if code.is_empty() || code.len() > 40 { "esto".to_string() } else { format!("`{code}`") };
    advice(
        format!("aquí va {}, y {code} es {}.", describe(expected), describe(found)),
        "cambia uno de los dos para que coincidan: el valor, o el tipo que se pide.",
    )
}
