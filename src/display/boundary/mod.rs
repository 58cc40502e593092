//! La frontera de decisión: qué responde la red en cada punto del plano, con los datos encima.

mod panel;

use std::ops::RangeInclusive;
use std::sync::OnceLock;

use ndarray::{Array1, Array2};

use panel::{Panel, draw_legend};

use super::chart::axis::Axis;
use super::chart::field::Field;
use super::drawing::caption::{draw_notes, draw_title};
use super::drawing::units::units;
use super::figure::{Figure, NARROWEST, view};
use super::writing::number::{fixed, short, superscript};
use crate::forward::Forward;
use crate::network::Network;

/// El ancho del mapa más estrecho, en píxeles: en uno menor no caben sus ejes.
const NARROW_PANEL: usize = 150;

/// Uno o varios mapas de color: naranja donde la respuesta es 0, azul donde es 1, y una línea donde vale ½.
///
/// ```
/// use gradiente::display::Boundary;
/// use gradiente::{Network, Training, dataset, numpy};
///
/// let (x, y) = dataset::xor();
/// let mut net = Network::random_using(&[2, 2, 1], numpy::Rand, &mut numpy::seed(42));
/// Training::default().run(&mut net, &x, &y)?;
/// let boundary = Boundary::new(&net, &x, &y);
/// assert!(boundary.to_string().contains("4 de 4 ejemplos"));
/// # Ok::<(), gradiente::Error>(())
/// ```
#[derive(Debug, Clone)]
pub struct Boundary {
    title: String,
    labels: (String, String),
    axes: (Axis, Axis),
    x: Array2<f64>,
    nets: Vec<Network>,
    /// Uno por mapa, en el orden de sus redes.
    panels: Vec<Panel>,
    /// Cómo se llama cada ejemplo, si se rotulan.
    names: Vec<String>,
    /// Lo que vale cada mapa. Se calcula al dibujar: antes, los ejes todavía pueden cambiar.
    fields: OnceLock<Vec<Field>>,
    width: Option<u32>,
}

view!(Boundary);

impl Boundary {
    /// El mapa de una red de dos entradas, uno por salida. `x` es `(ejemplos, 2)` e `y`, `(ejemplos, salidas)`.
    ///
    /// # Panics
    ///
    /// Si la red no tiene dos entradas, o si las formas de `x`, `y` y la red no encajan.
    pub fn new(net: &Network, x: &Array2<f64>, y: &Array2<f64>) -> Boundary {
        let mut boundary = Boundary::empty("Lo que responde la red en cada punto", x);
        let forward = boundary.add(net);
        for k in 0..y.ncols() {
            let name = if y.ncols() == 1 { String::new() } else { format!("salida {}", k + 1) };
            boundary.push(name, &forward, (forward.a.len() - 1, k), y.column(k).to_owned());
        }
        boundary
    }

    /// Un mapa por cada neurona oculta, y al final el de la salida.
    ///
    /// # Panics
    ///
    /// Como [`Boundary::new`].
    pub fn neurons(net: &Network, x: &Array2<f64>, y: &Array2<f64>) -> Boundary {
        let mut boundary = Boundary::empty("Lo que responde cada neurona en cada punto", x);
        let forward = boundary.add(net);
        for (l, layer) in net.layers.iter().enumerate() {
            let last = l + 1 == net.layers.len();
            for k in 0..layer.b.len() {
                let name = if last { format!("salida {}", k + 1) } else { format!("capa {}, neurona {}", l + 1, k + 1) };
                boundary.push(name, &forward, (l, k), y.column(if last { k } else { 0 }).to_owned());
            }
        }
        boundary
    }

