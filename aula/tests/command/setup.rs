//! Preparar: lo que falta, lo que se interrumpe, lo que cambia y lo que no sirve.

use std::fs;
use std::path::Path;
use std::process::Stdio;

use crate::fake::{BINSTALL, BROKEN, DOWNLOADED, FAILS, PACKAGES, PYTHON, RUST, SAYS, SLOW, attached};
use crate::machine::{Machine, Running, assert_path, program, script, wait_until};
use crate::{assert_says, text};

const DISK: &str = "ERROR: Could not install packages due to an OSError: [Errno 28] No space left on device";
const NETWORK: &str = "error: failed to download: [6] Could not resolve hostname (Could not resolve host: ejemplo)";

#[test]
fn the_second_time_there_is_nothing_to_do() {
    let machine = Machine::new("dos_veces");
    let first = text(&machine.prepare(&[]));
    assert_eq!(first.matches("  Hecho en ").count(), 4, "cuánto tardó cada paso:\n{first}");
    assert!(machine.shared_kernel().is_file());
    assert!(!machine.shared().join("a-medias").exists());
    for step in ["python3 -m venv", "python -m pip", "cargo install", "python -m aula"] {
        assert!(machine.calls(step) > 0, "no se llamó a {step}");
    }
    machine.forget_calls();
    machine.succeeds();
    let calls = machine.all_calls();
    assert!(calls.lines().all(|call| call.starts_with("rustc --") || call.starts_with("python -c")), "{calls}");
}

#[test]
fn an_interruption_at_any_step_is_completed_by_the_next_call() {
    for (step, what) in [
        ("venv", "No se pudo crear el entorno de Python"),
        ("pip", "No se pudieron instalar las herramientas de Python"),
        ("spanish", "No se pudo completar la traducción de JupyterLab"),
        ("course", "No se pudo escribir el cuaderno del profesor"),
        ("sources", "Faltan las fuentes de la biblioteca estándar"),
        ("cargo", "No se pudo compilar el núcleo"),
        ("libraries", "No se pudieron compilar las bibliotecas"),
    ] {
        let machine = Machine::new(&format!("interrumpe_{step}"));
        machine.fails(step, "algo raro", what);
        machine.fails(step, "algo raro", "    algo raro");
        machine.succeeds();
        machine.forget_calls();
        machine.succeeds();
        assert_eq!(machine.calls("python3 -m venv") + machine.calls("cargo install") + machine.calls("python -m aula"), 0);
    }
}

#[test]
fn no_disk_and_no_network() {
    for step in ["venv", "pip", "sources", "cargo", "libraries"] {
        let machine = Machine::new(&format!("sin_{step}"));
        machine.fails(step, DISK, "No queda espacio en el disco.");
        machine.fails(step, NETWORK, "No hay conexión a Internet");
    }
}

/// El programa que aísla se compila cuando alguien califica; a quien no califica no le hace falta ni su código.
#[test]
fn the_jail_is_for_those_who_grade() {
    let machine = Machine::new("aislamiento");
    machine.succeeds();
    assert_eq!(machine.calls("cargo build"), 0);
    let grade = |settings: &[(&str, &str)]| {
        let mut command = machine.command("calificar");
        command.args(["entregas", "--salida", "notas"]).envs(settings.iter().copied()).output().unwrap()
    };
    for (writing, cause) in [("algo raro", "    algo raro"), (DISK, "No queda espacio"), (NETWORK, "No hay conexión")] {
        let failed = grade(&[(FAILS, "jail"), (SAYS, writing)]);
        assert_says(&failed, 1, "No se pudo compilar el programa que aísla las entregas");
        assert_says(&failed, 1, cause);
    }
    assert_says(&grade(&[]), 0, "Compilo el programa que aísla");
    let builds = machine.calls("cargo build");
    assert!(grade(&[]).status.success() && machine.calls("cargo build") == builds);
    assert!(machine.calls("python -m aula grade") == 2);

    fs::remove_dir_all(machine.project().join("aula/exam/src/bin")).unwrap();
    machine.succeeds();
    assert_says(&grade(&[]), 1, "Esta copia no lleva el programa que aísla el código de las entregas");
    let open = machine.command("calificar").args(["a", "--salida", "b", "--sin-aislamiento"]).output().unwrap();
    assert!(open.status.success(), "{}", text(&open));
}

/// Donde no se puede aislar, no se espera al núcleo para saberlo.
#[cfg(target_os = "linux")]
#[test]
fn what_cannot_be_confined_is_known_before_what_takes_long() {
    let machine = Machine::new("sin_aislar");
    machine.write("proyecto/notebooks/curso/README.md", "");
    let mut grade = machine.command("calificar");
    grade.args(["entregas", "--salida", "notas"]).env(FAILS, "check").env(SAYS, "le falta Landlock.");
    let said = "Este sistema no deja aislar el código de las entregas: le falta Landlock. Si confías en todas, añade \
                --sin-aislamiento";
    assert_says(&grade.output().unwrap(), 1, said);
    assert_eq!((machine.calls("evcxr_jupyter --install"), machine.calls("python -m aula libraries")), (0, 0));
    let mut work = machine.command("trabajador");
    work.arg("tcp://127.0.0.1:8786").env(FAILS, "check").env(SAYS, "le falta Landlock.");
    let refused = work.output().unwrap();
    assert_says(&refused, 1, "Este sistema no deja aislar el código de las entregas: le falta Landlock.");
    assert!(!text(&refused).contains("--sin-aislamiento"), "lo que manda otra máquina corre aislado o no corre");
    assert_eq!(machine.calls("python -m pip install"), 1, "Dask no se instala para nada");
}

