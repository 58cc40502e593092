//! Lo que se escribe después de `cargo run --`: se lee y se comprueba aquí, una vez.

use std::ffi::OsString;
use std::path::PathBuf;

use crate::exam::EXAMINE;
use crate::launcher::{CLEAN, KERNEL, Launch};
use crate::rustc::is_rustc;
use crate::watch::WATCH;

pub const HELP: &str = "\
aula: prepara, abre y cuida los cuadernos de gradiente.

Uso: cargo run -- [COMANDO] [OPCIONES]

Comandos:
  abrir                   Prepara lo que falte y abre la lección en JupyterLab. Es lo que hace `cargo run` sin más.
      --sin-navegador       no abre el navegador: escribe la dirección (para servidores)
      --puerto N            atiende en el puerto N
      --docente             muestra también lo de quien enseña: el curso, con Formgrader y las tareas de nbgrader
  preparar                Solo prepara: el entorno de Python, el núcleo de Rust y las bibliotecas ya compiladas.
  generar [CUADERNO…]     Reconstruye los cuadernos desde notebooks/fuente/ y los ejecuta. Si una celda falla, o si alguien
                          trabajó en uno de ellos, no cambia ninguno.
  comprobar [CUADERNO…]   Ejecuta los cuadernos y compara lo que muestran con lo guardado.
  medir [CUADERNO…]       Ejecuta los cuadernos y dice cuánto tarda cada celda y cuánta memoria ocupa el núcleo.
  exportar [CUADERNO…]    Convierte los cuadernos en páginas HTML que se leen sin conexión y sin instalar nada, con su portada y con el
                          laboratorio, donde una red aprende en el navegador.
      --salida CARPETA      las deja en esa carpeta, en lugar de en paginas/
  modulo                  Compila a WebAssembly la biblioteca que llevan las páginas. Hace falta después de cambiarla.
      --comprobar           no compila: dice si el módulo guardado está al día
  repartir                Escribe clase.zip, la copia para la clase: los cuadernos y lo que hace falta para usarlos, sin soluciones, sin
                          pruebas ocultas y sin el curso. Se usa con el mismo `cargo run`.
      --salida ARCHIVO.zip  la escribe ahí
  calificar ENTREGAS --salida DIR
                          Califica los cuadernos de ENTREGAS, una carpeta (ana.ipynb o ana/03_ejercicios.ipynb, uno por estudiante) o
                          el zip que da Moodle, y deja en DIR las notas y la retroalimentación. Las entregas solo se leen. Si se
                          corta, la próxima vez sigue.
      --hoja CSV            la hoja de calificaciones que da Moodle: vuelve a DIR, como hoja.csv, con las notas puestas
      --a-la-vez N          califica N entregas a la vez (si no se dice, una por procesador)
      --sin-aislamiento     no aísla las entregas: corren con tus permisos. Solo si confías en todas.

Un CUADERNO es un nombre, como 01_leccion, o una ruta, como notebooks/01_leccion.ipynb. Sin ninguno, son todos.

Termina con 0 si todo fue bien; 1 si algo falló o difiere; 2 si el comando no se entiende; 3 si `comprobar` encuentra un cuaderno
que no está al día con su texto.
";

#[derive(Debug, PartialEq)]
pub enum Command {
    Open(Opening),
    Prepare,
    Generate(Vec<String>),
    Check(Vec<String>),
    Measure(Vec<String>),
    Export { names: Vec<String>, folder: Option<PathBuf> },
    HandOut(Option<PathBuf>),
    Module { build: bool },
    Grade(Grading),
    Help,
    Kernel(Launch),
    Clean(PathBuf),
    Watch,
    Rustc { program: PathBuf, arguments: Vec<OsString> },
    Examine { input: PathBuf, output: PathBuf },
}

/// Cómo se abre JupyterLab.
#[derive(Debug, PartialEq)]
pub struct Opening {
    pub browser: bool,
    pub port: Option<u16>,
    /// ¿Con lo de quien enseña?
    pub teacher: bool,
}

