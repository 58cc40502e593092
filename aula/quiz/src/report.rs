//! Lo que dice un código de práctica, para quien enseña.

use std::collections::HashMap;

use gradiente::practice::{FAMILIES, Record, Session, Verdict, draw};

use crate::bank::sentence;

/// Lo que se hizo en cada práctica. Del código que no se puede leer, por qué.
///
/// # Errors
///
/// Si no se pudo leer ninguno.
pub fn report(codes: &[String]) -> Result<String, String> {
    let read: Vec<_> = codes.iter().map(|code| Session::from_code(code)).collect();
    let mut parts = vec![];
    for (i, session) in read.iter().enumerate() {
        let head = if codes.len() > 1 { format!("Código {}. ", i + 1) } else { String::new() };
        parts.push(match session {
            Err(error) => format!("{head}{}.", sentence(&error.to_string())),
            Ok(session) => {
                let twin = read[..i].iter().position(|other| other.as_ref().is_ok_and(|other| other.seed == session.seed));
                let twin = twin.map(|twin| format!("\nOjo: empieza con la misma semilla que el código {}.", twin + 1));
                format!("{head}{}{}", practice(session), twin.unwrap_or_default())
            }
        });
    }
    let text = parts.join("\n\n");
    if read.iter().any(Result::is_ok) { Ok(text) } else { Err(text) }
}

fn practice(session: &Session) -> String {
    let records = &session.records;
    let clean = records.iter().filter(|record| record.is_clean()).count();
    let shown: usize = records.iter().flat_map(|record| &record.outcomes).filter(|outcome| outcome.shown).count();
    let mut out = match records.len() {
        0 => return "Práctica sin empezar: todavía no hay ninguna pregunta terminada.".to_string(),
        1 => format!("1 pregunta terminada; a la primera, {clean}; soluciones pedidas, {shown}."),
        n => format!("{n} preguntas terminadas; a la primera, {clean}; soluciones pedidas, {shown}."),
    };
    for family in FAMILIES {
        let of: Vec<_> = records.iter().enumerate().filter(|(_, record)| record.family == family.key).collect();
        if of.is_empty() {
            continue;
        }
        let clean = of.iter().filter(|(_, record)| record.is_clean()).count();
        let level = of.iter().map(|(_, record)| record.level).max().unwrap_or_default();
        out += &format!("\n  {}: {clean} de {} a la primera, hasta el nivel {level}", family.title, of.len());
        for (said, times) in mistakes(session, &of) {
            let times = if times == 1 { "una vez".to_string() } else { format!("{times} veces") };
            out += &format!("\n      {times}: {said}");
        }
    }
    out
}

/// Los errores conocidos de unas preguntas, con las veces que salió cada uno, de más a menos.
fn mistakes(session: &Session, records: &[(usize, &Record)]) -> Vec<(String, usize)> {
    let mut counts: HashMap<String, usize> = HashMap::new();
    for &(i, record) in records {
        let question = draw(record.family, record.level, session.seed_of(i)).expect("se leyó de un código");
        for (outcome, step) in record.outcomes.iter().zip(question.steps()) {
            if let Some(verdict @ Verdict::Known(_)) = outcome.first {
                *counts.entry(verdict.sentence(step)).or_default() += 1;
            }
        }
    }
    let mut counts: Vec<_> = counts.into_iter().collect();
    counts.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
    counts
}
