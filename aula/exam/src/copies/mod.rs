//! Qué respuestas de una clase se parecen más de lo que se parecen las demás entre sí.
//!
//! Unas respuestas de pocos renglones se parecen sin que nadie copie: lo que no es natural es compartir lo raro. Por eso aquí
//! no se mide cuánto se parecen dos entregas, que es lo que dan compare50, `copydetect` y Dolos (huellas que escogen con una ventana, `winnowing`, y la
//! parte que coincide), sino lo improbable que es, en esta clase, lo que tienen en común. De ellos es la idea de las huellas
//! (Schleimer, Wilkerson y Aiken, «`Winnowing: Local Algorithms for Document Fingerprinting`», 2003); no se usan porque en
//! respuestas así casi todo coincide, y porque traen consigo NumPy y Matplotlib, o Node.
//!
//! Se lee en este orden: `pieces` (qué hay escrito, sin nombres ni disposición), `class` (cuántas personas comparten cada
//! cosa), `score` (lo que pesa lo que comparten dos) y `line` (a partir de dónde no se explica por azar).
//!
//! # Lo que se pide y lo que se contesta
//!
//! ```txt
//! {"exercises": [{"name": "cadena", "text": false, "given": ["lo que da el curso: de dónde se parte, la solución"]}],
//!  "forms": {"A": {"cadena": "la solución de esa forma"}},
//!  "submissions": [{"key": "ana", "form": "A", "answers": {"cadena": "fn …"}}]}
//! ```
//!
//! contesta `{"compared": 9045, "few": false, "groups": [["ana", "eva"]], "pairs": [PAREJA]}`, con las parejas de lo más
//! improbable a lo menos, y solo las que pasan de la raya. Una PAREJA es
//!
//! ```txt
//! {"people": ["ana", "eva"], "score": 31.5, "chance": 0.002,
//!  "exercises": [{"name": "cadena", "score": 8.1, "marks": [[[40, 52]], [[38, 50]]]}],
//!  "shared": [{"kind": "name", "what": "lo_de_dentro", "exercises": ["cadena"], "people": 2}]}
//! ```
//!
//! `chance` es cuántas parejas así se esperan por azar en una clase como esta; `marks`, en caracteres, lo raro que comparten
//! en la respuesta de cada una. Con menos de ocho personas no se sabe qué es raro: `few`, y ninguna pareja. Con más de
//! 1500 no se compara.

mod class;
mod line;
mod pieces;
mod score;

use std::collections::BTreeMap;

use serde_json::{Value, json};

use class::{Class, Exercise, Person};
use line::{LEAST, Line, Spread};
use score::{Pair, Shared};

/// Con menos, lo que comparten dos lo comparte ya mucha gente.
const FEWEST: usize = 8;
/// Con más, tardaría minutos.
const MOST: usize = 1500;
/// A lo sumo, tantas parejas: si son más, lo que hay es una clase que resuelve igual.
const SHOWN: usize = 100;

/// Compara unas entregas: lee lo que se pide y contesta.
pub fn compare(request: &Value) -> Value {
    let exercises: Vec<Exercise> = list(&request["exercises"]).iter().map(Exercise::new).collect();
    let forms: BTreeMap<String, &Value> =
        request["forms"].as_object().into_iter().flatten().map(|(name, each)| (name.clone(), each)).collect();
    let people: Vec<Person> = list(&request["submissions"]).iter().map(|each| Person::new(each, &exercises)).collect();
    let count = people.len();
    let compared = count * count.saturating_sub(1) / 2;
    if !(FEWEST..=MOST).contains(&count) {
        return json!({"compared": 0, "few": count < FEWEST, "groups": [], "pairs": []});
    }
    let class = Class::new(&exercises, people, &forms);
    let (mut spreads, mut totals, mut above) = (vec![Spread::default(); exercises.len() + 1], Vec::new(), Vec::new());
    for pair in (0..count).flat_map(|a| (a + 1..count).map(move |b| (a, b))) {
        let mut total = 0.0;
        for (spread, part) in spreads.iter_mut().zip(score::weigh(&class, pair)) {
            spread.add(part);
            total += part;
        }
        totals.push(total);
        if total >= LEAST {
            above.push((total, pair));
        }
    }
    let line = Line::of(&spreads, totals);
    above.retain(|(score, _)| *score >= line.at);
    above.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
    above.truncate(SHOWN);
    let pairs: Vec<Value> =
        above.iter().map(|(score, people)| to_json(&class, &line, &Pair::of(&class, *people), *score)).collect();
    let linked: Vec<(usize, usize)> = above.iter().map(|(_, people)| *people).collect();
    let names = |group: Vec<usize>| group.into_iter().map(|at| class.people[at].key.as_str()).collect::<Vec<_>>();
    let groups: Vec<_> = groups(count, &linked).into_iter().map(names).collect();
    json!({"compared": compared, "few": false, "line": line.at, "groups": groups, "pairs": pairs})
}

