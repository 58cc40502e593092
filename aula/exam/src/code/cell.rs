//! Una celda, partida como la parte el núcleo: sus definiciones, que quedan para las demás celdas, y sus instrucciones
//! sueltas, que corren una vez y no dejan nada.

use std::ops::Range;

use super::imports::{Import, imports};
use super::names::{Given, Space};
use super::tokens::{Tokens, Type};

/// Qué clase de definición es.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    Function,
    /// `const` y `static`.
    Constant,
    Struct,
    /// Otro tipo, un rasgo o un módulo.
    Type,
    Macro,
    Use,
    ExternCrate,
    Impl,
    /// Un bloque `extern` o `thread_local!`.
    Block,
}

/// Una definición.
#[derive(Debug)]
pub struct Item {
    pub kind: Kind,
    /// Los nombres que da. Puede no tener ninguno.
    pub names: Vec<Name>,
    /// Si es un `use`, lo que trae.
    imports: Vec<Import>,
    /// Qué texto ocupa, con sus atributos.
    pub range: Range<usize>,
    /// Dónde empieza sin ellos, si no dice quién la puede usar: ahí cabe un `pub`.
    pub private_at: Option<usize>,
    /// La definición con nombre a la que acompaña, si es de las que no tienen: si otra la sustituye, se va con ella.
    with: Option<usize>,
}

/// Un nombre que da una definición.
#[derive(Clone, Debug, PartialEq)]
pub struct Name {
    pub text: String,
    pub space: Space,
    /// Otra más abajo lo da también, y es la que vale.
    replaced: bool,
}

/// El texto de una celda y lo que hay en él.
pub struct Cell<'a> {
    pub text: &'a str,
    pub tokens: Tokens<'a>,
    /// Los `#![…]` del principio.
    pub attributes: Vec<Range<usize>>,
    pub items: Vec<Item>,
    /// Lo que no es una instrucción ni una definición: se deja donde está, para que el compilador diga qué le pasa.
    unclear: Vec<Range<usize>>,
}

