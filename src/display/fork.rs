//! El grafo de un valor que va a dos sitios: lo que vuelve de los dos se suma.

use plotters::style::text_anchor::{HPos, VPos};

use super::drawing::canvas::Area;
use super::drawing::caption::{draw_title, title_height};
use super::drawing::font;
use super::drawing::shapes::{draw_arrow, draw_box, draw_text};
use super::drawing::style::{self, INK, LABEL, MARGIN, PALETTE, SMALL};
use super::figure::{Figure, view};
use super::writing::number::short;

/// Lo que mide media caja: arriba va el valor y abajo, la derivada.
const HALF: f64 = 26.0;
/// Lo que se separan de la altura de en medio las dos ramas.
const SPREAD: f64 = 62.0;

/// Una variable que va a dos sitios, y lo que sale de los dos juntos: x → u, v → f.
///
/// Cada eslabón lleva «nombre = lo que se calcula», su función y su derivada. La del último da las dos, respecto de cada rama.
///
/// ```
/// use gradiente::display::Fork;
///
/// let fork = Fork::new(
///     ("x", 2.0),
///     ("u = 3x", |x| 3.0 * x, |_| 3.0),
///     ("v = x²", |x| x * x, |x| 2.0 * x),
///     ("f = u·v", |u, v| u * v, |u, v| (v, u)),
/// );
/// assert_eq!(fork.derivative(), 36.0); // 9x² en x = 2
/// assert!(fork.to_string().contains("df/dx = 4·3 + 6·4 = 36"));
/// ```
#[derive(Debug, Clone)]
pub struct Fork {
    title: String,
    start: Node,
    branches: [Branch; 2],
    end: Node,
}

#[derive(Debug, Clone)]
struct Node {
    /// La variable: `u`.
    name: String,
    /// De dónde sale: `3x`. Vacío en la primera.
    formula: String,
    value: f64,
}

#[derive(Debug, Clone)]
struct Branch {
    node: Node,
    /// Su derivada respecto del comienzo.
    local: f64,
    /// La del final respecto de ella.
    gradient: f64,
}

view!(Fork);

impl Fork {
    /// El comienzo y su valor, las dos ramas, y lo que las junta.
    pub fn new(
        (name, value): (&str, f64),
        first: (&str, impl Fn(f64) -> f64, impl Fn(f64) -> f64),
        second: (&str, impl Fn(f64) -> f64, impl Fn(f64) -> f64),
        end: (&str, impl Fn(f64, f64) -> f64, impl Fn(f64, f64) -> (f64, f64)),
    ) -> Fork {
        let (u, v) = (first.1(value), second.1(value));
        let (to_u, to_v) = end.2(u, v);
        Fork {
            title: "Lo que va a dos sitios suma lo que le vuelve de los dos".to_string(),
            start: Node { name: name.to_string(), formula: String::new(), value },
            branches: [
                Branch { node: Node::new(first.0, u), local: first.2(value), gradient: to_u },
                Branch { node: Node::new(second.0, v), local: second.2(value), gradient: to_v },
            ],
            end: Node::new(end.0, end.1(u, v)),
        }
    }

    /// Otro título.
    pub fn title(mut self, title: impl Into<String>) -> Fork {
        self.title = title.into();
        self
    }

    /// El valor al final.
    pub fn value(&self) -> f64 {
        self.end.value
    }

    /// La derivada del final respecto del comienzo: la suma de lo que vuelve por las dos ramas.
    pub fn derivative(&self) -> f64 {
        self.branches.iter().map(|branch| branch.gradient * branch.local).sum()
    }

    /// «df/dx», de la variable `name`.
    fn ratio(&self, name: &str) -> String {
        format!("d{}/d{name}", self.end.name)
    }

    /// «df/dx = 4·3 + 6·4 = 36»: las cuentas del comienzo.
    fn sum(&self) -> String {
        let terms = self.branches.each_ref().map(|branch| format!("{}·{}", short(branch.gradient), short(branch.local)));
        format!("{} = {} = {}", self.ratio(&self.start.name), terms.join(" + "), short(self.derivative()))
    }

