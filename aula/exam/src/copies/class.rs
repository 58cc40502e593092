//! Una clase leída: qué cosas hay en cada respuesta, y cuántas personas comparten cada una.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::hash::Hash;

use serde_json::Value;

use super::list;
use super::pieces::{Kind, Own, Written};

/// Cuántas piezas seguidas hacen una huella.
const RUN: usize = 4;
/// Lo que pesa, al lado de una persona, la posibilidad de que alguien siga de otra manera donde nadie lo hizo.
const OTHER: f64 = 0.15;
/// Lo raro es lo que tiene, a lo sumo, esta parte de la clase.
const RARE: f64 = 0.06;

/// Un ejercicio, y lo que de él da el curso.
pub struct Exercise {
    pub name: String,
    text: bool,
    given: Vec<String>,
}

/// Una persona y lo que respondió, por ejercicio; nada donde no respondió.
pub struct Person {
    pub key: String,
    pub form: String,
    pub answers: Vec<Option<String>>,
}

/// Una huella de una respuesta.
pub struct Print {
    pub id: u32,
    /// Lo que pesa que dos la compartan, y que solo una la tenga.
    pub shared: f64,
    pub alone: f64,
    /// ¿La tiene poca gente?
    pub rare: bool,
    /// Qué ocupa en el texto.
    pub range: (usize, usize),
}

/// Una cosa rara.
pub struct Known {
    pub own: Own,
    /// Cuántas personas la tienen.
    pub people: usize,
    /// Lo que pesa que dos la compartan.
    pub weight: f64,
    /// Si es un número de otras formas, de cuáles.
    pub forms: HashSet<String>,
}

pub struct Class<'a> {
    pub exercises: &'a [Exercise],
    pub people: Vec<Person>,
    /// De cada persona y cada ejercicio, sus huellas, por orden de identificador.
    pub prints: Vec<Vec<Vec<Print>>>,
    /// Y los nombres que puso en cada uno.
    pub names: Vec<Vec<Vec<Print>>>,
    /// De cada persona, lo raro, y en qué ejercicios lo tiene.
    pub rare: Vec<BTreeMap<u32, Vec<usize>>>,
    pub known: Vec<Known>,
}

impl Exercise {
    pub fn new(said: &Value) -> Exercise {
        let given = list(&said["given"]).iter().filter_map(Value::as_str).map(str::to_string).collect();
        let name = said["name"].as_str().unwrap_or_default().to_string();
        Exercise { name, text: said["text"].as_bool().unwrap_or(false), given }
    }

    fn read(&self, text: &str) -> Written {
        if self.text { Written::words(text) } else { Written::code(text) }
    }
}

impl Person {
    pub fn new(said: &Value, exercises: &[Exercise]) -> Person {
        let text = |key: &str| said[key].as_str().unwrap_or_default().to_string();
        let answer = |exercise: &Exercise| said["answers"][exercise.name.as_str()].as_str().map(str::to_string);
        Person { key: text("key"), form: text("form"), answers: exercises.iter().map(answer).collect() }
    }
}