impl<'a> Cell<'a> {
    pub fn new(text: &'a str) -> Cell<'a> {
        let tokens = Tokens::of(text);
        let mut cell = Cell { text, tokens, attributes: Vec::new(), items: Vec::new(), unclear: Vec::new() };
        if cell.tokens.whole {
            cell.split();
            cell.replace_repeated();
        }
        cell
    }

    fn split(&mut self) {
        let (mut at, mut named) = (0, None);
        while at < self.tokens.len() {
            if self.tokens.get(at).is_some_and(|token| token.kind == Type::Doc { inner: true }) {
                at += 1; // documenta la celda, que aquí no es nada
                continue;
            }
            if self.tokens.is(at, "#") && self.tokens.is(at + 1, "!") && self.tokens.closing(at + 2).is_some() {
                let close = self.tokens.closing(at + 2).expect("se acaba de ver");
                self.attributes.push(self.range(at, close + 1));
                at = close + 1;
                continue;
            }
            let (outside, inside) = (at, self.after_attributes(at));
            let (start, public) = self.after_visibility(inside);
            match self.item(start) {
                Some((kind, names, end)) => {
                    let (range, private) = (self.range(outside, end), (!public).then(|| self.tokens.get(inside)));
                    let with = if names.is_empty() { named } else { None };
                    // Ni un `use` ni una macro arrastran a las que no tienen nombre.
                    if !names.is_empty() && !matches!(kind, Kind::Use | Kind::Macro | Kind::ExternCrate) {
                        named = Some(self.items.len());
                    }
                    let private_at = private.flatten().map(|token| token.start);
                    let imports = if kind == Kind::Use { self.imports(start, end) } else { vec![] };
                    self.items.push(Item { kind, names, imports, range, private_at, with });
                    at = end;
                }
                None => {
                    let (end, clear) = self.statement_end(start.max(at));
                    if !clear {
                        self.unclear.push(self.range(outside, end));
                    }
                    at = end.max(at + 1);
                }
            }
        }
    }

    /// Lo que trae el `use` que empieza ahí.
    fn imports(&self, start: usize, end: usize) -> Vec<Import> {
        imports(&self.tokens, start + 1, end - usize::from(self.tokens.is(end - 1, ";")))
    }

    /// Las piezas de `start` a `end`, esta sin incluir.
    fn range(&self, start: usize, end: usize) -> Range<usize> {
        let at = |at: usize| self.tokens.get(at).map_or(self.text.len(), |token| token.start);
        at(start)..end.checked_sub(1).and_then(|last| self.tokens.get(last)).map_or(at(start), |token| token.end)
    }

    fn after_attributes(&self, mut at: usize) -> usize {
        loop {
            match self.tokens.get(at).map(|token| token.kind) {
                Some(Type::Doc { inner: false }) => at += 1,
                Some(_) if self.tokens.is(at, "#") => match self.tokens.closing(at + 1) {
                    Some(close) if self.tokens.is(at + 1, "[") => at = close + 1,
                    _ => return at,
                },
                _ => return at,
            }
        }
    }

    /// Después de `pub` o `pub(…)`, y si lo hay.
    fn after_visibility(&self, at: usize) -> (usize, bool) {
        match self.tokens.is(at, "pub") {
            true if self.tokens.is(at + 1, "(") => (self.tokens.closing(at + 1).map_or(at + 2, |close| close + 1), true),
            true => (at + 1, true),
            false => (at, false),
        }
    }

    /// La definición que empieza ahí, si es una: qué es, qué nombres da y dónde acaba.
    fn item(&self, at: usize) -> Option<(Kind, Vec<Name>, usize)> {
        let tokens = &self.tokens;
        let named = |at: usize, space| match tokens.get(at) {
            Some(token) if token.is_word() && token.text != "_" => vec![Name::new(token.text, space)],
            _ => vec![],
        };
        let (main, modified) = self.after_modifiers(at);
        let word = tokens.get(main).filter(|token| token.is_word())?.text;
        let next_is_word = tokens.is_word(main + 1);
        Some(match word {
            "fn" if next_is_word => (Kind::Function, named(main + 1, Space::Value), self.body_end(main)),
            "impl" if !modified || tokens.is(main - 1, "unsafe") => (Kind::Impl, vec![], self.body_end(main)),
            "extern" if tokens.is(main + 1, "crate") => {
                let end = self.semicolon(main);
                let name = if tokens.is(main + 3, "as") { main + 4 } else { main + 2 };
                (Kind::ExternCrate, named(name, Space::Type), end)
            }
            "extern" => (Kind::Block, vec![], self.body_end(main)),
            "const" | "static" if next_is_word => {
                let name = if tokens.is(main + 1, "mut") { main + 2 } else { main + 1 };
                tokens.is(name + 1, ":").then_some(())?;
                (Kind::Constant, named(name, Space::Value), self.semicolon(main))
            }
            "struct" if next_is_word => (Kind::Struct, named(main + 1, Space::Type), self.body_end(main)),
            "enum" | "trait" | "mod" if next_is_word => (Kind::Type, named(main + 1, Space::Type), self.body_end(main)),
            "union" if next_is_word && (tokens.is(main + 2, "{") || tokens.is(main + 2, "<")) => {
                (Kind::Type, named(main + 1, Space::Type), self.body_end(main))
            }
            "type" if next_is_word => (Kind::Type, named(main + 1, Space::Type), self.semicolon(main)),
            "macro" if next_is_word => (Kind::Macro, named(main + 1, Space::Macro), self.body_end(main)),
            "macro_rules" if tokens.is(main + 1, "!") && tokens.is_word(main + 2) => {
                (Kind::Macro, named(main + 2, Space::Macro), self.macro_end(main + 3))
            }
            "thread_local" if tokens.is(main + 1, "!") => {
                let close = tokens.closing(main + 2)?;
                let inside = (main + 3..close).filter(|&at| tokens.is(at, "static"));
                let names = inside.flat_map(|at| named(at + 1, Space::Value)).collect();
                (Kind::Block, names, self.macro_end(main + 2))
            }
            "use" => {
                let end = self.semicolon(main);
                let names = self.imports(main, end).into_iter().filter_map(|it| it.name).filter(|name| name != "_");
                (Kind::Use, names.map(|name| Name::new(&name, Space::Any)).collect(), end)
            }
            _ => return None,
        })
    }

    /// Después de `const`, `async`, `unsafe` y `extern "C"`, si lo que sigue es una definición. Dice si había alguno.
    fn after_modifiers(&self, start: usize) -> (usize, bool) {
        let tokens = &self.tokens;
        let mut at = start;
        while ["const", "async", "unsafe", "safe", "auto", "extern"].iter().any(|word| tokens.is(at, word)) {
            let next = at + 1 + usize::from(tokens.get(at + 1).is_some_and(|token| token.kind == Type::Literal));
            let follows = ["const", "async", "unsafe", "extern", "fn", "impl", "trait", "mod"];
            if !follows.iter().any(|word| tokens.is(next, word)) {
                break;
            }
            at = next;
        }
        (at, at > start)
    }

    /// Donde acaba algo con cuerpo: en sus llaves, o en un punto y coma si no las tiene.
    fn body_end(&self, mut at: usize) -> usize {
        while at < self.tokens.len() {
            if self.tokens.is(at, ";") {
                return at + 1;
            }
            match self.tokens.closing(at) {
                Some(close) if self.tokens.is(at, "{") && !self.is_argument(at, close) => return close + 1,
                Some(close) => at = close + 1,
                None => at += 1,
            }
        }
        at
    }

    /// ¿Es un valor entre los ángulos de un tipo, como en `Vector<{ 1 + 1 }>`?
    fn is_argument(&self, open: usize, close: usize) -> bool {
        let between = |at: usize, signs: [&str; 2]| signs.iter().any(|sign| self.tokens.is(at, sign));
        open > 0 && between(open - 1, ["<", ","]) && between(close + 1, [">", ","])
    }

    fn semicolon(&self, mut at: usize) -> usize {
        while at < self.tokens.len() {
            if self.tokens.is(at, ";") {
                return at + 1;
            }
            at = self.tokens.closing(at).unwrap_or(at) + 1;
        }
        at
    }

    /// Una macro entre llaves acaba en ellas; entre paréntesis o corchetes, en el punto y coma que sigue.
    fn macro_end(&self, at: usize) -> usize {
        match self.tokens.closing(at) {
            Some(close) if self.tokens.is(at, "{") => close + 1,
            Some(close) => self.semicolon(close),
            None => self.semicolon(at),
        }
    }

    /// Dónde acaba la instrucción que empieza ahí, y si acaba como debe. En una que no lleva punto y coma, lo que la separa
    /// de una definición son sus llaves.
    fn statement_end(&self, start: usize) -> (usize, bool) {
        let (tokens, mut at) = (&self.tokens, start);
        let declares = tokens.is(start, "let");
        while at < tokens.len() {
            if tokens.is(at, ";") {
                return (at + 1, true);
            }
            if at > start && tokens.is(at, "fn") && tokens.is_word(at + 1) {
                return (at, false);
            }
            match tokens.closing(at) {
                Some(close) => {
                    let ends = tokens.is(at, "{") && !declares && self.starts_item(close + 1);
                    at = close + 1;
                    if ends {
                        return (at, true);
                    }
                }
                None => at += 1,
            }
        }
        (at, true)
    }

    fn starts_item(&self, at: usize) -> bool {
        self.item(self.after_visibility(self.after_attributes(at)).0).is_some()
    }

    /// De varias con el mismo nombre, el núcleo se queda con la última.
    fn replace_repeated(&mut self) {
        let mut later = Given::default();
        for item in self.items.iter_mut().rev() {
            item.names.iter_mut().for_each(|name| name.replaced = name.is_in(&later));
            item.names.iter().for_each(|name| later.add(&name.text, name.space));
        }
    }

    /// El texto, con los mismos renglones, sin las instrucciones sueltas ni lo que solo da nombres que ya están en `gone`.
    /// Lo que sea privado lleva delante `publicly`.
    pub fn definitions(&self, publicly: &str, gone: &Given) -> String {
        let mut kept: Vec<(Range<usize>, String)> = Vec::new();
        for item in &self.items {
            let first = item.with.map_or(item, |with| &self.items[with]);
            if first.names.is_empty() || first.names.iter().any(|name| name.stays(gone)) {
                kept.push((item.range.clone(), self.definition(item, publicly, gone)));
            }
        }
        kept.extend(self.unclear.iter().map(|range| (range.clone(), self.text[range.clone()].to_string())));
        kept.sort_by_key(|(range, _)| range.start);
        let (mut text, mut at) = (String::new(), 0);
        for (range, definition) in kept {
            text += &blank(&self.text[at..range.start]);
            text += &definition;
            at = range.end;
        }
        text + &blank(&self.text[at..])
    }

    fn definition(&self, item: &Item, publicly: &str, gone: &Given) -> String {
        let written = &self.text[item.range.clone()];
        if item.names.iter().any(|name| !name.stays(gone)) {
            // Un `use` de varios nombres que ha perdido alguno: los demás, uno por uno.
            let stays = |it: &&Import| {
                it.name.as_ref().is_none_or(|name| item.names.iter().any(|own| own.text == *name && own.stays(gone)))
            };
            return item.imports.iter().filter(stays).map(|it| it.alone(publicly)).collect::<String>() + &blank(written);
        }
        match item.private_at.filter(|_| item.kind.takes_visibility()) {
            Some(at) => [&self.text[item.range.start..at], publicly, &self.text[at..item.range.end]].concat(),
            None => written.into(),
        }
    }

    /// Los nombres que dan sus definiciones.
    pub fn names(&self) -> impl Iterator<Item = &Name> {
        self.items.iter().flat_map(|item| &item.names).filter(|name| !name.replaced)
    }
}

impl Name {
    pub fn new(text: &str, space: Space) -> Name {
        Name { text: text.into(), space, replaced: false }
    }

