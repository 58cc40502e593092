//! Lo que se escribe después de `cargo run --`: qué comandos hay, con sus opciones, y cuál se pide.

use std::ffi::OsString;

use crate::options::Kind::{Choice, Cluster, Cuts, Ip, Name, Names, Number, Path};
use crate::options::{Opt, Spec, Values, enumerated, flag, value};

#[derive(Debug, PartialEq)]
pub enum Command {
    Open { lab: Values, teacher: bool },
    Prepare,
    Generate(Values),
    Check(Values),
    Measure(Values),
    Export(Values),
    HandOut(Values),
    NewAssignment(Values),
    ReviewAssignment(Values),
    ComposeAssignment(Values),
    Bank,
    GiveAssignment(Values),
    Module { build: bool },
    Quiz(Values),
    Practice(Values),
    Grade { asked: Values, confined: bool, cluster: bool },
    Serve { class: Values, prepare_only: bool, students: Option<u64> },
    Work(Values),
    Coordinate(Values),
    Help,
}

const NOTEBOOKS: Opt = value("[CUADERNO…]", "notebooks", Names, "01_leccion", "");
const JOBS: Opt =
    value("--a-la-vez N", "jobs", Number(1..=64), "1", "califica N entregas a la vez (si no se dice, una por procesador)");

const ASSIGNMENT: Opt = value("NOMBRE", "name", Name, "control1", "el nombre de la tarea");

const fn port(example: &'static str) -> Opt {
    value("--puerto N", "port", Number(1..=65_535), example, "atiende en el puerto N")
}

const fn cluster(shape: &'static str, key: &'static str, help: &'static str) -> Opt {
    value(shape, key, Cluster, "tcp://10.0.0.5:8786", help)
}

