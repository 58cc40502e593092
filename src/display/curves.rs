//! Curvas: funciones, tangentes, pasos del descenso y errores a lo largo de las épocas.

use std::ops::RangeInclusive;

use super::chart::axis::Axis;
use super::chart::frame::Chart;
use super::chart::scale::Scale;
use super::chart::series::{Look, Mark, Series, draw_legend};
use super::drawing::caption::{draw_notes, draw_title};
use super::figure::{Figure, NARROWEST, view};
use super::writing::number::short;
use crate::training::History;

/// El tamaño de un gráfico al que no se le pide otro, en píxeles.
const WIDTH: u32 = 680;
const HEIGHT: u32 = 420;
/// Los puntos con que se dibuja una función: uno cada tres píxeles.
const SAMPLES: u32 = 240;

/// Un gráfico que se arma serie por serie. Cada una tiene su color, su trazo y su lugar en la leyenda.
///
/// Lo que no se puede dibujar (NaN, infinitos; en un eje logarítmico, también lo que no es positivo) se salta, y un aviso al
/// pie dice cuánto faltó.
///
/// ```
/// use gradiente::display::Curves;
///
/// let f = |x: f64| (3.0 * x + 2.0).powi(2);
/// let derivative = |x: f64| 6.0 * (3.0 * x + 2.0); // por la regla de la cadena
/// let curves = Curves::new("La derivada es la pendiente de la tangente")
///     .x("x")
///     .y("f(x)")
///     .function("f(x) = (3x + 2)²", f, -2.0..=1.0)
///     .tangent("tangente en x = 0", (0.0, f(0.0)), derivative(0.0));
/// assert!(curves.to_string().contains("por (0, 4), con pendiente 12"));
/// ```
#[derive(Debug, Clone)]
pub struct Curves {
    title: String,
    x: Scale,
    y: Scale,
    series: Vec<Series>,
    /// Un trozo del gráfico que se ve también ampliado: cómo se llama y qué abarca.
    inset: Option<Inset>,
    size: (u32, u32),
}

#[derive(Debug, Clone)]
struct Inset {
    name: String,
    axes: (Axis, Axis),
}

view!(Curves);

impl Curves {
    /// Un gráfico todavía vacío.
    pub fn new(title: impl Into<String>) -> Curves {
        let (x, y) = (Scale::default(), Scale::default());
        Curves { title: title.into(), x, y, series: Vec::new(), inset: None, size: (WIDTH, HEIGHT) }
    }

    /// La curva de error de un entrenamiento o de varios, cada uno con su nombre. En la lección: «El problema del XOR».
    ///
    /// ```
    /// use gradiente::display::Curves;
    /// use gradiente::{Network, Training, dataset, numpy};
    ///
    /// let (x, y) = dataset::xor();
    /// let mut net = Network::random_using(&[2, 2, 1], numpy::Rand, &mut numpy::seed(42));
    /// let history = Training { every: 100, ..Training::default() }.run(&mut net, &x, &y)?;
    /// let curves = Curves::errors("Aprender XOR", [("semilla 42", &history)]);
    /// assert!(curves.to_string().contains("de (0, 0.4978) a (9900, 0.01719)"));
    /// # Ok::<(), gradiente::Error>(())
    /// ```
    pub fn errors<'a, N: Into<String>>(
        title: impl Into<String>,
        runs: impl IntoIterator<Item = (N, &'a History)>,
    ) -> Curves {
        let curves = Curves::new(title).x("época").y("error absoluto medio");
        runs.into_iter().fold(curves, |curves, (name, history)| curves.epochs(name, history, &history.errors))
    }

    /// La pérdida J de un entrenamiento, que es lo que baja el descenso, y su error absoluto medio, que se lee mejor. En la
    /// lección: «El problema del XOR».
    ///
    /// ```
    /// use gradiente::display::Curves;
    /// use gradiente::{Network, Training, dataset, numpy};
    ///
    /// let (x, y) = dataset::xor();
    /// let mut net = Network::random_using(&[2, 2, 1], numpy::Rand, &mut numpy::seed(42));
    /// let history = Training { every: 100, ..Training::default() }.run(&mut net, &x, &y)?;
    /// let curves = Curves::training("Aprender XOR", &history);
    /// assert!(curves.to_string().contains("de (0, 0.6493) a (9900, 0.0005932)")); // J, con NumPy
    /// # Ok::<(), gradiente::Error>(())
    /// ```
    pub fn training(title: impl Into<String>, history: &History) -> Curves {
        Curves::new(title)
            .x("época")
            .y("pérdida y error")
            .epochs("pérdida J = ½ Σ (y − a)²", history, &history.losses)
            .epochs("error absoluto medio", history, &history.errors)
    }

