//! Lo que dejó una comprobación: los números que devolvió el código, o cómo se detuvo.

use std::cell::Cell;
use std::fmt;
use std::panic::{AssertUnwindSafe, catch_unwind, set_hook, take_hook};
use std::sync::{Mutex, PoisonError};

use super::close::{Numbers, close_within};
use super::panics::explain_panic;

/// Los mensajes de pánico del estudiante se cortan aquí: una línea tiene que caber en la pantalla.
const MESSAGE_LENGTH: usize = 120;

/// De un resultado con más números que estos solo queda la forma: una respuesta equivocada puede devolver cien millones.
pub(super) const MOST_NUMBERS: usize = 10_000;

/// Es también una línea de texto, para que el resultado se juzgue en un proceso distinto de aquel en que se obtuvo:
///
/// - `v 4x2 3ff0000000000000 …`: la forma (`-` para un número suelto) y los números por filas, bit a bit;
/// - `p mensaje`: un pánico, con su mensaje si lo dejó.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Record {
    Returned(Values),
    Panicked(String),
}

/// Unos números y su forma, vacía para un número suelto.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Values {
    shape: Vec<usize>,
    numbers: Vec<f64>,
}

impl Record {
    /// Corre el código del estudiante con los pánicos callados: lo que haya que decir lo dice el informe.
    pub fn of<T: Numbers>(got: impl FnOnce() -> T) -> Record {
        attempt(|| Record::returned(&got())).unwrap_or_else(Record::Panicked)
    }

    /// Lo que devolvió.
    pub fn returned<T: Numbers>(got: &T) -> Record {
        Record::Returned(Values::of(got))
    }

    /// Lee la línea que escribe `Display`. Puede venir de cualquiera, y lo que no se entiende es `None`.
    pub fn read(line: &str) -> Option<Record> {
        let (kind, rest) = line.split_once(' ').unwrap_or((line, ""));
        match kind {
            "v" => {
                let mut words = rest.split(' ');
                let shape = match words.next()? {
                    "-" => vec![],
                    sizes => sizes.split('x').map(|size| size.parse().ok()).collect::<Option<_>>()?,
                };
                let number = |word| u64::from_str_radix(word, 16).map(f64::from_bits).ok();
                let numbers = words.map(number).collect::<Option<_>>()?;
                (shape.len() <= 2).then_some(Record::Returned(Values { shape, numbers }))
            }
            "p" => Some(Record::Panicked(one_line(rest))),
            _ => None,
        }
    }

    /// ¿Es lo que se esperaba? Y si no, por qué.
    pub fn judge(&self, expected: &Values, tolerance: f64) -> Result<(), String> {
        match self {
            Record::Returned(values) => match close_within(values, expected, tolerance) {
                Ok(()) if values.count() > MOST_NUMBERS => Err("tiene demasiados números para comprobarlos".into()),
                judged => judged.map_err(|difference| difference.to_string()),
            },
            Record::Panicked(message) => Err(why(message)),
        }
    }
}

/// Por qué se detuvo un código que dejó ese mensaje.
pub(crate) fn why(message: &str) -> String {
    match message {
        "" => "tu código se detuvo con un pánico".into(),
        _ if message.starts_with("not yet implemented") => "la función todavía no está escrita (`todo!`)".into(),
        _ => match explain_panic(message) {
            Some(meaning) => format!("tu código se detuvo con un pánico: {meaning} («{message}»)"),
            None => format!("tu código se detuvo con un pánico, «{message}»"),
        },
    }
}

impl fmt::Display for Record {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Record::Panicked(message) => write!(f, "p {message}"),
            Record::Returned(Values { shape, numbers }) => {
                let sizes: Vec<String> = shape.iter().map(usize::to_string).collect();
                write!(f, "v {}", if sizes.is_empty() { "-".into() } else { sizes.join("x") })?;
                numbers.iter().try_for_each(|number| write!(f, " {:016x}", number.to_bits()))
            }
        }
    }
}

impl Values {
    pub fn of<T: Numbers>(value: &T) -> Values {
        let mut values = Values { shape: value.shape(), numbers: Vec::new() };
        let count = values.count();
        if count <= MOST_NUMBERS {
            values.numbers = value.numbers().take(count).collect();
        }
        values
    }

    fn count(&self) -> usize {
        self.shape.iter().fold(1, |count: usize, &size| count.saturating_mul(size))
    }
}

impl Numbers for Values {
    fn shape(&self) -> Vec<usize> {
        self.shape.clone()
    }
    fn numbers(&self) -> impl Iterator<Item = f64> {
        self.numbers.iter().copied()
    }
}

