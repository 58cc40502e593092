//! Los nombres que una celda da y los que usa.

use std::collections::{BTreeMap, BTreeSet};

use super::tokens::Tokens;

/// Dónde vive un nombre: dos en sitios distintos no se estorban.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Space {
    Value,
    Type,
    Macro,
    /// Lo que trae un `use`: puede ser cualquier cosa.
    Any,
}

impl Space {
    pub fn clashes(self, other: Space) -> bool {
        self == other || self == Space::Any || other == Space::Any
    }
}

/// Unos nombres y dónde vive cada uno. Una celda puede dar decenas de miles: buscar uno no las recorre.
#[derive(Clone, Default)]
pub struct Given(BTreeMap<String, BTreeSet<Space>>);

impl Given {
    pub fn add(&mut self, text: &str, space: Space) {
        self.0.entry(text.into()).or_default().insert(space);
    }

    pub fn has(&self, text: &str) -> bool {
        self.0.contains_key(text)
    }

    /// ¿Hay otro igual donde viviría este?
    pub fn clashes(&self, text: &str, space: Space) -> bool {
        self.0.get(text).is_some_and(|spaces| spaces.iter().any(|it| it.clashes(space)))
    }
}

/// Palabras de Rust que no nombran nada de la celda.
const KEYWORDS: [&str; 39] = [
    "as", "async", "await", "break", "const", "continue", "crate", "dyn", "else", "enum", "extern", "false", "fn", "for",
    "if", "impl", "in", "let", "loop", "match", "mod", "move", "mut", "pub", "ref", "return", "self", "Self", "static",
    "struct", "super", "trait", "true", "type", "unsafe", "use", "where", "while", "_",
];

/// Todas las palabras, estén donde estén.
pub fn words<'a>(tokens: &Tokens<'a>) -> BTreeSet<&'a str> {
    let words = tokens.iter().filter(|(_, token)| token.is_word()).map(|(_, token)| token.text);
    words.filter(|word| !KEYWORDS.contains(word)).collect()
}

/// Los nombres que la celda usa y que otra podría dar: ni los de sus variables, salvo si parecen llamadas, ni los de campos
/// y métodos, ni los que siguen a `::`, salvo en `self::f`, `super::f` y `crate::f`.
pub fn mentioned<'a>(tokens: &Tokens<'a>) -> BTreeSet<&'a str> {
    let local = locals(tokens);
    let before = |at: usize, back: usize| at.checked_sub(back);
    let is_free = |at: usize| match before(at, 2).filter(|&sign| tokens.is_path_sign(sign)) {
        Some(sign) => before(sign, 1).is_some_and(|root| ["self", "super", "crate"].iter().any(|it| tokens.is(root, it))),
        None => {
            !before(at, 1).is_some_and(|dot| tokens.is(dot, ".") && !before(dot, 1).is_some_and(|it| tokens.is(it, ".")))
        }
    };
    let is_called = |at: usize| tokens.is(at + 1, "(") && !before(at, 1).is_some_and(|word| tokens.is(word, "fn"));
    let words = tokens.iter().filter(|(at, token)| token.is_word() && is_free(*at));
    let others = words.filter(|(at, token)| !local.contains(token.text) || is_called(*at)).map(|(_, token)| token.text);
    others.filter(|word| !KEYWORDS.contains(word)).collect()
}

/// Las variables: lo que sigue a `let`, a `for` o a `mut`, lo que lleva su tipo detrás y los parámetros de `|…|`.
fn locals<'a>(tokens: &Tokens<'a>) -> BTreeSet<&'a str> {
    let mut found = BTreeSet::new();
    let (mut pattern, mut parameters) = (false, false);
    for (at, token) in tokens.iter() {
        match token.text {
            "let" | "for" => pattern = true,
            "=" | "in" | ";" | "{" => pattern = false,
            "|" => parameters = !parameters && at.checked_sub(1).is_none_or(|before| opens_closure(tokens, before)),
            _ => {}
        }
        let typed = tokens.is(at + 1, ":") && !tokens.is_path_sign(at + 1);
        if token.is_word() && (pattern || parameters || typed || at > 0 && tokens.is(at - 1, "mut")) {
            found.insert(token.text);
        }
    }
    found
}

/// ¿Puede empezar una clausura después de esto? Después de un valor, `|` es otra cosa.
fn opens_closure(tokens: &Tokens, before: usize) -> bool {
    ["(", ",", "=", "{", ";", "move", "return", ">", "&", "["].iter().any(|sign| tokens.is(before, sign))
}

#[cfg(test)]
mod tests {
    use super::super::cell::Cell;
    use super::*;

    fn mentions(text: &str) -> String {
        mentioned(&Tokens::of(text)).into_iter().collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn a_mention_is_of_something_of_ones_own() {
        assert_eq!(mentions("gradiente::sigmoid(z)"), "gradiente z");
        assert_eq!(mentions("sigmoid(z) + crate::otra(self::mas(0..fin))"), "fin mas otra sigmoid z");
        assert_eq!(mentions("let forward = net.forward(x); forward.loss(y)"), "net x y");
        assert_eq!(mentions("fn f(backward: f64) -> f64 { backward } // sigmoid \"forward\""), "f f64");
        assert_eq!(mentions("for epoch in 0..epochs { epoch; }"), "epochs");
        assert_eq!(mentions("f(|x, (y, _)| x * y * z, a | b)"), "a b f z");
    }

    #[test]
    fn a_variable_may_have_the_name_of_what_it_calls() {
        assert_eq!(mentions("let sigmoid = sigmoid(z);"), "sigmoid z");
        assert_eq!(mentions("fn sigmoid(sigmoid: f64) -> f64 { sigmoid }"), "f64");
    }

    #[test]
    fn what_a_use_brings_may_be_anything() {
        let cell = Cell::new("use std::{f64::consts::PI, fmt as f};\nfn g() {}");
        assert_eq!(cell.names().map(|name| name.text.as_str()).collect::<Vec<_>>(), ["PI", "f", "g"]);
        assert!(Space::Any.clashes(Space::Macro) && !Space::Value.clashes(Space::Type));
    }
}
