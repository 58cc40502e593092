//! Lo que se escribe después de `cargo run --`.

use std::ffi::OsString;
use std::path::PathBuf;

pub const HELP: &str = "\
aula: prepara, abre y cuida los cuadernos de gradiente.

Uso: cargo run -- [ORDEN] [OPCIONES]

Órdenes:
  abrir                   Prepara lo que falte y abre la lección en JupyterLab. Es lo que hace `cargo run` sin más.
      --sin-navegador       no abre el navegador: escribe la dirección (para servidores)
      --puerto N            atiende en el puerto N
  preparar                Solo prepara: el entorno de Python, el núcleo de Rust y las bibliotecas ya compiladas.
  generar [CUADERNO…]     Reconstruye los cuadernos desde notebooks/fuente/ y los ejecuta. Si una celda falla, no cambia ninguno.
  comprobar [CUADERNO…]   Ejecuta los cuadernos y compara lo que muestran con lo guardado.
  medir [CUADERNO…]       Ejecuta los cuadernos y dice cuánto tarda cada celda y cuánta memoria ocupa el núcleo.
  exportar [CUADERNO…]    Convierte los cuadernos en páginas HTML que se leen sin conexión y sin instalar nada.
      --salida CARPETA      las deja en esa carpeta, en lugar de en paginas/
  calificar ENTREGAS --salida DIR
                          Califica los cuadernos de la carpeta ENTREGAS (ana.ipynb o ana/03_ejercicios.ipynb, uno por estudiante) y deja
                          en DIR las notas y la retroalimentación. Las entregas solo se leen.
      --a-la-vez N          califica N entregas a la vez (si no se dice, una por núcleo del procesador)
      --sin-encierro        sin bubblewrap: las entregas corren con tus permisos. Solo si confías en todas.

Un CUADERNO es un nombre, como 01_leccion, o una ruta, como notebooks/01_leccion.ipynb. Sin ninguno, son todos.

Termina con 0 si todo fue bien; 1 si algo falló o difiere; 2 si la orden no se entiende; 3 si `comprobar` encuentra un cuaderno
que no está al día con su texto.
";

#[derive(Debug, PartialEq)]
pub enum Command {
    Open {
        browser: bool,
        port: Option<u16>,
    },
    Prepare,
    Generate(Vec<String>),
    Check(Vec<String>),
    Measure(Vec<String>),
    /// Lo que va detrás de `calificar`, ya revisado.
    Grade(Vec<String>),
    Export {
        names: Vec<String>,
        folder: Option<PathBuf>,
    },
    Help,
}

pub fn parse(args: impl Iterator<Item = OsString>) -> Result<Command, String> {
    let mut args = args
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
        "calificar" => grading(args).map(Command::Grade),
        "ayuda" => Ok(Command::Help),
        other => Err(format!(
            "No conozco la orden «{other}»: son abrir, preparar, generar, comprobar, medir, exportar y calificar."
        )),
    }
}

fn open(args: Vec<String>) -> Result<Command, String> {
    let (mut browser, mut port) = (true, None);
    let mut args = args.into_iter();
    while let Some(arg) = args.next() {
        match arg.split_once('=').unwrap_or((&arg, "")) {
            ("--sin-navegador", "") => browser = false,
            ("--puerto", "") => port = Some(parse_port(args.next())?),
            ("--puerto", number) => port = Some(parse_port(Some(number.to_string()))?),
            _ => return Err(format!("`abrir` no tiene «{arg}»: sus opciones son --sin-navegador y --puerto N.")),
        }
    }
    Ok(Command::Open { browser, port })
}

fn export(args: Vec<String>) -> Result<Command, String> {
    let (mut names, mut folder) = (Vec::new(), None);
    let mut args = args.into_iter();
    while let Some(arg) = args.next() {
        match arg.split_once('=') {
            Some(("--salida", path)) if !path.is_empty() => folder = Some(path.into()),
            None if arg == "--salida" => {
                let path = args.next().ok_or("Falta la carpeta detrás de --salida; por ejemplo, --salida paginas.")?;
                folder = Some(path.into());
            }
            _ => names.push(arg),
        }
    }
    Ok(Command::Export { names: notebooks(names)?, folder })
}

fn parse_port(number: Option<String>) -> Result<u16, String> {
    let number = number.ok_or("Falta el número detrás de --puerto; por ejemplo, --puerto 8888.")?;
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

fn grading(args: Vec<String>) -> Result<Vec<String>, String> {
    let (mut folders, mut output) = (0, false);
    let mut rest = args.iter();
    while let Some(arg) = rest.next() {
        match arg.as_str() {
            "--salida" => {
                rest.next().ok_or("Falta la carpeta detrás de --salida; por ejemplo, --salida notas.")?;
                output = true;
            }
            "--a-la-vez" => match rest.next().and_then(|number| number.parse().ok()) {
                Some(1..=64u32) => {}
                _ => {
                    return Err("Detrás de --a-la-vez se esperaba un número entre 1 y 64; por ejemplo, --a-la-vez 2.".into());
                }
            },
            "--sin-encierro" => {}
            option if option.starts_with('-') => {
                return Err(format!(
                    "`calificar` no tiene «{option}»: sus opciones son --salida DIR, --a-la-vez N y --sin-encierro."
                ));
            }
            _ => folders += 1,
        }
    }
    if folders != 1 || !output {
        return Err(
            "`calificar` necesita la carpeta de las entregas y la de los resultados: calificar ENTREGAS --salida DIR."
                .into(),
        );
    }
    Ok(args)
}