/// Corre `code`. Si entra en pánico, devuelve su mensaje en una línea, vacía si no dejó ninguno.
pub(crate) fn attempt<T>(code: impl FnOnce() -> T) -> Result<T, String> {
    // Quien escribe los pánicos (el `hook` de Rust) es uno para todo el proceso. Aquí se calla y después se repone: dos
    // rúbricas a la vez tienen que hacerlo por turnos, o una repondría el silencio de la otra. Una dentro de otra ya lo
    // tiene.
    static TURN: Mutex<()> = Mutex::new(());
    thread_local! { static INSIDE: Cell<bool> = const { Cell::new(false) }; }
    let outermost = !INSIDE.replace(true);
    let _turn = outermost.then(|| TURN.lock().unwrap_or_else(PoisonError::into_inner));
    let hook = take_hook();
    set_hook(Box::new(|_| {}));
    let result = catch_unwind(AssertUnwindSafe(code));
    // El `hook` puede ser ahora uno que puso el estudiante. Soltarlo, o soltar lo que lanzó el pánico, volvería a correr
    // código suyo: su `Drop`.
    std::mem::forget(take_hook());
    set_hook(hook);
    INSIDE.set(!outermost);
    result.map_err(|payload| {
        let text = payload.downcast_ref::<&str>().copied();
        let message = one_line(text.or(payload.downcast_ref::<String>().map(String::as_str)).unwrap_or(""));
        std::mem::forget(payload);
        message
    })
}

/// El mensaje en una línea corta y sin caracteres que no se ven, que en una terminal podrían borrar lo que hay escrito, o en
/// una página darle la vuelta.
fn one_line(message: &str) -> String {
    let words = message.split(|c: char| c.is_whitespace() || invisible(c)).filter(|word| !word.is_empty());
    let line = words.collect::<Vec<_>>().join(" ");
    match line.char_indices().nth(MESSAGE_LENGTH) {
        None => line,
        Some(_) => line.chars().take(MESSAGE_LENGTH - 1).chain(['…']).collect(),
    }
}

/// ¿Es de los que no se ven? Los de control, y los que cambian la dirección o la forma de los demás.
fn invisible(c: char) -> bool {
    let formats = ['\u{ad}', '\u{61c}', '\u{180e}', '\u{feff}'];
    let ranges = ['\u{200b}'..='\u{200f}', '\u{202a}'..='\u{202e}', '\u{2060}'..='\u{206f}', '\u{fff9}'..='\u{fffb}'];
    c.is_control() || formats.contains(&c) || ranges.iter().any(|range| range.contains(&c)) || c >= '\u{e0000}'
}

#[cfg(test)]
mod tests {
    use super::*;
    use ndarray::{Array1, Array2, array};
    use std::panic::panic_any;

    /// Lo que llega al otro lado.
    fn sent(record: Record) -> Record {
        Record::read(&record.to_string()).unwrap()
    }

    fn numbers(record: Record) -> (Vec<usize>, Vec<f64>) {
        match record {
            Record::Returned(Values { shape, numbers }) => (shape, numbers),
            Record::Panicked(message) => panic!("{message}"),
        }
    }

    #[test]
    fn a_known_panic_is_said_in_spanish() {
        let record = Record::of(|| -> f64 { vec![1.0][std::hint::black_box(4)] });
        let said = record.judge(&Values::of(&1.0), 1e-9).unwrap_err();
        let start = "tu código se detuvo con un pánico: se pidió el elemento [4] y hay 1, del [0] al [0] («";
        assert!(said.starts_with(start) && said.contains("index out of bounds"), "{said}");
        let own = Record::of(|| -> f64 { panic!("¡ay!") }).judge(&Values::of(&1.0), 1e-9).unwrap_err();
        assert_eq!(own, "tu código se detuvo con un pánico, «¡ay!»");
    }

    #[test]
    fn a_record_is_one_line_that_says_the_same() {
        assert_eq!(Record::of(|| 54.0).to_string(), "v - 404b000000000000");
        assert_eq!(Record::of(|| vec![1.0, 2.0]).to_string(), "v 2 3ff0000000000000 4000000000000000");
        assert_eq!(
            Record::of(|| -> f64 { panic!("sin\n  salida\u{1b}[2J\u{202e}revés") }).to_string(),
            "p sin salida [2J revés"
        );
        assert_eq!(numbers(sent(Record::of(|| 0.1 + 0.2))), (vec![], vec![0.1 + 0.2]));
        assert_eq!(
            numbers(sent(Record::of(|| array![[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]].reversed_axes()))),
            (vec![3, 2], vec![1.0, 4.0, 2.0, 5.0, 3.0, 6.0]),
            "por filas, como se ven, y no como están en la memoria"
        );
        assert_eq!(numbers(sent(Record::of(Vec::new))), (vec![0], vec![]));
        assert_eq!(numbers(sent(Record::of(|| Array2::zeros((0, 3))))), (vec![0, 3], vec![]));
    }

