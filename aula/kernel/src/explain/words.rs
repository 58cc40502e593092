//! Los tipos de Rust, dichos como los diría una persona.

/// Qué clase de cosa es un tipo.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Class {
    Integer,
    Float,
    Text,
    Bool,
    Nothing,
    Array,
    List,
    Option,
    Result,
    Reference,
    Other,
}

pub fn class(name: &str) -> Class {
    match name {
        "integer" | "an integer" | "{integer}" | "i8" | "i16" | "i32" | "i64" | "i128" | "isize" | "u8" | "u16" | "u32"
        | "u64" | "u128" | "usize" => Class::Integer,
        "floating-point number" | "a float" | "{float}" | "f32" | "f64" => Class::Float,
        "&str" | "&'static str" | "String" | "&String" => Class::Text,
        "bool" => Class::Bool,
        "()" => Class::Nothing,
        _ if name.starts_with('&') => Class::Reference,
        _ if name.starts_with("ArrayBase<") => Class::Array,
        _ if name.starts_with("Vec<") || name.starts_with('[') => Class::List,
        _ if name.starts_with("Option<") => Class::Option,
        _ if name.starts_with("Result<") => Class::Result,
        _ => Class::Other,
    }
}

/// «un entero (`i32`)», «un decimal (`f64`)», «una matriz (`Array2<f64>`)»…
pub fn describe(name: &str) -> String {
    let noun = match class(name) {
        Class::Integer => "un entero",
        Class::Float => "un decimal",
        Class::Text => "un texto",
        Class::Bool => "un valor lógico",
        Class::Nothing => return "nada (`()`)".into(),
        Class::Array if name.contains("...") || name.contains(" _,") => return "un vector o una matriz de ndarray".into(),
        Class::Array if name.contains("[usize; 1]") => "un vector",
        Class::Array => "una matriz",
        Class::List => "una lista",
        Class::Option => "un valor que puede faltar",
        Class::Result => "un resultado que puede ser un error",
        Class::Reference => "una referencia",
        Class::Other if name.starts_with('(') => return "una tupla, varios valores juntos".into(),
        Class::Other => return if name.contains(' ') { name.into() } else { format!("un `{name}`") },
    };
    // `integer` y `{integer}` son un entero sin más: no dicen cuál.
    let vague = ["integer", "floating-point number", "an integer", "a float", "{integer}", "{float}"].contains(&name);
    if vague { noun.into() } else { format!("{noun} (`{}`)", short(name)) }
}

/// El tipo como se escribe en un cuaderno: `Array2<f64>`, y no `ArrayBase<OwnedRepr<f64>, Dim<[usize; 2]>, f64>`.
pub fn short(name: &str) -> String {
    let plain = name.replace("{float}", "f64").replace("{integer}", "i32");
    let (reference, rest) = plain.split_at(plain.len() - plain.trim_start_matches('&').len());
    let Some(inside) = rest.strip_prefix("ArrayBase<").and_then(|rest| rest.strip_suffix('>')) else { return plain };
    let item = inside.split_once("Repr<").and_then(|(_, rest)| rest.split('>').next()).unwrap_or("_");
    let view = if inside.starts_with("ViewRepr") { "View" } else { "" };
    let size = inside.split_once("[usize; ").and_then(|(_, rest)| rest.split(']').next()).unwrap_or_default();
    format!("{reference}Array{view}{size}<{}>", item.trim_start_matches('&'))
}

/// Un número escrito: ¿entero?
pub fn is_whole(code: &str) -> bool {
    let digits = code.strip_prefix('-').unwrap_or(code);
    digits.starts_with(|c: char| c.is_ascii_digit()) && digits.chars().all(|c| c.is_ascii_digit() || c == '_')
}

/// El entero que se escribe como `3.0`.
pub fn whole_part(code: &str) -> Option<&str> {
    code.strip_suffix(".0").or(code.strip_suffix('.')).filter(|whole| is_whole(whole))
}

/// `n as f64`, con paréntesis si `code` es una operación.
pub fn cast(code: &str, to: &str) -> String {
    if simple(code) { format!("{code} as {to}") } else { format!("({code}) as {to}") }
}

/// ¿Es un nombre, una llamada o un número, y no una operación?
pub fn simple(code: &str) -> bool {
    code.chars().all(|c| c.is_alphanumeric() || "_.()[]".contains(c)) && !code.is_empty()
}

/// Cómo se convierte `code`, entero, en decimal: `3.0` o `n as f64`.
pub fn as_float(code: &str) -> String {
    if is_whole(code) { format!("{code}.0") } else { cast(code, "f64") }
}

/// ¿Es un nombre? Donde faltaba algo, evcxr sigue con una función suya.
pub fn is_name(word: &str) -> bool {
    !["fn", "let", "use", "mod", "for", "if", "while", "match", "return"].contains(&word)
        && !word.starts_with("evcxr")
        && word.starts_with(|c: char| c.is_alphabetic() || c == '_')
        && word.chars().all(|c| c.is_alphanumeric() || c == '_')
}

