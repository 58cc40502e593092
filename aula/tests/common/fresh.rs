//! Una copia del proyecto como la tiene quien acaba de bajarlo: sin entorno, sin nada compilado y sin nada generado.

use std::fs;
use std::path::Path;

/// Deja en `to`, que no existe, lo que hay en el proyecto, menos lo que su `.gitignore` deja fuera. No hace falta git: quien
/// bajó el proyecto como zip no lo tiene.
pub fn copy(to: &Path) {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap();
    let rules = fs::read_to_string(root.join(".gitignore")).unwrap();
    let ignored: Vec<&str> =
        rules.lines().map(str::trim).filter(|rule| !rule.is_empty() && !rule.starts_with('#')).collect();
    copy_folder(root, to, "", &ignored);
}

fn copy_folder(from: &Path, to: &Path, place: &str, ignored: &[&str]) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let name = entry.file_name().into_string().unwrap();
        let place = format!("{place}/{name}");
        if place == "/.git" || ignored.iter().any(|rule| leaves_out(rule, &place, &name)) {
            continue;
        }
        if entry.file_type().unwrap().is_dir() {
            copy_folder(&entry.path(), &to.join(name), &place, ignored);
        } else {
            fs::copy(entry.path(), to.join(name)).unwrap();
        }
    }
}

/// Las reglas de este proyecto son nombres, o rutas desde la raíz; unas y otras pueden acabar en un asterisco.
fn leaves_out(rule: &str, place: &str, name: &str) -> bool {
    let rule = rule.trim_end_matches('/');
    let subject = if rule.starts_with('/') { place } else { name };
    match rule.strip_suffix('*') {
        Some(start) => subject.starts_with(start),
        None => subject == rule,
    }
}
