//! Barras horizontales: de cada cosa, cuánto hay de cada parte.

use plotters::style::RGBColor;
use plotters::style::text_anchor::{HPos, VPos};

use super::chart::axis::Axis;
use super::drawing::canvas::Area;
use super::drawing::caption::{draw_label, draw_title, title_height};
use super::drawing::font;
use super::drawing::shapes::{draw_path, draw_polygon, draw_text};
use super::drawing::style::{self, GRAY, GRID, INK, LABEL, MARGIN, PALETTE, WHITE};
use super::figure::{Figure, view};
use super::writing::number::short;

/// El ancho de la figura, y lo más que ocupan los nombres, en píxeles.
const WIDTH: f64 = 680.0;
const NAMES: f64 = 250.0;
/// El alto de una barra con su hueco, y el de un renglón de la leyenda.
const ROW: f64 = 28.0;
const LEGEND: f64 = 20.0;
/// De la primera parte a la última: del azul al gris, cada uno más o menos claro que su vecino también en blanco y negro.
const COLORS: [RGBColor; 5] = [PALETTE[0], PALETTE[5], PALETTE[4], RGBColor(0xc4, 0xc4, 0xc4), PALETTE[3]];

/// Unas barras horizontales, una debajo de otra, partidas en los mismos trozos.
///
/// Cada trozo lleva escrito su número, si cabe, de modo que el color no es lo único que lo dice. Un número negativo o que no
/// es finito se dibuja como 0.
///
/// ```
/// use gradiente::display::Bars;
///
/// let bars = Bars::new("Los ejercicios", ["bien", "a medias", "nada"])
///     .x("personas")
///     .bar("1. La regla de la cadena", [18.0, 4.0, 3.0])
///     .bar("2. La derivada numérica", [9.0, 10.0, 6.0]);
/// assert!(bars.to_string().contains("- 2. La derivada numérica: bien 9, a medias 10, nada 6"));
/// ```
#[derive(Debug, Clone)]
pub struct Bars {
    title: String,
    x: String,
    parts: Vec<String>,
    bars: Vec<(String, Vec<f64>)>,
}

view!(Bars);

impl Bars {
    /// Todavía sin barras; cada una tendrá esas partes. Con una sola, no hay leyenda.
    ///
    /// # Panics
    ///
    /// Si las partes son más de cinco, que son los colores que se distinguen.
    pub fn new<P: Into<String>>(title: impl Into<String>, parts: impl IntoIterator<Item = P>) -> Bars {
        let parts: Vec<String> = parts.into_iter().map(Into::into).collect();
        assert!(parts.len() <= COLORS.len(), "{} partes: se distinguen a lo sumo {}", parts.len(), COLORS.len());
        Bars { title: title.into(), x: String::new(), parts, bars: Vec::new() }
    }

    /// El nombre del eje horizontal, con su unidad.
    pub fn x(mut self, label: impl Into<String>) -> Bars {
        self.x = label.into();
        self
    }

    /// Otra barra, con lo que mide cada una de sus partes.
    pub fn bar(mut self, name: impl Into<String>, values: impl IntoIterator<Item = f64>) -> Bars {
        let measured = |value: f64| if value.is_finite() { value.max(0.0) } else { 0.0 };
        let mut values: Vec<f64> = values.into_iter().map(measured).collect();
        values.resize(self.parts.len(), 0.0);
        self.bars.push((name.into(), values));
        self
    }

    /// Las barras, dibujadas.
    pub fn figure(&self) -> Figure {
        let legend = if self.parts.len() > 1 { LEGEND } else { 0.0 };
        let height = 20.0 + title_height(&self.title, WIDTH) + legend + ROW * self.bars.len() as f64 + 52.0;
        Figure::draw(WIDTH as u32, height.ceil() as u32, self.text(), |area| {
            let top = draw_title(area, &self.title);
            if self.parts.len() > 1 {
                self.draw_legend(area, top);
            }
            self.draw_bars(area, top + legend + 4.0);
        })
    }