/// El tipo de Rust que se parece a `word`, que puede ser el de otro lenguaje.
pub fn type_like(word: &str) -> Option<&'static str> {
    Some(match word {
        "int" | "Int" | "integer" | "long" | "short" | "i8" | "i16" | "i32" | "i64" | "u8" | "u16" | "u32" | "u64"
        | "int32" | "int64" => "i32",
        "usize" | "size_t" => "usize",
        "float" | "double" | "Float" | "Double" | "f64" | "f32" | "number" | "float64" | "float32" | "Float64" => "f64",
        "bool" | "boolean" | "Bool" | "Boolean" => "bool",
        "char" => "char",
        "String" | "string" | "str" => "&str",
        _ => return None,
    })
}

/// La instrucción sin terminar con que acaba `before`.
pub fn statement(before: &str) -> &str {
    let mut statement = before.rsplit([';', '{', '}']).next().unwrap_or_default().trim_start();
    // Un atributo, `#[…]`, dice algo de la instrucción; no es parte de ella.
    while let Some((_, rest)) = statement.split_once('\n').filter(|(line, _)| line.starts_with('#') && line.ends_with(']')) {
        statement = rest.trim_start();
    }
    statement
}

/// Lo que está pegado a un operador, a un lado y a otro, si es un nombre, una llamada o un número.
pub fn operands<'a>((before, after): (&'a str, &'a str)) -> (Option<&'a str>, Option<&'a str>) {
    let part = |c: char| c.is_alphanumeric() || c == '_' || c == '.';
    // El punto de `x.^2` es del operador.
    let (left, right) = (before.trim_end().trim_end_matches('.').trim_end(), after.trim_start().trim_start_matches('&'));
    if let Some(call) = call_behind(left) {
        return (Some(call), operands(("", after)).1);
    }
    let start = left.rfind(|c| !part(c)).map_or(0, |at| at + left[at..].chars().next().map_or(1, char::len_utf8));
    let end = right.find(|c| !part(c)).unwrap_or(right.len());
    // `f(x)`: con lo de delante del paréntesis no basta; `v.len()` es una llamada entera.
    let end = if right[end..].starts_with("()") && end > 0 { end + 2 } else { end };
    let whole = |end: usize| !right[end..].starts_with(['(', '[', '.']);
    (Some(&left[start..]).filter(|code| !code.is_empty()), Some(&right[..end]).filter(|code| !code.is_empty() && whole(end)))
}

/// La llamada con que acaba `left`, `v.len()`, si lo que hay entre sus paréntesis no esconde otra cosa.
fn call_behind(left: &str) -> Option<&str> {
    let name = left.strip_suffix("()")?;
    let start = name.rfind(|c: char| !(c.is_alphanumeric() || "_.".contains(c))).map_or(0, |at| at + 1);
    (name.is_char_boundary(start) && !name[start..].is_empty()).then(|| &left[start..])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn types_are_said_as_people_do() {
        let matrix = "ArrayBase<OwnedRepr<f64>, Dim<[usize; 2]>, f64>";
        assert_eq!(describe(matrix), "una matriz (`Array2<f64>`)");
        assert_eq!(describe("ArrayBase<OwnedRepr<f64>, Dim<[usize; 1]>, f64>"), "un vector (`Array1<f64>`)");
        assert_eq!(short(&format!("&{matrix}")), "&Array2<f64>");
        assert_eq!(short("ArrayBase<ViewRepr<&f64>, Dim<[usize; 2]>, f64>"), "ArrayView2<f64>");
        assert_eq!(describe("{integer}"), "un entero");
        assert_eq!(describe("usize"), "un entero (`usize`)");
        assert_eq!(describe("Vec<{float}>"), "una lista (`Vec<f64>`)");
    }

    #[test]
    fn operands_are_what_touches_the_operator() {
        assert_eq!(operands(("let z = 2.0 * n ", " (a)")), (Some("n"), None));
        assert_eq!(operands(("media ", " 2.5;")), (Some("media"), Some("2.5")));
        assert_eq!(operands(("f(x) ", " g(2)")), (None, None));
        assert_eq!(operands(("señal ", " &b)")), (Some("señal"), Some("b")));
        assert_eq!(operands(("let m = v.len() ", " w.len();")), (Some("v.len()"), Some("w.len()")));
        assert_eq!(operands(("x.", "2;")), (Some("x"), Some("2")));
    }

    #[test]
    fn whole_numbers_become_decimals() {
        assert_eq!(
            (as_float("2"), as_float("n"), as_float("a + 1")),
            ("2.0".into(), "n as f64".into(), "(a + 1) as f64".into())
        );
        assert_eq!((whole_part("3.0"), whole_part("3.5"), whole_part("x.0")), (Some("3"), None, None));
    }
}
