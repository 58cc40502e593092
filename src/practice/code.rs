//! Una práctica en un código que se puede copiar y dictar.
//!
//! Son símbolos de cinco bits, con el alfabeto de Crockford, que no tiene letras que se confundan: la versión, la semilla,
//! de cada pregunta su familia, su nivel y cómo fue cada paso, y una suma de comprobación. No es un secreto: quien quiera
//! puede inventarse uno, y por eso sirve para hablar de lo practicado y no para poner una nota.

use super::exercise::Outcome;
use super::question::Verdict;
use super::session::{Record, Session};
use super::{Error, FAMILIES, LEVELS};

const ALPHABET: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";
/// Cambia si cambian las preguntas: un código de otra versión no se puede leer con las de ahora.
const VERSION: u8 = 1;
const GROUP: usize = 5;
const SEED: usize = 7;
const CHECK: usize = 4;
/// Unas mil preguntas.
const LONGEST: usize = 10_000;

/// Lo que ocupa en un símbolo lo primero que se contestó: bien, un error conocido, otro número o nada.
const OTHER: u8 = 15;
const NOTHING: u8 = 14;
const SHOWN: u8 = 16;

impl Session {
    /// El código de lo que se lleva hecho.
    pub fn code(&self) -> String {
        let mut symbols = vec![VERSION];
        symbols.extend(split(self.seed.into(), SEED));
        for record in &self.records {
            let place = FAMILIES.iter().position(|family| family.key == record.family).expect("es una de las que hay");
            let levels = usize::from(*LEVELS.end());
            symbols.extend(split((place * levels + usize::from(record.level) - 1) as u64, 2));
            symbols.extend(record.outcomes.iter().map(|&outcome| symbol(outcome)));
        }
        symbols.extend(split(check(&symbols), CHECK));
        let letters: Vec<char> = symbols.iter().map(|&symbol| char::from(ALPHABET[usize::from(symbol)])).collect();
        letters.chunks(GROUP).map(|group| group.iter().collect::<String>()).collect::<Vec<_>>().join("-")
    }

    /// La práctica que hay en un código. Da igual si va en minúsculas, con espacios o sin sus guiones.
    ///
    /// # Errors
    ///
    /// [`Error::Code`] si está a medias, si tiene algo cambiado o si es de otra versión.
    pub fn from_code(code: &str) -> Result<Session, Error> {
        read(code).map_err(|why| Error::Code(why.to_string()))
    }
}

fn read(code: &str) -> Result<Session, &'static str> {
    if code.len() > LONGEST {
        return Err("es demasiado largo");
    }
    let letters = code.chars().filter(|c| !c.is_whitespace() && !"-–—".contains(*c));
    let symbols =
        letters.map(value).collect::<Option<Vec<u8>>>().ok_or("lleva algo que no es una letra ni una cifra suya")?;
    let (body, sum) = symbols.split_at_checked(symbols.len().saturating_sub(CHECK)).ok_or("está a medias")?;
    if body.len() <= SEED || join(sum) != check(body) {
        return Err("le falta un trozo o tiene algo cambiado");
    }
    if body[0] != VERSION {
        return Err("es de otra versión de la práctica");
    }
    let seed = u32::try_from(join(&body[1..=SEED])).map_err(|_| "su semilla no existe")?;
    let mut session = Session::new(seed);
    let mut rest = &body[SEED + 1..];
    while !rest.is_empty() {
        rest = record(&mut session, rest).ok_or("nombra preguntas que no existen")?;
    }
    Ok(session)
}

/// Lee una pregunta contestada del principio de `symbols`, y devuelve lo que sigue.
fn record<'a>(session: &mut Session, symbols: &'a [u8]) -> Option<&'a [u8]> {
    let (head, rest) = symbols.split_at_checked(2)?;
    let (place, levels) = (usize::try_from(join(head)).ok()?, usize::from(*LEVELS.end()));
    let (family, level) = (*FAMILIES.get(place / levels)?, u8::try_from(place % levels).ok()? + 1);
    let question = family.draw(level, session.seed_of(session.records.len()));
    let (steps, rest) = rest.split_at_checked(question.steps().len())?;
    let outcomes = steps.iter().zip(question.steps()).map(|(&symbol, step)| {
        let outcome = outcome(symbol);
        match outcome.first {
            Some(Verdict::Known(i)) => step.mistakes().get(i).map(|_| outcome),
            _ => Some(outcome),
        }
    });
    session.records.push(Record { family: family.key, level, outcomes: outcomes.collect::<Option<_>>()? });
    Some(rest)
}

fn symbol(outcome: Outcome) -> u8 {
    let first = match outcome.first {
        Some(Verdict::Right) => 0,
        Some(Verdict::Known(i)) => u8::try_from(i + 1).map_or(OTHER, |n| n.min(NOTHING - 1)),
        Some(Verdict::Other | Verdict::Unreadable) => OTHER,
        None => NOTHING,
    };
    first | if outcome.shown { SHOWN } else { 0 }
}

