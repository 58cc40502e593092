//! `jail run`: lo que un programa aislado no puede hacer, con el mismo programa suelto para saber que la prueba prueba algo;
//! y lo que sí.
#![cfg(target_os = "linux")]

mod common;

use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::os::unix::fs::{MetadataExt, chown};
use std::os::unix::process::{CommandExt, ExitStatusExt};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use common::*;
use exam::jail::{FAILURE, refused};

/// Señales, con su número en Linux.
const SIGABRT: i32 = 6;
const SIGKILL: i32 = 9;
const SIGSEGV: i32 = 11;
const SIGXCPU: i32 = 24;
#[cfg(target_arch = "x86_64")]
const SIGSYS: i32 = 31;

fn inside(program: &Path, arguments: &[&str]) -> std::process::Output {
    run(&[], program).args(arguments).output().unwrap()
}

fn outside(program: &Path, arguments: &[&str]) -> std::process::Output {
    Command::new(program).args(arguments).output().unwrap()
}

/// Cuántos procesos hay en el grupo de `pid`, y cuántos hilos entre todos.
fn population(pid: u32) -> (usize, usize) {
    let processes = fs::read_dir("/proc").unwrap().flatten().filter(|entry| {
        let stat = fs::read_to_string(entry.path().join("stat")).unwrap_or_default();
        // Tras el nombre, que va entre paréntesis: el estado, el padre y el grupo.
        stat.rsplit_once(')').and_then(|(_, rest)| rest.split_whitespace().nth(2)) == Some(&pid.to_string())
    });
    let threads = processes.map(|entry| fs::read_dir(entry.path().join("task")).map_or(0, Iterator::count));
    threads.fold((0, 0), |(processes, all), threads| (processes + 1, all + threads))
}

/// Deja que el ataque haga lo suyo un segundo y medio; dice lo que contó y la mayor población que tuvo.
fn besieged(mut command: Command) -> (std::process::Output, (usize, usize)) {
    let child = command.process_group(0).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    let start = Instant::now();
    let mut most = (0, 0);
    while start.elapsed() < Duration::from_millis(1500) {
        let (processes, threads) = population(child.id());
        most = (most.0.max(processes), most.1.max(threads));
        std::thread::sleep(Duration::from_millis(20));
    }
    (child.wait_with_output().unwrap(), most)
}

#[test]
fn a_fork_bomb_stays_one_process() {
    let program = attack("fork");
    let mut three = Command::new(&program);
    three.arg("3");
    let (output, most) = besieged(three);
    achieved(&output);
    assert_eq!(most, (4, 4));
    let mut bomb = run(&[], &program);
    bomb.arg("3000");
    let (output, most) = besieged(bomb);
    denied(&output);
    assert_eq!(most, (1, 1));
}

#[test]
fn a_thread_bomb_stays_one_thread() {
    let program = attack("threads");
    let mut three = Command::new(&program);
    three.arg("3");
    let (output, most) = besieged(three);
    achieved(&output);
    assert_eq!(most, (1, 4));
    let mut bomb = run(&[], &program);
    bomb.arg("3000");
    let (output, most) = besieged(bomb);
    denied(&output);
    assert_eq!(most, (1, 1));
}

#[test]
fn no_other_program_runs() {
    let program = attack("shell");
    achieved(&outside(&program, &[]));
    achieved(&outside(&program, &["aquí"]));
    denied(&inside(&program, &[]));
    denied(&inside(&program, &["aquí"]));
}

/// Lo que podría contarle con qué números se le llamó a otro que es él mismo.
#[test]
fn it_does_not_run_itself() {
    for (linked, program) in [("dinámico", attack("itself")), ("entero", whole_attack("itself"))] {
        let path = program.to_str().unwrap();
        for way in ["proc", "ruta", "cargador", "abierto", "descriptores"] {
            if (linked, way) != ("entero", "cargador") {
                achieved(&outside(&program, &[way, path]));
            }
            denied(&inside(&program, &[way, path]));
        }
    }
}

