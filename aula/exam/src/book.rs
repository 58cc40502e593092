//! Las respuestas de una persona, y lo que unas necesitan de otras, como en el cuaderno.

use std::collections::BTreeSet;

use super::code::{Cell, Given, Kind, Name, Space, Tokens, mentioned, words};
use super::course::{Course, Exercise, Submission};
use super::trial::Trial;

/// Lo que se sabe del curso antes de mirar ninguna entrega.
pub struct Outline {
    pub exercises: Vec<Asked>,
    /// Los nombres que da la celda de preparación.
    given: BTreeSet<String>,
}

/// Lo que se sabe de un ejercicio.
pub struct Asked {
    pub trial: Trial,
    /// Los nombres que usa la prueba y que pueden ser de quien responde.
    tested: BTreeSet<String>,
    /// De ellos, los que da la solución: hacen falta.
    pub required: BTreeSet<String>,
    /// Las funciones de la solución.
    pub functions: BTreeSet<String>,
    /// Todas las palabras de la solución, y los nombres que usa.
    words: BTreeSet<String>,
    mentioned: BTreeSet<String>,
}

impl Outline {
    pub fn new(course: &Course) -> Outline {
        let given = Cell::new(&course.setup).names().map(|name| name.text.clone()).collect();
        Outline { exercises: course.exercises.iter().map(Asked::new).collect(), given }
    }

    /// Los ejercicios cuya solución se le puede prestar a esta respuesta, que llama a sus funciones: los que también llama
    /// su propia solución, y no están bien (`failed`). Con lo que esas soluciones necesiten. Nada, si entre ello está la
    /// suya.
    pub fn lenders(&self, book: &Book, at: usize, failed: impl Fn(usize) -> bool) -> Option<BTreeSet<usize>> {
        let (asked, answer) = (&self.exercises[at], &book.answers[at]);
        let called = |name: &&String| answer.mentioned.contains(*name) && asked.words.contains(*name);
        let lends =
            |&other: &usize| other != at && failed(other) && self.exercises[other].functions.iter().any(|it| called(&it));
        let mut lenders: BTreeSet<usize> = (0..self.exercises.len()).filter(lends).collect();
        let mut pending: Vec<usize> = lenders.iter().copied().collect();
        while let Some(one) = pending.pop() {
            for (other, it) in self.exercises.iter().enumerate() {
                let needed = it.functions.iter().any(|name| self.exercises[one].mentioned.contains(name));
                if other != one && needed && lenders.insert(other) {
                    pending.push(other);
                }
            }
        }
        (!lenders.is_empty() && !lenders.contains(&at)).then_some(lenders)
    }

    /// De lo que se le presta, lo que su respuesta puede llamar: lo que también llama su propia solución. Lo demás podría
    /// resolverle el ejercicio.
    pub fn lent(&self, at: usize, lenders: &BTreeSet<usize>) -> BTreeSet<&str> {
        let functions = lenders.iter().flat_map(|&other| &self.exercises[other].functions);
        functions.map(String::as_str).filter(|name| self.exercises[at].words.contains(*name)).collect()
    }
}

impl Asked {
    fn new(exercise: &Exercise) -> Asked {
        let reference = Cell::new(&exercise.reference);
        let all = |names: BTreeSet<&str>| names.into_iter().map(String::from).collect::<BTreeSet<_>>();
        // Las macros que usa una prueba nunca son de quien responde: verían el texto de la prueba, y lo cambiarían.
        let test = Tokens::of(&exercise.test);
        let mut tested = all(mentioned(&test));
        let is_macro = |at: usize| test.is(at + 1, "!") && !test.is(at + 2, "=");
        test.iter().filter(|(at, _)| is_macro(*at)).for_each(|(_, token)| _ = tested.remove(token.text));
        let required = reference.names().map(|name| name.text.clone()).filter(|name| tested.contains(name)).collect();
        let functions = reference.items.iter().filter(|item| item.kind == Kind::Function);
        Asked {
            trial: Trial::new(&exercise.test),
            functions: functions.flat_map(|item| item.names.iter().map(|name| name.text.clone())).collect(),
            words: all(words(&reference.tokens)),
            mentioned: all(mentioned(&reference.tokens)),
            tested,
            required,
        }
    }
}

/// Las respuestas, en el orden del curso.
pub struct Book<'a> {
    pub course: &'a Course,
    pub outline: &'a Outline,
    pub answers: Vec<Answer<'a>>,
}

pub struct Answer<'a> {
    pub cell: Cell<'a>,
    pub names: Vec<Name>,
    /// Los mismos, para buscarlos.
    given: Given,
    /// Los nombres que usa y no da.
    mentioned: BTreeSet<String>,
}

