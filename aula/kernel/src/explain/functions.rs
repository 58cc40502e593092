//! Costumbres de otros lenguajes: cómo se escribe una función, qué devuelve y cómo se llama.

use super::Rule::{Opens, Says, With};
use super::control::is_between;
use super::words::{is_name, is_whole, operands, type_like};
use super::{Advice, Diagnostic, Kind, advice};

pub const KINDS: &[Kind] = &[
    Kind {
        name: "Definir una función de otra manera",
        example: "def doble(x): return x",
        explain: Opens(
            &["def", "function", "func", "fun", "proc", "sub"],
            "en Rust las funciones no empiezan así.",
            "`fn doble(x: f64) -> f64 { 2.0 * x }`: con los tipos, y con llaves.",
        ),
    },
    Kind {
        name: "Una función de Java",
        example: "public static void main(String[] args) { }",
        explain: Opens(
            &[
                "public",
                "private",
                "protected",
                "static void",
                "static double",
                "static int",
                "static boolean",
                "static String",
            ],
            "así empieza una función en Java; en Rust empieza por `fn`, y no hace falta que esté en ninguna clase.",
            "por ejemplo, `fn doble(x: f64) -> f64 { 2.0 * x }`.",
        ),
    },
    Kind { name: "Una función con `lambda`", example: "let f = lambda x: x + 1;", explain: With(lambda) },
    Kind { name: "Una función con `=>`", example: "let doble = x => 2 * x;", explain: With(fat_arrow) },
    Kind {
        name: "Una función con `->`",
        example: "let f = x -> x + 1;",
        explain: Says(
            "",
            "`->` is not valid syntax for field accesses",
            "en Rust `->` solo dice lo que devuelve una función.",
            "una función sin nombre, `|x| x + 1`; un campo o un método, con un punto: `p.x`.",
        ),
    },
    Kind { name: "Lo que devuelve, sin la flecha", example: "fn f(x: f64): f64 { x }", explain: With(no_arrow) },
    Kind { name: "Devolver dos valores", example: "fn f(a: f64) -> (f64, f64) { return a, a; }", explain: With(two_values) },
    Kind {
        name: "Dos tipos detrás de la flecha", example: "fn f(a: f64) -> f64, f64 { (a, a) }", explain: With(two_types)
    },
    Kind { name: "Una flecha sin tipo", example: "fn f(x: f64) -> { x }", explain: With(empty_arrow) },
    Kind { name: "Un parámetro como en C o en Go", example: "fn f(f64 x) -> f64 { x }", explain: With(parameter) },
    Kind { name: "Un parámetro sin tipo", example: "fn doble(x) -> f64 { 2.0 * x }", explain: With(untyped_parameter) },
    Kind {
        name: "Un let en la última línea", example: "fn f(x: f64) -> f64 { let y = x * 2.0 }", explain: With(last_let)
    },
    Kind {
        name: "Llamar sin paréntesis",
        example: "fn doble(x: f64) -> f64 { 2.0 * x }\ndoble 3.0;",
        explain: With(bare_call),
    },
    Kind {
        name: "Un argumento con su nombre",
        example: "fn f(alpha: f64) -> f64 { alpha }\nf(alpha: 2.0);",
        explain: Says("", "invalid `struct` delimiters or `fn` call arguments", NAMED, VALUES_ALONE),
    },
    Kind {
        name: "Un argumento con su nombre y un igual",
        example: "fn f(alpha: f64) -> f64 { alpha }\nf(alpha = 2.0);",
        explain: With(named_argument),
    },
    Kind { name: "Un valor por omisión", example: "fn f(x: f64 = 1.0) -> f64 { x }", explain: With(default_argument) },
    Kind { name: "Falta una coma", example: "let v = [1, 2 3];", explain: With(missing_comma) },
    Kind { name: "Llamar a un tipo", example: "let x = f64(3);", explain: With(type_called) },
    Kind { name: "Convertir como en C", example: "let n = (int) 3.7;", explain: With(c_cast) },
    Kind { name: "Una función, como en las matemáticas", example: "let f(x) = 2 * x;", explain: With(formula) },
    Kind { name: "Esperar con `await`", example: "fn lee() -> f64 { 1.0 }\nlet x = lee().await;", explain: With(awaits) },
];