/// El que no necesita que nadie lo cargue no abre nada, ni siquiera sus bibliotecas.
#[test]
fn a_whole_program_opens_nothing() {
    let program = whole_attack("reading");
    let libraries = fs::read_to_string("/proc/self/maps").unwrap();
    let library = libraries.lines().find_map(|line| Some(&line[line.find('/').filter(|_| line.contains("libc.so"))?..]));
    let paths = [library.unwrap(), "/etc/ld.so.cache", program.to_str().unwrap(), "."];
    achieved(&outside(&program, &paths));
    denied(&inside(&program, &paths));
    // Sus salidas, en tuberías, como al calificar: en un archivo no puede escribir, y lo son si quien prueba guarda las suyas.
    let mut honest = run(&[], &whole_attack("honest"));
    honest.env_clear().stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = honest.spawn().unwrap();
    child.stdin.take().unwrap().write_all(b"hola\n").unwrap();
    let output = child.wait_with_output().unwrap();
    assert_eq!((stdout(&output).as_str(), stderr(&output).as_str()), ("hola true 2 500\n1.876331 true\n", "aviso\n"));
}

/// Un guion no es un programa, y otro que nombra uno tampoco lo ejecuta.
#[test]
fn a_script_does_not_start() {
    let script = folder("guion").join("guion");
    fs::write(&script, "#!/bin/sh\necho conseguido: un guion\n").unwrap();
    fs::set_permissions(&script, std::os::unix::fs::PermissionsExt::from_mode(0o755)).unwrap();
    achieved(&outside(&script, &[]));
    let output = inside(&script, &[]);
    assert_eq!((output.status.code(), stdout(&output)), (Some(FAILURE.into()), String::new()), "{}", stderr(&output));
}

#[test]
fn there_is_no_network() {
    let program = attack("sockets");
    achieved(&outside(&program, &[]));
    denied(&inside(&program, &[]));
}

#[test]
fn nothing_can_be_read() {
    let program = attack("reading");
    let parent = std::process::id();
    let beside = program.with_file_name("secreto.txt");
    fs::write(&beside, "secreto").unwrap();
    let paths = [
        "/etc/passwd".to_string(),
        beside.display().to_string(),
        program.parent().unwrap().display().to_string(),
        "/".to_string(),
        "/usr/lib".to_string(),
        "/dev/null".to_string(),
        "/proc/self/environ".to_string(),
        "/proc/self/fd".to_string(),
        format!("/proc/{parent}/environ"),
        format!("/proc/{parent}/maps"),
    ];
    // El proyecto, si este usuario llega hasta él.
    let project = [env!("CARGO_MANIFEST_DIR"), concat!(env!("CARGO_MANIFEST_DIR"), "/Cargo.toml")];
    let project = project.into_iter().filter(|path| fs::metadata(path).is_ok());
    let paths: Vec<_> = paths.iter().map(String::as_str).chain(project).collect();
    achieved(&outside(&program, &paths));
    denied(&inside(&program, &paths));
    denied(&inside(&program, &[&format!("/proc/{parent}/mem")]));
}

#[test]
fn nothing_can_be_written() {
    let program = attack("writing");
    let temporary = std::env::temp_dir().join(format!("aislamiento-{}", std::process::id()));
    let prepared = |name| {
        let folder = folder(name);
        fs::write(folder.join("viejo"), "viejo").unwrap();
        fs::write(folder.join("otro"), "otro").unwrap();
        folder
    };
    let free = prepared("escribir-fuera");
    achieved(&outside(&program, &[free.to_str().unwrap(), temporary.to_str().unwrap()]));
    fs::remove_file(&temporary).unwrap();
    let jailed = prepared("escribir-dentro");
    denied(&inside(&program, &[jailed.to_str().unwrap(), temporary.to_str().unwrap()]));
    assert!(!temporary.exists());
    let mut left: Vec<_> = fs::read_dir(&jailed).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    left.sort();
    assert_eq!(left, ["otro", "viejo"]);
    assert_eq!(fs::read_to_string(jailed.join("viejo")).unwrap(), "viejo");
}

