//! Una situación del laboratorio: qué red, con qué ejemplos, y cuánto ha aprendido. Cabe en una dirección, y una dirección
//! la reproduce.

use std::fmt;
use std::ops::RangeInclusive;

use gradiente::{Layer, Network, dataset, numpy};
use ndarray::Array2;
use ndarray_rand::rand::SeedableRng;
use ndarray_rand::rand_distr::Uniform;
use rand_isaac::Isaac64Rng;

use crate::challenge;
use crate::fields::{Fields, integer, number};

/// Más épocas serían minutos de espera.
pub const MOST_EPOCHS: usize = 100_000;
/// Lo que abarca el plano de los ejemplos, por los dos lados.
pub const PLANE: (f64, f64) = (-0.5, 1.5);
/// Las tasas de aprendizaje que se pueden elegir.
pub const ALPHAS: RangeInclusive<f64> = 0.0001..=100.0;
const MOST_POINTS: usize = 60;
const MOST_LAYERS: usize = 4;
const MOST_NEURONS: usize = 8;
/// Cuántos trozos caben en un recorrido: así su dirección cabe en cualquier sitio.
const MOST_PIECES: usize = 200;
/// Lo que puede valer un peso puesto a mano, por los dos lados.
const WEIGHTS: (f64, f64) = (-1000.0, 1000.0);

/// Un ejemplo: x₁, x₂ y la respuesta que se espera.
pub type Point = (f64, f64, f64);

/// Los ejemplos con que aprende la red.
#[derive(Debug, Clone, PartialEq)]
pub enum Examples {
    /// Los cuatro de una compuerta, por su nombre.
    Gate(&'static str),
    /// Los que alguien puso.
    Points(Vec<Point>),
}

/// Lo que da una compuerta: sus entradas, `(4, 2)`, y sus salidas, `(4, 1)`.
type Data = (Array2<f64>, Array2<f64>);

/// Una compuerta: su nombre, y quien da sus ejemplos.
type Gate = (&'static str, fn() -> Data);

/// Las compuertas, por su nombre.
const GATES: [Gate; 5] =
    [("xor", dataset::xor), ("and", dataset::and), ("or", dataset::or), ("nand", dataset::nand), ("xnor", dataset::xnor)];

/// De dónde salen los pesos del comienzo.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Generator {
    /// `np.random.seed` y `np.random.rand`, como la lección original.
    Numpy,
    /// `Isaac64Rng` con la `Uniform` de ndarray-rand.
    Isaac,
}

/// Un peso o un sesgo: de qué capa, de qué entrada y de qué neurona. Se escribe `1.2.1`; la entrada 0 es el sesgo.
///
/// ```
/// let weight = web::situation::Weight { layer: 1, from: 2, to: 1 };
/// assert_eq!(weight.to_string(), "1.2.1");
/// assert_eq!(web::situation::Weight::read("1.2.1"), Some(weight));
/// ```
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Weight {
    /// La capa, desde 1.
    pub layer: usize,
    /// La entrada, desde 1; 0 es el sesgo.
    pub from: usize,
    /// La neurona, desde 1.
    pub to: usize,
}

impl Weight {
    /// Lee `1.2.1`.
    pub fn read(text: &str) -> Option<Weight> {
        let numbers: Vec<usize> = text.split('.').map(|number| number.parse().ok()).collect::<Option<_>>()?;
        match numbers[..] {
            [layer, from, to] if layer > 0 && to > 0 => Some(Weight { layer, from, to }),
            _ => None,
        }
    }

    /// Lo que vale en `layers`, que pueden ser las capas de una red o las de sus gradientes.
    pub fn of(self, layers: &[Layer]) -> Option<f64> {
        let layer = layers.get(self.layer - 1)?;
        match self.from {
            0 => layer.b.get(self.to - 1).copied(),
            from => layer.w.get((from - 1, self.to - 1)).copied(),
        }
    }

    /// Lo cambia en `layers`, si está.
    pub fn set(self, layers: &mut [Layer], value: f64) {
        let Some(layer) = layers.get_mut(self.layer - 1) else { return };
        let place = match self.from {
            0 => layer.b.get_mut(self.to - 1),
            from => layer.w.get_mut((from - 1, self.to - 1)),
        };
        if let Some(place) = place {
            *place = value;
        }
    }
}

impl fmt::Display for Weight {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}.{}", self.layer, self.from, self.to)
    }
}

