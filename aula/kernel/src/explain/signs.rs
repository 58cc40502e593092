//! Costumbres de otros lenguajes, en los signos: comentarios, comparaciones, trozos de listas, productos de matrices.

use super::Rule::With;
use super::control::is_between;
use super::words::{Class, class, describe, is_whole, operands};
use super::{Advice, Diagnostic, Kind, advice};

pub const KINDS: &[Kind] = &[
    Kind { name: "Un comentario con `#`", example: "# la suma\nlet suma = 1 + 2;", explain: With(hash) },
    Kind { name: "Un comentario con `%`", example: "% la suma\nlet suma = 1 + 2;", explain: With(percent_comment) },
    Kind { name: "Un comentario con `--`", example: "-- la suma\nlet suma = 1 + 2;", explain: With(dashes) },
    Kind { name: "Un texto entre tres comillas", example: "\"\"\"la suma\"\"\"", explain: With(triple_quotes) },
    Kind { name: "Comparar con tres iguales", example: "let x = 3;\nif x === 3 { }", explain: With(comparison) },
    Kind { name: "Distinto, con otro signo", example: "let x = 3;\nlet otro = x ~= 3;", explain: With(tilde) },
    Kind { name: "Menor o igual, al revés", example: "let x = 3;\nlet menor = x =< 2;", explain: With(backwards) },
    Kind { name: "El producto de matrices con `@`", example: "let a = 1.0;\nlet b = a @ a;", explain: With(at) },
    Kind { name: "Dividir con palabras", example: "let x = 7 mod 2;", explain: With(division) },
    Kind { name: "Sumar con `=+`", example: "let mut x = 3;\nx =+ 2;", explain: With(plus_behind) },
    Kind { name: "La división entera", example: "let x = 7 // 2", explain: With(floor_division) },
    Kind { name: "Contar desde el final", example: "let v = vec![1, 2, 3];\nlet x = v[-1];", explain: With(negative_index) },
    Kind { name: "Un trozo con dos puntos", example: "let v = vec![1, 2, 3];\nlet x = v[1:3];", explain: With(slice) },
    Kind {
        name: "Un trozo de una lista, sin prestarlo",
        example: "let v = vec![1, 2, 3];\nlet x = v[1..3];",
        explain: With(unsized_slice),
    },
    Kind { name: "Un intervalo con paso", example: "for i in 0..10..2 { }", explain: With(step) },
    Kind {
        name: "Dos índices entre corchetes",
        example: "let a = vec![vec![1, 2]];\nlet x = a[0, 1];",
        explain: With(two_indices),
    },
    Kind { name: "Un punto delante de un signo", example: "let x: f64 = 2.0;\nlet y = x .* 3.0;", explain: With(dotted) },
    Kind { name: "La traspuesta con una comilla", example: "let a = 2.0;\nlet b = a';", explain: With(quote) },
    Kind { name: "Un decimal que empieza por el punto", example: "let x = .5;", explain: With(bare_point) },
    Kind { name: "Un número pegado a un nombre", example: "let x = 3;\nlet y = 2x;", explain: With(glued) },
    Kind { name: "Sumar uno", example: "let mut i = 0;\ni++;", explain: With(increment) },
    Kind { name: "El formato con `%`", example: "println!(\"x = %d\", 3);", explain: With(percent) },
    Kind { name: "Un texto con acentos graves", example: "let t = `hola`;", explain: With(backtick) },
    Kind { name: "Negar un número", example: "let x = !0.5;", explain: With(not_a_number) },
    Kind { name: "Repetir un texto", example: "let t = \"a\" * 3;", explain: With(repeated_text) },
    Kind { name: "Un texto y un número", example: "let x = 3;\nlet t = \"x = \" + x;", explain: With(text_and_number) },
];

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

/// ¿Está lo que señala al principio de una instrucción?
fn starts(d: &Diagnostic) -> bool {
    d.left().is_empty()
}

fn percent_comment(d: &Diagnostic) -> Option<Advice> {
    d.says::<0>("expected expression, found `%`")?;
    starts(d).then_some(())?;
    advice("en Rust un comentario empieza con `//`; el `%` da el resto de una división.", "escribe `// la suma`.")
}

fn dashes(d: &Diagnostic) -> Option<Advice> {
    let statement = d.left();
    let comment = statement.starts_with("--") || (statement.is_empty() && d.right().starts_with("--"));
    let lost = d.is_of_syntax() || (d.is("E0425").is_some() && statement == "--");
    // evcxr pone la última línea entre paréntesis.
    let last = d.is("E0425").is_some() && d.around_in_file()?.0.ends_with("(\n-- ");
    ((comment && lost) || last).then_some(())?;
    advice("en Rust un comentario empieza con `//`, y no hay `--`.", "escribe `// la suma`; para restar uno, `x -= 1`.")
}

