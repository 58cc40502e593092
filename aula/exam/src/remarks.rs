//! Lo que conviene que alguien mire de una respuesta. No cambia la nota.
//!
//! Se miran las piezas del texto, y no el texto: un comentario que habla de `unsafe` no es `unsafe`, y `use std::{fs as f}`
//! sí es `std::fs`.

use std::collections::{BTreeMap, BTreeSet};

use super::book::Book;
use super::code::{Cell, Kind, Tokens, Type, imports};
use super::words::short;

/// Lo que ningún ejercicio necesita de la biblioteca estándar.
const MODULES: [&str; 5] = ["fs", "process", "net", "env", "os"];
/// Macros que leen archivos o el entorno al compilar.
const READERS: [&str; 5] = ["include", "include_str", "include_bytes", "env", "option_env"];
/// Atributos que hablan con el enlazador o con otros archivos.
const ATTRIBUTES: [&str; 8] =
    ["no_mangle", "link_section", "export_name", "link", "link_name", "global_allocator", "used", "path"];
const STANDARD: [&str; 3] = ["std", "core", "alloc"];
/// Lo que se mira de una ruta: cada `use` puede alargar la del anterior.
const LONGEST: usize = 4;
/// Y de un `use`: uno puede estar escrito dentro de otro, y así miles.
const LONGEST_USE: usize = 1000;

/// Lo que hay que decir de la respuesta `at`.
pub fn of(book: &Book, at: usize) -> Vec<String> {
    let used: Vec<String> = suspicious(&book.answers[at].cell).into_iter().map(|what| format!("«{what}»")).collect();
    if used.is_empty() { vec![] } else { vec![format!("usa {}: mírala a mano", joined(&used))] }
}

fn joined(list: &[String]) -> String {
    match list {
        [before @ .., last] if !before.is_empty() => format!("{} y {last}", before.join(", ")),
        _ => list.concat(),
    }
}

fn suspicious(cell: &Cell) -> BTreeSet<String> {
    let tokens = &cell.tokens;
    let names = Names::of(cell);
    let mut found = BTreeSet::new();
    let mut attribute_end = 0;
    for (at, token) in tokens.iter().filter(|(_, token)| token.is_word() || token.text == "#") {
        if token.text == "#" {
            let open = at + 1 + usize::from(tokens.is(at + 1, "!"));
            attribute_end = attribute_end.max(tokens.closing(open).filter(|_| tokens.is(open, "[")).unwrap_or(0));
        } else if at < attribute_end && ATTRIBUTES.contains(&token.text) {
            found.insert(token.text.to_string());
        } else if token.is("unsafe") {
            found.insert("unsafe".into());
        } else if token.is("extern") {
            found.extend(foreign(tokens, at));
        } else if READERS.contains(&token.text) && is_macro(tokens, at) {
            found.insert(format!("{}!", token.text));
        } else if tokens.is(at + 1, "!") && at > 0 && tokens.is(at - 1, "$") {
            found.insert("una macro que llama a la que le digan".into());
        } else if !continues(tokens, at) {
            found.extend(names.standard(&path_at(tokens, at), tokens.is(at + path_length(tokens, at), "!")));
        }
    }
    found.extend(names.brought);
    found
}

/// ¿Se llama a esta macro, o se le dice su nombre a otra?
fn is_macro(tokens: &Tokens, at: usize) -> bool {
    tokens.is(at + 1, "!")
        || at > 1 && tokens.is(at - 1, "(") && tokens.is(at - 2, "!") && tokens.is(at + 1, ")")
        || at > 1 && tokens.is(at - 1, "(") && tokens.is(at - 2, "!") && tokens.is(at + 1, ",")
}

/// ¿Sigue a otra palabra de su misma ruta?
fn continues(tokens: &Tokens, at: usize) -> bool {
    at > 2 && tokens.is_path_sign(at - 2) && (tokens.is_word(at - 3) || tokens.is(at - 3, ">"))
}

/// Un `extern` que no es el de una biblioteca de los cuadernos.
fn foreign(tokens: &Tokens, at: usize) -> Option<String> {
    let known = ["ndarray", "gradiente"].iter().any(|name| tokens.is(at + 2, name));
    match tokens.is(at + 1, "crate") {
        true if known => None,
        true => Some(format!("extern crate {}", short(tokens.get(at + 2).map_or("", |token| token.text)))),
        false => Some("extern".into()),
    }
}

/// `a::b::c`, desde ahí.
fn path_at(tokens: &Tokens, at: usize) -> Vec<String> {
    let words = (0..).map(|step| at + 3 * step).take_while(|&word| word == at || tokens.is_path_sign(word - 2));
    words.map_while(|word| tokens.get(word).filter(|token| token.is_word())).map(|token| token.text.to_string()).collect()
}

fn path_length(tokens: &Tokens, at: usize) -> usize {
    3 * path_at(tokens, at).len() - 2
}

/// Los nombres que trae cada `use`, y lo sospechoso de ellos.
struct Names {
    known: BTreeMap<String, Vec<String>>,
    brought: BTreeSet<String>,
}