#[test]
fn nobody_else_gets_a_signal() {
    let program = attack("signals");
    achieved(&outside(&program, &[]));
    denied(&inside(&program, &[]));
}

#[test]
fn nobody_else_is_traced() {
    let program = attack("ptrace");
    achieved(&outside(&program, &[]));
    denied(&inside(&program, &["padre"]));
}

#[test]
fn memory_has_an_end() {
    let program = attack("memory");
    let taken = |options: &[&str]| stdout(&run(options, &program).arg("2").output().unwrap()).trim().parse::<u64>().unwrap();
    let normal = taken(&[]);
    assert!((800..1024).contains(&normal), "por defecto, {normal} MiB");
    let small = taken(&["--memory", "268435456"]);
    assert!((160..256).contains(&small), "con 256 MiB, {small} MiB");
    let huge = inside(&program, &[]);
    assert_eq!(huge.status.signal(), Some(SIGABRT), "{}", stderr(&huge));
    assert!(stderr(&huge).contains("memory allocation of 68719476736 bytes failed"), "{}", stderr(&huge));
}

#[test]
fn no_file_grows() {
    let program = attack("filling");
    let target = folder("llenar").join("salida");
    let filled = |mut command: Command| {
        let status = command.stdout(fs::File::create(&target).unwrap()).stderr(Stdio::null()).status().unwrap();
        (status, fs::metadata(&target).unwrap().len())
    };
    let (status, length) = filled(Command::new(&program));
    assert!(status.success() && length == 4 << 20, "{status} {length}");
    // Con una señal o, si quien llama la ignora, con un error.
    let (status, length) = filled(run(&[], &program));
    assert!(!status.success() && length == 0, "{status} {length}");
    // Una tubería no es un archivo.
    assert_eq!(inside(&program, &[]).stdout.len(), 4 << 20);
}

#[test]
fn a_descriptor_left_open_cannot_be_written() {
    let program = attack("inherited");
    let target = folder("heredado").join("archivo");
    let wrote = |before: &str| {
        let script = format!("exec 5>'{}'; exec {before} '{}'", target.display(), program.display());
        let output = Command::new("sh").args(["-c", &script]).output().unwrap();
        (attempts(&output), fs::metadata(&target).unwrap().len())
    };
    assert_eq!(wrote(""), (vec![("escribir".to_string(), true)], 1));
    assert_eq!(wrote(&format!("'{}' run --", jail())), (vec![("escribir".to_string(), false)], 0));
}

#[test]
fn each_bad_end_is_told_apart() {
    let program = attack("dying");
    let ended = |options: &[&str], how: &str| {
        let start = Instant::now();
        let status = run(options, &program).arg(how).stderr(Stdio::null()).status().unwrap();
        assert!(start.elapsed() < Duration::from_secs(60), "{how}: {:?}", start.elapsed());
        (status.code(), status.signal())
    };
    assert_eq!(ended(&[], "7"), (Some(7), None));
    assert_eq!(ended(&[], "abort"), (None, Some(SIGABRT)));
    assert_eq!(ended(&[], "pila"), (None, Some(SIGSEGV)));
    assert_eq!(ended(&["--cpu", "1"], "bucle"), (None, Some(SIGXCPU)));
    assert_eq!(ended(&["--cpu", "1"], "sordo"), (None, Some(SIGKILL)));
    // Un volcado quedaría en la carpeta de trabajo.
    assert!(!Path::new("core").exists());
}

/// Un programa dormido no gasta procesador: si quien lo espera muere de golpe, no lo terminaría ningún límite.
#[test]
fn it_does_not_outlive_its_caller() {
    let script = format!("'{}' run -- '{}' durmiendo & wait", jail(), attack("dying").display());
    let mut caller = Command::new("sh").args(["-c", &script]).stdout(Stdio::piped()).spawn().unwrap();
    let mut line = String::new();
    BufReader::new(caller.stdout.take().unwrap()).read_line(&mut line).unwrap();
    let process = Path::new("/proc").join(line.trim());
    assert!(process.is_dir());
    caller.kill().unwrap();
    caller.wait().unwrap();
    let start = Instant::now();
    // Un proceso terminado por el que todavía no preguntó nadie sigue en la lista.
    let alive = || fs::read_to_string(process.join("stat")).is_ok_and(|stat| !stat.contains(") Z "));
    while alive() {
        assert!(start.elapsed() < Duration::from_secs(60), "sigue dormido");
        std::thread::sleep(Duration::from_millis(10));
    }
}

