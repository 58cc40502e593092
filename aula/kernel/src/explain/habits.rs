//! Costumbres de otros lenguajes, en las palabras: cómo se declara, se importa, se repite o se falla en Python, JavaScript,
//! Java o C. Lo que decide es la palabra con que empieza la instrucción, o la que rustc no esperaba.

use super::words::{is_whole, operands, statement};
use super::{Advice, Diagnostic, Kind, advice};

pub const KINDS: &[Kind] = &[
    Kind { name: "El tipo delante del nombre", example: "int n = 3;", explain: type_first },
    Kind { name: "Declarar con `var`", example: "var x = 3;", explain: var },
    Kind { name: "Declarar con `const`", example: "fn f() { const x = 3; }", explain: constant },
    Kind { name: "Declarar con `:=`", example: "x := 3;", explain: walrus },
    Kind { name: "Dos nombres a la vez", example: "let a, b = 1, 2;", explain: two_names },
    Kind { name: "Guardar sin `let`", example: "y = 3;", explain: no_let },
    Kind { name: "Un nombre con espacios", example: "let otra x = 3;", explain: spaced_name },
    Kind { name: "Un nombre que empieza por una cifra", example: "let 2x = 3;", explain: name_with_digit },
    Kind { name: "Definir una función de otra manera", example: "def doble(x): return x", explain: function },
    Kind { name: "Una clase", example: "class Punto { }", explain: class },
    Kind { name: "Importar de otra manera", example: "import numpy as np", explain: import },
    Kind { name: "Avisar de un error de otra manera", example: "raise ValueError(\"x\")", explain: raise },
    Kind { name: "Intentar, con `try`", example: "try { let x = 1; } catch (e) { }", explain: attempt },
    Kind {
        name: "`elif` y otras palabras de Python",
        example: "let x = 3;\nif x == 3 { } elif x == 4 { }",
        explain: keyword,
    },
    Kind { name: "`if` … `then`", example: "let x = 42;\nlet y = if x == 42 then 3 else 4;", explain: then },
    Kind { name: "El if detrás del valor", example: "let x = 3;\nlet y = 1 if x > 2 else 0;", explain: if_behind },
    Kind { name: "Un if sin llaves", example: "let x = 5;\nif (x > 3) println!(\"sí\");", explain: no_braces },
    Kind { name: "Un for como el de C", example: "for (let i = 0; i < 10; i++) { }", explain: c_for },
    Kind { name: "Un `for` con `of`", example: "let v = vec![1, 2];\nfor x of v { }", explain: for_of },
    Kind { name: "Un for con dos nombres", example: "let v = vec![1, 2];\nfor i, x in v { }", explain: for_two },
    Kind { name: "Una lista que se describe", example: "let v = [x * 2 for x in 0..3];", explain: comprehension },
    Kind { name: "Crear con new", example: "let v = new Vec();", explain: new },
    Kind {
        name: "Un argumento con su nombre",
        example: "fn f(alpha: f64) -> f64 { alpha }\nf(alpha: 2.0);",
        explain: named_argument,
    },
    Kind {
        name: "Un argumento con su nombre y un igual",
        example: "fn f(alpha: f64) -> f64 { alpha }\nf(alpha = 2.0);",
        explain: named_argument_with_equals,
    },
    Kind { name: "Esperar con `await`", example: "fn lee() -> f64 { 1.0 }\nlet x = lee().await;", explain: awaits },
];

/// La palabra con que empieza la instrucción, si es lo único que hay en su línea delante de lo que rustc no esperaba, y eso
/// que no esperaba.
fn opening<'a>(d: &Diagnostic<'a>) -> Option<(&'a str, &'a str)> {
    let [found] = d.says("expected one of *").or_else(|| d.says("expected `;`, found *"))?;
    let found = found.rsplit('`').nth(1)?;
    let before = d.around()?.0.trim_end();
    let start = before.rfind(|c: char| !(c.is_alphanumeric() || "_<>&".contains(c))).map_or(0, |at| at + 1);
    let rest = before.get(..start)?.trim_end();
    (!before[start..].is_empty() && (rest.is_empty() || rest.ends_with([';', '{', '}'])))
        .then_some((&before[start..], found))
}

/// ¿Es un nombre? Donde faltaba algo, evcxr sigue con una función suya.
fn is_name(word: &str) -> bool {
    word != "fn"
        && word.starts_with(|c: char| c.is_alphabetic() || c == '_')
        && word.chars().all(|c| c.is_alphanumeric() || c == '_')
}

