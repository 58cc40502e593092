//! Los textos de una pregunta, en HTML con las fórmulas entre `\(` y `\)`, que es como las espera el filtro MathJax de Moodle.

use gradiente::display::Formula;
use gradiente::practice::{Question, Step};

/// Lo que no puede ir tal cual en HTML ni en XML.
pub fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

/// Unas fórmulas, en su renglón.
pub fn block(formula: &Formula) -> String {
    format!("<p>\\[{}\\]</p>", escape(&formula.latex().replace('\n', " ")))
}

/// El enunciado y, si las lleva, sus matrices.
pub fn statement(question: &Question) -> String {
    let data = question.data().map(block).unwrap_or_default();
    format!("<p>{}</p>{data}", question.statement().html_with_latex())
}

/// Lo que se pide en un paso, y cómo se escribe.
pub fn ask(step: &Step) -> String {
    format!("{} {}", step.ask().html_with_latex(), step.form())
}

/// La solución, paso a paso, y de dónde sale.
pub fn solution(question: &Question) -> String {
    format!("<p>Así se hace:</p>{}<p>Se explica en {}.</p>", block(&question.solution()), escape(question.family().source))
}

/// Un número como lo lee Moodle: con punto, y con seis decimales a lo sumo.
pub fn number(value: f64) -> String {
    let text = format!("{value:.6}");
    let text = text.trim_end_matches('0').trim_end_matches('.');
    if text == "-0" { "0".to_string() } else { text.to_string() }
}

/// Cómo se llama una pregunta en el banco.
pub fn name(question: &Question) -> String {
    format!("{}, nivel {}, semilla {}", question.family().title, question.level(), question.seed())
}

/// Por qué palabras se busca.
pub fn tags(question: &Question) -> [String; 4] {
    let level = format!("nivel-{}", question.level());
    ["gradiente".to_string(), question.family().key.to_string(), level, format!("semilla-{}", question.seed())]
}

/// La categoría de una familia, con su número: así Moodle las deja en el orden de la lección.
pub fn category(number: usize, title: &str) -> String {
    format!("$course$/top/Práctica de gradiente/{number:02} {title}")
}
