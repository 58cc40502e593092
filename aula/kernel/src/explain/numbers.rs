//! Números: enteros y decimales, potencias, la coma y los tamaños.

use super::Rule::With;
use super::diagnostic::bare;
use super::words::{Class, as_float, cast, class, describe, is_name, is_whole, operands, simple, whole_part};
use super::{Advice, Diagnostic, Kind, advice};

pub const KINDS: &[Kind] = &[
    Kind { name: "Un entero donde va un decimal", example: "let alpha: f64 = 2;", explain: With(whole_literal) },
    Kind {
        name: "Una cuenta donde va un decimal",
        example: "let n: usize = 4;\nlet media: f64 = n;",
        explain: With(integer_for_float),
    },
    Kind { name: "Una lista con enteros y decimales", example: "let l = [1, 2.0];", explain: With(mixed_list) },
    Kind { name: "Un decimal donde va un entero", example: "let ceros = vec![0.0; 3.0];", explain: With(float_for_integer) },
    Kind { name: "Enteros con decimales", example: "let total = 3;\nlet media = total / 2.0;", explain: With(mixed) },
    Kind {
        name: "Dos decimales de distinto tamaño",
        example: "let w: f32 = 0.5;\nlet z = 2.0_f64 * w;",
        explain: With(two_floats),
    },
    Kind {
        name: "Dos enteros de distinto tipo",
        example: "let i: i32 = 1;\nlet n: usize = 3;\nlet m = n + i;",
        explain: With(two_integers),
    },
    Kind { name: "El acento circunflejo como potencia", example: "let x = 3.0;\nlet y = x ^ 2;", explain: With(caret) },
    Kind { name: "Los dos asteriscos como potencia", example: "let x = 3.0;\nlet y = x ** 2;", explain: With(stars) },
    Kind { name: "La coma decimal", example: "let alpha: f64 = 0,5;", explain: With(decimal_comma) },
    Kind {
        name: "La coma decimal, en una llamada",
        example: "gradiente::sigmoid(0,5)",
        explain: With(decimal_comma_in_call),
    },
    Kind { name: "Un decimal sin tipo", example: "let x = 2.0;\nlet y = x.powi(2);", explain: With(ambiguous) },
    Kind {
        name: "Una operación de decimales con un entero",
        example: "let n: i32 = 9;\nlet raiz = n.sqrt();",
        explain: With(float_method),
    },
    Kind { name: "Un negativo donde no los hay", example: "let n: usize = 3;\nlet atras = -n;", explain: With(negative) },
    Kind { name: "Un número que no cabe", example: "let octeto: u8 = 300;", explain: With(overflow) },
    Kind { name: "Una operación que no puede salir bien", example: "let d = 1 / 0;", explain: With(certain_panic) },
    Kind { name: "Una cuenta que no cabe", example: "let u: usize = 3 - 5;", explain: With(certain_overflow) },
];

fn whole_literal(d: &Diagnostic) -> Option<Advice> {
    let (expected, found) = d.expected_found()?;
    if class(expected) != Class::Float || class(found) != Class::Integer || !is_whole(d.code()) {
        return None;
    }
    let code = d.code();
    if let Some((before, after)) = d.around_in_file()
        && before.trim_end().ends_with('=')
        && let Some(after) = after.trim_start().strip_prefix(',')
        && let Some(rest) = operands(("", after)).1.filter(|rest| is_whole(rest))
    {
        return comma(code, rest);
    }
    advice(format!("aquí va un decimal ({}), y `{code}` es entero.", type_of(expected)), format!("escribe `{code}.0`."))
}

fn integer_for_float(d: &Diagnostic) -> Option<Advice> {
    let (expected, found) = d.expected_found()?;
    if class(expected) != Class::Float || class(found) != Class::Integer {
        return None;
    }
    let code = d.code();
    if let Some((first, second)) = code.split_once('/') {
        let (first, second) = (first.trim(), second.trim());
        let attempt = if simple(first) && simple(second) {
            format!("antes de dividir: `{} / {}`.", as_float(first), as_float(second))
        } else {
            "convierte cada uno en decimal antes de dividir: `n as f64 / 2.0`.".into()
        };
        return advice("una división de enteros da un entero, sin los decimales, y aquí va un decimal.", attempt);
    }
    advice(
        format!("aquí va un decimal ({}), y `{code}` es {}.", type_of(expected), describe(found)),
        format!("conviértelo: `{}`.", cast(code, if expected == "f32" { "f32" } else { "f64" })),
    )
}

