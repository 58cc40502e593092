//! `jail compile`: el compilador aislado compila lo corriente, y nada de lo que se le pida lee o escribe fuera.
#![cfg(target_os = "linux")]

mod common;

use std::fs;
use std::io::Write;
use std::os::unix::process::ExitStatusExt;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::time::{Duration, Instant};

use common::*;

const SIGXCPU: i32 = 24;

/// Una carpeta, un texto que rustc lee por su entrada, y lo que sale de compilarlo en ella.
struct Trial {
    own: PathBuf,
    source: String,
}

impl Trial {
    fn new(name: &str, source: &str) -> Self {
        Self { own: folder(&format!("compilar-{name}")), source: source.into() }
    }

    fn rustc(&self, mut command: Command, program: &Path) -> Output {
        command.args(["-", "--crate-name=main", "--edition=2024", "-Awarnings", "-Clinker=/usr/bin/cc", "-o"]).arg(program);
        // La carpeta personal está en el entorno de casi todos; quien califica lo vacía.
        command.current_dir(&self.own).env_clear().env("PATH", "/usr/local/bin:/usr/bin:/bin").env("TMPDIR", ".");
        let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        child.stdin.take().unwrap().write_all(self.source.as_bytes()).unwrap();
        child.wait_with_output().unwrap()
    }

    fn free(&self) -> Output {
        self.rustc(Command::new(toolchain().0), Path::new("main"))
    }

    fn jailed_to(&self, options: &[&str], program: &Path) -> Output {
        let (rustc, sysroot) = toolchain();
        let mut command = Command::new(jail());
        command.args(["compile", "--own", "."]).arg("--read").arg(sysroot).args(linker()).args(options).arg("--").arg(rustc);
        self.rustc(command, program)
    }

    fn jailed(&self, options: &[&str]) -> Output {
        self.jailed_to(options, Path::new("main"))
    }
}

/// Suelto compila; aislado no, y el mensaje dice por qué.
fn refused(name: &str, source: &str, why: &str) {
    let trial = Trial::new(name, source);
    let free = trial.free();
    assert!(free.status.success(), "{name}: {}", stderr(&free));
    let jailed = trial.jailed(&[]);
    assert_eq!(jailed.status.code(), Some(1), "{name}: {}", stderr(&jailed));
    assert!(stderr(&jailed).contains(why), "{name}: {}", stderr(&jailed));
}

#[test]
fn an_honest_program_compiles_and_runs() {
    let source = r#"fn main() { println!("{:.3}", std::env::args().count() as f64 + std::hint::black_box(0.5f64).exp()); }"#;
    let trial = Trial::new("honrado", source);
    let compiled = trial.jailed(&[]);
    assert!(compiled.status.success(), "{}", stderr(&compiled));
    assert_eq!(stderr(&compiled), "");
    let ran = run(&[], &trial.own.join("main")).output().unwrap();
    assert_eq!(stdout(&ran), "2.649\n", "{}", stderr(&ran));
    let mut left: Vec<_> = fs::read_dir(&trial.own).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    left.sort();
    assert_eq!(left, ["main"]);
}

#[test]
fn its_own_error_is_the_compilers() {
    let compiled = Trial::new("error", "fn main() { let x: i32 = \"uno\"; }").jailed(&[]);
    assert_eq!(compiled.status.code(), Some(1));
    assert!(stderr(&compiled).contains("<anon>:1:26"), "{}", stderr(&compiled));
}

#[test]
fn nothing_else_is_included() {
    let project = concat!(env!("CARGO_MANIFEST_DIR"), "/Cargo.toml");
    let module = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/attacks/said.rs");
    let denied = "Permission denied";
    refused("passwd", "fn main() { print!(\"{}\", include_str!(\"/etc/passwd\")); }", denied);
    refused("proyecto", &format!("fn main() {{ print!(\"{{}}\", include_str!({project:?})); }}"), denied);
    refused("bytes", &format!("fn main() {{ print!(\"{{}}\", include_bytes!({project:?}).len()); }}"), denied);
    refused("fuente", &format!("include!({module:?}); fn main() {{}}"), denied);
    refused("modulo", &format!("#[path = {module:?}] mod m; fn main() {{}}"), denied);
    let system = ["/etc/ld.so.cache", "/usr/include/stdio.h", "/usr/lib/os-release", "/etc/os-release", "/usr/bin/env"];
    for (number, path) in system.iter().filter(|path| Path::new(path).exists()).enumerate() {
        // Del sistema, ni lo que puede leer cualquiera; salvo lo que necesita el cargador.
        if *path != "/etc/ld.so.cache" {
            refused(&format!("sistema-{number}"), &format!("fn main() {{ include_bytes!({path:?}); }}"), denied);
        }
    }
    refused("entorno", "fn main() { print!(\"{}\", include_bytes!(\"/proc/self/environ\").len()); }", denied);
    refused("ensamblador", "std::arch::global_asm!(\".incbin \\\"/etc/passwd\\\"\"); fn main() {}", "/etc/passwd");
}

