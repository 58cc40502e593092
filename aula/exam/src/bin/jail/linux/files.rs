//! Los archivos que el programa puede abrir: los que se dicen aquí, y ninguno más. Con Landlock.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use landlock::{
    ABI, Access, AccessFs, AccessNet, BitFlags, LandlockStatus, RestrictionStatus, Ruleset, RulesetAttr, RulesetCreatedAttr,
    RulesetError, RulesetStatus, Scope, make_bitflags, path_beneath_rules,
};

use crate::arguments::Files;

/// Hasta aquí se probó. Un núcleo anterior pone lo que tenga: los archivos, siempre; la red y las señales a otros, desde las
/// versiones 4 y 6.
const TESTED: ABI = ABI::V6;

const READ_FILE: BitFlags<AccessFs> = make_bitflags!(AccessFs::{ReadFile});
const EXECUTE_FILE: BitFlags<AccessFs> = make_bitflags!(AccessFs::{ReadFile | Execute});
/// Leer una carpeta entera.
const READ: BitFlags<AccessFs> = make_bitflags!(AccessFs::{ReadFile | ReadDir});
/// Y ejecutar lo que hay en ella.
const USE: BitFlags<AccessFs> = make_bitflags!(AccessFs::{ReadFile | ReadDir | Execute});
/// Trabajar en una carpeta, con archivos y carpetas corrientes y sin ejecutar lo que se deja en ella.
const WORK: BitFlags<AccessFs> = make_bitflags!(
    AccessFs::{ReadFile | ReadDir | WriteFile | Truncate | MakeReg | MakeDir | RemoveFile | RemoveDir | Refer}
);
const DISCARD: BitFlags<AccessFs> = make_bitflags!(AccessFs::{ReadFile | WriteFile | Truncate});

/// Dónde encuentra el cargador cada biblioteca.
const LOADER_CACHE: &str = "/etc/ld.so.cache";

/// Las bibliotecas que puede pedir un programa de Rust, aunque este no las use.
const LIBRARIES: [&str; 7] =
    ["libc.so.6", "libm.so.6", "libgcc_s.so.1", "libdl.so.2", "libpthread.so.0", "librt.so.1", "libutil.so.1"];

type Grants = Vec<(PathBuf, BitFlags<AccessFs>)>;

/// Para un programa que ya está entero no hace falta ninguna biblioteca; para otro (`loaded`), las de siempre.
pub fn restrict_running(program: &Path, loaded: bool) -> Result<(), String> {
    let libraries = if loaded { LIBRARIES.as_slice() } else { &[] };
    let mut grants = if loaded { loading(libraries)? } else { Vec::new() };
    grants.push((existing(program)?, EXECUTE_FILE));
    restrict(grants)
}

pub fn restrict_compiling(program: &Path, files: &Files) -> Result<(), String> {
    let mut grants = loading(&[])?;
    grants.push((existing(program)?, EXECUTE_FILE));
    for (paths, access) in [(&files.read, READ), (&files.execute, USE)] {
        for path in paths {
            grants.push((existing(path)?, access));
        }
    }
    for folder in &files.libraries {
        grants.extend(libraries_in(folder)?.into_iter().map(|path| (path, READ_FILE)));
    }
    grants.push((existing(&files.own)?, WORK));
    // La entrada del enlazador, y a donde va lo que nadie lee.
    grants.push(("/dev/null".into(), DISCARD));
    restrict(grants)
}

fn restrict(grants: Grants) -> Result<(), String> {
    let status = allow_only(grants).map_err(|error| format!("Landlock no se pudo poner: {error}"))?;
    match (status.ruleset, status.landlock) {
        (RulesetStatus::NotEnforced, LandlockStatus::NotEnabled) => {
            Err("este núcleo tiene Landlock apagado; se enciende al arrancar, añadiendo «landlock» a la opción lsm=".into())
        }
        (RulesetStatus::NotEnforced, _) => {
            Err("aquí no hay Landlock: hace falta Linux 5.13 o posterior y, dentro de un contenedor, que \
             su política de seguridad lo permita"
                .into())
        }
        _ => Ok(()),
    }
}