fn type_first(d: &Diagnostic) -> Option<Advice> {
    let (kind, name) = opening(d)?;
    let ours = match kind {
        "int" | "long" | "short" | "i8" | "i16" | "i32" | "i64" | "u8" | "u16" | "u32" | "u64" => "i32",
        "usize" => "usize",
        "float" | "double" | "f64" | "f32" | "number" => "f64",
        "bool" | "boolean" => "bool",
        "char" => "char",
        "String" | "string" | "str" => "&str",
        "void" => "()",
        _ => return None,
    };
    is_name(name).then_some(())?;
    let meaning = "en Rust el tipo no va delante del nombre: eso es de C o de Java.";
    if d.around_in_file()?.1.trim_start().trim_start_matches(name).trim_start().starts_with('(') {
        return advice(meaning, "una función, `fn doble(x: f64) -> f64 { 2.0 * x }`.");
    }
    advice(meaning, format!("escribe `let {name}: {ours} = …;`; o `let {name} = …;`, y Rust deduce el tipo."))
}

fn var(d: &Diagnostic) -> Option<Advice> {
    d.says::<0>("invalid variable declaration")?;
    d.helped::<0>("write `let` instead of")?;
    advice(
        format!("en Rust no hay `{}`: un nombre se da con `let`.", d.code()),
        "escribe `let x = 3;`; o `let mut x = 3;`, si después va a cambiar.",
    )
}

fn constant(d: &Diagnostic) -> Option<Advice> {
    d.says::<0>("missing type for `const` item")?;
    advice(
        "en Rust `const` es para lo que nunca cambia y se sabe al compilar, y lleva su tipo.",
        "para una variable, `let x = 3;`; para una constante, `const X: f64 = 3.0;`.",
    )
}

fn walrus(d: &Diagnostic) -> Option<Advice> {
    let after_name = opening(d).is_some_and(|(name, found)| is_name(name) && found == ":");
    let after_let = d.says::<0>("expected type, found `=`").is_some() && d.around()?.0.trim_end().ends_with(':');
    // evcxr lo parte en dos cuando no lo entiende.
    let apart = d.says::<0>("statements are terminated with a semicolon").is_some() && d.code() == ":";
    let equals = d.around_in_file()?.1.trim_start().trim_start_matches(':').trim_start().starts_with('=');
    (((after_name || apart) && equals) || after_let).then_some(())?;
    advice(
        "en Rust no hay `:=`: un nombre se da con `let` y `=`.",
        "escribe `let x = 3;`; o, con su tipo, `let x: f64 = 3.0;`.",
    )
}

fn two_names(d: &Diagnostic) -> Option<Advice> {
    d.says::<0>("unexpected `,` in pattern")?;
    statement(d.around_in_file()?.0).starts_with("let ").then_some(())?;
    advice("dos nombres a la vez van entre paréntesis, y sus valores, también.", "escribe `let (a, b) = (1, 2);`.")
}

fn no_let(d: &Diagnostic) -> Option<Advice> {
    d.is("E0425")?;
    let [name] = d.says("cannot find value `*` in this scope")?;
    // rustc solo lo propone donde `x = …` es toda la instrucción.
    d.proposal("introduce a new binding")?;
    // Si hay otro que se parece, quizá esté mal escrito.
    if d.proposal("with a similar name exists").is_some_and(|near| near.len() > 2) {
        return None;
    }
    advice(
        format!("`{name}` todavía no existe: la primera vez, un valor se guarda con `let`."),
        format!("escribe `let {name} = …;`; o, si la crea otra celda, ejecútala antes."),
    )
}

fn spaced_name(d: &Diagnostic) -> Option<Advice> {
    let [found] = d.says("expected one of *").or_else(|| d.says("expected `;`, found *"))?;
    let second = found.rsplit('`').nth(1).filter(|name| is_name(name))?;
    let before = statement(d.around_in_file()?.0).trim_end().strip_prefix("let ")?;
    let first = before.trim_start_matches("mut ").trim();
    (is_name(first) && !["mut", "ref"].contains(&first)).then_some(())?;
    advice(
        format!("un nombre no lleva espacios, y aquí hay dos, `{first}` y `{second}`."),
        format!("escribe `let {first}_{second} = …;`, con un guion bajo."),
    )
}

fn name_with_digit(d: &Diagnostic) -> Option<Advice> {
    let [found] = d.says("expected identifier, found `*`")?;
    let letters = found.trim_start_matches(|c: char| c.is_ascii_digit());
    (letters != found && letters.starts_with(char::is_alphabetic)).then_some(())?;
    let digits = &found[..found.len() - letters.len()];
    advice("un nombre no empieza por una cifra.", format!("ponla detrás: `{letters}{digits}`."))
}

fn function(d: &Diagnostic) -> Option<Advice> {
    match opening(d)?.0 {
        "def" | "function" | "func" | "fun" => advice(
            "en Rust las funciones no empiezan así.",
            "`fn doble(x: f64) -> f64 { 2.0 * x }`: con los tipos, y con llaves.",
        ),
        "lambda" => advice("en Rust no hay `lambda`.", "escribe `|x| x * x`."),
        _ => None,
    }
}