#[test]
fn no_rust_or_an_old_one() {
    let machine = Machine::new("rust");
    let old = machine.prepare(&[(RUST, "1.94.1")]);
    assert_says(&old, 1, "Tu Rust es 1.94, y hace falta 1.95 o posterior. Actualízalo con `rustup update stable`");
    let new = machine.prepare(&[(RUST, "2.0.0-nightly")]);
    assert!(new.status.success(), "{}", text(&new));
    machine.remove(program("rustc"));
    machine.fails("", "", "No encuentro Rust");
}

/// La copia que lee el núcleo: lo mismo que trae Rust, sin comentarios, y otra vez cuando Rust cambia.
#[test]
fn the_sources_of_the_standard_library() {
    let machine = Machine::new("fuentes");
    machine.succeeds();
    for file in ["core/src/lib.rs", "alloc/src/lib.rs", "std/src/mod/otro.rs"] {
        let copy = fs::read_to_string(machine.project().join(".venv/std").join(file)).unwrap();
        assert_eq!(copy.trim(), "pub fn f() {} // código");
    }
    machine.write("rust/lib/rustlib/src/rust/library/core/src/lib.rs", "pub fn g() {}\n");
    let newer = machine.prepare(&[(RUST, "1.96.0")]);
    assert!(newer.status.success(), "{}", text(&newer));
    assert_eq!(fs::read_to_string(machine.project().join(".venv/std/core/src/lib.rs")).unwrap(), "pub fn g() {}");
    assert_eq!(machine.calls("rustup component add rust-src"), 1);

    let machine = Machine::new("sin_rustup");
    machine.remove(program("rustup"));
    machine.fails("", "", "Instálalas con `rustup component add rust-src` o, si tu Rust viene de la distribución");
}

#[test]
fn no_python_or_an_old_one_or_no_venv() {
    let machine = Machine::new("python");
    machine.fails("venv", "The virtual environment was not created because ensurepip is not available.", "python3-venv");
    machine.fails("venv", "/usr/bin/python3: No module named venv", "python3-venv");
    let old = machine.prepare(&[(PYTHON, "3.8")]);
    assert_says(&old, 1, "El Python más nuevo que encuentro es 3.8, y hace falta Python 3.11 o posterior");
    machine.remove(program("python3"));
    machine.fails("", "", "No encuentro Python, y hace falta Python 3.11 o posterior");
    machine.fake(&program("python"), "");
    machine.succeeds();
}

#[test]
fn a_kernel_of_the_right_version_on_path_is_used() {
    let machine = Machine::new("path");
    machine.fake(&program("evcxr_jupyter"), "");
    machine.succeeds();
    assert_eq!(machine.calls("cargo install"), 0);
    assert!(!machine.shared().exists());
}

#[test]
fn a_kernel_of_another_version_is_neither_used_nor_touched() {
    let machine = Machine::new("otra_version");
    let other = program("evcxr_jupyter");
    machine.fake(&other, "0.15.1");
    let output = machine.prepare(&[]);
    assert_says(&output, 0, &format!("{}: es la versión 0.15.1, y hace falta la 0.22.0", other.display()));
    assert_eq!(machine.calls("cargo install"), 1);
    assert_eq!(attached(&machine.folder.join(other)).unwrap(), "0.15.1");
    assert_path(&machine.spec()["argv"][2], &machine.shared_kernel());
}

/// Todo lo que el núcleo necesita está en `kernel.json`: ninguna variable tiene que venir de quien lo arranca.
#[test]
fn the_registered_kernel_carries_its_environment() {
    let machine = Machine::new("registro");
    machine.succeeds();
    let (spec, project) = (machine.spec(), machine.project());
    assert_path(&spec["argv"][0], &project.join(".venv").join(script("aula")));
    assert_path(&spec["argv"][3], &project.join("notebooks"));
    assert_path(&spec["argv"][5], &machine.folder.join("rust/bin"));
    assert_path(&spec["env"]["EVCXR_CONFIG_DIR"], &project.join("notebooks"));
    assert_path(&spec["env"]["RUST_SRC_PATH"], &project.join(".venv/std"));
    assert_eq!((&spec["interrupt_mode"], &spec["display_name"]), (&"message".into(), &"Rust".into()));
    assert!(project.join(".venv/bibliotecas/.cargo/config.toml").is_file());
}