impl<'a> Book<'a> {
    pub fn new(course: &'a Course, outline: &'a Outline, submission: &'a Submission) -> Book<'a> {
        let answers = course.exercises.iter().map(|exercise| Answer::new(submission.answer(exercise))).collect();
        Book { course, outline, answers }
    }

    /// Las soluciones, como si fueran las respuestas de alguien.
    pub fn of_references(course: &'a Course, outline: &'a Outline) -> Book<'a> {
        let answers = course.exercises.iter().map(|exercise| Answer::new(&exercise.reference)).collect();
        Book { course, outline, answers }
    }

    pub fn exercise(&self, at: usize) -> &Exercise {
        &self.course.exercises[at]
    }

    /// De quién toma un nombre la respuesta `at`, que no lo da: como al ejecutar el cuaderno de arriba abajo, de la última
    /// que lo dio antes; si ninguna, de una de después.
    fn provider(&self, at: usize, name: &str) -> Option<usize> {
        let gives = |&other: &usize| other != at && self.answers[other].gives(name);
        (0..at).rev().find(gives).or_else(|| (at..self.answers.len()).find(gives))
    }

    /// Las demás respuestas que necesita.
    pub fn providers(&self, at: usize) -> BTreeSet<usize> {
        let Answer { mentioned, .. } = &self.answers[at];
        let wanted = mentioned.iter().chain(&self.outline.exercises[at].tested);
        let wanted = wanted.filter(|name| !self.answers[at].gives(name) && !self.outline.given.contains(*name));
        wanted.filter_map(|name| self.provider(at, name)).collect()
    }

    /// Las que necesita, las que necesitan estas, y así.
    pub fn needed(&self, at: usize) -> BTreeSet<usize> {
        let (mut found, mut pending) = (BTreeSet::new(), vec![at]);
        while let Some(one) = pending.pop() {
            pending.extend(self.providers(one).into_iter().filter(|&other| other != at && found.insert(other)));
        }
        found
    }

    /// Los nombres que pide el enunciado y no da nadie.
    pub fn missing(&self, at: usize) -> Vec<&str> {
        let required = self.outline.exercises[at].required.iter().map(String::as_str);
        required.filter(|name| !self.answers[at].gives(name) && self.provider(at, name).is_none()).collect()
    }

    /// Los nombres que da un grupo de respuestas y que la prueba de `at` usa.
    pub fn imported(&self, at: usize, from: impl Iterator<Item = usize>) -> BTreeSet<&str> {
        let tested = &self.outline.exercises[at].tested;
        let names = from.flat_map(|other| &self.answers[other].names).filter(|name| name.space != Space::Macro);
        names.map(|name| name.text.as_str()).filter(|name| tested.contains(*name)).collect()
    }

    /// Reparte `members` en grupos que no se necesitan entre sí. Un grupo cuyos nombres se repiten no puede compilarse
    /// junto: son los segundos, con lo que hay que compilar aparte.
    pub fn groups(&self, members: &[usize]) -> (Vec<Vec<usize>>, Vec<usize>) {
        let mut groups: Vec<Vec<usize>> = Vec::new();
        for &member in members {
            let needed = self.needed(member);
            let (joined, rest): (Vec<_>, Vec<_>) = groups.into_iter().partition(|group| {
                group.iter().any(|other| needed.contains(other) || self.needed(*other).contains(&member))
            });
            groups = rest;
            let mut group: Vec<usize> = joined.into_iter().flatten().chain([member]).collect();
            group.sort_unstable();
            groups.push(group);
        }
        let (good, clashing): (Vec<_>, Vec<_>) = groups.into_iter().partition(|group| !self.clash(group));
        // De los que chocan, el que no necesita a nadie puede ir por su cuenta.
        let (alone, apart): (Vec<_>, Vec<_>) =
            clashing.into_iter().flatten().partition(|&member| self.providers(member).is_empty());
        (good.into_iter().chain(alone.into_iter().map(|member| vec![member])).collect(), apart)
    }

    fn clash(&self, group: &[usize]) -> bool {
        let answer = |at: &usize| &self.answers[*at];
        group.iter().enumerate().any(|(position, one)| {
            let gives = |other: &usize| answer(one).names.iter().any(|name| name.is_in(&answer(other).given));
            group[position + 1..].iter().any(gives)
        })
    }
}

