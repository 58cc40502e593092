//! Una clase de verdad en esta máquina: JupyterHub, dos estudiantes que entran por su formulario y ejecutan celdas en el
//! núcleo, y quien enseña.
#![cfg(unix)]

#[path = "../notebooks/command/mod.rs"]
mod command;
#[path = "../common/fresh.rs"]
mod fresh;
mod accounts;
mod place;

use std::fs;
use std::io::{BufRead, BufReader, Read};
use std::net::TcpListener;
use std::os::unix::fs::MetadataExt;
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::Once;
use std::time::{Duration, Instant};

use command::{folder, free_port, text};
use place::{aula, program, reachable_temp, root};

/// Un proxy al que no llega nadie: lo que la clase se pregunta a sí misma no pasa por el que diga quien la abre.
const DEAD_PROXY: &str = "http://127.0.0.1:9";
/// Una cuenta que no es de nadie en esta máquina, ni de ninguna clase.
const ORDINARY: u32 = 2_999_999;

const PROXIES: [&str; 4] = ["http_proxy", "HTTP_PROXY", "https_proxy", "all_proxy"];

/// La carpeta de una clase, vacía, donde llegue cualquier cuenta.
fn data_folder(name: &str) -> PathBuf {
    let folder = reachable_temp().join(format!("clase-de-prueba-{name}-{}", std::process::id()));
    let _ = fs::remove_dir_all(&folder);
    folder
}

fn is_root() -> bool {
    text(&Command::new("id").arg("-u").output().unwrap()).starts_with("0\n")
}

/// Una clase abierta; pase lo que pase en la prueba, no queda abierta.
struct Class {
    process: Child,
    said: String,
}

impl Class {
    /// La abre, con una clave.
    fn open(data: &Path, port: u16, options: &[&str]) -> Class {
        Class::start(data, port, &[&["--clave"], options].concat())
    }

    fn start(data: &Path, port: u16, options: &[&str]) -> Class {
        install();
        let mut command = aula("servidor");
        command.args(["--direccion", "127.0.0.1", "--puerto", &port.to_string(), "--datos"]).arg(data).args(options);
        Class::wait(command)
    }

    /// La abre una cuenta corriente, que no es dueña de nada más que de su carpeta, con lo que ya preparó root.
    fn open_as(uid: u32, home: &Path, data: &Path, port: u16) -> Class {
        install();
        let asked = serde_json::json!({
            "password": true, "teacher": "profe", "data": data, "port": port, "address": "127.0.0.1",
            "megabytes": 1500, "processes": 100, "idle_minutes": 60, "group": null, "seats": null
        });
        let mut command = Command::new(program("python"));
        command.args(["-m", "aula", "serve", &asked.to_string()]).uid(uid).gid(uid).current_dir(home).env("HOME", home);
        command.env("LD_LIBRARY_PATH", root().join(".venv/python/lib")); // como la clase, con un Python copiado
        Class::wait(command)
    }

    /// Espera a que atienda.
    fn wait(mut command: Command) -> Class {
        command.envs(PROXIES.map(|name| (name, DEAD_PROXY)));
        let mut process = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        let (mut said, mut line) = (String::new(), String::new());
        let mut output = BufReader::new(process.stdout.take().unwrap());
        while !said.contains("Para cerrarla: Ctrl-C") {
            line.clear();
            if output.read_line(&mut line).unwrap() == 0 {
                process.stderr.take().unwrap().read_to_string(&mut said).unwrap();
                panic!("no se abrió:\n{said}");
            }
            said += &line;
        }
        // El resto se lee aparte: nadie se queda esperando a que alguien lea.
        std::thread::spawn(move || output.read_to_end(&mut Vec::new()));
        Class { process, said }
    }

    /// La línea que sigue a la que termina con `words`: una clave.
    fn key_after(&self, words: &str) -> &str {
        let (_, rest) = self.said.split_once(words).unwrap_or_else(|| panic!("falta «{words}» en:\n{}", self.said));
        rest.trim_start().lines().next().unwrap().trim()
    }

    fn interrupt(&self) {
        assert!(Command::new("kill").args(["-INT", &self.process.id().to_string()]).status().unwrap().success());
    }
}

