// Lo que usa la celda «variante» de una tarea: el azar de cada forma, lo que se exige de sus números, y cómo se escriben.
// No es un módulo de este crate: es el principio del programa que se compila con ella.
#![allow(warnings)]

use ndarray_rand::rand::{RngCore, SeedableRng};

/// El azar de una forma: el ISAAC de siempre, con una semilla que sale de la clave del curso, de la tarea y de la forma.
pub struct Azar(rand_isaac::Isaac64Rng);

impl Azar {
    fn new(seed: [u8; 32]) -> Azar {
        Azar(SeedableRng::from_seed(seed))
    }

    /// Uno de esos, cualquiera.
    pub fn elige<T, const N: usize>(&mut self, from: [T; N]) -> T {
        let at = (self.0.next_u64() % N.max(1) as u64) as usize;
        from.into_iter().nth(at).expect("azar.elige necesita al menos un valor")
    }

    /// Un entero entre esos dos, incluidos.
    pub fn entre(&mut self, range: std::ops::RangeInclusive<i32>) -> i32 {
        let (low, high) = (i64::from(*range.start()), i64::from(*range.end()));
        assert!(low <= high, "azar.entre({low}..={high}) no tiene ningún número");
        (low + (self.0.next_u64() % (high - low + 1) as u64) as i64) as i32
    }
}

/// Si no se cumple, se tira otra vez.
macro_rules! exige {
    ($condition:expr $(,)?) => {
        if !($condition) {
            return None;
        }
    };
}

#[derive(Clone, Copy, PartialEq)]
enum How {
    Code,
    Text,
    Formula,
}

/// Cómo se pide que se escriba un valor.
#[derive(Clone, Copy)]
struct Wanted {
    how: How,
    /// Con su signo, para unirlo a lo de antes.
    joined: bool,
    precision: Option<usize>,
    /// Detrás va un método: se dice de qué tipo es, y un negativo necesita paréntesis.
    called: bool,
}

type Written = Result<String, String>;

trait Value {
    fn written(&self, wanted: Wanted) -> Written;
}

/// El texto de un número, `digits`, sin su signo, con el que le toca.
fn signed(negative: bool, digits: String, wanted: Wanted) -> Written {
    let minus = if wanted.how == How::Text { "−" } else { "-" };
    Ok(match (wanted.joined, negative) {
        (true, true) => format!("{minus} {digits}"),
        (true, false) => format!("+ {digits}"),
        (false, true) if wanted.called => format!("(-{digits})"),
        (false, true) => format!("{minus}{digits}"),
        (false, false) => digits,
    })
}

impl Value for f64 {
    fn written(&self, wanted: Wanted) -> Written {
        if !self.is_finite() {
            return Err(format!("vale {self}, que no es un número que se pueda escribir"));
        }
        let size = self.abs();
        let digits = match wanted.precision {
            Some(precision) if wanted.how == How::Code => format!("{size:.precision$}"),
            Some(precision) => format!("{size:.precision$}"),
            None if wanted.how == How::Code => format!("{size:?}"),
            // Lo que solo es el redondeo de las cuentas, como 0.30000000000000004, no lo escribe nadie.
            None => format!("{}", format!("{size:.11e}").parse::<f64>().expect("es un número")),
        };
        let whole = wanted.how == How::Code && digits.chars().all(|c| c.is_ascii_digit());
        let digits = if whole { format!("{digits}.0") } else { digits };
        let kind = if wanted.how == How::Code && wanted.called { "_f64" } else { "" };
        let zero = digits.chars().all(|c| matches!(c, '0' | '.'));
        signed(self.is_sign_negative() && !zero, digits + kind, wanted)
    }
}

impl Value for f32 {
    fn written(&self, wanted: Wanted) -> Written {
        f64::from(*self).written(wanted)
    }
}

macro_rules! integers {
    ($($kind:ty)*) => {$(
        impl Value for $kind {
            fn written(&self, wanted: Wanted) -> Written {
                let digits = format!("{self}");
                let kind = if wanted.called { concat!("_", stringify!($kind)) } else { "" };
                let size = format!("{}{kind}", digits.trim_start_matches('-'));
                signed(digits.starts_with('-'), size, wanted)
            }
        }
    )*};
}
integers!(i8 i16 i32 i64 i128 isize u8 u16 u32 u64 u128 usize);

