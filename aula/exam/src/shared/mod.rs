//! Lo que casi todas las respuestas usan de ndarray, compilado una vez para toda una clase.
//!
//! Una función genérica se compila en el programa que la usa, y aquí son cientos: sin optimizar, la mitad de lo que tarda
//! una entrega. rustc no compila otra vez la que ya está en una biblioteca que se enlaza. En esta no hay nada de nadie: ni
//! soluciones, ni pruebas, ni respuestas.

/// Cómo se llama la biblioteca.
pub const NAME: &str = "gradiente_compartida";

/// Cada operación, con los tipos con que la usan los cuadernos.
pub const SOURCE: &str = include_str!("operations.rs");
