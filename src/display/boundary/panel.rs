//! Un mapa: lo que responde una neurona en cada punto del plano, con los ejemplos encima.

use ndarray::{Array1, Array2};
use plotters::style::RGBColor;

use crate::display::chart::axis::Axis;
use crate::display::chart::field::{Contour, Field};
use crate::display::chart::frame::Chart;
use crate::display::drawing::canvas::Area;
use crate::display::drawing::caption::{draw_colorbar, draw_label};
use crate::display::drawing::shapes::{Shape, draw_marker};
use crate::display::drawing::style::diverging;
use crate::display::writing::number::short;
use crate::forward::Forward;

/// Las franjas de color del mapa, de 0 a 1.
const BANDS: u32 = 20;
/// La línea donde la respuesta vale ½.
const HALF: Contour = Contour { every_band: false, width: 1.4, strength: 1.0 };

/// Una neurona de una red, y lo que responde a cada ejemplo.
#[derive(Debug, Clone)]
pub(super) struct Panel {
    name: String,
    /// De qué red es, por su número.
    pub(super) net: usize,
    /// Su capa y su número en ella, que cuentan desde 0.
    neuron: (usize, usize),
    /// Lo que responde a cada ejemplo.
    outputs: Array1<f64>,
    /// Lo que se espera de cada ejemplo.
    targets: Array1<f64>,
    /// Si es una neurona oculta, de la que nadie espera nada: los datos solo están de referencia.
    hidden: bool,
}

impl Panel {
    /// La neurona `neuron`, de la red número `net`, que a los ejemplos responde `forward`; `targets` es `(ejemplos,)`.
    pub(super) fn new(name: String, net: usize, forward: &Forward, neuron: (usize, usize), targets: Array1<f64>) -> Panel {
        let outputs = activation(forward, neuron);
        assert!(
            targets.len() == outputs.len(),
            "hay {} ejemplos en y y {} en x: tienen que ser tantos en una como en otra",
            targets.len(),
            outputs.len()
        );
        Panel { name, net, neuron, outputs, targets, hidden: neuron.0 + 1 < forward.a.len() }
    }

    /// Lo que responde a cada fila de lo que propaga `forward`, que es de su red.
    pub(super) fn activation(&self, forward: &Forward) -> Array1<f64> {
        activation(forward, self.neuron)
    }

    /// Dibuja el mapa y, encima, los ejemplos `x`, cada uno con su nombre si lo tiene.
    pub(super) fn draw(
        &self,
        area: &Area,
        axes: &(Axis, Axis),
        labels: &(String, String),
        field: &Field,
        (x, names): (&Array2<f64>, &[String]),
    ) {
        let top = if self.name.is_empty() { 4.0 } else { 26.0 };
        let chart = Chart::new(area, axes.clone(), (&labels.0, &labels.1), top, 0.0);
        chart.name(&self.name);
        chart.field(field, diverging, BANDS, HALF);
        for (row, &target) in x.rows().into_iter().zip(&self.targets) {
            let (shape, color) = example(target);
            chart.marker((row[0], row[1]), shape, 5.5, color, false);
        }
        let mut placed: Vec<((f64, f64), String)> = Vec::new();
        for (row, name) in x.rows().into_iter().zip(names) {
            let Some(at) = chart.at((row[0], row[1])) else { continue };
            // Los que caen casi en el mismo sitio comparten el rótulo.
            match placed.iter_mut().find(|(other, _)| (at.0 - other.0).hypot(at.1 - other.1) < 16.0) {
                Some((_, names)) => *names += &format!(" y {name}"),
                None => placed.push((at, name.clone())),
            }
        }
        placed.iter().for_each(|(at, names)| chart.label(*at, names));
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

fn activation(forward: &Forward, (layer, neuron): (usize, usize)) -> Array1<f64> {
    forward.a[layer].column(neuron).to_owned()
}

/// La marca de un ejemplo: un círculo azul si se espera un 1, un cuadrado naranja si se espera un 0.
fn example(target: f64) -> (Shape, RGBColor) {
    if target >= 0.5 { (Shape::Circle, RGBColor(0x00, 0x4c, 0x80)) } else { (Shape::Square, RGBColor(0x9c, 0x3f, 0x00)) }
}

/// La clave de los colores y las marcas, en un renglón.
pub(super) fn draw_legend(area: &Area, top: f64) {
    let y = top + 8.0;
    for (target, x) in [(0.0, 20.0), (1.0, 84.0)] {
        let (shape, color) = example(target);
        draw_marker(area, (x, y), shape, 5.0, color, false);
        draw_label(area, &format!("y = {target}"), (x + 12.0, y));
    }
    draw_label(area, "respuesta: 0", (150.0, y));
    draw_colorbar(area, (232.0, y), diverging, BANDS);
    draw_label(area, "1", (318.0, y));
}