/// El tipo de una lista lo pone su primer elemento; quien mezcla quería decimales.
fn mixed_list(d: &Diagnostic) -> Option<Advice> {
    let (expected, found) = d.expected_found()?;
    let (before, _) = d.around_in_file()?;
    let open = before.rfind('[').filter(|&at| !before[at..].contains([']', ';']))?;
    let first = before[open + 1..].split(',').next()?.trim();
    if expected != "integer" || class(found) != Class::Float || !is_whole(first) {
        return None;
    }
    advice(
        format!("en una lista todos son del mismo tipo, y aquí `{first}` es entero y `{}`, decimal.", d.code()),
        format!("escríbelos todos con decimales: `{first}.0`."),
    )
}

fn float_for_integer(d: &Diagnostic) -> Option<Advice> {
    let (expected, found) = d.expected_found()?;
    let branches = d.says::<0>("have incompatible types").is_some();
    if class(expected) != Class::Integer || class(found) != Class::Float || branches {
        return None;
    }
    let code = d.code();
    let meaning = format!("aquí va {}, y `{code}` es decimal.", describe(expected));
    if d.others().any(|code| code == "powi") {
        return advice(meaning, "`powi` eleva a un entero: `x.powi(2)`. Para un exponente decimal, `x.powf(0.5)`.");
    }
    match whole_part(code) {
        Some(whole) => advice(meaning, format!("escribe `{whole}`.")),
        None => {
            let to = if expected == "integer" { "i32" } else { expected };
            let saved = d.left().trim_end_matches(['+', '-', '*', '/', '=', ' ']);
            if code.contains('.') && is_name(saved) && expected == "integer" {
                return advice(
                    meaning,
                    format!("si `{saved}` va a guardar decimales, créala con uno: `let mut {saved} = 0.0;`."),
                );
            }
            advice(meaning, format!("conviértelo, y pierde los decimales: `{}`.", cast(code, to)))
        }
    }
}

