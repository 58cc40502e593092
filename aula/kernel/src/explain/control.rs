//! Costumbres de otros lenguajes: cómo se decide, se repite, se elige entre casos o se recoge un error.

use super::Rule::{Opens, Says, With};
use super::words::{is_name, operands};
use super::{Advice, Diagnostic, Kind, advice};

pub const KINDS: &[Kind] = &[
    Kind {
        name: "La condición con `?` y `:`",
        example: "let x = 3;\nlet y = x > 2 ? 1 : 0;",
        explain: Says(
            "",
            "Rust has no ternary operator",
            "en Rust no hay `? :`; un `if` ya da un valor.",
            "por ejemplo, `let y = if x > 2 { 1 } else { 0 };`.",
        ),
    },
    Kind {
        name: "`if` … `then`",
        example: "let x = 42;\nlet y = if x == 42 then 3 else 4;",
        explain: Says(
            "",
            "expected `{`, found `then`",
            "en Rust un `if` no lleva `then`: cada camino va entre llaves.",
            "por ejemplo, `if x == 42 { 3 } else { 4 }`.",
        ),
    },
    Kind { name: "El if detrás del valor", example: "let x = 3;\nlet y = 1 if x > 2 else 0;", explain: With(if_behind) },
    Kind { name: "Comparar con `is`", example: "let x = Some(3);\nlet vacio = x is None;", explain: With(is) },
    Kind { name: "¿Está en la lista?", example: "let x = 3;\nlet esta = x in [1, 2];", explain: With(contains) },
    Kind { name: "Python: y, o", example: "let los_dos = true and false;", explain: With(words_for_logic) },
    Kind { name: "Python: no", example: "let al_reves = not true;", explain: With(negation) },
    Kind {
        name: "Dos comparaciones seguidas",
        example: "let x = 3;\nlet dentro = 1 < x < 5;",
        explain: With(chained_comparison),
    },
    Kind { name: "Un for como el de C", example: "for (let i = 0; i < 10; i++) { }", explain: With(c_for) },
    Kind { name: "Un intervalo con dos puntos", example: "for i in 1:10 { }", explain: With(colon_range) },
    Kind {
        name: "Un `for` sin `in`",
        example: "let v = vec![1, 2];\nfor x of v { }",
        explain: Says(
            "",
            "missing `in` in `for` loop",
            "en Rust un `for` se escribe con `in`.",
            "por ejemplo, `for x in &v { … }`, o `for i in 1..=10 { … }`, que llega al 10.",
        ),
    },
    Kind {
        name: "Un bucle con otra palabra",
        example: "foreach x in [1, 2] { }",
        explain: Opens(
            &["foreach", "until", "unless", "repeat"],
            "en Rust no hay `{0}`: se repite con `for`, `while` o `loop`, y se decide con `if`.",
            "por ejemplo, `for x in [1, 2] { … }`, `while !(x > 2) { … }` o `if !(x > 2) { … }`.",
        ),
    },
    Kind { name: "Un for con dos nombres", example: "let v = vec![1, 2];\nfor i, x in v { }", explain: With(for_two) },
    Kind { name: "Un `do` … `while`", example: "let mut x = 3;\ndo { x -= 1; } while (x > 0);", explain: With(do_while) },
    Kind { name: "Python: los dos puntos", example: "let n = 3;\nif n > 2: println!(\"muchos\");", explain: With(colon) },
    Kind { name: "Un if sin llaves", example: "let x = 5;\nif (x > 3) println!(\"sí\");", explain: With(no_braces) },
    Kind {
        name: "Un else if sin condición",
        example: "let x = 3;\nif x > 2 { } else if { }",
        explain: Says(
            "",
            "missing condition for `if` expression",
            "a este `if` le falta su condición.",
            "escríbela entre el `if` y la llave; si no la hay, es un `else`.",
        ),
    },
    Kind {
        name: "Un `switch`",
        example: "let x = 3;\nswitch (x) { case 1: 10 }",
        explain: Opens(
            &["switch", "select"],
            "en Rust no hay `{0}`: los casos se miran con `match`.",
            "por ejemplo, `match x { 1 => 10, 2 => 20, _ => 0 }`.",
        ),
    },
    Kind { name: "Los casos de un `match`", example: "let x = 3;\nmatch x { 1: 10, _: 0 }", explain: With(arms) },
    Kind { name: "Intentar, con `try`", example: "try { let x = 1; } catch (e) { }", explain: With(attempt) },
    Kind {
        name: "Avisar de un error de otra manera",
        example: "raise ValueError(\"x\")",
        explain: Opens(
            &["raise", "throw"],
            "en Rust no hay `{0}`: lo que puede fallar devuelve un `Result`, y lo que no tiene arreglo se detiene.",
            "`return Err(\"…\".into());` en una función que devuelve un `Result`; para detenerse, `panic!(\"…\")`.",
        ),
    },
];