/// Los comandos, en el orden de la ayuda.
#[rustfmt::skip]
const COMMANDS: &[Spec<Command>] = &[
    Spec { usage: "abrir",
        build: |lab| Command::Open { teacher: lab["teacher"] == true, lab },
        about: "Prepara lo que falte y abre la lección en JupyterLab. Es lo que hace `cargo run` sin más.",
        options: &[
            flag("--sin-navegador", "browser", false, "no abre el navegador: escribe la dirección (para servidores)"),
            port("8888"),
            flag("--docente", "teacher", true,
                 "muestra también lo de quien enseña: el curso, con Formgrader y las tareas de nbgrader"),
        ] },
    Spec { usage: "preparar", build: |_| Command::Prepare, options: &[],
        about: "Solo prepara: el entorno de Python, el núcleo de Rust y las bibliotecas ya compiladas." },
    Spec { usage: "generar [CUADERNO…]", build: Command::Generate, options: &[NOTEBOOKS],
        about: "Reconstruye los cuadernos desde notebooks/fuente/ y los ejecuta. Si una celda falla, o si alguien\n\
                trabajó en uno de ellos, no cambia ninguno." },
    Spec { usage: "comprobar [CUADERNO…]", build: Command::Check, options: &[NOTEBOOKS],
        about: "Ejecuta los cuadernos y compara lo que muestran con lo guardado." },
    Spec { usage: "medir [CUADERNO…]", build: Command::Measure, options: &[NOTEBOOKS],
        about: "Ejecuta los cuadernos y dice cuánto tarda cada celda y cuánta memoria ocupa el núcleo." },
    Spec { usage: "exportar [CUADERNO…]", build: Command::Export,
        about: "Convierte los cuadernos en páginas HTML que se leen sin conexión y sin instalar nada, con su\n\
                portada, el laboratorio, donde una red aprende en el navegador, y la práctica.",
        options: &[
            NOTEBOOKS,
            value("--salida CARPETA", "folder", Path("la carpeta"), "paginas",
                  "las deja en esa carpeta, en lugar de en paginas/"),
        ] },
    Spec { usage: "modulo", build: |asked| Command::Module { build: asked["build"] == true },
        about: "Compila a WebAssembly la biblioteca que llevan las páginas. Hace falta después de cambiarla.",
        options: &[flag("--comprobar", "build", false, "no compila: dice si el módulo guardado está al día")] },
    Spec { usage: "repartir [TAREA…]", build: Command::HandOut,
        about: "Escribe clase.zip, la copia para la clase: los cuadernos y lo que hace falta para usarlos, sin\n\
                soluciones, sin pruebas ocultas y sin el curso. Se usa con el mismo `cargo run`. Lleva las tareas\n\
                que digas; si no dices ninguna, la de la lección.",
        options: &[
            value("[TAREA…]", "assignments", Names, "control1", ""),
            value("--salida ARCHIVO.zip", "path", Path("el archivo"), "clase.zip", "la escribe ahí"),
        ] },
    Spec { usage: "tarea nueva NOMBRE", build: Command::NewAssignment,
        about: "Empieza una tarea tuya: escribe notebooks/tareas/NOMBRE.md, un ejemplo corto, con comentarios.",
        options: &[ASSIGNMENT] },
    Spec { usage: "tarea banco", build: |_| Command::Bank, options: &[],
        about: "Enseña los ejercicios del banco, que está en notebooks/tareas/banco/, y pone al día su página." },
    Spec { usage: "tarea componer NOMBRE --ejercicios LISTA", build: Command::ComposeAssignment,
        about: "Empieza una tarea con ejercicios del banco: escribe notebooks/tareas/NOMBRE.md, para cambiarla a tu\n\
                gusto. Nunca escribe encima de otra.",
        options: &[
            ASSIGNMENT,
            value("--ejercicios LISTA", "exercises", Name, "cadena_producto,neurona_dos",
                  "los ejercicios, separados por comas"),
        ] },
    Spec { usage: "tarea comprobar NOMBRE", build: Command::ReviewAssignment,
        about: "Dice si una tarea sirve: si su solución pasa sus pruebas, si estas notan una solución\n\
                estropeada, si sus formas son distintas y si sus números se calculan a mano. Deja una página,\n\
                con el cuaderno como lo ve un estudiante y resuelto.",
        options: &[
            ASSIGNMENT,
            value("--formas N", "count", Number(1..=100), "4", "comprueba N formas").or("4"),
            value("--salida CARPETA", "folder", Path("la carpeta"), "comprobaciones",
                  "deja la página en esa carpeta, en lugar de en comprobaciones/"),
            flag("--a-fondo", "thorough", true, "estropea la solución de todas las formas, y no solo la de las dos primeras"),
            flag("--sin-ejecutar", "run", false, "no ejecuta el cuaderno: tarda menos"),
        ] },
    Spec { usage: "tarea repartir NOMBRE --salida CARPETA", build: Command::GiveAssignment,
        about: "Escribe los cuadernos de una tarea, en las formas que pidas, con una página de cada una para\n\
                imprimirla y las soluciones para ti.",
        options: &[
            ASSIGNMENT,
            value("--salida CARPETA", "folder", Path("la carpeta"), "control1", "la carpeta de los cuadernos, que tiene que ser nueva"),
            value("--formas N", "count", Number(1..=500), "4", "hace N formas, A, B, C…: la misma tarea con otros números"),
            value("--lista CSV", "people", Path("el archivo"), "clase.csv",
                  "hace una forma para cada persona de la lista, que es la de participantes de Moodle o un\n\
                  nombre por renglón: siempre la misma para la misma persona"),
            flag("--sin-pistas", "hints", false, "no lleva las pistas plegadas"),
        ] },
    Spec { usage: "cuestionario --salida ARCHIVO", build: Command::Quiz,
        about: "Escribe un banco de preguntas de la lección para Moodle, que se importa en un paso: cada una con\n\
                otros números, con los errores de siempre y lo que se dice de cada uno.",
        options: &[
            value("--salida ARCHIVO", "path", Path("el archivo"), "banco.xml", "el archivo donde escribirlo"),
            value("--familias LISTA", "families", Name, "neurona,paso",
                  "solo esas familias, separadas por comas (si no se dice, todas)"),
            value("--preguntas N", "count", Number(1..=10_000), "200", "cuántas preguntas").or("200"),
            value("--semilla N", "seed", Number(0..=u32::MAX), "7", "con otra, salen otras").or("7"),
            value("--formato xml|gift", "form", Choice(&["xml", "gift"]), "gift",
                  "el XML de Moodle, o GIFT, que no tiene preguntas de varios pasos").or("xml"),
        ] },
    Spec { usage: "practica CÓDIGO…", build: Command::Practice,
        about: "Dice qué se hizo en la página de práctica, por el código que ella da; sirven varios a la vez.",
        options: &[value("CÓDIGO…", "codes", Names, "10000-0050C-…", "")] },
    Spec { usage: "calificar ENTREGAS --salida DIR",
        build: |asked| {
            Command::Grade { confined: asked["confined"] == true, cluster: asked["cluster"].is_string(), asked }
        },
        about: "Califica los cuadernos de ENTREGAS, una carpeta (ana.ipynb o ana/03_ejercicios.ipynb, uno por\n\
                estudiante) o el zip que da Moodle, y deja en DIR las notas y la retroalimentación. Las\n\
                entregas solo se leen. Si se corta, la próxima vez sigue.",
        options: &[
            value("ENTREGAS", "submissions", Path("la carpeta"), "entregas", "la carpeta o el zip de las entregas"),
            value("--salida DIR", "output", Path("la carpeta"), "notas", "la carpeta de los resultados"),
            value("--hoja CSV", "sheet", Path("el archivo"), "hoja.csv",
                  "la hoja de calificaciones que da Moodle: vuelve a DIR, como hoja.csv, con las notas puestas"),
            value("--intento primero|ultimo|mejor", "attempt", Choice(&["primero", "ultimo", "mejor"]), "mejor",
                  "cuál de varios intentos de una persona cuenta, de los que tienen respuestas").or("ultimo"),
            value("--csv europeo|estandar", "form", Choice(&["europeo", "estandar"]), "estandar",
                  "cómo se escribe notas.csv: con punto y coma y coma decimal, que es como lo abre una hoja de\n\
                  cálculo en español, o con comas y punto decimal, para otros programas").or("europeo"),
            value("--tarea NOMBRE", "assignment", Name, "control1",
                  "la tarea que se califica; hay que decirla si hay cuadernos de varias"),
            value("--forma NOMBRE", "variant", Name, "A",
                  "la forma de los cuadernos de los que no se puede saber"),
            flag("--sin-nombres", "nameless", true,
                 "además de clase.html, escribe clase_sin_nombres.html, que se puede enseñar a la clase"),
            value("--escala 1:7|0:10|0:20|A:F", "scale", Choice(&["1:7", "0:10", "0:20", "A:F"]), "1:7",
                  "pone también la nota, en esa escala"),
            value("--exigencia N", "demand", Number(1..=99), "60",
                  "con qué tanto por ciento de los puntos se aprueba (60 de 1 a 7; 50 en las demás)"),
            value("--cortes A,B,C,D", "cuts", Cuts, "90,80,70,60",
                  "desde qué tanto por ciento va cada letra, de la A a la D (90,80,70,60)"),
            value("--a-mano CSV", "by_hand", Path("el archivo"), "puntos.csv",
                  "los puntos y los comentarios que puso una persona; las demás veces se recuerdan"),
            JOBS,
            flag("--sin-aislamiento", "confined", false,
                 "no aísla las entregas: corren con tus permisos. Solo si confías en todas."),
            cluster("--dask DIRECCIÓN", "cluster",
                    "las reparte entre los trabajadores de un clúster de Dask; por ejemplo, tcp://10.0.0.5:8786"),
        ] },
    Spec { usage: "trabajador DIRECCIÓN", build: Command::Work,
        about: "Este computador califica lo que reparta el coordinador de esa dirección, hasta Ctrl-C.",
        options: &[cluster("DIRECCIÓN", "address", "la dirección de un coordinador, o --coordinador"), JOBS] },
    Spec { usage: "trabajador --coordinador",
        build: |mut asked| {
            asked.remove("coordinator");
            Command::Coordinate(asked)
        },
        about: "Este computador es el coordinador: por él pasan las entregas de `calificar --dask` a los\n\
                trabajadores.",
        options: &[flag("--coordinador", "coordinator", true, ""), port("8786").or("8786")] },
    Spec { usage: "servidor",
        build: |mut class| {
            let mut take = |key| class.remove(key).unwrap_or_default();
            let (prepare_only, students) = (take("prepare_only") == true, take("students").as_u64());
            Command::Serve { class, prepare_only, students }
        },
        about: "Abre una clase en esta máquina: cada estudiante entra con su navegador y no instala nada (en\n\
                Linux y macOS).",
        options: &[
            flag("--clave", "password", true,
                 "con una clave para toda la clase, que el comando escribe, y el nombre que cada cual elija. Si no\n\
                  se dice, y lo abre la cuenta de administración, se entra con las cuentas de la máquina"),
            value("--docente NOMBRE", "teacher", Name, "ana", "quién enseña"),
            value("--datos CARPETA", "data", Path("la carpeta"), "/srv/gradiente",
                  "dónde quedan las carpetas de los estudiantes y lo que entregan"),
            port("8000").or("8000"),
            value("--direccion IP", "address", Ip, "127.0.0.1",
                  "atiende solo en esa dirección de la máquina; 127.0.0.1, para probar").or("0.0.0.0"),
            value("--memoria MB", "megabytes", Number(500..=1_000_000), "500",
                  "lo que puede ocupar cada estudiante").or("2000"),
            value("--procesos N", "processes", Number(20..=10_000), "20",
                  "los procesos que puede tener cada estudiante").or("100"),
            value("--inactividad MIN", "idle_minutes", Number(5..=10_000), "5",
                  "cierra lo de quien lleva ese tiempo sin hacer nada").or("60"),
            value("--grupo NOMBRE", "group", Name, "alumnos",
                  "con las cuentas de la máquina, entran solo las de ese grupo"),
            value("--plazas N", "seats", Number(1..=10_000), "20",
                  "cuántas personas caben a la vez; si no se dice, las que quepan en la memoria"),
            flag("--solo-preparar", "prepare_only", true, "prepara todo lo que necesita, y termina"),
            value("--simular N", "students", Number(1..=500), "1",
                  "mide la clase con N estudiantes simulados, que lo hacen todo a la vez, y termina"),
        ] },
];

