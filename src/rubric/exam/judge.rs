//! El proceso que juzga: en él no hay nada del código calificado.

use std::io::{self, BufRead, Write};

use super::super::record::Record;
use super::{Rubric, Test, collect, to_json};

/// Lo que hay que saber de un ejercicio para juzgarlo.
struct Exercise<'a> {
    name: &'a str,
    rubric: Rubric,
}

/// Corre cada prueba con las funciones de quien enseña, que están en este proceso, y después juzga lo que dejaron otras.
///
/// Escribe primero una línea de JSON por prueba: lo que salió, o `null` si se detuvo. Después atiende mientras haya
/// peticiones en la entrada. Una petición es una línea con el ejercicio y cuántas anotaciones dejaron la parte visible y la
/// oculta (`doble 1 1`), y debajo esas anotaciones, sin el sello. La contesta otra línea de JSON:
///
/// ```text
/// {"points":1,"report":"✅ bien: el doble de 3\n❌ falla: pruebas ocultas, 0 de 1\nPuntos de «doble»: 1 de 2",
///  "checks":[{"name":"el doble de 3",…},…],…}
/// ```
///
/// De cada comprobación, `name`, `hidden`, `passed`, `said`, `hint` y `mistake`; en `faults`, lo que tiene de malo la prueba.
/// Una anotación que falte o que no se entienda es una comprobación que falla; `unused` son las que sobraron.
///
/// # Panics
///
/// Si no se puede escribir en la salida.
pub fn judge(tests: &[Test]) {
    let mut exercises = Vec::new();
    for &(name, test) in tests {
        let collected = collect(test);
        answer(&collected.as_ref().map_or("null".into(), |rubric| to_json(rubric, 0)));
        exercises.extend(collected.map(|rubric| Exercise { name, rubric }));
    }
    let mut lines = io::stdin().lock().lines().map_while(Result::ok);
    while let Some(request) = lines.next() {
        let words: Vec<&str> = request.split(' ').collect();
        let [name, visible, hidden] = words[..] else { return };
        let count = |word: &str| word.parse().unwrap_or(0);
        let visible: Vec<String> = lines.by_ref().take(count(visible)).collect();
        let hidden: Vec<String> = lines.by_ref().take(count(hidden)).collect();
        answer(&exercises.iter().find(|it| it.name == name).map_or("null".into(), |it| it.judge(&visible, &hidden)));
    }
}

fn answer(line: &str) {
    let mut out = io::stdout().lock();
    writeln!(out, "{line}").and_then(|()| out.flush()).expect("no se puede escribir en la salida");
}

impl Exercise<'_> {
    fn judge(&self, visible: &[String], hidden: &[String]) -> String {
        let (mut visible, mut hidden) = (visible.iter(), hidden.iter());
        let mut rubric = self.rubric.clone();
        for check in &mut rubric.checks {
            let line = if check.hidden() { hidden.next() } else { visible.next() };
            *check = check.with(read(line));
        }
        to_json(&rubric, visible.len() + hidden.len())
    }
}

fn read(line: Option<&String>) -> Result<Record, &'static str> {
    Record::read(line.ok_or("la prueba no llegó a dar un resultado")?).ok_or("el resultado de la prueba no se entiende")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn test() -> f64 {
        Rubric::new("e", 3.0)
            .check("uno", "p", || 1.0, 1.0)
            .check("dos", "p", || vec![1.0, 2.0], vec![1.0, 2.0])
            .hidden(|| 3.0, Some(3.0))
            .points()
    }

    /// El informe con esas anotaciones, y cuántas sobraron.
    fn judged(visible: &str, hidden: &str) -> (String, u64) {
        let rubric = collect(test).unwrap();
        let lines = |text: &str| text.lines().map(String::from).collect::<Vec<_>>();
        let verdict = Exercise { name: "e", rubric }.judge(&lines(visible), &lines(hidden));
        let data: serde_json::Value = serde_json::from_str(&verdict).unwrap();
        (data["report"].as_str().unwrap().into(), data["unused"].as_u64().unwrap())
    }

    #[test]
    fn judging_compares_what_was_recorded() {
        let right = ("v - 3ff0000000000000\nv 2 3ff0000000000000 4000000000000000", "v - 4008000000000000");
        let all = "✅ bien: uno\n✅ bien: dos\n✅ bien: pruebas ocultas, 1 de 1\nPuntos de «e»: 3 de 3";
        assert_eq!(judged(right.0, right.1), (all.into(), 0));
        assert_eq!(
            judged("v - 7ff8000000000000\r\nv 1 3ff0000000000000\r\n", "p se acabó"),
            (
                "❌ falla: uno; se esperaba 1 y llegó NaN. Pista: p.\n\
                 ❌ falla: dos; se esperaba un vector de 2 números y llegó uno de 1. Pista: p.\n\
                 ❌ falla: pruebas ocultas, 0 de 1\nPuntos de «e»: 0 de 3"
                    .into(),
                0
            )
        );
    }

    #[test]
    fn who_judges_names_the_mistake() {
        fn test() -> f64 {
            let check = Rubric::new("e", 1.0).check("uno", "p", || 6.0, 6.0);
            check.mistake("sumaste", || 2.0 + 3.0).mistake("igual", 6.0).points()
        }
        let exercise = Exercise { name: "e", rubric: collect(test).unwrap() };
        let verdict = exercise.judge(&["v - 4014000000000000".into()], &[]);
        let data: serde_json::Value = serde_json::from_str(&verdict).unwrap();
        assert_eq!((&data["checks"][0]["mistake"], &data["points"]), (&"sumaste".into(), &0.into()));
        assert_eq!(data["checks"][0]["said"], "se esperaba 6 y llegó 5");
        assert_eq!(data["faults"], serde_json::json!(["uno: el error «igual»: al cometerlo sale lo mismo que sin él"]));
    }

    #[test]
    fn records_that_are_missing_extra_or_forged_never_help() {
        let (report, unused) = judged("v - 3ff0000000000000", "");
        assert!(report.contains("❌ falla: dos; la prueba no llegó a dar un resultado. Pista: p."), "{report}");
        assert!(report.ends_with("ocultas, 0 de 1\nPuntos de «e»: 1 de 3") && unused == 0, "{report}");
        let (report, unused) = judged("points 3\n\nv - 4008000000000000\nv - 3ff0000000000000", "v - 4008000000000000");
        assert!(report.contains("❌ falla: uno; el resultado de la prueba no se entiende"), "{report}");
        assert!(report.ends_with("ocultas, 1 de 1\nPuntos de «e»: 1 de 3") && unused == 2, "{report}");
        // Lo de una parte no vale para la otra.
        let (report, unused) = judged("v - 3ff0000000000000\np\nv - 4008000000000000", "");
        assert!(report.ends_with("ocultas, 0 de 1\nPuntos de «e»: 1 de 3") && unused == 1, "{report}");
        assert!(judged("", "").0.ends_with("Puntos de «e»: 0 de 3"));
    }
}