    pub fn is_in(&self, names: &Given) -> bool {
        names.clashes(&self.text, self.space)
    }

    fn stays(&self, gone: &Given) -> bool {
        !self.replaced && !self.is_in(gone)
    }
}

impl Kind {
    fn takes_visibility(self) -> bool {
        !matches!(self, Kind::Macro | Kind::Impl | Kind::Block | Kind::ExternCrate)
    }
}

/// Un espacio y sus saltos de línea.
fn blank(text: &str) -> String {
    text.chars().take(1).map(|_| ' ').chain(text.chars().filter(|c| *c == '\n')).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kept(text: &str) -> String {
        Cell::new(text).definitions("", &Given::default())
    }

    fn names(text: &str) -> Vec<String> {
        Cell::new(text).names().map(|name| name.text.clone()).collect()
    }

    #[test]
    fn only_definitions_stay_and_each_in_its_line() {
        let text = "#![allow(dead_code)]\nlet x = 3;\nfn f() -> f64 {\n    1.0\n}\nprintln!(\"}} fn g() {}\");\nf()";
        assert_eq!(kept(text), " \n\nfn f() -> f64 {\n    1.0\n} \n\n");
        assert_eq!(&text[Cell::new(text).attributes[0].clone()], "#![allow(dead_code)]");
    }

    #[test]
    fn every_kind_of_definition_is_one() {
        let text = r#"
            /// Doc
            #[inline] pub fn a<T>() where T: Copy {}
            const fn b() {} async fn c() {} unsafe extern "C" fn d() {} extern "C" fn e() {}
            const F: [f64; { 1 + 1 }] = [1.0; 2]; static mut G: f64 = 1.0; const _: () = ();
            struct H; struct I(f64); struct J<T> where T: Copy { t: T } union K { a: u8 } enum L { A }
            trait M { fn n(); } unsafe trait N {} impl M for H { fn n() {} } impl I { }
            mod o { pub fn p() {} } type Q = f64; use std::{fmt::Write as _, f64::consts::{PI, E as R}};
            macro_rules! s { () => { fn t() {} }; } extern crate ndarray as u; unsafe extern "C" { fn v(); }
            thread_local! { static W: f64 = 1.0; pub static X: f64 = 2.0; }
            fn y(z: [f64; { 1 }]) -> Matriz<{ 1 + 1 }> { let union = 1; }
        "#;
        let expected = "a b c d e F G H I J K L M N o Q PI R s u W X y";
        assert_eq!(names(text).join(" "), expected);
        assert_eq!(kept(text).split_whitespace().collect::<Vec<_>>(), text.split_whitespace().collect::<Vec<_>>());
    }

    #[test]
    fn statements_are_not_definitions() {
        for text in [
            "let f = |x: f64| { fn g() {} x };",
            "for i in 0..3 { println!(\"{i}\"); }",
            "if a { b } else { c }",
            "unsafe { peligro() }",
            "const { 1 + 1 };",
            "match x { _ => 1 }",
            "union = 3;",
            "f(1.0)",
            "P { x: 1.0 }.y()",
            ";;",
            "/// nada\nlet x = 3;",
            "async { 1 };",
        ] {
            assert_eq!(kept(text).trim(), "", "{text}");
            assert!(kept(&format!("{text}\nfn f() {{}}")).contains("fn f() {}"), "{text}");
            assert_eq!(kept(&format!("fn f() {{}}\n{text}")).trim(), "fn f() {}", "{text}");
        }
    }

    #[test]
    fn what_is_unclear_stays_for_the_compiler() {
        assert_eq!(kept("f(1.0)\nfn g() {}"), "f(1.0) \nfn g() {}");
    }

    #[test]
    fn the_last_of_a_name_is_the_one() {
        let text = "fn f() -> f64 { 1.0 }\nstruct S; impl S { fn a() {} }\nmod f {}\n\
                    fn f() -> f64 { 2.0 }\nstruct S; impl S { fn b() {} }";
        let expected = " \n\nmod f {} \nfn f() -> f64 { 2.0 } \nstruct S; impl S { fn b() {} }";
        assert_eq!(kept(text), expected);
    }

    #[test]
    fn what_another_cell_gives_is_not_given_twice() {
        let text = "use ndarray::{Array1, Array2,\n Axis};\nuse ndarray::Array2;\nstruct S;\nimpl S {}\nfn f() {}";
        assert_eq!(
            kept(text),
            "use ndarray::Array1 as Array1; use ndarray::Axis as Axis;  \n \nuse ndarray::Array2; \nstruct S; \n\
             impl S {} \nfn f() {}"
        );
        let mut gone = Given::default();
        for (text, space) in [("S", Space::Type), ("f", Space::Type), ("Axis", Space::Any)] {
            gone.add(text, space);
        }
        let kept = Cell::new(text).definitions("", &gone);
        assert_eq!(
            kept.split_whitespace().collect::<Vec<_>>().join(" "),
            "use ndarray::Array1 as Array1; use ndarray::Array2; fn f() {}"
        );
        assert_eq!(kept.lines().count(), text.lines().count());
    }

    #[test]
    fn what_is_private_can_be_opened() {
        let cell = Cell::new("/// a\nfn f() {} pub(crate) fn g() {} use std::fmt; impl S {}");
        let expected = "/// a\npub fn f() {} pub(crate) fn g() {} pub use std::fmt; impl S {}";
        assert_eq!(cell.definitions("pub ", &Given::default()), expected);
    }
}
