//! Calificar una clase de treinta con el nbgrader y el núcleo de verdad: cada nota, la que merece.
//!
//! La clase se califica dos veces en toda la prueba; cada comprobación mira los mismos resultados.
#![cfg(target_os = "linux")]

mod class;
mod hostile;
mod wrong;

use std::collections::BTreeMap;
use std::fs;
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::sync::OnceLock;
use std::time::{Duration, Instant, SystemTime};

use class::{Entry, Grades, POINTS, folder, project, released, source, teacher};

/// Más de lo que promete `notebooks/curso/README.md` para treinta entregas con dos núcleos, aunque la máquina esté ocupada.
const LIMIT: Duration = Duration::from_secs(30 * 60);

/// Las que no se pueden leer, y qué se dice de ellas.
const UNREADABLE: [(&str, &str); 4] = [
    ("sin_json", "su contenido no es JSON"),
    ("sin_nada", "el archivo está vacío"),
    ("sin_celdas", "no tiene celdas"),
    ("sin_cuaderno", "en su carpeta no está 03_ejercicios.ipynb"),
];

struct Class {
    submissions: PathBuf,
    output: PathBuf,
    listener: TcpListener,
    before: BTreeMap<PathBuf, (Vec<u8>, SystemTime)>,
    run: Output,
    elapsed: Duration,
}

/// La clase, calificada una vez.
fn graded() -> &'static Class {
    static CLASS: OnceLock<Class> = OnceLock::new();
    CLASS.get_or_init(|| {
        let (submissions, output) = (folder("entregas"), folder("salida"));
        let listener = TcpListener::bind("127.0.0.1:0").expect("un puerto");
        listener.set_nonblocking(true).expect("sin espera");
        let port = listener.local_addr().expect("su número").port();

        let save = |name: &str, entry: Entry| fs::write(submissions.join(name), entry.0.to_string()).expect("se escribe");
        save("profesora.ipynb", Entry(teacher()));
        save("sin_resolver.ipynb", Entry(released()));
        for (half, exercises) in wrong::HALVES.iter().enumerate() {
            (0..6).for_each(|number| save(&format!("mal_{half}_{number}.ipynb"), wrong::entry(number, exercises)));
        }
        save("rota.ipynb", hostile::broken());
        save("desbocada.ipynb", hostile::runaway());
        save("tocada.ipynb", hostile::tampered());
        save("tramposa.ipynb", hostile::redefined());
        save("falsa.ipynb", hostile::forged());
        save("ruidosa.ipynb", hostile::noisy());
        save("fugada.ipynb", hostile::escaping(project(), &submissions, &output, port));
        fs::write(submissions.join("sin_json.ipynb"), "{\"cells\": [").expect("se escribe");
        fs::write(submissions.join("sin_nada.ipynb"), "").expect("se escribe");
        fs::write(submissions.join("sin_celdas.ipynb"), "[1, 2]").expect("se escribe");
        fs::create_dir(submissions.join("sin_cuaderno")).expect("se crea");
        fs::copy(project().join("notebooks/curso/source/xor/03_ejercicios.ipynb"), submissions.join("leeme.txt"))
            .expect("se copia");
        for name in ["Zoë Ñúñez", "ana", "beto", "carla [2]", "dani"] {
            fs::create_dir(submissions.join(name)).expect("se crea");
            save(&format!("{name}/03_ejercicios.ipynb"), Entry::solved());
        }

        let before = contents(&submissions);
        let started = Instant::now();
        let run = grade(&submissions, &output);
        Class { submissions, output, listener, before, run, elapsed: started.elapsed() }
    })
}

fn grade(submissions: &Path, output: &Path) -> Output {
    aula().arg("calificar").arg(submissions).arg("--salida").arg(output).output().expect("aula corre")
}

fn aula() -> Command {
    Command::new(env!("CARGO_BIN_EXE_aula"))
}

fn grades() -> Grades {
    let class = graded();
    assert!(class.run.status.success(), "{}", text(&class.run));
    Grades::read(&class.output.join("notas.csv"))
}

fn text(run: &Output) -> String {
    format!("{}\n{}", String::from_utf8_lossy(&run.stdout), String::from_utf8_lossy(&run.stderr))
}

/// Cada archivo bajo `folder`, con su fecha.
fn contents(folder: &Path) -> BTreeMap<PathBuf, (Vec<u8>, SystemTime)> {
    let mut found = BTreeMap::new();
    for entry in fs::read_dir(folder).expect("se lee").flatten() {
        let path = entry.path();
        if path.is_dir() {
            found.extend(contents(&path));
        } else {
            let date = entry.metadata().and_then(|data| data.modified()).expect("tiene fecha");
            found.insert(path.clone(), (fs::read(&path).expect("se lee"), date));
        }
    }
    found
}