fn outcome(symbol: u8) -> Outcome {
    let first = match symbol & (SHOWN - 1) {
        0 => Some(Verdict::Right),
        OTHER => Some(Verdict::Other),
        NOTHING => None,
        n => Some(Verdict::Known(usize::from(n) - 1)),
    };
    Outcome { first, shown: symbol & SHOWN != 0 }
}

/// Lo que vale una letra; las que se confunden con una cifra valen lo que ella.
fn value(letter: char) -> Option<u8> {
    let letter = match letter.to_ascii_uppercase() {
        'O' => '0',
        'I' | 'L' => '1',
        letter => letter,
    };
    let place = ALPHABET.iter().position(|&known| char::from(known) == letter)?;
    u8::try_from(place).ok()
}

/// `number` en `n` símbolos.
fn split(number: u64, n: usize) -> impl Iterator<Item = u8> {
    (0..n).rev().map(move |i| (number >> (5 * i) & 31) as u8)
}

fn join(symbols: &[u8]) -> u64 {
    symbols.iter().fold(0, |number, &symbol| number << 5 | u64::from(symbol))
}

/// FNV-1a, en los bits que caben.
fn check(symbols: &[u8]) -> u64 {
    let hash = symbols.iter().fold(0x811c_9dc5_u32, |hash, &symbol| (hash ^ u32::from(symbol)).wrapping_mul(0x0100_0193));
    u64::from(hash ^ hash >> 20) & ((1 << (5 * CHECK)) - 1)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::practice::Exercise;

    fn practised() -> Session {
        let mut session = Session::new(0xfedc_ba98);
        for i in 0..40 {
            let mut exercise = Exercise::new(session.next(None));
            while let Some(step) = exercise.step() {
                let (value, mistakes) = (step.value(), step.mistakes().to_vec());
                if let Some(mistake) = mistakes.get(i % 5) {
                    exercise.answer(mistake.value);
                }
                if i % 7 == 0 { exercise.show() } else { _ = exercise.answer(value) }
            }
            session.record(&exercise);
        }
        session
    }

    #[test]
    fn what_was_done_comes_back_whole_however_it_is_copied() {
        let session = practised();
        let code = session.code();
        assert!(session.records.iter().any(|record| record.is_clean()) && session.records.len() == 40);
        for copied in [code.clone(), code.to_lowercase(), code.replace('-', ""), format!(" {}\n", code.replace('-', " "))] {
            assert_eq!(Session::from_code(&copied), Ok(session.clone()));
        }
        assert_eq!(Session::from_code(&Session::new(3).code()), Ok(Session::new(3)));
    }

    #[test]
    fn what_is_not_a_code_is_said() {
        let code = practised().code();
        let said = |code: &str| Session::from_code(code).unwrap_err().to_string();
        assert!(said("¿hola?").contains("no es una letra ni una cifra"));
        assert!(said(&"0".repeat(20_000)).contains("demasiado largo"));
        for bad in ["", "1", &code[1..], &code[..code.len() - 3]] {
            assert!(said(bad).contains("le falta un trozo o tiene algo cambiado"), "{bad}");
        }
        // Cualquier letra cambiada por otra se nota.
        for (i, c) in code.char_indices().filter(|(_, c)| *c != '-') {
            let other = if c == '7' { "8" } else { "7" };
            let changed = format!("{}{other}{}", &code[..i], &code[i + 1..]);
            assert!(Session::from_code(&changed).is_err(), "{i}");
        }
    }

    #[test]
    fn a_code_made_up_with_its_check_is_still_read_with_care() {
        let made = |symbols: &[u8]| {
            let whole = [symbols, &split(check(symbols), CHECK).collect::<Vec<_>>()].concat();
            whole.iter().map(|&symbol| char::from(ALPHABET[usize::from(symbol)])).collect::<String>()
        };
        let seed = [0; SEED];
        for (symbols, why) in [
            ([&[VERSION + 1], &seed[..]].concat(), "otra versión"),
            ([&[VERSION][..], &[31; SEED]].concat(), "semilla"),
            ([&[VERSION], &seed[..], &[31, 31, 0]].concat(), "no existen"),
            ([&[VERSION], &seed[..], &[0, 0, 0]].concat(), "no existen"), // le faltan pasos
            ([&[VERSION], &seed[..], &[0, 0, 13, 0, 0, 0]].concat(), "no existen"), // un error que ese paso no conoce
        ] {
            let said = Session::from_code(&made(&symbols)).unwrap_err().to_string();
            assert!(said.contains(why), "{why}: {said}");
        }
    }
}
