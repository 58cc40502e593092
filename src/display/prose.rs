//! Una frase con fórmulas en medio.

use std::fmt;

use super::drawing::canvas::escape;
use super::writing::{latex, mathml};

/// Una frase; lo que va entre dos `$` es una fórmula, escrita en Unicode como se lee. `to_string` la da sin los signos.
///
/// ```
/// use gradiente::display::Prose;
///
/// let prose = Prose::new("El peso $w₁ = 0.8$ es < 1.");
/// assert_eq!(prose.to_string(), "El peso w₁ = 0.8 es < 1.");
/// assert_eq!(prose.markdown(), "El peso $w_{1} = 0.8$ es < 1.");
/// assert_eq!(prose.html_with_latex(), r"El peso \(w_{1} = 0.8\) es &lt; 1.");
/// assert!(prose.html().contains("<msub><mi>w</mi><mn>1</mn></msub>"));
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Prose(String);

impl Prose {
    /// La frase escrita así.
    pub fn new(text: impl Into<String>) -> Prose {
        Prose(text.into())
    }

    /// Para un cuaderno: las fórmulas, en LaTeX entre `$`.
    pub fn markdown(&self) -> String {
        self.render(str::to_string, |formula| format!("${}$", latex::text_of(formula)))
    }

    /// Para una página: las fórmulas, en MathML.
    pub fn html(&self) -> String {
        self.render(escape, mathml::inline)
    }

    /// Para una página que convierte el LaTeX, como las de Moodle: las fórmulas, entre `\(` y `\)`.
    pub fn html_with_latex(&self) -> String {
        self.render(escape, |formula| format!("\\({}\\)", escape(&latex::text_of(formula))))
    }

    /// Esta frase, entre otras dos.
    pub(crate) fn between(&self, before: &str, after: &str) -> Prose {
        Prose(format!("{before}{}{after}", self.0))
    }

    /// Esta frase o la otra.
    pub(crate) fn or(&self, other: &Prose) -> Prose {
        let mut letters = other.0.chars();
        let first = letters.next().into_iter().flat_map(char::to_lowercase);
        Prose(format!("{} O bien: {}", self.0, first.chain(letters).collect::<String>()))
    }

    fn render(&self, words: impl Fn(&str) -> String, formula: impl Fn(&str) -> String) -> String {
        let parts = self.0.split('$').enumerate();
        parts.map(|(i, part)| if i % 2 == 0 { words(part) } else { formula(part) }).collect()
    }
}

impl fmt::Display for Prose {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.render(str::to_string, str::to_string))
    }
}

impl From<&str> for Prose {
    fn from(text: &str) -> Prose {
        Prose::new(text)
    }
}

impl From<String> for Prose {
    fn from(text: String) -> Prose {
        Prose::new(text)
    }
}
