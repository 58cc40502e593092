//! Costumbres de otros lenguajes: cómo se crea una variable y se le da un valor.

use super::Rule::{Opens, Says, With};
use super::words::{is_name, operands, type_like};
use super::{Advice, Diagnostic, Kind, advice};

pub const KINDS: &[Kind] = &[
    Kind { name: "El tipo delante del nombre", example: "int n = 3;", explain: With(type_first) },
    Kind { name: "Un tipo con corchetes vacíos", example: "double[] v = {1.0, 2.0};", explain: With(brackets) },
    Kind {
        name: "Declarar con `final`",
        example: "final x = 3;",
        explain: Says(
            "",
            "`final` is not followed by an item",
            "en Rust no hay `final`: lo que no es `mut` ya no puede cambiar.",
            "escribe `let x = 3;`.",
        ),
    },
    Kind { name: "Declarar con `var`", example: "var x = 3;", explain: With(var) },
    Kind {
        name: "Declarar con otra palabra",
        example: "val x = 3;",
        explain: Opens(
            &["val", "local", "my", "dim", "Dim", "DIM", "declare", "global", "set"],
            "en Rust no hay `{0}`: un nombre se da con `let`.",
            "escribe `let x = 3;`; o `let mut x = 3;`, si va a cambiar.",
        ),
    },
    Kind {
        name: "Declarar con `const`",
        example: "fn f() { const x = 3; }",
        explain: Says(
            "",
            "missing type for `const` item",
            "en Rust `const` es para lo que nunca cambia y se sabe al compilar, y lleva su tipo.",
            "para una variable, `let x = 3;`; para una constante, `const X: f64 = 3.0;`.",
        ),
    },
    Kind { name: "Declarar con `:=`", example: "x := 3;", explain: With(walrus) },
    Kind {
        name: "Guardar con una flecha",
        example: "x <- 3;",
        explain: Says(
            "",
            "unexpected token: `<-`",
            "en Rust un valor se guarda con `=`, y la primera vez, con `let`.",
            "escribe `let x = 3;`; para comparar con un negativo, separa los signos: `x < -3`.",
        ),
    },
    Kind { name: "Dos nombres a la vez", example: "let a, b = 1, 2;", explain: With(two_names) },
    Kind { name: "Dos nombres a la vez, sin `let`", example: "a, b = 1, 2;", explain: With(two_names_alone) },
    Kind { name: "Dos variables en un `let`", example: "let x = 1, y = 2;", explain: With(two_lets) },
    Kind { name: "Dos iguales seguidos", example: "let a = b = 3;", explain: With(chained) },
    Kind { name: "Guardar sin `let`", example: "y = 3;", explain: With(no_let) },
    Kind { name: "El tipo, sin los dos puntos", example: "let x int = 3;", explain: With(type_behind) },
    Kind { name: "Un nombre con espacios", example: "let otra x = 3;", explain: With(spaced_name) },
    Kind { name: "Un nombre con guiones", example: "let mi-variable = 3;", explain: With(dashed_name) },
    Kind {
        name: "Guardar con dos iguales",
        example: "let x == 3;",
        explain: Says("", "unexpected `==`", "para guardar un valor va un solo `=`; dos comparan.", "escribe `let x = 3;`."),
    },
    Kind { name: "Un nombre que empieza por una cifra", example: "let 2x = 3;", explain: With(name_with_digit) },
];

fn type_first(d: &Diagnostic) -> Option<Advice> {
    let name = d.found().filter(|name| is_name(name))?;
    let kind = d.left();
    // Entre las llaves de un `struct` es un campo.
    (d.is_of_syntax() && !d.message().contains("`:`")).then_some(())?;
    let ours = if kind == "void" { "()" } else { type_like(kind)? };
    let meaning = "en Rust el tipo no va delante del nombre: eso es de C o de Java.";
    if d.rest().starts_with('(') {
        return advice(meaning, "una función, `fn doble(x: f64) -> f64 { 2.0 * x }`.");
    }
    advice(meaning, format!("escribe `let {name}: {ours} = …;`; o `let {name} = …;`, y Rust deduce el tipo."))
}

fn var(d: &Diagnostic) -> Option<Advice> {
    d.says::<0>("invalid variable declaration")?;
    advice(
        format!("en Rust no hay `{}`: un nombre se da con `let`.", d.code()),
        "escribe `let x = 3;`; o `let mut x = 3;`, si va a cambiar.",
    )
}

fn brackets(d: &Diagnostic) -> Option<Advice> {
    let kind = match d.found()? {
        "]" => d.left().strip_suffix('[')?,
        "[" => d.left(),
        _ => return None,
    };
    let kind = kind.rsplit([' ', ':', '(']).next()?;
    let ours = type_like(kind)?;
    advice(
        format!("en Rust una lista no se declara con `{kind}[]`."),
        format!("escribe `let v = vec![1.0, 2.0];`; o, con su tipo, `let v: Vec<{ours}> = vec![…];`."),
    )
}

fn walrus(d: &Diagnostic) -> Option<Advice> {
    let after_let = d.says::<0>("expected type, found `=`").is_some() && d.left().ends_with(':');
    // evcxr lo parte en dos cuando no lo entiende.
    let apart = d.found() == Some(":") || d.code() == ":";
    let equals = d.right().trim_start_matches(':').trim_start().starts_with('=');
    ((d.is_of_syntax() && apart && equals && is_name(d.left())) || after_let).then_some(())?;
    advice(
        "en Rust no hay `:=`: un nombre se da con `let` y `=`.",
        "escribe `let x = 3;`; o, con su tipo, `let x: f64 = 3.0;`.",
    )
}

