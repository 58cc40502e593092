//! Las formas sueltas con que se arma una figura: textos, líneas, discos, polígonos y marcas.

use plotters::element::{Circle, DashedPathElement, PathElement, Polygon, Text};
use plotters::style::{Color, RGBColor, TextStyle};

use super::figure::{Area, px};
use super::style::{self, WHITE};

/// Las formas de las marcas: cada serie, la suya.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum Shape {
    Circle,
    Square,
    Triangle,
    Diamond,
}

/// Escribe `text` en un punto, en píxeles.
pub(crate) fn draw_text(area: &Area, text: &str, (x, y): (f64, f64), style: TextStyle) {
    area.draw(&Text::new(text, (px(x), px(y)), style)).expect("el lienzo no falla");
}

/// Una línea por unos puntos en unidades de [`Area`].
pub(crate) fn draw_path(area: &Area, path: Vec<(i32, i32)>, color: RGBColor, width: f64, dash: Option<(f64, f64)>) {
    let style = style::line(color, width);
    match dash {
        Some((dash, gap)) => area.draw(&DashedPathElement::new(path, px(dash), px(gap), style)),
        None => area.draw(&PathElement::new(path, style)),
    }
    .expect("el lienzo no falla");
}

/// Un polígono relleno, en píxeles.
pub(crate) fn draw_polygon(area: &Area, points: &[(f64, f64)], color: RGBColor) {
    let points: Vec<_> = points.iter().map(|&(x, y)| (px(x), px(y))).collect();
    area.draw(&Polygon::new(points, color)).expect("el lienzo no falla");
}

/// Un círculo relleno, en píxeles.
pub(crate) fn draw_disc(area: &Area, (x, y): (f64, f64), radius: f64, color: RGBColor) {
    area.draw(&Circle::new((px(x), px(y)), px(radius), color.filled())).expect("el lienzo no falla");
}

/// Una marca con borde, en píxeles: blanco si va rellena, de su color si va hueca.
pub(crate) fn draw_marker(area: &Area, at: (f64, f64), shape: Shape, radius: f64, color: RGBColor, hollow: bool) {
    let (edge, inside, border) = if hollow { (color, WHITE, 1.8) } else { (WHITE, color, 1.0) };
    for (radius, color) in [(radius + border, edge), (radius, inside)] {
        match shape {
            Shape::Circle => draw_disc(area, at, radius, color),
            Shape::Square => draw_polygon(area, &corners(at, 0.9 * radius, &[45.0, 135.0, 225.0, 315.0]), color),
            Shape::Triangle => draw_polygon(area, &corners(at, radius, &[90.0, 210.0, 330.0]), color),
            Shape::Diamond => draw_polygon(area, &corners(at, radius, &[0.0, 90.0, 180.0, 270.0]), color),
        }
    }
}

/// Los vértices de un polígono de área parecida a la de un círculo de `radius`, a esos ángulos.
fn corners((x, y): (f64, f64), radius: f64, degrees: &[f64]) -> Vec<(f64, f64)> {
    let reach = if degrees.len() == 3 { 1.5 } else { 1.3 } * radius;
    degrees.iter().map(|d| d.to_radians()).map(|a| (x + reach * a.cos(), y - reach * a.sin())).collect()
}
