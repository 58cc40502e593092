//! Escribir: números como se leen y fórmulas en LaTeX.

pub(crate) mod number;
pub(crate) mod latex;