fn class(d: &Diagnostic) -> Option<Advice> {
    let (word, name) = opening(d)?;
    ["class", "interface"].contains(&word).then_some(())?;
    let name = Some(name).filter(|name| is_name(name)).unwrap_or("Punto");
    advice(
        format!("en Rust no hay `{word}`: los datos van en un `struct`, y lo que saben hacer, en un `impl`."),
        format!("`struct {name} {{ x: f64 }}`, y después `impl {name} {{ fn doble(&self) -> f64 {{ 2.0 * self.x }} }}`."),
    )
}

fn import(d: &Diagnostic) -> Option<Advice> {
    let (word, _) = opening(d)?;
    ["import", "from", "include", "using", "require"].contains(&word).then_some(())?;
    advice("en Rust se importa con `use`.", "por ejemplo, `use ndarray::Array2;`.")
}

fn raise(d: &Diagnostic) -> Option<Advice> {
    let word = match opening(d) {
        Some((word, _)) => word,
        // Detrás de `throw` puede venir un texto, que rustc no nombra.
        None => return None,
    };
    match word {
        "raise" | "throw" => advice(
            format!(
                "en Rust no hay `{word}`: lo que puede fallar devuelve un `Result`, y lo que no tiene arreglo se detiene."
            ),
            "`return Err(\"…\".into());` en una función que devuelve un `Result`; para detenerse, `panic!(\"…\")`.",
        ),
        "assert" => {
            advice("`assert` es una macro: lleva `!` y paréntesis.", "escribe `assert!(x == 3);`, o `assert_eq!(x, 3);`.")
        }
        _ => None,
    }
}

fn attempt(d: &Diagnostic) -> Option<Advice> {
    let caught = d.says::<0>("keyword `catch` cannot follow a `try` block").is_some();
    let experimental = d.is("E0658").is_some() && d.says::<0>("`try` expression is experimental").is_some();
    let naming =
        d.around().is_some_and(|(before, _)| ["let", "mut", "fn"].iter().any(|word| before.trim_end().ends_with(word)));
    let keyword = d.says::<0>("found reserved keyword `try`").is_some() && !naming;
    (caught || experimental || keyword).then_some(())?;
    advice(
        "en Rust no hay `try` ni `catch`: lo que puede fallar devuelve un `Result`, con el valor o con el error.",
        "`match f(x) { Ok(valor) => …, Err(error) => … }`; o `f(x)?`, que se detiene si hay un error y lo muestra.",
    )
}

fn keyword(d: &Diagnostic) -> Option<Advice> {
    let (word, found) = opening(d)?;
    let (what, fix) = match word {
        "elif" | "elsif" => ("en Rust no hay `elif`.", "escribe `else if`, detrás de la llave que se cierra.".to_string()),
        "del" | "delete" => (
            "en Rust no se borra una variable a mano.",
            format!("si de verdad hace falta, `drop({});`.", Some(found).filter(|name| is_name(name)).unwrap_or("x")),
        ),
        "print" | "echo" | "puts" => {
            ("para escribir está la macro `println!`, con paréntesis.", "escribe `println!(\"{x}\");`.".to_string())
        }
        "global" | "nonlocal" => {
            ("una función `fn` no ve las variables de fuera: solo sus parámetros.", "pásala como parámetro.".to_string())
        }
        _ => return None,
    };
    advice(what, fix)
}

fn then(d: &Diagnostic) -> Option<Advice> {
    d.says::<0>("expected `{`, found `then`")?;
    advice("en Rust un `if` no lleva `then`: cada camino va entre llaves.", "por ejemplo, `if x == 42 { 3 } else { 4 }`.")
}

fn if_behind(d: &Diagnostic) -> Option<Advice> {
    d.says::<0>("found keyword `if`")?;
    let after = d.around_in_file()?.1;
    after.lines().take(3).any(|line| line.contains("else")).then_some(())?;
    advice("en Rust el `if` va delante del valor, y cada camino, entre llaves.", "por ejemplo, `if x > 2 { 1 } else { 0 }`.")
}

fn no_braces(d: &Diagnostic) -> Option<Advice> {
    d.says::<0>("expected `{`, found *").filter(|_| d.code() != ":")?;
    d.helped::<0>("expression is missing a block after this condition")?;
    advice(
        "lo que hace un `if` va siempre entre llaves, aunque sea una sola línea.",
        "por ejemplo, `if x > 3 { println!(\"sí\"); }`; la condición no necesita paréntesis.",
    )
}

