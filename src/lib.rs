//! Cómo aprende una red, de una derivada a XOR.
//!
//! La biblioteca se lee de una sentada, en el orden de la lección:
//!
//! | sección de la lección | aquí |
//! | --- | --- |
//! | La regla de la cadena | [`gradcheck::central_difference`], para comprobar una derivada |
//! | Una sola neurona | [`sigmoid`], [`sigmoid_derivative`], [`Neuron`], [`Loss`] |
//! | Backpropagation | [`Network::forward`], [`Network::backward`], [`Network::update`] |
//! | El problema del XOR | [`dataset::xor`], [`numpy`], [`Training`], [`History`] |
//! | Los gráficos | [`display`] |
//! | Los ejercicios | [`rubric`] |
//! | La práctica sin fin | [`practice`] |
//! | En un cuaderno | [`notebook`] |
//!
//! Una red se entrena así:
//!
//! ```
//! use gradiente::{Network, Training, dataset, numpy};
//!
//! let (x, y) = dataset::xor();
//! let mut net = Network::random_using(&[2, 2, 1], numpy::Rand, &mut numpy::seed(42));
//! let history = Training::default().run(&mut net, &x, &y)?;
//! assert_eq!(format!("{:.8}", history.output[[0, 0]]), "0.01890475"); // el de la lección, con NumPy
//! # Ok::<(), gradiente::Error>(())
//! ```
//!
//! Las matrices guardan un ejemplo por fila: `x` es `(ejemplos, entradas)`, W es `(entradas, salidas)`. Una forma que no
//! encaja es un pánico que nombra las dos formas; lo que una persona puede pedir mal fuera del código es un [`Error`].

pub mod activation;
pub mod neuron;
mod layer;
mod shape;
mod forward;
pub mod network;
pub mod training;
pub mod numpy;
pub mod dataset;
pub mod gradcheck;
pub mod display;
pub mod rubric;
pub mod practice;
pub mod notebook;
mod error;

pub use activation::{sigmoid, sigmoid_derivative};
pub use error::Error;
pub use network::{Forward, Gradients, Layer, Network};
pub use neuron::{Loss, Neuron, Step};
pub use training::{Epoch, History, Training};

/// La versión de esta biblioteca.
pub const VERSION: &str = env!("CARGO_PKG_VERSION");

/// Los ejemplos del README, probados como los demás.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
