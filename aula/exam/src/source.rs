//! El texto que se compila, y de qué celda es cada renglón.
//!
//! Un programa lleva las pruebas de varios ejercicios de una misma persona. De quien enseña solo están las llamadas: lo que
//! se espera de ellas lo sabe otro programa.

use std::collections::BTreeSet;

use super::book::Book;
use super::code::{Cell, Given, Space};
use super::jail::seal;

/// Para qué es un programa.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// Correr las comprobaciones que se ven.
    Visible,
    /// Correr las ocultas.
    Hidden,
    /// Juzgar lo que dejaron las respuestas de otros.
    Judge,
    /// Correr y juzgar lo de uno mismo.
    Own,
}

/// De qué es un trozo del texto.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    Answer,
    Test,
}

/// Unos renglones del texto.
struct Piece {
    exercise: usize,
    part: Part,
    first: usize,
    count: usize,
}

/// Un programa.
pub struct Source {
    pub text: String,
    pub exercises: Vec<usize>,
    pieces: Vec<Piece>,
}

impl Source {
    /// Un texto nuestro, entero.
    pub fn of_ours(text: &str) -> Source {
        Source { text: text.into(), exercises: Vec::new(), pieces: Vec::new() }
    }

    /// De qué celda es un renglón, y cuál de los suyos; desde uno, como los cuenta el compilador.
    pub fn place(&self, line: usize) -> Option<(usize, Part, usize)> {
        let piece = self.pieces.iter().find(|piece| (piece.first..piece.first + piece.count).contains(&line))?;
        Some((piece.exercise, piece.part, line - piece.first + 1))
    }
}

/// Lo que evcxr pone al principio.
const ALLOWED: &str = "#![allow(unused_imports, unused_mut, dead_code)]";

/// Los atributos de una celda que se conservan: los demás hablan del programa entero, que aquí es otro. Los que convierten
/// un aviso en error también son de los demás: el aviso puede ser de lo que aquí hay alrededor de la celda.
const LINTS: [&str; 2] = ["allow", "expect"];
const LIMITS: [&str; 2] = ["recursion_limit", "type_length_limit"];

/// Todas juntas, cada grupo en un módulo: ninguna ve lo de otro grupo.
pub fn joint(book: &Book, role: Role, groups: &[Vec<usize>], shared: bool) -> Source {
    let mut layout = Layout::new(book, role);
    layout.line(ALLOWED);
    layout.start(shared);
    for (number, group) in groups.iter().enumerate() {
        layout.line(&format!("mod grupo_{number}_{} {{", layout.seal));
        group.iter().for_each(|&at| layout.attributes(at, &LINTS));
        layout.line(&format!("use crate::preparacion_{}::*;", layout.seal));
        for &at in group {
            layout.test(at, &format!("crate::grupo_{number}_{}", layout.seal), group.iter().copied());
        }
        group.iter().for_each(|&at| layout.answer(at, &Given::default()));
        layout.line("}");
    }
    layout.finish()
}

/// Una sola, como en el cuaderno: sus definiciones, y las que toma de otras celdas, son las del programa entero. De un
/// nombre repetido vale lo que ella diga.
pub fn alone(book: &Book, role: Role, at: usize, shared: bool) -> Source {
    let mut layout = Layout::new(book, role);
    layout.attributes(at, &[LINTS.as_slice(), &LIMITS].concat());
    layout.line(ALLOWED);
    layout.start(shared);
    layout.line(&format!("use preparacion_{}::*;", layout.seal));
    let needed = book.needed(at);
    // Las de después, las de antes y la suya: cada una sustituye a las anteriores.
    let order: Vec<usize> = needed.range(at..).chain(needed.range(..at)).copied().chain([at]).collect();
    layout.test(at, "crate", order.iter().copied());
    for (position, &other) in order.iter().enumerate() {
        let mut gone = our_main();
        let later = order[position + 1..].iter().flat_map(|later| &book.answers[*later].names);
        later.for_each(|name| gone.add(&name.text, name.space));
        layout.answer(other, &gone);
    }
    layout.finish()
}

/// Una sola, con las soluciones de otros ejercicios a los que llama y sin la del suyo ni otra respuesta. Las soluciones van
/// delante, en un módulo: las macros de la respuesta no las alcanzan.
pub fn lent(book: &Book, role: Role, at: usize, lenders: &BTreeSet<usize>, shared: bool) -> Source {
    let mut layout = Layout::new(book, role);
    layout.attributes(at, &[LINTS.as_slice(), &LIMITS].concat());
    layout.line(ALLOWED);
    layout.start(shared);
    layout.line(&format!("mod prestado_{} {{\nuse crate::preparacion_{}::*;", layout.seal, layout.seal));
    for &other in lenders {
        layout.line(&Cell::new(&book.exercise(other).reference).definitions("pub ", &Given::default()));
    }
    layout.line("}");
    let own = |name: &&str| !book.answers[at].gives(name);
    let functions: Vec<&str> = book.outline.lent(at, lenders).into_iter().filter(own).collect();
    layout.line(&format!("use prestado_{}::{{{}}};", layout.seal, functions.join(", ")));
    layout.line(&format!("use preparacion_{}::*;", layout.seal));
    layout.test(at, "crate", [at].into_iter());
    layout.answer(at, &our_main());
    layout.finish()
}

