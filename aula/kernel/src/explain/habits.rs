//! Costumbres de otros lenguajes: cómo se importa, se define un tipo, se crea un valor o se escribe en la pantalla.

use super::Rule::{Opens, Says, With};
use super::words::{is_name, type_like};
use super::{Advice, Diagnostic, Kind, advice};

pub const KINDS: &[Kind] = &[
    Kind {
        name: "Importar de otra manera",
        example: "import numpy as np",
        explain: Opens(
            &["import", "from", "include", "using", "require", "library"],
            "en Rust se importa con `use`.",
            "por ejemplo, `use ndarray::Array2;`.",
        ),
    },
    Kind { name: "Una ruta con puntos", example: "use std.collections.HashMap;", explain: With(dotted_path) },
    Kind {
        name: "Una clase",
        example: "class Punto { }",
        explain: Opens(
            &["class", "interface"],
            "en Rust no hay `{0}`: los datos van en un `struct`, y lo que saben hacer, en un `impl`.",
            "`struct Punto { x: f64 }`, y después `impl Punto { fn doble(&self) -> f64 { 2.0 * self.x } }`.",
        ),
    },
    Kind {
        name: "Campos separados con `;`",
        example: "struct Punto { x: f64; y: f64 }",
        explain: Says(
            "",
            "struct fields are separated by `,`",
            "los campos de un `struct` se separan con comas.",
            "por ejemplo, `struct Punto { x: f64, y: f64 }`.",
        ),
    },
    Kind { name: "Un campo como en Java", example: "struct Punto { f64 x }", explain: With(field) },
    Kind {
        name: "Un campo con un igual",
        example: "struct Punto { x: f64 }\nlet p = Punto { x = 3.0 };",
        explain: With(field_value),
    },
    Kind { name: "Un `;` detrás de la llave", example: "struct Punto { x: f64 };", explain: With(extra_semicolon) },
    Kind { name: "Crear con new", example: "let v = new Vec();", explain: With(new) },
    Kind { name: "Una lista con el nombre de su tipo", example: "let v = Vec[1, 2];", explain: With(list_of_type) },
    Kind { name: "Los tipos de una lista, sin `::`", example: "let v = Vec<f64>::new();", explain: With(turbofish) },
    Kind { name: "Una lista que se describe", example: "let v = [x * 2 for x in 0..3];", explain: With(comprehension) },
    Kind { name: "Un diccionario", example: "let d = {\"a\": 1};", explain: With(dictionary) },
    Kind {
        name: "`elif` y otras palabras de Python",
        example: "let x = 3;\nif x == 3 { } elif x == 4 { }",
        explain: Opens(
            &["elif", "elsif", "elseif"],
            "en Rust no hay `{0}`.",
            "escribe `else if`, detrás de la llave que se cierra.",
        ),
    },
    Kind {
        name: "Escribir con otra palabra",
        example: "echo \"hola\";",
        explain: Opens(
            &["print", "echo", "puts", "printf", "disp"],
            "para escribir está la macro `println!`, con paréntesis.",
            "escribe `println!(\"hola\");`; un valor, `println!(\"{x}\");`.",
        ),
    },
    Kind {
        name: "Comprobar sin `!`",
        example: "assert x == 3;",
        explain: Opens(
            &["assert"],
            "`assert` es una macro: lleva `!` y paréntesis.",
            "escribe `assert!(x == 3);`, o `assert_eq!(x, 3);`.",
        ),
    },
    Kind {
        name: "Borrar una variable",
        example: "delete x;",
        explain: Opens(
            &["del", "delete", "clear"],
            "en Rust no se borra una variable a mano: desaparece cuando se cierra su llave.",
            "si de verdad hace falta, `drop(x);`.",
        ),
    },
    Kind {
        name: "Instalar algo",
        example: "pip install numpy",
        explain: Opens(
            &["pip", "conda", "npm", "cargo"],
            "`{0}` es un comando del terminal, y esto es una celda de Rust.",
            "una biblioteca de Rust se pide con `:dep`, como en la primera celda de la lección.",
        ),
    },
    Kind {
        name: "Un método sin `fn`",
        example: "struct Punto { x: f64 }\nimpl Punto { norma(&self) -> f64 { self.x } }",
        explain: Says(
            "",
            "missing `fn` for method definition",
            "en Rust un método también empieza por `fn`.",
            "por ejemplo, `fn norma(&self) -> f64 { self.x }`.",
        ),
    },
    Kind { name: "El tipo de un valor", example: "let x = 3;\ntypeof(x)", explain: With(type_of) },
    Kind {
        name: "Abrir con `with`",
        example: "with open(\"a.txt\") as f { }",
        explain: Opens(
            &["with"],
            "en Rust no hay `with`: lo que se abre se cierra solo, al final de su llave.",
            "para leer un archivo, `let texto = std::fs::read_to_string(\"a.txt\")?;`.",
        ),
    },
];

