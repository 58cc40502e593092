//! Números con palabras.

/// Un número con `decimals` cifras y con el signo menos de verdad.
pub fn fixed(value: f64, decimals: usize) -> String {
    format!("{value:.decimals$}").replace('-', "−")
}

/// Un número tal como se pidió, con el signo menos de verdad.
pub fn shown(value: f64) -> String {
    value.to_string().replace('-', "−")
}
