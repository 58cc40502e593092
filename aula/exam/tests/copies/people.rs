//! Una clase de mentira que sale de una semilla: quienes resuelven por su cuenta, que eligen al azar y por separado entre
//! maneras naturales de resolver cada ejercicio, y quienes copian y lo disimulan.
//!
//! En `ways.txt`, `⟦a¦b⟧` es una elección (lo primero, más corriente), `⟦⇅a¦b⟧` dos cosas en cualquier orden, `⟦№a¦b⟧` una
//! manera de escribir un número, `⟦#⟧` el sitio de un comentario y `$u` un nombre de los de su lista.

use rand_core::{RngCore, SeedableRng};
use rand_isaac::Isaac64Rng;
use serde_json::{Map, Value, json};

const WAYS: &str = include_str!("ways.txt");
const COMMENTS: [&[&str]; 3] = [
    &["primero", "aquí", "ahora", "luego", "esto es", "calculo", "hay que ver", "se usa", "ojo:", "paso:"],
    &[
        "lo de dentro",
        "la derivada",
        "el gradiente",
        "la salida",
        "el error",
        "la suma",
        "la activación",
        "la fórmula",
        "lo que da la capa",
        "el valor",
    ],
    &[
        "",
        "según la clase",
        "como en la lección",
        "por la regla de la cadena",
        "paso a paso",
        "otra vez",
        "antes de seguir",
        "con la sigmoide",
    ],
];

/// Un ejercicio de `ways.txt`.
pub struct Exercise {
    pub name: &'static str,
    names: Vec<(char, Vec<&'static str>)>,
    given: Vec<&'static str>,
    ways: Vec<&'static str>,
}

/// De qué sale una respuesta. Dos con la misma `structure` resuelven igual.
#[derive(Clone, Copy)]
struct Seeds {
    structure: u64,
    names: u64,
    comments: u64,
    order: u64,
    numbers: u64,
    layout: u64,
}

/// Cómo disimula quien copia.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Disguise {
    Renamed,
    Reordered,
    Reformatted,
    Numbers,
    Partly,
}

pub const DISGUISES: [Disguise; 5] =
    [Disguise::Renamed, Disguise::Reordered, Disguise::Reformatted, Disguise::Numbers, Disguise::Partly];

pub fn exercises() -> Vec<Exercise> {
    WAYS.split("# ").filter(|each| !each.trim().is_empty()).map(Exercise::read).collect()
}

impl Exercise {
    fn read(text: &'static str) -> Exercise {
        let mut parts = text.split("--- ");
        let mut head = parts.next().expect("empieza con su nombre").lines();
        let name = head.next().expect("empieza con su nombre").trim();
        let list = |line: &'static str| {
            let (letter, all) = line.strip_prefix("names ").and_then(|line| line.split_once(": ")).expect("names x: …");
            (letter.chars().next().expect("una letra"), all.split(' ').collect())
        };
        let names = head.filter(|line| !line.trim().is_empty()).map(list).collect();
        let (mut given, mut ways) = (Vec::new(), Vec::new());
        for part in parts {
            let (kind, text) = part.split_once('\n').expect("lo que es, y debajo su texto");
            if kind == "given" { given.push(text.trim_end()) } else { ways.push(text.trim_end()) }
        }
        Exercise { name, names, given, ways }
    }

    pub fn to_json(&self) -> Value {
        json!({"name": self.name, "text": self.name == "reflexion", "given": self.given})
    }

    fn answer(&self, seeds: Seeds) -> String {
        let mut writer = Writer {
            structure: Isaac64Rng::seed_from_u64(seeds.structure),
            order: Isaac64Rng::seed_from_u64(seeds.order),
            comments: Isaac64Rng::seed_from_u64(seeds.comments),
            numbers: Isaac64Rng::seed_from_u64(seeds.numbers),
        };
        let way = self.ways[pick(&mut writer.structure, self.ways.len())];
        let mut text = writer.write(way);
        let mut names = Isaac64Rng::seed_from_u64(seeds.names);
        for (letter, all) in &self.names {
            text = text.replace(&format!("${letter}"), all[pick(&mut names, all.len())]);
        }
        laid_out(&text, seeds.layout)
    }
}

struct Writer {
    structure: Isaac64Rng,
    order: Isaac64Rng,
    comments: Isaac64Rng,
    numbers: Isaac64Rng,
}

impl Writer {
    /// El texto, con todo elegido.
    fn write(&mut self, text: &str) -> String {
        let Some(open) = text.find('⟦') else { return text.to_string() };
        let (before, inside) = (&text[..open], &text[open + '⟦'.len_utf8()..]);
        let (options, length) = options(inside);
        let after = &inside[length..];
        let chosen = match options[0].chars().next() {
            Some('#') => self.comment(),
            Some('⇅') => {
                let (first, second) = (self.write(&options[0]['⇅'.len_utf8()..]), self.write(options[1]));
                let turned = self.order.next_u64().is_multiple_of(3);
                let (first, second) = if turned { (second, first) } else { (first, second) };
                format!("{}\n    {}", first.trim_end(), second.trim())
            }
            Some('№') => {
                let options: Vec<&str> = options.iter().map(|option| option.trim_start_matches('№')).collect();
                options[pick(&mut self.numbers, options.len())].to_string()
            }
            _ => {
                let option = options[pick(&mut self.structure, options.len())];
                self.write(option)
            }
        };
        format!("{before}{chosen}{}", self.write(after))
    }