    fn draw_legend(&self, area: &Area, top: f64) {
        let mut x = MARGIN;
        for (part, color) in self.parts.iter().zip(COLORS) {
            draw_rectangle(area, (x, x + 14.0), (top + 3.0, top + 15.0), color);
            draw_label(area, part, (x + 20.0, top + 9.0));
            x += 20.0 + font::width(part, LABEL, false) + 18.0;
        }
    }

    fn draw_bars(&self, area: &Area, top: f64) {
        let widest = self.bars.iter().map(|(name, _)| font::width(name, LABEL, false)).fold(0.0, f64::max).min(NAMES);
        let (left, right) = (MARGIN + widest + 10.0, WIDTH - MARGIN - 14.0);
        let most = self.bars.iter().map(|(_, values)| values.iter().sum::<f64>()).fold(0.0, f64::max);
        let axis = Axis::new(0.0, if most > 0.0 { most } else { 1.0 }, false);
        let place = |value: f64| left + axis.unit(value) * (right - left);
        let bottom = top + ROW * self.bars.len() as f64;
        for tick in axis.ticks() {
            draw_path(area, &[(place(tick), top), (place(tick), bottom + 4.0)], GRID, 1.0, None);
            let style = style::text(LABEL, INK, HPos::Center, VPos::Top);
            draw_text(area, &axis.label(tick), (place(tick), bottom + 7.0), style);
        }
        for (row, (name, values)) in self.bars.iter().enumerate() {
            let (up, down) = (top + ROW * row as f64 + 4.0, top + ROW * (row as f64 + 1.0) - 4.0);
            let name = font::fit(name, LABEL, false, NAMES);
            let style = style::text(LABEL, INK, HPos::Right, VPos::Center);
            draw_text(area, &name, (left - 8.0, (up + down) / 2.0), style);
            let mut from = 0.0;
            for (&value, color) in values.iter().zip(COLORS).filter(|(value, _)| **value > 0.0) {
                let (start, end) = (place(from), place(from + value));
                draw_rectangle(area, (start, end), (up, down), color);
                let (text, ink) = (short(value), if is_dark(color) { WHITE } else { INK });
                if font::width(&text, LABEL, false) + 6.0 < end - start {
                    let style = style::text(LABEL, ink, HPos::Center, VPos::Center);
                    draw_text(area, &text, ((start + end) / 2.0, (up + down) / 2.0), style);
                }
                from += value;
            }
        }
        draw_path(area, &[(left, top), (left, bottom)], GRAY, 1.0, None);
        let style = style::text(LABEL, INK, HPos::Center, VPos::Top);
        draw_text(area, &font::fit(&self.x, LABEL, false, right - left), ((left + right) / 2.0, bottom + 25.0), style);
    }

    /// Lo que se ve, con palabras y números; el primer renglón es el título.
    pub fn text(&self) -> String {
        let mut lines = vec![self.title.clone()];
        if !self.x.is_empty() {
            lines.push(format!("Eje x: {}.", self.x));
        }
        lines.extend(self.bars.iter().map(|(name, values)| {
            let parts = self.parts.iter().zip(values);
            let said = parts.map(|(part, value)| format!("{part} {}", short(*value)).trim().to_string());
            format!("- {name}: {}", said.collect::<Vec<_>>().join(", "))
        }));
        if self.bars.is_empty() {
            lines.push("No hay datos que dibujar.".to_string());
        }
        lines.join("\n")
    }
}

/// Un rectángulo con un borde blanco, que lo separa del siguiente.
fn draw_rectangle(area: &Area, (left, right): (f64, f64), (up, down): (f64, f64), color: RGBColor) {
    let corners = |inset: f64| [(left, up), (right - inset, up), (right - inset, down), (left, down)];
    draw_polygon(area, &corners(0.0), WHITE);
    draw_polygon(area, &corners(if right - left > 3.0 { 1.0 } else { 0.0 }), color);
}

/// ¿Se lee mejor en blanco lo que se escriba encima? Según la luminancia de un píxel (ITU-R BT.709).
fn is_dark(RGBColor(red, green, blue): RGBColor) -> bool {
    0.2126 * f64::from(red) + 0.7152 * f64::from(green) + 0.0722 * f64::from(blue) < 128.0
}
