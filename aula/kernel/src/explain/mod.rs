//! Lo que dice el compilador, en español: qué pasa y qué probar.
//!
//! Cada familia es un archivo, y cada clase de error, un [`Kind`]: cómo se reconoce en lo que dice rustc, la frase, con los
//! nombres y los tipos de cada caso, y una celda que comete el error. De la misma lista salen la prueba, que ejecuta las
//! celdas en el núcleo, y la página `notebooks/errores.md`. Lo que no se reconoce se deja como está: un rustc que use otras
//! palabras pierde la frase, y nada más.

mod calls;
mod diagnostic;
mod flow;
mod habits;
mod names;
mod notebook;
mod numbers;
mod ownership;
mod pattern;
mod signs;
mod syntax;
mod traits;
mod types;
mod words;

use serde_json::Value;

use diagnostic::Diagnostic;

/// Una clase de error de las que comete quien empieza. Los nombres y los ejemplos son para la prueba y la página.
pub struct Kind {
    /// Cómo se llama en la página.
    pub name: &'static str,
    /// Una celda que lo comete.
    pub example: &'static str,
    /// La frase, si el error es de esta clase.
    pub explain: fn(&Diagnostic) -> Option<Advice>,
}

/// La frase.
#[derive(Debug, PartialEq)]
pub struct Advice {
    pub meaning: String,
    pub attempt: String,
}

impl Advice {
    /// Tal como se lee en el cuaderno.
    pub fn lines(&self) -> String {
        format!("Qué pasa: {}\nQué probar: {}", self.meaning, self.attempt)
    }

    /// Lo que probar, dicho de un programa entero: en él no hay celdas.
    pub fn attempt_alone(&self) -> String {
        names::WHEN_GRADED.iter().fold(self.attempt.clone(), |said, (here, _)| {
            said.replace(&format!("; {here}"), "").replace(&format!(" Y {here}."), "")
        })
    }

    /// Lo que probar, dicho de una respuesta que se califica: allí no hay más celdas.
    pub fn attempt_when_graded(&self) -> String {
        names::WHEN_GRADED.iter().fold(self.attempt.clone(), |said, (here, graded)| said.replace(here, graded))
    }
}

fn advice(meaning: impl Into<String>, attempt: impl Into<String>) -> Option<Advice> {
    Some(Advice { meaning: meaning.into(), attempt: attempt.into() })
}

/// Las familias, con su título. El orden importa: la primera clase que reconoce un error lo explica, así que las generales
/// van al final.
pub const FAMILIES: [(&str, &[Kind]); 11] = [
    ("Cosas del cuaderno", notebook::KINDS),
    ("Costumbres de otros lenguajes: las palabras", habits::KINDS),
    ("Costumbres de otros lenguajes: los signos", signs::KINDS),
    ("Sintaxis", syntax::KINDS),
    ("Números", numbers::KINDS),
    ("Condiciones y bucles", flow::KINDS),
    ("Nombres", names::KINDS),
    ("Préstamos y dueños", ownership::KINDS),
    ("Llamadas", calls::KINDS),
    ("Rasgos (*traits*)", traits::KINDS),
    ("Tipos", types::KINDS),
];

/// La frase de un error de rustc, si es de una clase conocida. `source` es el texto del archivo en que está.
pub fn explain(error: &Value, source: &str) -> Option<Advice> {
    recognize(error, source).map(|(_, advice)| advice)
}

/// Lo mismo, y de qué clase es.
pub fn recognize(error: &Value, source: &str) -> Option<(&'static Kind, Advice)> {
    let diagnostic = Diagnostic::new(error, source);
    FAMILIES.iter().flat_map(|(_, kinds)| *kinds).find_map(|kind| Some((kind, (kind.explain)(&diagnostic)?)))
}

/// ¿Es un error que evcxr cuenta a su manera, sin lo que se le añada?
pub fn is_retold(error: &Value) -> bool {
    notebook::is_retold(&Diagnostic::new(error, ""))
}

/// La variable que el cuaderno no sabe guardar, dentro de `source`, si `source` es lo que evcxr comprueba en ese caso.
pub fn unkept(source: &str) -> Option<&str> {
    notebook::closure(&source[source.find("evcxr_analysis_wrapper(")?..])
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    /// En un cuaderno, lo que falta puede estar en otra celda; al calificar, no hay más que la de la respuesta.
    #[test]
    fn what_is_in_another_cell_is_said_otherwise_to_who_is_graded() {
        for (kind, graded) in [("function", "cópiala dentro de tu"), ("type", "cópialo dentro de tu"), ("value", "créala")]
        {
            let message = format!("cannot find {kind} `ayuda` in this scope");
            let error =
                json!({"code": {"code": "E0425"}, "message": message, "level": "error", "spans": [], "children": []});
            let advice = explain(&error, "").expect("es de los conocidos");
            assert!(advice.attempt.contains("ejecútala antes"), "{}", advice.attempt);
            assert!(!advice.attempt.contains("al calificar"), "{}", advice.attempt);
            let said = advice.attempt_when_graded();
            assert!(said.contains(graded) && !said.contains("ejecútala"), "{said}");
            let alone = advice.attempt_alone();
            assert!(!alone.contains("celda") && alone.len() < said.len(), "{alone}");
        }
    }
}
