//! Qué se pide y qué se entrega: los ejercicios del curso y las respuestas de una persona.

use std::collections::BTreeMap;

use files::digest;
use serde_json::{Value, json};

/// Lo que el curso tiene preparado.
pub struct Course {
    /// Las líneas `use` con que empieza el cuaderno.
    pub setup: String,
    pub exercises: Vec<Exercise>,
}

/// Un ejercicio que se califica solo.
pub struct Exercise {
    pub name: String,
    /// La respuesta de quien enseña.
    pub reference: String,
    pub test: String,
    pub points: f64,
}

/// Lo que entregó una persona: su respuesta a cada ejercicio.
pub struct Submission {
    pub key: String,
    pub answers: BTreeMap<String, String>,
}

impl Course {
    pub fn new(data: &Value) -> Result<Course, String> {
        let exercises: Vec<Exercise> =
            data["exercises"].as_array().into_iter().flatten().filter_map(Exercise::new).collect();
        if exercises.is_empty() {
            return Err(
                "El cuaderno del profesor no tiene ejercicios con prueba: vuelve a generarlo con `cargo run -- generar`."
                    .into(),
            );
        }
        Ok(Course { setup: text(&data["setup"]), exercises })
    }

    /// Lo que distingue a este curso de otro.
    pub fn digest(&self) -> String {
        let parts = self.exercises.iter().map(|it| json!([it.name, it.reference, it.test, it.points]));
        digest(json!([self.setup, parts.collect::<Vec<_>>()]).to_string())
    }
}

impl Exercise {
    /// El nombre también es el de un módulo y el de un archivo.
    fn new(data: &Value) -> Option<Exercise> {
        let name = data["name"].as_str()?;
        let valid = name.starts_with(|c: char| c.is_ascii_lowercase())
            && name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_');
        let points = data["points"].as_f64()?;
        valid.then(|| Exercise { name: name.into(), reference: text(&data["reference"]), test: text(&data["test"]), points })
    }
}

impl Submission {
    pub fn new(data: &Value) -> Submission {
        let answers = data["answers"].as_object().into_iter().flatten();
        Submission { key: text(&data["key"]), answers: answers.map(|(name, answer)| (name.clone(), text(answer))).collect() }
    }

    pub fn answer(&self, exercise: &Exercise) -> &str {
        self.answers.get(&exercise.name).map_or("", String::as_str)
    }
}

fn text(data: &Value) -> String {
    data.as_str().unwrap_or_default().to_string()
}