/// Un trozo del recorrido.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Piece {
    /// Épocas enteras: cada una, un paso con todos los ejemplos.
    Epochs(usize),
    /// Pasos con un solo ejemplo cada uno, por turno.
    Examples(usize),
    /// Desde aquí, otra tasa de aprendizaje.
    Alpha(f64),
    /// Un peso, puesto a mano.
    Weight(Weight, f64),
}

impl Piece {
    /// Cuántos momentos dura: uno cada época, cada ejemplo o cada cambio hecho a mano.
    pub fn moments(self) -> usize {
        match self {
            Piece::Epochs(n) | Piece::Examples(n) => n,
            Piece::Alpha(_) | Piece::Weight(..) => 1,
        }
    }

    /// El mismo trozo, pero de `n` momentos.
    pub fn lasting(self, n: usize) -> Piece {
        match self {
            Piece::Epochs(_) => Piece::Epochs(n),
            Piece::Examples(_) => Piece::Examples(n),
            change => change,
        }
    }
}

/// Una situación. Se escribe y se lee como una dirección:
/// `compuerta=xor&ocultas=2&alfa=0.5&azar=numpy&semilla=42&hasta=10000`.
///
/// ```
/// use web::fields::Fields;
/// use web::situation::Situation;
///
/// let situation = Situation::read(&Fields::parse("compuerta=and&ocultas=3,2&recorrido=100,x3")?)?;
/// let written = "compuerta=and&ocultas=3,2&alfa=0.5&azar=numpy&semilla=42&hasta=10000&recorrido=100,x3";
/// assert_eq!(situation.to_string(), written);
/// # Ok::<(), String>(())
/// ```
#[derive(Debug, Clone, PartialEq)]
pub struct Situation {
    /// El reto que se intenta, si se intenta uno.
    pub challenge: Option<&'static str>,
    /// Con qué aprende.
    pub examples: Examples,
    /// Las neuronas de cada capa oculta; ninguna, si no hay capas ocultas.
    pub hidden: Vec<usize>,
    /// La tasa de aprendizaje, α.
    pub alpha: f64,
    /// De dónde salen los pesos del comienzo.
    pub generator: Generator,
    /// La semilla del azar.
    pub seed: u32,
    /// Hasta qué época se entrena.
    pub until: usize,
    /// Lo que ya se ha entrenado.
    pub trail: Vec<Piece>,
}

impl Situation {
    /// Lee una situación; lo que falte es lo de la lección.
    ///
    /// # Errors
    ///
    /// Si algún campo no tiene sentido.
    pub fn read(fields: &Fields) -> Result<Situation, String> {
        let challenge = fields.text("reto").map(challenge::find).transpose()?;
        // De un reto basta el nombre: lo demás es su comienzo.
        if let (Some(challenge), 1) = (challenge, fields.count()) {
            let start = Situation::read(&Fields::parse(challenge.start)?)?;
            return Ok(Situation { challenge: Some(challenge.name), ..start });
        }
        let situation = Situation {
            challenge: challenge.map(|challenge| challenge.name),
            examples: examples(fields)?,
            hidden: pieces(fields.text("ocultas").unwrap_or("2"), ',', MOST_LAYERS, "capas ocultas")?
                .map(|size| integer("Una capa oculta", size, &(1..=MOST_NEURONS)))
                .collect::<Result<_, _>>()?,
            alpha: fields.number("alfa", 0.5, ALPHAS)?,
            generator: generator(fields)?,
            seed: fields.integer("semilla", 42, 0..=u32::MAX)?,
            until: fields.integer("hasta", 10_000, 1..=MOST_EPOCHS)?,
            trail: trail(fields.text("recorrido").unwrap_or_default())?,
        };
        let net = situation.network();
        situation.trail.iter().try_for_each(|piece| match piece {
            Piece::Weight(weight, _) => weight.of(&net.layers).map(|_| ()).ok_or_else(|| absent(*weight)),
            _ => Ok(()),
        })?;
        Ok(situation)
    }

    /// La tasa de aprendizaje de ahora: la última que se puso.
    pub fn alpha_now(&self) -> f64 {
        let last =
            self.trail.iter().rev().find_map(|piece| if let Piece::Alpha(alpha) = piece { Some(*alpha) } else { None });
        last.unwrap_or(self.alpha)
    }

