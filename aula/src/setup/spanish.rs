//! JupyterLab en español: lo que su traducción oficial no dice, o dice mal, está en `spanish.json`.

use serde_json::json;

use crate::environment;
use crate::process;
use crate::project::Project;

const TEXTS: &str = include_str!("../../python/aula/lab/spanish.json");

/// Completa la traducción instalada en el entorno.
pub fn ensure(project: &Project) -> Result<(), String> {
    environment::once(project, "spanish", TEXTS, true, || {
        process::run(environment::task(project, "spanish", &json!({})), process::quietly)
            .map_err(|failure| failure.explain("No se pudo completar la traducción de JupyterLab."))
    })
}