/// ¿Hay un valor delante? Al principio de una instrucción, o donde iba un nombre, es otra cosa.
pub fn is_between(d: &Diagnostic) -> bool {
    let expected = ["expected one of", "expected `;`", "expected `{`"].iter().any(|start| d.message().starts_with(start));
    let value = |c: char| c.is_alphanumeric() || "_)]".contains(c);
    expected && d.left().ends_with(value)
}

fn if_behind(d: &Diagnostic) -> Option<Advice> {
    (d.found() == Some("if") && is_between(d)).then_some(())?;
    d.right().lines().take(6).any(|line| line.contains("else")).then_some(())?;
    advice("en Rust el `if` va delante del valor, y cada camino, entre llaves.", "por ejemplo, `if x > 2 { 1 } else { 0 }`.")
}

fn is(d: &Diagnostic) -> Option<Advice> {
    (d.found() == Some("is") && is_between(d)).then_some(())?;
    advice("en Rust no hay `is`.", "para comparar, `==`; y si un valor puede faltar, `x.is_none()` o `x.is_some()`.")
}

fn contains(d: &Diagnostic) -> Option<Advice> {
    let absent = d.found() == Some("not") && d.rest().starts_with("in");
    ((d.found() == Some("in") || absent) && is_between(d)).then_some(())?;
    let before = d.left();
    (!before.contains("for ")).then_some(())?;
    let value = operands((before, "")).0.unwrap_or("x");
    let not = if absent { "!" } else { "" };
    advice(
        "en Rust `in` es solo de un `for`.",
        format!(
            "pregúntaselo a la lista: `{not}[1, 2].contains(&{value})`; a un intervalo, `{not}(1..5).contains(&{value})`."
        ),
    )
}

fn words_for_logic(d: &Diagnostic) -> Option<Advice> {
    let [word] = d.says("`*` is not a logical operator")?;
    let sign = if word == "or" { "||" } else { "&&" };
    advice(format!("en Rust no se escribe `{word}`."), format!("escribe `{sign}`."))
}

fn negation(d: &Diagnostic) -> Option<Advice> {
    // Detrás de un `if`, evcxr lo parte, y a rustc le falta lo demás.
    let last = d.left().rsplit(|c: char| !c.is_alphanumeric()).next() == Some("not");
    let inside = d.is_of_syntax() && (last || d.code() == "not");
    let said = d.helped::<0>("use `!` to perform logical negation").is_some();
    (inside || said).then_some(())?;
    let value = if said { d.code() } else { "x" };
    advice("en Rust no se escribe `not`.", format!("escribe `!` delante: `!{value}`."))
}

fn chained_comparison(d: &Diagnostic) -> Option<Advice> {
    d.says::<0>("comparison operators cannot be chained")?;
    let again = d.proposal("split the comparison into two")?;
    advice(
        "en Rust no se comparan tres valores de una vez: son dos comparaciones, unidas con `&&`.",
        format!("escribe `{again}` en medio: `1 < x && x < 5`."),
    )
}

fn c_for(d: &Diagnostic) -> Option<Advice> {
    d.says::<0>("expected pattern, found `let`")
        .or_else(|| d.says::<0>("expected one of `)`, `,`, `@`, `if`, or `|`, found"))?;
    d.around()?.0.split(';').next()?.replace(' ', "").contains("for(").then_some(())?;
    advice(
        "en Rust un `for` recorre un intervalo o una lista, y no lleva paréntesis.",
        "de 0 a 9, `for i in 0..10 { … }`; de dos en dos, `for i in (0..10).step_by(2) { … }`; \
         una lista, `for x in &v { … }`.",
    )
}

fn colon_range(d: &Diagnostic) -> Option<Advice> {
    let left = d.left();
    (matches!(d.found(), Some(":" | "to" | "a")) && left.starts_with("for ")).then_some(())?;
    let (first, last) = operands((left, d.rest()));
    let (first, last) = (first?, last.filter(|last| last.chars().all(|c| c.is_alphanumeric() || c == '_'))?);
    advice(
        "en Rust un intervalo se escribe con dos puntos seguidos, `..`.",
        format!("de {first} a {last}, `{first}..={last}`; sin incluir el último, `{first}..{last}`."),
    )
}

