//! Escribir: números como se leen, y fórmulas en texto corrido, LaTeX y MathML.

pub(crate) mod number;
pub(crate) mod notation;
pub(crate) mod latex;
pub(crate) mod mathml;