fn two_names(d: &Diagnostic) -> Option<Advice> {
    d.says::<0>("unexpected `,` in pattern")?;
    d.left().starts_with("let ").then_some(())?;
    advice("dos nombres a la vez van entre paréntesis, y sus valores, también.", "escribe `let (a, b) = (1, 2);`.")
}

fn two_names_alone(d: &Diagnostic) -> Option<Advice> {
    (d.found() == Some(",") && is_name(d.left())).then_some(())?;
    let first = d.left();
    let second = operands(("", d.rest())).1.filter(|name| is_name(name))?;
    d.rest().trim_start_matches(second).trim_start().starts_with('=').then_some(())?;
    advice(
        "dos nombres a la vez van entre paréntesis, y sus valores, también.",
        format!(
            "para crearlas, `let ({first}, {second}) = (1, 2);`; si ya existen y son `mut`, \
             `({first}, {second}) = ({second}, {first});` las intercambia."
        ),
    )
}

fn two_lets(d: &Diagnostic) -> Option<Advice> {
    let declared = d.left().strip_prefix("let ")?;
    let name = operands(("", d.rest())).1.filter(|name| is_name(name))?;
    let follows = d.rest().trim_start_matches(name).trim_start();
    (d.found() == Some(",") && declared.contains('=') && follows.starts_with(['=', ':', ';', ','])).then_some(())?;
    advice("cada `let` crea una sola variable.", format!("termina este con `;`, y escribe otro: `let {name} = …;`."))
}

fn chained(d: &Diagnostic) -> Option<Advice> {
    let name = missing(d)?;
    let before = d.left().strip_suffix(name).unwrap_or(d.left()).trim_end();
    (before.starts_with("let ") && before.ends_with('=') && is_assigned(d)).then_some(())?;
    advice(
        "en Rust un `=` no da ningún valor: no se puede guardar lo mismo en dos variables de una vez.",
        format!("en dos líneas: `let {name} = …;`, y después la otra, `= {name};`."),
    )
}

/// El nombre que rustc no encuentra.
fn missing<'a>(d: &Diagnostic<'a>) -> Option<&'a str> {
    d.is("E0425")?;
    d.says("cannot find value `*` in this scope").map(|[name]| name)
}

/// ¿Hay un `=` detrás de lo que señala, y no es una comparación?
fn is_assigned(d: &Diagnostic) -> bool {
    d.right().strip_prefix('=').is_some_and(|rest| !rest.starts_with(['=', '>']))
}

fn no_let(d: &Diagnostic) -> Option<Advice> {
    let name = missing(d)?;
    // Solo donde `x = …` es toda la instrucción: lo demás puede ser un argumento con su nombre. evcxr pone la última entre
    // paréntesis, en su línea.
    let left = d.around_in_file()?.0;
    let alone = d.left().is_empty() || left.ends_with("(\n");
    (alone && is_assigned(d)).then_some(())?;
    // Si hay otro que se parece, quizá esté mal escrito.
    if d.proposal("with a similar name exists").is_some_and(|near| near.len() > 2) {
        return None;
    }
    advice(
        format!("`{name}` todavía no existe: la primera vez, un valor se guarda con `let`."),
        format!("escribe `let {name} = …;`; o, si la crea otra celda, ejecútala antes."),
    )
}

/// El nombre de `let nombre otra_cosa = …`, y esa otra cosa.
fn let_and_more<'a>(d: &Diagnostic<'a>) -> Option<(&'a str, &'a str)> {
    let second = d.found().filter(|name| is_name(name))?;
    let first = d.left().strip_prefix("let ")?.trim_start_matches("mut ").trim();
    (is_name(first) && !["mut", "ref"].contains(&first)).then_some((first, second))
}

fn type_behind(d: &Diagnostic) -> Option<Advice> {
    let (first, second) = let_and_more(d)?;
    let (name, kind) = type_like(second).map(|kind| (first, kind)).or_else(|| Some((second, type_like(first)?)))?;
    advice("el tipo de una variable va detrás de su nombre y de dos puntos.", format!("escribe `let {name}: {kind} = …;`."))
}

fn spaced_name(d: &Diagnostic) -> Option<Advice> {
    let (first, second) = let_and_more(d)?;
    advice(
        format!("un nombre no lleva espacios, y aquí hay dos, `{first}` y `{second}`."),
        format!("escribe `let {first}_{second} = …;`, con un guion bajo."),
    )
}

fn dashed_name(d: &Diagnostic) -> Option<Advice> {
    d.says::<0>("expected a pattern, found an expression")?;
    let code = d.joined();
    (code.contains('-') && code.split('-').all(is_name)).then_some(())?;
    advice("un nombre no lleva guiones: el `-` resta.", format!("escribe `{}`, con guion bajo.", code.replace('-', "_")))
}

fn name_with_digit(d: &Diagnostic) -> Option<Advice> {
    let [found] = d.says("expected identifier, found `*`")?;
    let letters = found.trim_start_matches(|c: char| c.is_ascii_digit());
    (letters != found && letters.starts_with(char::is_alphabetic)).then_some(())?;
    let digits = &found[..found.len() - letters.len()];
    advice("un nombre no empieza por una cifra.", format!("ponla detrás: `{letters}{digits}`."))
}
