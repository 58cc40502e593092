//! Para una clase en la misma máquina, cada una en su cuenta: lo que usa el núcleo, donde cualquiera lo lea; y lo de quien
//! enseña, donde no.
//!
//! Rust, evcxr y a veces Python están en la carpeta personal de quien los instaló, en la que las demás cuentas no entran.
//! Entonces `.venv` lleva los suyos: enlazados si están en el mismo disco, o copiados. No se adivina por los permisos si
//! otra cuenta llega: se prueba.

use std::path::PathBuf;

use super::toolchain::Toolchain;
use crate::environment;
use crate::project::Project;

/// La marca de que este proyecto lo comparten varias cuentas.
const STEP: &str = "accounts";

/// ¿Es esta la cuenta de administración, la única que puede abrir servidores en nombre de las demás?
#[cfg(unix)]
pub fn is_root() -> bool {
    rustix::process::geteuid().is_root()
}

/// Rust y el programa del núcleo, los de siempre; o los de `.venv`, si el proyecto lo comparten varias cuentas y a aquellos
/// no llegan. Con `share`, se comparte desde ahora.
pub fn in_use(project: &Project, rust: Toolchain, evcxr: PathBuf, share: bool) -> Result<(Toolchain, PathBuf), String> {
    if !share && !environment::is_done(project, STEP, "") {
        return Ok((rust, evcxr));
    }
    environment::done(project, STEP, "")?;
    #[cfg(unix)]
    return unix::in_use(project, rust, evcxr);
    #[cfg(not(unix))]
    Ok((rust, evcxr))
}

#[cfg(unix)]
pub use unix::{can_enter, share};

#[cfg(unix)]
mod unix {
    use std::fs::{self, Permissions};
    use std::io;
    use std::os::unix::fs::{PermissionsExt, symlink};
    use std::os::unix::process::CommandExt;
    use std::path::{Path, PathBuf};
    use std::process::Command;

    use files::{file_error, files_below};
    use walkdir::WalkDir;

    use super::super::evcxr::{file_name, identity};
    use super::super::toolchain::Toolchain;
    use crate::environment;
    use crate::facts::FACTS;
    use crate::process;
    use crate::project::Project;

    /// Una cuenta sin nombre ni grupos, que no es dueña de nada: lo que ella puede, lo puede cualquiera.
    const ANYBODY: u32 = 65_534;

    pub fn in_use(project: &Project, rust: Toolchain, evcxr: PathBuf) -> Result<(Toolchain, PathBuf), String> {
        let reached = process::try_run(as_anybody(rust.tools().join("rustc")).arg("--version")).is_ok();
        let sysroot = if reached { rust.sysroot.clone() } else { copy_toolchain(project, &rust)? };
        let reached = process::try_run(as_anybody(&evcxr).arg("--help")).is_ok();
        let evcxr = if reached { evcxr } else { copy_program(project, &evcxr)? };
        Ok((Toolchain { sysroot, ..rust }, evcxr))
    }

    /// Comprueba que las demás cuentas pueden entrar en la carpeta del proyecto.
    pub fn can_enter(project: &Project) -> Result<(), String> {
        let root = project.root.display();
        process::try_run(as_anybody("ls").arg(project.requirements())).map_err(|_| {
            format!(
                "Las demás cuentas de la máquina no pueden entrar en {root}. Pon el proyecto donde lleguen todas; por \
                 ejemplo, en /opt/gradiente."
            )
        })
    }

    /// Deja el entorno de modo que otra cuenta pueda usarlo, y las soluciones, de modo que no pueda leerlas.
    pub fn share(project: &Project) -> Result<(), String> {
        let uses_python = || {
            let mut python = as_anybody(project.venv_python());
            // Un Python copiado puede buscar su biblioteca donde estaba: así la encuentra donde está. Lo mismo hace la
            // clase.
            python.env("LD_LIBRARY_PATH", project.venv().join("python").join("lib"));
            process::try_run(python.args(["-c", "import aula, jupyterhub.singleuser.extension"]))
        };
        if uses_python().is_err() {
            let python = fs::canonicalize(project.venv_python()).unwrap_or_else(|_| project.venv_python());
            copy_python(project, &python).map_err(|error| file_error("copiar", &python, &error))?;
            uses_python().map_err(|why| {
                format!(
                    "Las demás cuentas de la máquina no pueden usar el Python de .venv, que es {} ({why}).\n\
                     Borra la carpeta .venv y repite el comando con el Python del sistema por delante:\n\n    \
                     PATH=\"/usr/bin:$PATH\" cargo run -- servidor",
                    python.display()
                )
            })?;
        }
        let shared = |name: &String| project.venv().join(name);
        for folder in FACTS.shared_venv.iter().map(shared).filter(|path| path.exists()) {
            make_readable(&folder).map_err(|error| file_error("compartir", &folder, &error))?;
        }
        close(project).map_err(|error| file_error("proteger", &project.root, &error))
    }