impl Names {
    fn of(cell: &Cell) -> Names {
        let mut names = Names { known: BTreeMap::new(), brought: BTreeSet::new() };
        // También los de dentro de una función.
        for (at, _) in cell.tokens.iter().filter(|(_, token)| token.is("use") && token.kind == Type::Word) {
            let most = cell.tokens.len().min(at + LONGEST_USE);
            let end = (at..most).find(|&end| cell.tokens.is(end, ";")).unwrap_or(most);
            for import in imports(&cell.tokens, at + 1, end) {
                names.learn(import.path, import.name);
            }
        }
        for item in cell.items.iter().filter(|item| item.kind == Kind::ExternCrate) {
            let text = &cell.text[item.range.clone()];
            let tokens = Tokens::of(text);
            let word = |at: usize| tokens.get(at).map(|token| token.text.to_string()).unwrap_or_default();
            if tokens.is(3, "as") {
                names.known.insert(word(4), vec![word(2)]);
            }
        }
        names
    }

    fn learn(&mut self, path: Vec<String>, name: Option<String>) {
        let path = self.whole(&path);
        if let Some(what) = standard(&path) {
            self.brought.insert(what);
        }
        match name {
            Some(name) => _ = self.known.insert(name, path),
            None if path.len() == 1 && STANDARD.contains(&path[0].as_str()) => {
                self.known.extend(MODULES.map(|module| (module.to_string(), vec![path[0].clone(), module.to_string()])));
            }
            None => {}
        }
    }

    /// La ruta, desde su biblioteca.
    fn whole(&self, path: &[String]) -> Vec<String> {
        match path.first().and_then(|first| self.known.get(first)) {
            Some(start) => start.iter().chain(&path[1..]).take(LONGEST).cloned().collect(),
            None => path.to_vec(),
        }
    }

    fn standard(&self, path: &[String], called: bool) -> Option<String> {
        // Un nombre suelto solo cuenta si se usa: el `use` ya se contó.
        (path.len() > 1 || called).then(|| standard(&self.whole(path))).flatten()
    }
}

/// Lo sospechoso de la biblioteca estándar que hay en esa ruta.
fn standard(path: &[String]) -> Option<String> {
    let [first, second, ..] = path else { return None };
    let reads = READERS.contains(&second.as_str()) && (path.len() == 2 && second != "env");
    let module = MODULES.contains(&second.as_str()) && (first == "std" || second != "env");
    (STANDARD.contains(&first.as_str()) && (reads || module)).then(|| match reads {
        true => format!("{second}!"),
        false => format!("{first}::{second}"),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str) -> String {
        suspicious(&Cell::new(text)).into_iter().collect::<Vec<_>>().join(", ")
    }

    #[test]
    fn what_nobody_needs_is_seen_however_it_is_called() {
        for (text, expected) in [
            ("fn f() { unsafe { g() } }", "unsafe"),
            ("use std::{process as p, env as e, os::unix::process::CommandExt};", "std::env, std::os, std::process"),
            ("fn f() { std::fs::read(\"a\"); }", "std::fs"),
            ("fn f() { ::std::net::TcpStream::connect(x); }", "std::net"),
            ("use std as s; fn f() { s::fs::read(x); }", "std::fs"),
            ("extern crate std as s; fn f() { s::fs::read(x); }", "extern crate std, std::fs"),
            ("use std::*; fn f() { process::exit(0); }", "std::process"),
            ("fn f() { use std::fs as archivos; archivos::read(x); }", "std::fs"),
            ("use core::include_str as leer; const T: &str = leer!(\"a\");", "include_str!"),
            (
                "macro_rules! m { ($a:ident) => { $a!(\"x\") } } const T: &str = m!(include_str);",
                "include_str!, una macro que llama a la que le digan",
            ),
            ("const T: &str = include_str ! (\"a\");", "include_str!"),
            ("const T: &str = std::include_str!(\"a\");", "include_str!"),
            ("const T: &str = r#include_str!(\"a\");", "include_str!"),
            ("const T: &str = env!(\"HOME\"); const U: Option<&str> = option_env!(\"A\");", "env!, option_env!"),
            ("unsafe extern \"C\" { fn fork() -> i32; }", "extern, unsafe"),
            ("#[unsafe(no_mangle)] pub fn f() {}", "no_mangle, unsafe"),
            ("#[cfg_attr(all(), link_section = \"a\")] #[used] static A: u8 = 1;", "link_section, used"),
            ("#[path = \"a.rs\"] mod m;", "path"),
            ("extern crate self as gradiente;", "extern crate self"),
        ] {
            assert_eq!(found(text), expected, "{text}");
        }
    }

    #[test]
    fn what_is_said_is_short_whatever_the_name() {
        let said = found(&format!("macro_rules! m {{ () => {{ extern crate {}; }} }}", "a".repeat(1 << 16)));
        assert!(said.starts_with("extern crate aaa") && said.chars().count() < 150, "{} letras", said.len());
    }

    #[test]
    fn what_is_only_said_does_not_count() {
        for text in [
            "// unsafe std::fs include!(\"a\")",
            "/* std::process */ fn f() { \"std::env unsafe\"; r#\"include_str!\"#; }",
            "let include = 3; fn include_bias(env: f64, path: f64, link: f64, used: f64) { g(include, env); }",
            "use std::{f64::consts::PI, collections::HashMap, fmt::Write as _}; extern crate ndarray as nd;",
            "fn f() { net.process(os); fs + env; self.env(); std::thread::sleep(d); std::time::Instant::now(); }",
            "#[derive(Debug)] #[inline] struct S { path: f64 }",
            "macro_rules! sq { ($x:expr) => { $x * $x }; }",
        ] {
            assert_eq!(found(text), "", "{text}");
        }
    }
}