fn dotted_path(d: &Diagnostic) -> Option<Advice> {
    // evcxr parte la línea en el primer punto.
    let named = |rest: &str| rest.starts_with(|c: char| c.is_alphabetic());
    (d.found() == Some(".") && named(d.rest()) && d.is_of_syntax()).then_some(())?;
    let left = d.left();
    (left.is_empty() || left.starts_with("use ")).then_some(())?;
    advice(
        "una línea no empieza por un punto, y las partes de una ruta se separan con `::`.",
        "si es de un `use`, `use std::collections::HashMap;`; si seguía a la línea de antes, a esa le sobra el `;`.",
    )
}

/// `struct P { f64 x; }`: donde iba el nombre está el tipo.
fn field(d: &Diagnostic) -> Option<Advice> {
    let name = d.found().filter(|name| is_name(name) && d.says::<0>("expected `:`, found").is_some())?;
    let kind = d.left().rsplit(|c: char| !c.is_alphanumeric()).next().and_then(type_like)?;
    advice(
        "en Rust, primero el nombre del campo, y después de dos puntos, su tipo.",
        format!("escribe `{name}: {}`.", kind.replace("&str", "String")),
    )
}

fn field_value(d: &Diagnostic) -> Option<Advice> {
    // Entre las llaves de `Tipo { … }`, y no en las de un bloque.
    let owner = d.around_in_file()?.0.rsplit_once('{')?.0.trim_end().rsplit(|c: char| !c.is_alphanumeric()).next()?;
    owner.starts_with(char::is_uppercase).then_some(())?;
    let equals = d.says::<0>("expected `:`, found `=`").is_some();
    let unnamed = d.says::<0>("expected identifier, found `").is_some()
        && d.code().starts_with(|c: char| c.is_ascii_digit() || c == '"');
    (equals || unnamed).then_some(())?;
    advice("al crear un `struct`, cada valor va con el nombre de su campo y dos puntos.", "por ejemplo, `Punto { x: 3.0 }`.")
}

fn extra_semicolon(d: &Diagnostic) -> Option<Advice> {
    d.says::<0>("expected item, found `;`")?;
    d.helped::<0>("not followed by a semicolon")?;
    advice("detrás de la llave de un `struct` o un `enum` no va `;`.", "quítalo.")
}

fn new(d: &Diagnostic) -> Option<Advice> {
    let found = d.found().filter(|name| is_name(name))?;
    let last = d.left().rsplit(|c: char| !c.is_alphanumeric() && c != ':').next()?;
    let call = d.rest();
    (last == "new" && call.starts_with(['(', '<', ':', '{'])).then_some(())?;
    advice(
        "en Rust no hay `new` delante: un valor lo crea una función de su tipo.",
        format!("escribe `{found}::new(…)`, si la tiene; un `struct` tuyo, con sus campos: `Punto {{ x: 1.0 }}`."),
    )
}

