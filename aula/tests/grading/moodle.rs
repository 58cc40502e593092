//! La vuelta entera de una clase de Moodle: el zip de las entregas y la hoja entran; la hoja rellena y el zip de las páginas
//! salen.

use std::fs;
use std::path::Path;
use std::process::Command;

use serde_json::Value;

use crate::class::{Entry, Grades, released, teacher};
use crate::command::{aula, folder, program, text};

const SHEET: &str = "\u{feff}Identificador,\"Nombre completo\",Estado,Calificación,\"Calificación máxima\",\
    \"Comentarios de retroalimentación\"\r\n\
    Participante12345,\"Ana Pérez\",Enviado,,\"100,00\",\"dos\nlíneas\"\r\n\
    Participante77,\"Beto Ñúñez\",Enviado,,\"100,00\",\r\n\
    Participante9,\"Carla Soler\",Enviado,,\"100,00\",\r\n\
    Participante3,\"Dora Luz\",\"No entregado\",,\"100,00\",\r\n";

/// Lo que valen todos los ejercicios, según el cuaderno del profesor.
fn points() -> f64 {
    let notebook = teacher();
    let cells: Vec<&Value> = notebook["cells"].as_array().expect("hay celdas").iter().collect();
    let graded = cells.iter().map(|cell| &cell["metadata"]["nbgrader"]).filter(|data| data["grade"] == true);
    graded.map(|data| data["points"].as_f64().expect("vale algo")).sum()
}

/// Un zip con lo que hay en `folder`; o lo contrario, con `-e`.
fn zip(action: &str, archive: &Path, places: &[&Path]) {
    let mut command = Command::new(program("python"));
    let run = command.args(["-m", "zipfile", action]).arg(archive).args(places).output().expect("Python corre");
    assert!(run.status.success(), "{}", text(&run));
}

#[test]
fn a_class_of_moodle_goes_and_comes_back() {
    let place = folder("moodle");
    let class = place.join("Curso");
    let save = |name: &str, content: &str| {
        let path = class.join(name);
        fs::create_dir_all(path.parent().expect("tiene carpeta")).expect("se crea");
        fs::write(path, content).expect("se escribe");
    };
    save("Ana Pérez_12345_assignsubmission_file/03_ejercicios (1).ipynb", &Entry::solved().0.to_string());
    save("Ana Pérez_12345_assignsubmission_file/03_ejercicios.ipynb", &released().to_string());
    save("Beto Ñúñez_77_assignsubmission_file_03_ejercicios.ipynb", &released().to_string());
    save("Carla Soler_9_assignsubmission_onlinetext/onlinetext.html", "<p>No pude</p>");
    let (archive, sheet, output) = (place.join("clase.zip"), place.join("hoja.csv"), place.join("salida"));
    zip("-c", &archive, &[&class]);
    fs::write(&sheet, SHEET).expect("se escribe");

    let mut command = aula("calificar");
    command.arg(&archive).arg("--hoja").arg(&sheet).arg("--salida").arg(&output);
    let run = command.output().expect("aula corre");
    let said = text(&run);
    assert!(run.status.success(), "{said}");

    let grades = Grades::read(&output.join("notas.csv"));
    let total = grades.points("Ana Pérez", "total");
    assert!(total > 0.0 && total < points(), "la respuesta escrita no la pone la máquina");
    assert_eq!(grades.get("Beto Ñúñez", "total"), "0");
    let chosen = "se califica «03_ejercicios (1).ipynb», y no «03_ejercicios.ipynb»";
    assert!(grades.notes("Ana Pérez").contains(chosen), "{}", grades.notes("Ana Pérez"));
    assert!(said.contains("Carla Soler: sin calificar: escribió un texto en línea"), "{said}");
    assert!(said.contains(&format!("La hoja califica sobre 100 y los ejercicios valen {} puntos", points())), "{said}");
    assert!(said.contains("Te falta leer reflexion de 1 entrega"), "{said}");

    // La hoja: las dos notas, en su escala, un comentario donde no había ninguno, y lo demás como estaba.
    let filled = fs::read_to_string(output.join("hoja.csv")).expect("está la hoja");
    let grade = format!("{}", (total * 100.0 / points() * 100.0).round() / 100.0).replace('.', ",");
    let grade = if grade.contains(',') { format!("\"{grade}\"") } else { grade };
    let ana = SHEET.replacen("Enviado,,", &format!("Enviado,{grade},"), 1);
    let beto = ana.replacen("\"Beto Ñúñez\",Enviado,,", "\"Beto Ñúñez\",Enviado,0,", 1);
    let (before, rest) = filled.split_once("\"Tu nota, por partes. ").expect("hay un comentario");
    let (said_to_beto, after) = rest.split_once('"').expect("acaba");
    assert_eq!(format!("{before}{after}"), beto);
    assert!(said_to_beto.starts_with("Sin puntos: Ejercicio 1, Ejercicio 2, "), "{said_to_beto}");
    assert!(said.contains("Tenían otro comentario en la hoja, y se queda: Ana Pérez."), "{said}");
    assert_eq!(fs::read_to_string(&sheet).expect("sigue"), SHEET, "la hoja que se dio solo se lee");

    // Y cada página, con el nombre que espera Moodle.
    let back = place.join("vuelta");
    zip("-e", &output.join("retroalimentacion.zip"), &[&back]);
    for (name, student) in [
        ("Ana Pérez_12345_assignsubmission_file/retroalimentacion.html", "Ana Pérez"),
        ("Beto Ñúñez_77_assignsubmission_file_retroalimentacion.html", "Beto Ñúñez"),
    ] {
        let page = fs::read(output.join("retroalimentacion").join(format!("{student}.html"))).expect("está la página");
        assert_eq!(fs::read(back.join(name)).expect("vuelve"), page);
    }

    // Lo que no vale se dice antes de calificar, y lo que hay sigue.
    fs::write(&sheet, "<html>").expect("se escribe");
    let mut command = aula("calificar");
    command.arg(&archive).arg("--hoja").arg(&sheet).arg("--salida").arg(&output);
    let run = command.output().expect("aula corre");
    assert!(run.status.code() == Some(1) && text(&run).contains("no encuentro la columna de la nota"), "{}", text(&run));
    fs::write(&archive, "<html>").expect("se escribe");
    let run = aula("calificar").arg(&archive).arg("--salida").arg(&output).output().expect("aula corre");
    assert!(run.status.code() == Some(1) && text(&run).contains("no es un zip, o está dañado"), "{}", text(&run));
    assert_eq!(fs::read_to_string(output.join("hoja.csv")).expect("sigue"), filled);
}