    #[test]
    fn every_bit_arrives() {
        for number in [0.0, -0.0, f64::MIN_POSITIVE / 3.0, f64::INFINITY, f64::NAN, f64::from_bits(0xfff8_0000_0000_0123)] {
            assert_eq!(numbers(sent(Record::of(|| number))).1[0].to_bits(), number.to_bits());
        }
    }

    #[test]
    fn what_anyone_could_have_written_is_never_a_panic() {
        for line in [
            "",
            " ",
            "v",
            "v ",
            "v  ",
            "v 2 x",
            "v -1 0",
            "v 2,2 0",
            "v 1x1x1 0",
            "v x",
            "w - 0",
            "x",
            "v - g",
            "v - ñ",
            "v - 10000000000000000",
            "v 99999999999999999999 0",
            "end",
            "v -  0",
        ] {
            assert_eq!(Record::read(line), None, "«{line}»");
        }
        for line in ["v -", "v - 0 0", "v 3", "v 2x2 0 0 0", "v 18446744073709551615x9 0"] {
            let record = Record::read(line).unwrap();
            for expected in [Array2::zeros((2, 2)), Array2::zeros((0, 9))] {
                assert!(record.judge(&Values::of(&expected), 1.0).is_err(), "«{line}»");
            }
            let (number, vector) = (Values::of(&0.0), Values::of(&Array1::zeros(3)));
            assert!(record.judge(&number, 1.0).is_err() && record.judge(&vector, 1.0).is_err(), "«{line}»");
        }
        assert_eq!(Record::read("p"), Some(Record::Panicked(String::new())));
    }

    #[test]
    fn a_huge_result_leaves_its_shape_and_fails() {
        let side = MOST_NUMBERS;
        let record = sent(Record::of(|| Huge(side)));
        assert_eq!(record.to_string(), format!("v {side}x{side}"));
        let against = |expected: Values| record.judge(&expected, 1.0).unwrap_err();
        assert_eq!(against(Values::of(&1.0)), "se esperaba un número y llegó una matriz de 10000 filas y 10000 columnas");
        assert_eq!(against(Values::of(&Huge(side))), "tiene demasiados números para comprobarlos");
    }

    /// Una matriz cuadrada de ceros que no ocupa sitio.
    struct Huge(usize);

    impl Numbers for Huge {
        fn shape(&self) -> Vec<usize> {
            vec![self.0, self.0]
        }
        fn numbers(&self) -> impl Iterator<Item = f64> {
            std::iter::repeat(0.0)
        }
    }

    #[test]
    fn a_result_that_lies_about_its_size_fails() {
        struct Liar;
        impl Numbers for Liar {
            fn shape(&self) -> Vec<usize> {
                vec![2]
            }
            fn numbers(&self) -> impl Iterator<Item = f64> {
                std::iter::empty()
            }
        }
        let judged = Record::of(|| Liar).judge(&Values::of(&vec![1.0, 2.0]), 1.0);
        assert_eq!(judged.unwrap_err(), "no llegaron todos sus números");
    }

    #[test]
    fn a_panic_says_why_in_a_line_that_fits() {
        let problem = |record: Record| {
            assert_eq!(sent(record.clone()), record);
            record.judge(&Values::of(&1.0), 1.0).unwrap_err()
        };
        assert_eq!(problem(Record::of(|| -> f64 { todo!("aquí") })), "la función todavía no está escrita (`todo!`)");
        assert_eq!(problem(Record::of(|| -> f64 { panic_any(7) })), "tu código se detuvo con un pánico");
        assert_eq!(problem(Record::of(|| -> f64 { panic!("a\nb") })), "tu código se detuvo con un pánico, «a b»");
        let long = problem(Record::of(|| -> f64 { panic!("{}", "á\n".repeat(500)) }));
        assert!(long.chars().count() < 200 && long.ends_with("…»") && !long.contains('\n'), "{long}");
    }

    #[test]
    fn one_inside_another_does_not_wait_for_itself() {
        let inside = || match Record::of(|| -> f64 { panic!("dentro") }) {
            Record::Panicked(message) => message.len() as f64,
            Record::Returned(_) => 0.0,
        };
        assert_eq!(numbers(Record::of(inside)), (vec![], vec![6.0]));
        assert_eq!(Record::of(|| -> f64 { panic!("fuera") }), Record::Panicked("fuera".into()));
    }

    #[test]
    fn nothing_of_the_student_runs_afterwards() {
        struct Bomb;
        impl Drop for Bomb {
            fn drop(&mut self) {
                panic!("al soltarme");
            }
        }
        assert_eq!(Record::of(|| -> f64 { panic_any(Bomb) }), Record::Panicked(String::new()));
        let hooked = Record::of(|| -> f64 {
            let bomb = Bomb;
            set_hook(Box::new(move |_| {
                let _ = &bomb;
            }));
            1.0
        });
        assert_eq!(numbers(hooked), (vec![], vec![1.0]));
    }
}