impl<'a> Class<'a> {
    pub fn new(exercises: &'a [Exercise], people: Vec<Person>, forms: &BTreeMap<String, &Value>) -> Class<'a> {
        let mut written: Vec<Vec<Written>> = Vec::new();
        for person in &people {
            let read = |(exercise, answer): (&Exercise, &Option<String>)| {
                answer.as_ref().map_or_else(Written::default, |answer| exercise.read(answer))
            };
            written.push(exercises.iter().zip(&person.answers).map(read).collect());
        }
        let mut prints: Vec<Vec<Vec<Print>>> = people.iter().map(|_| Vec::new()).collect();
        let mut names: Vec<Vec<Vec<Print>>> = people.iter().map(|_| Vec::new()).collect();
        let mut given_own = HashSet::new();
        for (at, exercise) in exercises.iter().enumerate() {
            let given: Vec<Written> = exercise.given.iter().map(|text| exercise.read(text)).collect();
            let all: Vec<&Written> = written.iter().map(|person| &person[at]).collect();
            let both = fingerprints(&all, &given).into_iter().zip(named(&all, &given));
            for (person, (found, called)) in both.enumerate() {
                prints[person].push(found);
                names[person].push(called);
            }
            given_own.extend(given.into_iter().flat_map(|given| given.own));
        }
        let numbers = Numbers::new(exercises, forms);
        let mut own: Vec<BTreeMap<Own, Vec<usize>>> = Vec::new();
        for (person, answers) in people.iter().zip(&written) {
            let mut found: BTreeMap<Own, Vec<usize>> = BTreeMap::new();
            for (exercise, answer) in answers.iter().enumerate() {
                for each in &answer.own {
                    let kind = match numbers.of(exercise, each) {
                        Some(forms) if forms.contains(&person.form) => continue,
                        Some(_) => Kind::Foreign,
                        None if given_own.contains(each) => continue,
                        None => each.kind,
                    };
                    found.entry(Own { kind, what: each.what.clone() }).or_default().push(exercise);
                }
            }
            own.push(found);
        }
        let (known, rare) = rare(own, &numbers);
        Class { exercises, people, prints, names, rare, known }
    }
}

/// Los números de cada forma: el de otra, en una respuesta, no sale de su enunciado.
struct Numbers {
    /// De cada ejercicio, en qué formas está cada número.
    of: Vec<HashMap<String, HashSet<String>>>,
}

impl Numbers {
    fn new(exercises: &[Exercise], forms: &BTreeMap<String, &Value>) -> Numbers {
        let mut of: Vec<HashMap<String, HashSet<String>>> = exercises.iter().map(|_| HashMap::new()).collect();
        for (form, solutions) in forms {
            for (found, exercise) in of.iter_mut().zip(exercises) {
                let solution = solutions[exercise.name.as_str()].as_str().unwrap_or_default();
                for own in Written::code(solution).own.into_iter().filter(|own| own.kind == Kind::Number) {
                    found.entry(value(&own.what)).or_default().insert(form.clone());
                }
            }
        }
        Numbers { of }
    }

    /// Si es un número de alguna forma, de cuáles.
    fn of(&self, exercise: usize, own: &Own) -> Option<&HashSet<String>> {
        self.of[exercise].get(&value(&own.what)).filter(|_| own.kind == Kind::Number)
    }

