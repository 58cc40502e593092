//! Una serie: unos puntos con nombre, cómo se dibujan y cómo se cuentan.

use plotters::style::RGBColor;

use super::axis::Axis;
use super::frame::Chart;
use crate::display::drawing::canvas::{Area, size};
use crate::display::drawing::caption::draw_label;
use crate::display::drawing::font;
use crate::display::drawing::shapes::{Shape, draw_marker, draw_path};
use crate::display::drawing::style::{DASHES, LABEL, MARGIN, PALETTE};
use crate::display::writing::number::short;

/// Qué se hace con los puntos.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum Mark {
    /// Una línea que los une.
    Line,
    /// Cada uno por su lado.
    Points,
    /// Pasos: del primero, hueco, al último.
    Path,
    /// Una recta que pasa por el único punto con esta pendiente.
    Tangent(f64),
}

#[derive(Debug, Clone)]
pub(crate) struct Series {
    pub(crate) name: String,
    pub(crate) mark: Mark,
    pub(crate) points: Vec<(f64, f64)>,
}

/// El aspecto de una serie: sale de su lugar en el gráfico.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Look {
    color: RGBColor,
    dash: Option<(f64, f64)>,
    shape: Shape,
}

impl Look {
    pub(crate) fn nth(i: usize) -> Look {
        let shapes = [Shape::Circle, Shape::Square, Shape::Triangle, Shape::Diamond];
        Look { color: PALETTE[i % PALETTE.len()], dash: DASHES[i % DASHES.len()], shape: shapes[i % shapes.len()] }
    }
}

impl Series {
    /// Dibuja la serie. La tangente ocupa todo el ancho del eje `x`.
    pub(crate) fn draw(&self, chart: &Chart, look: Look, x: &Axis) {
        match self.mark {
            Mark::Line => {
                chart.line(&self.points, look.color, 2.0, look.dash);
                // Un punto sin vecinos no forma línea, y sin marca no se vería.
                let seen = |i: usize| self.points.get(i).is_some_and(|&point| chart.at(point).is_some());
                for (i, &point) in self.points.iter().enumerate() {
                    if !seen(i + 1) && (i == 0 || !seen(i - 1)) {
                        chart.marker(point, look.shape, 4.0, look.color, false);
                    }
                }
            }
            Mark::Points => {
                self.points.iter().for_each(|&point| chart.marker(point, look.shape, 4.0, look.color, false));
            }
            Mark::Path => {
                chart.line(&self.points, look.color, 1.2, None);
                self.points.windows(2).for_each(|pair| chart.arrow(pair[0], pair[1], look.color));
                let radius = if self.points.len() > 40 { 2.5 } else { 4.0 };
                for (i, &point) in self.points.iter().enumerate().rev() {
                    chart.marker(point, Shape::Circle, radius, look.color, i == 0);
                }
            }
            Mark::Tangent(slope) => {
                let Some(&(x0, y0)) = self.points.first() else { return };
                let xs = (0..=100).map(|i| x.value(f64::from(i) / 100.0));
                let line: Vec<_> = xs.map(|x| (x, y0 + slope * (x - x0))).collect();
                chart.line(&line, look.color, 1.6, look.dash);
                chart.marker((x0, y0), look.shape, 4.0, look.color, false);
            }
        }
    }

    /// Una muestra de la serie, de 26 píxeles de ancho, para la leyenda.
    fn draw_sample(&self, area: &Area, look: Look, (x, y): (f64, f64)) {
        if self.mark != Mark::Points {
            let width = if self.mark == Mark::Line { 2.0 } else { 1.4 };
            let dash = look.dash.filter(|_| self.mark != Mark::Path);
            draw_path(area, &[(x, y), (x + 26.0, y)], look.color, width, dash);
        }
        match self.mark {
            Mark::Line => {}
            Mark::Path => {
                draw_marker(area, (x + 4.0, y), Shape::Circle, 4.0, look.color, true);
                draw_marker(area, (x + 22.0, y), Shape::Circle, 4.0, look.color, false);
            }
            Mark::Points | Mark::Tangent(_) => draw_marker(area, (x + 13.0, y), look.shape, 4.0, look.color, false),
        }
    }

    /// La serie, con palabras.
    pub(crate) fn text(&self) -> String {
        let at = |&(x, y): &(f64, f64)| format!("({}, {})", short(x), short(y));
        let kind = match self.mark {
            Mark::Line => "línea",
            Mark::Points => "puntos",
            Mark::Path => "pasos",
            Mark::Tangent(slope) => {
                let point = self.points.first().map(at).unwrap_or_default();
                return format!("- {} (tangente): por {point}, con pendiente {}", self.name, short(slope));
            }
        };
        let finite: Vec<_> = self.points.iter().filter(|(x, y)| x.is_finite() && y.is_finite()).collect();
        let body = match finite[..] {
            [] => "sin puntos".to_string(),
            [first, .., last] if finite.len() > 12 && self.mark == Mark::Path => {
                format!("{} puntos, de {} a {}", finite.len(), at(first), at(last))
            }
            [_, .., _] if finite.len() > 12 => {
                let by_y = |a: &&&(f64, f64), b: &&&(f64, f64)| a.1.total_cmp(&b.1);
                let (low, high) = (finite.iter().min_by(by_y), finite.iter().max_by(by_y));
                format!(
                    "{} puntos, de {} a {}; mínimo en {}, máximo en {}",
                    finite.len(),
                    at(finite[0]),
                    at(finite[finite.len() - 1]),
                    low.map(|p| at(p)).unwrap_or_default(),
                    high.map(|p| at(p)).unwrap_or_default()
                )
            }
            _ => finite.iter().map(|p| at(p)).collect::<Vec<_>>().join(if self.mark == Mark::Path { " → " } else { ", " }),
        };
        format!("- {} ({kind}): {body}", self.name)
    }
}

/// La leyenda, entre el título y los ejes para no tapar los datos. La primera serie tiene el aspecto número `first`.
/// Devuelve el alto que ocupa.
pub(crate) fn draw_legend(area: &Area, series: &[Series], first: usize, top: f64) -> f64 {
    const ROW: f64 = 20.0;
    const SAMPLE: f64 = 34.0; // la muestra y su hueco
    let width = size(area).0;
    let (mut x, mut y) = (MARGIN, top);
    let named = series.iter().enumerate().filter(|(_, series)| !series.name.is_empty());
    let mut any = false;
    for (i, series) in named {
        let name = font::fit(&series.name, LABEL, false, width - 2.0 * MARGIN - SAMPLE);
        let needed = SAMPLE + font::width(&name, LABEL, false);
        if x > MARGIN && x + needed > width - MARGIN {
            (x, y) = (MARGIN, y + ROW);
        }
        series.draw_sample(area, Look::nth(first + i), (x, y + ROW / 2.0));
        draw_label(area, &name, (x + SAMPLE, y + ROW / 2.0));
        x += needed + 20.0;
        any = true;
    }
    if any { y + ROW - top } else { 0.0 }
}