impl<'a> Answer<'a> {
    fn new(text: &'a str) -> Answer<'a> {
        let cell = Cell::new(text);
        let names: Vec<Name> = cell.names().cloned().collect();
        let mut given = Given::default();
        names.iter().for_each(|name| given.add(&name.text, name.space));
        let mut mentioned: BTreeSet<String> = mentioned(&cell.tokens).into_iter().map(String::from).collect();
        mentioned.retain(|word| !given.has(word));
        Answer { cell, names, given, mentioned }
    }

    pub fn gives(&self, name: &str) -> bool {
        self.given.has(name)
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn course(exercises: &[(&str, &str, &str)]) -> Course {
        let exercises = exercises
            .iter()
            .map(|(name, reference, test)| json!({"name": name, "reference": reference, "test": test, "points": 1}));
        Course::new(&json!({"setup": "use ndarray::Array2;", "exercises": exercises.collect::<Vec<_>>()})).unwrap()
    }

    fn submission(answers: &[(&str, &str)]) -> Submission {
        let answers = answers.iter().map(|(name, answer)| (name.to_string(), answer.to_string())).collect();
        Submission { key: "ana".into(), answers }
    }

    const COURSE: [(&str, &str, &str); 3] =
        [("a", "fn f() {}", "f()"), ("b", "fn g() { gradiente::f() }", "g()"), ("c", "fn h() {}", "h()")];

    #[test]
    fn an_answer_takes_from_the_one_before_what_it_does_not_have() {
        let course = course(&COURSE);
        let outline = Outline::new(&course);
        let submission = submission(&[
            ("a", "fn f() {} fn ayuda() {} use ndarray::Array2;"),
            ("b", "fn g() { f(); ayuda(); let x: Array2; }"),
            ("c", "fn ayuda() {}"),
        ]);
        let book = Book::new(&course, &outline, &submission);
        assert_eq!(
            (0..3).map(|at| book.needed(at).into_iter().collect::<Vec<_>>()).collect::<Vec<_>>(),
            [vec![], vec![0], vec![]]
        );
        assert_eq!((0..3).map(|at| book.missing(at)).collect::<Vec<_>>(), [vec![], vec![], vec!["h"]]);
        assert_eq!(book.groups(&[0, 1]), (vec![vec![0, 1]], vec![]));
        assert_eq!(book.imported(1, [0, 1].into_iter()), ["g"].into());
    }

    #[test]
    fn a_test_takes_no_macro_from_an_answer() {
        let course = course(&[("a", "fn f() {}", "f(array![1.0], vec![2.0]) != g() && h != 1")]);
        let outline = Outline::new(&course);
        let submission =
            submission(&[("a", "use crate::espia as array; use crate::espia as vec; fn f() {} fn g() {} const h: i8 = 1;")]);
        let book = Book::new(&course, &outline, &submission);
        assert_eq!(book.imported(0, [0].into_iter()), ["f", "g", "h"].into());
    }

    #[test]
    fn a_group_with_a_name_twice_is_not_compiled_together() {
        let course = course(&COURSE);
        let outline = Outline::new(&course);
        let submission = submission(&[("a", "fn f() {} fn s() {}"), ("b", "fn g() { f() } fn s() {}"), ("c", "fn h() {}")]);
        let book = Book::new(&course, &outline, &submission);
        assert_eq!(book.groups(&[0, 1, 2]), (vec![vec![2], vec![0]], vec![1]));
    }

    #[test]
    fn a_solution_is_lent_only_if_ones_own_solution_calls_it() {
        let course = course(&COURSE);
        let outline = Outline::new(&course);
        let submission = submission(&[("a", "fn f() { 1 }"), ("b", "fn g() { f() }"), ("c", "fn h() { f() }")]);
        let book = Book::new(&course, &outline, &submission);
        assert_eq!(outline.lenders(&book, 1, |_| true), Some([0].into()));
        assert_eq!(outline.lenders(&book, 1, |other| other != 0), None, "la suya está bien");
        assert_eq!(outline.lenders(&book, 2, |_| true), None, "su solución no la llama: le resolvería el ejercicio");
        assert_eq!(outline.lenders(&book, 0, |_| true), None);
    }

    #[test]
    fn what_a_lent_solution_needs_comes_with_it_but_never_ones_own() {
        let exercises = [("a", "fn f() { g() }", "f()"), ("b", "fn g() {}", "g()"), ("c", "fn h() { f() }", "h()")];
        let course = course(&exercises);
        let outline = Outline::new(&course);
        let submission = submission(&[("a", ""), ("b", "fn g() { f() }"), ("c", "fn h() { f() }")]);
        let book = Book::new(&course, &outline, &submission);
        assert_eq!(outline.lenders(&book, 2, |_| true), Some([0, 1].into()));
        assert_eq!(outline.lent(2, &[0, 1].into()), ["f"].into(), "a g, que su solución no llama, no llega");
        assert_eq!(outline.lenders(&book, 1, |_| true), None, "su solución no nombra f");
    }
}