    /// Los ejemplos, `(ejemplos, 2)` y `(ejemplos, 1)`.
    pub fn data(&self) -> Data {
        match &self.examples {
            Examples::Gate(name) => GATES.iter().find(|gate| gate.0 == *name).map_or_else(dataset::xor, |gate| gate.1()),
            Examples::Points(points) => {
                let x = Array2::from_shape_fn((points.len(), 2), |(i, j)| if j == 0 { points[i].0 } else { points[i].1 });
                (x, Array2::from_shape_fn((points.len(), 1), |(i, _)| points[i].2))
            }
        }
    }

    /// La red del comienzo: dos entradas, las capas ocultas y una salida.
    pub fn network(&self) -> Network {
        let sizes: Vec<usize> = [2].iter().chain(&self.hidden).chain(&[1]).copied().collect();
        start(&sizes, self.generator, self.seed)
    }

    /// Cuántas épocas enteras, y cuántos ejemplos sueltos, se han entrenado.
    pub fn done(&self) -> (usize, usize) {
        self.trail.iter().fold((0, 0), |(epochs, examples), piece| match piece {
            Piece::Epochs(n) => (epochs + n, examples),
            Piece::Examples(n) => (epochs, examples + n),
            Piece::Alpha(_) | Piece::Weight(..) => (epochs, examples),
        })
    }

    /// Añade un trozo al recorrido; si es como el último, lo alarga o lo cambia.
    ///
    /// # Errors
    ///
    /// Si el recorrido es ya demasiado largo.
    pub fn add(&mut self, piece: Piece) -> Result<(), String> {
        let (epochs, examples) = self.done();
        let added = match piece {
            Piece::Epochs(n) => epochs + n,
            Piece::Examples(n) => examples + n,
            Piece::Alpha(_) | Piece::Weight(..) => 0,
        };
        if added > MOST_EPOCHS {
            return Err(
                "El laboratorio entrena hasta 100\u{a0}000 épocas: vuelve a empezar, o sigue en el cuaderno.".to_string()
            );
        }
        if self.replaces_the_last(piece) {
            self.trail.pop();
        }
        let full = self.trail.len() == MOST_PIECES;
        match (self.trail.last_mut(), piece) {
            (Some(Piece::Epochs(last)), Piece::Epochs(n)) | (Some(Piece::Examples(last)), Piece::Examples(n)) => *last += n,
            _ if full => {
                return Err("Este recorrido tiene ya demasiados cambios para recordarlos: vuelve a empezar.".to_string());
            }
            _ => self.trail.push(piece),
        }
        Ok(())
    }

    /// ¿Es `piece` otro valor para lo último que se cambió a mano?
    pub fn replaces_the_last(&self, piece: Piece) -> bool {
        match (self.trail.last(), piece) {
            (Some(Piece::Alpha(_)), Piece::Alpha(_)) => true,
            (Some(Piece::Weight(last, _)), Piece::Weight(weight, _)) => *last == weight,
            _ => false,
        }
    }
}

/// Lo que se dice de un peso que esta red no tiene.
pub fn absent(weight: Weight) -> String {
    format!("Esta red no tiene el peso {weight}: cópialo de nuevo desde el laboratorio.")
}

/// Lo que puede valer un peso puesto a mano.
///
/// # Errors
///
/// Si `text` no es un número de esos.
pub fn weight_value(text: &str) -> Result<f64, String> {
    number("El peso", text, &(WEIGHTS.0..=WEIGHTS.1))
}

/// Una red de esos tamaños, recién sorteada.
pub fn start(sizes: &[usize], generator: Generator, seed: u32) -> Network {
    match generator {
        Generator::Numpy => Network::random_using(sizes, numpy::Rand, &mut numpy::seed(seed)),
        Generator::Isaac => {
            let uniform = Uniform::new(0.0, 1.0).expect("0 es menor que 1");
            Network::random_using(sizes, uniform, &mut Isaac64Rng::seed_from_u64(seed.into()))
        }
    }
}

