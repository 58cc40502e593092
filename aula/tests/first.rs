//! El primer comando de una copia recién bajada, de verdad: sin entorno, con el núcleo ya hecho y en una carpeta como las de
//! cualquiera.
//!
//! Que todos los comandos pueden ser el primero lo prueba `command`, con programas de mentira. Aquí, el que más cosas
//! necesita.

#[path = "grading/class.rs"]
#[allow(dead_code)]
mod class;
#[path = "notebooks/command/mod.rs"]
mod command;
#[path = "common/fresh.rs"]
mod fresh;

use std::env;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use class::{Entry, Grades, released, source, teacher};
use command::{folder, kernel_spec, program, text};

#[test]
fn grading_can_be_the_first_thing_ever_done() {
    let folder = folder("Primera vez, en Ñuñoa");
    let (project, home) = (folder.join("gradiente"), folder.join("Mi casa"));
    let (submissions, output) = (folder.join("entregas"), folder.join("notas"));
    fresh::copy(&project);
    fs::create_dir(&home).unwrap();
    fs::create_dir(&submissions).unwrap();
    let entry = Entry(released()).answer("cadena", &source(&teacher(), "cadena"));
    fs::write(submissions.join("ana.ipynb"), entry.0.to_string()).unwrap();

    let mut grade = Command::new(env!("CARGO_BIN_EXE_aula"));
    grade.arg("calificar").arg(&submissions).arg("--salida").arg(&output).current_dir(&project);
    grade.env("CARGO_MANIFEST_DIR", project.join("aula")).env("PATH", path_with_the_kernel()).env("HOME", &home);
    // Lo que pip ya bajó no se baja otra vez, ni se compila lo que no se va a usar.
    let cache = Command::new(program("python")).args(["-m", "pip", "cache", "dir"]).output().unwrap();
    grade.env("PIP_CACHE_DIR", text(&cache).trim()).env("PIP_NO_COMPILE", "1");
    grade.env_remove("XDG_DATA_HOME").env_remove("XDG_CACHE_HOME");
    let run = grade.output().unwrap();
    assert!(run.status.success(), "{}", text(&run));
    let grades = Grades::read(&output.join("notas.csv"));
    assert_eq!((grades.get("ana", "cadena"), grades.get("ana", "total")), ("2", "2"), "{}", grades.text);
}

/// El PATH de siempre, con el programa del núcleo, que tarda diez minutos en compilarse.
fn path_with_the_kernel() -> std::ffi::OsString {
    let evcxr = PathBuf::from(kernel_spec()["argv"][2].as_str().unwrap());
    let path = env::var_os("PATH").unwrap();
    env::join_paths(evcxr.parent().map(Path::to_path_buf).into_iter().chain(env::split_paths(&path))).unwrap()
}
