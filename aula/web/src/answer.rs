//! Lo que se contesta a un pedido.

/// La respuesta, en JSON; o por qué no la hay, dicho a quien pidió.
pub type Answer = Result<String, String>;