    /// Cierra a las demás cuentas todo lo que no se dice que es para ellas: también lo que alguien dejara en el proyecto.
    fn close(project: &Project) -> io::Result<()> {
        close_but(&project.venv(), &FACTS.shared_venv.iter().map(PathBuf::from).collect::<Vec<_>>())?;
        let venv = [FACTS.venv.clone()];
        close_but(&project.root, &FACTS.shared.iter().chain(&venv).map(PathBuf::from).collect::<Vec<_>>())
    }

    /// Lo que hay en `folder`, menos lo que está en `shared`. Por las carpetas que llevan a algo compartido se puede pasar.
    fn close_but(folder: &Path, shared: &[PathBuf]) -> io::Result<()> {
        for entry in fs::read_dir(folder)? {
            let entry = entry?;
            let name = PathBuf::from(entry.file_name());
            let inside: Vec<_> = shared.iter().filter_map(|path| path.strip_prefix(&name).ok()).map(PathBuf::from).collect();
            if inside.contains(&PathBuf::new()) {
                continue;
            }
            let done = entry.metadata().and_then(|data| match data.is_symlink() {
                true => Ok(()),
                false if inside.is_empty() => {
                    fs::set_permissions(entry.path(), Permissions::from_mode(data.permissions().mode() & !0o077))
                }
                false => close_but(&entry.path(), &inside),
            });
            match done {
                Err(error) if error.kind() == io::ErrorKind::NotFound => {} // lo de un núcleo que terminaba
                done => done?,
            }
        }
        Ok(())
    }

    /// Que cualquiera lea lo que hay en una carpeta, o un archivo. Cargo, por ejemplo, deja archivos que solo lee su dueño.
    fn make_readable(folder: &Path) -> io::Result<()> {
        for entry in WalkDir::new(folder) {
            let done = entry.map_err(io::Error::from).and_then(|entry| {
                let data = entry.metadata()?;
                let mode = data.permissions().mode();
                let enter = if data.is_dir() || mode & 0o100 != 0 { 0o055 } else { 0o044 };
                let enough = data.is_symlink() || mode & enter == enter;
                if enough { Ok(()) } else { fs::set_permissions(entry.path(), Permissions::from_mode(mode | enter)) }
            });
            match done {
                Err(error) if error.kind() == io::ErrorKind::NotFound => {} // lo que se borró entretanto
                done => done?,
            }
        }
        Ok(())
    }

    /// `program`, ejecutado por cualquiera.
    fn as_anybody(program: impl AsRef<std::ffi::OsStr>) -> Command {
        let mut command = Command::new(program);
        command.uid(ANYBODY).gid(ANYBODY).current_dir("/").env("HOME", "/");
        command
    }

    /// Los programas y las bibliotecas de Rust, sin su documentación ni sus fuentes, que el núcleo tiene aparte.
    fn copy_toolchain(project: &Project, rust: &Toolchain) -> Result<PathBuf, String> {
        let copy = project.venv().join("rust");
        let copied = || -> io::Result<()> {
            println!("Dejo en .venv un Rust al que lleguen todas las cuentas de la máquina.");
            if copy.exists() {
                fs::remove_dir_all(&copy)?;
            }
            for name in ["rustc", "cargo"] {
                link(&rust.tools().join(name), &copy.join("bin").join(name))?;
            }
            link_all(&rust.sysroot.join("lib"), &copy.join("lib"), &rust.library())
        };
        environment::once(project, "rust", &rust.version, copy.join("bin").is_dir(), || {
            copied().map_err(|error| file_error("copiar Rust en", &copy, &error))
        })?;
        Ok(copy)
    }

