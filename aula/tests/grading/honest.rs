//! Entregas honradas con las respuestas donde no se esperan: partidas, en otra celda, sin nada que diga de quién es cada una.

use serde_json::{Value, json};

use crate::class::{Entry, POINTS, released, source};

/// Cada una, resuelta entera, y lo que se dice de ella.
pub fn entries() -> Vec<(&'static str, Entry, &'static str)> {
    vec![
        ("partida", split(), "la respuesta «sigmoide» está en 2 celdas"),
        ("en_otra_celda", elsewhere(), "la celda de «cadena» no tiene `chain_derivative`: se califica lo de otra celda"),
        ("borrada", retyped(), "falta la celda de respuesta «neurona»: se califica lo de otra celda, con `neuron_step`"),
        ("con_una_copia", copied(), "la celda de respuesta «forward» está repetida: se califica la suya"),
        ("sin_nombres", nameless(), "el cuaderno no dice qué es cada celda"),
        ("de_colab", colab(), ""),
        ("con_mil_celdas", far(), ""),
    ]
}

fn cells(entry: &mut Entry) -> &mut Vec<Value> {
    entry.0["cells"].as_array_mut().expect("hay celdas")
}

fn place(entry: &mut Entry, id: &str) -> usize {
    cells(entry).iter().position(|cell| cell["id"] == id).expect("existe")
}

/// JupyterLab parte una celda: los dos trozos son la misma para nbgrader, y el segundo tiene otro identificador.
fn split() -> Entry {
    let mut entry = Entry::solved();
    let whole = source(&entry.0, "sigmoide");
    let (first, second) = whole.split_at(whole.find("/// La derivada").expect("son dos funciones"));
    let mut piece = entry.cell("sigmoide").clone();
    piece["id"] = json!("otro-trozo");
    piece["source"] = json!(second);
    entry.cell("sigmoide")["source"] = json!(first);
    let at = place(&mut entry, "sigmoide");
    cells(&mut entry).insert(at + 1, piece);
    entry
}

/// La suya, sin tocar, y la buena en una celda propia, con algo que solo escribe.
fn elsewhere() -> Entry {
    let entry = Entry::solved();
    let own = format!("{}\nprintln!(\"{{}}\", chain_derivative(1.0));", source(&entry.0, "cadena"));
    entry.answer("cadena", &source(&released(), "cadena")).insert("numerica", &own)
}

fn retyped() -> Entry {
    let entry = Entry::solved();
    let answer = source(&entry.0, "neurona");
    entry.insert("neurona", &answer).without("neurona")
}

/// Debajo de la buena, un intento que no compila, en una copia.
fn copied() -> Entry {
    let mut entry = Entry::solved();
    let mut copy = entry.cell("forward").clone();
    copy["id"] = json!("una-copia");
    copy["source"] = json!(source(&entry.0, "forward").replace("let a1 = ", "let a1: = "));
    let at = place(&mut entry, "forward");
    cells(&mut entry).insert(at + 1, copy);
    entry
}

/// Como lo dejan algunos editores: sin identificadores ni metadatos.
fn nameless() -> Entry {
    let mut entry = Entry::solved();
    for cell in cells(&mut entry) {
        cell.as_object_mut().expect("es una celda").remove("id");
        cell["metadata"] = json!({});
    }
    entry.0["nbformat_minor"] = json!(2);
    entry.0["metadata"] = json!({});
    entry
}

/// Colab guarda el identificador en los metadatos, y borra los demás.
fn colab() -> Entry {
    let mut entry = Entry::solved();
    for cell in cells(&mut entry) {
        let id = cell.as_object_mut().expect("es una celda").remove("id");
        cell["metadata"] = json!({"id": id});
    }
    entry
}

fn far() -> Entry {
    let mut entry = Entry::solved();
    let own = |number: usize| {
        json!({"cell_type": "code", "id": format!("n{number}"), "metadata": {}, "source": format!("let a{number} = 1;"),
               "outputs": [], "execution_count": null})
    };
    cells(&mut entry).splice(1..1, (0..1200).map(own));
    entry
}

/// Lo que saca quien lo resuelve todo.
pub fn total() -> f64 {
    POINTS.iter().map(|(_, points)| points).sum()
}
