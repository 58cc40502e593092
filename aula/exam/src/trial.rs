//! La prueba de un ejercicio, tal como se compila en cada programa.

use super::code::Tokens;

/// Con qué palabras marca el texto lo que un estudiante no ve. Son las de nbgrader, que borra esos renglones y los de en
/// medio.
const HIDDEN: (&str, &str) = ("BEGIN HIDDEN TESTS", "END HIDDEN TESTS");

/// Los textos de una prueba.
pub struct Trial {
    /// La de quien juzga, entera.
    pub whole: String,
    /// La del proceso que corre lo que se ve: la misma que hay en el cuaderno de un estudiante.
    pub visible: String,
    /// La del proceso de las ocultas, si las hay, sin lo que esperan.
    pub hidden: Option<String>,
}

impl Trial {
    pub fn new(test: &str) -> Trial {
        let tokens = Tokens::of(test);
        let has_hidden = tokens.iter().any(|(at, token)| token.is("hidden") && at > 0 && tokens.is(at - 1, "."));
        Trial { whole: test.into(), visible: recorded(&without_hidden(test)), hidden: has_hidden.then(|| recorded(test)) }
    }
}

fn without_hidden(test: &str) -> String {
    let (mut kept, mut hiding) = (String::new(), false);
    for line in test.split_inclusive('\n') {
        hiding |= line.contains(HIDDEN.0);
        if !hiding {
            kept += line;
        }
        hiding &= !line.contains(HIDDEN.1);
    }
    kept
}

/// La prueba para un proceso que solo anota: con `Recorder` en lugar de `Rubric`, sin los errores que reconoce y sin lo que
/// hay entre los paréntesis de cada `secret!(…)`.
fn recorded(test: &str) -> String {
    let tokens = Tokens::of(test);
    let (mut text, mut end) = (String::new(), 0);
    for (at, token) in tokens.iter().filter(|(_, token)| token.is_word()) {
        let (from, to, instead) = match (token.text, tokens.closing(at + 2).and_then(|close| tokens.get(close))) {
            ("Rubric", _) => (token.start, token.end, "Recorder"),
            ("secret", Some(close)) if tokens.is(at + 1, "!") => {
                (tokens.get(at + 2).map_or(0, |open| open.end), close.start, "")
            }
            ("mistake", _) if at > 0 && tokens.is(at - 1, ".") => match mistake(&tokens, at) {
                Some(end) => (tokens.get(at - 1).map_or(token.start, |dot| dot.start), end, ""),
                None => continue,
            },
            _ => continue,
        };
        if from >= end {
            text += &test[end..from];
            text += instead;
            end = to;
        }
    }
    text + &test[end..]
}

/// Dónde acaba la llamada a `mistake` que empieza en `at`.
fn mistake(tokens: &Tokens, at: usize) -> Option<usize> {
    let open = (at + 1..tokens.len()).find(|it| tokens.is(*it, "("))?;
    tokens.closing(open).and_then(|close| tokens.get(close)).map(|close| close.end)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_process_has_its_own_text() {
        let test = "::gradiente::rubric::Rubric::new(\"Rubric\", 1.0)\n    .check(\"a\", \"b\", || f(1.0), 2.0)\n    \
                    // BEGIN HIDDEN TESTS\n    .hidden(|| f(7.0), ::gradiente::secret!(g(\") \\\" (\", (8.0))))\n    \
                    // END HIDDEN TESTS\n    .points()\n";
        let trial = Trial::new(test);
        let visible =
            "::gradiente::rubric::Recorder::new(\"Rubric\", 1.0)\n    .check(\"a\", \"b\", || f(1.0), 2.0)\n    .points()\n";
        assert_eq!((trial.whole.as_str(), trial.visible.as_str()), (test, visible));
        let hidden = trial.hidden.unwrap();
        assert!(hidden.contains(".hidden(|| f(7.0), ::gradiente::secret!())") && !hidden.contains("8.0"), "{hidden}");
        assert!(Trial::new("Rubric::new(\"hidden\", 1.0) // .hidden(").hidden.is_none());
    }

    #[test]
    fn the_mistakes_are_only_for_who_judges() {
        let test = "Rubric::new(\"e\", 1.0).check(\"a\", \"b\", || f(1.0), 2.0)\n    .mistake(\"te falta) el doble\", || {\n        \
                    (g(8.0))\n    })\n    .mistake::<_>(\"otro\", 9.0)\n    .hidden(|| f(7.0), secret!(g(5.0)))\n    .points()";
        let trial = Trial::new(test);
        assert_eq!(trial.whole, test);
        for text in [trial.visible, trial.hidden.unwrap()] {
            assert!(text.contains(".check(\"a\", \"b\", || f(1.0), 2.0)") && text.ends_with(".points()"), "{text}");
            assert!(["mistake", "falta", "8.0", "9.0", "5.0"].iter().all(|it| !text.contains(it)), "{text}");
        }
    }

    #[test]
    fn a_secret_is_never_left_for_lack_of_marks() {
        let trial = Trial::new("Rubric::new(\"e\", 1.0).hidden(|| f(1.0), secret!(2.0)).points()");
        assert!(!trial.visible.contains("2.0") && !trial.hidden.unwrap().contains("2.0"));
    }
}