    /// El mapa de la misma red en varias épocas, que se guardan con [`Training::run_with`](crate::Training::run_with).
    ///
    /// # Panics
    ///
    /// Como [`Boundary::new`].
    pub fn epochs<'a>(nets: impl IntoIterator<Item = (usize, &'a Network)>, x: &Array2<f64>, y: &Array2<f64>) -> Boundary {
        let mut boundary = Boundary::empty("La frontera mientras la red aprende", x);
        for (epoch, net) in nets {
            let name = format!("época {}", fixed(epoch as f64, 0));
            let forward = boundary.add(net);
            boundary.push(name, &forward, (forward.a.len() - 1, 0), y.column(0).to_owned());
        }
        boundary
    }

    /// El espacio oculto: los ejemplos vistos desde la última capa oculta, de dos neuronas, y lo que hace con ellos la
    /// salida. Cada uno lleva sus entradas al lado: dos que la capa oculta junta caen en el mismo sitio.
    ///
    /// # Panics
    ///
    /// Si esa capa no tiene dos neuronas, y como [`Boundary::new`].
    pub fn hidden_space(net: &Network, x: &Array2<f64>, y: &Array2<f64>) -> Boundary {
        assert!(net.layers.len() > 1, "la red no tiene capas ocultas: el espacio oculto necesita una, de dos neuronas");
        let last = net.layers.len() - 1;
        let hidden = net.forward(x).a.swap_remove(last - 1); // (ejemplos, 2)
        let output = Network { layers: net.layers[last..].to_vec() };
        let mut boundary = Boundary::new(&output, &hidden, y);
        boundary.title = "El espacio oculto: los ejemplos, como los ve la neurona de salida".to_string();
        let layer = superscript(last);
        boundary.labels = (format!("a₁⁽{layer}⁾, la neurona oculta 1"), format!("a₂⁽{layer}⁾, la neurona oculta 2"));
        let inputs = x.rows().into_iter().map(|row| row.iter().map(|&value| short(value)).collect::<Vec<_>>().join(", "));
        boundary.names = inputs.map(|inputs| format!("({inputs})")).collect();
        boundary
    }

    /// Otro título.
    pub fn title(mut self, title: impl Into<String>) -> Boundary {
        self.title = title.into();
        self
    }

    /// Lo que abarcan los dos ejes, en lugar de lo que pidan los ejemplos. Los que caigan fuera no se ven.
    ///
    /// ```
    /// use gradiente::display::Boundary;
    /// use gradiente::{Network, dataset, numpy};
    ///
    /// let (x, y) = dataset::xor();
    /// let net = Network::random_using(&[2, 2, 1], numpy::Rand, &mut numpy::seed(42));
    /// let boundary = Boundary::new(&net, &x, &y).range(-1.0..=2.0, -1.0..=2.0);
    /// assert!(boundary.figure().svg().contains(">2.0</text>"));
    /// ```
    ///
    /// # Panics
    ///
    /// Si un intervalo no va de un número finito a otro mayor.
    pub fn range(mut self, x: RangeInclusive<f64>, y: RangeInclusive<f64>) -> Boundary {
        self.axes = (Axis::over("x", x), Axis::over("y", y));
        self.fields = OnceLock::new();
        self
    }

    /// El ancho de la figura, en píxeles; los mapas se reparten en las columnas que quepan. Ninguna es más estrecha que 330.
    ///
    /// ```
    /// use gradiente::display::Boundary;
    /// use gradiente::{Network, dataset, numpy};
    ///
    /// let (x, y) = dataset::xor();
    /// let net = Network::random_using(&[2, 2, 1], numpy::Rand, &mut numpy::seed(42));
    /// assert!(Boundary::neurons(&net, &x, &y).width(340).figure().svg().contains("width=\"340\""));
    /// ```
    pub fn width(mut self, pixels: u32) -> Boundary {
        self.width = Some(pixels.max(NARROWEST));
        self
    }

    fn empty(title: &str, x: &Array2<f64>) -> Boundary {
        assert!(
            x.ncols() == 2,
            "x es {:?} y tendría que ser (ejemplos, 2): el mapa necesita dos entradas, una para cada eje",
            x.dim()
        );
        let axis = |k: usize| Axis::around(x.column(k).iter().copied(), false, 0.25);
        let labels = ("x₁".to_string(), "x₂".to_string());
        Boundary {
            title: title.to_string(),
            labels,
            axes: (axis(0), axis(1)),
            x: x.clone(),
            nets: Vec::new(),
            panels: Vec::new(),
            names: Vec::new(),
            fields: OnceLock::new(),
            width: None,
        }
    }

    /// Otra red, de la que serán los mapas que sigan. Devuelve lo que responde a los ejemplos.
    fn add(&mut self, net: &Network) -> Forward {
        self.nets.push(net.clone());
        net.forward(&self.x)
    }

    /// Otro mapa: el de una neurona, por su capa y su número, de la última red.
    fn push(&mut self, name: String, forward: &Forward, neuron: (usize, usize), targets: Array1<f64>) {
        self.panels.push(Panel::new(name, self.nets.len() - 1, forward, neuron, targets));
    }

    /// Lo que vale cada mapa en sus puntos. Una sola propagación da los de todas las neuronas de una red.
    fn fields(&self) -> &[Field] {
        self.fields.get_or_init(|| {
            let grid = Field::grid(&self.axes.0, &self.axes.1);
            let maps = self.nets.iter().enumerate().flat_map(|(n, net)| {
                let forward = net.forward(&grid);
                let panels = self.panels.iter().filter(move |panel| panel.net == n);
                panels.map(move |panel| Field::new(panel.activation(&forward)))
            });
            maps.collect()
        })
    }

    /// Los mapas, dibujados.
    pub fn figure(&self) -> Figure {
        let columns = match self.panels.len() {
            0 | 1 => 1,
            2 | 4 => 2,
            _ => 3,
        };
        let (columns, width, side) = match self.width {
            None => [(1, 460, 420.0), (2, 680, 322.0), (3, 760, 236.0)][columns - 1],
            Some(width) => {
                let columns = columns.min(width as usize / NARROW_PANEL);
                (columns, width, 0.93 * f64::from(width) / columns as f64)
            }
        };
        let rows = self.panels.len().div_ceil(columns).max(1);
        let height = 78.0 + side * rows as f64 + 18.0 * self.notes().len() as f64;

        Figure::draw(width, height as u32, self.text(), |area| {
            let top = draw_title(area, &self.title);
            draw_legend(area, top);
            let bottom = draw_notes(area, &self.notes());
            let grid = area.margin(units(top + 24.0), units(bottom), 0, 0).split_evenly((rows, columns));
            for ((panel, field), area) in self.panels.iter().zip(self.fields()).zip(&grid) {
                panel.draw(area, &self.axes, &self.labels, field, (&self.x, &self.names));
            }
        })
    }

    /// Lo que se ve, con palabras y números; el primer renglón es el título.
    pub fn text(&self) -> String {
        let mut lines = vec![self.title.clone()];
        lines.push(format!("Eje x: {}. Eje y: {}. Naranja: 0. Azul: 1. La línea: ½.", self.labels.0, self.labels.1));
        lines.extend(self.panels.iter().flat_map(|panel| panel.lines(&self.x)));
        lines.extend(self.notes());
        lines.join("\n")
    }

    fn notes(&self) -> Vec<String> {
        let mut notes = Vec::new();
        let lost = self.x.rows().into_iter().filter(|row| row.iter().any(|value| !value.is_finite())).count();
        if lost > 0 {
            let examples = if lost == 1 { "ejemplo" } else { "ejemplos" };
            notes.push(format!("{lost} {examples} sin dibujar, por no ser números finitos."));
        }
        if self.fields().iter().any(|field| field.missing() > 0.0) {
            notes.push("En gris, donde la red no da un número: revisa sus pesos.".to_string());
        }
        if self.panels.is_empty() {
            notes.push("No hay ninguna red que dibujar.".to_string());
        }
        notes
    }
}
