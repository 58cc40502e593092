//! Una pregunta de varios pasos en un solo texto, con sus huecos: el tipo «respuestas anidadas (Cloze)» de Moodle.

use gradiente::practice::{Question, Step};

use crate::html;

/// El texto entero: el enunciado y, debajo, un renglón por paso con su hueco.
pub fn text(question: &Question) -> String {
    let steps = question.steps().iter().enumerate();
    let steps = steps.map(|(i, step)| format!("<p>{}. {} {}</p>", i + 1, html::ask(step), gap(step)));
    html::statement(question) + &steps.collect::<String>()
}

/// `{1:NUMERICAL:=0.6:0.0005#Bien.~%0%0.4:0.0005#Te falta sumar el sesgo, b.}`
fn gap(step: &Step) -> String {
    if !step.options().is_empty() {
        return format!("{{1:MULTICHOICE_V:{}}}", options(step).join("~"));
    }
    let tolerance = html::number(step.tolerance());
    let wrong = step.mistakes().iter().map(|mistake| {
        format!("~%0%{}:{tolerance}#{}", html::number(mistake.value), feedback(&mistake.sentence.to_string()))
    });
    format!("{{1:NUMERICAL:={}:{tolerance}#Bien.{}}}", html::number(step.value()), wrong.collect::<String>())
}

fn options(step: &Step) -> Vec<String> {
    let option = |(i, text): (usize, &&str)| {
        let n = (i + 1) as f64;
        let wrong = step.mistakes().iter().find(|mistake| mistake.value == n);
        match wrong {
            Some(mistake) => format!("{}#{}", feedback(text), feedback(&mistake.sentence.to_string())),
            None => format!("={}#Bien.", feedback(text)),
        }
    };
    step.options().iter().enumerate().map(option).collect()
}

/// Lo que se dice de una respuesta. Dentro de un hueco, una llave o una virgulilla lo cerrarían: van por su número.
fn feedback(text: &str) -> String {
    html::escape(text).replace('}', "&#125;").replace('~', "&#126;")
}
