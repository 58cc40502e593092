//! Los nombres que una celda da y los que usa.

use std::collections::BTreeSet;

use super::cell::Cell;
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

/// Palabras de Rust que no nombran nada de la celda.
const KEYWORDS: [&str; 39] = [
    "as", "async", "await", "break", "const", "continue", "crate", "dyn", "else", "enum", "extern", "false", "fn", "for",
    "if", "impl", "in", "let", "loop", "match", "mod", "move", "mut", "pub", "ref", "return", "self", "Self", "static",
    "struct", "super", "trait", "true", "type", "unsafe", "use", "where", "while", "_",
];

/// Los nombres que dan las definiciones de la celda.
pub fn defined(cell: &Cell) -> BTreeSet<String> {
    let items = cell.items.iter().filter(|item| !item.replaced);
    items.flat_map(|item| item.names.iter().map(|(name, _)| name.clone())).collect()
}

/// Todas las palabras, estén donde estén.
pub fn words<'a>(tokens: &Tokens<'a>) -> BTreeSet<&'a str> {
    let words = tokens.iter().filter(|(_, token)| token.is_word()).map(|(_, token)| token.text);
    words.filter(|word| !KEYWORDS.contains(word)).collect()
}

/// Los nombres que la celda usa y que otra podría dar: ni los de sus variables, ni los de campos y métodos, ni los que
/// siguen a `::`, salvo en `self::f`, `super::f` y `crate::f`.
pub fn mentioned<'a>(tokens: &Tokens<'a>) -> BTreeSet<&'a str> {
    let local = locals(tokens);
    let free = |at: &usize| {
        let path = at.checked_sub(2).filter(|&sign| tokens.is_path_sign(sign));
        match path {
            Some(sign) => {
                sign.checked_sub(1).is_some_and(|root| ["self", "super", "crate"].iter().any(|it| tokens.is(root, it)))
            }
            None => !at
                .checked_sub(1)
                .is_some_and(|dot| tokens.is(dot, ".") && !dot.checked_sub(1).is_some_and(|it| tokens.is(it, "."))),
        }
    };
    let words = tokens.iter().filter(|(at, token)| token.is_word() && free(at)).map(|(_, token)| token.text);
    words.filter(|word| !KEYWORDS.contains(word) && !local.contains(word)).collect()
}

/// Las variables: lo que sigue a `let`, a `for` o a `mut`, y lo que lleva su tipo detrás.
fn locals<'a>(tokens: &Tokens<'a>) -> BTreeSet<&'a str> {
    let mut found = BTreeSet::new();
    let mut pattern = false;
    for (at, token) in tokens.iter() {
        match token.text {
            "let" | "for" => pattern = true,
            "=" | "in" | ";" | "{" => pattern = false,
            _ => {}
        }
        let typed = tokens.is(at + 1, ":") && !tokens.is_path_sign(at + 1);
        if token.is_word() && (pattern || typed || at > 0 && tokens.is(at - 1, "mut")) {
            found.insert(token.text);
        }
    }
    found
}

#[cfg(test)]
mod tests {
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
    }

    #[test]
    fn what_a_use_brings_may_be_anything() {
        let cell = Cell::new("use std::{f64::consts::PI, fmt as f};\nfn g() {}");
        assert_eq!(defined(&cell).into_iter().collect::<Vec<_>>(), ["PI", "f", "g"]);
        assert!(Space::Any.clashes(Space::Macro) && !Space::Value.clashes(Space::Type));
    }
}