const NAMED: &str = "en Rust los argumentos van en su orden, y sin su nombre.";
const VALUES_ALONE: &str =
    "escribe solo los valores, `f(2.0)`; si importa decir cuál es cuál, un `struct` tiene campos con nombre.";

fn lambda(d: &Diagnostic) -> Option<Advice> {
    d.is_of_syntax().then_some(())?;
    (d.left().rsplit(|c: char| !c.is_alphanumeric()).next() == Some("lambda")).then_some(())?;
    advice("en Rust no hay `lambda`: una función sin nombre lleva sus parámetros entre barras.", "escribe `|x| x + 1`.")
}

fn fat_arrow(d: &Diagnostic) -> Option<Advice> {
    // evcxr parte `=>` en dos cuando no lo entiende.
    let apart = |found| match found {
        "=>" => true,
        ">" => d.left().ends_with('='),
        "=" => d.right().trim_start_matches('=').trim_start().starts_with('>'),
        _ => false,
    };
    d.found().filter(|found| apart(found))?;
    (!d.is_in_match() && !d.left().starts_with("fn ")).then_some(())?;
    advice(
        "en Rust `=>` solo va en un `match`.",
        "para una función sin nombre, `|x| 2.0 * x`; para comparar, mayor o igual es `>=`.",
    )
}

fn no_arrow(d: &Diagnostic) -> Option<Advice> {
    d.says::<0>("expected one of `->`, `where`, or `{`, found").or_else(|| d.says("return types are denoted using `->`"))?;
    advice(
        "detrás de los paréntesis de una función va `->` y el tipo de lo que devuelve, y después, su llave.",
        "por ejemplo, `fn doble(x: f64) -> f64 { 2.0 * x }`.",
    )
}

fn two_values(d: &Diagnostic) -> Option<Advice> {
    (d.found() == Some(",") && d.left().starts_with("return ")).then_some(())?;
    advice(
        "en Rust una función devuelve un solo valor; dos van juntos, entre paréntesis.",
        "escribe `return (a, b);`, y `-> (f64, f64)` en su primera línea.",
    )
}

fn two_types(d: &Diagnostic) -> Option<Advice> {
    d.says::<0>("expected one of")?;
    // Desde la coma, evcxr ya no lo entiende, y lo pone en otro sitio.
    let comma = d.found() == Some(",") || d.source().lines().any(|line| line.trim() == ",");
    let left = d.left();
    (left.starts_with("fn ") && left.contains("->") && !left.contains("where") && comma).then_some(())?;
    advice("para devolver dos valores, sus tipos van entre paréntesis.", "escribe `-> (f64, f64) { … }`.")
}

fn empty_arrow(d: &Diagnostic) -> Option<Advice> {
    d.says::<0>("expected type, found `{`")?;
    d.left().ends_with("->").then_some(())?;
    advice(
        "detrás de `->` falta el tipo de lo que devuelve.",
        "escribe `-> f64 { … }`; si no devuelve nada, quita la flecha.",
    )
}

fn parameter(d: &Diagnostic) -> Option<Advice> {
    d.says::<0>("expected one of `:`, `@`, or `|`, found")?;
    let second = d.found().filter(|word| is_name(word))?;
    let first = d.left().rsplit(|c: char| !c.is_alphanumeric() && c != '_').next()?;
    let (name, kind) = match (type_like(first), type_like(second)) {
        (Some(kind), _) => (second, kind),
        (_, Some(kind)) => (first, kind),
        _ => return None,
    };
    advice(
        "en Rust, primero el nombre del parámetro, y después de dos puntos, su tipo.",
        format!("escribe `{name}: {kind}`."),
    )
}