/// Lo que se pide, o por qué no se entiende.
pub fn parse(args: Vec<OsString>) -> Result<Command, String> {
    let words = args
        .into_iter()
        .map(|arg| arg.into_string().map_err(|arg| format!("No entiendo el argumento {arg:?}: no es texto válido.")));
    let mut words = words.collect::<Result<Vec<_>, _>>()?;
    if words.iter().any(|word| word == "--help" || word == "-h") || words.first().is_some_and(|word| word == "ayuda") {
        return Ok(Command::Help);
    }
    if words.first().is_none_or(|word| word.starts_with('-')) {
        words.insert(0, "abrir".to_string());
    }
    let spec = COMMANDS.iter().rfind(|spec| spec.is(&words)).ok_or_else(|| {
        let mut names: Vec<_> = COMMANDS.iter().map(Spec::name).collect();
        names.dedup();
        let two = names.iter().any(|name| name.starts_with(&format!("{} ", words[0])));
        let asked = words[..if two { words.len().min(2) } else { 1 }].join(" ");
        format!("No conozco el comando «{asked}»: son {}.", enumerated(&names))
    })?;
    match (spec.build)(spec.read(&words)?) {
        Command::Grade { confined: false, cluster: true, .. } => {
            Err("--sin-aislamiento no vale con --dask: en otra máquina, una entrega corre aislada o no corre.".into())
        }
        command => Ok(command),
    }
}