#[test]
fn the_class_of_thirty_is_graded_in_time_and_listed() {
    let grades = grades();
    assert_eq!(
        grades.header(),
        "estudiante,cadena,numerica,sigmoide,neurona,forward,backward,entrenar,reflexion,total,observaciones"
    );
    let mut students = grades.students();
    assert_eq!(students.len(), 30);
    students.sort();
    students.dedup();
    assert_eq!(students.len(), 30);
    let class = graded();
    assert!(class.elapsed < LIMIT, "tardó {:?}", class.elapsed);
    let said = text(&class.run);
    assert!(said.contains("[26/26]"), "falta el progreso:\n{said}");
    assert_eq!(contents(&class.submissions), class.before, "las entregas solo se leen");
    println!("treinta entregas en {:?}", class.elapsed);
}

#[test]
fn the_unsolved_notebook_earns_nothing_and_the_teachers_all_but_the_hand_graded_point() {
    let grades = grades();
    for (exercise, points) in POINTS {
        assert_eq!(grades.get("sin_resolver", exercise), "0");
        assert_eq!(grades.points("profesora", exercise), points);
    }
    assert_eq!((grades.get("sin_resolver", "total"), grades.get("sin_resolver", "reflexion")), ("0", "0"));
    assert_eq!(
        (grades.get("profesora", "total"), grades.get("profesora", "reflexion")),
        ("19", ""),
        "el punto 20 es a mano"
    );
    assert_eq!(grades.notes("profesora"), "");
    assert_eq!(grades.notes("sin_resolver"), "");
    for name in ["Zoë Ñúñez", "ana", "beto", "carla [2]", "dani"] {
        grades.loses_only(name, &[]);
        assert_eq!(grades.get(name, "reflexion"), "", "lo escrito espera a una persona");
        assert_eq!(grades.notes(name), "");
    }
}

#[test]
fn a_typical_mistake_costs_its_exercise_and_no_other() {
    let grades = grades();
    for (half, exercises) in wrong::HALVES.iter().enumerate() {
        (0..6).for_each(|number| grades.loses_only(&format!("mal_{half}_{number}"), exercises));
    }
}

#[test]
fn code_that_breaks_or_runs_away_costs_its_exercise_and_is_named() {
    let grades = grades();
    let zero = |student: &str, exercises: &[&str]| {
        grades.loses_only(student, exercises);
        for exercise in exercises {
            assert_eq!(grades.points(student, exercise), 0.0, "{student}, {exercise}");
        }
    };
    zero("rota", &["cadena", "numerica", "sigmoide", "neurona", "forward", "backward"]);
    assert!(grades.notes("rota").contains("cadena: la respuesta no compila"), "{}", grades.notes("rota"));

    zero("desbocada", &["cadena", "numerica", "sigmoide", "neurona"]);
    for reason in
        ["cadena: no terminó en", "numerica: el programa terminó", "sigmoide: el programa", "neurona: el programa abortó"]
    {
        assert!(grades.notes("desbocada").contains(reason), "falta «{reason}»: {}", grades.notes("desbocada"));
    }
    grades.loses_only("ruidosa", &[]);
    assert!(grades.notes("ruidosa").contains("escribió demasiado"), "{}", grades.notes("ruidosa"));
}

#[test]
fn touched_cells_are_restored() {
    let grades = grades();
    grades.loses_only("tocada", &["neurona"]);
    for note in [
        "falta la celda «cadena_prueba»",
        "la celda «numerica_prueba» está cambiada",
        "los puntos de «sigmoide_prueba» están cambiados",
        "falta la celda de respuesta «neurona»",
        "la celda de respuesta «forward» está repetida",
        "la celda «preparacion» está cambiada",
        "el cuaderno pide el núcleo «python3»",
    ] {
        assert!(grades.notes("tocada").contains(note), "falta «{note}»: {}", grades.notes("tocada"));
    }
}

#[test]
fn tricks_earn_nothing() {
    let grades = grades();
    for (exercise, _) in POINTS {
        assert_eq!(grades.points("tramposa", exercise), 0.0, "{exercise}");
        assert_eq!(grades.points("falsa", exercise), 0.0, "{exercise}");
    }
}

#[test]
fn nothing_leaves_the_sandbox() {
    let (grades, class) = (grades(), graded());
    // Aquí fuera, cada cosa que se intenta es posible: si dentro no lo es, es por el encierro.
    assert!(source(&teacher(), "cadena_prueba").contains("HIDDEN") && class.submissions.join("profesora.ipynb").exists());
    for (exercise, _) in POINTS {
        assert_eq!(grades.points("fugada", exercise), 0.0, "algo salió: {exercise}");
    }
    assert!(class.listener.accept().is_err(), "alguien llegó por la red");
    for place in [class.output.join("intruso.txt"), project().join("intruso.txt"), PathBuf::from("/usr/intruso")] {
        assert!(!place.exists(), "{} está escrito", place.display());
    }
    assert!(grades.notes("fugada").contains("mírala a mano"), "{}", grades.notes("fugada"));
}

#[test]
fn what_cannot_be_read_is_listed_with_its_reason() {
    let (grades, said) = (grades(), text(&graded().run));
    for (student, reason) in UNREADABLE {
        assert!(grades.notes(student).contains(reason), "{student}: {}", grades.notes(student));
        assert_eq!(grades.get(student, "total"), "");
        assert!(said.contains(&format!("{student}: sin calificar")), "{said}");
    }
}

