//! Llamadas: argumentos, campos y lo que no es una función.

use super::words::{cast, describe};
use super::{Advice, Diagnostic, Kind, advice};

pub const KINDS: &[Kind] = &[
    Kind {
        name: "Argumentos que faltan o sobran",
        example: "fn suma(x: f64, y: f64) -> f64 { x + y }\nlet s = suma(1.0);",
        explain: count,
    },
    Kind { name: "Multiplicar sin el asterisco", example: "let p = 2.0;\nlet q = p(3.0 + 1.0);", explain: not_a_function },
    Kind {
        name: "Campos que faltan",
        example: "struct Punto { x: f64, y: f64 }\nlet p = Punto { x: 1.0 };",
        explain: missing_fields,
    },
    Kind {
        name: "Pedir el elemento de lo que no es una lista",
        example: "let x: f64 = 2.0;\nlet y = x[0];",
        explain: not_indexable,
    },
    Kind {
        name: "El índice no es usize",
        example: "let i: i32 = 1;\nlet v = vec![1.0, 2.0];\nlet x = v[i];",
        explain: index,
    },
    Kind {
        name: "Un tipo que pide otros tipos",
        example: "let m: std::collections::HashMap<&str> = Default::default();",
        explain: generics,
    },
];

fn count(d: &Diagnostic) -> Option<Advice> {
    d.is("E0061").or_else(|| d.is("E0057"))?;
    let [what, asked, _, given] = d.says("this * takes * argument* but * argument")?;
    let name = d.code();
    let noun = if what == "method" { "el método" } else { "la función" };
    let fix = match (d.labelled("argument #* of type `*` is missing"), d.labelled("unexpected argument #* of")) {
        (Some([number, kind]), _) => format!("falta el número {number}, {}.", describe(kind)),
        (_, Some([number])) => format!("sobra el número {number}; ¿es un decimal escrito con coma?"),
        _ => "mira los que pide, en su definición.".into(),
    };
    advice(
        format!("{noun} `{name}` pide {asked} argumento{}, y aquí hay {given}.", if asked == "1" { "" } else { "s" }),
        fix,
    )
}

fn not_a_function(d: &Diagnostic) -> Option<Advice> {
    d.is("E0618")?;
    let [kind] = d.says("expected function, found *")?;
    let kind = kind.trim_matches('`');
    let code = d.code();
    advice(
        format!("`{code}` es {}, no una función, y con un paréntesis detrás se lee como una llamada.", describe(kind)),
        format!("para multiplicar, escribe el asterisco: `{code} * (…)`."),
    )
}

fn missing_fields(d: &Diagnostic) -> Option<Advice> {
    d.is("E0063")?;
    let [fields, kind] = d.says("missing field* in initializer of `*`")?;
    let fields = fields.trim_start_matches('s').trim();
    advice(
        format!("al crear un `{}` hay que dar valor a todos sus campos, y falta {fields}.", kind.trim_end_matches('`')),
        "añádelo, con su nombre y dos puntos: `y: 2.0`.",
    )
}

fn not_indexable(d: &Diagnostic) -> Option<Advice> {
    d.is("E0608")?;
    let [kind] = d.says("cannot index into a value of type `*`")?;
    if kind.starts_with('(') {
        return advice(
            "los elementos de una tupla se piden con un punto.",
            "escribe `t.0` para el primero y `t.1` para el segundo.",
        );
    }
    advice(
        format!("los corchetes piden un elemento, y esto es {}.", describe(kind)),
        "mira qué hay delante de los corchetes: ¿es la lista, o ya un elemento suyo?",
    )
}

fn index(d: &Diagnostic) -> Option<Advice> {
    d.is("E0277")?;
    let [_, index] = d.says("the type `*` cannot be indexed by `*`")?;
    let code = d.code();
    advice(
        format!("los elementos se piden con un `usize`, y `{code}` es {}.", describe(index)),
        format!("conviértelo: `{}`.", cast(code, "usize")),
    )
}

fn generics(d: &Diagnostic) -> Option<Advice> {
    d.is("E0107")?;
    let [asked] = d.says("takes * generic argument")?;
    advice(
        format!("`{}` lleva otros tipos entre `<` y `>`, y pide {}.", d.code(), asked.replace("at least", "al menos")),
        "escríbelos todos, separados por comas: `HashMap<&str, f64>`; o pon `_` y deja que Rust los deduzca.",
    )
}
