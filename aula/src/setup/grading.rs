//! Lo que la preparación da a quien califica.

use std::env;
use std::path::PathBuf;

use exam::{Engine, Rust, Tools};
use files::digest_of_files;

use super::jail;
use super::toolchain::Toolchain;
use crate::project::Project;

/// Todo lo que puede cambiar una nota o sus palabras: la biblioteca con que se compila, lo que califica, lo que explica los
/// errores y cómo se compilan unas y otras. Sirve igual a lo ya calificado en esta máquina y a dos máquinas que se reparten
/// una clase.
const CODE: [&str; 9] = [
    "Cargo.toml",
    "Cargo.lock",
    "src",
    "aula/exam/src",
    "aula/files/src",
    "aula/kernel/src",
    "aula/src/setup/cells.toml",
    "aula/python/aula/notebooks/prepare.py",
    "notebooks/evcxr.toml",
];

impl Tools for Project {
    fn rust(&self) -> Result<Rust, String> {
        let rust = Toolchain::find()?;
        Ok(Rust { rustc: rust.tools().join(format!("rustc{}", env::consts::EXE_SUFFIX)), sysroot: rust.sysroot })
    }

    fn libraries(&self) -> PathBuf {
        Project::libraries(self)
    }

    fn scratch(&self) -> PathBuf {
        kernel::launcher::preferred(&Project::libraries(self))
    }

    fn jail(&self) -> Result<PathBuf, String> {
        jail::ensure(self)
    }

    fn kept(&self) -> PathBuf {
        self.venv()
    }

    fn engine(&self) -> Result<Engine, String> {
        Ok(Engine { rust: Toolchain::find()?.version, code: digest_of_files(&self.root, &CODE)? })
    }
}

#[cfg(test)]
mod tests {
    use std::fs::{self, OpenOptions};
    use std::io::Write;
    use std::path::Path;

    use files::copy_tree;

    use super::*;

    /// Un archivo de cada cosa que puede cambiar una nota o sus palabras.
    const PIECES: [&str; 11] = [
        "Cargo.toml",                            // cómo se optimiza
        "Cargo.lock",                            // las versiones de las bibliotecas
        "src/rubric/mod.rs",                     // la biblioteca, que es quien juzga
        "aula/exam/src/examiner.rs",             // lo que califica
        "aula/exam/src/bin/jail/limits.rs",      // lo que aísla
        "aula/kernel/src/explain/names.rs",      // lo que explica un error
        "aula/kernel/src/explain/pattern.rs",    //
        "aula/files/src/write.rs",               // lo que usan todos
        "aula/src/setup/cells.toml",             // cómo se compilan las bibliotecas
        "aula/python/aula/notebooks/prepare.py", // y quién las compila
        "notebooks/evcxr.toml",                  // y cuáles son
    ];

    fn project() -> &'static Path {
        Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap()
    }

    #[test]
    fn whatever_can_change_a_grade_changes_the_engine() {
        let root = std::env::temp_dir().join(format!("gradiente-motor-{}", std::process::id()));
        for name in CODE {
            let (from, to) = (project().join(name), root.join(name));
            if from.is_dir() {
                copy_tree(&from, &to).unwrap();
            } else {
                fs::create_dir_all(to.parent().unwrap()).unwrap();
                fs::copy(from, to).unwrap();
            }
        }
        let code = || digest_of_files(&root, &CODE).unwrap();
        let mut seen = vec![code()];
        assert_eq!(seen[0], digest_of_files(project(), &CODE).unwrap(), "no depende de la carpeta");
        for piece in PIECES {
            let file = OpenOptions::new().append(true).open(root.join(piece));
            file.unwrap_or_else(|error| panic!("{piece} no cuenta: {error}")).write_all(b"\n// otro").unwrap();
            let now = code();
            assert!(!seen.contains(&now), "{piece} no cuenta");
            seen.push(now);
        }
        fs::remove_dir_all(root).unwrap();
    }

    /// Los cuartos que `exam` use mañana también cuentan.
    #[test]
    fn every_room_that_examines_counts() {
        let manifest = fs::read_to_string(project().join("aula/exam/Cargo.toml")).unwrap();
        let rooms: Vec<_> = manifest.split("path = \"../").skip(1).filter_map(|rest| rest.split('"').next()).collect();
        assert!(rooms.contains(&"kernel") && rooms.contains(&"files"), "{rooms:?}");
        for room in rooms {
            assert!(CODE.contains(&format!("aula/{room}/src").as_str()), "falta aula/{room}/src");
        }
    }
}