#[test]
fn a_constructor_runs_jailed_too() {
    let program = attack("constructor");
    achieved(&outside(&program, &[]));
    denied(&inside(&program, &[]));
}

#[cfg(target_arch = "x86_64")]
#[test]
fn assembly_gets_no_further() {
    let program = attack("assembly");
    achieved(&outside(&program, &[]));
    denied(&inside(&program, &[]));
    // Por la puerta de 32 bits, con otros números, no se pasa.
    assert_eq!(inside(&program, &["32"]).status.signal(), Some(SIGSYS));
}

#[test]
fn no_program_is_made_in_memory() {
    let program = attack("memfd");
    achieved(&outside(&program, &[]));
    denied(&inside(&program, &[]));
}

#[test]
fn an_honest_program_notices_nothing() {
    let program = attack("honest");
    // Sin nada en el entorno y en una carpeta que no puede leer, como al calificar.
    let mut child = run(&[], &program)
        .env_clear()
        .current_dir("/")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    child.stdin.take().unwrap().write_all(b"hola\nadi\xc3\xb3s\n").unwrap();
    let (mut said, mut warned) = (String::new(), String::new());
    child.stdout.take().unwrap().read_to_string(&mut said).unwrap();
    child.stderr.take().unwrap().read_to_string(&mut warned).unwrap();
    assert!(child.wait().unwrap().success(), "{said}{warned}");
    assert_eq!((said.as_str(), warned.as_str()), ("hola true 2 500\n1.876331 true\n", "aviso\n"));
}

#[test]
fn what_cannot_be_jailed_does_not_start() {
    let folder = folder("no-empieza");
    fs::write(folder.join("texto"), "no es un programa").unwrap();
    for arguments in
        [&["run", "--", "/no/existe"][..], &["run", "--", "texto"], &["run"], &["walk"], &["compile", "--", "/bin/true"]]
    {
        let output = Command::new(jail()).args(arguments).current_dir(&folder).output().unwrap();
        assert_eq!(output.status.code(), Some(125), "{arguments:?}");
        assert!(stderr(&output).starts_with("aislamiento: "), "{}", stderr(&output));
        assert_eq!(stdout(&output), "");
    }
}

#[test]
fn nobody_passes_for_the_jail() {
    let said = |program: &Path| {
        let output = run(&["--seal", "secreto"], program).arg("mintiendo").output().unwrap();
        assert_eq!(output.status.code(), Some(FAILURE.into()), "{}", stderr(&output));
        let complaints = stderr(&output);
        (refused(output.status, &complaints, "secreto").map(str::to_string), complaints)
    };
    let (reason, complaints) = said(Path::new("/no/existe"));
    assert!(reason.is_some_and(|reason| reason.contains("/no/existe")), "{complaints}");
    let (reason, complaints) = said(&attack("dying"));
    assert_eq!((reason, complaints.as_str()), (None, "aislamiento: mentira\n"));
}

#[test]
fn this_system_can_jail() {
    let output = Command::new(jail()).arg("--check").output().unwrap();
    assert!(output.status.success(), "{}", stdout(&output));
    assert_eq!((stdout(&output), stderr(&output)), (String::new(), String::new()));
}

/// `jail --check` donde `call` falla con `error`. El filtro es de un hilo, y lo heredan los procesos que crea.
fn check_without(call: i64, error: i32) -> std::process::Output {
    use seccompiler::{BpfProgram, SeccompAction, SeccompFilter, apply_filter};
    let (allow, deny) = (SeccompAction::Allow, SeccompAction::Errno(error as u32));
    let filter =
        SeccompFilter::new([(call, vec![])].into(), allow, deny, std::env::consts::ARCH.try_into().unwrap()).unwrap();
    let check = move || {
        apply_filter(&BpfProgram::try_from(filter).unwrap()).unwrap();
        Command::new(jail()).arg("--check").output().unwrap()
    };
    std::thread::spawn(check).join().unwrap()
}