impl Drop for Class {
    fn drop(&mut self) {
        if self.process.try_wait().is_ok_and(|status| status.is_none()) {
            self.interrupt();
            let _ = self.process.wait();
        }
    }
}

/// Un archivo de estas pruebas en Python, con el entorno del proyecto.
fn script(name: &str, arguments: &[&str]) -> String {
    let file = root().join("aula/tests/server").join(name);
    let mut command = Command::new(program("python"));
    let run = command.arg(file).args(arguments).envs(PROXIES.map(|name| (name, DEAD_PROXY))).output().unwrap();
    assert!(run.status.success(), "{}", text(&run));
    text(&run)
}

/// Instala lo que falte del servidor: una vez, aunque lo pidan varias pruebas.
fn install() {
    static DONE: Once = Once::new();
    DONE.call_once(|| {
        let run = aula("servidor").arg("--solo-preparar").output().unwrap();
        assert!(run.status.success(), "{}", text(&run));
    });
}

/// Los procesos de la máquina que nombran la carpeta de la clase.
fn processes_of(data: &Path) -> Vec<String> {
    let listed = Command::new("ps").args(["-eo", "pid,args"]).output().unwrap();
    let data = data.display().to_string();
    text(&listed).lines().filter(|line| line.contains(&data)).map(str::to_string).collect()
}

#[test]
fn two_students_and_their_teacher_have_a_class() {
    let data = data_folder("dos");
    let port = free_port();
    let mut class = Class::open(&data, port, &["--docente", "profe", "--memoria", "1500", "--procesos", "100"]);
    let address = format!("http://127.0.0.1:{port}");
    assert!(class.said.contains(&format!("\n    {address}\n")), "{}", class.said);
    assert_eq!(class.said.contains("AVISO: todos los servidores corren con tu usuario"), !is_root(), "{}", class.said);

    // Otra en el mismo puerto no se abre, y lo dice.
    let second =
        aula("servidor").args(["--clave", "--direccion", "127.0.0.1", "--puerto", &port.to_string()]).output().unwrap();
    assert!(text(&second).contains("elige otro con --puerto") && second.status.code() == Some(1), "{}", text(&second));

    // Ni otra con la misma carpeta.
    let mut second = aula("servidor");
    second.args(["--clave", "--direccion", "127.0.0.1", "--puerto", &free_port().to_string(), "--datos"]).arg(&data);
    let second = second.output().unwrap();
    assert!(text(&second).contains("Ya hay una clase abierta con la carpeta"), "{}", text(&second));

    let data = data.to_str().unwrap();
    let keys = [class.key_after("y esta clave:"), class.key_after("que no se dice en clase:")];
    script("class.py", &["class", &address, keys[0], keys[1], data]);

    assert!(!processes_of(Path::new(data)).is_empty());
    class.interrupt();
    let start = Instant::now();
    let status = class.process.wait().unwrap();
    assert!(status.success() && start.elapsed() < Duration::from_secs(90), "{status}, {:?}", start.elapsed());
    assert_eq!(processes_of(Path::new(data)), Vec::<String>::new());
    assert!(TcpListener::bind(("127.0.0.1", port)).is_ok(), "alguien sigue atendiendo en el puerto {port}");
    script("class.py", &["closed", data]);
    fs::remove_dir_all(data).unwrap();
}

/// Si se mata lo que tiene abierta la clase, no queda nada a medias, y se vuelve a abrir donde estaba.
#[test]
fn what_is_killed_comes_back() {
    let data = data_folder("mata");
    let port = free_port();
    let address = format!("http://127.0.0.1:{port}");
    let folder = data.to_str().unwrap();
    for victim in ["jupyterhub", "command"] {
        let mut class = Class::open(&data, port, &["--docente", "profe"]);
        let key = class.key_after("y esta clave:").to_string();
        let work = |note: &str| script("class.py", &["working", &address, &key, note]);
        if victim == "jupyterhub" {
            work("de antes");
            script("class.py", &["kill", folder, "server"]); // y con él, sus núcleos
        }
        work(victim);
        if victim == "command" {
            class.process.kill().unwrap();
        } else {
            script("class.py", &["kill", folder, victim]);
        }
        assert!(!class.process.wait().unwrap().success());
        if victim == "jupyterhub" {
            assert_eq!(processes_of(&data), Vec::<String>::new());
        }
        script("class.py", &["kept", folder, victim]);
    }
    drop(Class::open(&data, port, &[])); // quizá con lo que quedara todavía cerrándose
    assert_eq!(processes_of(&data), Vec::<String>::new());
    fs::remove_dir_all(data).unwrap();
}

