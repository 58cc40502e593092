//! El banco en GIFT (<https://docs.moodle.org/all/es/Formato_GIFT>), que no tiene huecos: de cada pregunta, su último paso.

use gradiente::practice::{Question, Step};

use crate::bank::Bank;
use crate::html;

/// El archivo entero.
pub fn text(bank: &Bank) -> String {
    let mut out = String::new();
    for (number, family, questions) in bank.by_family() {
        out += &format!("$CATEGORY: {}\n\n", html::category(number, family.title));
        out += &questions.iter().map(entry).collect::<String>();
    }
    out
}

fn entry(question: &Question) -> String {
    let step = question.steps().last().expect("una pregunta tiene pasos");
    let tags: String = html::tags(question).iter().map(|tag| format!(" [tag:{tag}]")).collect();
    let text = format!("{}<p>{}</p>", html::statement(question), html::ask(step));
    let answers = if step.options().is_empty() { numbers(step) } else { options(step) };
    format!(
        "//{tags}\n::{}::[html]{}{{{answers}####{}\n}}\n\n",
        escape(&html::name(question)),
        escape(&text),
        escape(&html::solution(question))
    )
}

fn numbers(step: &Step) -> String {
    let tolerance = html::number(step.tolerance());
    let answer =
        |percent: u8, value: f64, said: &str| format!("=%{percent}%{}:{tolerance}#{}\n", html::number(value), escape(said));
    let wrong = step.mistakes().iter().map(|mistake| answer(0, mistake.value, &mistake.sentence.html_with_latex()));
    format!("#\n{}{}", answer(100, step.value(), "Bien."), wrong.collect::<String>())
}

fn options(step: &Step) -> String {
    let option = |(i, text): (usize, &&str)| {
        let n = (i + 1) as f64;
        match step.mistakes().iter().find(|mistake| mistake.value == n) {
            Some(mistake) => format!("~{}#{}\n", escape(text), escape(&mistake.sentence.html_with_latex())),
            None => format!("={}#Bien.\n", escape(text)),
        }
    };
    format!("\n{}", step.options().iter().enumerate().map(option).collect::<String>())
}

/// En GIFT estos signos significan algo, y `\n` es otro renglón: también la barra lleva la suya.
fn escape(text: &str) -> String {
    let special = ['\\', '~', '=', '#', '{', '}', ':'];
    text.chars().flat_map(|c| special.contains(&c).then_some('\\').into_iter().chain([c])).collect()
}
