//! Mapas en números: lo que vale algo en cada casilla de un plano, en un byte, para que la página lo pinte.

use std::ops::RangeInclusive;

use ndarray::Array2;

use crate::fields::Fields;

/// Los lados que se pueden pedir, en casillas.
const SIDES: RangeInclusive<usize> = 8..=128;

/// El lado que se pide para un mapa.
///
/// # Errors
///
/// Si no es un lado posible.
pub fn side(fields: &Fields) -> Result<usize, String> {
    fields.integer("lado", 64, SIDES)
}

/// Los centros de las `side`² casillas de un plano, de izquierda a derecha y de arriba abajo: `(side², 2)`.
///
/// ```
/// let points = web::grid::points(2, [(0.0, 1.0), (0.0, 2.0)]);
/// assert_eq!(points.row(0).to_vec(), [0.25, 1.5]); // arriba a la izquierda
/// ```
pub fn points(side: usize, [x, y]: [(f64, f64); 2]) -> Array2<f64> {
    let at = |range: (f64, f64), i: usize| range.0 + (range.1 - range.0) * (i as f64 + 0.5) / side as f64;
    Array2::from_shape_fn((side * side, 2), |(cell, axis)| match axis {
        0 => at(x, cell % side),
        _ => at(y, side - 1 - cell / side),
    })
}

/// Unos valores entre 0 y 1, un byte cada uno, en base64.
///
/// ```
/// assert_eq!(web::grid::packed([0.0, 0.5, 1.0]), "AID/"); // 0, 128, 255
/// assert_eq!(web::grid::packed([1.0]), "/w==");
/// ```
pub fn packed(values: impl IntoIterator<Item = f64>) -> String {
    const LETTERS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let bytes: Vec<u8> = values.into_iter().map(|value| (255.0 * value).round() as u8).collect();
    let mut out = String::with_capacity(bytes.len().div_ceil(3) * 4);
    for chunk in bytes.chunks(3) {
        let bits = chunk.iter().fold(0_u32, |bits, byte| bits << 8 | u32::from(*byte)) << (8 * (3 - chunk.len()));
        for place in 0..4 {
            let letter = LETTERS[(bits >> (18 - 6 * place) & 63) as usize];
            out.push(if place <= chunk.len() { char::from(letter) } else { '=' });
        }
    }
    out
}

/// La línea donde unos valores cruzan `level`: segmentos `[x₁, y₁, x₂, y₂]` entre 0 y 1, con la y hacia abajo.
///
/// ```
/// // A la izquierda 0 y a la derecha 1: la línea va de arriba abajo, por el medio.
/// assert_eq!(web::grid::contour(&[0.0, 1.0, 0.0, 1.0], 2, 0.5), [[0.5, 0.25, 0.5, 0.75]]);
/// ```
pub fn contour(values: &[f64], side: usize, level: f64) -> Vec<[f64; 4]> {
    let place = |cell: f64| (cell + 0.5) / side as f64;
    let mut segments = Vec::new();
    for row in 0..side - 1 {
        for column in 0..side - 1 {
            let corners = [(0, 0), (0, 1), (1, 1), (1, 0)].map(|(r, c)| (row + r, column + c));
            let mut crossings = Vec::with_capacity(4);
            for (i, &from) in corners.iter().enumerate() {
                let to = corners[(i + 1) % 4];
                let (a, b) = (values[from.0 * side + from.1] - level, values[to.0 * side + to.1] - level);
                if (a < 0.0) != (b < 0.0) {
                    let t = a / (a - b);
                    let along = |from: usize, to: usize| place(from as f64 + t * (to as f64 - from as f64));
                    crossings.push((along(from.1, to.1), along(from.0, to.0)));
                }
            }
            segments.extend(crossings.chunks_exact(2).map(|pair| [pair[0].0, pair[0].1, pair[1].0, pair[1].1]));
        }
    }
    segments
}