/// De dónde sale el azar.
///
/// # Errors
///
/// Si no es uno de los dos.
pub fn generator(fields: &Fields) -> Result<Generator, String> {
    match fields.text("azar").unwrap_or("numpy") {
        "numpy" => Ok(Generator::Numpy),
        "isaac" => Ok(Generator::Isaac),
        other => Err(format!("El azar es «{other}»: se esperaba numpy o isaac.")),
    }
}

fn examples(fields: &Fields) -> Result<Examples, String> {
    if let Some(points) = fields.text("puntos") {
        let points = pieces(points, '_', MOST_POINTS, "puntos")?.map(point).collect::<Result<Vec<_>, _>>()?;
        return if points.is_empty() {
            Err("Sin ejemplos no hay nada que aprender: añade al menos un punto.".to_string())
        } else {
            Ok(Examples::Points(points))
        };
    }
    let name = fields.text("compuerta").unwrap_or("xor");
    let gate = GATES.iter().find(|gate| gate.0 == name);
    gate.map(|gate| Examples::Gate(gate.0))
        .ok_or_else(|| format!("La compuerta es «{name}»: se esperaba xor, and, or, nand o xnor."))
}

fn point(text: &str) -> Result<Point, String> {
    let side = PLANE.0..=PLANE.1;
    match text.split(',').collect::<Vec<_>>()[..] {
        [x1, x2, y] => Ok((number("x₁", x1, &side)?, number("x₂", x2, &side)?, number("y", y, &(0.0..=1.0))?)),
        _ => Err(format!("Un punto es «{text}»: se esperaban tres números, x₁,x₂,y.")),
    }
}

fn trail(text: &str) -> Result<Vec<Piece>, String> {
    let steps = 1..=MOST_EPOCHS;
    let pieces = pieces(text, ',', MOST_PIECES, "trozos en el recorrido")?.map(|piece| match piece.split_at_checked(1) {
        Some(("x", examples)) => integer("recorrido", examples, &steps).map(Piece::Examples),
        Some(("a", alpha)) => number("alfa", alpha, &ALPHAS).map(Piece::Alpha),
        Some(("p", change)) => {
            let (weight, value) = change.split_once(':').unwrap_or((change, ""));
            let weight = Weight::read(weight).ok_or_else(|| format!("En el recorrido, «{weight}» no es ningún peso."))?;
            weight_value(value).map(|value| Piece::Weight(weight, value))
        }
        _ => integer("recorrido", piece, &steps).map(Piece::Epochs),
    });
    pieces.collect()
}

/// Los trozos de `text`, a lo sumo `most`; `what` dice qué son.
fn pieces<'a>(text: &'a str, separator: char, most: usize, what: &str) -> Result<impl Iterator<Item = &'a str>, String> {
    let count = text.split(separator).filter(|piece| !piece.is_empty()).count();
    if count > most {
        return Err(format!("Hay {count} {what}: caben {most}."));
    }
    Ok(text.split(separator).filter(|piece| !piece.is_empty()))
}

/// La situación como dirección.
impl fmt::Display for Situation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(challenge) = self.challenge {
            write!(f, "reto={challenge}&")?;
        }
        match &self.examples {
            Examples::Gate(name) => write!(f, "compuerta={name}")?,
            Examples::Points(points) => {
                let points: Vec<String> = points.iter().map(|(x1, x2, y)| format!("{x1},{x2},{y}")).collect();
                write!(f, "puntos={}", points.join("_"))?;
            }
        }
        let list = |sizes: &[usize]| sizes.iter().map(usize::to_string).collect::<Vec<_>>().join(",");
        let generator = if self.generator == Generator::Numpy { "numpy" } else { "isaac" };
        let (hidden, alpha, seed, until) = (list(&self.hidden), self.alpha, self.seed, self.until);
        write!(f, "&ocultas={hidden}&alfa={alpha}&azar={generator}&semilla={seed}&hasta={until}")?;
        let trail = self.trail.iter().map(|piece| match piece {
            Piece::Epochs(n) => n.to_string(),
            Piece::Examples(n) => format!("x{n}"),
            Piece::Alpha(alpha) => format!("a{alpha}"),
            Piece::Weight(weight, value) => format!("p{weight}:{value}"),
        });
        match trail.collect::<Vec<_>>().join(",") {
            trail if trail.is_empty() => Ok(()),
            trail => write!(f, "&recorrido={trail}"),
        }
    }
}
