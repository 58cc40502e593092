//! Práctica sin fin: preguntas que salen de una semilla, con sus pasos, sus números y los errores que conocen.
//!
//! Una [familia](Family) es un tipo de pregunta; con un nivel, del 1 al 3, y una semilla, [`draw`] hace siempre la misma
//! [pregunta](Question). La misma sirve en un cuaderno ([`ask()`] y [`answer()`]), en la página de práctica y en el banco
//! de preguntas de Moodle. En el orden de la lección:
//!
//! | familia | qué se calcula | de dónde sale |
//! | --- | --- | --- |
//! | `cadena` | df/dx = df/du · du/dx | la lección, «Concepto previo: la regla de la cadena» |
//! | `medida` | (f(x + h) − f(x − h)) / 2h | la misma sección; «Numerical Recipes», 3.ª ed., §5.7 |
//! | `descenso` | θ ← θ − α ∇J(θ) | la lección, «Gradiente descendente» |
//! | `sigmoide` | σ(z) = 1 / (1 + e⁻ᶻ), σ′(z) = a (1 − a) | la lección, «Una sola neurona» |
//! | `neurona` | z = x·w + b, a = σ(z) | la lección, «Una sola neurona» |
//! | `factores` | ∂L/∂w = ∂L/∂a · ∂a/∂z · ∂z/∂w, con L = ½ (y − a)² | la lección, «Una sola neurona» |
//! | `paso` | w ← w − α ∂L/∂w | la lección, «Una sola neurona» |
//! | `adelante` | Z⁽¹⁾ = X·W⁽¹⁾ + b⁽¹⁾, A⁽¹⁾ = σ(Z⁽¹⁾), y lo mismo en la salida | la lección, «El problema del XOR» |
//! | `delta_salida` | δ⁽²⁾ = −(y − a⁽²⁾) a⁽²⁾ (1 − a⁽²⁾) | la lección, «El problema del XOR» |
//! | `peso` | ∂J/∂W⁽²⁾ = A⁽¹⁾ᵀ δ⁽²⁾, ∂J/∂b⁽²⁾ = Σ δ⁽²⁾ | la lección, «Un peso, a mano» |
//! | `delta_oculta` | δ⁽¹⁾ = δ⁽²⁾ W⁽²⁾ᵀ ⊙ A⁽¹⁾ ⊙ (1 − A⁽¹⁾) | la lección; Rumelhart y otros, Nature 323, 1986 |
//! | `actualizacion` | W ← W − α ∂J/∂W, b ← b − α ∂J/∂b | la lección, «Backpropagation» |
//! | `formas` | W es (entradas, salidas); b, (salidas,) | la lección, «Backpropagation» |
//! | `alfa` | con J = ½ c θ², el paso multiplica θ por 1 − α·c | Goodfellow y otros, «Deep Learning», 2016, §4.3 |
//!
//! Los números de un enunciado caben en un papel y los de una respuesta se dan con cuatro decimales: basta con acercarse a
//! [`TOLERANCE`]. Es una distancia y no una proporción, porque así la mide Moodle. De cada paso se conocen los errores de
//! siempre: ninguno vale lo mismo que la respuesta ni se acerca a ella, y dos que den el mismo número se dicen los dos.
//!
//! ```
//! use gradiente::practice::{draw, Verdict};
//!
//! let question = draw("neurona", 1, 7)?;
//! let first = &question.steps()[0];
//! assert_eq!(first.judge(first.value()), Verdict::Right);
//! let forgotten = question.given("x").unwrap() * question.given("w").unwrap();
//! assert_eq!(first.judge(forgotten).sentence(first), "Te falta sumar el sesgo, b.");
//! # Ok::<(), gradiente::practice::Error>(())
//! ```

mod dice;
mod number;
mod question;
mod error;
mod exercise;
mod session;
mod code;
mod notes;
mod asked;

mod chain;
mod measured;
mod descent;
mod sigmoid;
mod neuron;
mod factors;
mod weight_step;
mod forward;
mod output_delta;
mod weight;
mod hidden_delta;
mod update;
mod shapes;
mod alpha;

pub use asked::{Asked, answer, ask, ask_level, solution};
pub use error::Error;
pub use exercise::{Exercise, Outcome};
pub use number::read;
pub use question::{Family, Mistake, Question, Step, TOLERANCE, Verdict};
pub use session::{Record, Session};

/// Los niveles que hay.
pub const LEVELS: std::ops::RangeInclusive<u8> = 1..=3;

/// Las familias, en el orden de la lección.
pub const FAMILIES: [&Family; 14] = [
    &chain::FAMILY,
    &measured::FAMILY,
    &descent::FAMILY,
    &sigmoid::FAMILY,
    &neuron::FAMILY,
    &factors::FAMILY,
    &weight_step::FAMILY,
    &forward::FAMILY,
    &output_delta::FAMILY,
    &weight::FAMILY,
    &hidden_delta::FAMILY,
    &update::FAMILY,
    &shapes::FAMILY,
    &alpha::FAMILY,
];

/// La familia que se llama `key`: da igual si lleva mayúsculas, espacios o el guion bajo.
///
/// # Errors
///
/// [`Error::Family`] si no existe; el mensaje dice cuáles hay.
pub fn family(key: &str) -> Result<&'static Family, Error> {
    let plain = |text: &str| text.trim().to_lowercase().replace([' ', '-'], "_");
    let found = FAMILIES.into_iter().find(|family| family.key == plain(key));
    found.ok_or_else(|| Error::Family(key.to_string()))
}

/// La pregunta de la familia `key`, el nivel `level` y la semilla `seed`. Con lo mismo, sale siempre la misma.
///
/// # Errors
///
/// [`Error::Family`] o [`Error::Level`] si no existen; el mensaje dice cuáles hay.
pub fn draw(key: &str, level: u8, seed: u32) -> Result<Question, Error> {
    let family = family(key)?;
    if !LEVELS.contains(&level) {
        return Err(Error::Level(level.to_string()));
    }
    Ok(family.draw(level, seed))
}