fn triple_quotes(d: &Diagnostic) -> Option<Advice> {
    let double = d.left().ends_with("\"\"") && d.found().is_some_and(|found| found.starts_with('"'));
    let single = d.says::<0>("character constant must be escaped").is_some() && d.around()?.0.ends_with('\'');
    let touching = d.around_in_file()?.1.trim_start_matches('\n').starts_with('"');
    ((double && touching) || single).then_some(())?;
    advice(
        "en Rust no hay textos entre tres comillas.",
        "un comentario empieza con `//`; un texto va entre dos comillas, `\"hola\"`, y puede tener varias líneas.",
    )
}

fn tilde(d: &Diagnostic) -> Option<Advice> {
    let unary = d.says::<0>("`~` cannot be used as a unary operator").is_some();
    let between = d.found() == Some("~") && is_between(d);
    (unary || between).then_some(())?;
    if d.right().trim_start_matches('~').trim_start().starts_with('=') {
        return advice("en Rust «distinto» no se escribe `~=`.", "escribe `!=`.");
    }
    unary.then_some(())?;
    advice("en Rust no hay `~`.", "para negar lo verdadero o falso, y los bits de un entero, `!x`.")
}

fn backwards(d: &Diagnostic) -> Option<Advice> {
    let less = d.is_of_syntax() && d.left().ends_with("=<");
    less.then_some(())?;
    advice("«menor o igual» se escribe con el signo `<` delante.", "escribe `<=`.")
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

fn at(d: &Diagnostic) -> Option<Advice> {
    d.found().filter(|found| *found == "@" && is_between(d))?;
    let (left, right) = operands((d.left(), d.rest()));
    let (left, right) = (left.unwrap_or("a"), right.unwrap_or("b"));
    advice("en Rust `@` no multiplica matrices.", format!("escribe `{left}.dot(&{right})`."))
}

fn division(d: &Diagnostic) -> Option<Advice> {
    // `mod` es una palabra de Rust: detrás va un nombre, y encuentra un número. También empieza así lo que evcxr pone detrás
    // de una definición sin terminar.
    let module = d.says::<0>("expected identifier, found").is_some() && d.left().split_whitespace().last() == Some("mod");
    let found = |word: &str| d.found() == Some(word) && is_between(d) && !d.rest().starts_with("evcxr");
    let (word, sign, what) = [("div", "/", "la división"), ("mod", "%", "el resto de una división")]
        .into_iter()
        .find(|(word, ..)| (found(word) && !d.left().starts_with("fn ")) || (module && *word == "mod"))?;
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
    let colon = d.found() == Some(":") || d.code() == ":";
    let double = d.says::<0>("expected identifier, found").is_some() && d.left().ends_with("[::");
    ((colon && d.is_of_syntax()) || double).then_some(())?;
    let before = d.left();
    // El corchete está abierto, y pegado a lo que trocea: no es una lista escrita.
    let open = before.rfind('[').filter(|&at| !before[at..].contains(']'))?;
    before[..open].ends_with(|c: char| c.is_alphanumeric() || "_)]".contains(c)).then_some(())?;
    advice(
        "en Rust un trozo se pide con `..`, y prestado.",
        "de una lista, `&v[1..3]`, del 1 al 2; `&v[1..]`, hasta el final; de dos en dos, `v.iter().step_by(2)`. \
         En una matriz, `m.row(0)`, `m.column(0)`, `m.slice(s![1..3, ..])`.",
    )
}

fn unsized_slice(d: &Diagnostic) -> Option<Advice> {
    d.is("E0277")?;
    let [kind] = d.says("the size for values of type `*` cannot be known at compilation time")?;
    let kind = kind.trim_matches('`');
    if d.helped::<0>("local variables must have a statically known size").is_none() {
        let example = match kind {
            "str" => "`&str`, o `String`, si lo devuelve una función",
            _ if kind.starts_with('[') => "`&[f64]`, prestado; o `Vec<f64>`, si lo devuelve una función",
            _ => return None,
        };
        return advice(
            format!("`{kind}` puede medir cualquier cosa, y así no se recibe ni se devuelve."),
            format!("escribe {example}."),
        );
    }
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
    (matches!(d.found()?, ".." | "..=") && d.left().contains("..")).then_some(())?;
    advice("un intervalo tiene un principio y un final; el paso se le pide aparte.", "escribe `(0..10).step_by(2)`.")
}

fn two_indices(d: &Diagnostic) -> Option<Advice> {
    let left = d.left();
    // evcxr corta la línea en la coma.
    let open = left.rfind('[').filter(|&at| !left[at..].contains(']'));
    let cut = d.found() == Some("[") && d.says::<0>("expected `;`, found").is_some();
    let (name, inside) = match open {
        Some(at) if d.found() == Some(",") => (&left[..at], &left[at + 1..]),
        None if cut => {
            let (inside, rest) = d.rest().split_once('\n')?;
            rest.trim_start().starts_with(',').then_some((left, inside.trim_end()))?
        }
        _ => return None,
    };
    let name = operands((name, "")).0?;
    let inside = if inside.contains(char::is_whitespace) || inside.is_empty() { "0" } else { inside };
    advice(
        "en Rust entre los corchetes va una sola cosa.",
        format!("de una matriz, `{name}[[{inside}, 1]]`, con dos corchetes; de una lista de listas, `{name}[{inside}][1]`."),
    )
}

fn dotted(d: &Diagnostic) -> Option<Advice> {
    let [sign] = d.says("unexpected token: `*`").or_else(|| {
        let sign = d.found().filter(|sign| ["*", "/", "^"].contains(sign))?;
        d.left().ends_with('.').then_some([sign])
    })?;
    let sign = sign.trim_start_matches('.').get(..1)?;
    ["*", "/", "^", "+", "-"].contains(&sign).then_some(())?;
    let (left, right) = operands((d.left(), d.right().trim_start_matches(sign)));
    let (left, right) = (left.unwrap_or("a"), right.unwrap_or("b"));
    let numbers = [left, right].iter().any(|word| word.starts_with(|c: char| c.is_ascii_digit()));
    let attempt = match sign {
        _ if sign != "^" && numbers => format!("escribe `{left} {sign} {right}`."),
        "^" => format!("la potencia, `{left}.powi(2)`; en cada número de una matriz también."),
        _ => format!(
            "escribe `{left} {sign} {right}`; con matrices, `&{left} {sign} &{right}`. El producto de matrices es `dot`."
        ),
    };
    advice("en Rust no va un punto delante de la operación: con matrices ya se hace número a número.", attempt)
}

fn quote(d: &Diagnostic) -> Option<Advice> {
    let glued = d.says("prefix `*` is unknown").filter(|_: &[&str; 1]| d.right().starts_with('\'')).map(|[name]| name);
    // evcxr no entiende la comilla, y la pone aparte.
    let lines = || d.source().lines().zip(d.source().lines().skip(1));
    let cut = |(line, next): &(&str, &str)| {
        line.starts_with("let ") && !line.ends_with(';') && (*next == "(" || next.starts_with("fn evcxr"))
    };
    let before = || lines().find(cut).map_or(d.left(), |(line, _)| line);
    let apart = d.says::<0>("unterminated character literal").and_then(|_| operands((before(), "")).0);
    let name = glued.or(apart)?;
    advice(
        "en Rust la comilla no traspone: empieza una letra, como `'a'`.",
        format!("la traspuesta de una matriz es `{name}.t()`."),
    )
}

fn bare_point(d: &Diagnostic) -> Option<Advice> {
    let whole = d.says::<0>("float literals must have an integer part").map(|_| d.code());
    let apart = || d.says::<0>("expected expression, found `.`").and_then(|_| operands(("", d.rest())).1);
    let digits = whole.or_else(apart)?.trim_start_matches('.');
    is_whole(digits).then_some(())?;
    advice("un decimal lleva siempre una cifra delante del punto.", format!("escribe `0.{digits}`."))
}

fn glued(d: &Diagnostic) -> Option<Advice> {
    let [suffix] = d.says("invalid suffix `*` for")?;
    let number = d.code().strip_suffix(suffix)?;
    advice(
        format!("`{suffix}` está pegado a un número: no se lee como una multiplicación."),
        format!("escribe el asterisco: `{number} * {suffix}`; si uno es decimal, los dos: `{number}.0`."),
    )
}

fn increment(d: &Diagnostic) -> Option<Advice> {
    let [_, what] = d.says("Rust has no * * operator")?;
    let sign = if what.starts_with("dec") { '-' } else { '+' };
    advice(format!("en Rust no hay `{sign}{sign}`."), format!("escribe `i {sign}= 1`."))
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
    let after_plus = |(before, _): (&str, &str)| before.trim_end().ends_with('+') || before.trim_end().ends_with("+=");
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
