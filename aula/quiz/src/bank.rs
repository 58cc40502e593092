//! Qué preguntas van en un banco.

use std::collections::HashSet;

use gradiente::practice::{FAMILIES, Family, LEVELS, Question, draw, family};

/// Cuántas semillas se prueban antes de dar por agotadas las preguntas distintas de una familia y un nivel.
const PATIENCE: u32 = 300;

/// Un banco: sus preguntas, por familias y, en cada una, por niveles.
pub struct Bank {
    pub questions: Vec<Question>,
}

impl Bank {
    /// Reparte `count` preguntas distintas entre las familias y los niveles. Si no hay tantas, lleva todas las que hay.
    pub fn new(families: &[&'static Family], count: usize, seed: u32) -> Bank {
        let kinds = LEVELS.flat_map(|level| families.iter().map(move |family| Source::new(family, level, seed)));
        let (mut sources, mut questions, mut seen) = (kinds.collect::<Vec<_>>(), vec![], HashSet::new());
        while questions.len() < count && sources.iter().any(|source| !source.empty) {
            for source in &mut sources {
                if questions.len() < count {
                    questions.extend(source.next(&mut seen));
                }
            }
        }
        let place = |question: &Question| families.iter().position(|family| family.key == question.family().key);
        questions.sort_by_key(|question| (place(question), question.level(), question.seed()));
        Bank { questions }
    }

    /// Las preguntas de cada familia, con su número en la lección, desde 1.
    pub fn by_family(&self) -> impl Iterator<Item = (usize, &'static Family, &[Question])> {
        self.questions.chunk_by(|a, b| a.family().key == b.family().key).map(|group| {
            let family = group[0].family();
            let place = FAMILIES.iter().position(|known| known.key == family.key).expect("es una de las que hay");
            (place + 1, family, group)
        })
    }
}

/// Las familias que se piden, separadas por comas; sin ninguna, todas.
///
/// # Errors
///
/// Si alguna no existe: dice cuáles hay.
pub fn families(names: &str) -> Result<Vec<&'static Family>, String> {
    let asked = names.split(',').map(str::trim).filter(|name| !name.is_empty());
    let mut found: Vec<&'static Family> = vec![];
    for name in asked {
        let family = family(name).map_err(|error| format!("{}.", sentence(&error.to_string())))?;
        if !found.iter().any(|known| known.key == family.key) {
            found.push(family);
        }
    }
    Ok(if found.is_empty() { FAMILIES.to_vec() } else { found })
}

/// Con mayúscula inicial.
pub fn sentence(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().into_iter().flat_map(char::to_uppercase).chain(letters).collect()
}

/// De dónde salen las preguntas de una familia y un nivel.
struct Source {
    family: &'static Family,
    level: u8,
    seed: u32,
    empty: bool,
}

impl Source {
    fn new(family: &'static Family, level: u8, seed: u32) -> Source {
        Source { family, level, seed, empty: false }
    }

    /// La siguiente que no está en `seen`: dos niveles pueden dar el mismo enunciado.
    fn next(&mut self, seen: &mut HashSet<String>) -> Option<Question> {
        for _ in 0..if self.empty { 0 } else { PATIENCE } {
            let question = draw(self.family.key, self.level, self.seed).expect("la familia y el nivel existen");
            self.seed = self.seed.wrapping_add(1);
            let data = question.data().map_or(String::new(), ToString::to_string);
            if seen.insert(format!("{}{data}", question.statement())) {
                return Some(question);
            }
        }
        self.empty = true;
        None
    }
}
