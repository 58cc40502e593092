//! Cuánto puede gastar el programa.

use rlimit::Resource;

use crate::arguments::{Jail, Purpose};

const MIB: u64 = 1 << 20;

/// `descriptors` son los que puede tener abiertos el programa, a lo sumo.
pub fn set(jail: &Jail, descriptors: u64) -> Result<(), String> {
    // Al llegar a `cpu` recibe SIGXCPU, que dice qué pasó; si no la atiende, un segundo después lo termina el núcleo.
    limit(Resource::CPU, jail.cpu, jail.cpu.saturating_add(1))?;
    // Un volcado de memoria ocupa disco y deja en él lo que el programa leyó.
    limit(Resource::CORE, 0, 0)?;
    // En macOS este límite no se respeta.
    #[cfg(not(target_os = "macos"))]
    limit(Resource::AS, jail.memory, jail.memory)?;
    match jail.purpose {
        Purpose::Run => {
            // Sus salidas son tuberías: no tiene archivo en el que escribir, y así tampoco puede hacer crecer uno que
            // heredase.
            limit(Resource::FSIZE, 0, 0)?;
            // El cargador abre las bibliotecas de una en una.
            let few = descriptors.min(64);
            limit(Resource::NOFILE, few, few)?;
            // La pila del hilo principal, que de otro modo puede ser tan grande como la memoria.
            limit(Resource::STACK, 8 * MIB, 8 * MIB)?;
            // Ningún proceso ni hilo más. Es la segunda barrera: no cuenta para root, y la primera son las llamadas que se
            // niegan.
            limit(Resource::NPROC, 0, 0)
        }
        // Los procesos no se cuentan: el límite sería para todos los del usuario, también los que ya tenía.
        // Un programa de los ejercicios ocupa unos seis megas. Con archivos mayores, una entrega llenaría el disco de todas.
        Purpose::Compile(_) => limit(Resource::FSIZE, 32 * MIB, 32 * MIB),
    }
}

/// Nunca por encima de lo que ya había: subir un límite es un permiso, y bajarlo no.
fn limit(resource: Resource, soft: u64, hard: u64) -> Result<(), String> {
    let set = || {
        let (_, present) = resource.get()?;
        resource.set(soft.min(present), hard.min(present))
    };
    set().map_err(|error| format!("no se puede limitar {}: {error}", resource.as_name()))
}
