//! El marco de un gráfico: ejes, rejilla, y líneas, marcas y mapas que no se salen de él.

use plotters::chart::ChartBuilder;
use plotters::style::RGBColor;
use plotters::style::text_anchor::{HPos, VPos};

use super::axis::Axis;
use super::field::{Contour, Field};
use crate::display::drawing::canvas::{Area, size};
use crate::display::drawing::font;
use crate::display::drawing::shapes::{Shape, draw_image, draw_marker, draw_path, draw_polygon, draw_text};
use crate::display::drawing::style::{self, Colormap, GRAY, GRID, INK, LABEL, WHITE};
use crate::display::drawing::units::{dots, pixels, units};

/// Los ejes ya dibujados. Los puntos se dan en las unidades de los datos.
pub(crate) struct Chart<'a> {
    /// Toda la figura, en coordenadas absolutas.
    screen: Area<'a>,
    x: Axis,
    y: Axis,
    /// El rectángulo de los ejes, en unidades de [`Area`]: izquierda, derecha, arriba y abajo.
    frame: [f64; 4],
}

impl<'a> Chart<'a> {
    /// Dibuja los ejes en `area`, dejando `top` píxeles arriba y `bottom` abajo.
    pub(crate) fn new(
        area: &Area<'a>,
        (x, y): (Axis, Axis),
        (x_label, y_label): (&str, &str),
        top: f64,
        bottom: f64,
    ) -> Self {
        let widest = |axis: &Axis| {
            let widths = axis.ticks().into_iter().map(|tick| font::width(&axis.label(tick), LABEL, false));
            widths.fold(0.0, f64::max)
        };
        let line = LABEL * (font::ASCENT + font::DESCENT);
        let label_height = |label: &str| if label.is_empty() { 0.0 } else { line + 6.0 };
        let left = widest(&y) + 12.0 + label_height(y_label);
        let right = (widest(&x) / 2.0 + 4.0).max(14.0);
        let (width, height) = size(area);
        let x = x.thinned(width - left - right - 10.0, |label| font::width(label, LABEL, false));
        let y = y.thinned(height - top - bottom - 50.0, |_| line);

        let mut context = ChartBuilder::on(area)
            .margin_top(units(top))
            .margin_bottom(units(bottom + 8.0))
            .margin_left(units(10.0))
            .margin_right(units(right))
            .x_label_area_size(units(10.0 + line + label_height(x_label)))
            .y_label_area_size(units(left))
            .build_cartesian_2d(x.clone(), y.clone())
            .expect("el lienzo no falla");
        let (columns, rows) = context.plotting_area().get_pixel_range();
        let frame = [columns.start, columns.end, rows.start, rows.end].map(f64::from);

        let text = style::text(LABEL, INK, HPos::Left, VPos::Top);
        context
            .configure_mesh()
            .bold_line_style(style::line(GRID, 1.0))
            .axis_style(style::line(GRAY, 1.0))
            .set_all_tick_mark_size(units(4.0))
            .label_style(text.clone())
            .axis_desc_style(text)
            .x_desc(font::fit(x_label, LABEL, false, pixels(frame[1] - frame[0])))
            .y_desc(font::fit(y_label, LABEL, false, pixels(frame[3] - frame[2])))
            .draw()
            .expect("el lienzo no falla");
        Chart { screen: area.use_screen_coord(), x, y, frame }
    }

    /// Una línea por `points`, recortada al marco. `dash` es la raya y el hueco, en píxeles.
    pub(crate) fn line(&self, points: &[(f64, f64)], color: RGBColor, width: f64, dash: Option<(f64, f64)>) {
        let mut piece: Vec<(f64, f64)> = Vec::new();
        for pair in points.windows(2) {
            if !pair.iter().all(|&(x, y)| Axis::accepts(x, self.x.log) && Axis::accepts(y, self.y.log)) {
                continue; // un hueco donde no hay número
            }
            let Some((from, to)) = clip(self.unit(pair[0]), self.unit(pair[1])) else { continue };
            let (from, to) = (self.place(from), self.place(to));
            if piece.last() != Some(&from) {
                draw_path(&self.screen, &piece, color, width, dash);
                piece = vec![from];
            }
            piece.push(to);
        }
        draw_path(&self.screen, &piece, color, width, dash);
    }

    /// Una columna desde 0 hasta `height`, con un hueco a su derecha que la separa de la siguiente.
    pub(crate) fn bar(&self, (from, to): (f64, f64), height: f64, color: RGBColor) {
        let ((left, top), (right, bottom)) = (self.place(self.unit((from, height))), self.place(self.unit((to, 0.0))));
        let right = right - 1.0;
        draw_polygon(&self.screen, &[(left, top), (right, top), (right, bottom), (left, bottom)], color);
    }

    /// Una marca de `radius` píxeles, si cae dentro del marco; hueca o rellena.
    pub(crate) fn marker(&self, point: (f64, f64), shape: Shape, radius: f64, color: RGBColor, hollow: bool) {
        if let Some(at) = self.at(point) {
            draw_marker(&self.screen, at, shape, radius, color, hollow);
        }
    }

