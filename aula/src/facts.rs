//! Lo que saben los dos lenguajes: está escrito una vez, en `facts.json`, que Python también lee.

use std::sync::LazyLock;

use serde_json::Value;

/// Los nombres de las carpetas y de los archivos del proyecto.
pub struct Facts {
    pub venv: String,
    pub notebooks: String,
    /// La carpeta de los textos, junto a los cuadernos.
    pub texts: String,
    /// La de las tareas de quien enseña, también.
    pub assignments: String,
    /// La del curso de nbgrader, también.
    pub course: String,
    /// La de intercambio, dentro del curso.
    pub exchange: String,
    /// El cuaderno que se abre.
    pub lesson: String,
    /// El que se entrega.
    pub exercises: String,
    /// La tarea del curso a la que pertenece.
    pub assignment: String,
    /// Las rutas de lo que no es para estudiantes: las soluciones, las pruebas ocultas, la historia del proyecto y lo que se
    /// recoge de una clase.
    #[cfg_attr(not(test), allow(dead_code))]
    pub private: Vec<String>,
    /// Lo único que leen las demás cuentas de la máquina cuando se abre una clase: las rutas del proyecto.
    #[cfg_attr(not(unix), allow(dead_code))]
    pub shared: Vec<String>,
    /// Y lo que hay en el entorno.
    #[cfg_attr(not(unix), allow(dead_code))]
    pub shared_venv: Vec<String>,
}

pub static FACTS: LazyLock<Facts> = LazyLock::new(|| read(include_str!("../facts.json")).expect("facts.json está entero"));

fn read(json: &str) -> Option<Facts> {
    let facts: Value = serde_json::from_str(json).ok()?;
    let text = |name: &str| facts[name].as_str().map(str::to_string);
    let list = |list: &str, kind: &str| -> Option<Vec<String>> {
        facts[list][kind].as_array()?.iter().map(|name| name.as_str().map(str::to_string)).collect()
    };
    Some(Facts {
        venv: text("venv")?,
        notebooks: text("notebooks")?,
        texts: text("texts")?,
        assignments: text("assignments")?,
        course: text("course")?,
        exchange: text("exchange")?,
        lesson: text("lesson")?,
        exercises: text("exercises")?,
        assignment: text("assignment")?,
        private: [list("private", "kept")?, list("private", "made")?].concat(),
        shared: list("shared", "project")?,
        shared_venv: list("shared", "venv")?,
    })
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;

    /// Un nombre mal escrito protegería lo que no hay, y dejaría a la vista lo que hay.
    #[test]
    fn they_name_what_is_there() {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap();
        let notebooks = root.join(&FACTS.notebooks);
        for name in [&FACTS.lesson, &FACTS.exercises] {
            assert!(notebooks.join(&FACTS.texts).join(name).with_extension("md").is_file(), "{name}");
            assert!(notebooks.join(name).with_extension("ipynb").is_file(), "{name}");
        }
        assert!(notebooks.join(&FACTS.course).is_dir());
        let texts = format!("{}/{}", FACTS.notebooks, FACTS.texts);
        let solution = format!("{}/{}/source", FACTS.notebooks, FACTS.course);
        assert!(FACTS.private.contains(&texts) && FACTS.private.contains(&solution), "{:?}", FACTS.private);
        for name in &FACTS.shared {
            assert!(root.join(name).exists(), "{name}");
            let inside = |private: &&String| name == *private || name.starts_with(&format!("{private}/"));
            assert_eq!(FACTS.private.iter().find(inside), None, "{name} no es para estudiantes");
        }
        assert!(read("{}").is_none());
    }
}