fn c_for(d: &Diagnostic) -> Option<Advice> {
    d.says::<0>("expected pattern, found `let`")
        .or_else(|| d.says::<0>("expected one of `)`, `,`, `@`, `if`, or `|`, found"))?;
    let before = d.around()?.0;
    before.split(';').next()?.replace(' ', "").contains("for(").then_some(())?;
    advice(
        "en Rust un `for` recorre un intervalo o una lista.",
        "de 0 a 9, `for i in 0..10 { … }`; de dos en dos, `for i in (0..10).step_by(2) { … }`.",
    )
}

fn for_of(d: &Diagnostic) -> Option<Advice> {
    d.says::<0>("missing `in` in `for` loop")?;
    advice("en Rust un `for` se escribe con `in`.", "por ejemplo, `for x in &v { … }`.")
}

fn for_two(d: &Diagnostic) -> Option<Advice> {
    d.says::<0>("unexpected `,` in pattern")?;
    statement(d.around_in_file()?.0).starts_with("for ").then_some(())?;
    advice(
        "dos nombres a la vez van entre paréntesis.",
        "el número y el valor de cada uno: `for (i, x) in v.iter().enumerate() { … }`.",
    )
}

fn comprehension(d: &Diagnostic) -> Option<Advice> {
    d.says::<0>("found keyword `for`").or_else(|| d.says::<0>("no rules expected keyword `for`"))?;
    let before = statement(d.around_in_file()?.0);
    (before.rfind('[')? > before.rfind(']').unwrap_or(0)).then_some(())?;
    advice(
        "en Rust una lista no se describe con un `for` dentro: se recorre, se cambia y se reúne.",
        "`(0..3).map(|x| 2 * x).collect::<Vec<_>>()`; y `.filter(|x| …)`, si se queda solo con algunos.",
    )
}

fn new(d: &Diagnostic) -> Option<Advice> {
    let [found] = d.says("expected one of *").or_else(|| d.says("expected `;`, found *"))?;
    let found = found.rsplit('`').nth(1).filter(|name| is_name(name))?;
    let (before, after) = d.around_in_file()?;
    let before = before.trim_end();
    let last = before.rsplit(|c: char| !c.is_alphanumeric() && c != ':').next()?;
    let call = after.trim_start().trim_start_matches(found).trim_start();
    (last == "new" && call.starts_with(['(', '<', ':'])).then_some(())?;
    advice(
        "en Rust no hay `new` delante: un valor lo crea una función de su tipo.",
        format!("escribe `{found}::new(…)`, si la tiene; un `struct` tuyo, con sus campos: `Punto {{ x: 1.0 }}`."),
    )
}

fn default_argument(d: &Diagnostic) -> Option<Advice> {
    d.says::<0>("parameter defaults are not supported")?;
    advice(
        "en Rust un parámetro no tiene un valor por omisión: quien llama los da todos.",
        "quita el `= …`, y da el valor al llamar; o escribe otra función, con menos parámetros, que llame a esta.",
    )
}

fn named_argument(d: &Diagnostic) -> Option<Advice> {
    // Al calificar; en un cuaderno, evcxr la parte antes en dos, y rustc dice otra cosa.
    if let Some(advice) = default_argument(d) {
        return Some(advice);
    }
    d.says::<0>("invalid `struct` delimiters or `fn` call arguments")?;
    named()
}

fn named_argument_with_equals(d: &Diagnostic) -> Option<Advice> {
    d.is("E0425")?;
    let [name] = d.says("cannot find value `*` in this scope")?;
    let (before, after) = d.around()?;
    let equals = after.trim_start().strip_prefix('=').is_some_and(|rest| !rest.starts_with(['=', '>']));
    // Dentro de una llamada: `f(x = 2.0)`; no en `while (x = lee())`, ni en `let a = (x = 2.0);`.
    let call = before.trim_end().strip_suffix(name).unwrap_or(before).trim_end();
    let inside = call.ends_with(',')
        || call.strip_suffix('(').is_some_and(|before| {
            let function = operands((before, "")).0.unwrap_or_default();
            !function.is_empty() && !is_whole(function) && !["if", "while", "match", "return"].contains(&function)
        });
    (equals && inside).then_some(())?;
    named()
}

fn named() -> Option<Advice> {
    advice(
        "en Rust los argumentos van en su orden, y sin su nombre.",
        "escribe solo los valores, `f(2.0)`; si importa decir cuál es cuál, un `struct` tiene campos con nombre.",
    )
}

fn awaits(d: &Diagnostic) -> Option<Advice> {
    // Si la función no es `async`, evcxr enseña solo el segundo.
    d.is("E0728").or_else(|| d.is("E0277").filter(|()| d.says::<0>("is not a future").is_some()))?;
    advice(
        "`.await` solo se puede usar dentro de una función `async`, y aquí no lo es ninguna.",
        "quítalo: lo de este cuaderno no espera a nadie. Una función corriente se llama sin más, `lee()`.",
    )
}
