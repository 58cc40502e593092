//! Lo que se escribe después de `cargo run --`: se lee y se comprueba aquí, una vez.

use std::ffi::OsString;
use std::net::{IpAddr, Ipv4Addr};
use std::path::PathBuf;

use exam::EXAMINE;
use kernel::launcher::{CLEAN, KERNEL, Launch};
use kernel::watch::WATCH;
use kernel::wrapper::is_rustc;

use crate::options::Options;

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
      --dask DIRECCIÓN      las reparte entre los trabajadores de un clúster de Dask; por ejemplo, tcp://10.0.0.5:8786
  trabajador DIRECCIÓN    Este computador califica lo que reparta el coordinador de esa dirección, hasta Ctrl-C.
      --a-la-vez N          califica N entregas a la vez (si no se dice, una por procesador)
  trabajador --coordinador
                          Este computador es el coordinador: por él pasan las entregas de `calificar --dask` a los trabajadores.
      --puerto N            atiende en el puerto N (si no se dice, en el 8786)
  servidor                Abre una clase en esta máquina: cada estudiante entra con su navegador y no instala nada (en Linux y macOS).
      --clave               con una clave para toda la clase, que el comando escribe, y el nombre que cada cual elija. Si no se dice, y lo
                            abre la cuenta de administración, se entra con las cuentas de la máquina
      --docente NOMBRE      quién enseña
      --datos CARPETA       dónde quedan las carpetas de los estudiantes y lo que entregan
      --puerto N            atiende en el puerto N (8000)
      --direccion IP        atiende solo en esa dirección de la máquina; 127.0.0.1, para probar
      --memoria MB          lo que puede ocupar cada estudiante (2000)
      --procesos N          los procesos que puede tener cada estudiante (100)
      --inactividad MIN     cierra lo de quien lleva ese tiempo sin hacer nada (60)
      --solo-preparar       prepara todo lo que necesita, y termina
      --simular N           mide la clase con N estudiantes simulados, que lo hacen todo a la vez, y termina

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
    Serve(Serving),
    Work { address: String, jobs: Option<u32> },
    Coordinate { port: u16 },
    Help,
    Kernel(Launch),
    Clean(PathBuf),
    Watch,
    Rustc { program: PathBuf, arguments: Vec<OsString> },
    Examine { input: PathBuf, output: PathBuf },
    ExamineLines,
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
    pub cluster: Option<String>,
}

