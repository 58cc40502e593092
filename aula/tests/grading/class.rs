//! La clase de prueba: cuadernos hechos a partir del resuelto, cambiando una celda aquí y otra allá.

use std::fs;
use std::path::Path;
use std::process::Command;

use serde_json::{Value, json};

use crate::command::{program, text};

/// Lo que vale cada ejercicio, en el orden de las columnas de `notas.csv`.
pub const POINTS: [(&str, f64); 9] = [
    ("cadena", 2.0),
    ("numerica", 2.0),
    ("sigmoide", 2.0),
    ("neurona", 3.0),
    ("forward", 3.0),
    ("backward", 4.0),
    ("entrenar", 3.0),
    ("entrenar_hasta", 2.0),
    ("errores", 3.0),
];

/// La carpeta del proyecto.
pub fn project() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("aula está dentro del proyecto")
}

/// El cuaderno del profesor, con soluciones y pruebas ocultas: lo escribe la preparación.
pub fn teacher() -> Value {
    crate::command::prepared();
    read(&project().join("notebooks/curso/source/xor/03_ejercicios.ipynb"))
}

/// El cuaderno que recibe el estudiante.
pub fn released() -> Value {
    read(&project().join("notebooks/03_ejercicios.ipynb"))
}

fn read(path: &Path) -> Value {
    serde_json::from_str(&fs::read_to_string(path).expect("el cuaderno existe")).expect("y es JSON")
}

/// Un cuaderno que sale de una versión anterior del texto, resuelto.
pub fn earlier() -> Entry {
    let run =
        Command::new(program("python")).arg(project().join("aula/tests/grading/earlier.py")).output().expect("Python corre");
    assert!(run.status.success(), "{}", text(&run));
    Entry(serde_json::from_slice(&run.stdout).expect("es JSON"))
}

/// El texto de la celda `id`.
pub fn source(notebook: &Value, id: &str) -> String {
    let cell = cells(notebook).iter().find(|cell| cell["id"] == id).unwrap_or_else(|| panic!("no hay celda {id}"));
    match &cell["source"] {
        Value::Array(lines) => lines.iter().map(|line| line.as_str().expect("texto")).collect(),
        text => text.as_str().expect("texto").into(),
    }
}

fn cells(notebook: &Value) -> &Vec<Value> {
    notebook["cells"].as_array().expect("hay celdas")
}

/// Una entrega en preparación: empieza resuelta.
#[derive(Clone)]
pub struct Entry(pub Value);

impl Entry {
    /// El cuaderno del estudiante con las respuestas del profesor.
    pub fn solved() -> Entry {
        let teacher = teacher();
        let mut entry = Entry(released()).answer("reflexion", "Ninguna recta separa los unos de los ceros.");
        for (id, _) in POINTS {
            entry = entry.answer(id, &source(&teacher, id));
        }
        entry
    }

    /// Cambia el texto de la celda `id`.
    pub fn answer(mut self, id: &str, text: &str) -> Entry {
        self.cell(id)["source"] = json!(text);
        self
    }

    /// Cambia `from` por `to` en la celda `id`, donde tiene que estar.
    pub fn replace(self, id: &str, from: &str, to: &str) -> Entry {
        let text = source(&self.0, id);
        assert!(text.contains(from), "«{from}» no está en {id}:\n{text}");
        self.answer(id, &text.replace(from, to))
    }

    /// Quita la celda `id`.
    pub fn without(mut self, id: &str) -> Entry {
        self.list().retain(|cell| cell["id"] != id);
        self
    }

    /// Añade una celda de código antes de la celda `before`.
    pub fn insert(mut self, before: &str, text: &str) -> Entry {
        let at = cells(&self.0).iter().position(|cell| cell["id"] == before).expect("existe");
        let cell = json!({"cell_type": "code", "id": format!("nueva-{at}"), "metadata": {}, "source": text,
                          "outputs": [], "execution_count": null});
        self.list().insert(at, cell);
        self
    }

    /// La celda `id`, para cambiarla a mano.
    pub fn cell(&mut self, id: &str) -> &mut Value {
        self.list().iter_mut().find(|cell| cell["id"] == id).unwrap_or_else(|| panic!("no hay celda {id}"))
    }

    fn list(&mut self) -> &mut Vec<Value> {
        self.0["cells"].as_array_mut().expect("hay celdas")
    }
}

/// `notas.csv`, leído.
pub struct Grades {
    pub text: String,
    rows: Vec<Vec<String>>,
}

impl Grades {
    /// Con punto y coma, como las escribe `calificar` si no se le dice otra cosa, o con comas, como las escribe nbgrader.
    pub fn read(path: &Path) -> Grades {
        let text = fs::read_to_string(path).expect("hay notas");
        let separator = if text.starts_with('\u{feff}') { ';' } else { ',' };
        let rows = text.trim_start_matches('\u{feff}').lines().map(|line| fields(line, separator)).collect();
        Grades { text, rows }
    }

    pub fn header(&self) -> String {
        self.rows[0].join(",")
    }

    pub fn students(&self) -> Vec<&str> {
        self.rows[1..].iter().map(|row| row[0].as_str()).collect()
    }

    /// Lo que hay en la columna `column` de `student`.
    pub fn get(&self, student: &str, column: &str) -> &str {
        self.cell("estudiante", student, column)
    }

    /// El número de la columna `column` de la fila que en la columna `key` lleva `value`.
    pub fn of(&self, key: &str, value: &str, column: &str) -> f64 {
        self.cell(key, value, column).parse().expect("un número")
    }

    fn cell(&self, key: &str, value: &str, column: &str) -> &str {
        let at =
            |name: &str| self.rows[0].iter().position(|it| it == name).unwrap_or_else(|| panic!("no hay columna {name}"));
        let row = self.rows[1..].iter().find(|row| row[at(key)] == value).unwrap_or_else(|| panic!("falta {value}"));
        &row[at(column)]
    }

    pub fn points(&self, student: &str, column: &str) -> f64 {
        let text = self.get(student, column);
        text.replace(',', ".")
            .parse()
            .unwrap_or_else(|_| panic!("{student} no tiene nota en {column}: «{text}»; {}", self.notes(student)))
    }

    pub fn notes(&self, student: &str) -> &str {
        self.get(student, "observaciones")
    }

    /// `student` pierde puntos en los ejercicios de `wrong` y los conserva todos en los demás.
    pub fn loses_only(&self, student: &str, wrong: &[&str]) {
        for (exercise, max) in POINTS {
            let points = self.points(student, exercise);
            if wrong.contains(&exercise) {
                assert!(points < max, "{student} tendría que perder puntos en {exercise}: {points} de {max}");
            } else {
                assert_eq!(points, max, "{student} tendría que conservar {exercise}; {}", self.notes(student));
            }
        }
    }
}

/// Los campos de una línea de CSV; los que llevan el separador van entre comillas.
fn fields(line: &str, separator: char) -> Vec<String> {
    let (mut found, mut quoted) = (vec![String::new()], false);
    for character in line.chars() {
        match character {
            '"' => quoted = !quoted,
            other if other == separator && !quoted => found.push(String::new()),
            other => found.last_mut().expect("hay uno").push(other),
        }
    }
    found
}
