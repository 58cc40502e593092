//! Lo llama el comando, con los argumentos ya comprobados: `bank FORMATO PREGUNTAS SEMILLA ARCHIVO FAMILIAS` o `report
//! CÓDIGO…`.

use std::path::Path;
use std::process::ExitCode;

use files::write_whole;
use quiz::bank::{Bank, families};
use quiz::{gift, moodle, report};

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let done = match words[..] {
        ["bank", form, count, seed, path, names] => bank(form, count, seed, Path::new(path), names),
        ["report", ..] => report::report(&arguments[1..]),
        _ => Err("Este programa lo usa el comando: cargo run -- cuestionario, o cargo run -- practica.".into()),
    };
    match done {
        Ok(said) => {
            println!("{said}");
            ExitCode::SUCCESS
        }
        Err(said) => {
            eprintln!("{said}");
            ExitCode::FAILURE
        }
    }
}

fn bank(form: &str, count: &str, seed: &str, path: &Path, names: &str) -> Result<String, String> {
    let number = |text: &str| text.parse::<u32>().map_err(|_| format!("«{text}» no es un número entero."));
    let (families, count) = (families(names)?, number(count)?);
    let bank = Bank::new(&families, count as usize, number(seed)?);
    let text = if form == "gift" { gift::text(&bank) } else { moodle::xml(&bank) };
    write_whole(path, &text)?;
    let (made, of) = (bank.questions.len(), families.len());
    let all = if made < count as usize { " Son todas las distintas que hay." } else { "" };
    let how = if form == "gift" { "GIFT" } else { "XML de Moodle" };
    Ok(format!("{}: {made} preguntas de {of} familias, en {how}.{all}", path.display()))
}
