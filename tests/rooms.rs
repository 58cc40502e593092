//! Quién puede usar a quién dentro de la biblioteca: matemática ← `display`, `rubric` ← `notebook`; y `practice`, las
//! preguntas, escribe sus fórmulas con `display` y no necesita a `rubric`: mide las distancias como Moodle.
//!
//! El compilador no lo impide, porque todo es un mismo paquete: lo impide esta prueba, que lee las fuentes.

use std::fs;
use std::path::Path;

/// La matemática: los archivos que están en `src/` a secas.
const MATHEMATICS: &str = "la matemática";

/// Cada cuarto, con los que puede usar además de a sí mismo. La matemática se usa en todos.
const ROOMS: [(&str, &[&str]); 5] = [
    (MATHEMATICS, &[]),
    ("display", &[]),
    ("rubric", &[]),
    ("practice", &["display"]),
    ("notebook", &["display", "rubric", "practice"]),
];

/// Lo que incumple `source`, que está en el cuarto `room`.
fn problems(room: &str, source: &str) -> Vec<String> {
    let Some((_, allowed)) = ROOMS.iter().find(|(name, _)| *name == room) else {
        return vec![format!("`{room}` no está en la tabla de esta prueba: di en ella qué puede usar")];
    };
    let code = without_comments(source);
    let mut problems: Vec<String> = names(&code)
        .into_iter()
        .filter(|name| ROOMS.iter().any(|(room, _)| room == name) && *name != room && !allowed.contains(name))
        .map(|name| format!("usa `{name}`, y {room} no puede"))
        .collect();
    if room != "notebook" && source.to_lowercase().contains("evcxr") {
        problems.push("nombra a evcxr, del que solo sabe `notebook`".into());
    }
    problems
}

fn without_comments(source: &str) -> String {
    source.lines().filter(|line| !line.trim_start().starts_with("//")).map(|line| format!("{line}\n")).collect()
}

/// Lo primero que se nombra detrás de cada `crate::`, también dentro de llaves, y de cada `super::`, que puede salir del
/// cuarto.
fn names(code: &str) -> Vec<&str> {
    let after = |path: &str| code.match_indices(path).map(|(at, _)| &code[at + path.len()..]).collect::<Vec<_>>();
    let paths = [after("crate::"), after("super::")].concat();
    paths
        .into_iter()
        .flat_map(|path| if let Some(group) = path.strip_prefix('{') { items(group) } else { vec![path] })
        .map(word)
        .collect()
}

/// Lo que hay en un grupo `{a::b, c::{d, e}}`, del que llega lo que sigue a la primera llave.
fn items(group: &str) -> Vec<&str> {
    let (mut depth, mut start, mut items) = (0, 0, Vec::new());
    for (at, c) in group.char_indices() {
        match c {
            '{' => depth += 1,
            '}' if depth > 0 => depth -= 1,
            ',' | '}' if depth == 0 => {
                items.push(group[start..at].trim_start());
                start = at + 1;
                if c == '}' {
                    break;
                }
            }
            _ => {}
        }
    }
    items
}

fn word(path: &str) -> &str {
    path.split(|c: char| !(c.is_alphanumeric() || c == '_')).next().unwrap_or_default()
}

/// Lee las fuentes de `folder` y dice qué incumple cada una. Cada carpeta de `src/` es un cuarto.
fn read(folder: &Path, room: &str, found: &mut Vec<String>) {
    for entry in fs::read_dir(folder).expect("la carpeta de las fuentes").map(|entry| entry.expect("un archivo")) {
        let (path, name) = (entry.path(), entry.file_name().into_string().expect("un nombre en UTF-8"));
        if path.is_dir() {
            read(&path, if room == MATHEMATICS { &name } else { room }, found);
        } else if name.ends_with(".rs") && !(room == MATHEMATICS && name == "lib.rs") {
            let source = fs::read_to_string(&path).expect("una fuente en UTF-8");
            found.extend(problems(room, &source).into_iter().map(|problem| format!("{}: {problem}", path.display())));
        }
    }
}

#[test]
fn each_room_uses_only_what_it_may() {
    let mut found = Vec::new();
    read(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src"), MATHEMATICS, &mut found);
    assert!(found.is_empty(), "Esto rompe el orden de la biblioteca:\n{}", found.join("\n"));
}

#[test]
fn a_wrong_import_is_seen_however_it_is_written() {
    let wrong = |room, source| problems(room, source).len();
    for (room, source) in [
        (MATHEMATICS, "use crate::display::Figure;"),
        ("display", "use crate::{error::Error, notebook::plot};"),
        ("display", "use crate::{\n    error::{Error, Other},\n    rubric,\n};"),
        ("rubric", "    crate::notebook::summary(&[])"),
        ("rubric", "use super::notebook::plot;"),
        ("rubric", "use super::super::display::Figure;"),
        ("display", "// evcxr lo llama por su nombre"),
        ("practice", "use crate::rubric::close;"),
        ("otro", ""),
    ] {
        assert_eq!(wrong(room, source), 1, "{room}: {source}");
    }
    for (room, source) in [
        ("notebook", "use crate::display::{Figure, Table};\nuse crate::rubric::attempt; // evcxr"),
        ("display", "use crate::{network::Network, display::Figure};\nuse super::figure::Figure;"),
        ("rubric", "/// Véase [`summary`](crate::notebook::summary).\nuse crate::Network;"),
    ] {
        assert_eq!(problems(room, source), [""; 0], "{room}: {source}");
    }
}