/// No hay un archivo con el propio texto. Lo que queda en la entrada, cuando rustc la leyó, es nada.
#[test]
fn its_own_text_is_in_no_file() {
    for (number, source) in ["main.rs", "<anon>", "-", "/dev/stdin", "/proc/self/fd/0", "/dev/fd/0", "."].iter().enumerate()
    {
        let text = format!("fn main() {{ print!(\"{{}}\", include_str!({source:?})); }}");
        let trial = Trial::new(&format!("texto-{number}"), &text);
        let jailed = trial.jailed(&[]);
        if jailed.status.success() {
            assert_eq!(stdout(&run(&[], &trial.own.join("main")).output().unwrap()), "", "{source}");
        }
    }
}

#[test]
fn a_symbolic_link_leads_nowhere() {
    let place = folder("compilar-enlace").join("dato.txt");
    let trial = Trial::new("enlace", &format!("fn main() {{ print!(\"{{}}\", include_str!({place:?})); }}"));
    std::os::unix::fs::symlink("/etc/passwd", &place).unwrap();
    assert!(trial.free().status.success());
    let jailed = trial.jailed(&[]);
    assert!(stderr(&jailed).contains("Permission denied"), "{}", stderr(&jailed));
}

#[test]
fn the_environment_tells_nothing() {
    let compiled = Trial::new("variable", "fn main() { print!(\"{}\", env!(\"HOME\")); }").jailed(&[]);
    assert_eq!(compiled.status.code(), Some(1));
    assert!(stderr(&compiled).contains("`HOME` not defined"), "{}", stderr(&compiled));
}

#[test]
fn what_may_be_read_is_only_read() {
    let library = folder("compilar-biblioteca");
    fs::write(library.join("dato.txt"), "dato").unwrap();
    let data = library.join("dato.txt");
    let trial = Trial::new("lectura", &format!("fn main() {{ print!(\"{{}}\", include_str!({data:?})); }}"));
    assert_eq!(trial.jailed(&[]).status.code(), Some(1));
    let compiled = trial.jailed(&["--read", library.to_str().unwrap()]);
    assert!(compiled.status.success(), "{}", stderr(&compiled));
    for elsewhere in
        [library.join("main"), std::env::temp_dir().join(format!("aislamiento-compilado-{}", std::process::id()))]
    {
        let compiled = trial.jailed_to(&["--read", library.to_str().unwrap()], &elsewhere);
        assert!(!compiled.status.success() && !elsewhere.exists(), "{}", elsewhere.display());
    }
}

#[test]
fn an_endless_constant_is_stopped() {
    let source = "#![allow(long_running_const_eval)]
        const ENDLESS: u64 = { let mut n = 0u64; while n < u64::MAX { n += 1; } n };
        fn main() { println!(\"{ENDLESS}\"); }";
    let start = Instant::now();
    let compiled = Trial::new("sin-fin", source).jailed(&["--cpu", "2"]);
    assert_eq!(compiled.status.signal(), Some(SIGXCPU), "{}", stderr(&compiled));
    assert!(start.elapsed() < Duration::from_secs(60), "{:?}", start.elapsed());
}

#[test]
fn a_macro_that_doubles_itself_runs_out_of_memory() {
    let source = "#![recursion_limit = \"1000\"]
        macro_rules! twice { ($($t:tt)*) => { twice!($($t)* $($t)*) } }
        fn main() { twice!(a b c d); }";
    let compiled = Trial::new("doble", source).jailed(&["--memory", "1073741824", "--cpu", "5"]);
    assert!(!compiled.status.success());
}

#[test]
fn no_file_is_larger_than_its_limit() {
    let source = "#[used] static HUGE: [u8; 40 << 20] = [1; 40 << 20]; fn main() {}";
    let trial = Trial::new("enorme", source);
    assert!(!trial.jailed(&[]).status.success());
    let largest = fs::read_dir(&trial.own).unwrap().map(|entry| entry.unwrap().metadata().unwrap().len()).max();
    assert!(largest <= Some(32 << 20), "{largest:?}");
}