/// El nombre que ya tiene lo nuestro.
fn our_main() -> Given {
    let mut gone = Given::default();
    gone.add("main", Space::Value);
    gone
}

/// El texto, mientras se escribe.
struct Layout<'a> {
    book: &'a Book<'a>,
    role: Role,
    /// Lo que llevan nuestros nombres, para que nadie tenga uno igual.
    seal: String,
    source: Source,
    lines: usize,
    /// Cada ejercicio, y la ruta de su prueba.
    tests: Vec<(usize, String)>,
}

impl<'a> Layout<'a> {
    fn new(book: &'a Book<'a>, role: Role) -> Layout<'a> {
        let source = Source { text: String::new(), exercises: Vec::new(), pieces: Vec::new() };
        Layout { book, role, seal: seal(), source, lines: 0, tests: Vec::new() }
    }

    fn line(&mut self, text: &str) {
        self.source.text += text;
        self.source.text.push('\n');
        self.lines += text.matches('\n').count() + 1;
    }

    fn piece(&mut self, exercise: usize, part: Part, text: &str) {
        let first = self.lines + 1;
        self.line(text);
        self.source.pieces.push(Piece { exercise, part, first, count: self.lines + 1 - first });
    }

    /// Lo que da la celda de preparación, que cede ante lo que tenga el mismo nombre.
    fn start(&mut self, shared: bool) {
        if shared {
            self.line(&format!("extern crate {} as _;", super::shared::NAME));
        }
        let setup = Cell::new(&self.book.course.setup).definitions("pub ", &Given::default());
        self.line(&format!("#[macro_use]\nmod preparacion_{} {{\n{setup}\n}}", self.seal));
    }

    fn attributes(&mut self, at: usize, kept: &[&str]) {
        let cell = &self.book.answers[at].cell;
        for range in &cell.attributes {
            let text = &cell.text[range.clone()];
            let name = text.trim_start_matches(['#', '!', '[', ' ']);
            if kept.iter().any(|it| name.strip_prefix(it).is_some_and(|rest| rest.trim_start().starts_with(['(', '=']))) {
                self.line(text);
            }
        }
    }

    /// La prueba de un ejercicio, en un módulo que solo ve lo que prueba: ni las macros ni los rasgos de la respuesta.
    fn test(&mut self, at: usize, inside: &str, from: impl Iterator<Item = usize>) {
        let trial = &self.book.outline.exercises[at].trial;
        let text = match self.role {
            Role::Visible => &trial.visible,
            Role::Hidden => trial.hidden.as_ref().unwrap_or(&trial.visible),
            Role::Judge | Role::Own => &trial.whole,
        };
        let names = self.book.imported(at, from).into_iter().collect::<Vec<_>>().join(", ");
        let module = format!("prueba_{at}_{}", self.seal);
        self.line(&format!("pub mod {module} {{\nuse crate::preparacion_{}::*;", self.seal));
        self.line(&format!("use {inside}::{{{names}}};\npub fn test() -> f64 {{"));
        self.piece(at, Part::Test, text);
        self.line("}\n}");
        self.tests.push((at, format!("{inside}::{module}::test")));
    }

    fn answer(&mut self, at: usize, gone: &Given) {
        let cell = &self.book.answers[at].cell;
        let text = if cell.tokens.whole { cell.definitions("", gone) } else { cell.text.to_string() };
        self.piece(at, Part::Answer, &text);
    }

    fn finish(mut self) -> Source {
        let function = match self.role {
            Role::Visible => "sit(::gradiente::rubric::exam::Part::Visible, ",
            Role::Hidden => "sit(::gradiente::rubric::exam::Part::Hidden, ",
            Role::Judge => "judge(",
            Role::Own => "validate(",
        };
        let test = |(at, path): &(usize, String)| format!("(\"{}\", {path} as fn() -> f64)", self.book.exercise(*at).name);
        let tests = self.tests.iter().map(test).collect::<Vec<_>>().join(", ");
        self.line(&format!("fn main() {{ ::gradiente::rubric::exam::{function}&[{tests}]) }}"));
        self.source.exercises = self.tests.into_iter().map(|(at, _)| at).collect();
        self.source
    }
}