/// Lo que se pide a `calificar`.
#[derive(Debug, PartialEq)]
pub struct Grading {
    pub submissions: PathBuf,
    pub output: PathBuf,
    pub sheet: Option<PathBuf>,
    pub jobs: Option<u32>,
    pub confined: bool,
}

pub fn parse(args: impl Iterator<Item = OsString>) -> Result<Command, String> {
    let args: Vec<OsString> = args.collect();
    if let Some(command) = internal(&args) {
        return Ok(command);
    }
    let mut args = args
        .into_iter()
        .map(|arg| arg.into_string().map_err(|arg| format!("No entiendo el argumento {arg:?}: no es texto válido.")))
        .collect::<Result<Vec<_>, _>>()?;
    if args.iter().any(|arg| arg == "--help" || arg == "-h") {
        return Ok(Command::Help);
    }
    let name = if args.first().is_none_or(|arg| arg.starts_with('-')) { "abrir".to_string() } else { args.remove(0) };
    match name.as_str() {
        "abrir" => open(args),
        "preparar" if args.is_empty() => Ok(Command::Prepare),
        "preparar" => Err(format!("`preparar` no lleva nada detrás, y llegó «{}».", args[0])),
        "generar" => notebooks(args).map(Command::Generate),
        "comprobar" => notebooks(args).map(Command::Check),
        "medir" => notebooks(args).map(Command::Measure),
        "exportar" => export(args),
        "repartir" => hand_out(args),
        "modulo" => module(args),
        "calificar" => grading(args).map(Command::Grade),
        "ayuda" => Ok(Command::Help),
        other => Err(format!(
            "No conozco el comando «{other}»: son abrir, preparar, generar, comprobar, medir, exportar, modulo, repartir y \
             calificar."
        )),
    }
}

/// Los comandos que usan otros programas, con rutas que pueden no ser texto.
fn internal(args: &[OsString]) -> Option<Command> {
    match args {
        [name, evcxr, notebooks, libraries, tools, connection] if name == KERNEL => Some(Command::Kernel(Launch {
            evcxr: evcxr.into(),
            notebooks: notebooks.into(),
            libraries: libraries.into(),
            tools: tools.into(),
            connection: connection.into(),
        })),
        [name, input, output] if name == EXAMINE => Some(Command::Examine { input: input.into(), output: output.into() }),
        [name, folder] if name == CLEAN => Some(Command::Clean(folder.into())),
        [name] if name == WATCH => Some(Command::Watch),
        [program, arguments @ ..] if is_rustc(program) => {
            Some(Command::Rustc { program: program.into(), arguments: arguments.to_vec() })
        }
        _ => None,
    }
}

fn open(args: Vec<String>) -> Result<Command, String> {
    let mut opening = Opening { browser: true, port: None, teacher: false };
    let mut options = Options::new(args);
    while let Some((name, value)) = options.next() {
        match name.as_str() {
            "--sin-navegador" if value.is_none() => opening.browser = false,
            "--docente" if value.is_none() => opening.teacher = true,
            "--puerto" => {
                opening.port = Some(parse_port(&options.value(value, "el número detrás de --puerto", "--puerto 8888")?)?)
            }
            _ => {
                return Err(format!(
                    "`abrir` no tiene «{}»: sus opciones son --sin-navegador, --puerto N y --docente.",
                    options.last
                ));
            }
        }
    }
    Ok(Command::Open(opening))
}

fn export(args: Vec<String>) -> Result<Command, String> {
    let (mut names, mut folder) = (Vec::new(), None);
    let mut options = Options::new(args);
    while let Some((name, value)) = options.next() {
        match name.as_str() {
            "--salida" => folder = Some(options.value(value, "la carpeta detrás de --salida", "--salida paginas")?.into()),
            _ => names.push(options.last.clone()),
        }
    }
    Ok(Command::Export { names: notebooks(names)?, folder })
}