    /// El Python `python`, del que salió el entorno, con su biblioteca; y el entorno, en adelante, sale de él.
    fn copy_python(project: &Project, python: &Path) -> io::Result<()> {
        let (venv, copy) = (project.venv(), project.venv().join("python"));
        let (Some(folder), Some(name)) = (python.parent(), python.file_name()) else { return Ok(()) };
        let Some(lib) = folder.parent().map(|base| base.join("lib")) else { return Ok(()) };
        println!("Dejo en .venv un Python al que lleguen todas las cuentas de la máquina.");
        if copy.exists() {
            fs::remove_dir_all(&copy)?;
        }
        let packages = lib.join(name).join("site-packages");
        link(python, &copy.join("bin").join(name))?;
        link_all(&lib, &copy.join("lib"), &packages)?;
        let settings = fs::read_to_string(venv.join("pyvenv.cfg"))?;
        let rest = settings.lines().filter(|line| !line.starts_with("home"));
        let settings: Vec<_> =
            [format!("home = {}", copy.join("bin").display())].into_iter().chain(rest.map(str::to_string)).collect();
        fs::write(venv.join("pyvenv.cfg"), settings.join("\n") + "\n")?;
        for (alias, target) in [("python", copy.join("bin").join(name)), ("python3", "python".into())] {
            let alias = venv.join("bin").join(alias);
            fs::remove_file(&alias)?;
            symlink(target, alias)?;
        }
        Ok(())
    }

    fn copy_program(project: &Project, evcxr: &Path) -> Result<PathBuf, String> {
        let copy = project.venv().join("bin").join(file_name());
        environment::once(project, "evcxr", &identity(evcxr), copy.is_file(), || {
            link(evcxr, &copy).map_err(|error| file_error("copiar el núcleo en", &copy, &error))
        })?;
        Ok(copy)
    }

    /// Lo que hay en la carpeta `from`, menos la carpeta `but`.
    fn link_all(from: &Path, to: &Path, but: &Path) -> io::Result<()> {
        let wanted = files_below(from)?.into_iter().filter(|path| !from.join(path).starts_with(but));
        wanted.into_iter().try_for_each(|path| link(&from.join(&path), &to.join(&path)))
    }

    /// El mismo archivo con otro nombre o, si no se puede, otro igual; legible para todos.
    fn link(from: &Path, to: &Path) -> io::Result<()> {
        fs::create_dir_all(to.parent().unwrap_or(to))?;
        match fs::remove_file(to) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
            _ => {}
        }
        let readable = fs::metadata(from)?.permissions().mode() & 0o004 != 0;
        if readable && fs::hard_link(from, to).is_ok() {
            return Ok(());
        }
        fs::copy(from, to)?;
        fs::set_permissions(to, Permissions::from_mode(0o755))
    }

    #[cfg(test)]
    mod tests {
        use super::*;

        #[test]
        fn only_what_is_listed_stays_open() {
            let folder = std::env::temp_dir().join(format!("gradiente-compartir-{}", std::process::id()));
            for name in ["a/b/c.txt", "a/notas.csv", "d/e.txt", "a/b/.oculto", "suelto.zip"] {
                let path = folder.join(name);
                fs::create_dir_all(path.parent().unwrap()).unwrap();
                fs::write(&path, "").unwrap();
                fs::set_permissions(path, Permissions::from_mode(0o664)).unwrap();
            }
            symlink("/etc/passwd", folder.join("enlace")).unwrap();
            close_but(&folder, &["a/b".into(), "falta".into()]).unwrap();
            let mode = |name: &str| fs::metadata(folder.join(name)).unwrap().permissions().mode() & 0o077;
            for (name, left) in
                [("a/b/c.txt", 0o064), ("a/b/.oculto", 0o064), ("a/notas.csv", 0), ("d", 0), ("suelto.zip", 0)]
            {
                assert_eq!(mode(name), left, "{name}");
            }
            assert_ne!(mode("a"), 0, "por ella se pasa");
            assert_ne!(mode("enlace"), 0, "no se sigue ningún enlace");
            fs::remove_dir_all(folder).unwrap();
        }
    }
}