fn to_json(class: &Class, line: &Line, pair: &Pair, score: f64) -> Value {
    let exercises = pair
        .exercises
        .iter()
        .map(|each| json!({"name": class.exercises[each.exercise].name, "score": rounded(each.score), "marks": each.marks}));
    let shared = pair.shared.iter().map(|Shared { kind, what, exercises, people, .. }| {
        let exercises: Vec<_> = exercises.iter().map(|at| &class.exercises[*at].name).collect();
        json!({"kind": kind.name(), "what": what, "exercises": exercises, "people": people})
    });
    json!({
        "people": [class.people[pair.people.0].key, class.people[pair.people.1].key],
        "score": rounded(score),
        "chance": line.chance(score),
        "exercises": exercises.collect::<Vec<_>>(),
        "shared": shared.collect::<Vec<_>>(),
    })
}

/// Quienes están enlazados, de dos en dos o a través de otros, en grupos.
fn groups(count: usize, linked: &[(usize, usize)]) -> Vec<Vec<usize>> {
    let mut of: Vec<usize> = (0..count).collect();
    for &(a, b) in linked {
        let (from, to) = (of[a].max(of[b]), of[a].min(of[b]));
        of.iter_mut().filter(|group| **group == from).for_each(|group| *group = to);
    }
    let members = |group: usize| (0..count).filter(|&at| of[at] == group).collect::<Vec<_>>();
    (0..count).map(members).filter(|group| group.len() > 1).collect()
}

fn rounded(score: f64) -> f64 {
    (score * 10.0).round() / 10.0
}

fn list(value: &Value) -> &[Value] {
    value.as_array().map_or(&[], Vec::as_slice)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Una clase que responde lo mismo, menos en lo que se dice.
    fn class(count: usize, own: impl Fn(usize) -> Value) -> Value {
        let submissions: Vec<Value> = (0..count).map(|at| json!({"key": format!("e{at}"), "answers": own(at)})).collect();
        json!({"exercises": [{"name": "cadena", "given": ["fn f(x: f64) -> f64 { todo!() }"]}], "submissions": submissions})
    }

    #[test]
    fn where_nothing_is_rare_nothing_is_shown() {
        let answer = compare(&class(12, |_| json!({"cadena": "fn f(x: f64) -> f64 { let v = 2.0 * x; v.powi(3) }"})));
        assert_eq!((&answer["pairs"], &answer["groups"], &answer["few"]), (&json!([]), &json!([]), &json!(false)));
        let unanswered = compare(&class(12, |_| json!({})));
        assert_eq!((&unanswered["pairs"], &unanswered["compared"]), (&json!([]), &json!(66)));
    }

    #[test]
    fn a_few_people_say_nothing() {
        let asked = class(FEWEST - 1, |_| json!({"cadena": "fn f(x: f64) -> f64 { x }"}));
        assert_eq!(compare(&asked), json!({"compared": 0, "few": true, "groups": [], "pairs": []}));
    }

    #[test]
    fn groups_are_those_who_are_linked() {
        assert_eq!(groups(7, &[(1, 4), (5, 6), (4, 2)]), [vec![1, 2, 4], vec![5, 6]]);
        assert_eq!(groups(3, &[]), Vec::<Vec<usize>>::new());
    }

    /// Lo raro que comparten dos, cada una con su forma: comentarios, y los números de la forma de la otra.
    #[test]
    fn what_is_shared_is_shown_where_it_is() {
        let own = |at: usize| {
            let plain = format!("fn f(x: f64) -> f64 {{ let n{at} = 2.0 * x; n{at}.powi(3) }}");
            let rare =
                "fn f(x: f64) -> f64 {\n    // á mi hermana le salió así\n    x.hypot(7.25) // ojo con el orden raro\n}";
            json!({"cadena": if at == 3 || at == 8 { rare.to_string() } else { plain }})
        };
        let mut asked = class(60, own);
        asked["forms"] = json!({"A": {"cadena": "x * 4.5"}, "B": {"cadena": "x * 7.250"}});
        asked["exercises"][0]["given"] = json!(["fn f(x: f64) -> f64 { todo!() }", "x * 4.5", "x * 7.25"]);
        for (at, each) in asked["submissions"].as_array_mut().expect("es una lista").iter_mut().enumerate() {
            each["form"] = json!(if at == 8 { "B" } else { "A" });
        }
        asked["submissions"][5]["answers"]["cadena"] = json!("fn f(x: f64) -> f64 { x * 7.25 }");
        let answer = compare(&asked);
        assert_eq!(answer["groups"], json!([["e3", "e8"]]), "{answer}");
        let pair = &answer["pairs"][0];
        let said = asked["submissions"][3]["answers"]["cadena"].as_str().expect("un texto");
        let mark = &pair["exercises"][0]["marks"][0][0];
        let at = |end: usize| mark[end].as_u64().expect("un número") as usize;
        let marked: String = said.chars().skip(at(0)).take(at(1) - at(0)).collect();
        assert!(marked.contains("x.hypot(7.25)"), "{marked}");
        let shared: Vec<_> = pair["shared"].as_array().expect("una lista").iter().map(|each| &each["what"]).collect();
        assert_eq!(shared, ["a mi hermana le salio asi", "ojo con el orden raro", "7.25"]);
        assert_eq!((&pair["shared"][2]["kind"], &pair["shared"][2]["people"]), (&json!("foreign"), &json!(2)));
    }
}
