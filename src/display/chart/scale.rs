//! Lo que se pide de un eje antes de ver los datos.

use super::axis::Axis;

/// El nombre de un eje, su escala y, si no se quiere el de los datos, el intervalo que abarca.
#[derive(Debug, Clone, Default)]
pub(crate) struct Scale {
    pub(crate) label: String,
    pub(crate) log: bool,
    pub(crate) range: Option<(f64, f64)>,
}

impl Scale {
    /// ¿Cabe `value` en el eje?
    pub(crate) fn accepts(&self, value: f64) -> bool {
        Axis::accepts(value, self.log)
    }

    /// El eje que se pidió, si puede existir.
    pub(crate) fn requested(&self) -> Option<Axis> {
        let (min, max) = self.range?;
        Axis::between(min, max, self.log)
    }

    /// Que el intervalo pedido no sirve, si es así. `name` es el del eje, x o y.
    pub(crate) fn note(&self, name: &str) -> Option<String> {
        let (min, max) = self.range.filter(|_| self.requested().is_none())?;
        Some(format!("El intervalo {min}..={max} no sirve para el eje {name}: se usa el de los datos."))
    }

    /// El nombre del eje y, si hace falta, su escala.
    pub(crate) fn text(&self) -> String {
        format!("{}{}", self.label, if self.log { " (escala logarítmica)" } else { "" })
    }
}