macro_rules! as_they_are {
    ($($kind:ty)*) => {$(
        impl Value for $kind {
            fn written(&self, _: Wanted) -> Written {
                Ok(self.to_string())
            }
        }
    )*};
}
as_they_are!(str String char bool);

impl<T: Value + ?Sized> Value for &T {
    fn written(&self, wanted: Wanted) -> Written {
        (**self).written(wanted)
    }
}

fn listed<'a, T: Value + 'a>(values: impl IntoIterator<Item = &'a T>, wanted: Wanted, between: &str) -> Written {
    let each = Wanted { joined: false, called: false, ..wanted };
    Ok(values.into_iter().map(|value| value.written(each)).collect::<Result<Vec<_>, _>>()?.join(between))
}

fn row<'a, T: Value + 'a>(values: impl IntoIterator<Item = &'a T>, wanted: Wanted) -> Written {
    Ok(match wanted.how {
        How::Code => format!("[{}]", listed(values, wanted, ", ")?),
        How::Text => format!("({})", listed(values, wanted, ", ")?),
        How::Formula => format!("({})", listed(values, wanted, r"\;\;")?),
    })
}

impl<T: Value> Value for [T] {
    fn written(&self, wanted: Wanted) -> Written {
        row(self, wanted)
    }
}

impl<T: Value, const N: usize> Value for [T; N] {
    fn written(&self, wanted: Wanted) -> Written {
        row(self, wanted)
    }
}

impl<T: Value> Value for Vec<T> {
    fn written(&self, wanted: Wanted) -> Written {
        row(self, wanted)
    }
}

impl<T: Value> Value for ndarray::Array1<T> {
    fn written(&self, wanted: Wanted) -> Written {
        row(self, wanted)
    }
}

/// Una matriz es, en el código, lo que va detrás de `array!`; y en una fórmula, una matriz.
impl<T: Value> Value for ndarray::Array2<T> {
    fn written(&self, wanted: Wanted) -> Written {
        let (between, columns) = if wanted.how == How::Formula { (r" \\ ", " & ") } else { (", ", ", ") };
        let mut rows = Vec::new();
        for values in self.outer_iter() {
            let values = listed(values, wanted, columns)?;
            rows.push(match wanted.how {
                How::Code => format!("[{values}]"),
                How::Text => format!("({values})"),
                How::Formula => values,
            });
        }
        let rows = rows.join(between);
        Ok(match wanted.how {
            How::Code => format!("[{rows}]"),
            How::Text => format!("({rows})"),
            How::Formula => format!(r"\begin{{pmatrix}} {rows} \end{{pmatrix}}"),
        })
    }
}

/// Las veces que se tira hasta que se cumple lo que se exige.
const TRIES: usize = 10_000;

fn main() {
    std::panic::set_hook(Box::new(|panic| {
        let line = panic.location().map_or(0, |place| place.line());
        let payload = panic.payload();
        let said = payload.downcast_ref::<&str>().map(|it| it.to_string());
        let said = said.or_else(|| payload.downcast_ref::<String>().cloned()).unwrap_or_default();
        say(format!("panic {line} {}", escaped(&said)));
    }));
    for seed in std::io::stdin().lines().map_while(Result::ok).filter(|line| line.len() == 64) {
        let byte = |at: usize| u8::from_str_radix(&seed[2 * at..2 * at + 2], 16).expect("es hexadecimal");
        let mut azar = Azar::new(std::array::from_fn(byte));
        let drawn = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| (0..TRIES).find_map(|_| form(&mut azar))));
        match drawn {
            Err(_) => continue, // ya lo dijo
            Ok(None) => say("never".into()),
            Ok(Some(values)) => {
                say("form".into());
                for value in values {
                    match value {
                        Ok(text) => say(format!("v {}", escaped(&text))),
                        Err(why) => say(format!("e {}", escaped(&why))),
                    }
                }
            }
        }
    }
    // De una vez, y detrás de lo que haya escrito la celda.
    println!("\n{START}\n{}", SAID.lock().expect("nadie más escribe").join("\n"));
}

static SAID: std::sync::Mutex<Vec<String>> = std::sync::Mutex::new(Vec::new());

/// Lo que el programa contesta, renglón a renglón.
fn say(line: String) {
    SAID.lock().expect("nadie más escribe").push(line);
}

fn escaped(text: &str) -> String {
    text.replace('\\', r"\\").replace('\n', r"\n").replace('\r', r"\r")
}
