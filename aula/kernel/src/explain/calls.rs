//! Llamadas: argumentos, campos y lo que no es una función.

use super::Rule::{Says, With};
use super::words::{cast, describe};
use super::{Advice, Diagnostic, Kind, advice};

pub const KINDS: &[Kind] = &[
    Kind {
        name: "Argumentos que faltan o sobran",
        example: "fn suma(x: f64, y: f64) -> f64 { x + y }\nlet s = suma(1.0);",
        explain: With(count),
    },
    Kind {
        name: "Multiplicar sin el asterisco",
        example: "let p = 2.0;\nlet q = p(3.0 + 1.0);",
        explain: With(not_a_function),
    },
    Kind {
        name: "Campos que faltan",
        example: "struct Punto { x: f64, y: f64 }\nlet p = Punto { x: 1.0 };",
        explain: With(missing_fields),
    },
    Kind {
        name: "Pedir el elemento de lo que no es una lista",
        example: "let x: f64 = 2.0;\nlet y = x[0];",
        explain: With(not_indexable),
    },
    Kind {
        name: "El índice no es usize",
        example: "let i: i32 = 1;\nlet v = vec![1.0, 2.0];\nlet x = v[i];",
        explain: With(index),
    },
    Kind {
        name: "Una lista de un tamaño que no se sabe al compilar",
        example: "let n = 3;\nlet v = [0.0; n];",
        explain: Says(
            "E0435",
            "attempt to use a non-constant value in a constant",
            "el tamaño de una lista entre corchetes tiene que saberse al compilar, y este sale de una variable.",
            "escribe `vec![0.0; n]`, que puede medir lo que sea.",
        ),
    },
    Kind {
        name: "Un tipo que pide otros tipos",
        example: "let m: std::collections::HashMap<&str> = Default::default();",
        explain: With(generics),
    },
];

fn count(d: &Diagnostic) -> Option<Advice> {
    d.is("E0061").or_else(|| d.is("E0057"))?;
    let [what, asked, _, given] = d.says("this * takes * argument* but * argument")?;
    let name = d.code();
    let noun = if what == "method" { "el método" } else { "la función" };
    let fix = match (d.labelled("argument #* of type `*` is missing"), d.labelled("unexpected argument #* of")) {
        _ if asked == "0" && ["sum", "mean", "std", "var", "product"].contains(&name) => format!(
            "sin nada entre los paréntesis, es de todos sus números; por filas o por columnas, `{name}_axis(Axis(0))`."
        ),
        _ if given == "0" && ["max", "min"].contains(&name) => {
            format!("el mayor o el menor de una lista: `v.iter().{name}()`.")
        }
        _ if given == "0" && name == "log" => "el logaritmo natural es `x.ln()`; en base 10, `x.log10()`.".into(),
        (Some([number, kind]), _) => format!("falta el número {number}, {}.", describe(kind)),
        (_, Some([number])) => format!("sobra el número {number}: quítalo."),
        _ => "mira los que pide, en su definición.".into(),
    };
    let passed = given == "0" && d.around().is_some_and(|(before, _)| before.ends_with('('));
    let fix = if passed { format!("{fix} Para dársela a otra función, va sin paréntesis: `{name}`.") } else { fix };
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
    // Con el paréntesis en otra línea, es de lo que sigue.
    d.around()?.1.trim_start().strip_prefix('(')?;
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
    if kind == "()" {
        return advice(
            "esto no guarda nada: `{}` es un bloque vacío, y no un diccionario.",
            "un diccionario, `std::collections::HashMap::from([(\"a\", 1)])`; una lista, `vec![1, 2]`.",
        );
    }
    if kind.contains("Split<") || kind.contains("Map<") || kind.contains("Iter<") || kind.contains("Chars<") {
        return advice(
            "esto dice cómo recorrer los valores, y todavía no los ha reunido en una lista.",
            "reúnelos antes: `let v: Vec<_> = ….collect();`; o pide uno, `.nth(0)`, que puede no haber.",
        );
    }
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
    let [list, index] = d.says("the type `*` cannot be indexed by `*`")?;
    let code = d.code();
    if list == "str" || list == "String" {
        return advice(
            "de un texto no se pide una letra con corchetes: en UTF-8 no todas ocupan lo mismo.",
            format!("`t.chars().nth({code})`, que puede no haber; un trozo, `&t[0..2]`, contando bytes."),
        );
    }
    if index.starts_with('(') || index.starts_with('[') {
        return advice("entre los corchetes de una lista va un solo número.", "de una lista de listas, `v[0][1]`.");
    }
    if index == "{float}" || index == "f64" {
        return advice(
            format!("los elementos se piden con un entero, y `{code}` es decimal."),
            if code.contains('.') {
                "escríbelo sin decimales: `v[1]`.".into()
            } else {
                format!("créalo entero, `let {code} = 1;`; o conviértelo: `{}`.", cast(code, "usize"))
            },
        );
    }
    advice(
        format!("los elementos se piden con un `usize`, y `{code}` es {}.", describe(index)),
        format!("conviértelo: `{}`.", cast(code, "usize")),
    )
}

fn generics(d: &Diagnostic) -> Option<Advice> {
    d.is("E0107")?;
    if let Some([_, path]) = d.says("missing generics for * `*`") {
        let name = path.rsplit(':').next().unwrap_or(path);
        let example =
            if name == "Vec" || name.starts_with("Array") { format!("{name}<f64>") } else { format!("{name}<…>") };
        return advice(format!("`{name}` lleva entre `<` y `>` el tipo de lo que guarda."), format!("escribe `{example}`."));
    }
    let [asked] = d.says("takes * generic argument")?;
    advice(
        format!("`{}` lleva otros tipos entre `<` y `>`, y pide {}.", d.code(), asked.replace("at least", "al menos")),
        "escríbelos todos, separados por comas: `Vec<f64>`, `HashMap<&str, f64>`; o pon `_` y deja que Rust los deduzca.",
    )
}