    /// Lo mismo, del que ya se sabe que es de otra.
    fn forms(&self, own: &Own, exercises: &[usize]) -> HashSet<String> {
        let number = value(&own.what);
        let each = exercises.iter().filter_map(|at| self.of[*at].get(&number)).flatten();
        each.filter(|_| own.kind == Kind::Foreign).cloned().collect()
    }
}

/// `2.0`, `2.` y `2_f64` son el mismo número.
fn value(written: &str) -> String {
    let bare = written.replace('_', "");
    let bare = ["f64", "f32", "usize", "i32", "u32"].iter().fold(bare.as_str(), |text, end| text.trim_end_matches(end));
    bare.parse::<f64>().map_or_else(|_| bare.to_string(), |number| number.to_string())
}

/// Las huellas de unas respuestas al mismo ejercicio, sin las que están en lo que da el curso.
fn fingerprints(all: &[&Written], given: &[Written]) -> Vec<Vec<Print>> {
    let mut names: Names<String> = Names::default();
    let mut runs: Names<[u32; RUN]> = Names::default();
    let mut read = |written: &Written| {
        let mut last = [0; RUN]; // al principio no hay nada: `0` no es de ninguna pieza
        let mut found: Vec<([u32; RUN], (usize, usize))> = Vec::new();
        for (at, piece) in written.pieces.iter().enumerate() {
            last.rotate_left(1);
            last[RUN - 1] = names.of(piece.text.clone()) + 1;
            let start = written.pieces[at.saturating_sub(RUN - 1)].start;
            found.push((last, (start, piece.end)));
        }
        found
    };
    let course: HashSet<[u32; RUN]> = given.iter().flat_map(&mut read).map(|(run, _)| run).collect();
    let people: Vec<HashMap<[u32; RUN], (usize, usize)>> = all
        .iter()
        .map(|written| {
            let mut found = HashMap::new();
            read(written).into_iter().for_each(|(run, range)| _ = found.entry(run).or_insert(range));
            found
        })
        .collect();
    let (mut with, mut after) = (HashMap::<_, f64>::new(), HashMap::<_, f64>::new());
    for found in &people {
        found.keys().for_each(|run| *with.entry(*run).or_default() += 1.0);
        let before: HashSet<[u32; RUN - 1]> = found.keys().map(before).collect();
        before.into_iter().for_each(|run| *after.entry(run).or_default() += 1.0);
    }
    let few = few(people.len());
    let mut weigh = |(run, range): ([u32; RUN], (usize, usize))| {
        let (these, all) = (with[&run], after[&before(&run)]);
        // Sin contarlas a las dos, o a la una: lo raro es lo que no hace nadie más.
        let shared = ((all - 1.0 + OTHER) / (these - 1.0)).ln();
        Print { id: runs.of(run), shared, alone: ((all + OTHER) / these).ln(), rare: these <= few, range }
    };
    people
        .into_iter()
        .map(|found| {
            let mut prints: Vec<Print> =
                found.into_iter().filter(|(run, _)| !course.contains(run)).map(&mut weigh).collect();
            prints.sort_by_key(|print| print.id);
            prints
        })
        .collect()
}

/// Los nombres que pone cada persona en un ejercicio, sin los que da el curso.
fn named(all: &[&Written], given: &[Written]) -> Vec<Vec<Print>> {
    fn names(written: &Written) -> impl Iterator<Item = &str> {
        written.own.iter().filter(|own| own.kind == Kind::Name).map(|own| own.what.as_str())
    }
    let course: HashSet<&str> = given.iter().flat_map(names).collect();
    let people: Vec<Vec<&str>> =
        all.iter().map(|written| names(written).filter(|name| !course.contains(name)).collect()).collect();
    let mut with = BTreeMap::<&str, f64>::new();
    people.iter().flatten().for_each(|name| *with.entry(name).or_default() += 1.0);
    let count = all.iter().filter(|written| !written.pieces.is_empty()).count() as f64;
    let ids: HashMap<&str, u32> = with.keys().enumerate().map(|(at, name)| (*name, at as u32)).collect();
    let weigh = |name: &&str| {
        let these = with[name];
        let shared = ((count - 1.0 + OTHER) / (these - 1.0)).ln();
        Print { id: ids[name], shared, alone: ((count + OTHER) / these).ln(), rare: false, range: (0, 0) }
    };
    // Por orden alfabético, que es el de sus identificadores.
    people.iter().map(|names| names.iter().map(weigh).collect()).collect()
}

/// Cuántas personas, a lo sumo, tienen lo raro.
fn few(people: usize) -> f64 {
    (RARE * people as f64).max(2.0)
}

fn before(run: &[u32; RUN]) -> [u32; RUN - 1] {
    std::array::from_fn(|at| run[at])
}

/// Lo raro: lo que tienen pocas personas, y más de una; un número de otra forma, aunque lo tenga una sola.
fn rare(people: Vec<BTreeMap<Own, Vec<usize>>>, numbers: &Numbers) -> (Vec<Known>, Vec<BTreeMap<u32, Vec<usize>>>) {
    let count = people.len() as f64;
    let few = few(people.len());
    let mut with: BTreeMap<&Own, (usize, &[usize])> = BTreeMap::new();
    for (own, exercises) in people.iter().flatten() {
        with.entry(own).or_insert((0, exercises)).0 += 1;
    }
    let mut known = Vec::new();
    for (own, (these, exercises)) in with {
        let forms = numbers.forms(own, exercises);
        if (these > 1 || !forms.is_empty()) && these as f64 <= few {
            let weight = ((count - 1.0 + OTHER) / (these as f64 - 1.0).max(1.0)).ln();
            known.push(Known { own: own.clone(), people: these, weight, forms });
        }
    }
    let ids: HashMap<&Own, u32> = known.iter().enumerate().map(|(at, each)| (&each.own, at as u32)).collect();
    let of = |found: &BTreeMap<Own, Vec<usize>>| {
        found.iter().filter_map(|(own, exercises)| Some((*ids.get(own)?, exercises.clone()))).collect()
    };
    let each = people.iter().map(of).collect();
    (known, each)
}

/// Un número para cada cosa distinta.
struct Names<T>(HashMap<T, u32>);

impl<T> Default for Names<T> {
    fn default() -> Self {
        Names(HashMap::new())
    }
}

impl<T: Eq + Hash> Names<T> {
    fn of(&mut self, thing: T) -> u32 {
        let next = self.0.len() as u32;
        *self.0.entry(thing).or_insert(next)
    }
}
