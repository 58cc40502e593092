//! Tipos que no coinciden, y tipos que no se pueden deducir. Lo más general va al final.

use super::Rule::{Says, With};
use super::words::{Class, class, describe, short, simple};
use super::{Advice, Diagnostic, Kind, advice};

pub const KINDS: &[Kind] = &[
    Kind {
        name: "Un punto y coma de más", example: "fn doble(x: f64) -> f64 { 2.0 * x; }", explain: With(extra_semicolon)
    },
    Kind {
        name: "Una función que no devuelve lo que dice",
        example: "fn doble(x: f64) -> f64 { println!(\"{x}\") }",
        explain: With(returns_nothing),
    },
    Kind {
        name: "Una función que devuelve sin decirlo",
        example: "fn doble(x: f64) { 2.0 * x }",
        explain: With(undeclared_return),
    },
    Kind {
        name: "Corchetes donde va una pareja",
        example: "let [x, y] = (1, 2);",
        explain: Says(
            "E0529",
            "expected an array or slice, found `(",
            "a la derecha hay una pareja, y a la izquierda, una lista.",
            "escribe paréntesis en los dos: `let (x, y) = (1, 2);`.",
        ),
    },
    Kind {
        name: "Repartir una lista que puede crecer",
        example: "let [a, b] = vec![1, 2];",
        explain: Says(
            "E0529",
            "expected an array or slice, found `Vec<",
            "de una lista que puede crecer no se sabe cuántos hay, y no se reparte así.",
            "uno a uno, `let a = v[0];`; o una lista fija: `let [a, b] = [1, 2];`.",
        ),
    },
    Kind {
        name: "Recorrer parejas donde no las hay",
        example: "let v = vec![1, 2];\nfor (i, x) in v { }",
        explain: With(no_pairs),
    },
    Kind { name: "Añadir un elemento con `append`", example: "let mut v = vec![1];\nv.append(3);", explain: With(append) },
    Kind {
        name: "Un valor que puede faltar, sin abrir",
        example: "let v = vec![1.0, 2.0];\nlet u: &f64 = v.first();",
        explain: With(optional),
    },
    Kind { name: "Un resultado sin abrir", example: "let x: f64 = \"3.5\".parse();", explain: With(result) },
    Kind {
        name: "Falta un &",
        example: "let a = ndarray::array![[1.0, 2.0], [3.0, 4.0]];\nlet b = a.dot(a);",
        explain: With(missing_reference),
    },
    Kind { name: "Un & de más", example: "let p = &3.0;\nlet a = gradiente::sigmoid(p);", explain: With(extra_reference) },
    Kind {
        name: "Un texto que no es del tipo debido",
        example: "fn saluda(nombre: String) {}\nsaluda(\"Ana\");",
        explain: With(text),
    },
    Kind { name: "Convertir un texto en número", example: "let x = \"3.5\" as f64;", explain: With(cast_text) },
    Kind { name: "Una lista de otro tamaño", example: "let v: [f64; 3] = [1.0, 2.0];", explain: With(array_size) },
    Kind { name: "Una lista donde va otra", example: "let v: Vec<f64> = [1.0, 2.0];", explain: With(list) },
    Kind {
        name: "Una función sin nombre, sin sus tipos",
        example: "{ let f = |x| x * 2.0; }",
        explain: With(untyped_closure),
    },
    Kind { name: "Un tipo que no se puede deducir", example: "let v = Vec::new();", explain: With(unknown) },
    Kind {
        name: "Un total que no se puede deducir",
        example: "let v = vec![1.0, 2.0];\nlet s = v.iter().sum();",
        explain: With(unknown_total),
    },
    Kind {
        name: "Lo recorrido, sin reunir",
        example: "let v = vec![1, 2];\nlet w: Vec<i32> = v.iter().map(|x| x * 2);",
        explain: With(not_collected),
    },
    Kind { name: "Un valor donde va uno que puede faltar", example: "let x: Option<i32> = 3;", explain: With(wrapped) },
    Kind { name: "Dos tipos que no coinciden", example: "let activa: bool = \"sí\";", explain: With(mismatch) },
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
    if d.is_in_loop() {
        return advice(
            format!("lo de dentro de un bucle no da ningún valor, y `{}` es {}.", d.code(), describe(found)),
            "guárdalo en algún sitio, `w.push(2.0 * x);`; o reúnelos: `v.iter().map(|x| 2.0 * x).collect::<Vec<f64>>()`.",
        );
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
    (before.ends_with("let") && (expected.starts_with('[') || expected.starts_with("&["))).then_some(())?;
    if d.around()?.1.contains(".shape()") {
        return advice(
            "`shape` da una lista; la pareja de filas y columnas la da `dim`.",
            "escribe `let (f, c) = a.dim();`.",
        );
    }
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
    if expected.starts_with('&') || !found.starts_with('&') || class(found) == Class::Text || found.starts_with("&[") {
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
            } else if code.starts_with('"') {
                let attempt = if d.left().ends_with(['[', ',']) {
                    "en una lista, todos son del mismo tipo: escribe un número."
                } else {
                    "escribe un número; un texto se guarda en otra variable: `let t = \"hola\";`."
                };
                advice(meaning.replace(", aunque tenga cifras", ""), attempt)
            } else {
                advice(meaning, format!("si guarda un número, léelo del texto: `{code}.parse().unwrap()`."))
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
        (Class::List, Class::List) if expected.starts_with('[') && !expected.contains(';') => advice(
            format!("`{expected}` no dice cuántos elementos hay, y una variable tiene que saberlo."),
            format!(
                "escribe `{}`; o `Vec<{}>`, con `vec![…]`, si puede crecer.",
                short(found),
                expected.trim_matches(['[', ']'])
            ),
        ),
        _ => None,
    }
}

fn untyped_closure(d: &Diagnostic) -> Option<Advice> {
    d.is("E0282").or_else(|| d.is("E0284"))?;
    let (before, after) = d.around()?;
    let name = d.code();
    (before.trim_end().ends_with(['|', ',']) && before.contains('|') && after.contains('|')).then_some(())?;
    advice(
        format!("con lo que hay aquí, Rust no puede saber de qué tipo es `{name}`."),
        format!("díselo entre las barras, `|{name}: f64| …`; o escribe una función, `fn f({name}: f64) -> f64 {{ … }}`."),
    )
}

fn unknown(d: &Diagnostic) -> Option<Advice> {
    d.is("E0282")
        .or_else(|| d.is("E0283"))
        .filter(|()| !["sum", "product", "collect"].contains(&d.code()))
        .filter(|()| d.is("E0282").is_some() || !d.others().any(|code| ["sum", "product", "collect"].contains(&code)))?;
    let [_] = d.says("type annotations needed*")?;
    let named = |code: &&str| simple(code) && code.starts_with(char::is_alphabetic) && *code != "None";
    let name = Some(d.code()).filter(named).unwrap_or("x");
    let example = match d.says("type annotations needed for `*`").map(|[kind]| kind) {
        Some(kind) => kind.trim_end_matches('`').replace('_', "f64"),
        None => "f64".into(),
    };
    if example == "f64" && d.source().contains(&format!("let {name} = |")) {
        return None;
    }
    let example = match class(&example) {
        Class::Array => short(&example),
        // Una lista vacía que va a crecer.
        Class::List if example.starts_with('[') => "Vec<f64>".into(),
        _ => example,
    };
    if example == "Vec<f64>" && d.message().contains("`[_; 0]`") {
        return advice(
            "de una lista vacía, Rust no puede saber qué va a guardar.",
            format!("díselo: `let mut {name}: Vec<f64> = vec![];`."),
        );
    }
    advice(
        match Some(d.code()).filter(named) {
            Some(name) => format!("con lo que hay aquí, Rust no puede saber de qué tipo es `{name}`."),
            None => "con lo que hay aquí, Rust no puede saber de qué tipo es este valor.".into(),
        },
        format!("díselo: `let {name}: {example} = …;`."),
    )
}

fn unknown_total(d: &Diagnostic) -> Option<Advice> {
    d.is("E0283").or_else(|| d.is("E0282")).or_else(|| d.is("E0284"))?;
    let method = d.others().chain([d.code()]).find(|code| ["sum", "product", "collect", "parse"].contains(code))?;
    let kind = if method == "collect" { "Vec<f64>" } else { "f64" };
    let name = Some(d.code()).filter(|code| simple(code) && *code != method).unwrap_or("x");
    if method == "parse" {
        return advice(
            "un texto se puede leer como números de varios tipos, y Rust no sabe cuál quieres.",
            format!("díselo, y abre el resultado: `let {name}: f64 = texto.parse()?;`, o `.parse::<f64>().unwrap()`."),
        );
    }
    advice(
        format!("`{method}` puede dar varios tipos, y Rust no sabe cuál quieres."),
        format!("díselo: `let {name}: {kind} = …;`, o `.{method}::<{kind}>()`."),
    )
}

fn not_collected(d: &Diagnostic) -> Option<Advice> {
    let (expected, found) = d.expected_found()?;
    let lazy = ["Map<", "Filter<", "Rev<", "Zip<", "Enumerate<", "std::iter::", "Iter<", "Split<"];
    lazy.iter().any(|name| found.starts_with(name)).then_some(())?;
    let attempt = match class(expected) {
        Class::Integer | Class::Float => "para un solo número, `.sum()`, `.count()` u otro método que lo dé.",
        _ => "añade `.collect()` al final.",
    };
    advice("esto dice cómo recorrer los valores, y todavía no los ha reunido.", attempt)
}

fn wrapped(d: &Diagnostic) -> Option<Advice> {
    let (expected, found) = d.expected_found()?;
    let code = d.code();
    match class(expected) {
        Class::Option => advice(
            format!("aquí va un valor que puede faltar (`{}`), y `{code}` es {}.", short(expected), describe(found)),
            format!("escribe `Some({code})`; para mirar lo que hay dentro, `if let Some(x) = …`."),
        ),
        Class::Result => advice(
            format!(
                "aquí va un resultado que puede ser un error (`{}`), y `{code}` es {}.",
                short(expected),
                describe(found)
            ),
            format!("si salió bien, `Ok({code})`; si no, `Err(…)`."),
        ),
        Class::Other if expected == "char" && found == "&str" => advice(
            "una letra suelta (`char`) va entre comillas simples, y un texto, entre dobles.",
            format!("escribe `'{}'`; para añadir un texto entero, `t.push_str({code})`.", code.trim_matches('"')),
        ),
        _ => None,
    }
}

fn mismatch(d: &Diagnostic) -> Option<Advice> {
    if let Some([wanted, given]) = d.labelled("expected a tuple with * elements, found one with * elements") {
        return advice(
            format!("a un lado hay {wanted} valores y al otro, {given}."),
            "tienen que ser los mismos; el que no haga falta, `_`.",
        );
    }
    let (expected, found) = d.expected_found()?;
    // De lo que rustc solo cuenta con palabras suyas no se puede decir más.
    let told = |kind: &str| kind.contains(' ') && class(kind) == Class::Other && !kind.starts_with('(');
    (!told(expected) && !told(found)).then_some(())?;
    let code = d.code();
    let code = if code.is_empty() || code.len() > 40 { "esto".to_string() } else { format!("`{code}`") };
    advice(
        format!("aquí va {}, y {code} es {}.", describe(expected), describe(found)),
        "cambia uno de los dos para que coincidan: el valor, o el tipo que se pide.",
    )
}
