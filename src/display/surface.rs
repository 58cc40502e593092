//! Una superficie vista desde arriba: cuánto vale la pérdida para cada par de parámetros, y por dónde baja el descenso.

use std::ops::RangeInclusive;

use ndarray::Array1;

use super::chart::axis::Axis;
use super::chart::field::{Contour, Field};
use super::chart::frame::Chart;
use super::chart::series::{Look, Mark, Series, draw_legend};
use super::drawing::canvas::Area;
use super::drawing::caption::{draw_colorbar, draw_label, draw_notes, draw_title};
use super::drawing::font;
use super::drawing::style::{LABEL, MARGIN, sequential};
use super::figure::{Figure, view};
use super::writing::number::short;

/// Las franjas de color, de la menor a la mayor altura.
const BANDS: u32 = 16;
/// Las curvas de nivel, en el borde entre dos franjas.
const LEVELS: Contour = Contour { every_band: true, width: 0.8, strength: 0.35 };

/// Un mapa de alturas de una función de dos variables, con líneas y caminos encima.
///
/// ```
/// use gradiente::display::Surface;
/// use gradiente::{Loss, Neuron};
///
/// let loss = |w, b| Loss::HalfSquare.value(1.0, Neuron { w, b }.forward(0.5));
/// let surface = Surface::new("La pérdida de la neurona", loss, -4.0..=8.0, -4.0..=4.0)
///     .x("w")
///     .y("b")
///     .path("un paso", [(0.8, 0.2), (0.804, 0.208)]);
/// assert!(surface.to_string().contains("(0.8, 0.2) → (0.804, 0.208)"));
/// ```
#[derive(Debug, Clone)]
pub struct Surface {
    title: String,
    x: String,
    y: String,
    height: String,
    axes: (Axis, Axis),
    field: Field,
    series: Vec<Series>,
}

view!(Surface);

impl Surface {
    /// La superficie de `f(x, y)` sobre un rectángulo.
    ///
    /// # Panics
    ///
    /// Si un intervalo no va de un número finito a otro mayor.
    pub fn new(
        title: impl Into<String>,
        f: impl Fn(f64, f64) -> f64,
        x: RangeInclusive<f64>,
        y: RangeInclusive<f64>,
    ) -> Surface {
        let axes = (Axis::over("x", x), Axis::over("y", y));
        let values: Array1<f64> = Field::grid(&axes.0, &axes.1).rows().into_iter().map(|at| f(at[0], at[1])).collect();
        Surface {
            title: title.into(),
            x: "x".into(),
            y: "y".into(),
            height: "pérdida".into(),
            axes,
            field: Field::new(values),
            series: Vec::new(),
        }
    }

    /// El nombre del eje horizontal.
    pub fn x(mut self, label: impl Into<String>) -> Surface {
        self.x = label.into();
        self
    }

    /// El nombre del eje vertical.
    pub fn y(mut self, label: impl Into<String>) -> Surface {
        self.y = label.into();
        self
    }

    /// El nombre de lo que mide la altura; «pérdida» si no se dice otra cosa.
    pub fn height(mut self, label: impl Into<String>) -> Surface {
        self.height = label.into();
        self
    }

    /// Unos pasos (x, y), en orden. El primero se dibuja hueco.
    pub fn path(self, name: impl Into<String>, points: impl IntoIterator<Item = (f64, f64)>) -> Surface {
        self.series(name, Mark::Path, points)
    }

    /// Una línea por unos puntos (x, y): el fondo de un valle, por ejemplo.
    pub fn line(self, name: impl Into<String>, points: impl IntoIterator<Item = (f64, f64)>) -> Surface {
        self.series(name, Mark::Line, points)
    }

    /// Lo que se dibuja encima del mapa.
    fn series(mut self, name: impl Into<String>, mark: Mark, points: impl IntoIterator<Item = (f64, f64)>) -> Surface {
        self.series.push(Series { name: name.into(), mark, points: points.into_iter().collect() });
        self
    }

    /// La superficie, dibujada.
    pub fn figure(&self) -> Figure {
        let (low, high) = self.field.range().unwrap_or((0.0, 1.0));
        let span = if high > low { high - low } else { 1.0 };
        // Con la raíz, un fondo parabólico baja a franjas de igual ancho; sin ella sería una sola, muy clara.
        let relative = self.field.map(|value| (value / span - low / span).sqrt().min(1.0 - 1e-12));
        Figure::draw(560, 480, self.text(), |area| {
            let top = draw_title(area, &self.title);
            // El azul del mapa es el primer color de la paleta: las series empiezan por el segundo.
            let legend = draw_legend(area, &self.series, 1, top);
            self.draw_scale(area, (low, high), top + legend);
            let bottom = draw_notes(area, &self.notes());
            let chart = Chart::new(area, self.axes.clone(), (&self.x, &self.y), top + legend + 26.0, bottom);
            chart.field(&relative, sequential, BANDS, LEVELS);
            for (i, series) in self.series.iter().enumerate() {
                series.draw(&chart, Look::nth(i + 1), &self.axes.0);
            }
        })
    }

    /// La escala de alturas, en un renglón.
    fn draw_scale(&self, area: &Area, (low, high): (f64, f64), top: f64) {
        let y = top + 10.0;
        let name = font::fit(&format!("{}: {}", self.height, short(round_to(low, high))), LABEL, false, 320.0);
        draw_label(area, &name, (MARGIN, y));
        let x = MARGIN + font::width(&name, LABEL, false) + 8.0;
        draw_colorbar(area, (x, y), sequential, BANDS);
        draw_label(area, &short(high), (x + 88.0, y));
    }

    /// Lo que se ve, con palabras y números; el primer renglón es el título.
    pub fn text(&self) -> String {
        let interval = |axis: &Axis| format!("de {} a {}", short(axis.min), short(axis.max));
        let mut lines = vec![self.title.clone()];
        lines.push(format!("Eje x: {}, {}. Eje y: {}, {}.", self.x, interval(&self.axes.0), self.y, interval(&self.axes.1)));
        if let Some((low, high)) = self.field.range() {
            let low = short(round_to(low, high));
            lines.push(format!("Color: {}, de {low} (claro) a {} (oscuro).", self.height, short(high)));
        }
        lines.extend(self.series.iter().map(Series::text));
        lines.extend(self.notes());
        lines.join("\n")
    }

    fn notes(&self) -> Vec<String> {
        let gray = "En gris, donde la función no da un número finito.".to_string();
        if self.field.missing() > 0.0 { vec![gray] } else { vec![] }
    }
}

/// `low`, o 0 si al lado de `high` no es nada: el fondo de un valle no cae justo en un punto de la cuadrícula.
fn round_to(low: f64, high: f64) -> f64 {
    if low.abs() < 1e-3 * high.abs() { 0.0 } else { low }
}
