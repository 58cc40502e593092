//! El programa que se compila: un módulo por ejercicio, con la respuesta y su prueba juntas y aparte de todo lo demás.

use std::ops::Range;

use super::course::{Course, Exercise, Submission};

/// Un módulo, y en qué renglones de él está la respuesta: para decir en cuál de los suyos se equivocó.
pub struct Module {
    pub name: String,
    pub text: String,
    pub reads_files: bool,
    pub first_line: usize,
    pub lines: usize,
    /// Las respuestas de otros ejercicios que lleva porque las llama la suya, y en qué renglones.
    pub borrowed: Vec<(String, Range<usize>)>,
}

/// Un módulo por ejercicio, con las respuestas de `submission`. Quien las escribió puede leer su propio programa: lo que se
/// espera de las pruebas ocultas no está en él.
pub fn modules(course: &Course, submission: &Submission) -> Vec<Module> {
    course.exercises.iter().map(|it| module(course, it, &without_secrets(&it.test), submission.answer(it))).collect()
}

/// Los de quien enseña, con todo lo que hace falta para juzgar.
pub fn reference_modules(course: &Course) -> Vec<Module> {
    course.exercises.iter().map(|it| module(course, it, &it.test, &it.reference)).collect()
}

/// La prueba va antes que la respuesta, y vuelve antes de llegar a ella: de la respuesta solo cuentan sus funciones, no sus
/// instrucciones sueltas ni sus macros. Lo que llama de otros ejercicios es lo de quien enseña, un bloque más afuera:
/// ninguna nota depende de otra respuesta, y quien escriba una función con el mismo nombre usa la suya.
fn module(course: &Course, exercise: &Exercise, test: &str, answer: &str) -> Module {
    let used = |other: &&Exercise| other.name != exercise.name && other.functions().any(|name| mentions(answer, name));
    let mut before = format!("{}\npub fn test() -> f64 {{\n", course.setup);
    let mut borrowed = Vec::new();
    for other in course.exercises.iter().filter(used) {
        let first = before.lines().count() + 1;
        before += &format!("{}\n", other.reference);
        borrowed.push((other.name.clone(), first..before.lines().count() + 1));
    }
    before += &format!("{{\nreturn {{\n{test}\n}};\n");
    Module {
        name: exercise.name.clone(),
        reads_files: reads_files(answer),
        first_line: before.lines().count() + 1,
        lines: answer.lines().count().max(1),
        borrowed,
        text: format!("{before}{answer}\n;\n0.0\n}}\n}}\n"),
    }
}

/// La prueba, sin lo que hay entre los paréntesis de cada `secret!(…)`.
fn without_secrets(test: &str) -> String {
    let mut kept = String::new();
    let mut rest = test;
    while let Some(at) = rest.find("secret!(") {
        let (before, inside) = rest.split_at(at + "secret!(".len());
        kept.push_str(before);
        rest = &inside[closing(inside)..];
    }
    kept + rest
}

/// Dónde se cierra el paréntesis que ya está abierto. Los que van dentro de un texto no cuentan.
fn closing(inside: &str) -> usize {
    let (mut depth, mut quoted, mut escaped) = (0, false, false);
    for (at, c) in inside.char_indices() {
        match c {
            _ if escaped => escaped = false,
            '\\' => escaped = quoted,
            '"' => quoted = !quoted,
            '(' if !quoted => depth += 1,
            ')' if !quoted && depth == 0 => return at,
            ')' if !quoted => depth -= 1,
            _ => {}
        }
    }
    inside.len()
}

const SIT: &str = "::gradiente::rubric::exam::sit(&seal, test)";
const JUDGE: &str =
    "::gradiente::rubric::exam::judge(&::std::io::read_to_string(::std::io::stdin()).unwrap_or_default(), test)";

/// El programa del estudiante: con el nombre de un ejercicio y un sello, corre su prueba y escribe lo que devuelven las
/// funciones.
pub fn sitting(names: &[&str]) -> String {
    main(names, &format!("let seal = seal.unwrap_or_default();\n{SIT}"))
}

/// El programa que juzga: con el nombre de un ejercicio, lee lo que devolvieron las funciones y escribe los puntos y el
/// informe.
pub fn judging(names: &[&str]) -> String {
    main(names, JUDGE)
}

/// El programa de quien comprueba lo suyo: con un sello hace lo de uno y, sin él, lo del otro.
pub fn checking(names: &[&str]) -> String {
    main(names, &format!("match seal {{\nSome(seal) => {SIT},\nNone => {JUDGE},\n}}"))
}

fn main(names: &[&str], examine: &str) -> String {
    let modules: String = names.iter().map(|name| format!("mod {name};\n")).collect();
    let arms: String = names.iter().map(|name| format!("Some(\"{name}\") => examine({name}::test, seal),\n")).collect();
    format!(
        "{modules}fn examine(test: fn() -> f64, seal: Option<String>) {{\n{examine}\n}}\nfn main() {{\n\
         let mut arguments = ::std::env::args().skip(1);\nlet (name, seal) = (arguments.next(), arguments.next());\n\
         match name.as_deref() {{\n{arms}_ => ::std::process::exit(2),\n}}\n}}\n"
    )
}

/// ¿Lee esta respuesta archivos al compilarse? Aislada solo alcanza los de su propio programa, pero ahí están las llamadas
/// de las pruebas ocultas y, si nombra otros ejercicios, su solución: podría enseñarlas en el mensaje de un pánico.
fn reads_files(answer: &str) -> bool {
    ["include", "include_str", "include_bytes"].iter().any(|name| {
        let calls = |rest: &str| after_comments(rest).starts_with('!');
        answer.match_indices(name).any(|(at, _)| calls(&answer[at + name.len()..]))
    })
}

fn after_comments(mut rest: &str) -> &str {
    loop {
        let trimmed = rest.trim_start();
        rest = match trimmed.get(..2) {
            Some("/*") => trimmed.split_once("*/").map_or("", |(_, rest)| rest),
            Some("//") => trimmed.split_once('\n').map_or("", |(_, rest)| rest),
            Some("*/") => &trimmed[2..], // el final de uno que llevaba otro dentro
            _ => return trimmed,
        };
    }
}

/// ¿Aparece `name`, como palabra entera?
fn mentions(text: &str, name: &str) -> bool {
    text.split(|c: char| !c.is_alphanumeric() && c != '_').any(|word| word == name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn secrets_go_whole() {
        let test =
            ".hidden(|| f(1.0), ::gradiente::secret!(g(\") \\\" (\", (2.0)))).hidden(|| f(2.0), secret!(3.5)).points()";
        assert_eq!(
            without_secrets(test),
            ".hidden(|| f(1.0), ::gradiente::secret!()).hidden(|| f(2.0), secret!()).points()"
        );
        assert_eq!(without_secrets("secret!(sin cerrar"), "secret!(");
    }

    #[test]
    fn reading_files_is_seen() {
        for answer in ["include!(\"a\")", "r#include_str ! (\"a\")", "x(include_bytes/* /* */ */\n// y\n!(\"a\"))"] {
            assert!(reads_files(answer), "{answer}");
        }
        assert!(!reads_files("// include the bias!\nlet include = 3;\ninclude_bias(x)"));
    }

    #[test]
    fn a_name_is_a_whole_word() {
        assert!(mentions("f(x) + sigmoid(z)", "sigmoid") && !mentions("sigmoid_derivative(a)", "sigmoid"));
    }
}