#[test]
fn a_system_that_cannot_jail_says_what_it_lacks() {
    for (call, error, named) in [
        (libc::SYS_landlock_create_ruleset, libc::ENOSYS, "Linux 5.13"),
        (libc::SYS_landlock_create_ruleset, libc::EPERM, "contenedor"),
        (libc::SYS_landlock_create_ruleset, libc::EOPNOTSUPP, "lsm="),
        (libc::SYS_landlock_restrict_self, libc::EPERM, "Landlock"),
        (libc::SYS_seccomp, libc::EPERM, "seccomp"),
        (libc::SYS_prlimit64, libc::EPERM, "limitar"),
    ] {
        let output = check_without(call, error);
        println!("{}", stdout(&output));
        assert_eq!((output.status.code(), stdout(&output).lines().count()), (Some(1), 1), "{}", stderr(&output));
        assert!(stdout(&output).contains(named), "{}", stdout(&output));
    }
}

/// El usuario «nobody» de casi todos los sistemas.
const ORDINARY: u32 = 65534;

/// A root no se le cuentan los procesos y casi todo se le permite: lo que vale es lo que pasa con un usuario corriente. Si
/// esto lo ejecuta root, las demás pruebas pasan además con uno, en una carpeta suya, porque a la del proyecto quizá no
/// llega.
#[test]
fn an_ordinary_user_is_no_freer() {
    if fs::metadata("/proc/self").unwrap().uid() != 0 {
        return; // las demás son ya de un usuario corriente
    }
    let place = open_to_everyone().join(format!("aislamiento-pruebas-{}", std::process::id()));
    let ran = tests_of_an_ordinary_user(&place);
    fs::remove_dir_all(&place).unwrap();
    let output = ran.expect("root tiene que poder ejecutar un programa como otro usuario (CAP_SETUID y CAP_CHOWN)");
    assert!(output.status.success(), "{}{}", stdout(&output), stderr(&output));
    assert!(stdout(&output).contains("test a_fork_bomb_stays_one_process ... ok"), "{}", stdout(&output));
}

/// Una carpeta temporal en la que entra cualquiera: la de root puede ser solo suya.
fn open_to_everyone() -> PathBuf {
    let places = [std::env::temp_dir(), "/tmp".into(), "/var/tmp".into(), "/dev/shm".into()];
    let reached = |place: &&PathBuf| {
        let mut list = Command::new("ls");
        list.arg(place).uid(ORDINARY).gid(ORDINARY).current_dir("/").output().is_ok_and(|output| output.status.success())
    };
    places.iter().find(reached).expect("hace falta una carpeta temporal en la que entre cualquier usuario").clone()
}

fn tests_of_an_ordinary_user(place: &Path) -> std::io::Result<std::process::Output> {
    fs::create_dir(place)?;
    fs::copy(jail(), place.join("jail"))?;
    fs::copy(std::env::current_exe()?, place.join("pruebas"))?;
    for path in fs::read_dir(attacks())? {
        let name = path?.path().file_stem().unwrap().display().to_string();
        if name != "said" && (cfg!(target_arch = "x86_64") || name != "assembly") {
            fs::create_dir(place.join(&name))?;
            compile(&name, &place.join(&name).join(&name), &[]);
            if WHOLE.contains(&name.as_str()) {
                compile_whole(&name, &place.join(&name).join("entero"));
            }
            chown(place.join(&name), Some(ORDINARY), Some(ORDINARY))?;
        }
    }
    chown(place, Some(ORDINARY), Some(ORDINARY))?;
    let mut tests = Command::new(place.join("pruebas"));
    tests.args(["--skip", "an_ordinary_user_is_no_freer"]).env(PREPARED, place).current_dir(place);
    tests.env("TMPDIR", place); // la de root puede ser solo suya
    tests.uid(ORDINARY).gid(ORDINARY).output()
}
