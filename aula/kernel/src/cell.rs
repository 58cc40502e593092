//! El texto que evcxr compila de una celda: lo que se le añade y lo que no se puede pedir en ella.

/// La función con que evcxr envuelve cada celda.
const CELL: &str = "fn run_user_code_";
/// Lo que hace el proceso de las celdas al empezar, una vez (`src/notebook/start.rs`). En el mismo renglón que la llave, para
/// que los errores sigan señalando el suyo.
const START: &str = " ::gradiente::notebook::start();";

/// La celda, con lo que hay que hacer al empezar un proceso; nada, si no es una celda o ya lo lleva.
///
/// evcxr ejecuta su preludio una sola vez, y empieza otro proceso cuando se interrumpe una celda: por eso va en todas.
pub fn started(source: &str) -> Option<String> {
    let name = source.find(CELL)?;
    let at = name + source[name..].find('{')? + 1;
    let rest = &source[at..];
    (!rest.starts_with(START)).then(|| format!("{}{START}{rest}", &source[..at]))
}

/// Dónde lee la celda de la entrada estándar, si lo hace: la de su proceso es de evcxr, y la lectura no terminaría nunca.
pub fn keyboard(source: &str) -> Option<usize> {
    let mut rest = source;
    let mut before = "";
    while !rest.is_empty() {
        let (length, word) = token(rest);
        let at = source.len() - rest.len();
        let called = rest[length..].trim_start().starts_with('(');
        if word && &rest[..length] == "stdin" && called && !matches!(before, "." | "fn") {
            return Some(at);
        }
        if !rest[..length].trim().is_empty() {
            before = &rest[..length];
        }
        rest = &rest[length..];
    }
    None
}

/// El largo de la primera pieza de `source`, y si es una palabra. Un comentario o un texto son una pieza: lo que dicen no se
/// ejecuta.
fn token(source: &str) -> (usize, bool) {
    let until = |start: usize, end: &str| source[start..].find(end).map_or(source.len(), |at| start + at + end.len());
    let first = source.chars().next().map_or(1, char::len_utf8);
    let is_word = |c: char| c.is_alphanumeric() || c == '_';
    match source.as_bytes()[0] {
        b'/' if source.starts_with("//") => (until(2, "\n"), false),
        b'/' if source.starts_with("/*") => (until(2, "*/"), false),
        b'"' => (text_end(source), false),
        b'r' if raw_text(source).is_some() => (raw_text(source).unwrap_or(first), false),
        // Una letra, `'a'`, y no el nombre de una vida, `'a`.
        b'\'' if source[1..].starts_with('\\') => (until(3.min(source.len()), "'"), false),
        b'\'' => {
            let letter = source[1..].chars().next().map_or(0, char::len_utf8);
            (if source[1 + letter..].starts_with('\'') { letter + 2 } else { 1 }, false)
        }
        _ if source.starts_with(is_word) => (source.find(|c| !is_word(c)).unwrap_or(source.len()), true),
        _ => (first, false),
    }
}

/// Dónde termina el texto entre comillas con que empieza `source`.
fn text_end(source: &str) -> usize {
    let mut escaped = false;
    for (at, c) in source.char_indices().skip(1) {
        match c {
            '"' if !escaped => return at + 1,
            _ => escaped = c == '\\' && !escaped,
        }
    }
    source.len()
}

/// Lo mismo, si es un texto tal cual: `r#"…"#`.
fn raw_text(source: &str) -> Option<usize> {
    let hashes = source[1..].find(|c| c != '#')?;
    source[1 + hashes..].strip_prefix('"')?;
    let end = format!("\"{}", "#".repeat(hashes));
    let start = hashes + 2;
    Some(source[start..].find(&end).map_or(source.len(), |at| start + at + end.len()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_call_to_the_standard_input_is_one() {
        for reads in [
            "std::io::stdin().read_line(&mut s);",
            "let n = io::stdin ().lines();",
            "// 'a\nlet c = '\"'; stdin()",
            "fn f<'a>(x: &'a str) {}\nread_to_string(stdin())",
            "let t = r#\"\"#; stdin()",
        ] {
            let at = keyboard(reads).unwrap_or_else(|| panic!("{reads}"));
            assert!(reads[at..].starts_with("stdin"), "{reads}");
        }
        for silent in [
            "// stdin()",
            "/* stdin() */ let x = 1;",
            "println!(\"\\\"stdin()\");",
            "r#\"stdin() \"stdin()\"#;",
            "Command::new(\"ls\").stdin(Stdio::null());",
            "fn stdin() -> f64 { 1.0 }",
            "let stdin = 3; stdin + 1",
            "let mi_stdin = 2; mi_stdin(1)",
            "let sin_cerrar = \"stdin()",
            "'",
            "'\\",
            "r",
            "r#",
            "",
        ] {
            assert_eq!(keyboard(silent), None, "{silent}");
        }
    }

    #[test]
    fn what_starts_a_process_goes_once_and_in_the_same_line() {
        let cell = "#[unsafe(no_mangle)]\npub extern \"C\" fn run_user_code_0(\nstore: *mut u8) -> *mut u8 {\nlet x = 1;\n}";
        let ready = started(cell).unwrap();
        assert_eq!(ready.lines().nth(2), Some("store: *mut u8) -> *mut u8 { ::gradiente::notebook::start();"));
        assert_eq!(ready.lines().count(), cell.lines().count());
        assert_eq!(started(&ready), None);
        assert_eq!(started("fn main() {}"), None);
    }
}
