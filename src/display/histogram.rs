//! Cómo se reparten unos números: cuántos caen en cada intervalo.

use std::ops::RangeInclusive;

use super::chart::axis::Axis;
use super::chart::frame::Chart;
use super::chart::series::{Look, Mark, Series, draw_legend};
use super::drawing::caption::{draw_notes, draw_title};
use super::drawing::style::PALETTE;
use super::figure::{Figure, view};
use super::writing::number::short;

/// Un histograma: el intervalo en partes iguales y, en cada una, cuántos valores hay.
///
/// Cada parte incluye su extremo izquierdo y no el derecho, menos la última, que incluye los dos, como `numpy.histogram`. Lo
/// que cae fuera, o no es un número finito, no se cuenta, y un aviso al pie dice cuánto es.
///
/// ```
/// use gradiente::display::Histogram;
///
/// let totals = [2.0, 4.5, 7.0, 7.5, 8.0, 10.0];
/// let histogram = Histogram::new("Los totales", totals, 0.0..=10.0, 5).x("puntos").y("personas").mark("mediana", 7.25);
/// assert_eq!(histogram.counts(), [0, 1, 1, 2, 2]); // `numpy.histogram(totals, 5, (0, 10))`
/// assert!(histogram.to_string().contains("- de 6 a 8: 2"));
/// ```
#[derive(Debug, Clone)]
pub struct Histogram {
    title: String,
    x: String,
    y: String,
    range: Axis,
    counts: Vec<usize>,
    outside: usize,
    marks: Vec<Series>,
}

view!(Histogram);

impl Histogram {
    /// Los valores que caen en `range`, en `bins` partes iguales.
    ///
    /// # Panics
    ///
    /// Si `bins` es 0, o el intervalo no va de un número finito a otro mayor.
    pub fn new(
        title: impl Into<String>,
        values: impl IntoIterator<Item = f64>,
        range: RangeInclusive<f64>,
        bins: usize,
    ) -> Histogram {
        assert!(bins > 0, "un histograma de 0 partes no cuenta nada: se esperaba al menos 1");
        let range = Axis::over("x", range);
        let (mut counts, mut outside) = (vec![0; bins], 0);
        for value in values {
            if (range.min..=range.max).contains(&value) {
                counts[((range.unit(value) * bins as f64) as usize).min(bins - 1)] += 1;
            } else {
                outside += 1;
            }
        }
        Histogram { title: title.into(), x: "x".into(), y: "cuántos".into(), range, counts, outside, marks: Vec::new() }
    }

    /// El nombre del eje horizontal, con su unidad.
    pub fn x(mut self, label: impl Into<String>) -> Histogram {
        self.x = label.into();
        self
    }

    /// El nombre del eje vertical: qué se cuenta.
    pub fn y(mut self, label: impl Into<String>) -> Histogram {
        self.y = label.into();
        self
    }

    /// Una línea vertical con su nombre: la mediana, por ejemplo.
    pub fn mark(mut self, name: impl Into<String>, at: f64) -> Histogram {
        self.marks.push(Series { name: name.into(), mark: Mark::Line, points: vec![(at, 0.0)] });
        self
    }

    /// Cuántos valores hay en cada parte.
    pub fn counts(&self) -> &[usize] {
        &self.counts
    }

    /// El histograma, dibujado.
    pub fn figure(&self) -> Figure {
        // Con pocos, que no haya marcas entre un número y el siguiente: son personas, o cosas así.
        let top = 1.06 * self.counts.iter().copied().max().unwrap_or(0).max(5) as f64;
        Figure::draw(680, 320, self.text(), |area| {
            let title = draw_title(area, &self.title);
            let legend = draw_legend(area, &self.marks, 1, title);
            let bottom = draw_notes(area, &self.notes());
            let axes = (self.range.clone(), Axis::new(0.0, top, false));
            let chart = Chart::new(area, axes, (&self.x, &self.y), title + legend + 4.0, bottom);
            for (i, &count) in self.counts.iter().enumerate().filter(|(_, count)| **count > 0) {
                chart.bar((self.edge(i), self.edge(i + 1)), count as f64, PALETTE[0]);
            }
            for (i, mark) in self.marks.iter().enumerate() {
                let line = Series { points: vec![mark.points[0], (mark.points[0].0, top)], ..mark.clone() };
                line.draw(&chart, Look::nth(i + 1), &self.range);
            }
        })
    }

    /// Lo que se ve, con palabras y números; el primer renglón es el título.
    pub fn text(&self) -> String {
        let mut lines = vec![self.title.clone(), format!("Eje x: {}. Eje y: {}.", self.x, self.y)];
        let bins = self.counts.iter().enumerate();
        lines.extend(bins.map(|(i, count)| format!("- de {} a {}: {count}", short(self.edge(i)), short(self.edge(i + 1)))));
        lines.extend(self.marks.iter().map(|mark| format!("- {}: {}", mark.name, short(mark.points[0].0))));
        lines.extend(self.notes());
        lines.join("\n")
    }

    /// Dónde empieza la parte `i`, que es donde acaba la anterior.
    fn edge(&self, i: usize) -> f64 {
        self.range.value(i as f64 / self.counts.len() as f64)
    }

    fn notes(&self) -> Vec<String> {
        match self.outside {
            0 => vec![],
            1 => vec!["Sin contar: 1 valor, que cae fuera.".to_string()],
            many => vec![format!("Sin contar: {many} valores, que caen fuera.")],
        }
    }
}
