//! Calificar una clase de treinta con el nbgrader y el compilador de verdad: cada nota, la que merece.
//!
//! La clase se califica dos veces en toda la prueba; cada comprobación mira los mismos resultados.
#![cfg(target_os = "linux")]

#[path = "../notebooks/command/mod.rs"]
mod command;
mod agreement;
mod attacks;
mod class;
mod cluster;
mod engine;
mod honest;
mod hostile;
mod killed;
mod machine;
mod mistakes;
mod moodle;
mod student;
mod wrong;

use std::collections::BTreeMap;
use std::fs;
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::sync::OnceLock;
use std::time::SystemTime;

use class::{Entry, Grades, POINTS, earlier, project, released, source, teacher};
use command::{aula, folder, prepared, program, text};
use machine::{Usage, watched};
use serde_json::Value;

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
    usage: Usage,
}

/// La clase, calificada una vez.
fn graded() -> &'static Class {
    static CLASS: OnceLock<Class> = OnceLock::new();
    CLASS.get_or_init(|| {
        prepared();
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
        save("atacante.ipynb", hostile::attacking());
        save("agotadora.ipynb", hostile::exhausting());
        save("temprana.ipynb", hostile::early());
        save("curiosa.ipynb", hostile::including(project(), &submissions));
        save("cruzada.ipynb", hostile::crossing());
        save("ejecutada.ipynb", hostile::executing());
        for name in ["Zoë Ñúñez", "carla [2]"] {
            fs::create_dir(submissions.join(name)).expect("se crea");
            save(&format!("{name}/03_ejercicios.ipynb"), Entry::solved());
        }
        fs::create_dir(submissions.join("ana")).expect("se crea");
        save("ana/03_ejercicios.ipynb", Entry::solved());
        save("antigua.ipynb", earlier());
        save("anterior.ipynb", earlier().replace("cadena", "let du_dx = 2.0", "let du_dx = 1.0").without("neurona"));

        let before = contents(&submissions);
        let mut command = aula("calificar");
        command.arg(&submissions).arg("--salida").arg(&output);
        let (run, usage) = watched(command);
        Class { submissions, output, listener, before, run, usage }
    })
}

fn grade(submissions: &Path, output: &Path) -> Output {
    aula("calificar").arg(submissions).arg("--salida").arg(output).output().expect("aula corre")
}