    /// Una punta de flecha a mitad de camino entre dos puntos, si hay sitio para ella.
    pub(crate) fn arrow(&self, from: (f64, f64), to: (f64, f64), color: RGBColor) {
        let (Some((x0, y0)), Some((x1, y1))) = (self.at(from), self.at(to)) else { return };
        let (dx, dy) = (x1 - x0, y1 - y0);
        let length = dx.hypot(dy);
        if length > 32.0 {
            let (dx, dy) = (dx / length, dy / length);
            let (x, y) = ((x0 + x1) / 2.0 + 4.0 * dx, (y0 + y1) / 2.0 + 4.0 * dy);
            let (back_x, back_y) = (x - 8.0 * dx, y - 8.0 * dy);
            let tip = [(x, y), (back_x - 4.0 * dy, back_y + 4.0 * dx), (back_x + 4.0 * dy, back_y - 4.0 * dx)];
            draw_polygon(&self.screen, &tip, color);
        }
    }

    /// Un mapa que llena el marco, por debajo de lo que se dibuje después.
    pub(crate) fn field(&self, field: &Field, colormap: Colormap, bands: u32, contour: Contour) {
        let [left, right, top, bottom] = self.frame.map(pixels);
        let (width, height) = (dots(right - left).round() as u32, dots(bottom - top).round() as u32);
        let contour = Contour { width: dots(contour.width), ..contour };
        let rgb = field.paint(width, height, colormap, bands, contour);
        draw_image(&self.screen, (left, top), (width, height), rgb);
    }

    /// Un nombre encima del marco.
    pub(crate) fn name(&self, name: &str) {
        let [left, right, top, _] = self.frame.map(pixels);
        let style = style::bold(style::text(LABEL, INK, HPos::Center, VPos::Bottom));
        draw_text(&self.screen, name, ((left + right) / 2.0, top - 5.0), style);
    }

    /// Otros ejes, pequeños, sobre un fondo blanco en la esquina de arriba a la derecha.
    pub(crate) fn inset(&self, name: &str, axes: (Axis, Axis)) -> Chart<'a> {
        let [left, right, top, bottom] = self.frame.map(pixels);
        let (width, height) = (0.56 * (right - left), 0.56 * (bottom - top));
        let (x, y) = (right - width - 6.0, top + 6.0);
        let corners = |inset: f64| {
            let (left, right, up, down) = (x + inset, x + width - inset, y + inset, y + height - inset);
            [(left, up), (right, up), (right, down), (left, down)]
        };
        draw_polygon(&self.screen, &corners(0.0), GRAY);
        draw_polygon(&self.screen, &corners(1.0), WHITE);
        let area = self.screen.clone().shrink((units(x), units(y)), (units(width), units(height)));
        let chart = Chart::new(&area, axes, ("", ""), 24.0, 0.0);
        chart.name(name);
        chart
    }

    /// Un rótulo al lado de una marca, que está en el píxel `(x, y)`: hacia donde haya más sitio.
    pub(crate) fn label(&self, (x, y): (f64, f64), text: &str) {
        let [left, right, ..] = self.frame.map(pixels);
        let (x, side) = if x < (left + right) / 2.0 { (x + 10.0, HPos::Left) } else { (x - 10.0, HPos::Right) };
        draw_text(&self.screen, text, (x, y), style::text(LABEL, INK, side, VPos::Center));
    }

    /// Un rótulo en el centro del marco.
    pub(crate) fn message(&self, message: &str) {
        let [left, right, top, bottom] = self.frame.map(pixels);
        let style = style::text(LABEL, GRAY, HPos::Center, VPos::Center);
        draw_text(&self.screen, message, ((left + right) / 2.0, (top + bottom) / 2.0), style);
    }

    /// Dónde cae un punto, en píxeles, si cae dentro del marco.
    pub(crate) fn at(&self, point: (f64, f64)) -> Option<(f64, f64)> {
        let (u, v) = self.unit(point);
        let inside = |t: f64| (-1e-9..=1.0 + 1e-9).contains(&t);
        (inside(u) && inside(v)).then(|| self.place((u, v)))
    }

    fn unit(&self, (x, y): (f64, f64)) -> (f64, f64) {
        (self.x.unit(x), self.y.unit(y))
    }

    /// El punto (u, v) del cuadrado unidad, en píxeles.
    fn place(&self, (u, v): (f64, f64)) -> (f64, f64) {
        let [left, right, top, bottom] = self.frame;
        (pixels((left + u * (right - left)).round()), pixels((bottom - v * (bottom - top)).round()))
    }
}

/// La parte del segmento que cae en el cuadrado unidad (Liang y Barsky, «A New Concept and Method for Line Clipping», 1984).
fn clip((x0, y0): (f64, f64), (x1, y1): (f64, f64)) -> Option<((f64, f64), (f64, f64))> {
    let (dx, dy) = (x1 - x0, y1 - y0);
    let (mut enter, mut leave) = (0f64, 1f64);
    for (p, q) in [(-dx, x0), (dx, 1.0 - x0), (-dy, y0), (dy, 1.0 - y0)] {
        if p == 0.0 && q < 0.0 {
            return None;
        } else if p < 0.0 {
            enter = enter.max(q / p);
        } else if p > 0.0 {
            leave = leave.min(q / p);
        }
    }
    let at = |t: f64| (x0 + t * dx, y0 + t * dy);
    (enter <= leave).then(|| (at(enter), at(leave)))
}
