//! La red como un dibujo: neuronas, pesos, sesgos y, si se le da un ejemplo, activaciones.

use ndarray::{Array2, ArrayView1};
use plotters::style::RGBColor;
use plotters::style::text_anchor::{HPos, VPos};

use super::drawing::canvas::{Area, size};
use super::drawing::caption::{draw_label, draw_title};
use super::drawing::font;
use super::drawing::shapes::{draw_disc, draw_path, draw_polygon, draw_text};
use super::drawing::style::{self, GRAY, INK, LABEL, MARGIN, PALETTE, SMALL, WHITE, sequential};
use super::figure::{Figure, NARROWEST, view};
use super::writing::number::{fixed, short, subscript, superscript};
use crate::network::Network;

/// Neuronas que se dibujan por capa; de una capa más ancha, solo las primeras.
const SHOWN: usize = 12;
/// Conexiones que se rotulan con su peso; si son más, los números no se leerían.
const LABELED: usize = 20;

/// El color de lo que queda fuera de un camino resaltado.
const FADED: RGBColor = RGBColor(0xbf, 0xbf, 0xbf);

/// El dibujo de una red. El grosor de una línea es el tamaño del peso, en
/// proporción al mayor de este dibujo; azul y continua si es positivo, bermellón y a rayas
/// si es negativo.
///
/// ```
/// use gradiente::display::Diagram;
/// use gradiente::{Network, numpy};
///
/// let net = Network::random_using(&[2, 2, 1], numpy::Rand, &mut numpy::seed(42));
/// let diagram = Diagram::new(&net).example(&[0.0, 1.0]);
/// assert!(diagram.to_string().contains("w1[[0, 0]] = 0.3745"));
/// ```
#[derive(Debug, Clone)]
pub struct Diagram {
    title: String,
    net: Network,
    /// Lo que vale cada neurona, capa por capa desde la entrada, si hay un ejemplo.
    activations: Option<Vec<Vec<f64>>>,
    /// La neurona de cada columna por la que pasa el camino resaltado.
    path: Option<Vec<usize>>,
    width: Option<u32>,
}

view!(Diagram);

impl Diagram {
    /// El dibujo de `net`.
    pub fn new(net: &Network) -> Diagram {
        Diagram { title: "La red".to_string(), net: net.clone(), activations: None, path: None, width: None }
    }

    /// Escribe y colorea en cada neurona lo que vale para un ejemplo, con un número por entrada.
    ///
    /// # Panics
    ///
    /// Si el ejemplo no tiene tantos números como entradas la red.
    pub fn example(mut self, x: &[f64]) -> Diagram {
        let row = ArrayView1::from(x).insert_axis(ndarray::Axis(0)).to_owned(); // (1, entradas)
        let forward = self.net.forward(&row);
        self.activations = Some([row].iter().chain(&forward.a).map(|a: &Array2<f64>| a.iter().copied().collect()).collect());
        self
    }

    /// Resalta un camino de la entrada a la salida, con una neurona de cada columna, que cuentan desde 0: los eslabones por
    /// los que un peso llega a la pérdida. Las demás líneas se quedan en gris.
    ///
    /// # Panics
    ///
    /// Si no nombra una neurona de cada columna, o alguna no existe.
    ///
    /// ```
    /// use gradiente::display::Diagram;
    /// use gradiente::{Network, numpy};
    ///
    /// let net = Network::random_using(&[2, 2, 1], numpy::Rand, &mut numpy::seed(42));
    /// let diagram = Diagram::new(&net).path(&[0, 1, 0]);
    /// assert!(diagram.to_string().contains("Camino resaltado: x₁ → a₂⁽¹⁾ → a₁⁽²⁾."));
    /// ```
    pub fn path(mut self, neurons: &[usize]) -> Diagram {
        let sizes = self.sizes();
        let fits = neurons.len() == sizes.len() && neurons.iter().zip(&sizes).all(|(neuron, size)| neuron < size);
        assert!(fits, "el camino {neurons:?} no pasa por una neurona de cada columna: hay {sizes:?}, y cuentan desde 0");
        self.path = Some(neurons.to_vec());
        self
    }

    /// Otro título.
    pub fn title(mut self, title: impl Into<String>) -> Diagram {
        self.title = title.into();
        self
    }

