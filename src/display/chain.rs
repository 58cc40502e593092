//! El grafo de una cadena de funciones: los valores van hacia adelante y las derivadas, hacia atrás.

use plotters::style::text_anchor::{HPos, VPos};

use super::drawing::caption::{draw_title, title_height};
use super::drawing::font;
use super::drawing::shapes::{draw_arrow, draw_box, draw_text};
use super::drawing::style::{self, INK, LABEL, MARGIN, PALETTE, SMALL};
use super::figure::{Figure, view};
use super::writing::number::short;

/// Una cadena x → u → f: cada eslabón aplica una función al valor anterior.
///
/// ```
/// use gradiente::display::Chain;
///
/// let chain = Chain::new("x", 1.0)
///     .then("u = 3x + 2", |x| 3.0 * x + 2.0, |_| 3.0)
///     .then("f = u²", |u| u * u, |u| 2.0 * u);
/// assert_eq!(chain.derivative(), 30.0); // 6 (3x + 2) en x = 1
/// assert!(chain.to_string().contains("df/dx = 10·3 = 30"));
/// ```
#[derive(Debug, Clone)]
pub struct Chain {
    title: String,
    nodes: Vec<Node>,
}

#[derive(Debug, Clone)]
struct Node {
    /// La variable: `u`.
    name: String,
    /// De dónde sale: `3x + 2`. Vacío en la primera.
    formula: String,
    value: f64,
    /// La derivada respecto de la variable anterior; 1 en la primera.
    local: f64,
}

view!(Chain);

impl Chain {
    /// La variable con que empieza la cadena, y lo que vale.
    pub fn new(name: impl Into<String>, value: f64) -> Chain {
        let first = Node { name: name.into(), formula: String::new(), value, local: 1.0 };
        Chain { title: "Los valores van hacia adelante; las derivadas, hacia atrás".to_string(), nodes: vec![first] }
    }

    /// Otro eslabón: `formula` es «nombre = lo que se calcula»; `f`, la función, y `derivative`, su derivada, las dos de la
    /// variable anterior.
    pub fn then(mut self, formula: &str, f: impl Fn(f64) -> f64, derivative: impl Fn(f64) -> f64) -> Chain {
        let (name, formula) = formula.split_once('=').unwrap_or((formula, ""));
        let before = self.last().value;
        let (name, formula) = (name.trim().to_string(), formula.trim().to_string());
        self.nodes.push(Node { name, formula, value: f(before), local: derivative(before) });
        self
    }

    /// Otro título.
    pub fn title(mut self, title: impl Into<String>) -> Chain {
        self.title = title.into();
        self
    }

    /// El valor al final de la cadena.
    pub fn value(&self) -> f64 {
        self.last().value
    }

    /// La derivada del final respecto del comienzo: el producto de las de todos los eslabones.
    pub fn derivative(&self) -> f64 {
        self.gradient(0)
    }

    fn last(&self) -> &Node {
        self.nodes.last().expect("una cadena empieza con una variable")
    }

    /// La derivada del final respecto de la variable `i`.
    fn gradient(&self, i: usize) -> f64 {
        self.nodes[i + 1..].iter().rev().fold(1.0, |product, node| product * node.local)
    }

    fn ratio(&self, above: &str, below: usize) -> String {
        format!("d{above}/d{}", self.nodes[below].name)
    }

    /// El grafo, dibujado.
    pub fn figure(&self) -> Figure {
        let wide = |text: &str, size: f64| font::width(text, size, false);
        let nodes = || (0..self.nodes.len()).map(|i| (i, &self.nodes[i]));
        let last = &self.last().name;

        // El ancho de las cajas y de los huecos lo manda el texto más largo.
        let value = |node: &Node| format!("{} = {}", node.name, short(node.value));
        let gradient = |i: usize| format!("{} = {}", self.ratio(last, i), short(self.gradient(i)));
        let local = |i: usize| format!("× {}", short(self.nodes[i].local));
        let local_name = |i: usize| self.ratio(&self.nodes[i].name, i - 1);
        let text = nodes().map(|(i, node)| wide(&value(node), LABEL).max(wide(&gradient(i), LABEL))).fold(0.0, f64::max);
        let links = nodes()
            .skip(1)
            .map(|(i, node)| wide(&node.formula, SMALL).max(wide(&local(i), SMALL)).max(wide(&local_name(i), SMALL)));
        let (node_width, gap) = (text + 24.0, links.fold(36.0, f64::max) + 30.0);
        let width = (2.0 * MARGIN + node_width * self.nodes.len() as f64 + gap * (self.nodes.len() - 1) as f64).max(420.0);
        let height = 150.0 + title_height(&self.title, width);

        Figure::draw(width.ceil() as u32, height as u32, self.text(), |area| {
            let top = draw_title(area, &self.title) + 20.0;
            let (forward, backward) = (top + 22.0, top + 88.0);
            let left = |i: usize| MARGIN + i as f64 * (node_width + gap);
            for (i, node) in nodes() {
                let x = left(i);
                draw_box(area, (x, forward - 17.0), (node_width, 34.0), &value(node), PALETTE[0]);
                draw_box(area, (x, backward - 17.0), (node_width, 34.0), &gradient(i), PALETTE[1]);
                if i > 0 {
                    let (from, to) = (x - gap + 4.0, x - 4.0);
                    draw_arrow(area, (from, forward), (to, forward), PALETTE[0]);
                    draw_arrow(area, (to, backward), (from, backward), PALETTE[1]);
                    let middle = (from + to) / 2.0;
                    let label = style::text(SMALL, INK, HPos::Center, VPos::Bottom);
                    draw_text(area, &node.formula, (middle, forward - 5.0), label.clone());
                    draw_text(area, &local(i), (middle, backward - 5.0), label);
                    let under = style::text(SMALL, PALETTE[1], HPos::Center, VPos::Top);
                    draw_text(area, &local_name(i), (middle, backward + 5.0), under);
                }
            }
        })
    }

    /// Lo que se ve, con palabras y números; el primer renglón es el título.
    pub fn text(&self) -> String {
        let last = &self.last().name;
        let forward = self.nodes.iter().map(|node| {
            let formula = if node.formula.is_empty() { String::new() } else { format!("{} = ", node.formula) };
            format!("{} = {formula}{}", node.name, short(node.value))
        });
        let backward = (0..self.nodes.len()).rev().map(|i| {
            let product = match self.nodes.get(i + 1) {
                Some(node) if i + 2 < self.nodes.len() => {
                    format!("{}·{} = ", short(self.gradient(i + 1)), short(node.local))
                }
                _ => String::new(),
            };
            format!("{} = {product}{}", self.ratio(last, i), short(self.gradient(i)))
        });
        format!(
            "{}\nHacia adelante: {}\nHacia atrás: {}",
            self.title,
            forward.collect::<Vec<_>>().join("; "),
            backward.collect::<Vec<_>>().join("; ")
        )
    }
}