fn grades() -> Grades {
    let class = graded();
    assert!(class.run.status.success(), "{}", text(&class.run));
    Grades::read(&class.output.join("notas.csv"))
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
fn the_class_of_thirty_is_graded_and_listed() {
    let grades = grades();
    assert_eq!(
        grades.header(),
        "estudiante,cadena,numerica,sigmoide,neurona,forward,errores,backward,entrenar,entrenar_hasta,reflexion,total,\
         observaciones"
    );
    let mut students = grades.students();
    assert_eq!(students.len(), 36);
    students.sort();
    students.dedup();
    assert_eq!(students.len(), 36);
    let class = graded();
    let said = text(&class.run);
    assert!(said.contains("[32/32]"), "falta el progreso:\n{said}");
    assert_eq!(contents(&class.submissions), class.before, "las entregas solo se leen");
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
        ("24", ""),
        "el punto 25 es a mano"
    );
    assert_eq!(grades.notes("profesora"), "");
    assert_eq!(grades.notes("sin_resolver"), "");
    for name in ["Zoë Ñúñez", "ana", "carla [2]"] {
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
    // Sus celdas propias no acaban y no callan, pero al calificar no se ejecutan.
    grades.loses_only("ruidosa", &[]);

    zero("agotadora", &["cadena", "numerica", "sigmoide", "neurona", "forward", "backward"]);
    assert!(grades.notes("agotadora").contains("forward: la respuesta no compila"), "{}", grades.notes("agotadora"));
}

/// Mientras se califica la clase, con todo lo que hay en ella que no para de pedir procesos, hilos y memoria.
#[test]
fn the_machine_does_not_notice() {
    let usage = &graded().usage;
    assert!(usage.samples > 20, "apenas se miró: {usage:?}");
    assert!(usage.processes < 60, "{usage:?}");
    assert!(usage.threads < 200, "{usage:?}");
    assert!(usage.memory < 4 << 30, "{usage:?}");
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

/// Cada respuesta vale lo que valía, y se dice qué es nuevo.
#[test]
fn a_notebook_of_an_earlier_text_keeps_its_points() {
    let (grades, class) = (grades(), graded());
    let changes = "el cuaderno sale de otra versión de «03_ejercicios»: no lleva «errores», que vale 3 puntos; \
                   «cadena» ha cambiado desde entonces; «doble» ya no está, y no se califica";
    assert_eq!((grades.get("antigua", "total"), grades.notes("antigua")), ("21", changes));
    grades.loses_only("antigua", &["errores"]);
    assert_eq!(grades.get("antigua", "errores"), "0");
    let missing = grades.notes("anterior");
    assert_eq!(missing, format!("{changes}; falta la celda de respuesta «neurona»"));
    grades.loses_only("anterior", &["cadena", "neurona", "errores"]);

    let page = fs::read_to_string(class.output.join("retroalimentacion/antigua.html")).expect("existe");
    for told in [
        "«cadena» ha cambiado desde que recibiste tu cuaderno",
        "«errores» no está en la versión de los ejercicios que recibiste",
        "Encuentra el error",
        "Escribe la derivada de",
    ] {
        assert_eq!(page.matches(told).count(), 1, "{told}");
    }
    assert!(!page.contains("«sigmoide» ha cambiado") && !page.contains("Deriva la función en un punto"));
}

#[test]
fn tricks_earn_nothing() {
    let grades = grades();
    for (exercise, _) in POINTS {
        assert_eq!(grades.points("tramposa", exercise), 0.0, "{exercise}");
        assert_eq!(grades.points("falsa", exercise), 0.0, "{exercise}");
        assert_eq!(grades.points("cruzada", exercise), 0.0, "{exercise}");
        assert_eq!(grades.points("ejecutada", exercise), 0.0, "{exercise}");
    }
    // Quien escribe a mano los resultados que ya conoce saca lo mismo que si los devolviera: lo que se ve, y nada de lo
    // oculto.
    assert!(grades.points("temprana", "cadena") <= 1.0, "{}", grades.notes("temprana"));
    assert!(grades.notes("temprana").contains("mírala a mano"), "{}", grades.notes("temprana"));
    let executed = "cadena: usa «std::env», «std::os» y «std::process»: mírala a mano";
    assert!(grades.notes("ejecutada").contains(executed), "{}", grades.notes("ejecutada"));
    let page = fs::read_to_string(graded().output.join("retroalimentacion/ejecutada.html")).expect("existe");
    assert!(page.contains("no se pudo: ") && !page.contains("ocultos: 1"), "se ejecutó");
}

#[test]
fn nothing_leaves_the_sandbox() {
    let (grades, class) = (grades(), graded());
    // Aquí fuera, cada cosa que se intenta es posible: si dentro no lo es, es por el aislamiento.
    assert!(source(&teacher(), "cadena_prueba").contains("HIDDEN") && class.submissions.join("profesora.ipynb").exists());
    for (exercise, _) in POINTS {
        assert_eq!(grades.points("fugada", exercise), 0.0, "algo salió: {exercise}");
    }
    for (exercise, _) in POINTS {
        assert_eq!(grades.points("atacante", exercise), 0.0, "algo se pudo: {exercise}");
    }
    grades.loses_only("curiosa", &["cadena", "numerica", "sigmoide", "neurona", "forward", "backward"]);
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
        assert!(
            page.contains(": tu respuesta") && page.contains("pruebas ocultas")
                || ["desbocada", "falsa", "temprana"].contains(&student),
            "{student}"
        );
        for secret in ["HIDDEN", "384.0", "1350", "wanted", ".hidden("] {
            assert!(!page.contains(secret), "la página de {student} enseña «{secret}»");
        }
    }
    let page = fs::read_to_string(class.output.join("retroalimentacion/mal_0_0.html")).expect("existe");
    assert!(page.contains("se esperaba 54 y llegó 27"), "la pista dice qué se esperaba y qué llegó");
}

/// La clase en una página, con las figuras que dibuja la biblioteca.
#[test]
fn the_class_is_on_one_page() {
    let (grades, class) = (grades(), graded());
    let page = fs::read_to_string(class.output.join("clase.html")).expect("está");
    let start = page.find("id=\"clase\">").expect("lleva sus datos") + "id=\"clase\">".len();
    let end = start + page[start..].find("</script>").expect("se cierra");
    let data: Value = serde_json::from_str(&page[start..end]).expect("es JSON");
    let people = data["people"].as_array().expect("una lista");
    for person in people {
        let name = person["name"].as_str().expect("se llama de alguna manera");
        assert_eq!(person["total"].as_f64(), Some(grades.points(name, "total")), "{name}");
    }
    assert_eq!(data["handed"]["ungraded"].as_array().map(Vec::len), Some(UNREADABLE.len()));
    assert_eq!(people.len() + UNREADABLE.len(), grades.students().len());
    let mistakes = data["mistakes"].as_array().expect("una lista");
    assert!(mistakes.iter().any(|each| each["exercise"] == "cadena" && each["count"].as_u64() > Some(0)), "{mistakes:?}");
    assert!(data["compile_errors"].as_array().is_some_and(|all| !all.is_empty()));
    assert_eq!(page.matches("<svg").count(), 2, "los totales y los ejercicios");
    assert!(!page.contains("384.0"), "enseña una prueba oculta");
}

#[test]
fn grading_again_gives_the_same_and_loses_nothing() {
    let first = grades();
    let class = graded();
    let run = grade(&class.submissions, &class.output);
    assert!(run.status.success(), "{}", text(&run));
    let second = Grades::read(&class.output.join("notas.csv"));
    let only_points = |grades: &Grades| {
        let columns = [
            "cadena",
            "numerica",
            "sigmoide",
            "neurona",
            "forward",
            "backward",
            "entrenar",
            "entrenar_hasta",
            "errores",
            "reflexion",
            "total",
        ];
        let row = |student: &str| columns.map(|column| grades.get(student, column).to_string());
        grades.students().into_iter().map(|student| (student.to_string(), row(student))).collect::<Vec<_>>()
    };
    assert_eq!(only_points(&second), only_points(&first));
    let earlier =
        fs::read_dir(class.output.join("anteriores")).expect("se guardó lo anterior").flatten().next().expect("una carpeta");
    assert_eq!(fs::read_to_string(earlier.path().join("notas.csv")).expect("con sus notas"), first.text);
    assert!(earlier.path().join("retroalimentacion/ana.html").exists());
    assert!(earlier.path().join("clase.html").exists() && class.output.join("clase.csv").exists());
}

/// El Python del entorno, que ejecuta `command` donde el sistema niega `what`.
fn denied(what: &str) -> Command {
    let mut command = Command::new(program("python"));
    command.arg(project().join("aula/tests/grading/denied.py")).arg(what).arg(env!("CARGO_BIN_EXE_aula"));
    command
}

#[test]
fn a_stock_ubuntu_or_a_container_can_grade() {
    let (submissions, output) = (folder("entregas-sin-espacios"), folder("salida-sin-espacios"));
    fs::write(submissions.join("ana.ipynb"), Entry::solved().0.to_string()).expect("se escribe");
    fs::write(submissions.join("eva.ipynb"), hostile::attacking().0.to_string()).expect("se escribe");
    let run = denied("userns").arg("calificar").arg(&submissions).arg("--salida").arg(&output).output().expect("aula corre");
    assert!(run.status.success(), "{}", text(&run));
    let grades = Grades::read(&output.join("notas.csv"));
    assert_eq!((grades.get("ana", "total"), grades.get("eva", "total")), ("24", "0"));
}

#[test]
fn without_isolation_it_refuses_and_says_what_to_do() {
    let (submissions, output) = (folder("entregas-sin-aislamiento"), folder("salida-sin-aislamiento"));
    fs::write(submissions.join("ana.ipynb"), Entry::solved().0.to_string()).expect("se escribe");
    let mut refused = denied("landlock");
    let refused = refused.arg("calificar").arg(&submissions).arg("--salida").arg(&output).output().expect("aula corre");
    let said = text(&refused);
    assert!(refused.status.code() == Some(1) && said.contains("Landlock") && said.contains("--sin-aislamiento"), "{said}");
    assert!(!output.join("notas.csv").exists());

    let mut open = denied("landlock");
    open.args(["calificar", "--sin-aislamiento"]).arg(&submissions).arg("--salida").arg(&output);
    let open = open.output().expect("aula corre");
    assert!(open.status.success() && text(&open).contains("aviso: aislamiento desactivado"), "{}", text(&open));
    assert_eq!(Grades::read(&output.join("notas.csv")).get("ana", "total"), "24");
}

/// Como si se fuera la luz a mitad de la clase.
#[test]
fn a_run_that_was_cut_off_goes_on() {
    let (submissions, output) = (folder("entregas-cortadas"), folder("salida-cortada"));
    for number in 0..6 {
        let entry = Entry::solved().replace("cadena", "let du_dx", &format!("let _ = {number};\n    let du_dx"));
        fs::write(submissions.join(format!("e{number}.ipynb")), entry.0.to_string()).expect("se escribe");
    }
    let mut command = aula("calificar");
    command.arg(&submissions).arg("--salida").arg(&output).args(["--a-la-vez", "1"]);
    machine::kill_when(command, || fs::read_dir(output.join(".avance")).is_ok_and(|files| files.count() >= 2));
    assert!(!output.join("notas.csv").exists(), "una nota a medias");

    let run = grade(&submissions, &output);
    assert!(run.status.success() && text(&run).contains("ya estaban calificadas"), "{}", text(&run));
    let first = Grades::read(&output.join("notas.csv"));
    assert!(first.students().iter().all(|student| first.get(student, "total") == "24"), "{}", first.text);
    let again = grade(&submissions, &output);
    assert!(text(&again).contains("6 de 6 ya estaban calificadas"), "{}", text(&again));

    // Otra respuesta es otra entrega.
    let changed = Entry::solved().replace("cadena", "df_du * du_dx", "df_du");
    fs::write(submissions.join("e0.ipynb"), changed.0.to_string()).expect("se escribe");
    let run = grade(&submissions, &output);
    assert!(text(&run).contains("5 de 6 ya estaban calificadas"), "{}", text(&run));
    Grades::read(&output.join("notas.csv")).loses_only("e0", &["cadena"]);
}

/// `nbgrader autograde`, en un curso como el de quien ya usa nbgrader, pone las mismas notas que `calificar`.
#[test]
fn nbgrader_autograde_gives_the_same_grades() {
    prepared();
    let place = folder("curso-nbgrader");
    let course = place.join("curso");
    for name in ["nbgrader_config.py", "source"] {
        command::copy(&project().join("notebooks/curso").join(name), &course.join(name));
    }
    let (submissions, output) = (place.join("entregas"), place.join("salida"));
    let mut entries = vec![
        ("ana", Entry::solved()),
        ("antigua", earlier()),
        ("mal", wrong::entry(0, wrong::HALVES[0])),
        ("rota", hostile::broken()),
        ("sin_resolver", Entry(released())),
    ];
    entries.extend(honest::entries().into_iter().map(|(name, entry, _)| (name, entry)));
    for (name, entry) in &entries {
        for path in
            [submissions.join(format!("{name}.ipynb")), course.join("submitted").join(name).join("xor/03_ejercicios.ipynb")]
        {
            fs::create_dir_all(path.parent().expect("está en una carpeta")).expect("se crea");
            fs::write(path, entry.0.to_string()).expect("se escribe");
        }
    }
    let nbgrader = |arguments: &[&str]| {
        let run = Command::new(program("nbgrader")).args(arguments).current_dir(&course).output().expect("nbgrader corre");
        assert!(run.status.success(), "{}", text(&run));
        assert!(!text(&run).to_lowercase().contains("checksum"), "una entrega honrada no da avisos: {}", text(&run));
    };
    nbgrader(&["generate_assignment", "xor"]);
    nbgrader(&["autograde", "xor"]);
    nbgrader(&["export", "--to", "notas.csv"]);
    let run = grade(&submissions, &output);
    assert!(run.status.success(), "{}", text(&run));
    let ours = Grades::read(&output.join("notas.csv"));
    let theirs = Grades::read(&course.join("notas.csv"));
    for (name, _) in &entries {
        assert_eq!(theirs.of("student_id", name, "score"), ours.points(name, "total"), "{name}");
    }
    for (name, _, note) in honest::entries() {
        assert_eq!(ours.points(name, "total"), honest::total(), "{name}: {}", ours.notes(name));
        assert!(ours.notes(name).contains(note) && ours.notes(name).is_empty() == note.is_empty(), "{}", ours.notes(name));
        let page = fs::read_to_string(output.join("retroalimentacion").join(format!("{name}.html"))).expect("está");
        assert!(page.contains(note), "la página de {name} no dice de dónde salió su respuesta");
    }
}

#[test]
fn nbgrader_validates_the_solved_notebook_and_not_the_released_one() {
    let place = folder("validar, en otra carpeta");
    let validate = |name: &str, notebook: Entry| {
        let path = place.join(name);
        fs::write(&path, notebook.0.to_string()).expect("se escribe");
        let run = Command::new(program("nbgrader")).arg("validate").arg(&path).output().expect("nbgrader corre");
        text(&run)
    };
    // Escribir en stderr no es fallar.
    let noisy = Entry::solved().replace("backward", "let delta2 = ", "eprintln!(\"un aviso\");\n    let delta2 = ");
    let solved = validate("resuelto.ipynb", noisy);
    assert!(solved.contains("pasa todas las pruebas que ves"), "{solved}");
    let unsolved = validate("publicado.ipynb", Entry(released()));
    assert!(unsolved.contains("Sin responder todavía: Ejercicio 1,") && !unsolved.contains("No las pasan"), "{unsolved}");
    let broken = validate("roto.ipynb", hostile::broken());
    assert!(
        broken.contains("Pasan las pruebas: Ejercicio 6, Ejercicio 8"),
        "un error de compilación es de su ejercicio: {broken}"
    );
    assert!(broken.contains("cadena; la respuesta no compila: en su línea"), "{broken}");
}
