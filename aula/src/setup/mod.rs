//! Preparar: cada cosa que falte, una sola vez.

pub mod kernel;
pub mod nbgrader;
pub mod python;
pub mod stdlib;
