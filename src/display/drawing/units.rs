//! Tres medidas: el píxel de la pantalla, que es en la que se piensa una figura; la unidad de plotters y el píxel de la
//! imagen.

/// Unidades por píxel: las coordenadas de plotters son enteras, y un píxel entero es demasiado tosco para una curva.
pub(crate) const UNIT: i32 = 10;

/// De píxeles a unidades de plotters.
pub(crate) fn units(pixels: f64) -> i32 {
    (pixels * f64::from(UNIT)).round() as i32
}

/// De unidades de plotters a píxeles.
pub(crate) fn pixels(units: impl Into<f64>) -> f64 {
    units.into() / f64::from(UNIT)
}

/// Píxeles de imagen por cada píxel de pantalla: la figura se guarda al doble y se promedia para mostrarla.
pub(crate) const DENSITY: u32 = 2;

/// De píxeles de pantalla a píxeles de imagen.
pub(crate) fn dots(pixels: f64) -> f64 {
    pixels * f64::from(DENSITY)
}