fn hand_out(args: Vec<String>) -> Result<Command, String> {
    let mut path = None;
    let mut options = Options::new(args);
    while let Some((name, value)) = options.next() {
        match name.as_str() {
            "--salida" => path = Some(options.value(value, "el archivo detrás de --salida", "--salida clase.zip")?.into()),
            _ => return Err(format!("`repartir` no tiene «{}»: su opción es --salida ARCHIVO.zip.", options.last)),
        }
    }
    Ok(Command::HandOut(path))
}

fn module(args: Vec<String>) -> Result<Command, String> {
    match &args[..] {
        [] => Ok(Command::Module { build: true }),
        [option] if option == "--comprobar" => Ok(Command::Module { build: false }),
        _ => Err(format!("`modulo` solo lleva --comprobar, y llegó «{}».", args.join(" "))),
    }
}

fn parse_port(number: &str) -> Result<u16, String> {
    match number.parse() {
        Ok(port) if port > 0 => Ok(port),
        _ => Err(format!("El puerto es «{number}»: se esperaba un número entre 1 y 65535; por ejemplo, --puerto 8888.")),
    }
}

fn notebooks(args: Vec<String>) -> Result<Vec<String>, String> {
    match args.iter().find(|arg| arg.starts_with('-')) {
        Some(option) => Err(format!("No conozco la opción «{option}».")),
        None => Ok(args),
    }
}

fn grading(args: Vec<String>) -> Result<Grading, String> {
    let (mut places, mut output, mut sheet, mut jobs, mut confined) = (Vec::new(), None, None, None, true);
    let mut options = Options::new(args);
    while let Some((name, value)) = options.next() {
        match name.as_str() {
            "--salida" => output = Some(options.value(value, "la carpeta detrás de --salida", "--salida notas")?),
            "--hoja" => sheet = Some(options.value(value, "el archivo detrás de --hoja", "--hoja hoja.csv")?.into()),
            "--a-la-vez" => {
                let number = options.value(value, "el número detrás de --a-la-vez", "--a-la-vez 2")?;
                jobs = Some(number.parse().ok().filter(|number| (1..=64).contains(number)).ok_or_else(|| {
                    format!("--a-la-vez es «{number}»: se esperaba un número entre 1 y 64; por ejemplo, --a-la-vez 2.")
                })?);
            }
            // Con su nombre de antes también se entiende.
            "--sin-aislamiento" | "--sin-encierro" if value.is_none() => confined = false,
            option if option.starts_with('-') => {
                return Err(format!(
                    "`calificar` no tiene «{option}»: sus opciones son --salida DIR, --hoja CSV, --a-la-vez N y --sin-aislamiento."
                ));
            }
            _ => places.push(options.last.clone()),
        }
    }
    match (&places[..], output) {
        ([submissions], Some(output)) => {
            Ok(Grading { submissions: submissions.into(), output: output.into(), sheet, jobs, confined })
        }
        _ => Err("`calificar` necesita la carpeta o el zip de las entregas y la carpeta de los resultados: calificar ENTREGAS --salida DIR."
            .into()),
    }
}

/// Los argumentos, uno tras otro. Una opción puede llevar su valor pegado, `--puerto=8888`, o detrás.
struct Options {
    rest: std::vec::IntoIter<String>,
    last: String,
}

impl Options {
    fn new(args: Vec<String>) -> Options {
        Options { rest: args.into_iter(), last: String::new() }
    }

    /// El nombre del siguiente argumento y, si lo lleva pegado, su valor.
    fn next(&mut self) -> Option<(String, Option<String>)> {
        self.last = self.rest.next()?;
        match self.last.split_once('=') {
            Some((name, value)) if name.starts_with("--") => Some((name.to_string(), Some(value.to_string()))),
            _ => Some((self.last.clone(), None)),
        }
    }

    /// El valor de la opción: el que llevaba pegado o el argumento siguiente.
    fn value(&mut self, attached: Option<String>, what: &str, example: &str) -> Result<String, String> {
        let value = attached.or_else(|| self.rest.next()).filter(|value| !value.is_empty());
        value.ok_or_else(|| format!("Falta {what}; por ejemplo, {example}."))
    }
}