fn untyped_parameter(d: &Diagnostic) -> Option<Advice> {
    d.says::<0>("expected one of `:`, `@`, or `|`, found").filter(|_| d.helped::<0>("give it a type").is_some())?;
    let name = d.left().rsplit(|c: char| !c.is_alphanumeric() && c != '_').next().filter(|name| !name.is_empty())?;
    advice(
        format!("al parámetro `{name}` le falta su tipo."),
        format!("por ejemplo, `{name}: f64`; o `{name}: &Array2<f64>`, si es una matriz."),
    )
}

fn last_let(d: &Diagnostic) -> Option<Advice> {
    let name = d.left().strip_prefix("let ")?.trim_start_matches("mut ").split([' ', ':', '=']).next()?;
    (d.found() == Some("}") && d.is_of_syntax() && d.left().contains('=')).then_some(())?;
    advice(
        "un `let` termina con `;`, y no da ningún valor: no puede ser lo último de una función que devuelve algo.",
        format!("ponle el `;`, y detrás, en otra línea, lo que devuelve: `{name}`."),
    )
}

fn bare_call(d: &Diagnostic) -> Option<Advice> {
    d.is_of_syntax().then_some(())?;
    let name = d.left();
    (is_name(name) && d.source().contains(&format!("fn {name}("))).then_some(())?;
    advice("una función se llama con paréntesis.", format!("escribe `{name}(…)`, con lo que recibe dentro."))
}

/// Lo que hay delante de `nombre = …`, si está dentro de una llamada: `f(x = 2.0)`; y no en `while (x = lee())`, ni en
/// `let a = (x = 2.0);`.
fn is_in_call(before: &str) -> bool {
    before.ends_with(',')
        || before.strip_suffix('(').is_some_and(|before| {
            let function = operands((before, "")).0.unwrap_or_default();
            !function.is_empty() && !is_whole(function) && !["if", "while", "match", "return"].contains(&function)
        })
}

fn named_argument(d: &Diagnostic) -> Option<Advice> {
    let line = d.around()?.0.trim_end();
    let (name, before) = if d.is("E0425").is_some() {
        let [name] = d.says("cannot find value `*` in this scope")?;
        d.right().strip_prefix('=').filter(|rest| !rest.starts_with(['=', '>']))?;
        (name, line)
    } else {
        // Hay una variable que se llama como el parámetro: lo que no encaja es lo que se le da.
        d.is("E0308")?;
        let (before, name) = line.strip_suffix('=')?.trim_end().rsplit_once(['(', ',', ' '])?;
        (name, &line[..before.len() + 1])
    };
    (is_name(name) && is_in_call(before.trim_end())).then_some(())?;
    if name == "axis" {
        return advice(
            NAMED,
            "por columnas, `a.sum_axis(Axis(0))`; por filas, `a.sum_axis(Axis(1))`; y `mean_axis`, igual.",
        );
    }
    advice(NAMED, VALUES_ALONE)
}

fn default_argument(d: &Diagnostic) -> Option<Advice> {
    // evcxr deja la función a medias en el `=`, y a rustc le sobra lo que sigue.
    let cut = |line: &str| {
        line.starts_with("fn ") && line.contains('(') && !line.contains([')', '{']) && !line.trim_end().ends_with(['(', ','])
    };
    let delimiter = d.message().contains("closing delimiter") && d.source().lines().any(cut);
    (delimiter || d.says::<0>("parameter defaults are not supported").is_some()).then_some(())?;
    advice(
        "en Rust un parámetro no tiene un valor por omisión: quien llama los da todos.",
        "quita el `= …`, y da el valor al llamar; o escribe otra función, con menos parámetros, que llame a esta.",
    )
}