    /// El ancho del dibujo, en píxeles, en lugar del que pidan sus capas. Ninguno es más estrecho que 330.
    ///
    /// ```
    /// use gradiente::display::Diagram;
    /// use gradiente::{Network, numpy};
    ///
    /// let net = Network::random_using(&[2, 2, 1], numpy::Rand, &mut numpy::seed(42));
    /// assert!(Diagram::new(&net).width(340).figure().svg().contains("width=\"340\""));
    /// ```
    pub fn width(mut self, pixels: u32) -> Diagram {
        self.width = Some(pixels.max(NARROWEST));
        self
    }

    /// Cuántas neuronas hay en cada columna, desde la entrada.
    fn sizes(&self) -> Vec<usize> {
        let inputs = self.net.layers.first().map(|layer| layer.w.nrows());
        inputs.into_iter().chain(self.net.layers.iter().map(|layer| layer.w.ncols())).collect()
    }

    /// El dibujo, terminado.
    pub fn figure(&self) -> Figure {
        let sizes = self.sizes();
        let tallest = sizes.iter().map(|&size| size.min(SHOWN)).max().unwrap_or(1) as f64;
        let spacing = (520.0 / tallest).clamp(46.0, 110.0);
        let natural = (150.0 + 200.0 * sizes.len().saturating_sub(1) as f64).max(440.0);
        let width = self.width.map_or(natural, f64::from);
        let (top, height) = (96.0, 130.0 + spacing * tallest);
        let center = |column: usize, i: usize| {
            let shown = sizes[column].min(SHOWN) as f64;
            let margin = if width < natural { 48.0 } else { 75.0 };
            let step = (width - 2.0 * margin) / (sizes.len() - 1).max(1) as f64;
            let spacing = (spacing * tallest / shown).min(110.0);
            (margin + column as f64 * step, top + height / 2.0 - 65.0 + spacing * (i as f64 + 0.5 - shown / 2.0))
        };

        Figure::draw(width as u32, height as u32, self.text(), |area| {
            let below = draw_title(area, &self.title);
            draw_legend(area, below + 8.0);
            self.draw_weights(area, center);
            for (column, &size) in sizes.iter().enumerate() {
                let name = match column {
                    0 => "entrada".to_string(),
                    _ if column + 1 == sizes.len() => "salida".to_string(),
                    _ if sizes.len() == 3 => "capa oculta".to_string(),
                    _ => format!("capa oculta {column}"),
                };
                let more = if size > SHOWN { format!(" ({SHOWN} de {size})") } else { String::new() };
                let style = style::text(LABEL, GRAY, HPos::Center, VPos::Bottom);
                draw_text(area, &format!("{name}{more}"), (center(column, 0).0, top - 6.0), style);
                (0..size.min(SHOWN)).for_each(|i| self.draw_neuron(area, column, i, center(column, i)));
            }
        })
    }

    fn draw_weights(&self, area: &Area, center: impl Fn(usize, usize) -> (f64, f64)) {
        let weights = || self.net.layers.iter().flat_map(|layer| layer.w.iter());
        let largest = weights().map(|w| w.abs()).filter(|w| w.is_finite()).fold(f64::MIN_POSITIVE, f64::max);
        let labeled = weights().count() <= LABELED;
        let thickest = if labeled { 4.4 } else { 1.9 };
        let on_path = |column: usize, i: usize, j: usize| {
            self.path.as_ref().is_none_or(|path| path[column] == i && path[column + 1] == j)
        };
        let mut labels = Vec::new();
        for (column, layer) in self.net.layers.iter().enumerate() {
            for ((i, j), &weight) in layer.w.indexed_iter().filter(|((i, j), _)| *i < SHOWN && *j < SHOWN) {
                let (from, to) = (center(column, i), center(column + 1, j));
                // Un camino resaltado se ve también por sus pesos pequeños.
                let thinnest = if self.path.is_some() { 2.4 } else { 0.6 };
                let (color, width, dash) = match weight {
                    _ if !on_path(column, i, j) => (FADED, 1.4, None),
                    w if !w.is_finite() => (GRAY, 1.0, Some((2.0, 4.0))),
                    w if w < 0.0 => (PALETTE[1], thinnest + thickest * (w / largest).abs(), Some((9.0, 4.0))),
                    w => (PALETTE[0], thinnest + thickest * w / largest, None),
                };
                draw_path(area, &[from, to], color, width, dash);
                // A un tercio del camino los rótulos de dos líneas que se cruzan no se tapan.
                labels.push((weight, (from.0 + (to.0 - from.0) * 0.34, from.1 + (to.1 - from.1) * 0.34)));
            }
        }
        for (weight, at) in labels.into_iter().filter(|_| labeled) {
            draw_tag(area, &fixed(weight, 2), at);
        }
    }