/// Qué se hace con dos tipos que no casan: «sumar», y los tipos en el orden en que están escritos.
fn operation<'a>(d: &Diagnostic<'a>) -> Option<(&'static str, &'a str, &'a str)> {
    d.is("E0277").or(d.is("E0369"))?;
    const SWAPPED: [(&str, &str); 4] = [
        ("sumar", "cannot add * to *"),
        ("restar", "cannot subtract * from *"),
        ("sumar", "cannot add-assign * to *"),
        ("restar", "cannot subtract-assign * from *"),
    ];
    const STRAIGHT: [(&str, &str); 5] = [
        ("multiplicar", "cannot multiply * by *"),
        ("dividir", "cannot divide * by *"),
        ("multiplicar", "cannot multiply-assign * by *"),
        ("dividir", "cannot divide-assign * by *"),
        ("comparar", "can't compare * with *"),
    ];
    let find = |list: &[(&'static str, &str)]| {
        list.iter()
            .find_map(|(verb, pattern)| d.says::<2>(pattern).map(|[first, second]| (*verb, bare(first), bare(second))))
    };
    find(&SWAPPED).map(|(verb, second, first)| (verb, first, second)).or_else(|| find(&STRAIGHT))
}

fn mixed(d: &Diagnostic) -> Option<Advice> {
    let (verb, left, right) = operation(d)?;
    let value = |kind: &str| class(kind.trim_start_matches('&'));
    let whole_first = match (value(left), value(right)) {
        (Class::Integer, Class::Float) => true,
        (Class::Float, Class::Integer) => false,
        _ => return None,
    };
    let (first, second) = d.around().map_or((None, None), operands);
    let (whole, decimal) = if whole_first { (first, second) } else { (second, first) };
    let (whole_type, decimal_type) = if whole_first { (left, right) } else { (right, left) };
    let named = |code: Option<&str>, what: &str, name: &str| match code {
        Some(code) => format!("`{code}` es {}", describe(name)),
        None => format!("{what} es {}", describe(name)),
    };
    let meaning = format!(
        "Rust no sabe {verb} un entero y un decimal: {} y {}.",
        named(whole, "uno", whole_type),
        named(decimal, "el otro", decimal_type),
    );
    let assigned = d.message().contains("-assign");
    match whole {
        Some(code) if assigned && whole_first => {
            advice(meaning, format!("créala con decimales desde el principio: `let mut {code} = 0.0;`."))
        }
        Some(code) if whole_type.starts_with('&') => {
            advice(meaning, format!("convierte el entero en decimal: `*{code} as f64`."))
        }
        Some(code) => advice(meaning, format!("convierte el entero en decimal: `{}`.", as_float(code))),
        None => advice(meaning, "convierte el entero en decimal: `2.0` en lugar de `2`, o `n as f64`."),
    }
}

fn two_floats(d: &Diagnostic) -> Option<Advice> {
    let (left, right) = operation(d).map(|(_, left, right)| (left, right)).or_else(|| d.expected_found())?;
    let both = [left, right];
    if !(both.contains(&"f32") && both.contains(&"f64")) {
        return None;
    }
    let other = Some(d.code()).filter(|code| simple(code)).unwrap_or("x");
    advice(
        "un decimal es `f64` y el otro `f32`, y Rust no los mezcla.",
        format!("usa `f64` en los dos; o convierte el otro: `{}`.", cast(other, "f64")),
    )
}

fn two_integers(d: &Diagnostic) -> Option<Advice> {
    let (to, from) = operation(d).map(|(_, left, right)| (left, right)).or_else(|| d.expected_found())?;
    if class(to) != Class::Integer || class(from) != Class::Integer {
        return None;
    }
    let named = if to == "integer" { "usize" } else { to };
    let code = if d.is("E0308").is_some() { Some(d.code()) } else { d.around().and_then(|around| operands(around).1) };
    advice(
        format!("un entero es `{to}` y el otro `{from}`, y Rust no los mezcla."),
        format!("convierte uno: `{}`.", cast(code.filter(|code| simple(code)).unwrap_or("n"), named)),
    )
}

fn caret(d: &Diagnostic) -> Option<Advice> {
    d.is("E0369").or(d.is("E0277"))?;
    let [_, _] = d.says("no implementation for `* ^ *`")?;
    power(d, "en Rust `^` no es una potencia: es una operación con los bits de dos enteros.")
}

fn stars(d: &Diagnostic) -> Option<Advice> {
    d.is("E0614")?;
    let (before, _) = d.around()?;
    before.ends_with('*').then_some(())?;
    power(d, "en Rust no hay `**`: entiende una multiplicación y otra cosa.")
}

/// La potencia que se quería escribir.
fn power(d: &Diagnostic, meaning: &str) -> Option<Advice> {
    let around = d.around().map(|(before, after)| (before.trim_end().trim_end_matches('*'), after));
    let (base, exponent) = around.map_or((None, None), operands);
    // En `**`, lo que señala es el asterisco y el exponente.
    let exponent =
        exponent.or_else(|| Some(d.code().trim_start_matches(['*', ' '])).filter(|code| simple(code))).unwrap_or("2");
    let base = base.unwrap_or("x");
    let named = base.starts_with(|c: char| c.is_alphabetic());
    let decimals = match exponent.contains('.') {
        true => format!("powf({exponent})"),
        false => format!("powi({exponent})"),
    };
    let attempt = match (named, exponent.contains('.'), base.contains('.')) {
        (true, true, _) => {
            format!("escribe `{base}.{decimals}`, con `{base}` decimal y su tipo al crearlo: `let {base}: f64 = …;`.")
        }
        (true, false, _) => format!(
            "si `{base}` es decimal, `{base}.{decimals}`; si es entero, `{base}.pow({exponent})`; con su tipo al crearlo, \
             `let {base}: f64 = …;`."
        ),
        (false, false, false) => format!("escribe `{base}_i32.pow({exponent})`; con decimales, `{base}.0_f64.{decimals}`."),
        (false, _, true) => format!("escribe `{base}_f64.{decimals}`."),
        (false, true, false) => format!("escribe `{base}.0_f64.{decimals}`."),
    };
    advice(meaning, attempt)
}

fn decimal_comma(d: &Diagnostic) -> Option<Advice> {
    let [found] = d.says("expected `;`, found `*`")?;
    let (before, after) = d.around_in_file()?;
    let (whole, rest) = (operands((before, "")).0?, operands(("", after)).1?);
    if found != "," || !is_whole(whole) || !is_whole(rest) {
        return None;
    }
    comma(whole, rest)
}

fn comma(whole: &str, rest: &str) -> Option<Advice> {
    advice(
        format!("la coma separa cosas; los decimales se escriben con punto, y aquí hay dos números, `{whole}` y `{rest}`."),
        format!("escribe `{whole}.{rest}`."),
    )
}

fn decimal_comma_in_call(d: &Diagnostic) -> Option<Advice> {
    d.is("E0061")?;
    let parts: Vec<&str> = d.others().filter(|code| is_whole(code)).collect();
    let [whole, rest] = parts[..] else { return None };
    advice(
        "la coma separa argumentos, y aquí hay uno de más; los decimales se escriben con punto.",
        format!("si es un solo número, escribe `{whole}.{rest}`."),
    )
}

fn ambiguous(d: &Diagnostic) -> Option<Advice> {
    d.is("E0689")?;
    let [method, kind] = d.says("can't call method `*` on ambiguous numeric type `*`")?;
    if method.contains("f64") || method.to_lowercase().contains("float") {
        return advice(format!("los números no tienen `{method}`: se convierten con `as`."), "por ejemplo, `3 as f64`.");
    }
    if class(kind) == Class::Integer && !OF_FLOATS.contains(&method) {
        return advice(
            format!("antes de usar `{method}`, Rust necesita saber qué entero es: `i32`, `usize`…"),
            "dile el tipo al crearlo: `let x: i32 = 5;`, o `5_i32`.",
        );
    }
    if class(kind) == Class::Integer {
        return advice(
            format!("`{method}` es de los decimales, y el número está escrito como un entero."),
            "escríbelo con punto y con su tipo: `let x: f64 = 3.0;`, o `3.0_f64`.",
        );
    }
    advice(
        format!("antes de usar `{method}`, Rust necesita saber qué decimal es: `f64` o `f32`."),
        "dile el tipo al crearlo: `let x: f64 = 2.0;`, o `2.0_f64`.",
    )
}

pub const OF_FLOATS: [&str; 18] = [
    "sqrt", "exp", "ln", "powf", "powi", "sin", "cos", "tan", "tanh", "floor", "ceil", "round", "log10", "recip", "exp2",
    "trunc", "sinh", "cosh",
];

fn float_method(d: &Diagnostic) -> Option<Advice> {
    d.is("E0599")?;
    let [method, kind] = d.says("no method named `*` found for type `*` in")?;
    let converts = method.contains("f64") || method.to_lowercase().contains("float");
    if class(kind) == Class::Integer && converts {
        return advice(format!("los números no tienen `{method}`: se convierten con `as`."), "por ejemplo, `3 as f64`.");
    }
    if class(kind) == Class::Float && method == "pow" {
        return advice(
            "en los decimales la potencia tiene otro nombre.",
            "escribe `x.powi(2)`; con exponente decimal, `x.powf(0.5)`.",
        );
    }
    if class(kind) != Class::Integer || !OF_FLOATS.contains(&method) {
        return None;
    }
    let (before, _) = d.around()?;
    let code = operands((before.trim_end().trim_end_matches('.'), "")).0.unwrap_or("n");
    advice(
        format!("`{method}` es de los decimales, y este número es {}.", describe(kind)),
        format!("conviértelo antes: `({}).{method}()`.", cast(code, "f64")),
    )
}

fn negative(d: &Diagnostic) -> Option<Advice> {
    d.is("E0600")?;
    let [kind] = d.says("cannot apply unary operator `-` to type `*`")?;
    if class(kind) != Class::Integer {
        return None;
    }
    let code = d.code().trim_start_matches('-');
    if is_whole(code) {
        return advice(
            format!("un `{kind}` no puede ser negativo: sirve para contar."),
            format!("usa un entero con signo: `let n: i32 = -{code};`."),
        );
    }
    advice(
        format!("`{code}` es `{kind}`, un entero que no puede ser negativo: sirve para contar."),
        format!("conviértelo antes: `-({})`, o `as f64` si quieres un decimal.", cast(code, "i32")),
    )
}

fn overflow(d: &Diagnostic) -> Option<Advice> {
    d.is("overflowing_literals")?;
    let [kind] = d.says("literal out of range for `*`")?;
    let range = d.helped("whose range is `*`").map(|[range]| range.trim_end_matches('`').replace("..=", " a "));
    let fits = range.map_or(String::new(), |range| format!(", que va de {}", range.split('`').next().unwrap_or_default()));
    advice(format!("`{}` no cabe en un `{kind}`{fits}.", d.code()), "usa un tipo más grande, como `i64` o `f64`.")
}

fn certain_panic(d: &Diagnostic) -> Option<Advice> {
    d.is("unconditional_panic")?;
    if let Some([length, index]) = d.labelled("the length is * but the index is *") {
        return advice(
            format!("hay {length} elementos, y pides el [{index}]: se cuenta desde 0."),
            format!("usa un índice de 0 a {}.", length.parse().unwrap_or(1_usize).saturating_sub(1)),
        );
    }
    d.labelled::<0>("by zero").or_else(|| d.labelled::<0>("with a divisor of zero"))?;
    advice(
        "dividir un entero por cero detiene el programa, y aquí pasaría siempre.",
        "revisa el divisor; con decimales, `1.0 / 0.0` es infinito.",
    )
}

/// Una cuenta con números escritos: rustc ya sabe lo que sale.
fn certain_overflow(d: &Diagnostic) -> Option<Advice> {
    d.is("arithmetic_overflow")?;
    let [operation] = d.labelled("attempt to compute `*`, which would overflow")?;
    let kind = operation.rsplit('_').next()?;
    let code = d.code();
    let unsigned = kind.starts_with('u') && operation.contains(" - ");
    if unsigned {
        return advice(
            format!("`{code}` sale negativo, y un `{kind}` no puede serlo: sirve para contar."),
            "usa un entero con signo, `let n: i32 = …;`; o decimales.",
        );
    }
    advice(
        format!("lo que sale de `{code}` no cabe en un `{kind}`."),
        "usa un tipo más grande, como `i64`; o decimales, `f64`.",
    )
}

fn type_of(expected: &str) -> String {
    format!("`{}`", if expected.starts_with('f') && !expected.contains(' ') { expected } else { "f64" })
}
