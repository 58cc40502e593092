//! Lo que dice el compilador, en español: qué pasa y qué probar.
//!
//! Cada familia es un archivo, y cada clase de error, un [`Kind`]: cómo se reconoce en lo que dice rustc, la frase, con los
//! nombres y los tipos de cada caso, y una celda que comete el error. De la misma lista salen la prueba, que ejecuta las
//! celdas en el núcleo, y la página `notebooks/errores.md`. Lo que no se reconoce se deja como está: un rustc que use otras
//! palabras pierde la frase, y nada más.

mod calls;
mod control;
mod declarations;
mod diagnostic;
mod flow;
mod functions;
mod habits;
mod matrices;
mod names;
mod notebook;
mod numbers;
mod ownership;
mod pattern;
mod signs;
mod syntax;
mod traits;
mod translations;
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
    /// Cómo se reconoce, y qué se dice.
    pub explain: Rule,
}

/// Cómo se reconoce una clase de error, y qué se dice de él: qué pasa y qué probar.
pub enum Rule {
    /// Basta lo que dice rustc: su código (ninguno, en los de sintaxis) y un trozo de su mensaje. En las frases, `{0}` es lo
    /// que ocupa el primer `*` de ese trozo.
    Says(&'static str, &'static str, &'static str, &'static str),
    /// La instrucción empieza por una de estas palabras, que en Rust no son nada. En las frases, `{0}` es la palabra.
    Opens(&'static [&'static str], &'static str, &'static str),
    /// Hay que mirar algo más.
    With(fn(&Diagnostic) -> Option<Advice>),
}

impl Rule {
    fn apply(&self, d: &Diagnostic) -> Option<Advice> {
        let (found, meaning, attempt) = match self {
            Rule::Says(code, pattern, meaning, attempt) => {
                (d.is(code).and_then(|()| d.says::<1>(pattern))?[0], meaning, attempt)
            }
            Rule::Opens(words, meaning, attempt) => {
                (words.iter().find(|word| d.opens_with(word))?.to_owned(), meaning, attempt)
            }
            Rule::With(explain) => return explain(d),
        };
        advice(meaning.replace("{0}", found), attempt.replace("{0}", found))
    }
}

/// La frase.
#[derive(Debug, Clone, PartialEq)]
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
pub const FAMILIES: [(&str, &[Kind]); 15] = [
    ("Cosas del cuaderno", notebook::KINDS),
    ("Costumbres de otros lenguajes: las variables", declarations::KINDS),
    ("Costumbres de otros lenguajes: las funciones", functions::KINDS),
    ("Costumbres de otros lenguajes: condiciones y bucles", control::KINDS),
    ("Costumbres de otros lenguajes: tipos y bibliotecas", habits::KINDS),
    ("Costumbres de otros lenguajes: los signos", signs::KINDS),
    ("Sintaxis", syntax::KINDS),
    ("Matrices y vectores", matrices::KINDS),
    ("Números", numbers::KINDS),
    ("Condiciones y bucles", flow::KINDS),
    ("Nombres", names::KINDS),
    ("Préstamos y dueños", ownership::KINDS),
    ("Llamadas", calls::KINDS),
    ("Rasgos (*traits*)", traits::KINDS),
    ("Tipos", types::KINDS),
];

/// Lo que se dice de los errores de un mismo programa, en el orden en que los cuenta rustc.
#[derive(Default)]
pub struct Explainer {
    /// rustc ya se perdió una vez leyendo el programa; y lo explicamos.
    lost: bool,
    explained: bool,
    /// Los renglones explicados, y lo que se dijo de ellos.
    said: Vec<(Option<u64>, Advice)>,
}

impl Explainer {
    /// La frase de un error, si es de una clase conocida y no es la consecuencia de otro: cuando rustc no entiende lo que
    /// lee, adivina lo que sigue, y lo que dice de ello despista. `source` es el texto del archivo en que está.
    pub fn explain(&mut self, error: &Value, source: &str) -> Option<Advice> {
        let diagnostic = Diagnostic::new(error, source);
        let (syntax, line) = (diagnostic.is_of_syntax(), diagnostic.line());
        if self.explained || (self.lost && !syntax) {
            return None;
        }
        self.lost |= syntax;
        let (_, advice) = recognize(error, source)?;
        self.explained = syntax;
        // De un mismo renglón se explica lo primero: lo demás suele venir de ello.
        let repeated = self.said.iter().any(|(at, said)| (line.is_some() && *at == line) || *said == advice);
        self.said.push((line, advice.clone()));
        (!repeated).then_some(advice)
    }
}

/// La frase de un error de rustc, si es de una clase conocida, y de cuál. `source` es el texto del archivo en que está.
pub fn recognize(error: &Value, source: &str) -> Option<(&'static Kind, Advice)> {
    let diagnostic = Diagnostic::new(error, source);
    FAMILIES.iter().flat_map(|(_, kinds)| *kinds).find_map(|kind| Some((kind, kind.explain.apply(&diagnostic)?)))
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
            let (_, advice) = recognize(&error, "").expect("es de los conocidos");
            assert!(advice.attempt.contains("ejecútala antes"), "{}", advice.attempt);
            assert!(!advice.attempt.contains("al calificar"), "{}", advice.attempt);
            let said = advice.attempt_when_graded();
            assert!(said.contains(graded) && !said.contains("ejecútala"), "{said}");
            let alone = advice.attempt_alone();
            assert!(!alone.contains("celda") && alone.len() < said.len(), "{alone}");
        }
    }
}