/// Python encuentra el paquete del proyecto por un camino sin acentos, aunque los tenga la carpeta: en Windows, unas
/// versiones leen el suyo con las letras de la máquina.
#[test]
fn the_way_to_the_package_is_relative_and_plain() {
    let machine = Machine::new("José Ñúñez");
    machine.succeeds();
    let packages = machine.project().join(".venv").join(PACKAGES);
    let written = fs::read_to_string(packages.join("aula.pth")).unwrap();
    let way = Path::new(written.trim());
    assert!(written.is_ascii() && way.is_relative(), "{written}");
    assert_eq!(packages.join(way).canonicalize().unwrap(), machine.project().join("aula/python").canonicalize().unwrap());
}

#[test]
fn cargo_binstall_where_there_is_one() {
    let machine = Machine::new("binstall");
    let output = machine.prepare(&[(BINSTALL, "sí")]);
    assert!(output.status.success(), "{}", text(&output));
    assert_eq!((machine.calls("cargo binstall --no-confirm"), machine.calls("cargo install")), (1, 0));

    let machine = Machine::new("binstall_falla");
    let output = machine.prepare(&[(BINSTALL, "sí"), (FAILS, "binstall")]);
    assert!(output.status.success(), "{}", text(&output));
    assert_eq!(machine.calls("cargo install"), 1);
}

/// Un programa descargado que no arranca aquí, o que no es el que se pidió, no estorba a nadie: se dice por qué, y se
/// compila.
#[test]
fn a_downloaded_kernel_is_started_before_it_is_believed() {
    let old_glibc = format!("{BROKEN}version `GLIBC_2.39' not found");
    for (name, kernel, reason) in [
        ("no_arranca", old_glibc, "no sirve: no arranca (version `GLIBC_2.39' not found)"),
        ("otra", "0.21.0".into(), "no sirve: es la versión 0.21.0, y hace falta la 0.22.0"),
    ] {
        let machine = Machine::new(&format!("descarga_{name}"));
        let output = machine.prepare(&[(BINSTALL, "sí"), (DOWNLOADED, &kernel)]);
        assert_says(&output, 0, reason);
        assert_eq!(machine.calls("cargo install"), 1);
        assert_eq!(attached(&machine.shared_kernel()).unwrap(), "", "el compilado");
    }
}

#[test]
fn what_changes_is_made_again() {
    let machine = Machine::new("cambia");
    machine.succeeds();
    machine.forget_calls();
    machine.write("proyecto/notebooks/evcxr.toml", "[evcxr]\nprelude = \"\"\"\n:dep ndarray = \"0.18\"\n\"\"\"\n");
    machine.succeeds();
    assert_eq!((machine.calls("python3 -m venv"), machine.calls("python -m aula libraries")), (0, 1));
    machine.forget_calls();
    machine.write("proyecto/src/lib.rs", "pub fn g() {}\n");
    machine.succeeds();
    assert_eq!(machine.calls("python -m aula libraries"), 1);
    machine.write("proyecto/aula/python/requirements.txt", "jupyterlab==4.7.0\n");
    machine.succeeds();
    assert_eq!((machine.calls("python3 -m venv"), machine.calls("cargo install")), (1, 0));
    machine.forget_calls();
    machine.succeeds();
    assert_eq!(machine.calls("python -m aula libraries"), 0, "un entorno hecho de nuevo sabe cuál es su núcleo");
}

#[test]
fn two_at_once_wait_for_each_other() {
    let machine = Machine::new("a_la_vez");
    let first = machine.command("preparar").env(FAILS, SLOW).stdout(Stdio::null()).spawn().unwrap();
    let mut first = Running(first);
    wait_until("que el primero empiece", || machine.calls("python3 -m venv") > 0);
    let second = machine.prepare(&[]);
    assert_says(&second, 0, "Otro comando está preparando el entorno; espero a que termine…");
    assert!(first.0.wait().unwrap().success());
    assert_eq!((machine.calls("python3 -m venv"), machine.calls("cargo install")), (1, 1));
}

#[test]
fn without_the_lesson_there_is_nothing_to_open() {
    let machine = Machine::new("sin_leccion");
    let output = machine.command("abrir").output().unwrap();
    assert_says(&output, 1, "01_leccion.ipynb: recupéralo con git, o vuelve a generarlo con `cargo run -- generar`.");
    assert_eq!(machine.calls("python3"), 0);
}

/// La copia para la clase no lleva el curso: se prepara igual, y lo de quien enseña se dice que no está.
#[test]
fn a_copy_without_the_course() {
    let machine = Machine::new("sin_curso");
    machine.remove("proyecto/notebooks/fuente/03_ejercicios.md");
    machine.succeeds();
    assert_eq!(machine.calls("python -m aula course"), 0);
    machine.write("proyecto/notebooks/01_leccion.ipynb", "{}");
    for arguments in [&["abrir", "--docente"][..], &["calificar", "a", "--salida", "b"], &["repartir"], &["exportar"]] {
        let output = machine.command(arguments[0]).args(&arguments[1..]).output().unwrap();
        assert_says(&output, 1, "Esta es una copia para la clase y no lleva el curso");
    }
}

#[test]
fn outside_the_project_it_says_so() {
    let machine = Machine::new("fuera");
    machine.remove("proyecto/aula/python/requirements.txt");
    machine.fails("", "", "ejecuta `cargo run` en la carpeta del proyecto");
}
