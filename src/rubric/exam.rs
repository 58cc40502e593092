//! La misma prueba, repartida entre dos procesos: el que corre el código de otra persona y el que lo juzga.
//!
//! En un cuaderno, una [`Rubric`] corre el código, lo compara y enseña el informe. Quien califica no puede fiarse de un
//! proceso en el que está el código calificado, que puede escribir en la salida lo que quiera. Así que allí la prueba solo
//! anota lo que devuelven las funciones ([`sit`]), y otro proceso, en el que no hay nada de ese código, lee lo anotado y
//! hace el informe ([`judge`]). Inventar una anotación no sirve de nada: vale lo mismo que haber devuelto esos números.
//!
//! Lo que se anota es una línea por comprobación, detrás de un sello que la distingue de lo demás que haya en la salida:
//!
//! | línea | qué dice |
//! | --- | --- |
//! | `SELLO v - 404b000000000000` | un número: los bits del `f64`, en hexadecimal |
//! | `SELLO v 3 …` o `SELLO v 4x2 …` | un vector de 3, o una matriz de 4 filas y 2 columnas, por filas |
//! | `SELLO p mensaje` | el código se detuvo con un pánico |
//! | `SELLO end` | la prueba llegó al final |

use std::cell::{Cell, RefCell};
use std::io::{self, Write};
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::rc::Rc;

use super::close::Numbers;
use super::record::Record;
use super::{Rubric, scores};

/// Qué se hace con cada comprobación en este hilo.
#[derive(Clone)]
enum Mode {
    /// Correrla y compararla: es lo de siempre.
    Direct,
    /// Correrla y anotar qué devolvió.
    Recording(Rc<Recorder>),
    /// Comparar lo que se anotó en otro proceso.
    Judging(Rc<Recorded>),
}

thread_local! {
    static MODE: RefCell<Mode> = const { RefCell::new(Mode::Direct) };
}

/// Corre la prueba `test` y anota en la salida, detrás de `seal`, lo que devuelve cada comprobación. No compara nada ni
/// necesita los valores esperados.
///
/// Cada anotación ocupa una línea y sale en cuanto se tiene: si el proceso muere a mitad, las anteriores ya están escritas.
/// Lo que el código calificado escriba, con salto de línea o sin él, no se mezcla con ellas.
///
/// ```
/// use gradiente::rubric::{Rubric, exam};
///
/// fn double(x: f64) -> f64 { x + x }
///
/// // Escribe «sello v - 4018000000000000», y «sello end» al final.
/// exam::sit("sello", || {
///     Rubric::new("doble", 2.0).check("el doble de 3", "multiplica por dos", || double(3.0), 6.0).points()
/// });
/// ```
///
/// # Panics
///
/// Si no se puede escribir en la salida, o si `test` entra en pánico fuera de una comprobación.
pub fn sit(seal: &str, test: impl FnOnce() -> f64) {
    let recorder = Rc::new(Recorder { seal: seal.into(), out: RefCell::new(output().expect("no se puede usar la salida")) });
    during(Mode::Recording(Rc::clone(&recorder)), test);
    recorder.write("end");
}

/// Juzga con la prueba `test` lo que anotó [`sit`], y escribe los puntos y el informe. El código de las comprobaciones no
/// corre.
///
/// `records` son las anotaciones, una por línea, sin el sello y sin la de `end`. Una que falte o que no se entienda es una
/// comprobación que falla. La primera línea de la salida son los recuentos, y el resto es el informe de un cuaderno:
///
/// ```
/// use gradiente::rubric::{Rubric, exam};
///
/// fn double(_: f64) -> f64 { unreachable!("aquí no corre") }
///
/// // points 1 visible 1/1 hidden 0/1 records 2/2
/// // ✅ bien: el doble de 3
/// // ❌ falla: pruebas ocultas, 0 de 1
/// // Puntos de «doble»: 1 de 2
/// exam::judge("v - 4018000000000000\np se acabó", || {
///     Rubric::new("doble", 2.0)
///         .check("el doble de 3", "multiplica por dos", || double(3.0), 6.0)
///         .hidden(|| double(-1.5), gradiente::secret!(-3.0))
///         .points()
/// });
/// ```
///
/// `records 2/2` son las anotaciones que se usaron y las que había.
///
/// # Panics
///
/// Si `test` entra en pánico fuera de una comprobación.
pub fn judge(records: &str, test: impl FnOnce() -> f64) {
    let lines = records.lines().map(String::from).collect();
    during(Mode::Judging(Rc::new(Recorded { lines, used: Cell::new(0) })), test);
}

/// Corre `test` con ese modo y deja el que había, también si hay un pánico.
fn during<T>(mode: Mode, test: impl FnOnce() -> T) -> T {
    let before = MODE.replace(mode);
    let result = catch_unwind(AssertUnwindSafe(test));
    MODE.set(before);
    result.unwrap_or_else(|panic| resume_unwind(panic))
}

/// Una comprobación: qué devuelve `got`, y si es lo que se esperaba. Sin valor esperado no pasa nunca.
pub(super) fn examine<G, E>(got: impl FnOnce() -> G, expected: Option<E>, tolerance: f64) -> Result<(), String>
where
    G: Numbers,
    E: Numbers,
{
    let record = match MODE.with_borrow(Mode::clone) {
        Mode::Direct => Record::of(got),
        Mode::Judging(recorded) => recorded.next()?,
        Mode::Recording(recorder) => {
            recorder.write(&Record::of(got).to_string());
            return Err("se juzga en otro proceso".into());
        }
    };
    record.judge(expected.ok_or("falta el valor esperado")?, tolerance)
}

