//! El banco en el XML de Moodle (<https://docs.moodle.org/all/es/Formato_Moodle_XML>).
//!
//! En cada familia y nivel se alternan las preguntas de un solo número, el del último paso, y las de todos los pasos, con sus
//! huecos. Cada error conocido es una respuesta que vale 0, con su frase.

use std::fmt::Write;

use gradiente::practice::{Question, Step};

use crate::bank::Bank;
use crate::{cloze, html};

/// El archivo entero.
pub fn xml(bank: &Bank) -> String {
    let mut out = String::from("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<quiz>\n");
    for (number, family, questions) in bank.by_family() {
        out += &category(&html::category(number, family.title), family.source);
        for (i, question) in questions.iter().enumerate() {
            out += &if i % 2 == 0 { whole(question) } else { last(question) };
        }
    }
    out + "</quiz>\n"
}

fn category(path: &str, source: &str) -> String {
    let info = html::escape(&format!("<p>{}</p>", html::escape(source)));
    format!(
        "<question type=\"category\">\n<category><text>{}</text></category>\n\
         <info format=\"html\"><text>{info}</text></info>\n</question>\n",
        html::escape(path)
    )
}

/// Todos los pasos.
fn whole(question: &Question) -> String {
    wrapped("cloze", question, &cloze::text(question), "")
}

/// Solo el último, si es un número.
fn last(question: &Question) -> String {
    let step = question.steps().last().expect("una pregunta tiene pasos");
    if !step.options().is_empty() {
        return whole(question);
    }
    let text = format!("{}<p>{}</p>", html::statement(question), html::ask(step));
    let rest = format!(
        "<defaultgrade>1</defaultgrade>\n{}<unitgradingtype>0</unitgradingtype>\n<showunits>3</showunits>\n\
         <unitsleft>0</unitsleft>\n",
        answers(step)
    );
    wrapped("numerical", question, &text, &rest)
}

/// La buena, los errores conocidos y, al final, cualquier otra, con la pista.
fn answers(step: &Step) -> String {
    let answer = |fraction: u8, value: &str, tolerance: f64, said: &str| {
        format!(
            "<answer fraction=\"{fraction}\" format=\"moodle_auto_format\"><text>{value}</text>\
             <tolerance>{}</tolerance><feedback format=\"html\"><text>{}</text></feedback></answer>\n",
            html::number(tolerance),
            html::escape(said)
        )
    };
    let mut out = answer(100, &html::number(step.value()), step.tolerance(), "Bien.");
    for mistake in step.mistakes() {
        out += &answer(0, &html::number(mistake.value), step.tolerance(), &mistake.sentence.html_with_latex());
    }
    out + &answer(0, "*", 0.0, &format!("No es eso. {}", step.hint().html_with_latex()))
}

fn wrapped(kind: &str, question: &Question, text: &str, rest: &str) -> String {
    let mut out = format!("<question type=\"{kind}\">\n<name><text>{}</text></name>\n", html::escape(&html::name(question)));
    for (element, content) in [("questiontext", text), ("generalfeedback", &html::solution(question))] {
        _ = writeln!(out, "<{element} format=\"html\"><text>{}</text></{element}>", html::escape(content));
    }
    let tags: String = html::tags(question).iter().map(|tag| format!("<tag><text>{tag}</text></tag>")).collect();
    out + &format!("<penalty>0.3333333</penalty>\n<hidden>0</hidden>\n{rest}<tags>{tags}</tags>\n</question>\n")
}