/// Un disco pequeño, en la memoria, que deja de estar cuando acaba la prueba.
struct Disk<'a>(&'a Path);

impl Disk<'_> {
    /// `None`, si el sistema no deja montarlo.
    fn mount(folder: &Path) -> Option<Disk<'_>> {
        fs::create_dir_all(folder).unwrap();
        let words = ["-t", "tmpfs", "-o", "size=64m,mode=755", "gradiente"];
        Command::new("mount").args(words).arg(folder).status().is_ok_and(|status| status.success()).then(|| Disk(folder))
    }
}

impl Drop for Disk<'_> {
    fn drop(&mut self) {
        let _ = Command::new("umount").arg(self.0).status();
        let _ = fs::remove_dir(self.0);
    }
}

/// Quien llena el disco de la clase se queda sin su servidor, y nadie más: en un disco de verdad, de 64 MB.
#[test]
fn who_fills_the_disk_is_closed_and_nobody_else() {
    let data = data_folder("disco");
    let Some(_disk) = Disk::mount(&data) else {
        println!(
            "Aquí no se puede montar un disco pequeño (lo hace root): que se cierre a quien lo llena no se ha probado."
        );
        return;
    };
    let port = free_port();
    let class = Class::open(&data, port, &[]);
    let key = class.key_after("y esta clave:");
    script("class.py", &["disk", &format!("http://127.0.0.1:{port}"), key, data.to_str().unwrap()]);
}

/// Quien no es root también tiene su clase, con su usuario: si quien prueba es root, se prueba con otra cuenta; si no, es lo
/// que hacen las demás pruebas.
#[test]
fn an_ordinary_account_has_a_class() {
    if !is_root() {
        println!("Con una cuenta corriente es como se prueba aquí todo lo demás.");
        return;
    }
    let (data, port) = (data_folder("corriente"), free_port());
    let (home, class_folder) = (data.as_path(), data.join("clase"));
    fs::create_dir_all(home).unwrap();
    std::os::unix::fs::chown(home, Some(ORDINARY), Some(ORDINARY)).unwrap();
    let (address, folder) = (format!("http://127.0.0.1:{port}"), class_folder.to_str().unwrap());
    let mut class = Class::open_as(ORDINARY, home, &class_folder, port);
    assert!(class.said.contains("AVISO: todos los servidores corren con tu usuario"), "{}", class.said);
    let key = class.key_after("y esta clave:").to_string();
    script("class.py", &["working", &address, &key, "de antes"]);
    script("class.py", &["kill", folder, "jupyterhub"]);
    assert!(!class.process.wait().unwrap().success());
    assert_eq!(processes_of(&data), Vec::<String>::new());
    let mut class = Class::open_as(ORDINARY, home, &class_folder, port);
    assert_eq!(class.key_after("y esta clave:"), key, "la clave es la misma cada día");
    script("class.py", &["kept", folder, "de antes"]);
    let owner = fs::metadata(class_folder.join("estudiantes/ana/nota.txt")).unwrap();
    assert_eq!(owner.uid(), ORDINARY);
    class.interrupt();
    assert!(class.process.wait().unwrap().success());
    assert_eq!(processes_of(&data), Vec::<String>::new());
    fs::remove_dir_all(data).unwrap();
}

/// Lo que dice el núcleo llega al navegador entero, en orden y sin que se pierda el principio.
#[test]
fn the_proxy_carries_everything() {
    install();
    script("proxy.py", &[]);
}

/// La página de JupyterLab recibe los datos de JupyterHub y, además, los de la vista de quien aprende.
#[test]
fn jupyterhub_does_not_erase_the_view() {
    install();
    script("page_config.py", &[]);
}

/// JupyterHub mismo lee la configuración, con la clave y con las cuentas de la máquina.
#[test]
fn jupyterhub_understands_both_ways_of_entering() {
    install();
    script("class.py", &["configuration", folder("configuracion").to_str().unwrap()]);
}