/// Escribe el informe, con los recuentos delante si es para quien califica. En un cuaderno, además, se recuerda.
pub(super) fn publish(rubric: &Rubric) {
    let report = rubric.report();
    match MODE.with_borrow(Mode::clone) {
        Mode::Direct => {
            println!("{report}");
            scores::keep(&rubric.exercise, rubric.score());
        }
        Mode::Recording(_) => {}
        Mode::Judging(recorded) => {
            println!("{} records {}/{}\n{report}", rubric.counts(), recorded.used.get(), recorded.lines.len());
        }
    }
}

struct Recorder {
    seal: String,
    out: RefCell<Box<dyn Write>>,
}

impl Recorder {
    /// Empieza en una línea nueva, aunque el código calificado dejara una a medias.
    fn write(&self, record: &str) {
        let mut out = self.out.borrow_mut();
        let written = out.write_all(format!("\n{} {record}\n", self.seal).as_bytes()).and_then(|()| out.flush());
        written.expect("no se puede escribir en la salida");
    }
}

struct Recorded {
    lines: Vec<String>,
    used: Cell<usize>,
}

impl Recorded {
    fn next(&self) -> Result<Record, String> {
        let line = self.lines.get(self.used.get()).ok_or("la prueba no llegó a dar un resultado")?;
        self.used.update(|used| used + 1);
        Record::read(line).ok_or_else(|| "el resultado de la prueba no se entiende".into())
    }
}

/// La salida, por un camino que es solo de las anotaciones: el código calificado puede quedarse para siempre con el turno de
/// [`io::stdout`].
#[cfg(unix)]
fn output() -> io::Result<Box<dyn Write>> {
    let output = std::os::fd::AsFd::as_fd(&io::stdout()).try_clone_to_owned()?;
    Ok(Box::new(std::fs::File::from(output)))
}

#[cfg(windows)]
fn output() -> io::Result<Box<dyn Write>> {
    let output = std::os::windows::io::AsHandle::as_handle(&io::stdout()).try_clone_to_owned()?;
    Ok(Box::new(std::fs::File::from(output)))
}

#[cfg(not(any(unix, windows)))]
fn output() -> io::Result<Box<dyn Write>> {
    Ok(Box::new(io::stdout()))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// El informe con esas anotaciones, y cuántas se usaron.
    fn judged(records: &str) -> (String, usize) {
        let lines = records.lines().map(String::from).collect();
        let recorded = Rc::new(Recorded { lines, used: Cell::new(0) });
        let rubric = during(Mode::Judging(Rc::clone(&recorded)), || {
            Rubric::new("e", 3.0)
                .check("uno", "p", || -> f64 { unreachable!() }, 1.0)
                .check("dos", "p", || -> Vec<f64> { unreachable!() }, vec![1.0, 2.0])
                .hidden(|| -> f64 { unreachable!() }, Some(3.0))
        });
        (rubric.report(), recorded.used.get())
    }

    #[test]
    fn judging_compares_what_was_recorded() {
        let (report, used) = judged("v - 3ff0000000000000\nv 2 3ff0000000000000 4000000000000000\nv - 4008000000000000");
        assert_eq!(
            (report.as_str(), used),
            ("✅ bien: uno\n✅ bien: dos\n✅ bien: pruebas ocultas, 1 de 1\nPuntos de «e»: 3 de 3", 3)
        );
        let (report, used) = judged("v - 7ff8000000000000\r\nv 1 3ff0000000000000\r\np se acabó");
        assert_eq!(
            (report.as_str(), used),
            (
                "❌ falla: uno; se esperaba 1 y llegó NaN. Pista: p.\n\
                 ❌ falla: dos; se esperaba la forma (2,) y llegó (1,). Pista: p.\n\
                 ❌ falla: pruebas ocultas, 0 de 1\nPuntos de «e»: 0 de 3",
                3
            )
        );
    }

    #[test]
    fn records_that_are_missing_extra_or_forged_never_help() {
        let (report, used) = judged("v - 3ff0000000000000");
        assert!(report.contains("❌ falla: dos; la prueba no llegó a dar un resultado. Pista: p."), "{report}");
        assert!(report.ends_with("ocultas, 0 de 1\nPuntos de «e»: 1 de 3") && used == 1, "{report}");
        let (report, used) = judged("points 3\n\nv - 4008000000000000\nv - 3ff0000000000000\nv - 3ff0000000000000");
        assert!(report.contains("❌ falla: uno; el resultado de la prueba no se entiende"), "{report}");
        assert!(report.ends_with("ocultas, 1 de 1\nPuntos de «e»: 1 de 3") && used == 3, "{report}");
        assert!(judged("").0.ends_with("Puntos de «e»: 0 de 3"));
    }

    #[test]
    fn the_mode_lasts_as_long_as_the_test() {
        let _ = catch_unwind(|| judge("v - 3ff0000000000000", || panic!("fuera de una comprobación")));
        assert_eq!(Rubric::new("e", 1.0).check("a", "p", || 2.0, 2.0).points(), 1.0);
    }
}
