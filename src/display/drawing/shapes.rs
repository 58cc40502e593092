//! Las formas sueltas con que se arma una figura: textos, líneas, discos, polígonos, marcas e imágenes. Sus medidas son
//! píxeles.

use plotters::element::{Circle, DashedPathElement, Drawable, PathElement, PointCollection, Polygon, Text};
use plotters::style::text_anchor::{HPos, VPos};
use plotters::style::{Color, RGBColor, TextStyle};
use plotters_backend::{BackendCoord, DrawingBackend, DrawingErrorKind};

use super::canvas::Area;
use super::style::{self, INK, LABEL, WHITE};
use super::units::units;

/// Las formas de las marcas: cada serie, la suya.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum Shape {
    Circle,
    Square,
    Triangle,
    Diamond,
}

/// Escribe `text` en un punto.
pub(crate) fn draw_text(area: &Area, text: &str, point: (f64, f64), style: TextStyle) {
    area.draw(&Text::new(text, at(point), style)).expect("el lienzo no falla");
}

/// Una línea por unos puntos. `dash` es la raya y el hueco.
pub(crate) fn draw_path(area: &Area, path: &[(f64, f64)], color: RGBColor, width: f64, dash: Option<(f64, f64)>) {
    let path: Vec<_> = path.iter().copied().map(at).collect();
    let style = style::line(color, width);
    match dash {
        Some((dash, gap)) => area.draw(&DashedPathElement::new(path, units(dash), units(gap), style)),
        None => area.draw(&PathElement::new(path, style)),
    }
    .expect("el lienzo no falla");
}

/// Un polígono relleno.
pub(crate) fn draw_polygon(area: &Area, points: &[(f64, f64)], color: RGBColor) {
    let points: Vec<_> = points.iter().copied().map(at).collect();
    area.draw(&Polygon::new(points, color)).expect("el lienzo no falla");
}

/// Una caja de `size` píxeles, con la esquina de arriba a la izquierda en `corner` y un texto dentro.
pub(crate) fn draw_box(area: &Area, (x, y): (f64, f64), size: (f64, f64), text: &str, color: RGBColor) {
    let frame = |inset: f64| {
        let (left, right, up, down) = (x + inset, x + size.0 - inset, y + inset, y + size.1 - inset);
        [(left, up), (right, up), (right, down), (left, down)]
    };
    draw_polygon(area, &frame(0.0), color);
    draw_polygon(area, &frame(1.5), WHITE);
    let middle = (x + size.0 / 2.0, y + size.1 / 2.0);
    draw_text(area, text, middle, style::text(LABEL, INK, HPos::Center, VPos::Center));
}

/// Una flecha recta.
pub(crate) fn draw_arrow(area: &Area, from: (f64, f64), to: (f64, f64), color: RGBColor) {
    let length = (to.0 - from.0).hypot(to.1 - from.1);
    let (x, y) = ((to.0 - from.0) / length, (to.1 - from.1) / length);
    let back = (to.0 - 8.0 * x, to.1 - 8.0 * y);
    draw_path(area, &[from, back], color, 1.6, None);
    draw_polygon(area, &[to, (back.0 - 4.5 * y, back.1 + 4.5 * x), (back.0 + 4.5 * y, back.1 - 4.5 * x)], color);
}

/// Un círculo relleno.
pub(crate) fn draw_disc(area: &Area, center: (f64, f64), radius: f64, color: RGBColor) {
    area.draw(&Circle::new(at(center), units(radius), color.filled())).expect("el lienzo no falla");
}

/// Una marca con borde: blanco si va rellena, de su color si va hueca.
pub(crate) fn draw_marker(area: &Area, center: (f64, f64), shape: Shape, radius: f64, color: RGBColor, hollow: bool) {
    let (edge, inside, border) = if hollow { (color, WHITE, 1.8) } else { (WHITE, color, 1.0) };
    for (radius, color) in [(radius + border, edge), (radius, inside)] {
        match shape {
            Shape::Circle => draw_disc(area, center, radius, color),
            Shape::Square => draw_polygon(area, &corners(center, 0.9 * radius, &[45.0, 135.0, 225.0, 315.0]), color),
            Shape::Triangle => draw_polygon(area, &corners(center, radius, &[90.0, 210.0, 330.0]), color),
            Shape::Diamond => draw_polygon(area, &corners(center, radius, &[0.0, 90.0, 180.0, 270.0]), color),
        }
    }
}

/// Los vértices de un polígono de área parecida a la de un círculo de `radius`, a esos ángulos.
fn corners((x, y): (f64, f64), radius: f64, degrees: &[f64]) -> Vec<(f64, f64)> {
    let reach = if degrees.len() == 3 { 1.5 } else { 1.3 } * radius;
    degrees.iter().map(|d| d.to_radians()).map(|a| (x + reach * a.cos(), y - reach * a.sin())).collect()
}

/// Una imagen RGB ya pintada, de `size` píxeles de imagen, con la esquina de arriba a la izquierda en `corner`.
pub(crate) fn draw_image(area: &Area, corner: (f64, f64), size: (u32, u32), rgb: Vec<u8>) {
    area.draw(&Image { corner: at(corner), size, rgb }).expect("el lienzo no falla");
}

/// Un punto, en las unidades de plotters.
fn at((x, y): (f64, f64)) -> BackendCoord {
    (units(x), units(y))
}

/// Una imagen, como un elemento que plotters sabe dibujar.
struct Image {
    corner: BackendCoord,
    size: (u32, u32),
    rgb: Vec<u8>,
}

impl<'a> PointCollection<'a, BackendCoord> for &'a Image {
    type Point = &'a BackendCoord;
    type IntoIter = std::iter::Once<&'a BackendCoord>;

    fn point_iter(self) -> Self::IntoIter {
        std::iter::once(&self.corner)
    }
}

impl<DB: DrawingBackend> Drawable<DB> for Image {
    fn draw<I: Iterator<Item = BackendCoord>>(
        &self,
        mut corners: I,
        backend: &mut DB,
        _: (u32, u32),
    ) -> Result<(), DrawingErrorKind<DB::ErrorType>> {
        corners.next().map_or(Ok(()), |corner| backend.blit_bitmap(corner, self.size, &self.rgb))
    }
}
