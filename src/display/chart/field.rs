//! Un campo: el valor de una función de dos variables en cada punto de un rectángulo, pintado como un mapa.

use ndarray::{Array1, Array2};

use super::axis::Axis;
use crate::display::drawing::style::Colormap;

/// Puntos por lado en que se calcula el campo; entre ellos se interpola.
const SIDE: usize = 81;

/// Las líneas de un mapa, por donde el campo tiene una misma altura.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Contour {
    /// Dónde: en ½, o en el borde de cada franja.
    pub(crate) every_band: bool,
    /// El ancho, en puntos de la imagen.
    pub(crate) width: f64,
    /// De 0, que no se ve, a 1, que es tinta.
    pub(crate) strength: f64,
}

impl Contour {
    /// La altura de la línea más cercana a `value`.
    fn nearest(&self, value: f64, bands: u32) -> f64 {
        let bands = f64::from(bands);
        if self.every_band { (value * bands).round().clamp(1.0, bands - 1.0) / bands } else { 0.5 }
    }
}

/// Un campo sobre el rectángulo de unos ejes.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Field {
    /// Por filas, de abajo arriba.
    values: Vec<f64>,
}

impl Field {
    /// Los puntos (x, y) en que hay que calcularlo, `(SIDE², 2)`.
    pub(crate) fn grid(x: &Axis, y: &Axis) -> Array2<f64> {
        let at = |i: usize| i as f64 / (SIDE - 1) as f64;
        Array2::from_shape_fn(
            (SIDE * SIDE, 2),
            |(i, axis)| {
                if axis == 0 { x.value(at(i % SIDE)) } else { y.value(at(i / SIDE)) }
            },
        )
    }

    /// El campo con esos valores, uno por cada punto de [`Field::grid`].
    pub(crate) fn new(values: Array1<f64>) -> Field {
        Field { values: values.to_vec() }
    }

    /// El menor y el mayor de los valores finitos, si hay alguno.
    pub(crate) fn range(&self) -> Option<(f64, f64)> {
        let finite = || self.values.iter().copied().filter(|value| value.is_finite());
        finite().next()?;
        Some((finite().fold(f64::INFINITY, f64::min), finite().fold(f64::NEG_INFINITY, f64::max)))
    }

    /// Qué fracción del mapa no es un número finito.
    pub(crate) fn missing(&self) -> f64 {
        self.values.iter().filter(|value| !value.is_finite()).count() as f64 / self.values.len() as f64
    }

    /// El mismo campo, con otra escala.
    pub(crate) fn map(&self, f: impl Fn(f64) -> f64) -> Field {
        Field { values: self.values.iter().map(|&value| f(value)).collect() }
    }

    /// El valor en el punto (u, v) del cuadrado unidad, por interpolación bilineal.
    fn at(&self, u: f64, v: f64) -> f64 {
        let scale = (SIDE - 1) as f64;
        let (i, j) = (((u * scale) as usize).min(SIDE - 2), ((v * scale) as usize).min(SIDE - 2));
        let (s, t) = (u * scale - i as f64, v * scale - j as f64);
        let value = |i: usize, j: usize| self.values[j * SIDE + i];
        let row = |j: usize| value(i, j) * (1.0 - s) + value(i + 1, j) * s;
        row(j) * (1.0 - t) + row(j + 1) * t
    }

    /// Lo pinta en `width` × `height` puntos, en `bands` franjas de 0 a 1, con una línea donde se pide. Lo que no es un
    /// número queda gris.
    pub(crate) fn paint(&self, width: u32, height: u32, colormap: Colormap, bands: u32, contour: Contour) -> Vec<u8> {
        let round = |color: [f64; 3]| color.map(|c| (c + 0.5) as u8);
        let palette: Vec<[u8; 3]> = (0..bands).map(|i| round(colormap((f64::from(i) + 0.5) / f64::from(bands)))).collect();
        let mut rgb = Vec::with_capacity((width * height * 3) as usize);
        let row = |row: f64| -> Vec<f64> {
            let v = 1.0 - (row + 0.5) / f64::from(height);
            (0..width).map(|column| self.at((f64::from(column) + 0.5) / f64::from(width), v)).collect()
        };
        let mut above = row(0.0);
        for j in 0..height {
            let values = row(f64::from(j));
            for (i, &value) in values.iter().enumerate() {
                let mut color = [208; 3];
                if value.is_finite() {
                    color = palette[((value * f64::from(bands)).max(0.0) as usize).min(palette.len() - 1)];
                }
                // La distancia a la línea, en puntos: lo que falta para su altura entre lo que cambia el campo de un punto a
                // otro.
                let (right, up) = (values.get(i + 1).unwrap_or(&value) - value, above[i] - value);
                let distance = (value - contour.nearest(value, bands)).abs() / (right * right + up * up).sqrt();
                let cover = contour.strength * (contour.width / 2.0 + 0.5 - distance).clamp(0.0, 1.0);
                if cover > 0.0 {
                    color = round(color.map(|c| f64::from(c) * (1.0 - cover) + 38.0 * cover));
                }
                rgb.extend_from_slice(&color);
            }
            above = values;
        }
        rgb
    }
}
