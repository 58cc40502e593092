//! Una situación del laboratorio: qué red, con qué ejemplos, y cuánto ha aprendido. Cabe en una dirección, y una dirección
//! la reproduce.

use std::fmt;

use gradiente::{Network, dataset, numpy};
use ndarray::Array2;
use ndarray_rand::rand::SeedableRng;
use ndarray_rand::rand_distr::Uniform;
use rand_isaac::Isaac64Rng;

use crate::fields::{Fields, integer, number};

/// Más épocas serían minutos de espera.
pub const MOST_EPOCHS: usize = 100_000;
/// Lo que abarca el plano de los ejemplos, por los dos lados.
pub const PLANE: (f64, f64) = (-0.5, 1.5);
const MOST_POINTS: usize = 60;
const MOST_LAYERS: usize = 4;
const MOST_NEURONS: usize = 8;
/// Cuántas veces se puede cambiar entre épocas enteras y ejemplos sueltos.
const MOST_PIECES: usize = 60;

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

/// Un trozo del recorrido: unas cuantas épocas, o unos cuantos ejemplos sueltos.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Piece {
    /// Épocas enteras: cada una, un paso con todos los ejemplos.
    Epochs(usize),
    /// Pasos con un solo ejemplo cada uno, por turno.
    Examples(usize),
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
        Ok(Situation {
            examples: examples(fields)?,
            hidden: pieces(fields.text("ocultas").unwrap_or("2"), ',', MOST_LAYERS, "capas ocultas")?
                .map(|size| integer("Una capa oculta", size, &(1..=MOST_NEURONS)))
                .collect::<Result<_, _>>()?,
            alpha: fields.number("alfa", 0.5, 0.0001..=100.0)?,
            generator: generator(fields)?,
            seed: fields.integer("semilla", 42, 0..=u32::MAX)?,
            until: fields.integer("hasta", 10_000, 1..=MOST_EPOCHS)?,
            trail: trail(fields.text("recorrido").unwrap_or_default())?,
        })
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
        })
    }

    /// Añade un trozo al recorrido; si es como el último, lo alarga.
    ///
    /// # Errors
    ///
    /// Si el recorrido es ya demasiado largo.
    pub fn add(&mut self, piece: Piece) -> Result<(), String> {
        let (epochs, examples) = self.done();
        let added = match piece {
            Piece::Epochs(n) => epochs + n,
            Piece::Examples(n) => examples + n,
        };
        if added > MOST_EPOCHS {
            return Err(format!(
                "El laboratorio entrena hasta {MOST_EPOCHS} épocas: vuelve a empezar, o sigue en el cuaderno."
            ));
        }
        let full = self.trail.len() == MOST_PIECES;
        match (self.trail.last_mut(), piece) {
            (Some(Piece::Epochs(last)), Piece::Epochs(n)) | (Some(Piece::Examples(last)), Piece::Examples(n)) => *last += n,
            _ if full => return Err("Has cambiado demasiadas veces entre épocas y ejemplos: vuelve a empezar.".to_string()),
            _ => self.trail.push(piece),
        }
        Ok(())
    }
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
        other => Err(format!("azar es «{other}»: se esperaba numpy o isaac.")),
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
        .ok_or_else(|| format!("compuerta es «{name}»: se esperaba xor, and, or, nand o xnor."))
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
    let pieces = pieces(text, ',', MOST_PIECES, "trozos en el recorrido")?.map(|piece| match piece.strip_prefix('x') {
        Some(examples) => integer("recorrido", examples, &steps).map(Piece::Examples),
        None => integer("recorrido", piece, &steps).map(Piece::Epochs),
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
        });
        match trail.collect::<Vec<_>>().join(",") {
            trail if trail.is_empty() => Ok(()),
            trail => write!(f, "&recorrido={trail}"),
        }
    }
}
