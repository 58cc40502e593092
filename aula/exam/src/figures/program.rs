//! Dibuja las figuras que se piden por la entrada. Cada una son unos renglones, con sus partes separadas por tabuladores, y
//! un renglón en blanco detrás:
//!
//! ```txt
//! histogram TÍTULO X Y DESDE HASTA PARTES
//! values 1 2.5 3
//! mark NOMBRE 2.5
//!
//! bars TÍTULO X PARTE PARTE…
//! bar NOMBRE 3 4
//! ```

use std::io::Read;

use gradiente::display::{Bars, Figure, Histogram};

fn main() {
    let mut asked = String::new();
    std::io::stdin().read_to_string(&mut asked).expect("lo que se pide es un texto");
    for order in asked.split("\n\n").filter(|order| !order.trim().is_empty()) {
        print!("{}", figure(order).svg());
    }
}

fn figure(order: &str) -> Figure {
    let mut lines = order.trim_matches('\n').lines().map(|line| line.split('\t').collect::<Vec<_>>());
    match &lines.next().expect("no está vacío")[..] {
        ["histogram", title, x, y, from, to, bins] => {
            let (mut values, mut marks) = (Vec::new(), Vec::new());
            for line in lines {
                match &line[..] {
                    ["mark", name, at] => marks.push((name.to_string(), number(at))),
                    _ => values.extend(numbers(&line)),
                }
            }
            let bins = bins.parse().expect("cuántas partes");
            let histogram = Histogram::new(*title, values, number(from)..=number(to), bins).x(*x).y(*y);
            marks.into_iter().fold(histogram, |made, (name, at)| made.mark(name, at)).figure()
        }
        ["bars", title, x, parts @ ..] => {
            let bars = Bars::new(*title, parts.iter().copied()).x(*x);
            lines.fold(bars, |made, line| made.bar(line[1], numbers(&line[1..]))).figure()
        }
        other => panic!("no se sabe dibujar {other:?}"),
    }
}

/// Los números que siguen al primero de la línea.
fn numbers(line: &[&str]) -> Vec<f64> {
    line[1..].iter().map(|written| number(written)).collect()
}

fn number(written: &str) -> f64 {
    written.parse().unwrap_or_else(|_| panic!("se esperaba un número y llegó «{written}»"))
}
