//! El proceso que corre el código calificado.

use std::cell::RefCell;
use std::io::{self, Write};
use std::process;
use std::rc::Rc;

use super::super::close::Numbers;
use super::super::record::{Record, attempt};
use super::{Test, collect, to_json};

/// Qué comprobaciones corre un proceso. Cada parte va en uno suyo: así el de las que se ven, que puede enseñar mensajes, no
/// llega a saber con qué números se llama a las ocultas.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    /// Las que se ven en el cuaderno.
    Visible,
    /// Las ocultas.
    Hidden,
}

/// Adónde van las anotaciones.
struct Sitting {
    part: Part,
    seal: String,
    out: RefCell<Box<dyn Write>>,
}

thread_local! {
    static SITTING: RefCell<Option<Rc<Sitting>>> = const { RefCell::new(None) };
}

impl Sitting {
    /// Empieza en una línea nueva, aunque el código calificado dejara una a medias.
    fn write(&self, record: &str) {
        let mut out = self.out.borrow_mut();
        let written = out.write_all(format!("\n{} {record}\n", self.seal).as_bytes()).and_then(|()| out.flush());
        written.expect("no se puede escribir en la salida");
    }
}

/// Lo que una prueba usa en lugar de [`Rubric`](crate::rubric::Rubric) en el proceso del código calificado: se escribe
/// igual, y solo anota lo que devuelve cada función. No compara nada ni necesita los valores esperados.
pub struct Recorder(());

impl Recorder {
    /// Como [`Rubric::new`](crate::rubric::Rubric::new).
    #[must_use]
    pub fn new(_exercise: &str, _max_points: f64) -> Recorder {
        Recorder(())
    }

    /// Como [`Rubric::within`](crate::rubric::Rubric::within); aquí no se compara.
    #[must_use]
    pub fn within(self, _tolerance: f64) -> Recorder {
        self
    }

    /// Anota lo que devuelve `got`.
    #[must_use]
    pub fn check<G: Numbers, E: Numbers>(self, _what: &str, _hint: &str, got: impl FnOnce() -> G, _expected: E) -> Recorder {
        record(Part::Visible, Box::new(move || Record::returned(&got())));
        self
    }

    /// Anota lo que devuelve `got`, en el proceso de las ocultas.
    #[must_use]
    pub fn hidden<G: Numbers, E: Numbers>(self, got: impl FnOnce() -> G, _expected: Option<E>) -> Recorder {
        record(Part::Hidden, Box::new(move || Record::returned(&got())));
        self
    }

    /// Los puntos los pone quien juzga.
    #[must_use]
    pub fn points(self) -> f64 {
        0.0
    }
}

/// Corre una comprobación, si es de las de este proceso. La función va en una caja: así se compila una vez, con la
/// biblioteca, y no con cada comprobación.
fn record(part: Part, got: Box<dyn FnOnce() -> Record + '_>) {
    let Some(sitting) = SITTING.with_borrow(Clone::clone) else { return };
    if sitting.part == part {
        let record = attempt(got).unwrap_or_else(Record::Panicked);
        sitting.write(&record.to_string());
    }
}

/// Corre una de las pruebas y anota en la salida lo que devuelve cada comprobación de `part`. Lee de la entrada el sello, en
/// una línea, y cuál es, en otra.
///
/// Cada anotación ocupa una línea y sale en cuanto se tiene: si el proceso muere a mitad, las anteriores ya están escritas.
/// Lo que el código calificado escriba, con salto de línea o sin él, no se mezcla con ellas.
///
/// ```no_run
/// use gradiente::rubric::exam::{Part, Recorder, sit};
///
/// fn double(x: f64) -> f64 { x + x }
///
/// fn test() -> f64 {
///     Recorder::new("doble", 2.0).check("el doble de 3", "multiplica por dos", || double(3.0), 6.0).points()
/// }
///
/// // Si en la entrada están «s1» y «doble», escribe «s1 begin», «s1 v - 4018000000000000» y «s1 end».
/// sit(Part::Visible, &[("doble", test)]);
/// ```
///
/// # Panics
///
/// Si no se puede escribir en la salida, o si la prueba entra en pánico fuera de una comprobación.
pub fn sit(part: Part, tests: &[Test]) {
    let (seal, test) = asked(tests);
    let sitting = Rc::new(Sitting { part, seal, out: RefCell::new(output().expect("no se puede usar la salida")) });
    SITTING.set(Some(Rc::clone(&sitting)));
    sitting.write("begin");
    test();
    sitting.write("end");
}

/// Corre una de las pruebas, escrita con [`Rubric`](crate::rubric::Rubric), y escribe lo que salió de ella: `SELLO begin`,
/// `SELLO` y una línea de JSON, y `SELLO end`. Lee de la entrada lo mismo que [`sit`].
///
/// # Panics
///
/// Si no se puede escribir en la salida.
pub fn validate(tests: &[Test]) {
    let (seal, test) = asked(tests);
    let sitting = Sitting { part: Part::Visible, seal, out: RefCell::new(output().expect("no se puede usar la salida")) };
    sitting.write("begin");
    if let Some(rubric) = collect(test) {
        sitting.write(&to_json(&rubric, 0));
        sitting.write("end");
    }
}

/// El sello, y la prueba que se pide.
fn asked(tests: &[Test]) -> (String, fn() -> f64) {
    let mut lines = io::stdin().lines().map_while(Result::ok);
    let (seal, name) = (lines.next().unwrap_or_default(), lines.next().unwrap_or_default());
    match tests.iter().find(|(it, _)| *it == name) {
        Some((_, test)) => (seal, *test),
        None => process::exit(2),
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
