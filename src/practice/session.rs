//! Una práctica entera: qué se preguntó, cómo fue y qué toca ahora.

use super::dice::Dice;
use super::exercise::{Exercise, Outcome};
use super::question::{Family, Question};
use super::{FAMILIES, LEVELS};

/// Cuántas familias sin dominar se ofrecen a la vez: las siguientes se abren cuando salen las primeras.
const OPEN: usize = 3;

/// Una pregunta ya contestada.
#[derive(Debug, Clone, PartialEq)]
pub struct Record {
    /// De qué familia.
    pub family: &'static str,
    /// De qué nivel.
    pub level: u8,
    /// Cómo fue cada paso.
    pub outcomes: Vec<Outcome>,
}

impl Record {
    /// ¿Salió entera a la primera?
    pub fn is_clean(&self) -> bool {
        self.outcomes.iter().all(|outcome| outcome.is_clean())
    }

    /// ¿Salió mal: se pidió una solución, o falló más de la mitad?
    fn is_bad(&self) -> bool {
        let wrong = self.outcomes.iter().filter(|outcome| !outcome.is_clean()).count();
        self.outcomes.iter().any(|outcome| outcome.shown) || 2 * wrong > self.outcomes.len()
    }
}

/// Una práctica. De su semilla y de lo contestado sale la pregunta siguiente: con lo mismo, siempre la misma.
///
/// - Las familias se abren en el orden de la lección, tres a la vez.
/// - El nivel de cada una sube con dos preguntas seguidas sin un fallo, y baja con una que salió mal.
/// - Lo que falló vuelve pronto, pero no enseguida.
///
/// ```
/// use gradiente::practice::{Exercise, Session};
///
/// let mut session = Session::new(7);
/// let mut exercise = Exercise::new(session.next(None));
/// while exercise.step().is_some() {
///     exercise.show();
/// }
/// session.record(&exercise);
/// let again = Session::from_code(&session.code())?;
/// assert_eq!(again, session);
/// # Ok::<(), gradiente::practice::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq)]
pub struct Session {
    /// De qué semilla salen sus preguntas.
    pub seed: u32,
    /// Lo contestado, en orden.
    pub records: Vec<Record>,
}

impl Session {
    /// Una práctica que empieza.
    pub fn new(seed: u32) -> Session {
        Session { seed, records: vec![] }
    }

    /// La semilla de la pregunta número `i`, desde 0.
    pub fn seed_of(&self, i: usize) -> u32 {
        self.seed.wrapping_add(u32::try_from(i).unwrap_or(u32::MAX))
    }

    /// La pregunta que toca, de todas las familias o de una sola.
    pub fn next(&self, only: Option<&'static Family>) -> Question {
        let family = only.unwrap_or_else(|| self.choose());
        family.draw(self.level(family), self.seed_of(self.records.len()))
    }

    /// Anota una pregunta terminada.
    pub fn record(&mut self, exercise: &Exercise) {
        let question = exercise.question();
        let outcomes = exercise.outcomes().to_vec();
        self.records.push(Record { family: question.family().key, level: question.level(), outcomes });
    }

    fn of<'a>(&'a self, family: &'a Family) -> impl DoubleEndedIterator<Item = &'a Record> {
        self.records.iter().filter(|record| record.family == family.key)
    }

    /// El nivel en que va una familia.
    pub fn level(&self, family: &Family) -> u8 {
        let (mut level, mut streak) = (*LEVELS.start(), 0);
        for record in self.of(family) {
            streak = if record.is_clean() { streak + 1 } else { 0 };
            if streak == 2 {
                (level, streak) = ((level + 1).min(*LEVELS.end()), 0);
            } else if record.is_bad() {
                level = (level - 1).max(*LEVELS.start());
            }
        }
        level
    }

    /// La familia que toca.
    fn choose(&self) -> &'static Family {
        let mut dice = Dice::new("", 0, self.seed_of(self.records.len()));
        let last = self.records.last().map(|record| record.family);
        let known = |family: &&Family| self.of(family).any(Record::is_clean);
        let mut unknown = 0;
        let open: Vec<_> = FAMILIES
            .into_iter()
            .take_while(|family| {
                unknown += usize::from(!known(family));
                unknown <= OPEN
            })
            .filter(|family| Some(family.key) != last)
            .collect();
        let failed = |family: &Family| self.of(family).next_back().is_some_and(|record| !record.is_clean());
        let due: Vec<_> = open.iter().copied().filter(|family| failed(family)).collect();
        if !due.is_empty() && dice.whole(1, 4) > 1.0 {
            return dice.one_of(&due);
        }
        // Lo nuevo, más a menudo que lo que ya sale.
        let weights = open.iter().flat_map(|&family| {
            let times = if !known(&family) { 4 } else { usize::from(*LEVELS.end() + 1 - self.level(family)) };
            std::iter::repeat_n(family, times)
        });
        dice.one_of(&weights.collect::<Vec<_>>())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::practice::Verdict;

    fn outcome(clean: bool) -> Outcome {
        Outcome { first: Some(if clean { Verdict::Right } else { Verdict::Other }), shown: false }
    }

    fn add(session: &mut Session, question: &Question, clean: bool) {
        let outcomes = question.steps().iter().map(|_| outcome(clean)).collect();
        session.records.push(Record { family: question.family().key, level: question.level(), outcomes });
    }

    #[test]
    fn the_level_follows_the_answers() {
        let family = FAMILIES[4];
        let mut session = Session::new(1);
        let mut levels = vec![];
        for clean in [true, true, true, true, true, false, false, true] {
            let question = session.next(Some(family));
            levels.push(question.level());
            add(&mut session, &question, clean);
        }
        assert_eq!(levels, [1, 1, 2, 2, 3, 3, 2, 1]);
    }

    #[test]
    fn families_open_in_order_and_never_twice_in_a_row() {
        let mut session = Session::new(42);
        for _ in 0..200 {
            let question = session.next(None);
            assert_ne!(session.records.last().map(|record| record.family), Some(question.family().key));
            add(&mut session, &question, true);
        }
        let mut order: Vec<_> = vec![];
        session.records.iter().for_each(|record| {
            if !order.contains(&record.family) {
                order.push(record.family)
            }
        });
        assert_eq!(order.len(), FAMILIES.len(), "se llega a todas");
        for (i, key) in order.iter().enumerate() {
            let place = FAMILIES.iter().position(|family| family.key == *key).unwrap();
            assert!(place < i + OPEN, "{key} salió antes de tiempo");
        }
    }

    #[test]
    fn what_went_wrong_often_comes_back() {
        let (mut often, mut rarely) = (0, 0);
        for seed in 0..40 {
            let mut session = Session::new(seed);
            for i in 0..30 {
                let question = session.next(None);
                let wrong = question.family().key == FAMILIES[1].key;
                if i > 6 {
                    often += usize::from(wrong);
                    rarely += usize::from(question.family().key == FAMILIES[0].key);
                }
                add(&mut session, &question, !wrong);
            }
        }
        assert!(often > 3 * rarely, "{often} frente a {rarely}");
    }
}
