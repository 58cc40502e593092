//! JSON: lo justo para contestar.

/// Un texto, entre comillas.
///
/// ```
/// assert_eq!(web::json::text("«a» \"b\"\n"), r#""«a» \"b\"\n""#);
/// ```
pub fn text(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 2);
    out.push('"');
    for c in text.chars() {
        match c {
            '"' | '\\' => out.extend(['\\', c]),
            '\n' => out.push_str("\\n"),
            c if c < ' ' => out.push_str(&format!("\\u{:04x}", u32::from(c))),
            c => out.push(c),
        }
    }
    out.push('"');
    out
}

/// Un número con todas sus cifras; `null` si no es finito, que JSON no conoce otra cosa.
pub fn number(value: f64) -> String {
    if value.is_finite() { format!("{value:?}") } else { "null".to_string() }
}

/// Una lista de valores ya escritos.
pub fn list(values: impl IntoIterator<Item = String>) -> String {
    format!("[{}]", values.into_iter().collect::<Vec<_>>().join(","))
}

/// Un objeto, de sus nombres y sus valores ya escritos.
pub fn object<'a>(fields: impl IntoIterator<Item = (&'a str, String)>) -> String {
    let fields = fields.into_iter().map(|(name, value)| format!("{}:{value}", text(name)));
    format!("{{{}}}", fields.collect::<Vec<_>>().join(","))
}