    fn comment(&mut self) -> String {
        if !self.comments.next_u64().is_multiple_of(5) {
            return String::new();
        }
        let words = COMMENTS.map(|part| part[self.comments.next_u64() as usize % part.len()]);
        format!(" // {}", words.join(" ").trim())
    }
}

/// Las opciones de una elección, y lo que ocupa.
fn options(text: &str) -> (Vec<&str>, usize) {
    let (mut found, mut depth, mut start) = (Vec::new(), 0, 0);
    for (at, letter) in text.char_indices() {
        match letter {
            '⟦' => depth += 1,
            '⟧' if depth == 0 => {
                found.push(&text[start..at]);
                return (found, at + letter.len_utf8());
            }
            '⟧' => depth -= 1,
            '¦' if depth == 0 => {
                found.push(&text[start..at]);
                start = at + letter.len_utf8();
            }
            _ => {}
        }
    }
    panic!("una elección sin cerrar: {text}");
}

/// Uno de `count`: el primero, el doble de veces que el segundo, el triple que el tercero…
fn pick(rng: &mut Isaac64Rng, count: usize) -> usize {
    let weights = (1..=count).map(|rank| 1.0 / rank as f64);
    let mut left = (rng.next_u64() >> 11) as f64 / (1u64 << 53) as f64 * weights.clone().sum::<f64>();
    for (at, weight) in weights.enumerate() {
        left -= weight;
        if left < 0.0 {
            return at;
        }
    }
    count - 1
}

fn laid_out(text: &str, layout: u64) -> String {
    match layout % 4 {
        1 => text.replace("    ", "  "),
        2 => text.replace(";\n", ";\n\n").replace(" * ", "*"),
        3 if !text.contains("//") => text.split_whitespace().collect::<Vec<_>>().join(" "),
        _ => text.to_string(),
    }
}

/// Una clase: lo que se pide comparar, y qué parejas copiaron, con cómo lo disimularon.
pub fn class(seed: u64, honest: usize, copies: usize) -> (Value, Vec<(String, String, Disguise)>) {
    let exercises = exercises();
    let mut rng = Isaac64Rng::seed_from_u64(seed);
    let mut people: Vec<Vec<Seeds>> =
        (0..honest).map(|_| exercises.iter().map(|_| Seeds::draw(&mut rng)).collect()).collect();
    let mut planted = Vec::new();
    for number in 0..copies {
        let disguise = DISGUISES[number % DISGUISES.len()];
        let from = number * honest / copies.max(1);
        let copied = exercises.iter().enumerate().map(|(at, _)| {
            let own = Seeds::draw(&mut rng);
            if disguise == Disguise::Partly && (at + number) % 2 == 0 {
                own
            } else {
                disguised(disguise, people[from][at], own)
            }
        });
        let copied = copied.collect();
        planted.push((key(from), key(people.len()), disguise));
        people.push(copied);
    }
    let answers = |seeds: &Vec<Seeds>| {
        let each = exercises.iter().zip(seeds).map(|(it, seeds)| (it.name.to_string(), json!(it.answer(*seeds))));
        each.collect::<Map<String, Value>>()
    };
    let submissions: Vec<Value> =
        people.iter().enumerate().map(|(at, seeds)| json!({"key": key(at), "answers": answers(seeds)})).collect();
    let exercises: Vec<Value> = exercises.iter().map(Exercise::to_json).collect();
    (json!({"exercises": exercises, "submissions": submissions}), planted)
}

fn key(number: usize) -> String {
    format!("e{number:03}")
}

impl Seeds {
    fn draw(rng: &mut Isaac64Rng) -> Seeds {
        let mut next = || rng.next_u64();
        Seeds { structure: next(), names: next(), comments: next(), order: next(), numbers: next(), layout: next() }
    }
}

/// Lo copiado, con lo que cambia quien lo disimula así. Nadie deja los comentarios de otra persona, menos quien copia solo
/// una parte.
fn disguised(disguise: Disguise, from: Seeds, own: Seeds) -> Seeds {
    let quiet = Seeds { comments: own.comments, ..from };
    match disguise {
        Disguise::Renamed => Seeds { names: own.names, ..quiet },
        Disguise::Reordered => Seeds { order: own.order, names: own.names, ..from },
        Disguise::Reformatted => Seeds { layout: own.layout, ..quiet },
        Disguise::Numbers => Seeds { numbers: own.numbers, layout: own.layout, ..quiet },
        Disguise::Partly => Seeds { layout: own.layout, ..from },
    }
}