/// Lo que dice `--help`.
pub fn help() -> String {
    let commands: String = COMMANDS.iter().map(Spec::help).collect();
    format!(
        "aula: prepara, abre y cuida los cuadernos de gradiente.\n\n\
         Uso: cargo run -- [COMANDO] [OPCIONES]\n\n\
         Comandos:\n{commands}\n\
         Un CUADERNO es un nombre, como 01_leccion, o una ruta, como notebooks/01_leccion.ipynb. Sin ninguno, son todos.\n\n\
         Termina con 0 si todo fue bien; 1 si algo falló o difiere; 2 si el comando no se entiende; 3 si `comprobar`\n\
         encuentra un cuaderno que no está al día con su texto.\n"
    )
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;

    fn parsed(line: &str) -> Result<Command, String> {
        parse(line.split_whitespace().map(OsString::from).collect())
    }

    /// Lo que recibe la tarea de Python.
    fn asked(line: &str) -> Value {
        match parsed(line).unwrap() {
            Command::Open { lab: asked, .. } | Command::Grade { asked, .. } | Command::Serve { class: asked, .. } => {
                json!(asked)
            }
            Command::Generate(asked) | Command::Export(asked) | Command::HandOut(asked) => json!(asked),
            Command::NewAssignment(asked) | Command::GiveAssignment(asked) => json!(asked),
            Command::ReviewAssignment(asked) | Command::ComposeAssignment(asked) => json!(asked),
            Command::Work(asked) | Command::Coordinate(asked) => json!(asked),
            Command::Quiz(asked) | Command::Practice(asked) => json!(asked),
            other => panic!("{other:?} no tiene nada que decir a Python"),
        }
    }

    fn absolute(path: &str) -> Value {
        json!(std::path::absolute(path).unwrap())
    }

    /// De cada opción: sale en la ayuda y en lo que se dice de una que no existe, y llega a su sitio con su nombre.
    #[test]
    fn an_option_is_declared_once() {
        for spec in COMMANDS {
            let words = spec.name().split(' ').chain(["--no-existe"]).map(String::from);
            let unknown = spec.read(&words.collect::<Vec<_>>()).unwrap_err();
            for shape in spec.options.iter().map(|option| option.shape) {
                assert!(help().contains(shape), "{shape} no está en la ayuda");
                assert_eq!(unknown.contains(shape), shape.starts_with("--"), "{shape}: {unknown}");
            }
        }
    }

    #[test]
    fn python_receives_every_value_said_or_not() {
        assert_eq!(asked(""), json!({"browser": true, "port": null, "teacher": false}));
        let lab = asked("abrir --sin-navegador --docente --puerto=8888");
        assert_eq!(lab, json!({"browser": false, "port": 8888, "teacher": true}));
        assert_eq!(asked("generar 01 b/02.ipynb"), json!({"notebooks": ["01", "b/02.ipynb"]}));
        assert_eq!(asked("exportar --salida p 01"), json!({"notebooks": ["01"], "folder": absolute("p")}));
        assert_eq!(asked("repartir"), json!({"path": null, "assignments": []}));
        assert_eq!(asked("repartir a b")["assignments"], json!(["a", "b"]));
        assert_eq!(asked("tarea nueva control1"), json!({"name": "control1"}));
        let forms = json!({"name": "c", "folder": absolute("d"), "count": 4, "people": absolute("l.csv"), "hints": false});
        assert_eq!(asked("tarea repartir c --formas 4 --salida d --sin-pistas --lista l.csv"), forms);
        let review = json!({"name": "c", "folder": null, "count": 4, "thorough": false, "run": true});
        assert_eq!(asked("tarea comprobar c"), review);
        let review = json!({"name": "c", "folder": absolute("d"), "count": 2, "thorough": true, "run": false});
        assert_eq!(asked("tarea comprobar c --formas 2 --salida d --a-fondo --sin-ejecutar"), review);
        assert_eq!(asked("tarea componer c --ejercicios a,b"), json!({"name": "c", "exercises": "a,b"}));
        let bank = json!({"path": absolute("b.xml"), "families": null, "count": 200, "seed": 7, "form": "xml"});
        assert_eq!(asked("cuestionario --salida b.xml"), bank);
        let other = json!({"path": absolute("b"), "families": "paso,alfa", "count": 9, "seed": 0, "form": "gift"});
        let line = "cuestionario --familias paso,alfa --preguntas 9 --semilla 0 --formato GIFT --salida b";
        assert_eq!(asked(line), other);
        assert_eq!(asked("practica 1A-B 2C"), json!({"codes": ["1A-B", "2C"]}));
        assert_eq!(asked("trabajador tls://h:1 --a-la-vez 3"), json!({"address": "tls://h:1", "jobs": 3}));
        assert_eq!(asked("trabajador --coordinador"), json!({"port": 8786}));
        assert_eq!(asked("trabajador --puerto 1 --coordinador"), json!({"port": 1}));
        let grading = json!({"submissions": absolute("a"), "output": absolute("b"), "sheet": absolute("c.csv"), "jobs": null,
                             "confined": false, "cluster": null, "attempt": "ultimo", "form": "europeo",
                             "assignment": null, "variant": null, "nameless": false, "scale": null, "demand": null,
                             "cuts": null, "by_hand": null});
        assert_eq!(asked("calificar --hoja=c.csv a --salida b --sin-aislamiento"), grading);
        let other = asked("calificar a --salida b --intento Último --csv=estandar");
        assert_eq!((&other["attempt"], &other["form"]), (&json!("ultimo"), &json!("estandar")));
        let other = asked("calificar a --salida b --escala a:f --exigencia=60 --cortes 85,70,55,40 --a-mano p.csv");
        let given = (&other["scale"], &other["demand"], &other["cuts"], &other["by_hand"]);
        assert_eq!(given, (&json!("A:F"), &json!(60), &json!([85, 70, 55, 40]), &absolute("p.csv")));
        let class = json!({"password": false, "teacher": null, "data": null, "port": 8000, "address": "0.0.0.0",
                           "megabytes": 2000, "processes": 100, "idle_minutes": 60, "group": null, "seats": null});
        assert_eq!(asked("servidor"), class);
        let other = "servidor --clave --docente ana --datos d --puerto 1 --direccion ::1 --memoria 500 --procesos 20 \
                     --inactividad 5 --grupo alumnos --plazas 9";
        let class = json!({"password": true, "teacher": "ana", "data": absolute("d"), "port": 1, "address": "::1",
                           "megabytes": 500, "processes": 20, "idle_minutes": 5, "group": "alumnos", "seats": 9});
        assert_eq!(asked(other), class);
    }

    #[test]
    fn the_command_knows_what_it_uses_itself() {
        let simulated = parsed("servidor --simular 30 --solo-preparar").unwrap();
        assert!(matches!(simulated, Command::Serve { prepare_only: true, students: Some(30), .. }), "{simulated:?}");
        let alone = parsed("servidor").unwrap();
        assert!(matches!(alone, Command::Serve { prepare_only: false, students: None, .. }), "{alone:?}");
        assert_eq!(parsed("modulo"), Ok(Command::Module { build: true }));
        assert_eq!(parsed("tarea banco"), Ok(Command::Bank));
        assert_eq!(parsed("modulo --comprobar"), Ok(Command::Module { build: false }));
        let far = parsed("calificar a --salida b --dask tcp://h:1").unwrap();
        assert!(matches!(far, Command::Grade { confined: true, cluster: true, .. }), "{far:?}");
        assert_eq!([parsed("ayuda"), parsed("calificar -h"), parsed("--help")], [(); 3].map(|()| Ok(Command::Help)));
    }

    #[test]
    fn what_is_not_understood_is_said() {
        let error = |line: &str| parsed(line).unwrap_err();
        assert!(
            error("bailar")
                .ends_with("tarea comprobar, tarea repartir, cuestionario, practica, calificar, trabajador y servidor.")
        );
        assert!(error("tarea bailar").starts_with("No conozco el comando «tarea bailar»"));
        assert_eq!(error("tarea nueva"), "`tarea nueva` necesita el nombre de la tarea: tarea nueva NOMBRE.");
        assert_eq!(error("modulo x"), "`modulo` no tiene «x»: su opción es --comprobar.");
        assert_eq!(error("abrir x"), "`abrir` no tiene «x»: sus opciones son --sin-navegador, --puerto N y --docente.");
        assert_eq!(error("preparar x"), "`preparar` no lleva nada detrás, y llegó «x».");
        assert_eq!(error("generar -x"), "No conozco la opción «-x».");
        assert_eq!(error("--puerto="), "Falta el número detrás de --puerto; por ejemplo, --puerto 8888.");
        let port = "--puerto es «0»: se esperaba un número entre 1 y 65535; por ejemplo, --puerto 8888.";
        assert_eq!(error("--puerto 0"), port);
        let attempt = "--intento es «otro»: se esperaba primero, ultimo o mejor; por ejemplo, --intento mejor.";
        assert_eq!(error("calificar a --intento otro"), attempt);
        let cuts = "--cortes es «90,80»: se esperaba una lista de cuatro números entre 1 y 100, de mayor a menor; por \
                    ejemplo, --cortes 90,80,70,60.";
        assert_eq!(error("calificar a --cortes 90,80"), cuts);
        assert!(error("calificar a --cortes 60,70,80,90").starts_with("--cortes es"));
        assert!(error("calificar a --escala 1:8").contains("se esperaba 1:7, 0:10, 0:20 o A:F"));
        assert!(error("calificar a --csv").starts_with("Falta la palabra detrás de --csv; por ejemplo, --csv estandar."));
        let grading = "`calificar` necesita la carpeta o el zip de las entregas y la carpeta de los resultados: \
                       calificar ENTREGAS --salida DIR.";
        for line in ["calificar", "calificar a", "calificar --salida b", "calificar a b --salida c"] {
            assert_eq!(error(line), grading);
        }
    }

    #[test]
    fn the_help_fits() {
        assert!(help().lines().all(|line| line.chars().count() <= 125));
        assert!(help().contains("\n      --memoria MB          lo que puede ocupar cada estudiante (2000)\n"));
        assert!(help().contains("\n  calificar ENTREGAS --salida DIR\n                          Califica"));
        assert!(!help().contains("      --salida DIR"), "ya está en cómo se escribe");
    }
}
