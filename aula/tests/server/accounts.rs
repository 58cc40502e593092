//! La misma clase, con las cuentas de la máquina: se hacen tres para la prueba, y se borran.

use std::fs;
use std::io::Write;
use std::os::unix::process::CommandExt;
use std::path::Path;
use std::process::{Command, Stdio};

use crate::command::{free_port, text};
use crate::{Class, data_folder, is_root, processes_of, script};

const KEY: &str = "una-clave-de-prueba-9";

/// Cuentas de esta máquina, que dejan de estar cuando acaba la prueba.
struct Accounts {
    group: String,
    names: Vec<String>,
}

impl Accounts {
    /// Dos del grupo, y otra que no lo es.
    fn create() -> Accounts {
        let group = format!("gp{}", std::process::id());
        let accounts = Accounts { names: ["a", "b", "c"].map(|end| format!("{group}{end}")).to_vec(), group };
        run("groupadd", &[&accounts.group]);
        for (number, name) in accounts.names.iter().enumerate() {
            let group: &[&str] = if number < 2 { &["--groups", &accounts.group] } else { &[] };
            run("useradd", &[&["--create-home", "--user-group", "--shell", "/bin/sh"], group, &[name]].concat());
        }
        let mut chpasswd = Command::new("chpasswd").stdin(Stdio::piped()).spawn().expect("hace falta chpasswd");
        let lines: String = accounts.names.iter().map(|name| format!("{name}:{KEY}\n")).collect();
        chpasswd.stdin.take().unwrap().write_all(lines.as_bytes()).unwrap();
        assert!(chpasswd.wait().unwrap().success());
        accounts
    }

    fn home(&self, number: usize) -> String {
        format!("/home/{}", self.names[number])
    }
}

impl Drop for Accounts {
    fn drop(&mut self) {
        for name in &self.names {
            let _ = Command::new("userdel").args(["--force", "--remove", name]).output();
        }
        let _ = Command::new("groupdel").arg(&self.group).output();
    }
}

fn run(program: &str, arguments: &[&str]) {
    let output = Command::new(program).args(arguments).output();
    let output = output.unwrap_or_else(|error| panic!("hace falta {program}: {error}"));
    assert!(output.status.success(), "{program}: {}", text(&output));
}

/// Solo la cuenta de administración puede hacer cuentas y abrir servidores en su nombre.
#[test]
fn accounts_of_the_machine_have_a_class() {
    if !is_root() {
        println!("La clase con las cuentas de la máquina se prueba como root: aquí no se ha probado.");
        return;
    }
    let accounts = Accounts::create();
    let (data, port) = (data_folder("cuentas"), free_port());
    let uid = fs::metadata(accounts.home(0)).map(|home| std::os::unix::fs::MetadataExt::uid(&home)).expect("tiene casa");
    // Lo que tiene fuera de la clase no es asunto de ella.
    let mut outside = Command::new("sleep").arg("2930").uid(uid).current_dir("/").spawn().unwrap();
    let mut class = Class::start(&data, port, &["--grupo", &accounts.group]);
    let address = format!("http://127.0.0.1:{port}");
    let names: Vec<&str> = accounts.names.iter().map(String::as_str).collect();
    script("class.py", &[&["accounts", &address, KEY, data.to_str().unwrap()], names.as_slice()].concat());
    class.interrupt();
    assert!(class.process.wait().unwrap().success());
    assert_eq!(processes_of(&data), Vec::<String>::new());
    assert!(outside.try_wait().unwrap().is_none(), "se terminó algo suyo que no era de la clase");
    outside.kill().unwrap();
    outside.wait().unwrap();
    let listed = text(&Command::new("ps").args(["-eo", "args"]).output().unwrap());
    assert!(!listed.lines().any(|line| line == "sleep 2980"), "sobrevivió lo que se soltó de la clase");
    assert_eq!(fs::read_to_string(Path::new(&accounts.home(0)).join("gradiente/mio.txt")).unwrap(), "hola");
    fs::remove_dir_all(data).unwrap();
}