/// Lo que se pide a `servidor`.
#[derive(Debug, PartialEq)]
pub struct Serving {
    pub password: bool,
    pub teacher: Option<String>,
    pub data: Option<PathBuf>,
    pub port: u16,
    pub address: IpAddr,
    pub megabytes: u32,
    pub processes: u32,
    pub idle_minutes: u32,
    pub prepare_only: bool,
    pub simulated: Option<u32>,
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
        "servidor" => serving(args).map(Command::Serve),
        "trabajador" => working(args),
        "ayuda" => Ok(Command::Help),
        other => Err(format!(
            "No conozco el comando «{other}»: son abrir, preparar, generar, comprobar, medir, exportar, modulo, repartir, \
             calificar, trabajador y servidor."
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
        [name] if name == EXAMINE => Some(Command::ExamineLines),
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
            "--puerto" => opening.port = Some(options.port(value, 8888)?),
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

fn notebooks(args: Vec<String>) -> Result<Vec<String>, String> {
    match args.iter().find(|arg| arg.starts_with('-')) {
        Some(option) => Err(format!("No conozco la opción «{option}».")),
        None => Ok(args),
    }
}

fn grading(args: Vec<String>) -> Result<Grading, String> {
    let (mut places, mut output, mut sheet, mut jobs, mut confined) = (Vec::new(), None, None, None, true);
    let mut cluster = None;
    let mut options = Options::new(args);
    while let Some((name, value)) = options.next() {
        match name.as_str() {
            "--salida" => output = Some(options.value(value, "la carpeta detrás de --salida", "--salida notas")?),
            "--hoja" => sheet = Some(options.value(value, "el archivo detrás de --hoja", "--hoja hoja.csv")?.into()),
            "--a-la-vez" => jobs = Some(options.number(&name, value, 1..=64)?),
            "--dask" => cluster = Some(cluster_address(&options.value(value, "la dirección detrás de --dask", CLUSTER)?)?),
            // Con su nombre de antes también se entiende.
            "--sin-aislamiento" | "--sin-encierro" if value.is_none() => confined = false,
            option if option.starts_with('-') => {
                return Err(format!(
                    "`calificar` no tiene «{option}»: sus opciones son --salida DIR, --hoja CSV, --a-la-vez N, \
                     --sin-aislamiento y --dask DIRECCIÓN."
                ));
            }
            _ => places.push(options.last.clone()),
        }
    }
    if cluster.is_some() && !confined {
        return Err("--sin-aislamiento no vale con --dask: en otra máquina, una entrega corre aislada o no corre.".into());
    }
    match (&places[..], output) {
        ([submissions], Some(output)) => {
            Ok(Grading { submissions: submissions.into(), output: output.into(), sheet, jobs, confined, cluster })
        }
        _ => Err("`calificar` necesita la carpeta o el zip de las entregas y la carpeta de los resultados: calificar ENTREGAS --salida DIR."
            .into()),
    }
}

fn serving(args: Vec<String>) -> Result<Serving, String> {
    let mut serving = Serving {
        password: false,
        teacher: None,
        data: None,
        port: 8000,
        address: Ipv4Addr::UNSPECIFIED.into(),
        megabytes: 2000,
        processes: 100,
        idle_minutes: 60,
        prepare_only: false,
        simulated: None,
    };
    let mut options = Options::new(args);
    while let Some((name, value)) = options.next() {
        match name.as_str() {
            "--clave" if value.is_none() => serving.password = true,
            "--docente" => {
                serving.teacher = Some(options.value(value, "el nombre detrás de --docente", "--docente ana")?);
            }
            "--datos" => {
                serving.data = Some(options.value(value, "la carpeta detrás de --datos", "--datos /srv/gradiente")?.into());
            }
            "--puerto" => serving.port = options.port(value, 8000)?,
            "--direccion" => {
                let address = options.value(value, "la dirección detrás de --direccion", "--direccion 127.0.0.1")?;
                serving.address = address.parse().map_err(|_| {
                    format!("--direccion es «{address}»: se esperaba una dirección IP; por ejemplo, --direccion 127.0.0.1.")
                })?;
            }
            "--memoria" => serving.megabytes = options.number(&name, value, 500..=1_000_000)?,
            "--procesos" => serving.processes = options.number(&name, value, 20..=10_000)?,
            "--inactividad" => serving.idle_minutes = options.number(&name, value, 1..=10_000)?,
            "--solo-preparar" if value.is_none() => serving.prepare_only = true,
            "--simular" => serving.simulated = Some(options.number(&name, value, 1..=500)?),
            _ => {
                return Err(format!(
                    "`servidor` no tiene «{}»: sus opciones son --clave, --docente, --datos, --puerto, --direccion, --memoria, \
                     --procesos, --inactividad, --solo-preparar y --simular.",
                    options.last
                ));
            }
        }
    }
    Ok(serving)
}

/// Un ejemplo de lo que va detrás de `--dask`.
const CLUSTER: &str = "--dask tcp://10.0.0.5:8786";

fn working(args: Vec<String>) -> Result<Command, String> {
    let (mut addresses, mut jobs, mut coordinator, mut port) = (Vec::new(), None, false, None);
    let mut options = Options::new(args);
    while let Some((name, value)) = options.next() {
        match name.as_str() {
            "--coordinador" if value.is_none() => coordinator = true,
            "--puerto" => port = Some(options.port(value, 8786)?),
            "--a-la-vez" => jobs = Some(options.number(&name, value, 1..=64)?),
            option if option.starts_with('-') => {
                return Err(format!(
                    "`trabajador` no tiene «{option}»: sus opciones son --a-la-vez N, o --coordinador y --puerto N."
                ));
            }
            _ => addresses.push(cluster_address(&options.last)?),
        }
    }
    match (&addresses[..], coordinator, jobs, port) {
        ([address], false, jobs, None) => Ok(Command::Work { address: address.clone(), jobs }),
        ([], true, None, port) => Ok(Command::Coordinate { port: port.unwrap_or(8786) }),
        _ => Err("`trabajador` necesita la dirección de un coordinador, y nada más que --a-la-vez N; o --coordinador, y nada más que \
                  --puerto N. Por ejemplo: trabajador tcp://10.0.0.5:8786."
            .into()),
    }
}

/// La dirección de un coordinador, como la escribe Dask.
fn cluster_address(text: &str) -> Result<String, String> {
    let place = ["tcp://", "tls://"].iter().find_map(|protocol| text.strip_prefix(protocol));
    match place.and_then(|place| place.rsplit_once(':')) {
        Some((host, port)) if !host.is_empty() && port.parse::<u16>().is_ok_and(|port| port > 0) => Ok(text.into()),
        _ => Err(format!(
            "«{text}» no es la dirección de un coordinador de Dask: se esperaba algo como tcp://10.0.0.5:8786, o tls://… si usa TLS."
        )),
    }
}