    /// El grafo, dibujado.
    pub fn figure(&self) -> Figure {
        let [first, second] = &self.branches;
        let back = |branch: &Branch| format!("{} = {}", self.ratio(&branch.node.name), short(branch.gradient));
        let end = format!("{} = 1", self.ratio(&self.end.name));
        let wide = |texts: &[&str]| texts.iter().map(|text| font::width(text, LABEL, false)).fold(0.0, f64::max) + 20.0;
        let start_width = wide(&[&self.start.said(), &self.sum()]);
        let middle_width = wide(&[&first.node.said(), &second.node.said(), &back(first), &back(second)]);
        let (end_width, gap) = (wide(&[&self.end.said(), &end]), 92.0);
        let width = 2.0 * MARGIN + start_width + middle_width + end_width + 2.0 * gap;
        let height = 2.0 * (SPREAD + HALF) + 44.0 + title_height(&self.title, width);

        Figure::draw(width.ceil() as u32, height as u32, self.text(), |area| {
            let center = draw_title(area, &self.title) + 12.0 + SPREAD + HALF;
            let node = |x: f64, y: f64, width: f64, value: &str, gradient: &str| {
                draw_box(area, (x, y - HALF), (width, HALF), value, PALETTE[0]);
                draw_box(area, (x, y), (width, HALF), gradient, PALETTE[1]);
            };
            let left = MARGIN + start_width;
            let (middle, right) = (left + gap, left + 2.0 * gap + middle_width);
            node(MARGIN, center, start_width, &self.start.said(), &self.sum());
            node(right, center, end_width, &self.end.said(), &end);
            for (branch, side) in self.branches.iter().zip([-1.0, 1.0]) {
                let y = center + side * SPREAD;
                node(middle, y, middle_width, &branch.node.said(), &back(branch));
                let near = center + side * 13.0;
                let local = format!("× {}", short(branch.local));
                draw_link(area, (left, near), (middle, y), &branch.node.formula, &local);
                let gradient = format!("× {}", short(branch.gradient));
                let formula = if side < 0.0 { self.end.formula.as_str() } else { "" };
                draw_link(area, (middle + middle_width, y), (right, near), formula, &gradient);
            }
        })
    }

    /// Lo que se ve, con palabras y números; el primer renglón es el título.
    pub fn text(&self) -> String {
        let [first, second] = &self.branches;
        let written = |node: &Node| format!("{} = {} = {}", node.name, node.formula, short(node.value));
        let back = |branch: &Branch| format!("{} = {}", self.ratio(&branch.node.name), short(branch.gradient));
        format!(
            "{}\nHacia adelante: {}; {}; {}; {}\nHacia atrás: {} = 1; {}; {}; {}",
            self.title,
            self.start.said(),
            written(&first.node),
            written(&second.node),
            written(&self.end),
            self.ratio(&self.end.name),
            back(first),
            back(second),
            self.sum()
        )
    }
}

impl Node {
    /// La de «u = 3x», que vale `value`.
    fn new(formula: &str, value: f64) -> Node {
        let (name, formula) = formula.split_once('=').unwrap_or((formula, ""));
        Node { name: name.trim().to_string(), formula: formula.trim().to_string(), value }
    }

    fn said(&self) -> String {
        format!("{} = {}", self.name, short(self.value))
    }
}

/// Entre dos cajas, la flecha del valor, con lo que se calcula, y debajo la de la derivada, con lo que la multiplica.
fn draw_link(area: &Area, from: (f64, f64), to: (f64, f64), formula: &str, local: &str) {
    let shifted = |(x, y): (f64, f64), by: f64| (x, y + by);
    let ((x0, y0), (x1, y1)) = ((from.0 + 4.0, from.1), (to.0 - 4.0, to.1));
    draw_arrow(area, shifted((x0, y0), -6.0), shifted((x1, y1), -6.0), PALETTE[0]);
    draw_arrow(area, shifted((x1, y1), 6.0), shifted((x0, y0), 6.0), PALETTE[1]);
    let middle = ((x0 + x1) / 2.0, (y0 + y1) / 2.0);
    // Un texto sobre una línea inclinada se aparta lo que ella sube en su ancho.
    let away = |text: &str| 9.0 + font::width(text, SMALL, false) / 2.0 * ((y1 - y0) / (x1 - x0)).abs();
    let style = |v| style::text(SMALL, INK, HPos::Center, v);
    draw_text(area, formula, shifted(middle, -away(formula)), style(VPos::Bottom));
    draw_text(area, local, shifted(middle, away(local)), style(VPos::Top));
}