#[test]
fn feedback_is_spanish_and_keeps_the_hidden_tests_hidden() {
    let (grades, class) = (grades(), graded());
    for student in grades.students() {
        let page = class.output.join("retroalimentacion").join(format!("{student}.html"));
        if UNREADABLE.iter().any(|(name, _)| *name == student) {
            assert!(!page.exists());
            continue;
        }
        let page = fs::read_to_string(page).unwrap_or_else(|_| panic!("falta la página de {student}"));
        assert!(page.contains("Tu respuesta") && page.contains("pruebas ocultas") || student == "desbocada", "{student}");
        for secret in ["HIDDEN", "384.0", "1350", "wanted", ".hidden("] {
            assert!(!page.contains(secret), "la página de {student} enseña «{secret}»");
        }
    }
    let page = fs::read_to_string(class.output.join("retroalimentacion/mal_0_0.html")).expect("existe");
    assert!(page.contains("se esperaba 54 y llegó 27"), "la pista dice qué se esperaba y qué llegó");
}

#[test]
fn grading_again_gives_the_same_and_loses_nothing() {
    let first = grades();
    let class = graded();
    let run = grade(&class.submissions, &class.output);
    assert!(run.status.success(), "{}", text(&run));
    let second = Grades::read(&class.output.join("notas.csv"));
    let only_points = |grades: &Grades| {
        let columns = ["cadena", "numerica", "sigmoide", "neurona", "forward", "backward", "entrenar", "reflexion", "total"];
        let row = |student: &str| columns.map(|column| grades.get(student, column).to_string());
        grades.students().into_iter().map(|student| (student.to_string(), row(student))).collect::<Vec<_>>()
    };
    assert_eq!(only_points(&second), only_points(&first));
    let earlier =
        fs::read_dir(class.output.join("anteriores")).expect("se guardó lo anterior").flatten().next().expect("una carpeta");
    assert_eq!(fs::read_to_string(earlier.path().join("notas.csv")).expect("con sus notas"), first.text);
    assert!(earlier.path().join("retroalimentacion/ana.html").exists());
}

#[test]
fn without_bubblewrap_it_refuses_and_says_what_to_do() {
    let (submissions, tools) = (folder("entregas-sin-bwrap"), folder("herramientas"));
    fs::write(submissions.join("ana.ipynb"), Entry::solved().0.to_string()).expect("se escribe");
    let path = std::env::var_os("PATH").expect("hay PATH");
    for name in ["rustc", "cargo", "rustup", "cc", "evcxr_jupyter"] {
        if let Some(found) = std::env::split_paths(&path).map(|folder| folder.join(name)).find(|found| found.is_file()) {
            std::os::unix::fs::symlink(found, tools.join(name)).expect("se enlaza");
        }
    }
    let output = folder("salida-sin-bwrap");
    let run = aula()
        .arg("calificar")
        .arg(&submissions)
        .arg("--salida")
        .arg(&output)
        .env("PATH", &tools)
        .output()
        .expect("aula corre");
    assert_eq!(run.status.code(), Some(1), "{}", text(&run));
    let said = text(&run);
    assert!(said.contains("bubblewrap") && said.contains("--sin-encierro"), "{said}");
    assert!(!output.join("notas.csv").exists());
}

#[test]
fn nbgrader_validates_the_solved_notebook_and_not_the_released_one() {
    let place = folder("validar");
    let validate = |name: &str, notebook: Entry| {
        let path = place.join(name);
        fs::write(&path, notebook.0.to_string()).expect("se escribe");
        let run = Command::new(project().join(".venv/bin/nbgrader"))
            .args(["validate", "--CourseDirectory.root"])
            .arg(project().join("notebooks/curso"))
            .arg(&path)
            .env("JUPYTER_PATH", project().join(".venv/share/jupyter"))
            .env("EVCXR_CONFIG_DIR", project().join("notebooks"))
            .output()
            .expect("nbgrader corre");
        text(&run)
    };
    assert!(aula().arg("preparar").status().expect("aula corre").success());
    let solved = validate("resuelto.ipynb", Entry::solved());
    assert!(solved.contains("Success! Your notebook passes all the tests."), "{solved}");
    let noisy = Entry::solved().replace("backward", "let delta2 = ", "eprintln!(\"un aviso\");\n    let delta2 = ");
    let solved = validate("con_avisos.ipynb", noisy);
    assert!(solved.contains("Success!"), "escribir en stderr no es fallar: {solved}");
    let unsolved = validate("publicado.ipynb", Entry(released()));
    assert!(unsolved.contains("LA VALIDACIÓN FALLA EN 8 CELDAS"), "{unsolved}");
    let broken = validate("roto.ipynb", hostile::broken());
    assert!(broken.contains("LA VALIDACIÓN FALLA EN 6 CELDAS"), "un error de compilación también se cuenta: {broken}");
}