    fn draw_neuron(&self, area: &Area, column: usize, i: usize, at: (f64, f64)) {
        let name = neuron_name(column, i);
        let value = self.activations.as_ref().map(|columns| columns[column][i]);
        let fill = match value {
            Some(a) if a.is_finite() => sequential(0.5 * a.clamp(0.0, 1.0)).map(|c| c as u8),
            _ => [255; 3],
        };
        draw_disc(area, at, 20.0, INK);
        draw_disc(area, at, 18.6, RGBColor(fill[0], fill[1], fill[2]));
        let inside = value.map_or(name, |value| fixed(value, 2));
        draw_text(area, &inside, at, style::text(LABEL, INK, HPos::Center, VPos::Center));
        // El sesgo, debajo, si no tapa a la neurona que sigue.
        if column > 0 && self.sizes().into_iter().max().unwrap_or(0) <= 6 {
            let bias = format!("b = {}", fixed(self.net.layers[column - 1].b[i], 2));
            draw_tag(area, &bias, (at.0, at.1 + 29.0));
        }
    }

    /// Lo que se ve, con palabras y números; el primer renglón es el título.
    pub fn text(&self) -> String {
        let sizes: Vec<String> = self.sizes().iter().map(usize::to_string).collect();
        let mut lines = vec![self.title.clone(), format!("Neuronas por capa: {}.", sizes.join(", "))];
        for (l, layer) in self.net.layers.iter().enumerate() {
            let n = l + 1;
            if layer.w.len() > 64 {
                lines.push(format!("- capa {n}: w{n} es {:?}", layer.w.dim()));
                continue;
            }
            let weights = layer.w.indexed_iter().map(|((i, j), w)| format!("w{n}[[{i}, {j}]] = {}", short(*w)));
            let biases = layer.b.indexed_iter().map(|(j, b)| format!("b{n}[{j}] = {}", short(*b)));
            lines.push(format!("- capa {n}: {}", weights.chain(biases).collect::<Vec<_>>().join(", ")));
        }
        for (column, values) in self.activations.iter().flatten().enumerate() {
            let name = if column == 0 { "entrada".to_string() } else { format!("activaciones de la capa {column}") };
            let values: Vec<String> = values.iter().take(64).map(|&value| short(value)).collect();
            lines.push(format!("- {name}: {}", values.join(", ")));
        }
        if let Some(path) = &self.path {
            let names: Vec<String> = path.iter().enumerate().map(|(column, &i)| neuron_name(column, i)).collect();
            lines.push(format!("Camino resaltado: {}.", names.join(" → ")));
        }
        lines.join("\n")
    }
}

/// x₁ en la entrada; en la capa 2, a₁⁽²⁾.
fn neuron_name(column: usize, i: usize) -> String {
    let neuron = subscript(i + 1);
    if column == 0 { format!("x{neuron}") } else { format!("a{neuron}⁽{}⁾", superscript(column)) }
}

/// La clave de las líneas, en un renglón.
fn draw_legend(area: &Area, y: f64) {
    for (x, name, color, dash) in
        [(MARGIN, "peso positivo", PALETTE[0], None), (150.0, "peso negativo", PALETTE[1], Some((9.0, 4.0)))]
    {
        draw_path(area, &[(x, y), (x + 26.0, y)], color, 3.0, dash);
        draw_label(area, name, (x + 34.0, y));
    }
    // En un dibujo estrecho no cabe entero.
    let thickness = match size(area).0 {
        width if width > 500.0 => "más grueso, mayor (en este dibujo)",
        width if width > 420.0 => "más grueso, mayor",
        _ => return,
    };
    draw_text(area, thickness, (278.0, y), style::text(LABEL, GRAY, HPos::Left, VPos::Center));
}

/// Un rótulo pequeño sobre fondo blanco.
fn draw_tag(area: &Area, text: &str, (x, y): (f64, f64)) {
    let half = font::width(text, SMALL, false) / 2.0 + 2.0;
    draw_polygon(area, &[(x - half, y - 7.0), (x + half, y - 7.0), (x + half, y + 7.0), (x - half, y + 7.0)], WHITE);
    draw_text(area, text, (x, y), style::text(SMALL, INK, HPos::Center, VPos::Center));
}
