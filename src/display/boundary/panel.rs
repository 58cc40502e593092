//! Un mapa: lo que responde una neurona en cada punto del plano, con los ejemplos encima.

use ndarray::{Array1, Array2};
use plotters::style::RGBColor;

use crate::display::chart::axis::Axis;
use crate::display::chart::field::Field;
use crate::display::chart::frame::Chart;
use crate::display::drawing::canvas::Area;
use crate::display::drawing::caption::{draw_label, draw_strip};
use crate::display::drawing::shapes::{Shape, draw_marker};
use crate::display::drawing::style::diverging;
use crate::display::writing::number::short;
use crate::network::Network;

/// Las franjas de color del mapa, de 0 a 1.
const BANDS: u32 = 20;

/// Una neurona de una red, con su mapa y lo que responde a cada ejemplo.
#[derive(Debug, Clone)]
pub(super) struct Panel {
    name: String,
    /// La red, hasta la capa de la neurona; y cuál es de esa capa.
    part: Network,
    neuron: usize,
    field: Field,
    /// Lo que la neurona responde a cada ejemplo.
    outputs: Array1<f64>,
    /// Lo que se espera de cada ejemplo.
    targets: Array1<f64>,
    /// Si es una neurona oculta, de la que nadie espera nada: los datos solo están de referencia.
    hidden: bool,
}

impl Panel {
    /// La neurona número `neuron` de la capa número `layer` de `net`, que cuentan desde 0. `x` es `(ejemplos, 2)` y `targets`,
    /// `(ejemplos,)`.
    pub(super) fn new(
        name: String,
        net: &Network,
        (layer, neuron): (usize, usize),
        axes: &(Axis, Axis),
        x: &Array2<f64>,
        targets: Array1<f64>,
    ) -> Panel {
        let part = Network { layers: net.layers[..=layer].to_vec() };
        let outputs = activation(&part, x, neuron);
        assert!(
            targets.len() == outputs.len(),
            "hay {} ejemplos en y y {} en x: tienen que ser tantos en una como en otra",
            targets.len(),
            outputs.len()
        );
        let field = Field::new(activation(&part, &Field::grid(&axes.0, &axes.1), neuron));
        Panel { name, part, neuron, field, outputs, targets, hidden: layer + 1 < net.layers.len() }
    }

    /// Calcula de nuevo el mapa, con otros ejes.
    pub(super) fn fill(&mut self, axes: &(Axis, Axis)) {
        self.field = Field::new(activation(&self.part, &Field::grid(&axes.0, &axes.1), self.neuron));
    }

    /// Si hay puntos en que la neurona no da un número finito.
    pub(super) fn has_gaps(&self) -> bool {
        self.field.missing() > 0.0
    }

    pub(super) fn draw(&self, area: &Area, axes: &(Axis, Axis), labels: &(String, String), x: &Array2<f64>) {
        let top = if self.name.is_empty() { 4.0 } else { 26.0 };
        let chart = Chart::new(area, axes.clone(), (&labels.0, &labels.1), top, 0.0);
        chart.name(&self.name);
        chart.field(&self.field, diverging, BANDS, Some(1.4));
        for (row, &target) in x.rows().into_iter().zip(&self.targets) {
            let (shape, color) = example(target);
            chart.marker((row[0], row[1]), shape, 5.5, color, false);
        }
    }

    /// Lo que responde a cada ejemplo, un renglón por cada uno de los primeros.
    pub(super) fn lines(&self, x: &Array2<f64>) -> Vec<String> {
        let name = if self.name.is_empty() { "la red" } else { &self.name };
        let mut lines = vec![if self.hidden {
            format!("- {name}:")
        } else {
            let right = self.outputs.iter().zip(&self.targets).filter(|&(a, y)| (*a >= 0.5) == (*y >= 0.5)).count();
            format!("- {name}: {right} de {} ejemplos del lado que les toca", self.outputs.len())
        }];
        for (i, (output, target)) in self.outputs.iter().zip(&self.targets).enumerate().take(16) {
            let expected = if self.hidden { String::new() } else { format!("se espera {}, ", short(*target)) };
            let (x1, x2) = (short(x[[i, 0]]), short(x[[i, 1]]));
            lines.push(format!("  ({x1}, {x2}): {expected}responde {}", short(*output)));
        }
        lines
    }
}

/// Lo que la neurona número `neuron` de la última capa de `part` responde a cada fila de `x`.
fn activation(part: &Network, x: &Array2<f64>, neuron: usize) -> Array1<f64> {
    part.forward(x).output().column(neuron).to_owned()
}

/// La marca de un ejemplo: un círculo azul si se espera un 1, un cuadrado naranja si se espera un 0.
fn example(target: f64) -> (Shape, RGBColor) {
    if target >= 0.5 { (Shape::Circle, RGBColor(0x00, 0x4c, 0x80)) } else { (Shape::Square, RGBColor(0x9c, 0x3f, 0x00)) }
}

/// La clave de los colores y las marcas, en un renglón.
pub(super) fn draw_key(area: &Area, top: f64) {
    let y = top + 8.0;
    for (target, x) in [(0.0, 20.0), (1.0, 84.0)] {
        let (shape, color) = example(target);
        draw_marker(area, (x, y), shape, 5.0, color, false);
        draw_label(area, &format!("y = {target}"), (x + 12.0, y));
    }
    draw_label(area, "respuesta: 0", (150.0, y));
    draw_strip(area, (232.0, y), diverging, BANDS);
    draw_label(area, "1", (318.0, y));
}