fn for_two(d: &Diagnostic) -> Option<Advice> {
    d.says::<0>("unexpected `,` in pattern")?;
    d.left().starts_with("for ").then_some(())?;
    advice(
        "dos nombres a la vez van entre paréntesis.",
        "el número y el valor de cada uno, `for (i, x) in v.iter().enumerate() { … }`; \
         de un diccionario, `for (k, v) in &d { … }`.",
    )
}

fn do_while(d: &Diagnostic) -> Option<Advice> {
    d.says::<0>("found reserved keyword `do`").filter(|_| !d.is_naming())?;
    advice(
        "en Rust no hay `do`: un bucle que mira al final se escribe con `loop`.",
        "por ejemplo, `loop { x -= 1; if x <= 0 { break; } }`.",
    )
}

fn colon(d: &Diagnostic) -> Option<Advice> {
    let words = ["if", "else", "for", "while", "def", "match"];
    let opens = d.left().split_whitespace().any(|word| words.contains(&word));
    let found = d.says::<0>("expected `{`, found `:`").is_some();
    let apart = d.says::<0>("statements are terminated with a semicolon").is_some() && d.code() == ":";
    ((found && opens) || apart).then_some(())?;
    advice(
        "en Rust no hay `:` al final de una línea: lo que va dentro de un `if`, un `for` o una función va entre llaves.",
        "por ejemplo, `if n > 2 { println!(\"muchos\"); }`.",
    )
}

fn no_braces(d: &Diagnostic) -> Option<Advice> {
    let found = d.found().filter(|_| d.says::<0>("expected `{`, found").is_some())?;
    let left = d.left();
    let owners = ["if", "else", "for", "while"];
    // Detrás de un `else` la instrucción ya empezó en otra llave.
    let owner = left.split_whitespace().rev().find(|word| owners.contains(word)).or(left.is_empty().then_some("else"));
    let owner = owner?;
    // Con una llave detrás, lo que sobra está en la condición.
    let line = d.right().lines().next().unwrap_or_default();
    let text = line.split('"').step_by(2).collect::<String>();
    let starts = found.starts_with(|c: char| c.is_alphanumeric() || "\"(_".contains(c));
    // Una instrucción que empieza por un nombre sigue con algo; dos palabras seguidas son otra cosa.
    let word = is_name(found) && !d.rest().starts_with(['(', '!', '.', '=', '+', '-', '*', '/', ';', ':', '[']);
    (!word || ["break", "return", "continue"].contains(&found)).then_some(())?;
    (starts && !text.contains('{')).then_some(())?;
    advice(
        format!("lo que hace un `{owner}` va siempre entre llaves, aunque sea una sola línea."),
        match owner {
            "for" => "por ejemplo, `for x in &v { println!(\"{x}\"); }`.",
            "while" => "por ejemplo, `while x > 0 { x -= 1; }`; la condición no necesita paréntesis.",
            _ => "por ejemplo, `if x > 3 { 1 } else { 2 }`; la condición no necesita paréntesis.",
        },
    )
}

fn arms(d: &Diagnostic) -> Option<Advice> {
    let case = d.says::<0>("expected one of `=>`").is_some() && d.left().ends_with("case");
    let sign = d.message().starts_with("expected one of `...`, `..=`, `..`,") && matches!(d.found()?, ":" | "->");
    let comma = d.says::<0>("expected `,` following `match` arm").is_some();
    let other = d.says::<0>("expected identifier, found keyword `else`").is_some() && d.is_in_match();
    (case || sign || other || comma).then_some(())?;
    advice(
        "en un `match`, cada caso es un valor, `=>` y lo que se hace, y van separados por comas; los demás casos, `_`.",
        "por ejemplo, `match x { 1 => 10, 2 => 20, _ => 0 }`.",
    )
}

fn attempt(d: &Diagnostic) -> Option<Advice> {
    let caught = d.says::<0>("keyword `catch` cannot follow a `try` block").is_some();
    let experimental = d.is("E0658").is_some() && d.says::<0>("`try` expression is experimental").is_some();
    let keyword = d.says::<0>("found reserved keyword `try`").is_some() && !d.is_naming();
    let missing = d.is("E0574").is_some() && d.code() == "catch";
    (caught || experimental || keyword || missing).then_some(())?;
    advice(
        "en Rust no hay `try` ni `catch`: lo que puede fallar devuelve un `Result`, con el valor o con el error.",
        "`match f(x) { Ok(valor) => …, Err(error) => … }`; o `f(x)?`, que se detiene si hay un error y lo muestra.",
    )
}