fn missing_comma(d: &Diagnostic) -> Option<Advice> {
    // Con `@` iba un patrón, y no un valor.
    let asked = d.message().contains("`,`")
        && !d.message().contains("`@`")
        && (d.message().contains("`)`") || d.message().contains("`]`"));
    let found = d.found().filter(|found| is_name(found) || found.starts_with(|c: char| c.is_ascii_digit() || c == '"'))?;
    (asked && is_between(d) && !["is", "in", "and", "or", "of", "to", "div", "mod", "x"].contains(&found)).then_some(())?;
    advice(
        "entre un valor y otro va una coma: en una llamada, en una lista y en los parámetros de una función.",
        format!("pon una delante de `{found}`."),
    )
}

fn type_called(d: &Diagnostic) -> Option<Advice> {
    d.is("E0423")?;
    let [what, name] = d.says("expected function*, found * `*`").map(|[_, what, name]| [what, name])?;
    let meaning = format!("`{name}` es un tipo, y un tipo no se llama como una función.");
    match (what, name) {
        ("builtin type", "str") => advice(meaning, "un texto de un valor, `x.to_string()`, o `format!(\"{x}\")`."),
        ("builtin type", _) => advice(meaning, format!("para convertir un número, `x as {name}`.")),
        (_, "String") => {
            advice(meaning, "de un texto entre comillas, `String::from(\"hola\")`; de otro valor, `x.to_string()`.")
        }
        ("struct", _) => advice(
            meaning,
            format!("créalo con sus campos, `{name} {{ x: 1.0 }}`; o con una función suya, `{name}::new(…)`, si la tiene."),
        ),
        _ => None,
    }
}

fn c_cast(d: &Diagnostic) -> Option<Advice> {
    let value = d.found().filter(|_| d.is_of_syntax())?;
    let kind = d.left().strip_suffix(')')?.rsplit('(').next().and_then(type_like)?;
    let example = if value.starts_with(|c: char| c.is_alphanumeric()) { value } else { "x" };
    advice("en Rust un número se convierte con `as`, detrás.", format!("escribe `{example} as {kind}`."))
}

fn formula(d: &Diagnostic) -> Option<Advice> {
    let pattern = d.is("E0531").is_some() && d.left().starts_with("let");
    let assigned = || {
        let (_, after) = d.right().strip_prefix('(')?.split_once(')')?;
        after.trim_start().strip_prefix('=').filter(|rest| !rest.starts_with(['=', '>']))
    };
    let alone = d.is("E0425").is_some() && d.says::<0>("cannot find function").is_some() && assigned().is_some();
    let defined = d.left().strip_prefix("let ").and_then(|rest| rest.split_once('(')).map(|(name, _)| name);
    let body = d.is("E0425").and(defined).filter(|name| is_name(name) && d.left().contains(") ="));
    let name = body.or((pattern || alone).then_some(d.code()))?;
    advice(
        "una función se define con `fn`, y con el tipo de lo que recibe y de lo que devuelve.",
        format!("escribe `fn {name}(x: f64) -> f64 {{ 2.0 * x }}`."),
    )
}

fn awaits(d: &Diagnostic) -> Option<Advice> {
    // Si la función no es `async`, evcxr enseña solo el segundo.
    let outside = d.is("E0728").or_else(|| d.is("E0277").filter(|()| d.says::<0>("is not a future").is_some()));
    let before = d.says::<0>("incorrect use of `await`").map(|_| ());
    let future = ["E0369", "E0277"].iter().any(|code| d.is(code).is_some()) && d.message().contains("impl Future<");
    outside.or(before).or(future.then_some(()))?;
    let meaning = match future {
        true => "lo que devuelve una función `async` todavía no es su valor: hay que esperarlo, y aquí nadie puede.",
        false => "`await` solo se puede usar dentro de una función `async`, y aquí no lo es ninguna.",
    };
    advice(
        meaning,
        "quita `async` y `await`: lo de este cuaderno no espera a nadie. Una función corriente se llama sin más, `lee()`.",
    )
}