fn list_of_type(d: &Diagnostic) -> Option<Advice> {
    let cut = d.found() == Some("[") && d.left().ends_with("Vec");
    let comma = d.found() == Some(",") && d.left().rsplit_once("Vec[").is_some_and(|(_, inside)| !inside.contains(']'));
    (cut || comma).then_some(())?;
    advice("una lista se crea con la macro `vec!`.", "escribe `vec![1, 2]`.")
}

fn turbofish(d: &Diagnostic) -> Option<Advice> {
    let chained = d.says::<0>("comparison operators cannot be chained").is_some();
    let helped = chained && d.helped::<0>("use `::<...>` instead of `<...>`").is_some();
    // Con dos tipos, `HashMap<String, f64>::new()`, se pierde antes, en la coma.
    let comma = (d.found() == Some(",")).then(|| d.left().rsplit_once('<')).flatten();
    let (before, kinds) = match comma {
        Some((before, kind)) if is_name(kind) && d.rest().contains(">::") => (before, format!("{kind}, _")),
        _ if helped => (d.left(), "f64".into()),
        _ => return None,
    };
    let name = before.rsplit(|c: char| !c.is_alphanumeric()).next().filter(|name| is_name(name))?;
    advice(
        "en medio de un cálculo, `<` se lee como «menor que»: los tipos van detrás de `::`.",
        format!("escribe `{name}::<{kinds}>::…`; o deja que Rust los deduzca, `{name}::…`."),
    )
}

fn comprehension(d: &Diagnostic) -> Option<Advice> {
    (d.found() == Some("for") || d.says::<0>("no rules expected keyword `for`").is_some()).then_some(())?;
    let before = d.around_in_file()?.0.rsplit(';').next()?;
    let inside = |open: char, close: char| before.rfind(open).is_some_and(|at| !before[at..].contains(close));
    if inside('[', ']') {
        return advice(
            "en Rust una lista no se describe con un `for` dentro: se recorre, se cambia y se reúne.",
            "`(0..3).map(|x| 2 * x).collect::<Vec<_>>()`; y `.filter(|x| …)`, si se queda solo con algunos.",
        );
    }
    let value = before[before.rfind('{')? + 1..].contains(':');
    (inside('{', '}') && value).then_some(())?;
    advice(
        "en Rust un diccionario no se describe con un `for` dentro: se recorre, se cambia y se reúne.",
        "`(0..3).map(|x| (x, x * x)).collect::<std::collections::HashMap<_, _>>()`.",
    )
}

fn dictionary(d: &Diagnostic) -> Option<Advice> {
    (d.found() == Some(":") && d.says::<0>("`=>`").is_none()).then_some(())?;
    let before = d.around()?.0.trim_end();
    let key = before[before.rfind(['{', ','])? + 1..].trim();
    let is_text = key.len() > 1 && key.starts_with('"') && key.ends_with('"');
    (is_text && before.contains('{') && !before.contains("match ")).then_some(())?;
    advice(
        "en Rust un diccionario no se escribe con llaves.",
        "`std::collections::HashMap::from([(\"a\", 1), (\"b\", 2)])`; si los nombres se saben de antemano, un `struct`.",
    )
}

fn type_of(d: &Diagnostic) -> Option<Advice> {
    let javascript = d.says::<0>("found reserved keyword `typeof`").is_some() && !d.is_naming();
    // `type` es una palabra de Rust: evcxr no entiende lo que sigue.
    let python = d.is_of_syntax() && d.source().lines().any(|line| line.trim_end() == "type" || line.starts_with("type("));
    (javascript || python).then_some(())?;
    advice(
        "en Rust el tipo de un valor se sabe al compilar, y no se pregunta.",
        "escribe el nombre en la última línea de una celda, y lo enseña; para exigirlo, `let x: f64 = …;`.",
    )
}