fn allow_only(grants: Grants) -> Result<RestrictionStatus, RulesetError> {
    Ruleset::default()
        .handle_access(AccessFs::from_all(TESTED))?
        .handle_access(AccessNet::from_all(TESTED))?
        .scope(Scope::from_all(TESTED))?
        .create()?
        .add_rules(grants.iter().flat_map(|(path, access)| path_beneath_rules([path], *access)))?
        .restrict_self()
}

/// Las bibliotecas y los objetos que hay en una carpeta, sin mirar en las de dentro.
fn libraries_in(folder: &Path) -> Result<Vec<PathBuf>, String> {
    let failed = |error| format!("no se puede leer {}: {error}", folder.display());
    let is_one = |path: &PathBuf| {
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        name.ends_with(".a") || name.ends_with(".o") || name.split('.').skip(1).any(|part| part == "so")
    };
    let entries = std::fs::read_dir(folder).map_err(failed)?.flatten().map(|entry| entry.path());
    Ok(entries.filter(|path| is_one(path) && path.is_file()).collect())
}

/// Lo que hace falta para empezar: el cargador y `more`, las bibliotecas que hay junto a las que cargó este mismo proceso,
/// que es otro programa de Rust en la misma máquina: así no hay que saber dónde las pone cada distribución.
fn loading(more: &[&str]) -> Result<Grants, String> {
    let maps =
        std::fs::read_to_string("/proc/self/maps").map_err(|error| format!("no se puede leer /proc/self/maps: {error}"))?;
    let mut grants: Grants = vec![(LOADER_CACHE.into(), READ_FILE)];
    for file in shared_objects(&maps) {
        let is_loader = file.file_name().is_some_and(|name| name.as_encoded_bytes().starts_with(b"ld"));
        grants.extend(more.iter().map(|library| (file.with_file_name(library), READ_FILE)));
        grants.push((file, if is_loader { EXECUTE_FILE } else { READ_FILE }));
    }
    Ok(grants)
}

/// Las bibliotecas que aparecen en un mapa de memoria de /proc.
fn shared_objects(maps: &str) -> BTreeSet<PathBuf> {
    maps.lines()
        .filter_map(|line| Some(&line[line.find('/')?..]))
        .map(PathBuf::from)
        .filter(|path| path.file_name().is_some_and(|name| name.to_string_lossy().split('.').any(|part| part == "so")))
        .collect()
}

fn existing(path: &Path) -> Result<PathBuf, String> {
    path.canonicalize().map_err(|error| format!("no se encuentra {}: {error}", path.display()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_loader_and_the_libraries_are_read_from_a_map_of_memory() {
        let maps = "55a0-55a1 r--p 00000000 fe:00 1      /tmp/so/prueba.so.d/jail\n\
                    7fc1-7fc2 r--p 00000000 fe:00 2      /usr/lib/x86_64-linux-gnu/libc.so.6\n\
                    7fc2-7fc3 r-xp 00026000 fe:00 2      /usr/lib/x86_64-linux-gnu/libc.so.6\n\
                    7fc4-7fc5 rw-p 00000000 00:00 0 \n\
                    7fc6-7fc7 r-xp 00001000 fe:00 3      /usr/lib/x86_64-linux-gnu/ld-linux-x86-64.so.2\n\
                    7ffc-7ffd rw-p 00000000 00:00 0      [stack]\n";
        let found: Vec<_> = shared_objects(maps).into_iter().collect();
        let expected = ["/usr/lib/x86_64-linux-gnu/ld-linux-x86-64.so.2", "/usr/lib/x86_64-linux-gnu/libc.so.6"];
        assert_eq!(found, expected.map(PathBuf::from));
    }
}
