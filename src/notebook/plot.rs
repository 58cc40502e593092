//! Un gráfico que depende de las respuestas de quien estudia.

use std::fmt;

use crate::display::{Figure, MimeBundle};
use crate::rubric::{attempt, why};

/// Dibuja con `draw`, que llama a funciones que quizá todavía no están escritas; `exercises` dice cuáles: «tus ejercicios 1
/// y 2».
///
/// Como última expresión de una celda, muestra la figura o, si el código de `draw` se detiene, una frase que dice qué falta:
///
/// ```
/// use gradiente::display::Curves;
/// use gradiente::notebook::plot;
///
/// fn derivative(_x: f64) -> f64 { todo!("escribe aquí tu respuesta") }
///
/// let plot = plot("tu ejercicio 1", || Curves::new("La derivada").function("tuya", derivative, 0.0..=1.0).figure());
/// assert_eq!(plot.to_string(), "Este gráfico espera tu ejercicio 1.");
/// ```
pub fn plot(exercises: &str, draw: impl FnOnce() -> Figure) -> Plot {
    Plot(attempt(draw).map_err(|message| match message.starts_with("not yet implemented") {
        true => format!("Este gráfico espera {exercises}."),
        false => format!("Este gráfico todavía no se puede dibujar: {}. Repasa {exercises}.", why(&message)),
    }))
}

/// Un gráfico, o por qué todavía no lo hay.
#[derive(Debug, Clone)]
pub struct Plot(Result<Figure, String>);

impl MimeBundle for Plot {
    fn mime_bundle(&self) -> Vec<(&'static str, String)> {
        match &self.0 {
            Ok(figure) => figure.mime_bundle(),
            Err(reason) => vec![("text/plain", reason.clone())],
        }
    }
}

/// Lo que se ve, con palabras y números, o por qué todavía no se ve nada.
impl fmt::Display for Plot {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.0 {
            Ok(figure) => f.write_str(figure.text()),
            Err(reason) => f.write_str(reason),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::display::Curves;
    use ndarray::Array2;

    fn drawn(slope: impl Fn(f64) -> f64) -> String {
        plot("tus ejercicios 1 y 2", || Curves::new("Una curva").function("f", slope, 0.0..=1.0).figure()).to_string()
    }

    #[test]
    fn a_figure_is_shown_as_it_is() {
        assert_eq!(drawn(|x| 2.0 * x), Curves::new("Una curva").function("f", |x| 2.0 * x, 0.0..=1.0).text());
    }

    #[test]
    fn an_answer_that_does_not_work_says_what_to_look_at() {
        assert_eq!(drawn(|_| todo!("aquí")), "Este gráfico espera tus ejercicios 1 y 2.");
        let wrong = drawn(|x| Array2::from_elem((1, 2), x).dot(&Array2::<f64>::zeros((1, 2)))[[0, 0]]);
        assert!(wrong.starts_with("Este gráfico todavía no se puede dibujar: tu código se detuvo"), "{wrong}");
        assert!(wrong.ends_with(". Repasa tus ejercicios 1 y 2.") && !wrong.contains('\n'), "{wrong}");
    }

    #[test]
    fn a_curve_without_numbers_is_still_a_figure() {
        assert!(drawn(|_| f64::NAN).starts_with("Una curva"));
    }
}
