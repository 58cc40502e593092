//! Lo que pesa lo que comparten dos personas.
//!
//! Cada huella que tienen las dos suma lo improbable que es (−ln de la parte de la clase que, habiendo empezado igual, sigue
//! así), y cada una que solo tiene una resta una parte de lo que pesa. Un ejercicio en que lo distinto gana no cuenta: quien
//! copia algunos y hace los demás no tiene por qué parecerse en todo. Los nombres pesan igual, cada uno por su rareza; los
//! comentarios y los números, solo si son raros en toda la clase.

use super::class::{Class, Known, Print};
use super::pieces::Kind;

/// Lo que resta, de lo que pesa, lo que solo tiene una.
const AGAINST: f64 = 0.5;
/// Lo que cuenta cada cosa rara después de otra de la misma clase: quien pone un nombre poco corriente suele poner más.
const NEXT: f64 = 0.7;
/// Desde cuánto pesa un ejercicio para enseñarlo.
const SHOWN: f64 = 1.0;

/// Lo que comparten dos personas.
pub struct Pair {
    pub people: (usize, usize),
    pub exercises: Vec<Alike>,
    pub shared: Vec<Shared>,
}

/// Un ejercicio que se parece más de lo natural.
pub struct Alike {
    pub exercise: usize,
    pub score: f64,
    /// Qué comparten, en el texto de cada una.
    pub marks: [Vec<(usize, usize)>; 2],
}

/// Algo raro que tienen las dos.
pub struct Shared {
    pub kind: Kind,
    pub what: String,
    pub exercises: Vec<usize>,
    pub people: usize,
}

/// Lo que pesa una pareja de la clase: cada ejercicio y, al final, lo demás.
pub fn weigh(class: &Class, people: (usize, usize)) -> impl Iterator<Item = f64> {
    let exercise = move |at: usize| programs(class, people, at) + names(class, people, at);
    (0..class.exercises.len()).map(exercise).chain([own(class, people)])
}

/// Lo que pesan sus programas en un ejercicio.
fn programs(class: &Class, (a, b): (usize, usize), exercise: usize) -> f64 {
    alike(&class.prints[a][exercise], &class.prints[b][exercise]).max(0.0)
}

/// Y los nombres que pusieron en él.
fn names(class: &Class, (a, b): (usize, usize), exercise: usize) -> f64 {
    alike(&class.names[a][exercise], &class.names[b][exercise]).max(0.0)
}

/// Lo que pesan dos respuestas a un ejercicio: a favor, menos en contra.
fn alike(a: &[Print], b: &[Print]) -> f64 {
    let (mut at, mut score) = ((0, 0), 0.0);
    loop {
        match (a.get(at.0), b.get(at.1)) {
            (Some(one), Some(other)) if one.id == other.id => {
                score += one.shared;
                at = (at.0 + 1, at.1 + 1);
            }
            (Some(one), other) if other.is_none_or(|other| one.id < other.id) => {
                score -= AGAINST * one.alone;
                at.0 += 1;
            }
            (_, Some(other)) => {
                score -= AGAINST * other.alone;
                at.1 += 1;
            }
            (_, None) => return score,
        }
    }
}

/// Lo que pesa lo demás: cada cosa, después de otra de su clase, algo menos. Los nombres ya pesan en su ejercicio.
fn own(class: &Class, people: (usize, usize)) -> f64 {
    let weighed = common(class, people).into_iter().map(|(id, _)| (class.known[id].own.kind, class.known[id].weight));
    let mut found: Vec<(Kind, f64)> = weighed.filter(|(kind, _)| *kind != Kind::Name).collect();
    found.sort_by(|one, other| one.0.cmp(&other.0).then(other.1.total_cmp(&one.1)));
    let (mut total, mut last, mut factor) = (0.0, None, 1.0);
    for (kind, weight) in found {
        factor = if last == Some(kind) { factor * NEXT } else { 1.0 };
        last = Some(kind);
        total += factor * weight;
    }
    total
}

/// Lo raro que tienen las dos, y en qué ejercicios; o una, si es un número de la forma de la otra.
fn common(class: &Class, (a, b): (usize, usize)) -> Vec<(usize, Vec<usize>)> {
    let (one, other) = (&class.rare[a], &class.rare[b]);
    let mut found = Vec::new();
    for (id, exercises) in one {
        if let Some(theirs) = other.get(id) {
            found.push((*id as usize, exercises.iter().copied().filter(|at| theirs.contains(at)).collect()));
        }
    }
    for (has, lacks, form) in [(one, other, &class.people[b].form), (other, one, &class.people[a].form)] {
        let foreign =
            has.iter().filter(|(id, _)| !lacks.contains_key(id) && class.known[**id as usize].forms.contains(form));
        found.extend(foreign.map(|(id, exercises)| (*id as usize, exercises.clone())));
    }
    found
}

impl Pair {
    pub fn of(class: &Class, people: (usize, usize)) -> Pair {
        let (a, b) = people;
        let mut exercises = Vec::new();
        for exercise in 0..class.exercises.len() {
            let (one, other) = (&class.prints[a][exercise], &class.prints[b][exercise]);
            let score = programs(class, people, exercise) + names(class, people, exercise);
            if score > SHOWN {
                let text = |person: usize| class.people[person].answers[exercise].as_deref().unwrap_or_default();
                let marks = [marks(one, other, text(a)), marks(other, one, text(b))];
                exercises.push(Alike { exercise, score, marks });
            }
        }
        exercises.sort_by(|one, other| other.score.total_cmp(&one.score));
        let mut shared: Vec<(f64, Shared)> = Vec::new();
        for (id, exercises) in common(class, people) {
            let Known { own, people, weight, .. } = &class.known[id];
            shared.push((*weight, Shared { kind: own.kind, what: own.what.clone(), exercises, people: *people }));
        }
        shared.sort_by(|one, other| other.0.total_cmp(&one.0));
        Pair { people, exercises, shared: shared.into_iter().map(|(_, each)| each).collect() }
    }
}

/// Lo raro de `one` que también está en `other`, en los caracteres de `text`; lo que se toca, junto.
fn marks(one: &[Print], other: &[Print], text: &str) -> Vec<(usize, usize)> {
    let mut theirs = other.iter().map(|print| print.id).peekable();
    let mut found: Vec<(usize, usize)> = Vec::new();
    for print in one.iter().filter(|print| print.rare) {
        while theirs.next_if(|id| *id < print.id).is_some() {}
        if theirs.peek() == Some(&print.id) {
            found.push(print.range);
        }
    }
    found.sort_unstable();
    let mut joined: Vec<(usize, usize)> = Vec::new();
    for (start, end) in found {
        match joined.last_mut() {
            Some(last) if start <= last.1 || text[last.1..start].trim().is_empty() => last.1 = last.1.max(end),
            _ => joined.push((start, end)),
        }
    }
    let letters = |at: usize| text[..at].chars().count();
    joined.into_iter().map(|(start, end)| (letters(start), letters(end))).collect()
}
