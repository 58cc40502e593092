//! La misma prueba, repartida entre dos procesos: el que corre el código de otra persona y el que lo juzga.
//!
//! En un cuaderno, una [`Rubric`] corre el código, lo compara y enseña el informe. Quien califica no puede
//! fiarse de un proceso en el que está el código calificado, que puede escribir en la salida lo que quiera. Así que allí la
//! prueba se compila con [`Recorder`] en lugar de `Rubric`, y solo anota lo que devuelven las funciones ([`sit`]). Otro
//! proceso, en el que no hay nada de ese código, lee lo anotado y lo compara ([`judge`]). Inventar una anotación no sirve de
//! nada: vale lo mismo que haber devuelto esos números.
//!
//! Quien comprueba su propio código no tiene a quien engañar: [`validate`] lo corre y lo juzga en el mismo proceso.
//!
//! Lo que se anota es una línea por comprobación, detrás de un sello que la distingue de lo demás que haya en la salida:
//!
//! | línea | qué dice |
//! | --- | --- |
//! | `SELLO begin` | empieza la prueba: lo de antes no vale |
//! | `SELLO v - 404b000000000000` | un número: los bits del `f64`, en hexadecimal |
//! | `SELLO v 3 …` o `SELLO v 4x2 …` | un vector de 3, o una matriz de 4 filas y 2 columnas, por filas |
//! | `SELLO p mensaje` | el código se detuvo con un pánico |
//! | `SELLO end` | la prueba llegó al final: lo de después no vale |

mod judge;
mod sit;

use std::cell::RefCell;
use std::panic::catch_unwind;
use std::rc::Rc;

use super::check::Check;
use super::{Rubric, scores};

pub use judge::judge;
pub use sit::{Part, Recorder, sit, validate};

/// Un ejercicio: su nombre y su prueba.
pub type Test<'a> = (&'a str, fn() -> f64);

thread_local! {
    /// Donde queda la rúbrica de una prueba cuando no la corre un cuaderno.
    static COLLECTED: RefCell<Option<Rc<RefCell<Option<Rubric>>>>> = const { RefCell::new(None) };
}

/// En un cuaderno, escribe el informe y recuerda los puntos.
pub(super) fn publish(rubric: &Rubric) {
    match COLLECTED.with_borrow(Clone::clone) {
        Some(collected) => *collected.borrow_mut() = Some(rubric.clone()),
        None => {
            println!("{}", rubric.report());
            scores::keep(&rubric.exercise, rubric.score());
        }
    }
}

/// Corre `test` sin escribir nada, y devuelve su rúbrica.
fn collect(test: fn() -> f64) -> Option<Rubric> {
    let collected = Rc::new(RefCell::new(None));
    COLLECTED.set(Some(Rc::clone(&collected)));
    let _ = catch_unwind(test);
    COLLECTED.set(None);
    collected.take()
}

/// Lo que salió de una prueba, en una línea de JSON: los puntos, el informe del cuaderno, cada comprobación, lo que tiene de
/// malo la prueba y cuántas anotaciones sobraron.
fn to_json(rubric: &Rubric, unused: usize) -> String {
    let check = |check: &Check| {
        let failure = check.failure();
        let (said, mistake) = failure.as_ref().map_or(("", ""), |it| (it.said.as_str(), it.mistake.as_str()));
        format!(
            "{{\"name\":{},\"hidden\":{},\"passed\":{},\"said\":{},\"hint\":{},\"mistake\":{}}}",
            quoted(check.name()),
            check.hidden(),
            failure.is_none(),
            quoted(said),
            quoted(check.hint()),
            quoted(mistake)
        )
    };
    let checks = rubric.checks.iter().map(check).collect::<Vec<_>>().join(",");
    let faults = rubric.faults().iter().map(|fault| quoted(fault)).collect::<Vec<_>>().join(",");
    let (points, report) = (rubric.score(), quoted(&rubric.report()));
    format!("{{\"points\":{points},\"report\":{report},\"checks\":[{checks}],\"faults\":[{faults}],\"unused\":{unused}}}")
}

/// Un texto de JSON.
fn quoted(text: &str) -> String {
    let mut quoted = String::from("\"");
    for c in text.chars() {
        match c {
            '"' | '\\' => quoted.extend(['\\', c]),
            c if c < ' ' => quoted += &format!("\\u{:04x}", u32::from(c)),
            c => quoted.push(c),
        }
    }
    quoted + "\""
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_result_is_one_line_of_json() {
        let rubric = Rubric::new("e\"1\"", 3.0).check("uno\n\\", "¿y?", || 1.0, 1.0).hidden(|| 2.0, crate::secret!(3.0));
        let data: serde_json::Value = serde_json::from_str(&to_json(&rubric, 2)).unwrap();
        let hidden = "se esperaba 3 y llegó 2";
        let expected = serde_json::json!({
            "points": 1.5,
            "report": rubric.report(),
            "checks": [
                {"name": "uno\n\\", "hidden": false, "passed": true, "said": "", "hint": "¿y?", "mistake": ""},
                {"name": "", "hidden": true, "passed": false, "said": hidden, "hint": "", "mistake": ""},
            ],
            "faults": [],
            "unused": 2,
        });
        assert_eq!(data, expected);
        assert!(!to_json(&rubric, 2).contains('\n'));
    }

    #[test]
    fn what_is_graded_elsewhere_is_not_remembered() {
        fn test() -> f64 {
            Rubric::new("examen", 1.0).check("a", "p", || 1.0, 1.0).points()
        }
        assert_eq!(collect(test).unwrap().score(), 1.0);
        assert!(!scores::last().contains_key("examen"));
        test();
        assert_eq!(scores::last()["examen"], 1.0);
    }

    #[test]
    fn collecting_ends_with_the_test() {
        fn panics() -> f64 {
            panic!("fuera de una comprobación")
        }
        assert!(collect(panics).is_none());
        assert_eq!(Rubric::new("e", 1.0).check("a", "p", || 2.0, 2.0).points(), 1.0);
        assert!(COLLECTED.with_borrow(Option::is_none));
    }
}
