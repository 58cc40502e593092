//! Lo que trae un `use`.

use super::tokens::Tokens;

/// Un nombre traído, y de dónde.
#[derive(Debug, PartialEq)]
pub struct Import {
    pub path: Vec<String>,
    /// Cómo se llama aquí; nada, si lo trae todo (`*`).
    pub name: Option<String>,
}

impl Import {
    /// Un `use` que solo lo trae a él.
    pub fn alone(&self, publicly: &str) -> String {
        let path = self.path.join("::");
        match &self.name {
            Some(name) => format!("{publicly}use {path} as {name}; "),
            None => format!("{publicly}use {path}::*; "),
        }
    }
}

/// Unas llaves dentro de otras, las palabras de una ruta y los nombres de un `use`: más no escribe nadie, y quien los mira
/// todos se queda sin pila o sin memoria.
const DEPTH: usize = 16;
const MOST: usize = 1000;

/// Lo que traen los árboles que hay en esas piezas, que siguen a un `use`. Lo que pasa de ahí no se mira.
pub fn imports(tokens: &Tokens, start: usize, end: usize) -> Vec<Import> {
    let mut found = Vec::new();
    tree(tokens, start, end, &[], 0, &mut found);
    found
}

fn tree(tokens: &Tokens, start: usize, end: usize, prefix: &[String], depth: usize, found: &mut Vec<Import>) {
    if depth > DEPTH || prefix.len() > DEPTH || found.len() >= MOST {
        return;
    }
    let (mut path, mut at) = (prefix.to_vec(), start);
    while at < end {
        if tokens.is_path_sign(at) {
            at += 2;
        } else if tokens.is(at, "*") {
            return found.push(Import { path, name: None });
        } else if let Some(close) = tokens.closing(at) {
            return branches(tokens, at + 1, close, &path, depth, found);
        } else if tokens.is(at, "as") {
            let name = tokens.get(at + 1).map(|token| token.text.to_string());
            return found.push(Import { path: without_self(path), name });
        } else {
            path.extend(tokens.get(at).map(|token| token.text.to_string()).filter(|_| path.len() <= DEPTH));
            at += 1;
        }
    }
    let path = without_self(path);
    if path.len() > prefix.len() || !prefix.is_empty() {
        found.push(Import { name: path.last().cloned(), path });
    }
}

/// `{a::b, c as d, self}`
fn branches(tokens: &Tokens, start: usize, end: usize, prefix: &[String], depth: usize, found: &mut Vec<Import>) {
    let (mut from, mut at) = (start, start);
    while at <= end {
        if at == end || tokens.is(at, ",") {
            if at > from {
                tree(tokens, from, at, prefix, depth + 1, found);
            }
            from = at + 1;
        }
        at = tokens.closing(at).filter(|close| *close < end).unwrap_or(at) + 1;
    }
}

fn without_self(mut path: Vec<String>) -> Vec<String> {
    if path.len() > 1 && path.last().is_some_and(|last| last == "self") {
        path.pop();
    }
    path
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_name_of_a_tree_is_found() {
        let text = "std::{process as p, env::{self, args}, os::unix::*, fmt::Write as _, collections::{self as c}}";
        let tokens = Tokens::of(text);
        let found: Vec<_> = imports(&tokens, 0, tokens.len())
            .into_iter()
            .map(|it| (it.path.join("::"), it.name.unwrap_or("*".into())))
            .collect();
        let expected = [
            ("std::process", "p"),
            ("std::env", "env"),
            ("std::env::args", "args"),
            ("std::os::unix", "*"),
            ("std::fmt::Write", "_"),
            ("std::collections", "c"),
        ];
        assert_eq!(found, expected.map(|(path, name)| (path.to_string(), name.to_string())));
        let tokens = Tokens::of("::core::include_str as leer");
        let one = Import { path: vec!["core".into(), "include_str".into()], name: Some("leer".into()) };
        assert_eq!(imports(&tokens, 0, tokens.len()), [one]);
        assert_eq!(imports(&Tokens::of(""), 0, 0), []);
    }

    #[test]
    fn a_tree_without_end_is_not_climbed() {
        let nested = |depth: usize| format!("{}b{}", "a::{".repeat(depth), "}".repeat(depth));
        let found = |text: &str| imports(&Tokens::of(text), 0, Tokens::of(text).len()).len();
        assert_eq!((found(&nested(DEPTH)), found(&nested(30_000))), (1, 0));
        let (long, many) = ("a::".repeat(30_000), "b,".repeat(30_000));
        assert_eq!((found(&format!("{long}{{{many}}}")), found(&format!("a::{{{many}}}"))), (0, MOST));
    }
}
