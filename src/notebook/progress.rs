//! Cuánto llevas: lo que dijo cada prueba la última vez que corrió.

use std::fmt;

use crate::display::MimeBundle;
use crate::rubric::scores;

/// Cuántos puntos se llevan, y qué falta: de cada ejercicio, su nombre en la [`Rubric`](crate::rubric::Rubric), cómo se le
/// llama y lo que vale.
///
/// Como última expresión de una celda, se muestra sola. Cuenta lo que dijo cada prueba la última vez que corrió en este
/// núcleo; de la que no corrió, lo dice. No pone ninguna nota: para eso está quien califica, que corre también las pruebas
/// ocultas.
///
/// ```
/// use gradiente::notebook::summary;
/// use gradiente::rubric::Rubric;
///
/// Rubric::new("doble", 2.0).check("el doble de 3", "multiplica por dos", || 3.0 + 3.0, 6.0).points();
/// Rubric::new("mitad", 1.0).check("la mitad de 3", "divide entre dos", || 3.0, 1.5).points();
///
/// let summary = summary(&[("doble", "ejercicio 1", 2.0), ("mitad", "ejercicio 2", 1.0), ("triple", "ejercicio 3", 3.0)]);
/// assert_eq!(
///     summary.to_string(),
///     "Llevas 2 de 6 puntos.\n\
///      ✅ bien: ejercicio 1, 2 de 2\n\
///      ❌ falta: ejercicio 2, 0 de 1\n\
///      ⬜ sin resultado: ejercicio 3, que vale 3; ejecuta su celda de prueba (si ya lo hiciste, dio un error: míralo)"
/// );
/// ```
pub fn summary(exercises: &[(&str, &str, f64)]) -> Summary {
    let last = scores::last();
    let line = |&(name, title, worth): &(&str, &str, f64)| (title.into(), last.get(name).copied(), worth);
    Summary(exercises.iter().map(line).collect())
}

/// Lo que se lleva hecho. Se escribe como un renglón por ejercicio, debajo del total.
#[derive(Debug, Clone, PartialEq)]
pub struct Summary(Vec<(String, Option<f64>, f64)>);

impl MimeBundle for Summary {
    fn mime_bundle(&self) -> Vec<(&'static str, String)> {
        vec![("text/plain", self.to_string())]
    }
}

impl fmt::Display for Summary {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let earned: f64 = self.0.iter().filter_map(|(_, points, _)| *points).fold(0.0, |sum, points| sum + points);
        let total: f64 = self.0.iter().map(|(.., worth)| worth).sum();
        write!(f, "Llevas {} de {total} puntos.", (100.0 * earned).round() / 100.0)?;
        self.0.iter().try_for_each(|(title, points, worth)| match points {
            Some(points) if points >= worth => write!(f, "\n✅ bien: {title}, {points} de {worth}"),
            Some(points) => write!(f, "\n❌ falta: {title}, {points} de {worth}"),
            None => write!(f, "\n⬜ sin resultado: {title}, que vale {worth}; ejecuta su celda de prueba (si ya lo hiciste, dio un error: míralo)"),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rubric::Rubric;

    #[test]
    fn the_last_run_of_each_test_counts() {
        let run = |name: &str, got: f64| _ = Rubric::new(name, 3.0).check("a", "p", || got, 1.0).points();
        let both = [("primero", "ejercicio 1", 3.0), ("segundo", "ejercicio 2", 3.0)];
        run("primero", 1.0);
        run("segundo", 1.0);
        assert!(summary(&both).to_string().starts_with("Llevas 6 de 6 puntos.\n✅ bien"));
        run("primero", 2.0);
        assert!(summary(&both).to_string().starts_with("Llevas 3 de 6 puntos.\n❌ falta: ejercicio 1, 0 de 3"));
    }

    #[test]
    fn points_add_up_without_rounding_errors() {
        let names = ["suma-1", "suma-2", "suma-3"];
        names.iter().for_each(|name| scores::keep(name, 0.1));
        assert!(summary(&names.map(|name| (name, name, 1.0))).to_string().starts_with("Llevas 0.3 de 3 puntos."));
    }

    #[test]
    fn nothing_earned_is_zero() {
        assert!(
            summary(&[("nunca", "ejercicio 1", 2.0)]).to_string().starts_with("Llevas 0 de 2 puntos.\n⬜ sin resultado")
        );
    }
}