    /// La norma del gradiente de cada capa a lo largo de un entrenamiento, en escala logarítmica: cuánto tira el descenso de
    /// ella.
    ///
    /// ```
    /// use gradiente::display::Curves;
    /// use gradiente::{Network, Training, dataset, numpy};
    ///
    /// let (x, y) = dataset::xor();
    /// let mut net = Network::random_using(&[2, 2, 1], numpy::Rand, &mut numpy::seed(42));
    /// let history = Training { every: 100, ..Training::default() }.run(&mut net, &x, &y)?;
    /// let curves = Curves::gradients("Los gradientes", &history);
    /// assert!(curves.to_string().contains("- capa 2 (salida)"));
    /// # Ok::<(), gradiente::Error>(())
    /// ```
    pub fn gradients(title: impl Into<String>, history: &History) -> Curves {
        let layers = history.gradient_norms.len();
        let curves = Curves::new(title).x("época").y("norma del gradiente").log_y();
        history.gradient_norms.iter().zip(1..).fold(curves, |curves, (norms, layer)| {
            let place = if layer == layers { " (salida)" } else { "" };
            curves.epochs(format!("capa {layer}{place}"), history, norms)
        })
    }

    /// Una línea por lo que se anotó en cada época de `history`.
    fn epochs(self, name: impl Into<String>, history: &History, values: &[f64]) -> Curves {
        let epochs = history.epochs.iter().map(|&epoch| epoch as f64);
        self.line(name, epochs.zip(values.iter().copied()))
    }

    /// El nombre del eje horizontal, con su unidad si la tiene.
    pub fn x(mut self, label: impl Into<String>) -> Curves {
        self.x.label = label.into();
        self
    }

    /// El nombre del eje vertical, con su unidad si la tiene.
    pub fn y(mut self, label: impl Into<String>) -> Curves {
        self.y.label = label.into();
        self
    }

    /// El eje horizontal, en escala logarítmica.
    pub fn log_x(mut self) -> Curves {
        self.x.log = true;
        self
    }

    /// El eje vertical, en escala logarítmica.
    pub fn log_y(mut self) -> Curves {
        self.y.log = true;
        self
    }

    /// Lo que abarca el eje horizontal, en lugar de lo que pidan los datos.
    pub fn x_range(mut self, range: RangeInclusive<f64>) -> Curves {
        self.x.range = Some(range.into_inner());
        self
    }

    /// Lo que abarca el eje vertical, en lugar de lo que pidan los datos.
    pub fn y_range(mut self, range: RangeInclusive<f64>) -> Curves {
        self.y.range = Some(range.into_inner());
        self
    }

    /// Un recuadro arriba a la derecha, donde las curvas que bajan dejan sitio, con un trozo del gráfico ampliado.
    ///
    /// ```
    /// use gradiente::display::Curves;
    ///
    /// let curves = Curves::new("De lejos, recta")
    ///     .function("x + sen(100x)/1000", |x| x + (100.0 * x).sin() / 1000.0, 0.0..=1.0)
    ///     .inset("cerca de 0", 0.0..=0.05, 0.0..=0.05);
    /// assert!(curves.to_string().contains("Recuadro, cerca de 0: x de 0 a 0.05; y de 0 a 0.05."));
    /// ```
    ///
    /// # Panics
    ///
    /// Si un intervalo no va de un número finito a otro mayor.
    pub fn inset(mut self, name: impl Into<String>, x: RangeInclusive<f64>, y: RangeInclusive<f64>) -> Curves {
        self.inset = Some(Inset { name: name.into(), axes: (Axis::over("x", x), Axis::over("y", y)) });
        self
    }

    /// El ancho del gráfico, en píxeles, en lugar de 680; el alto lo acompaña. Ninguno es más estrecho que 330.
    ///
    /// ```
    /// use gradiente::display::Curves;
    ///
    /// let narrow = Curves::new("En un teléfono").line("y = x", [(0.0, 0.0), (1.0, 1.0)]).width(340);
    /// assert!(narrow.figure().svg().contains("width=\"340\""));
    /// ```
    pub fn width(mut self, pixels: u32) -> Curves {
        let width = pixels.max(NARROWEST);
        self.size = (width, (width * HEIGHT / WIDTH).max(290));
        self
    }

    /// Una línea por unos puntos (x, y).
    pub fn line(self, name: impl Into<String>, points: impl IntoIterator<Item = (f64, f64)>) -> Curves {
        self.series(name, Mark::Line, points)
    }

    /// La función `f` en un intervalo.
    pub fn function(self, name: impl Into<String>, f: impl Fn(f64) -> f64, range: RangeInclusive<f64>) -> Curves {
        let axis = Axis::new(*range.start(), *range.end(), self.x.log);
        let xs = (0..=SAMPLES).map(|i| axis.value(f64::from(i) / f64::from(SAMPLES)));
        self.series(name, Mark::Line, xs.map(|x| (x, f(x))))
    }

    /// La recta que pasa por `point` con pendiente `slope`. No estira los ejes: ocupa el ancho que haya.
    pub fn tangent(self, name: impl Into<String>, point: (f64, f64), slope: f64) -> Curves {
        self.series(name, Mark::Tangent(slope), [point])
    }

    /// Unos puntos sueltos (x, y).
    pub fn points(self, name: impl Into<String>, points: impl IntoIterator<Item = (f64, f64)>) -> Curves {
        self.series(name, Mark::Points, points)
    }

    /// Unos pasos (x, y), en orden: los del descenso sobre su curva de pérdida. El primero se dibuja hueco.
    pub fn path(self, name: impl Into<String>, points: impl IntoIterator<Item = (f64, f64)>) -> Curves {
        self.series(name, Mark::Path, points)
    }

    fn series(mut self, name: impl Into<String>, mark: Mark, points: impl IntoIterator<Item = (f64, f64)>) -> Curves {
        self.series.push(Series { name: name.into(), mark, points: points.into_iter().collect() });
        self
    }

    /// El gráfico, dibujado.
    pub fn figure(&self) -> Figure {
        let (x, y) = self.axes();
        let notes = self.notes();
        Figure::draw(self.size.0, self.size.1, self.text(), |area| {
            let title = draw_title(area, &self.title);
            let legend = draw_legend(area, &self.series, 0, title);
            let bottom = draw_notes(area, &notes);
            let chart = Chart::new(area, (x.clone(), y), (&self.x.label, &self.y.label), title + legend + 4.0, bottom);
            for (i, series) in self.series.iter().enumerate() {
                series.draw(&chart, Look::nth(i), &x);
            }
            if self.drawable().next().is_none() {
                chart.message("No hay datos que dibujar");
            }
            if let Some(Inset { name, axes }) = &self.inset {
                let chart = chart.inset(name, axes.clone());
                for (i, series) in self.series.iter().enumerate() {
                    series.draw(&chart, Look::nth(i), &axes.0);
                }
            }
        })
    }

    /// Lo que se ve, con palabras y números; el primer renglón es el título.
    pub fn text(&self) -> String {
        let mut lines = vec![self.title.clone()];
        lines.push(format!("Eje x: {}. Eje y: {}.", self.x.text(), self.y.text()));
        lines.extend(self.series.iter().map(Series::text));
        if let Some(Inset { name, axes: (x, y) }) = &self.inset {
            let interval = |axis: &Axis| format!("de {} a {}", short(axis.min), short(axis.max));
            lines.push(format!("Recuadro, {name}: x {}; y {}.", interval(x), interval(y)));
        }
        lines.extend(self.notes());
        if self.drawable().next().is_none() {
            lines.push("No hay datos que dibujar.".to_string());
        }
        lines.join("\n")
    }

    fn accepts(&self, &(x, y): &(f64, f64)) -> bool {
        self.x.accepts(x) && self.y.accepts(y)
    }

    fn drawable(&self) -> impl Iterator<Item = (f64, f64)> + Clone {
        self.series.iter().flat_map(|series| &series.points).copied().filter(|point| self.accepts(point))
    }

    fn axes(&self) -> (Axis, Axis) {
        let xs = self.drawable().map(|(x, _)| x);
        let x = self.x.requested().unwrap_or_else(|| Axis::around(xs, self.x.log, 0.025));
        let ys = self.drawable().filter(|&(at, _)| (x.min..=x.max).contains(&at)).map(|(_, y)| y);
        let y = self.y.requested().unwrap_or_else(|| {
            let lowest = ys.clone().fold(f64::INFINITY, f64::min);
            Axis::around(ys, self.y.log, 0.06).down_to_zero_if_near(lowest)
        });
        (x, y)
    }

    /// Lo que no se pudo dibujar, y por qué.
    fn notes(&self) -> Vec<String> {
        let mut notes = Vec::new();
        for series in &self.series {
            let missing = series.points.iter().filter(|point| !self.accepts(point)).count();
            let positive = if !self.x.log && !self.y.log { "" } else { " positivos, como pide una escala logarítmica" };
            let points = if missing == 1 { "punto" } else { "puntos" };
            if missing > 0 {
                notes.push(format!(
                    "«{}»: {missing} {points} sin dibujar, por no ser números finitos{positive}.",
                    series.name
                ));
            }
        }
        notes.extend(self.x.note("x"));
        notes.extend(self.y.note("y"));
        notes
    }
}
